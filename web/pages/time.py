"""An annotator's own time: what each stretch of a day was, as the server stamped it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from payments.audit.person import TimeSpan, spans_of
from payments.claims.queries import ClaimMade, claims_of
from payments.closing.queries import unconfirmed
from payments.closing.rules import CLAIM_MS_MAX, REFUSAL_MS_MAX, Stretch
from payments.corrections.queries import Changed, changes_of, last_closed_at, starts_within
from payments.corrections.rules import BECOMES_OFF
from payments.transaction import Transaction
from policies.claimed_time import Correction
from policies.errors import Kind, Refusal
from policies.periods import day_start_ms, from_ms, local_day, to_ms, week_of
from policies.working_time import MEAL_FROM_MS, REST_BELOW_MS, Bucket
from web.auth.identity import Identity
from web.deps import Annotator, TheHouse
from web.pages.time_closer import (
    WHOLE_DAY,
    KindShown,
    Part,
    SessionShown,
    StretchShown,
    kinds_in,
    part_of,
    parts_to_choose,
    sessions_in,
)
from web.pages.time_picture import Band, Span, band_of
from web.pages.week_view import NOBODY, Named, names_of
from web.render import show

router = APIRouter(prefix="/time")
FIRST_YEAR = 2020
LAST_DAY = date(9998, 12, 31)
"""Beyond these no day has a day beside it, or can have been worked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """A claim that nobody refused, and what becomes of its pay.

    Attributes:
        until_at: until then a named person may refuse it, where its pay is not booked.
        state: `open` while its week is open, `waits` where the week was closed before it, `booked` once it is paid.
    """

    made: ClaimMade
    until_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """One day. Lengths in milliseconds."""

    day: date
    day_before: date
    day_after: date | None
    period: str
    here: Part
    sixes: tuple[Part, ...]
    ones: tuple[Part, ...]
    band: Band | None
    sessions: tuple[SessionShown, ...]
    kinds: tuple[KindShown, ...]
    stretches: tuple[StretchShown, ...]
    counted_ms: int
    unconfirmed_ms: int
    claim_until_on: date | None
    """The last day on which the quiet minutes of this day can be claimed; None where none wait, or it has passed."""
    is_too_late: bool
    """Whether quiet minutes of this day can no longer be claimed."""
    claims: tuple[ClaimMade, ...]
    closed_at: datetime | None
    """When the week was closed last."""
    changes: tuple[Changed, ...]

    @property
    def may_be_corrected(self) -> bool:
        """Whether anything of this day can still be said to have been otherwise."""
        return any(part.starts for part in self.stretches)

    @property
    def standing(self) -> tuple[ClaimShown, ...]:
        """The claims of this day that nobody refused."""
        refused = {each.started_at for each in self.refusals}
        return tuple(
            ClaimShown(
                made=claim,
                until_at=claim.claimed_at + timedelta(milliseconds=REFUSAL_MS_MAX),
                state=_state_of(claim, self.closed_at),
            )
            for claim in self.claims
            if claim.started_at not in refused
        )

    @property
    def refusals(self) -> tuple[Changed, ...]:
        """The claims of this day that a named person refused."""
        return tuple(each for each in self.changes if each.becomes is Correction.UNCONFIRMED)


def _state_of(claim: ClaimMade, closed_at: datetime | None) -> str:
    if closed_at is None:
        return "open"
    return "booked" if closed_at >= claim.claimed_at else "waits"


def day_shown(
    tx: Transaction, me: Identity, *, day: date, now: datetime, hours: int = WHOLE_DAY, hour: int = 0
) -> DayShown:
    """Return a day of a person's time.

    Args:
        tx: an open transaction.
        me: whose.
        day: which day.
        now: this instant; today is the last day there can be.
        hours: how much of it the picture and the table show: 24, 6 or 1.
        hour: from which hour on.
    """
    today = local_day(to_ms(now), me.time_zone)
    period = week_of(day)
    about = {
        "person_id": me.person_id,
        "first_ms": day_start_ms(day, me.time_zone),
        "next_ms": day_start_ms(day + timedelta(days=1), me.time_zone),
    }
    changes = changes_of(tx, **about)
    whole = [span for span in spans_of(tx, person_id=me.person_id, period=period) if span.worked_on == day]
    spans = [part for span in whole for part in parts_of(span, changes)]
    closed_at = last_closed_at(tx, person_id=me.person_id, period=period)
    names = names_of(tx, {span.project_id for span in spans})
    quiet = unconfirmed(tx, me.person_id, period)
    waiting = [span for span in spans if span.bucket is Bucket.UNCONFIRMED and _is_quiet(span, quiet)]
    last_ms = min((to_ms(span.started_at) for span in waiting), default=0) + CLAIM_MS_MAX
    is_too_late = bool(waiting) and last_ms < to_ms(now)
    stretches = tuple(
        _with_choices(tx, me, _stretch_shown(span, names, quiet, changes), is_open=closed_at is None) for span in spans
    )
    here = part_of(day, me.time_zone, hours=hours, hour=hour)
    sixes, ones = parts_to_choose(day, me.time_zone, here=here, stretches=stretches)
    sessions = sessions_in(stretches, here)
    return DayShown(
        here=here,
        sixes=sixes,
        ones=ones,
        sessions=sessions,
        kinds=kinds_in(sessions),
        closed_at=closed_at,
        day=day,
        day_before=day - timedelta(days=1),
        day_after=day + timedelta(days=1) if day < today else None,
        period=period,
        band=_band(sessions, here, me.time_zone),
        stretches=stretches,
        counted_ms=sum(part.length_ms for part in stretches if part.is_paid),
        unconfirmed_ms=sum(part.length_ms for part in stretches if _waits(part)),
        claim_until_on=local_day(last_ms, me.time_zone) if waiting and not is_too_late else None,
        is_too_late=is_too_late,
        claims=claims_of(tx, **about),
        changes=changes,
    )


