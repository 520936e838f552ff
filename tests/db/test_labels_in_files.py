"""Labels that came in a file are suggestions, known answers, or nothing; what was refused is counted and kept."""

import io
import json

from annotate import imports
from annotate.datasets.queries import categories_of, refused_reasons, refused_rows
from annotate.datasets.service import Upload, import_file, start_upload
from annotate.gold.queries import known_answer_of
from annotate.imports import Bad, Choices
from annotate.refused_rows.service import REFUSED_KEPT
from annotate.rows import Asked
from annotate.suggestions.queries import suggestion_of
from annotate.taken_labels.service import take_labels
from annotate.task_types import discover
from tests.cast import Clock
from tests.work import Work, draft_project
from web.db import Database

ASKS = (Asked(name="label", kind="choice", about="text", labels=("renewal", "lost", "appointment")),)
LOST = {"from_name": "sentiment", "to_name": "t", "id": "x1", "type": "choices", "value": {"choices": ["lost"]}}
TASKS = json.dumps(
    [
        {"id": 1, "data": {"text": "Gone!"}, "annotations": [{"result": [LOST]}]},
        {"id": 2, "data": {"text": "Hello"}},
        {"id": 3, "data": {"text": "Bye"}, "annotations": [{"result": [{**LOST, "value": {"choices": ["stolen"]}}]}]},
    ],
    indent=1,
).encode()


def bring_in(work: Work, data: bytes, *, form: str, told: list[Bad] | None = None, **choices: str) -> int:
    sent = Upload(
        project_id=work.project_id,
        by_id=work.requester_id,
        file_name="q",
        size_bytes=len(data),
        choices=Choices(asks=ASKS, **choices),  # type: ignore[arg-type]  # each is a text here
        tell_refused=(told if told is not None else []).extend,
    )
    with work.db.writing() as tx:
        batch_id = start_upload(tx, upload=sent, format=form, now=work.clock())
    reads = imports.discover()[form]
    steps = import_file(
        work.db.writing, upload=sent, batch_id=batch_id, form=reads, source=io.BytesIO(data), now=work.clock
    )
    list(steps)
    return batch_id


def item(work: Work, key: str) -> int:
    return int(work.value("SELECT id FROM item WHERE item_key = :key", key=key))


def test_annotations_stand_beside_the_items_and_an_unknown_label_is_named_with_its_line(
    db: Database, clock: Clock
) -> None:
    work = draft_project(db, clock)

    batch_id = bring_in(work, TASKS, form="label_studio")

    with db.reading() as tx:
        found, refused = suggestion_of(tx, item(work, "1")), refused_rows(tx, batch_id)
        assert suggestion_of(tx, item(work, "2")) is None
    assert found is not None
    assert found.result[0]["value"] == {"choices": ["lost"]}
    assert [(row.line, row.code, row.params["label"]) for row in refused] == [(31, "file_label_unknown", "stolen")]
    assert json.loads(refused[0].original)["id"] == 3


def test_known_answers_make_gold_items_that_nobody_is_shown_the_answer_of(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)

    bring_in(work, TASKS, form="label_studio", labels="gold")

    with db.reading() as tx:
        known, other = known_answer_of(tx, item(work, "1")), known_answer_of(tx, item(work, "2"))
        assert suggestion_of(tx, item(work, "1")) is None
    assert known is not None
    assert known[0]["value"] == {"choices": ["lost"]}
    assert other is None
    assert work.rows("SELECT item_key, gold_use_count IS NOT NULL, open_slots > 0 FROM item ORDER BY id") == [
        ("1", 1, 0), ("2", 0, 1),
    ]  # fmt: skip


def test_labels_that_become_nothing_refuse_nothing(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)

    bring_in(work, TASKS, form="label_studio", labels="ignore")

    assert work.value("SELECT count(*) FROM item") == 3
    assert work.value("SELECT count(*) FROM suggestion") == 0


def test_a_line_may_say_itself_that_its_answer_is_known(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)

    bring_in(work, json.dumps({"id": "a", "text": "Gone!", "gold": [LOST]}).encode(), form="jsonl")

    with db.reading() as tx:
        assert known_answer_of(tx, item(work, "a")) is not None


def test_many_refused_rows_are_counted_by_reason_all_told_and_only_the_first_kept(db: Database, clock: Clock) -> None:
    work, told = draft_project(db, clock), []
    count = REFUSED_KEPT + 500
    data = b"id,text\n" + b"".join(b"%d,\n" % number for number in range(count)) + b"x,good\n,none\n"

    batch_id = bring_in(work, data, form="csv", told=told)

    with db.reading() as tx:
        assert refused_reasons(tx, batch_id) == (("text_empty", count), ("id_empty", 1))
        kept = refused_rows(tx, batch_id)
    assert len(kept) == REFUSED_KEPT
    assert kept[7].original == "7,"
    assert len(told) == count + 1


def test_the_numbers_of_a_coco_file_are_kept_for_the_way_back(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    said = {"images": [], "annotations": [], "categories": [{"id": 44, "name": "lost", "supercategory": "things"}]}

    bring_in(work, json.dumps(said).encode(), form="coco", wanted="image")

    with db.reading() as tx:
        assert categories_of(tx, work.project_id) == {"lost": (44, "things")}


def test_a_draft_takes_labels_over_that_it_has_not(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    mine = {"project_id": work.project_id, "by_id": work.requester_id, "task_types": discover(), "now": clock()}

    with db.writing() as tx:
        first = take_labels(tx, labels=("lost", "stolen", "stolen"), **mine)
    with db.writing() as tx:
        again = take_labels(tx, labels=("stolen",), **mine)

    labels = json.loads(str(work.value("SELECT label_schema FROM project")))["labels"]
    assert (first, again) == (("stolen",), ())
    assert [one["value"] for one in labels][-1] == "stolen"
