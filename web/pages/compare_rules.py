"""The policy sandbox for operators, auditors and representatives: a draft of the law, tried on recorded weeks."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData, UploadFile

from payments.audit.access import Look, covers, record_look
from payments.audit.records import periods_between
from payments.people.queries import AccreditationView, accreditations_of, organisations
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.rulebook import Rulebook
from web import sandbox_words
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.deps import Me, TheHouse
from web.errors import STATUS, say_refusal
from web.render import show
from web.sandbox_asking import DRAFT_BYTES_MOST, PERIODS_MOST, Draft, Question, ask_sandbox, read_draft
from web.sandbox_view import currency_views
from web.wiring import House

PERIODS_SHOWN = 26
FIELDS_MOST = 60
_EVER = (date(2000, 1, 1), date(9000, 1, 1))
router = APIRouter()


def reads_figures(me: Identity) -> bool:
    """Whether somebody reads pay records or figures of everyone, and so may compare."""
    return may(me, Permission.FIGURES_READ) or may(me, Permission.AUDIT_READ)


async def may_compare(me: Me) -> Identity:
    """Let in whoever reads pay records or figures; for others the page does not exist."""
    if not reads_figures(me):
        raise Refusal("not_found", Kind.MISSING)
    return me


Comparer = Annotated[Identity, Depends(may_compare)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The form as it was sent: its file is read no further than a draft may be long."""

    periods: tuple[str, ...] = ()
    as_if: str = ""
    file_name: str = ""
    data: bytes = b""

    @property
    def has_draft(self) -> bool:
        """Whether a file was chosen."""
        return bool(self.file_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which weeks somebody may compare, and for auditors under which permissions."""

    periods: tuple[str, ...]
    permissions: tuple[AccreditationView, ...] | None
    """None for whoever reads everybody's figures."""


async def asked(request: Request, _me: Comparer) -> Asked:
    """Return the form, for whoever may ask; a file is read only as far as a draft may go."""
    async with request.form(max_files=1, max_fields=FIELDS_MOST) as form:
        return await _asked(form)


async def _asked(form: FormData) -> Asked:
    sent = form.get("draft")
    is_file = isinstance(sent, UploadFile) and bool(sent.filename)
    return Asked(
        periods=tuple(dict.fromkeys(each for each in form.getlist("period") if isinstance(each, str))),
        as_if=str(form.get("as_if") or "").strip(),
        file_name=sent.filename or "" if isinstance(sent, UploadFile) else "",
        data=await sent.read(DRAFT_BYTES_MOST + 1) if is_file and isinstance(sent, UploadFile) else b"",
    )


@router.get("/rules/compare")
def ask(request: Request, house: TheHouse, me: Comparer) -> HTMLResponse:
    """Ask which weeks to compare, and with what."""
    with house.db.reading() as tx:
        reach = _reach(tx, me, house)
    return _page(request, reach, Asked(periods=reach.periods[:1]))


@router.post("/rules/compare")
def compare(request: Request, house: TheHouse, me: Comparer, form: Annotated[Asked, Depends(asked)]) -> HTMLResponse:
    """Show what the draft would have changed; a look of an auditor is written down, and nothing else."""
    with house.db.reading() as tx:
        reach = _reach(tx, me, house)
    try:
        permission = _permission(reach, form.periods)
        question = replace(_question(form), organisation_id=permission.organisation_id if permission else None)
        if permission:
            _write_down(house, permission, question)
        with house.db.reading() as tx:
            found = ask_sandbox(tx, question, rulebook=house.rulebook)
            names = {each.organisation_id: each.name for each in organisations(tx)}
    except Refusal as refusal:
        return _page(request, reach, form, refusal=refusal)
    return show(
        request,
        "sandbox/answer.html",
        answer=found,
        views=currency_views(found),
        question=question,
        draft_digest=_digest(question.draft),
        organisation_names=names,
        names=_names(house.rulebook),
        words=sandbox_words,
        asked_at=house.now(),
    )


def _page(request: Request, reach: Reach, form: Asked, *, refusal: Refusal | None = None) -> HTMLResponse:
    return show(
        request,
        "sandbox/page.html",
        status=STATUS[refusal.kind] if refusal else 200,
        periods=reach.periods[:PERIODS_SHOWN],
        form=form,
        most_kb=DRAFT_BYTES_MOST // 1_000,
        most_periods=PERIODS_MOST,
        words=sandbox_words,
        refusal=say_refusal(request, refusal) if refusal else None,
    )


def _question(form: Asked) -> Question:
    return Question(
        periods=form.periods,
        draft=read_draft(form.data, name=form.file_name) if form.has_draft else None,
        as_if=_day(form.as_if) if form.as_if else None,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Refusal("form_unreadable", Kind.UNREADABLE, fields="as_if") from problem


def _reach(tx: Transaction, me: Identity, house: House) -> Reach:
    """Return every week for whoever reads figures, and an auditor's own weeks for an auditor."""
    if may(me, Permission.FIGURES_READ):
        return Reach(periods=periods_between(tx, first_on=_EVER[0], next_on=_EVER[1]), permissions=None)
    permissions = accreditations_of(tx, me.person_id, now=house.now())
    weeks = {
        week
        for each in permissions
        for week in periods_between(tx, first_on=each.covers_from_on, next_on=each.covers_to_on)
    }
    return Reach(periods=tuple(sorted(weeks, reverse=True)), permissions=tuple(permissions))


def _permission(reach: Reach, periods: Sequence[str]) -> AccreditationView | None:
    """Return the permission that covers all the weeks; None for whoever needs none.

    Raises:
        Refusal: `not_found`, for a week that nobody recorded or no one permission covers.
    """
    if not set(periods) <= set(reach.periods):
        raise Refusal("not_found", Kind.MISSING)
    if reach.permissions is None or not periods:
        return None
    for permission in reach.permissions:
        if all(covers(permission, period) for period in periods):
            return permission
    raise Refusal("not_found", Kind.MISSING)


def _write_down(house: House, permission: AccreditationView, question: Question) -> None:
    details: dict[str, object] = {
        "periods": list(question.periods),
        "as_if": question.as_if.isoformat() if question.as_if else "",
        "draft_digest": _digest(question.draft),
    }
    look = Look(what="sandbox", period=min(question.periods), details=details)
    with house.db.writing() as tx:
        record_look(tx, look, accreditation_id=permission.id, now=house.now())


def _digest(draft: Draft | None) -> str:
    return hashlib.sha256(draft.text.encode()).hexdigest() if draft else ""


def _names(rulebook: Rulebook) -> dict[str, tuple[str, dict[str, str]]]:
    """Return what each place calls itself, and its zones."""
    return {
        place.code: (place.name, dict(rulebook.law(place.code).zone_names)) for place in rulebook.all_jurisdictions()
    }
