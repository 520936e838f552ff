"""What a requester reads about agreement: by question, by label, by pair of people; too few are no pair."""

from fractions import Fraction

import pytest

from annotate import task_types
from annotate.agreement.rules import Agreement, agreement, as_json, decimal
from annotate.labels import Result
from annotate.said import Said, Work

KINDS = task_types.discover()
LABELS = {"labels": [{"value": "renewal"}, {"value": "lost"}, {"value": "fees"}]}
CHOICE, CHOICES = Work("choice", LABELS, KINDS), Work("choices", LABELS, KINDS)


def chosen(*labels: str) -> Result:
    return [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": list(labels)}}]


def said(item_id: int, annotator: str, result: Result) -> Said:
    return Said(item_id=item_id, annotator=annotator, result=result, content={"text": "Ana Ruiz 🚌 went to Oaxaca."})


def pairs_of(kind: str, *, count: int = 3) -> list[Said]:
    """Return the sample answer of a kind, given by Ada and by Pia to several items."""
    result = KINDS[kind].sample["result"]
    return [said(item, name, result) for item in range(count) for name in ("Ada", "Pia")]


def figures(answers: list[Said], work: Work) -> dict[str, str | None]:
    return {one.name: one.value for one in agreement(answers, work=work).controls[0].figures}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_people_who_say_the_same_agree_wholly_in_every_kind_of_work(kind) -> None:
    report = agreement(pairs_of(kind), work=Work(kind, KINDS[kind].sample["schema"], KINDS))

    assert {one.percent for one in report.controls} <= {"1.000", None}
    assert report.controls[0].percent == "1.000"
    assert report.compared_count == 3


@pytest.mark.parametrize("kind", ["boxes", "rotated_boxes", "polygons", "keypoints"])
def test_regions_that_are_the_same_are_found_and_shared_wholly(kind) -> None:
    found = figures(pairs_of(kind), Work(kind, KINDS[kind].sample["schema"], KINDS))

    assert found == {"region_f1_50": "1.000", "region_f1_75": "1.000", "mean_overlap_of_matched": "1.000"}


def test_half_a_name_found_is_no_exact_stretch_but_one_that_overlaps() -> None:
    sample = KINDS["spans"].sample
    half = [{**sample["result"][0], "value": {"start": 0, "end": 4, "text": "Ana ", "labels": ["person"]}}]
    answers = [said(1, "Ada", [sample["result"][0]]), said(1, "Pia", half)]

    found = figures(answers, Work("spans", sample["schema"], KINDS))

    assert found["span_f1_exact"] == "0.000"
    assert found["span_f1_overlap"] == "1.000"
    assert found["characters_shared"] == "0.500"


def test_labels_that_are_mixed_up_are_named() -> None:
    answers = [said(1, "Ada", chosen("lost")), said(1, "Pia", chosen("fees")), said(2, "Ada", chosen("lost"))]
    answers += [said(2, "Pia", chosen("lost"))]

    control = agreement(answers, work=CHOICE).controls[0]

    assert control.mixed_up == (("lost", "fees", 1),)
    assert [(one.label, one.count) for one in control.labels] == [("lost", 3), ("fees", 1)]
    assert control.percent == "0.500"


def test_each_label_of_several_has_its_own_agreement() -> None:
    answers = [
        *(said(1, "Ada", chosen("lost", "fees")), said(1, "Pia", chosen("lost"))),
        *(said(2, "Ada", chosen("renewal")), said(2, "Pia", chosen("renewal"))),
    ]

    control = agreement(answers, work=CHOICES).controls[0]

    assert {one.label: one.alpha for one in control.labels} == {"renewal": "1.000", "lost": "1.000", "fees": "0.000"}


def test_two_people_are_no_pair_before_they_answered_ten_items_both() -> None:
    nine = [said(item, name, chosen("lost")) for item in range(9) for name in ("Ada", "Pia")]
    ten = [*nine, said(9, "Ada", chosen("lost")), said(9, "Pia", chosen("fees"))]

    few, enough = agreement(nine, work=CHOICE), agreement(ten, work=CHOICE)

    assert (few.pairs, few.pairs_hidden) == ((), 1)
    assert [(pair.first, pair.second, pair.item_count, pair.percent) for pair in enough.pairs] == [
        ("Ada", "Pia", 10, "0.900")
    ]


def test_an_item_that_one_person_answered_is_counted_and_compared_with_nothing() -> None:
    report = agreement([said(1, "Ada", chosen("lost"))], work=CHOICE)

    assert (report.item_count, report.compared_count, report.controls[0].percent) == (1, 0, None)


def test_where_everybody_always_says_the_same_nothing_is_said_beyond_chance() -> None:
    found = figures([said(item, name, chosen("lost")) for item in range(3) for name in ("Ada", "Pia")], CHOICE)

    assert found["percent_exact"] == "1.000"
    assert found["krippendorff_alpha_nominal"] is None


def test_the_order_of_items_and_people_changes_no_figure() -> None:
    answers = [said(1, "Ada", chosen("lost")), said(1, "Pia", chosen("fees")), said(1, "Paz", chosen("lost"))]
    answers += [said(2, "Ada", chosen("fees")), said(2, "Paz", chosen("fees"))]

    assert agreement(answers, work=CHOICE) == agreement(answers[::-1], work=CHOICE)


def test_a_control_that_one_of_two_left_out_is_one_part_that_is_not_alike() -> None:
    sample = KINDS["combined"].sample
    without_boxes = sample["result"][:2]
    found = Agreement(Work("combined", sample["schema"], KINDS))

    found.add([said(1, "Ada", sample["result"]), said(1, "Pia", without_boxes)])

    assert {one.control: one.percent for one in found.report().controls} == {
        "fits": "1.000",
        "why": "1.000",
        "things": "0.000",
    }


def test_memory_stays_bounded_when_more_pairs_come_than_are_told_apart(monkeypatch) -> None:
    monkeypatch.setattr("annotate.agreement.rules.PAIRS_MOST", 1)
    answers = [said(item, name, chosen("lost")) for item in range(10) for name in ("Ada", "Paz", "Pia")]

    report = agreement(answers, work=CHOICE)

    assert [(pair.first, pair.second) for pair in report.pairs] == [("Ada", "Paz")]
    assert report.controls[0].percent == "1.000"


def test_the_report_says_what_low_agreement_often_means() -> None:
    found = as_json(agreement(pairs_of("choice"), work=Work("choice", KINDS["choice"].sample["schema"], KINDS)))

    assert "unclear" in str(found["note"])
    assert found["questions"][0]["figures"]["percent_exact"] == "1.000"


@pytest.mark.parametrize(("value", "shown"), [("-1/3", "-0.333"), ("2/3", "0.667"), ("1", "1.000")])
def test_figures_are_rounded_to_the_nearest_thousandth(value, shown) -> None:
    assert decimal(Fraction(value)) == shown
