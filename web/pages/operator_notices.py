"""The operator's notices: a sentence above every page for a while, such as before an update."""

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.deps import Operator, TheHouse
from web.errors import STATUS, say_refusal
from web.keeping.queries import last_notices
from web.keeping.service import NOTICE_MAX, end_notice, write_notice
from web.refusal_text import SaidRefusal
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/operator/notices")


class NoticeForm(BaseModel):
    """A notice as the form sends it; instants are on the writer's own clock, and empty where they are left open."""

    text_es: str = ""
    text_en: str = ""
    text_fr: str = ""
    from_at: str = ""
    until_at: str = ""

    def texts(self) -> dict[str, str]:
        """Return the sentence in each language."""
        return {"es": self.text_es, "en": self.text_en, "fr": self.text_fr}


TheNotice = Annotated[NoticeForm, Form()]


@router.get("")
def notices(request: Request, house: TheHouse, _me: Operator) -> HTMLResponse:
    """Show the last notices and the form for another one."""
    return _show(request, house)


@router.post("")
def write(request: Request, house: TheHouse, me: Operator, form: TheNotice) -> Response:
    """Put a notice above every page."""
    now = house.now()
    try:
        with house.db.writing() as tx:
            write_notice(
                tx,
                texts=form.texts(),
                from_at=_instant(form.from_at, me) or now,
                until_at=_instant(form.until_at, me),
                by_id=me.person_id,
                now=now,
            )
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, refusal=said, given=form, status=STATUS[refusal.kind])
    request.app.state.notices.forget()
    return RedirectResponse("/operator/notices", 303)


@router.post("/{notice_id}/end")
def end(request: Request, house: TheHouse, me: Operator, notice_id: int) -> Response:
    """Take a notice away now."""
    with house.db.writing() as tx:
        end_notice(tx, notice_id, by_id=me.person_id, now=house.now())
    request.app.state.notices.forget()
    return RedirectResponse("/operator/notices", 303)


def _instant(text: str, me: Identity) -> datetime | None:
    """Return what a field for day and time says on the writer's clock.

    Raises:
        Refusal: `form_unreadable`.
    """
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=ZoneInfo(me.time_zone)).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise Refusal("form_unreadable", Kind.UNREADABLE, fields="from_at, until_at") from problem


def _show(
    request: Request,
    house: House,
    *,
    refusal: SaidRefusal | None = None,
    given: NoticeForm | None = None,
    status: int = 200,
) -> HTMLResponse:
    now = house.now()
    with house.db.reading() as tx:
        written = [(notice, notice.is_over(now)) for notice in last_notices(tx)]
    return show(
        request,
        "operator/notices.html",
        status=status,
        written=written,
        given=given or NoticeForm(),
        refusal=refusal,
        most=NOTICE_MAX,
    )
