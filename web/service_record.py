"""Reading services' records between transactions: their lines are matched, their messages acted on by reading anew."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from payments.funding.queries import funding_of_service
from payments.payout_answers.service import book_answer
from payments.provider_events.queries import Waiting, newest_event_at, waiting_events
from payments.provider_events.rules import Came, Outcome, Told
from payments.provider_events.service import keep_event, note_outcome, note_tried
from payments.providers.base import Answer, SendingProvider, SentState
from payments.providers.base import Outcome as PaidOutcome
from payments.providers.record import KeepsRecord, News, RecordLine
from payments.reconciliation.queries import newest_line_at, open_line_ids, payout_line_of
from payments.reconciliation.rules import Standing
from payments.reconciliation.service import take_line
from web.logs import log
from web.money_in import follow, follow_funding
from web.provider_accounts import hear_of_account
from web.wiring import House

LOOK_BACK = timedelta(days=1)
"""So much is read again each time, as records are written by more than one clock."""
NEWS_KEPT = timedelta(days=30)
"""So long a service keeps its messages for us to read."""
ANSWERS = {
    SentState.DONE: Answer.PAID,
    SentState.RETURNED: Answer.RETURNED,
    SentState.REFUSED: Answer.REJECTED,
}


def hear_money(house: House, object_id: str) -> Outcome:
    """Read a payment page anew; a page that is not ours changes nothing."""
    with house.db.reading() as tx:
        found = [funding_of_service(tx, provider=name, provider_reference=object_id) for name in house.records]
    ours = [one for one in found if one is not None]
    for one in ours:
        follow(house, one)
    return Outcome.APPLIED if ours else Outcome.UNKNOWN


def hear_payout(house: House, object_id: str) -> Outcome:
    """Read one of our payments to somebody anew, and book what became of it: it may come back after it had arrived."""
    with house.db.reading() as tx:
        found = payout_line_of(tx, object_id)
    provider = house.payout_providers.get(found[0]) if found else None
    if found is None or not isinstance(provider, SendingProvider):
        return Outcome.UNKNOWN
    sent = provider.look_up(found[1])
    answer = ANSWERS.get(sent.state)
    if answer is None:
        return Outcome.APPLIED
    said = PaidOutcome(answer, tracking=sent.reference, reason=sent.reason, is_accounts_fault=sent.is_accounts_fault)
    with house.db.writing() as tx:
        book_answer(tx, key=found[1].key, outcome=said, by_id=None, now=house.now())
    return Outcome.APPLIED


def hear_account(house: House, object_id: str) -> Outcome:
    """Read the account of a person at a service anew."""
    return Outcome.APPLIED if hear_of_account(house, object_id) else Outcome.UNKNOWN


def _hear_balance(_house: House, _object_id: str) -> Outcome:
    """The lines of the record are read anew after the last message: see `apply_news`."""
    return Outcome.APPLIED


HEARD: tuple[tuple[str, Callable[[House, str], Outcome]], ...] = (
    ("checkout.session.", hear_money),
    ("transfer.", hear_payout),
    ("v2.money_management.outbound_payment.", hear_payout),
    ("v2.core.account", hear_account),
    ("account.", hear_account),
    ("balance.", _hear_balance),
    ("charge.", _hear_balance),
    ("refund.", _hear_balance),
    ("payout.", _hear_balance),
    ("topup.", _hear_balance),
)
"""How the names of messages begin, and what is read anew; all others are kept and change nothing."""
MOVES_BALANCE = ("balance.", "charge.", "refund.", "payout.", "topup.", "transfer.", "v2.money_management.")


def apply_news(house: House) -> int:
    """Act on every message that waits, in no order that matters: what each is about is read anew, as it is now.

    Returns:
        How many came to something; one that could not be acted on waits for the next time.
    """
    done, moved = 0, False
    while True:
        with house.db.reading() as tx:
            waiting = waiting_events(tx)
        moved |= any(one.kind.startswith(MOVES_BALANCE) for one in waiting)
        now_done = sum(_apply_safely(house, heard, about) for heard, about in _grouped(house, waiting).items())
        done += now_done
        if not now_done:
            break
    if moved:
        read_record(house)
    return done


Heard = tuple[Callable[[House, str], Outcome], str]


def _grouped(house: House, waiting: Sequence[Waiting]) -> dict[Heard, list[Waiting]]:
    """Put messages about the same thing together: it is read once for all of them."""
    groups: dict[Heard, list[Waiting]] = {}
    for one in waiting:
        groups.setdefault((_act_of(house, one), one.object_id), []).append(one)
    return groups


def _act_of(house: House, one: Waiting) -> Callable[[House, str], Outcome]:
    provider = house.providers.get(one.provider)
    if provider is not None and provider.is_pretend is one.is_live:
        return _other_mode
    return next((act for beginning, act in HEARD if one.kind.startswith(beginning)), _ignored)


def _other_mode(_house: House, _object_id: str) -> Outcome:
    return Outcome.OTHER_MODE


def _ignored(_house: House, _object_id: str) -> Outcome:
    return Outcome.IGNORED


def _apply_safely(house: House, heard: Heard, about: Sequence[Waiting]) -> int:
    """Act on messages about one thing; what goes wrong with it must not hold up the others."""
    act, object_id = heard
    try:
        outcome = act(house, object_id)
    except Exception:  # noqa: BLE001 - it is tried again, and in the end the sweep heals it
        log().exception("message_not_applied", kind=about[0].kind)
        with house.db.writing() as tx:
            for one in about:
                note_tried(tx, event_id=one.event_id, now=house.now())
        return 0
    with house.db.writing() as tx:
        for one in about:
            note_outcome(tx, event_id=one.event_id, outcome=outcome, now=house.now())
    return len(about)


def read_record(house: House) -> int:
    """Read the newest lines of every record and those that match nothing yet; return how many match now."""
    return sum(_read(house, record) for record in house.records.values())


def _read(house: House, record: KeepsRecord) -> int:
    with house.db.reading() as tx:
        newest = newest_line_at(tx, record.name)
        still_open = open_line_ids(tx, record.name)
    lines = {line.line_id: line for line in record.lines(since=newest - LOOK_BACK if newest else None)}
    older = [record.line(line_id) for line_id in still_open if line_id not in lines]
    return _take(house, record.name, [*(line for line in older if line), *lines.values()])


def _take(house: House, provider: str, lines: Iterable[RecordLine]) -> int:
    """Match lines, the oldest first, each in a transaction of its own."""
    matched = 0
    for line in sorted(lines, key=lambda line: (line.created_at, line.line_id)):
        with house.db.writing() as tx:
            matched += take_line(tx, provider=provider, line=line, now=house.now()) is Standing.MATCHED
    return matched


def sweep(house: House) -> int:
    """Read everything that services wrote down since the last time, so that no message that got lost is missed.

    Returns:
        How many messages were new.
    """
    new = sum(_sweep_news(house, record) for record in house.records.values())
    apply_news(house)
    follow_funding(house)
    read_record(house)
    return new


def _sweep_news(house: House, record: KeepsRecord) -> int:
    with house.db.reading() as tx:
        newest = newest_event_at(tx, record.name)
    now: datetime = house.now()
    since = max(newest - LOOK_BACK, now - NEWS_KEPT) if newest else now - NEWS_KEPT
    told = list(record.news(since=since))
    return sum(_keep(house, record.name, one) for one in told)


def _keep(house: House, provider: str, one: News) -> bool:
    told = Told(
        event_id=one.event_id,
        kind=one.kind,
        object_id=one.object_id,
        is_live=one.is_live,
        created_at=one.created_at,
        digest="",
    )
    with house.db.writing() as tx:
        return keep_event(tx, provider=provider, told=told, came=Came.SWEPT, now=house.now())