def _band(sessions: Sequence[SessionShown], here: Part, time_zone: str) -> Band | None:
    spans = [Span(part.drawn_as, part.started_at, part.ended_at) for session in sessions for part in session.stretches]
    within = None if here.hours == WHOLE_DAY else (here.started_at, here.ended_at)
    return band_of(spans, time_zone=time_zone, within=within)


def _waits(part: StretchShown) -> bool:
    return part.bucket == Bucket.UNCONFIRMED and not part.is_claimed and not part.is_refused


def _is_quiet(span: TimeSpan, quiet: Sequence[Stretch]) -> bool:
    """Return whether a stretch has not been claimed."""
    return any(each.started_ms <= to_ms(span.started_at) < each.ended_ms for each in quiet)


def parts_of(span: TimeSpan, changes: Sequence[Changed]) -> list[TimeSpan]:
    """Return a stretch cut where a part of it became something else.

    Args:
        span: as it was recorded.
        changes: of the same day.
    """
    edges = {edge for each in changes for edge in (each.started_at, each.ended_at)}
    inside = sorted(edge for edge in edges if span.started_at < edge < span.ended_at)
    cuts = [span.started_at, *inside, span.ended_at]
    return [replace(span, started_at=start, ended_at=end) for start, end in pairwise(cuts)]


def _stretch_shown(
    span: TimeSpan, names: Mapping[int, Named], quiet: Sequence[Stretch], changes: Sequence[Changed]
) -> StretchShown:
    named = names.get(span.project_id, NOBODY)
    became = next((each.becomes for each in changes if each.started_at <= span.started_at < each.ended_at), None)
    bucket = span.bucket if became is None else Bucket(became.value)
    is_refused = became is Correction.UNCONFIRMED
    return StretchShown(
        bucket=bucket.value,
        name=named.name,
        language=named.language,
        started_at=span.started_at,
        ended_at=span.ended_at,
        length_ms=span.length_ms,
        is_claimed=bucket is Bucket.UNCONFIRMED and not is_refused and not _is_quiet(span, quiet),
        is_refused=is_refused,
        work_session_id=span.work_session_id,
        is_own_word=became is not None and not is_refused,
    )


def _with_choices(tx: Transaction, me: Identity, shown: StretchShown, *, is_open: bool) -> StretchShown:
    """Add what the person may still say about a stretch: only while its week is open."""
    bucket = Bucket(shown.bucket)
    if not is_open or bucket not in BECOMES_OFF:
        return shown
    span = {"started_ms": to_ms(shown.started_at), "ended_ms": to_ms(shown.ended_at)}
    return replace(
        shown,
        may_be_meal=bucket is Bucket.REST and REST_BELOW_MS <= shown.length_ms < MEAL_FROM_MS,
        starts=tuple(from_ms(each) for each in starts_within(tx, person_id=me.person_id, **span)),
    )


@router.get("")
def today(request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show today."""
    return _show(request, house, me, local_day(to_ms(house.now()), me.time_zone))


@router.get("/{day}")
def one_day(
    day: str, request: Request, house: TheHouse, me: Annotator, hours: int = WHOLE_DAY, hour: int = 0
) -> HTMLResponse:
    """Show one day, or six hours of it, or one."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise Refusal("not_found", Kind.MISSING) from None
    if chosen.year < FIRST_YEAR or chosen > LAST_DAY:
        raise Refusal("not_found", Kind.MISSING)
    return _show(request, house, me, chosen, hours=hours, hour=hour)


def _show(
    request: Request, house: TheHouse, me: Identity, day: date, *, hours: int = WHOLE_DAY, hour: int = 0
) -> HTMLResponse:
    with house.db.reading() as tx:
        shown = day_shown(tx, me, day=day, now=house.now(), hours=hours, hour=hour)
    return show(request, "time/page.html", shown=shown)
