"""What Rita's model suggests comes in with the items, is checked there, and is nobody's answer."""

import io

from annotate import imports
from annotate.datasets.queries import refused_rows
from annotate.datasets.service import Upload, import_file, start_upload
from annotate.suggestions.queries import suggestion_of
from annotate.suggestions.rules import Suggestion
from tests.cast import Clock
from tests.work import Work, draft_project
from web.db import Database

LOST = '{"from_name": "sentiment", "to_name": "t", "id": "x1", "type": "choices", "value": {"choices": ["lost"]}}'


def bring_in(work: Work, *lines: str) -> int:
    data = "\n".join(lines).encode()
    sent = Upload(project_id=work.project_id, by_id=work.requester_id, file_name="q.jsonl", size_bytes=len(data))
    with work.db.writing() as tx:
        batch_id = start_upload(tx, upload=sent, format="jsonl", now=work.clock())
    form = imports.discover()["jsonl"]
    list(
        import_file(work.db.writing, upload=sent, batch_id=batch_id, form=form, source=io.BytesIO(data), now=work.clock)
    )
    return batch_id


def suggested(work: Work, item_key: str) -> Suggestion | None:
    with work.db.reading() as tx:
        return suggestion_of(tx, int(tx.value("SELECT id FROM item WHERE item_key = :key", key=item_key)))


def test_the_best_of_a_models_predictions_stands_beside_the_item(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    other = LOST.replace("lost", "renewal")

    bring_in(
        work,
        f'{{"id": "a", "text": "Gone!", "predictions": [{{"result": [{other}], "score": 0.2}},'
        f' {{"result": [{LOST}], "score": 0.934, "model_version": "m1"}}]}}',
        '{"id": "b", "text": "When?"}',
    )

    found = suggested(work, "a")
    assert found is not None
    assert found.model == "m1"
    assert [one.percent for one in found.entries] == [93]
    assert found.result == [
        {"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["lost"]}}
    ]
    assert suggested(work, "b") is None
    assert work.value("SELECT count(*) FROM answer") == 0


def test_a_row_whose_suggestion_could_be_no_answer_is_refused_and_can_be_sent_again(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    unknown = LOST.replace("lost", "stolen")

    first = bring_in(
        work,
        f'{{"id": "a", "text": "Gone!", "suggestion": [{unknown}]}}',
        '{"id": "b", "text": "When?", "suggestion": "lost"}',
        '{"id": "c", "text": "Where?"}',
    )
    bring_in(work, f'{{"id": "a", "text": "Gone!", "suggestion": [{LOST}]}}')

    with db.reading() as tx:
        refused = [(row.line, row.code) for row in refused_rows(tx, first)]
    assert refused == [(1, "file_label_unknown"), (2, "suggestion_unfit")]
    assert work.rows("SELECT item_key FROM item ORDER BY item_key") == [("a",), ("c",)]
    assert suggested(work, "a") is not None


def test_a_second_upload_neither_adds_nor_changes_a_suggestion(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    bring_in(work, f'{{"id": "a", "text": "Gone!", "suggestion": [{LOST}]}}')

    bring_in(work, f'{{"id": "a", "text": "Gone!", "suggestion": [{LOST.replace("lost", "renewal")}]}}')

    found = suggested(work, "a")
    assert found is not None
    assert found.result[0]["value"] == {"choices": ["lost"]}
    assert work.value("SELECT count(*) FROM suggestion") == 1
