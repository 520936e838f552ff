"""Days of work drawn at random, with the bill read after each act: people are slow, prices rise, weeks close."""

from collections.abc import Callable, Sequence
from random import Random

from annotate.assignments.rules import Reason
from annotate.ceilings.service import add_to_reserve, charge, return_money
from annotate.funding.queries import spent_and_ceiling
from annotate.prices.queries import raise_quote
from annotate.prices.service import raise_price
from annotate.projects.service import close
from annotate.serving.service import accept_due, expire_due
from annotate.timeclock.service import pause, resume
from payments.closing.service import close_period
from payments.weeks_due.queries import periods_due
from policies.errors import Refusal
from tests.work import RULEBOOK, Work

SECONDS = (5, 40, 80, 200, 240, 700)
ACTS = 60


def random_days(work: Work, person_ids: Sequence[int], seed: int) -> list[tuple[int, int]]:
    """Let people and their requester do as they like; return what was spent, and the ceiling, after every act."""
    random = Random(seed)
    bills = []
    for number in range(ACTS):
        act = random.choice((_answer, _answer, _answer, _answer, _give_back, _rest, _forget, _night, _raise, _add))
        try:
            act(work, random, random.choice(person_ids), number)
        except Refusal:
            work.clock.advance(minutes=random.randrange(1, 30))  # the "no" is the answer; time goes on
        bills.append(bill(work))
    _end(work)
    bills.append(bill(work))
    return bills


def bill(work: Work) -> tuple[int, int]:
    with work.db.reading() as tx:
        return spent_and_ceiling(tx, work.project_id)


def _answer(work: Work, random: Random, person_id: int, _number: int) -> None:
    work.answer(person_id, seconds=random.choice(SECONDS))


def _give_back(work: Work, random: Random, person_id: int, _number: int) -> None:
    held = work.next(person_id)
    work.clock.advance(seconds=random.choice(SECONDS))
    work.release(person_id, held.assignment_id, Reason.SKIP)


def _rest(work: Work, random: Random, person_id: int, _number: int) -> None:
    with work.db.writing() as tx:
        pause(tx, person_id=person_id, is_meal=False, now=work.clock(), rulebook=RULEBOOK)
    work.clock.advance(minutes=random.randrange(1, 18))
    with work.db.writing() as tx:
        resume(tx, person_id=person_id, now=work.clock(), rulebook=RULEBOOK)


def _forget(work: Work, random: Random, person_id: int, _number: int) -> None:
    held = work.next(person_id)
    work.clock.advance(hours=random.randrange(1, 5))
    with work.db.writing() as tx:
        expire_due(tx, now=work.clock())
    work.submit(person_id, held.assignment_id)


def _night(work: Work, random: Random, _person_id: int, _number: int) -> None:
    work.clock.advance(hours=random.randrange(12, 100))
    _house_keeps(work)


def _raise(work: Work, random: Random, _person_id: int, _number: int) -> None:
    with work.db.writing() as tx:
        price = int(tx.value("SELECT price_micros FROM project")) + random.randrange(1, 200_000)
        quoted = raise_quote(tx, work.project_id, price_micros=price, rulebook=RULEBOOK, now=work.clock())
        raise_price(tx, quoted=quoted, reason="", by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())


def _add(work: Work, random: Random, _person_id: int, number: int) -> None:
    with work.db.writing() as tx:
        add_to_reserve(
            tx,
            project_id=work.project_id,
            amount_micros=random.randrange(1, 5_000_000),
            reference=f"day{number}",
            by_id=work.requester_id,
            now=work.clock(),
        )


def _house_keeps(work: Work) -> None:
    """Do what the house does by itself: make pay final, close weeks that are over, charge the fee."""
    steps: tuple[Callable[[], None], ...] = (lambda: _accept(work), lambda: _close_weeks(work), lambda: _charge(work))
    for step in steps:
        step()


def _accept(work: Work) -> None:
    """Accept what nobody contested in time; each call takes one person's answers."""
    with work.db.writing() as tx:
        while accept_due(tx, silence_ms=RULEBOOK.silence_ms(on=work.clock().date()), now=work.clock()):
            pass


def _close_weeks(work: Work) -> None:
    with work.db.writing() as tx:
        for person_id, period in periods_due(tx, now=work.clock(), limit=100):
            close_period(tx, person_id=person_id, period=period, now=work.clock())


def _charge(work: Work) -> None:
    with work.db.writing() as tx:
        charge(tx, project_id=work.project_id, now=work.clock())


def _end(work: Work) -> None:
    """Close the project, let everything become final, and give back what is left."""
    with work.db.writing() as tx:
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=work.clock())
    work.clock.advance(days=15)
    with work.db.writing() as tx:
        expire_due(tx, now=work.clock())
    _house_keeps(work)
    with work.db.writing() as tx:
        return_money(tx, project_id=work.project_id, by_id=work.requester_id, now=work.clock())
