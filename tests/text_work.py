"""Builders for work on texts and on questions beside them: a funded project of any kind, with the items that a test gives."""

from collections.abc import Mapping, Sequence

from annotate.projects.queries import quote
from annotate.projects.service import publish
from payments.columns import json_text
from tests.cast import Clock
from tests.work import RULEBOOK, Work, csv_of, draft_project, fund, upload
from web.db import Database

PEOPLE_AND_PLACES: tuple[Mapping[str, object], ...] = (
    {"value": "person", "key": "1"},
    {"value": "place", "key": "2"},
    {"value": "paper", "key": "3", "description": "any document"},
)
WHO_AND_WHERE: Mapping[str, object] = {"question": "Who and where?", "labels": PEOPLE_AND_PLACES}


def asked_project(
    db: Database,
    clock: Clock,
    *,
    task_type: str,
    schema: Mapping[str, object],
    contents: Sequence[Mapping[str, object]],
    language: str = "es",
) -> Work:
    """A published project that asks exactly this schema about exactly these items."""
    work = draft_project(db, clock, language=language, name="Reading reports")
    upload(db, work.project_id, work.requester_id, csv_of(len(contents)))
    with db.writing() as tx:
        tx.run(
            "UPDATE project SET task_type = :task_type, label_schema = :schema WHERE id = :id",
            id=work.project_id,
            task_type=task_type,
            schema=json_text(schema),
        )
        for content, (item_id,) in zip(contents, tx.run("SELECT id FROM item ORDER BY id"), strict=True):
            tx.run("UPDATE item SET content = :content WHERE id = :id", id=item_id, content=json_text(content))
    with db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=clock())
    fund(work, asked.ceiling_micros, reference=f"pretend-{work.project_id}")
    with db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=clock())
    return work
