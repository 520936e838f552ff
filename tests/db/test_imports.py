"""Bringing items in: good rows land, bad rows are kept with their reason, and a second upload changes nothing."""

import pytest

from annotate.datasets.queries import RefusedView, batch, first_items, refused_rows
from annotate.imports import Choices
from annotate.intake.chunks import CHUNK_ROWS
from annotate.projects.service import close
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import Work, csv_of, draft_project, running_project, upload
from web.db import Database


def counts(work: Work, batch_id: int) -> tuple[int, int, int]:
    with work.db.reading() as tx:
        found = batch(tx, batch_id)
    assert found is not None
    return found.imported_count, found.skipped_count, found.refused_count


def refusals(work: Work, batch_id: int) -> tuple[RefusedView, ...]:
    with work.db.reading() as tx:
        return refused_rows(tx, batch_id)


def test_rows_become_items_and_the_same_file_again_changes_nothing(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    data = csv_of(CHUNK_ROWS + 500)

    first = upload(db, work.project_id, work.requester_id, data)
    second = upload(db, work.project_id, work.requester_id, data)

    assert counts(work, first) == (CHUNK_ROWS + 500, 0, 0)
    assert counts(work, second) == (0, CHUNK_ROWS + 500, 0)
    assert work.value("SELECT count(*) FROM item") == CHUNK_ROWS + 500


def test_an_id_that_stands_twice_in_a_file_is_refused_with_its_first_line(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    data = csv_of(CHUNK_ROWS + 10) + b"q-3,again\nq-4009,again\n"

    batch_id = upload(db, work.project_id, work.requester_id, data)

    assert counts(work, batch_id) == (4_010, 0, 2)
    assert refusals(work, batch_id) == (
        RefusedView(4_012, "duplicate_id", {"first_line": 5, "id": "q-3"}, "q-3,again"),
        RefusedView(4_013, "duplicate_id", {"first_line": 4_011, "id": "q-4009"}, "q-4009,again"),
    )


def test_another_text_under_a_known_id_is_refused_and_the_first_one_stays(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    upload(db, work.project_id, work.requester_id, b"id,text\n1,first\n")

    batch_id = upload(db, work.project_id, work.requester_id, b"id,text\n1,second\n2,new\n")

    assert counts(work, batch_id) == (1, 0, 1)
    assert refusals(work, batch_id)[0].code == "changed_content"
    assert work.value("SELECT content FROM item WHERE item_key = '1'") == '{"text":"first"}'


def test_without_ids_the_same_text_is_one_item(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)

    batch_id = upload(db, work.project_id, work.requester_id, b"text\nsame\nother\nsame\n")

    assert counts(work, batch_id) == (2, 1, 0)


def test_an_id_that_looks_like_a_fingerprint_is_refused(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)

    batch_id = upload(db, work.project_id, work.requester_id, b"id,text\nsha256:1,a\n")

    assert refusals(work, batch_id)[0].code == "id_reserved"


def test_items_stand_in_the_order_of_the_file_or_mixed(db: Database, clock: Clock) -> None:
    straight = draft_project(db, clock)
    mixed = draft_project(db, clock, item_order="random")

    upload(db, straight.project_id, straight.requester_id, csv_of(50))
    upload(db, mixed.project_id, mixed.requester_id, csv_of(50))

    order = "SELECT item_key FROM item WHERE project_id = :project_id ORDER BY sort_key, id"
    in_file = [(f"q-{number}",) for number in range(50)]
    assert straight.rows(order, project_id=straight.project_id) == in_file
    assert mixed.rows(order, project_id=mixed.project_id) != in_file


def test_a_closed_project_takes_no_more_items(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    with db.writing() as tx:
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=clock())

    with pytest.raises(Refusal) as refusal:
        upload(db, work.project_id, work.requester_id, b"id,text\nnew,one more\n")

    assert refusal.value.code == "project_state"


def test_a_file_that_stops_is_marked_with_the_reason(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)

    with pytest.raises(Refusal):
        upload(db, work.project_id, work.requester_id, b"one,two\na,b\n")

    assert work.value("SELECT stopped_code FROM batch") == "no_text_column"
    assert work.value("SELECT finished_at FROM batch") is not None


def test_formulas_and_markup_are_kept_as_the_text_they_are(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    text = "=HYPERLINK(1) <script>alert(1)</script> é 🛂"

    upload(db, work.project_id, work.requester_id, f"text\n{text}\n".encode(), choices=Choices(text_column="text"))

    with db.reading() as tx:
        assert first_items(tx, work.project_id)[0].content == {"text": text}
