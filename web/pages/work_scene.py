"""Everything on the work page at one moment: the project, today's pay, the item that is open or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from fastapi.responses import HTMLResponse

from annotate.assignments.queries import Contract, last_received, late_item, open_item
from annotate.assignments.rules import AssignmentState
from annotate.drafts.queries import begun_of, kept_for
from annotate.projects.queries import ProjectView, existing_project
from annotate.questions.queries import ToldAll
from annotate.serving.queries import InHand, ahead_of, is_language_withheld, is_open_to, offers_for
from annotate.serving.service import Offer, Receipt
from annotate.timeclock.queries import ClockView, clock_view
from payments.people.queries import willing_for
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import to_ms
from web.content_words import PROBLEMS, Risk, risks_named
from web.markdown import html_of
from web.pages.item_view import ItemLook, item_look, pictures_in
from web.pages.offer_view import OfferShown, WorkShown, offer_shown, work_shown
from web.pages.typed import Fields, Typed
from web.pages.work_bar import BarShown, bar_of
from web.pages.work_stop import StopShown, known_stop
from web.render import is_fragment, show
from web.wiring import House


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """The item that is open, or one that went back while the person was away and can still be answered.

    Attributes:
        look: the item as its widgets draw it.
        draft: what the person had begun, as the form sent it; None for nothing.
        saved_at_ms: when that was saved, by the server's clock; 0 for never.
        now_ms: this instant, from which the page tells whether what it keeps itself is newer.
        is_late: whether it went back meanwhile.
        ahead: the pictures of the next item, where it is offered already, so that they are there when it comes.
    """

    assignment_id: int
    look: ItemLook
    risks: tuple[Risk, ...] = ()
    draft: Fields | None = None
    saved_at_ms: int = 0
    now_ms: int = 0
    is_late: bool = False
    ahead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptShown:
    """That an answer arrived, and whether its place had been taken meanwhile."""

    assignment_id: int
    received_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The work page at one moment."""

    work: WorkShown
    bar: BarShown
    clock: ClockView
    item: ItemShown | None
    stop: StopShown | None
    receipt: ReceiptShown | None
    begun_id: int | None = None
    """An item that went back while the person was away, and of which what they had begun is kept."""


def scene_of(  # noqa: PLR0913 - the page at one moment, and what is already known about it
    tx: Transaction,
    house: House,
    *,
    person_id: int,
    project_id: int,
    now: datetime,
    stop: StopShown | None = None,
    late_id: int = 0,
) -> Scene:
    """Return the work page of a project for a person.

    Args:
        tx: an open transaction.
        house: its rules and kinds of work.
        person_id: who works.
        project_id: on what.
        now: this instant.
        stop: why the next item was refused just now; None finds out what can be known beforehand.
        late_id: an item that went back meanwhile, to be shown where nothing is open; 0 for none.

    Raises:
        Refusal: `not_found` where the project was never open to the person.
    """
    clock = clock_view(tx, person_id=person_id, now=now, rulebook=house.rulebook)
    project = existing_project(tx, project_id)
    found = open_item(tx, person_id=person_id, project_id=project_id)
    begun = begun_of(tx, person_id=person_id, project_id=project_id) if found is None else None
    if found is None and late_id:
        found = _late(tx, person_id, project_id, late_id)
    if found is None:  # what is in hand may be finished also by whoever has moved since
        _refuse_stranger(tx, project, clock, person_id)
    received = last_received(tx, person_id=person_id, project_id=project_id, on=clock.today)
    return Scene(
        work=work_shown(project, grace_ms=clock.limits.idle_grace_ms),
        bar=bar_of(tx, project, clock, person_id=person_id, now=now),
        clock=clock,
        item=item_shown(tx, house, found, project, person_id=person_id, now=now) if found else None,
        stop=None if found else stop or _choice_stop(tx, project, person_id) or known_stop(project, clock),
        receipt=ReceiptShown(assignment_id=received[0], received_at=received[1], is_late=False) if received else None,
        begun_id=begun.assignment_id if begun else None,
    )


def scene_after(  # noqa: PLR0913 - all of it is known since the answer
    tx: Transaction,
    house: House,
    offer: Offer,
    project: ProjectView,
    clock: ClockView,
    *,
    person_id: int,
    now: datetime,
) -> Scene:
    """Return the work page of an item that was handed out in this transaction: what is known is not read again."""
    return Scene(
        work=work_shown(project, grace_ms=clock.limits.idle_grace_ms),
        bar=bar_of(tx, project, clock, person_id=person_id, now=now),
        clock=clock,
        item=item_shown(tx, house, offer, project, person_id=person_id, now=now),
        stop=None,
        receipt=None,
    )


def _late(tx: Transaction, person_id: int, project_id: int, late_id: int) -> Contract | None:
    found = late_item(tx, person_id=person_id, assignment_id=late_id)
    return found if found is not None and found.project_id == project_id else None


