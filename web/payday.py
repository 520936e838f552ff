"""Payday: accepts what nobody contested, closes weeks, issues payslips, opens payouts, each in a short act of its own.

Running it twice, or in four places at once, pays exactly once: each act finds out in its own transaction, with the
person's account held, whether there is still anything to do.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from annotate.lapsing.service import accept_due
from payments.closing.service import close_period
from payments.payouts.service import note_unpaid, open_payouts
from payments.payslips.queries import payslips_due
from payments.payslips.service import issue, note_forgotten
from payments.settling import rulebook_kept
from payments.weeks_due.queries import WEEKS_LOOKED_BACK, digests_of, periods_due
from policies.errors import Refusal
from policies.periods import week_days
from web.algorithm_digest import issuer_of
from web.logs import log
from web.wiring import House

WEEKS_EVER = 520
"""Ten years: a week that was missed while nothing ran for months is still owed."""

AT_ONCE = 500
"""So many weeks are looked up at a time; each is then an act of its own."""

ANSWERS_AT_ONCE = 10
PAYOUTS_AT_ONCE = 20
"""So many in one transaction, so that nobody who submits waits for more than a moment."""


class Step(StrEnum):
    """What payday does, in its order."""

    ACCEPT = "accept"
    CLOSE = "close"
    PAYSLIP = "payslip"
    PAYOUT = "payout"


Tell = Callable[[Step, int], None]
"""Is told after each act how many more were done of a step."""


@dataclass(slots=True)
class Payday:
    """What one run did.

    Attributes:
        accepted: answers that became final because nobody contested them in time.
        closed: weeks that were closed, or closed again because of a late claim.
        payslips: how many were issued.
        payouts: how many were opened.
        failed: (person, period) that could not be closed or paid; the log says why, and the next run tries again.
        is_whole: False where it was stopped because somebody waited; the next run goes on.
    """

    accepted: int = 0
    closed: int = 0
    payslips: int = 0
    payouts: int = 0
    failed: list[tuple[int, str]] = field(default_factory=list)
    is_whole: bool = True


def run_payday(
    house: House,
    *,
    until: date | None = None,
    tell: Tell | None = None,
    weeks_looked_back: int = WEEKS_EVER,
    ends_at: datetime | None = None,
) -> Payday:
    """Pay everything that is due.

    Args:
        house: its clock says what is due.
        until: only weeks that ended on this day or before; None for every week whose payday has come.
        tell: hears of progress.
        weeks_looked_back: the search for weeks to close ends after so many with nothing to do.
        ends_at: stop after the first act that ends at this time or later, for somebody who waits; another run goes on.

    Returns:
        What was done; all zeros where nothing was due.
    """
    done, told = Payday(), tell or _nobody
    for step, count in _acts(house, done, until=until, weeks_looked_back=weeks_looked_back):
        told(step, count)
        if ends_at is not None and house.now() >= ends_at:
            done.is_whole = False
            break
    return done


Act = tuple[Step, int]
"""What was done just now, and how many of it."""


def _acts(house: House, done: Payday, *, until: date | None, weeks_looked_back: int) -> Iterator[Act]:
    """Do one act after another, each whole when it is yielded."""
    for count in _accepted(house):
        done.accepted += count
        yield Step.ACCEPT, count
    yield from _close_due(house, done, until=until, weeks_looked_back=weeks_looked_back)
    yield from _issue_due(house, done, until=until)
    for count in _opened(house):
        done.payouts += count
        yield Step.PAYOUT, count


def close_due(house: House, done: Payday, *, weeks_looked_back: int = WEEKS_LOOKED_BACK) -> None:
    """Close each week that has ended, in a transaction of its own; one that fails does not hold up the others."""
    for _ in _close_due(house, done, until=None, weeks_looked_back=weeks_looked_back):
        pass


def _close_due(house: House, done: Payday, *, until: date | None, weeks_looked_back: int) -> Iterator[Act]:
    now, tried = house.now(), set[tuple[int, str]]()
    while due := _to_close(house, tried, weeks_looked_back=weeks_looked_back):
        _read_law(house, {period for _, period in due})
        for person_id, period in due:
            tried.add((person_id, period))
            if not _is_within(period, until):
                continue
            with _kept_going(done, person_id, period):
                with house.db.writing() as tx:
                    is_new = close_period(tx, person_id=person_id, period=period, now=now)
                done.closed += is_new
            yield Step.CLOSE, 1


def look_for_forgotten(house: House) -> int:
    """Note weeks and payslips that were never noted as still to be paid, for payday to pay; there should be none."""
    with house.db.writing() as tx:
        return note_forgotten(tx) + note_unpaid(tx)


def _to_close(house: House, tried: set[tuple[int, str]], *, weeks_looked_back: int) -> list[tuple[int, str]]:
    """Return weeks to close that were not tried yet in this run."""
    limit = AT_ONCE + len(tried)
    with house.db.reading() as tx:
        found = periods_due(tx, now=house.now(), limit=limit, weeks_looked_back=weeks_looked_back)
    return [week for week in found if week not in tried]


def _read_law(house: House, periods: set[str]) -> None:
    """Read the texts that these weeks cite, which are then kept in mind: nobody waits for that while a week closes."""
    with house.db.reading() as tx:
        for digest in {digest for period in sorted(periods) for digest in digests_of(tx, period)}:
            with suppress(Refusal):  # whose week cites a text that is missing is told by name when it cannot be closed
                rulebook_kept(tx, digest)


def _issue_due(house: House, done: Payday, *, until: date | None) -> Iterator[Act]:
    """Issue each payslip that is due, in a transaction of its own."""
    payday_ms = house.settings.payday_ms
    issuer, after = issuer_of(house, now=house.now()), ("", 0)
    while True:
        with house.db.reading() as tx:
            due = payslips_due(tx, now=house.now(), payday_ms=payday_ms, after=after, limit=AT_ONCE)
        if not due:
            return
        for period, person_id in due:
            if not _is_within(period, until):
                continue
            with _kept_going(done, person_id, period):
                with house.db.writing() as tx:
                    made = issue(
                        tx, person_id=person_id, period=period, now=house.now(), issuer=issuer, payday_ms=payday_ms
                    )
                done.payslips += len(made)
            yield Step.PAYSLIP, 1
        after = due[-1]


def _accepted(house: House) -> Iterator[int]:
    """Accept answers on which everybody stayed silent, until there are none, and yield how many each time."""
    while True:
        now = house.now()
        with house.db.writing() as tx:
            silence_ms = house.rulebook.silence_ms(on=now.date())
            count = accept_due(tx, silence_ms=silence_ms, now=now, limit=ANSWERS_AT_ONCE)
        if not count:
            return
        yield count


def _opened(house: House) -> Iterator[int]:
    """Open a payout for each payslip that has none, and yield how many each time."""
    while True:
        with house.db.writing() as tx:
            count = open_payouts(tx, now=house.now(), limit=PAYOUTS_AT_ONCE)
        if not count:
            return
        yield count


class _kept_going:  # noqa: N801 - used as a `with` statement
    """Goes on with the next person where one week cannot be closed or paid, and notes it."""

    def __init__(self, done: Payday, person_id: int, period: str) -> None:
        self._done, self._week = done, (person_id, period)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, *_: object) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        person_id, period = self._week
        log().error("week_not_paid", person_id=person_id, period=period, exc_info=problem)
        self._done.failed.append(self._week)
        return True


def _is_within(period: str, until: date | None) -> bool:
    return until is None or week_days(period)[1] - timedelta(days=1) <= until


def _nobody(_step: Step, _count: int) -> None:
    """Tell nobody."""
