"""What leaves and what never does: rejected answers stay, surplus ones leave marked, suggestions stand beside answers."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from annotate.datasets_out import Choice, Leaving, known_losses, pieces
from annotate.exports import discover
from annotate.outgoing import Loss, Media
from annotate.projects.queries import existing_project
from annotate.resolution.rules import Resolution
from annotate.serving.service import submit
from policies.errors import Refusal
from tests.cast import Clock
from tests.picture_work import street_project, two_streets
from tests.work import TASK_TYPES, Work, annotator, running_project
from web.db import Database
from web.files import open_files
from web.settings import Environment, Settings
from web.wiring import House

ALL_IN_ARCHIVE = Choice(format="items", is_archive=True)


def said(loss: Loss) -> str:
    return loss.code


def leaving(work: Work) -> Leaving:
    settings = Settings(environment=Environment.TEST, files_url="memory://")
    return Leaving(
        task_types=TASK_TYPES, files=open_files(settings), public_url="https://j.example", say=said, now=work.clock()
    )


def taken(work: Work, choice: Choice, made_with: Leaving | None = None) -> dict[str, bytes]:
    """The files of a data set."""
    with work.db.reading() as tx:
        project = existing_project(tx, work.project_id)
        data = b"".join(pieces(tx, project, choice, made_with or leaving(work)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def items(files: dict[str, bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in files["answers.jsonl"].splitlines()]


@pytest.mark.parametrize("resolution", [Resolution.ALL_ANSWERS, Resolution.MAJORITY, Resolution.WAWA])
def test_an_answer_that_is_neither_waiting_nor_accepted_never_leaves_and_so_no_rejected_one_will(
    db: Database, clock: Clock, resolution: Resolution
) -> None:
    work = running_project(db, clock, items=2)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 2, seconds=20)
    with db.writing() as tx:
        tx.run("UPDATE assignment SET state = 'released' WHERE item_id = (SELECT min(id) FROM item)")

    found = items(taken(work, replace(ALL_IN_ARCHIVE, resolution=resolution)))

    assert [one["external_id"] for one in found] == ["q-1"]


def test_one_answer_from_three_says_how_many_gave_it_and_what_they_were_paid_together(
    db: Database, clock: Clock
) -> None:
    work = running_project(db, clock, items=1, overlap=3)
    work.answer(annotator(db, "Ada"), label="lost")
    work.answer(annotator(db, "Ben"), label="lost")
    work.answer(annotator(db, "Cleo"), label="renewal")

    files = taken(work, replace(ALL_IN_ARCHIVE, resolution=Resolution.MAJORITY))

    (item,) = items(files)
    (answer,) = item["answers"]  # type: ignore[misc]  # of JSON
    assert answer["result"][0]["value"]["choices"] == ["lost"]
    assert (answer["answer_count"], answer["pay"], answer["is_tie"]) == (3, "3.45", False)
    assert answer["votes"][0]["votes"] == {"lost": 2, "renewal": 1}
    assert json.loads(files["agreement.json"])["items_compared"] == 1


@pytest.mark.parametrize("resolution", [Resolution.DAWID_SKENE, Resolution.WAWA])
def test_what_most_said_stands_beside_a_model(db: Database, clock: Clock, resolution: Resolution) -> None:
    work = running_project(db, clock, items=1, overlap=2)
    work.answer(annotator(db, "Ada"), label="lost")
    work.answer(annotator(db, "Ben"), label="lost")

    files = taken(work, replace(ALL_IN_ARCHIVE, resolution=resolution))

    (answer,) = items(files)[0]["answers"]  # type: ignore[misc]  # of JSON
    assert answer["votes"][0]["majority"][0]["value"]["choices"] == ["lost"]
    assert json.loads(files["resolution.json"])["models"][0]["model"] == resolution.value


def test_surplus_answers_go_with_all_answers_only(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    choice = replace(ALL_IN_ARCHIVE, resolution=Resolution.MAJORITY, with_surplus=True)

    with pytest.raises(Refusal) as refused:
        taken(work, choice)

    assert refused.value.code == "surplus_in_all_answers_only"


def test_pictures_go_along_under_our_numbers(house: House, clock: Clock) -> None:
    work = street_project(house, clock, pictures=two_streets())
    ada = annotator(house.db, "Ada")
    offer = work.next(ada)
    clock.advance(seconds=30)
    answered_with_nothing(house, ada, offer.assignment_id, clock)

    files = taken(work, Choice(format="yolo", media=Media.INCLUDED), replace(leaving(work), files=house.files))

    (name,) = [name for name in files if name.startswith("images/")]
    assert name.endswith(".png")
    assert files[name].startswith(b"\x89PNG")
    assert files[name.replace("images", "labels").replace(".png", ".txt")] == b""
    assert b"pictures_left_out" not in files["LOSSES.md"]


@pytest.fixture
def street(house: House, clock: Clock) -> Work:
    """A project of pictures whose first street Ada looked at."""
    work = street_project(house, clock, pictures=two_streets())
    ada = annotator(house.db, "Ada")
    offer = work.next(ada)
    clock.advance(seconds=30)
    answered_with_nothing(house, ada, offer.assignment_id, clock)
    return work


@pytest.mark.parametrize("form", ["jsonl", "coco", "croissant"])
def test_a_format_without_a_place_for_links_has_a_list_of_them_beside_it(street: Work, form: str) -> None:
    files = taken(street, Choice(format=form, media=Media.LINKED))

    (line,) = files["pictures.jsonl"].splitlines()
    assert json.loads(line)["link"] == f"https://j.example/pictures/{json.loads(line)['sha256']}/full"
    assert b"pictures_linked" in files["LOSSES.md"]


def test_pictures_go_along_once_where_each_person_has_a_file(street: Work, house: House) -> None:
    choice = Choice(format="jsonl", media=Media.INCLUDED, resolution=Resolution.EACH_ANNOTATOR)

    files = taken(street, choice, replace(leaving(street), files=house.files))

    assert len([name for name in files if name.startswith("images/")]) == 1
    assert b"pictures" not in files["LOSSES.md"]


def test_a_plain_table_says_too_that_pictures_stay_here(street: Work) -> None:
    files = taken(street, Choice(format="csv", is_archive=True))

    assert b"pictures_left_out" in files["LOSSES.md"]


def answered_with_nothing(house: House, person_id: int, assignment_id: int, clock: Clock) -> None:
    with house.db.writing() as tx:
        submit(
            tx,
            person_id=person_id,
            assignment_id=assignment_id,
            result=TASK_TYPES["boxes"].from_form({}, {"nothing": "yes"}),
            now=clock(),
            rulebook=house.rulebook,
            task_types=TASK_TYPES,
        )


def test_what_was_suggested_stands_beside_the_answers_in_label_studio(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    work.answer(annotator(db, "Ada"), label="lost")
    entry = {"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["renewal"]}}
    with db.writing() as tx:
        kept = json.dumps([{"entry": entry, "percent": 80}])
        tx.run("INSERT INTO suggestion (item_id, result, model) SELECT id, :kept, 'm-1' FROM item", kept=kept)

    (task,) = json.loads(taken(work, Choice(format="label_studio"))["tasks.json"])

    assert task["predictions"] == [{"model_version": "m-1", "result": [{**entry, "score": 0.8}]}]
    assert task["annotations"][0]["result"][0]["value"]["choices"] == ["lost"]


def test_losses_are_the_same_before_and_in_the_file(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    work.answer(annotator(db, "Ada"))
    choice = Choice(format="croissant")

    with db.reading() as tx:
        project = existing_project(tx, work.project_id)
    before = known_losses(discover()["croissant"], project, choice, has_masks=False)
    files = taken(work, choice)

    assert [f"- {one.code}" for one in before] == files["LOSSES.md"].decode().splitlines()[2:]
