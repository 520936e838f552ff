"""Labels of a file are looked at ahead of the database; where the question changes meanwhile, they are held to the new one."""

import io
import json

from annotate import imports
from annotate.datasets.queries import refused_rows
from annotate.datasets.service import Upload, import_file, start_upload
from annotate.intake.chunks import LABELS_MOST
from annotate.taken_labels.service import take_labels
from annotate.task_types import discover
from tests.cast import Clock
from tests.work import draft_project
from web.db import Database


def line(key: str, label: str) -> dict[str, object]:
    entry = {"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": [label]}}
    return {"id": key, "text": f"Text {key}", "suggestion": [entry]}


def test_a_label_that_the_requester_adds_while_the_file_comes_in_is_known_from_then_on(
    db: Database, clock: Clock
) -> None:
    work = draft_project(db, clock)
    lines = [line("early", "stolen"), *(line(str(number), "lost") for number in range(1, LABELS_MOST))]
    data = "\n".join(json.dumps(one) for one in [*lines, line("late", "stolen"), line("never", "gone")]).encode()
    sent = Upload(project_id=work.project_id, by_id=work.requester_id, file_name="q.jsonl", size_bytes=len(data))
    with db.writing() as tx:
        batch_id = start_upload(tx, upload=sent, format="jsonl", now=clock())
    form, source = imports.discover()["jsonl"], io.BytesIO(data)

    steps = import_file(db.writing, upload=sent, batch_id=batch_id, form=form, source=source, now=clock)
    first = next(steps)
    with db.writing() as tx:
        take_labels(
            tx,
            project_id=work.project_id,
            labels=("stolen",),
            by_id=work.requester_id,
            task_types=discover(),
            now=clock(),
        )
    last = list(steps)[-1]

    with db.reading() as tx:
        refused = [(row.line, row.code) for row in refused_rows(tx, batch_id)]
    assert (first.imported_count, last.imported_count) == (LABELS_MOST - 1, LABELS_MOST)
    assert refused == [(1, "file_label_unknown"), (LABELS_MOST + 2, "file_label_unknown")]
