"""Keeping what an annotator has begun, as they go: only the fields that answer something, under the server's time."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from annotate.drafts.queries import asked_in
from annotate.drafts.rules import draft_fields
from annotate.drafts.service import save_draft
from annotate.label_schema import parts_of
from policies.errors import Kind, Refusal
from policies.periods import to_ms
from web.deps import Annotator, TheHouse
from web.pages.answers import Sent

router = APIRouter(prefix="/work/{assignment_id}/draft")


class SavedOut(BaseModel):
    """When it was saved, by the server's clock, so that a page can tell which of two drafts is newer."""

    saved_at: int = Field(description="milliseconds since 1970")


@router.post("")
def keep_draft(assignment_id: int, values: Sent, house: TheHouse, me: Annotator) -> SavedOut:
    """Keep the fields of an item that this person has open, instead of what was kept before."""
    who = {"person_id": me.person_id, "assignment_id": assignment_id}
    with house.db.reading() as tx:
        asked = asked_in(tx, **who)
    if asked is None:
        raise Refusal("not_found", Kind.MISSING)
    task_type, schema = asked
    fields = draft_fields(parts_of(task_type, schema, house.task_types), values)
    now = house.now()
    with house.db.writing() as tx:
        save_draft(tx, **who, fields=fields, now=now)
    return SavedOut(saved_at=to_ms(now))