def facts_of(tx: Transaction, house: House, scene: Scene, *, person_id: int, now: datetime) -> OfferShown | None:
    """Return what is known about a project before its first item, or None where none is left for this person."""
    cards = offers_for(tx, person_id=person_id, now=now, rulebook=house.rulebook)
    found = next((card for card in cards if card.project.project_id == scene.work.project_id), None)
    if found is None:
        return None
    return offer_shown(found, widget=house.task_types[found.project.task_type].widget, floor=scene.clock.floor)


def _refuse_stranger(tx: Transaction, project: ProjectView, clock: ClockView, person_id: int) -> None:
    if not is_open_to(tx, project, person_id=person_id, jurisdiction=clock.floor.jurisdiction):
        raise Refusal("not_found", Kind.MISSING)


def _choice_stop(tx: Transaction, project: ProjectView, person_id: int) -> StopShown | None:
    """Return what a person chose on their account that keeps this work from them, if anything does."""
    if is_language_withheld(tx, person_id=person_id, language=project.language):
        return StopShown(code="language_not_read")
    if set(project.content_risks).issubset(willing_for(tx, person_id) if project.content_risks else ()):
        return None
    return StopShown(code="content_not_chosen")


def item_shown(
    tx: Transaction, house: House, found: Contract | Offer, project: ProjectView, *, person_id: int, now: datetime
) -> ItemShown:
    """Return an item that a person has open, or that went back meanwhile, with what is kept for them beside it."""
    kept = kept_for(tx, person_id=person_id, project_id=found.project_id, assignment_id=found.assignment_id)
    look = item_look(
        task_type=found.task_type,
        schema=found.schema,
        content=found.content,
        task_types=house.task_types,
        language=project.language,
        is_blurred=bool(project.content_risks),
        suggestion=kept.suggestion,
        keys=kept.keys,
        project_id=found.project_id,
    )
    ahead = ahead_of(tx, person_id=person_id, project_id=found.project_id) if look.has_picture else None
    return ItemShown(
        assignment_id=found.assignment_id,
        look=look,
        ahead=pictures_in(look.parts, ahead) if ahead else (),
        risks=risks_named(project.content_risks),
        draft=kept.draft.fields if kept.draft else None,
        saved_at_ms=to_ms(kept.draft.saved_at) if kept.draft else 0,
        now_ms=to_ms(now),
        is_late=isinstance(found, Contract) and found.state == AssignmentState.EXPIRED,
    )


def receipt_shown(receipt: Receipt, now: datetime) -> ReceiptShown:
    """Return the receipt of an answer that arrived just now."""
    return ReceiptShown(assignment_id=receipt.assignment_id, received_at=now, is_late=receipt.is_surplus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the work: answers for everybody, and what the person has open in other projects."""

    told: Sequence[ToldAll] = ()
    held: Sequence[InHand] = ()
    on_the_clock_id: int | None = None
    """The open item that the clock counts now; it may be one of another project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question or a report being written: what was typed, what to change about it, or that it was sent."""

    text: str = ""
    problem: str = ""
    is_sent: bool = False
    chosen: str = ""
    note: str = ""
    note_problem: str = ""
    is_reported: bool = False


def show_scene(  # noqa: PLR0913 - the page at one moment, and what was typed into each of its parts
    request: Request,
    scene: Scene,
    *,
    receipt: ReceiptShown | None = None,
    typed: Typed | None = None,
    asking: Asking | None = None,
    beside: Beside | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Show the work page, or only its bench where htmx asked for that."""
    return show(
        request,
        "work/page.html",
        block="bench",
        status=status,
        work=scene.work,
        instructions=html_of(scene.work.instructions),
        bar=scene.bar,
        item=scene.item,
        offer=scene.item.look if scene.item else None,
        stop=scene.stop or StopShown(code="ready"),
        receipt=receipt or scene.receipt,
        typed=typed or _begun(scene.item),
        begun_id=scene.begun_id,
        asking=asking or Asking(),
        problems=PROBLEMS,
        beside=beside or Beside(),
        is_swapped=is_fragment(request),
    )


def _begun(item: ItemShown | None) -> Typed:
    """Return what a person had begun, for the widgets to show again as they left it."""
    return Typed(fields=item.draft) if item and item.draft else Typed()


def show_look(request: Request, scene: Scene, facts: OfferShown | None, beside: Beside) -> HTMLResponse:
    """Show the instructions of a project before its first item."""
    return show(
        request,
        "work/look.html",
        work=scene.work,
        instructions=html_of(scene.work.instructions),
        bar=scene.bar,
        stop=scene.stop,
        facts=facts,
        item=None,
        offer=None,
        begun_id=scene.begun_id,
        asking=Asking(),
        beside=beside,
        is_swapped=False,
    )
