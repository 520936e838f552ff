"""One answer out of several people's: what most said, or a model says; ties are stated, free texts all kept."""

import random

import pytest

from annotate import task_types
from annotate.labels import Result
from annotate.resolution.rules import How, Resolution, ResolvedItem, resolve, resolve_item
from annotate.said import Said, Work

KINDS = task_types.discover()
LABELS = {"labels": [{"value": "renewal"}, {"value": "lost"}, {"value": "fees"}]}
CHOICE, CHOICES = Work("choice", LABELS, KINDS), Work("choices", LABELS, KINDS)
TREE = {"labels": [{"value": "papers", "children": [{"value": "passport"}, {"value": "visa"}]}, {"value": "money"}]}
SEVERAL_QUESTIONS = Work("combined", KINDS["combined"].sample["schema"], KINDS)
MODELS = [Resolution.DAWID_SKENE, Resolution.WAWA]


def chosen(*labels: str) -> Result:
    return [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": list(labels)}}]


def said(item_id: int, annotator: str, result: Result) -> Said:
    return Said(item_id=item_id, annotator=annotator, result=result, content={"text": "Ana Ruiz went to Oaxaca."})


def all_said(*items: tuple[Result, ...]) -> list[Said]:
    """Return what Ada, Pia, Paz and so on said of items 1, 2 and so on."""
    names = ("Ada", "Pia", "Paz", "Rita")
    return [
        said(number, name, result)
        for number, results in enumerate(items, start=1)
        for name, result in zip(names, results, strict=False)
    ]


def resolved(how: Resolution, answers: list[Said], work: Work = CHOICE) -> dict[int, ResolvedItem]:
    return {item.item_id: item for item in resolve(how, lambda: iter(answers), work=work).items}


LOST, RENEWAL, FEES = chosen("lost"), chosen("renewal"), chosen("fees")


def test_what_most_said_is_the_answer() -> None:
    item = resolve_item(all_said((LOST, LOST, FEES)), work=CHOICE)

    assert item.result == LOST
    assert item.controls[0].votes == (("lost", 2), ("fees", 1))
    assert item.is_complete


def test_a_tie_has_no_answer_and_says_between_what() -> None:
    item = resolve_item(all_said((LOST, FEES)), work=CHOICE)

    assert item.result == []
    assert item.controls[0].result is None
    assert item.controls[0].tied == ("fees", "lost")
    assert not item.is_complete


@pytest.mark.parametrize("how", MODELS)
def test_a_model_says_how_sure_it_is_and_shows_the_majority_beside(how) -> None:
    found = resolved(how, all_said((LOST, LOST, FEES), (LOST, LOST, LOST), (FEES, FEES, RENEWAL)))

    control = found[1].controls[0]
    assert (control.how.value, control.result, control.majority) == (how.value, LOST, LOST)
    assert 0.5 < float(control.confidence or 0) <= 1


@pytest.mark.parametrize("how", MODELS)
def test_a_model_that_cannot_tell_two_labels_apart_says_that_they_tie(how) -> None:
    found = resolved(how, all_said((LOST, FEES), (FEES, LOST)))

    assert [item.controls[0].is_tie for item in found.values()] == [True, True]
    assert set(found[1].controls[0].tied) == {"lost", "fees"}


@pytest.mark.parametrize("how", MODELS)
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_items_and_people_changes_no_answer(how, seed) -> None:
    drawn = random.Random(seed)
    answers = all_said(*[tuple(drawn.choice([LOST, FEES, RENEWAL]) for _ in range(3)) for _ in range(12)])
    mixed = sorted(answers, key=lambda one: (-one.item_id, drawn.random()))

    assert resolved(how, answers) == resolved(how, mixed)


def test_models_report_their_rounds_and_where_they_differ_from_the_majority() -> None:
    answers = all_said((LOST, FEES, LOST), (LOST, LOST, LOST), (FEES, LOST))

    report = resolve(Resolution.WAWA, lambda: iter(answers), work=CHOICE).models[0]

    assert (report.item_count, report.annotator_count, report.answer_count) == (3, 3, 8)
    assert (report.rounds, report.has_converged) == (1, True)
    assert report.differing_count == 1  # the third item ties for the majority; Ada agreed with it more often than Pia


@pytest.mark.parametrize("how", [Resolution.MAJORITY, *MODELS])
def test_of_several_labels_each_is_decided_by_itself(how) -> None:
    answers = all_said(
        (chosen("lost", "fees"), chosen("lost"), chosen("lost", "fees")),
        (chosen("renewal"), chosen("renewal"), chosen("renewal")),
    )

    found = resolved(how, answers, CHOICES)

    assert set(found[1].result[0]["value"]["choices"]) == {"lost", "fees"}
    assert found[2].result == RENEWAL


@pytest.mark.parametrize("how", MODELS)
def test_a_place_in_a_tree_is_answered_by_its_whole_path(how) -> None:
    def placed(*path: str) -> Result:
        return [{"from_name": "label", "to_name": "text", "type": "taxonomy", "value": {"taxonomy": [list(path)]}}]

    answers = all_said((placed("papers", "visa"), placed("papers", "visa"), placed("money")), (placed("money"),) * 3)

    found = resolved(how, answers, Work("taxonomy", TREE, KINDS))

    assert [item.result for item in found.values()] == [placed("papers", "visa"), placed("money")]


@pytest.mark.parametrize("how", MODELS)
def test_a_model_writes_ratings_as_people_give_them(how) -> None:
    rating = KINDS["rating"].sample
    answers = all_said((rating["result"],) * 3)

    found = resolved(how, answers, Work("rating", rating["schema"], KINDS))

    assert found[1].result == rating["result"]


@pytest.mark.parametrize("how", MODELS)
def test_a_model_writes_preferences_as_people_give_them(how) -> None:
    pair = KINDS["pairwise"].sample

    found = resolved(how, all_said((pair["result"],) * 3), Work("pairwise", pair["schema"], KINDS))

    assert found[1].result == pair["result"]


def test_of_free_texts_nothing_is_merged_and_everything_is_kept() -> None:
    text = KINDS["free_text"].sample
    other = [{**text["result"][0], "value": {"text": ["Something else."]}}]

    item = resolve_item(all_said((text["result"], other)), work=Work("free_text", text["schema"], KINDS))

    control = item.controls[0]
    assert (control.how, control.result, control.is_tie) == (How.KEPT, None, False)
    assert control.kept == (("Ada", text["result"]), ("Pia", other))


@pytest.mark.parametrize("how", [Resolution.MAJORITY, *MODELS])
@pytest.mark.parametrize("kind", ["boxes", "spans", "polygons", "keypoints", "relations"])
def test_marks_are_matched_whatever_the_requester_chose(kind, how) -> None:
    sample = KINDS[kind].sample

    found = resolved(how, all_said((sample["result"],) * 3), Work(kind, sample["schema"], KINDS))

    assert found[1].controls[0].how is How.MATCHED
    assert KINDS[kind].labels_of(found[1].result) == KINDS[kind].labels_of(sample["result"])


@pytest.mark.parametrize("how", [Resolution.MAJORITY, *MODELS])
def test_each_question_of_several_is_decided_by_itself(how) -> None:
    sample = KINDS["combined"].sample["result"]
    fits = [{**sample[0], "value": {"choices": ["yes"]}}, *sample[2:]]

    found = resolved(how, all_said((sample, sample, fits)), SEVERAL_QUESTIONS)

    by_name = {one.control: one for one in found[1].controls}
    assert by_name["fits"].result == [sample[0]]
    assert by_name["why"].kept == (("Ada", [sample[1]]), ("Pia", [sample[1]]))
    assert by_name["things"].annotator_count == 3


def test_what_the_agreed_answer_does_not_ask_stays_unasked() -> None:
    sample = KINDS["combined"].sample["result"]
    fits = [{**sample[0], "value": {"choices": ["yes"]}}, *sample[2:]]

    found = resolve_item(all_said((fits, fits, sample)), work=SEVERAL_QUESTIONS)

    assert {one.control: one.how for one in found.controls}["why"] is How.NOT_ASKED


def test_weighing_too_much_for_memory_leaves_the_majority_and_says_so(monkeypatch) -> None:
    monkeypatch.setattr("annotate.weighing.CELLS_MOST", 5)
    answers = all_said((LOST, LOST, FEES), (FEES, FEES, FEES))

    found = resolve(Resolution.DAWID_SKENE, lambda: iter(answers), work=CHOICE)

    assert [one.is_left_out for one in found.models] == [True]
    assert [item.controls[0].how for item in found.items] == [How.MAJORITY, How.MAJORITY]


@pytest.mark.parametrize("how", [Resolution.ALL_ANSWERS, Resolution.EACH_ANNOTATOR])
def test_nobody_gets_one_answer_who_asked_for_all(how) -> None:
    with pytest.raises(ValueError, match="leaves every answer as it is"):
        resolve(how, lambda: iter([]), work=CHOICE)
