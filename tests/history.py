"""The history checker: holds what every person was told against what the database kept, and names each difference.

It knows nothing of how work is served. Whoever simulates people (threads, processes, browsers) writes their acts down
with tests/acts.py, reads the database with tests/kept.py, and asks for the findings here; there must be none.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.acts import Act, Deed
from tests.kept import Kept, Paid, Span

PIECE = frozenset({"piece", "hourly"})
HELD = frozenset({"offered", "started"})
TAKEN = frozenset({"submitted", "accepted"})
MS_PER_HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that should not be so."""

    code: str
    says: str


def findings(acts: Sequence[Act], kept: Kept) -> list[Finding]:
    """Return everything that is wrong, at most a few of each kind being worth reading."""
    return [finding for check in CHECKS for finding in check(acts, kept)]


def offers_are_kept(acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """Whoever was handed an item has it in the books, and never the same item twice."""
    owner = {given.assignment_id: given.person_id for given in kept.given}
    for act in acts:
        if act.assignment_id and owner.get(act.assignment_id) != act.person_id:
            yield Finding("act_unknown", f"{act.deed} of {act.assignment_id} by {act.person_id} is in no book")
    for (item_id, person_id), count in Counter((one.item_id, one.person_id) for one in kept.given).items():
        if count > 1:
            yield Finding("item_twice", f"person {person_id} had item {item_id} {count} times")


def answers_are_kept_once(acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """Every answer that was acknowledged is stored once, as the receipt said, and only one receipt is a first one."""
    stored = Counter(one.assignment_id for one in kept.answered)
    surplus = {one.assignment_id for one in kept.answered if one.is_surplus}
    state = {given.assignment_id: given.state for given in kept.given}
    first: Counter[int] = Counter()
    for act in (act for act in acts if act.deed is Deed.ANSWERED):
        here = act.assignment_id
        first[here] += not act.is_repeat
        if stored[here] == 0 or state.get(here) not in TAKEN:
            yield Finding("answer_lost", f"the answer to {here} was acknowledged and is not there")
        elif act.is_surplus != (here in surplus):
            yield Finding("receipt_differs", f"the receipt of {here} says {act.is_surplus=}")
    for here, count in first.items():
        if count > 1:
            yield Finding("first_receipt_twice", f"{here} was taken for the first time {count} times")
    for here, count in stored.items():
        if count > 1:
            yield Finding("answer_twice", f"{here} is stored {count} times")


def answers_are_paid_once(_acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """Every stored answer is paid exactly once; what came too late for its slot is paid by the guarantee."""
    pay = _pay_of(kept)
    for answer in kept.answered:
        here, paid = answer.assignment_id, pay.get(answer.assignment_id, [])
        if len(paid) != 1:
            yield Finding("paid_twice" if paid else "paid_never", f"{here} is paid {len(paid)} times")
        elif answer.is_surplus and paid[0].carrier != "guarantee":
            yield Finding("surplus_carrier", f"{here} came too late and is paid by {paid[0].carrier}")
    for here in pay.keys() - {answer.assignment_id for answer in kept.answered}:
        yield Finding("paid_for_nothing", f"{here} has no answer and is paid")


def receipts_name_the_pay(acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """Every receipt, the first and each repeated one, says what the answer is paid."""
    pay = _pay_of(kept)
    for act in acts:
        booked = sum(paid.amount_micros for paid in pay.get(act.assignment_id, []))
        if act.deed is Deed.ANSWERED and booked != act.amount_micros:
            yield Finding("receipt_differs", f"the receipt of {act.assignment_id} says {act.amount_micros}")


def _pay_of(kept: Kept) -> dict[int, list[Paid]]:
    """Return what each assignment's answer is paid, once for each time that it was booked."""
    pay: defaultdict[int, list[Paid]] = defaultdict(list)
    for paid in kept.paid:
        if paid.assignment_id is not None and paid.kind in PIECE:
            pay[paid.assignment_id].append(paid)
    return dict(pay)


def overlap_is_exact(_acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """No item has more answers than were asked for, and each slot is open, in somebody's hands, or answered."""
    surplus = {one.assignment_id for one in kept.answered if one.is_surplus}
    held = Counter(one.item_id for one in kept.given if one.state in HELD)
    taken = Counter(one.item_id for one in kept.given if one.state in TAKEN and one.assignment_id not in surplus)
    for item in kept.items:
        here, slots = item.item_id, item.open_slots + held[item.item_id] + taken[item.item_id]
        if taken[here] > item.asked:
            yield Finding("too_many_answers", f"item {here} has {taken[here]} answers of {item.asked}")
        elif slots != item.asked:
            code = "slot_lost" if slots < item.asked else "slot_gained"
            yield Finding(code, f"item {here} accounts for {slots} slots of {item.asked}")


def no_more_is_handed_out_than_needed(acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """At no moment was an item surely in more hands, or answered more often, than answers were asked for."""
    asked = {item.item_id: item.asked for item in kept.items}
    item_of = {given.assignment_id: given.item_id for given in kept.given}
    for item_id, steps in _held_for_sure(acts, kept, item_of).items():
        count = most = 0
        for _, change in sorted(steps):  # at one moment, what ends comes before what begins
            count += change
            most = max(most, count)
        if most > asked.get(item_id, 0):
            yield Finding("too_many_held", f"item {item_id} was in {most} hands at once, of {asked.get(item_id)}")


def _held_for_sure(acts: Sequence[Act], kept: Kept, item_of: dict[int, int]) -> dict[int, list[tuple[int, int]]]:
    """Return, for each item, when somebody surely began (+1) and may have ended (-1) to hold one of its slots."""
    surplus = {one.assignment_id for one in kept.answered if one.is_surplus}
    state = {given.assignment_id: given.state for given in kept.given}
    offered, answered, released = (_first(acts, deed) for deed in (Deed.OFFERED, Deed.ANSWERED, Deed.RELEASED))
    steps: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for here, item_id in item_of.items():
        begin = answered.get(here) if here in kept.expired else offered.get(here)
        if begin is None or here in surplus:
            continue
        steps[item_id].append((begin.ended, 1))
        if state[here] not in TAKEN | HELD:
            ended = released[here].began if here in released else begin.ended
            steps[item_id].append((ended, -1))
    return steps


def _first(acts: Sequence[Act], deed: Deed) -> dict[int, Act]:
    found: dict[int, Act] = {}
    for act in acts:
        if act.deed is deed:
            found.setdefault(act.assignment_id, act)
    return found


def what_is_given_back_stays_so(acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """Who gave an item back has given it back; who found it expired is right; who was alive lost nothing."""
    given = {one.assignment_id: one for one in kept.given}
    forgotten = {act.assignment_id for act in acts if act.deed is Deed.FORGOTTEN}
    last_sign: dict[int, int] = {}
    for act in acts:
        here = act.assignment_id
        if act.deed is Deed.RELEASED and here in given and given[here].state not in {"released", "expired"}:
            yield Finding("release_lost", f"{here} was given back and is {given[here].state}")
        if act.deed is Deed.EXPIRED and here not in kept.expired:
            yield Finding("expiry_unknown", f"{here} was taken from {act.person_id}, and no book says so")
        if act.deed in {Deed.OFFERED, Deed.ALIVE} and act.at_ms:
            last_sign[here] = max(act.at_ms, last_sign.get(here, 0))
    for here, expired_ms in kept.expired.items():
        if here in given and here not in forgotten and last_sign.get(here, 0) + given[here].lease_ms > expired_ms:
            yield Finding(
                "expired_while_alive", f"{here} was given back {expired_ms}, last heard {last_sign.get(here)}"
            )


def signs_of_life_are_heard(acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """The last acknowledged sign of life of each person is not older in the books, unless the test itself made it so."""
    last: dict[int, int] = {}
    for act in acts:
        if act.deed is Deed.ALIVE:
            last[act.person_id] = max(act.at_ms, last.get(act.person_id, 0))
        if act.deed is Deed.FORGOTTEN:
            last.pop(act.person_id, None)
    for person_id, at_ms in last.items():
        if kept.seen_ms.get(person_id, 0) < at_ms:
            yield Finding("sign_of_life_lost", f"person {person_id} was heard at {at_ms}, and no book says so")


def nothing_left_is_true(acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """Nobody was told "nothing left" while a slot was open, or held by somebody, of an item that they never had."""
    surplus = {one.assignment_id for one in kept.answered if one.is_surplus}
    item_of = {given.assignment_id: given.item_id for given in kept.given}
    had: defaultdict[int, dict[int, int]] = defaultdict(dict)
    offered = _first(acts, Deed.OFFERED)
    for given in kept.given:
        offer = offered.get(given.assignment_id)
        had[given.person_id][given.item_id] = offer.began if offer else 0
    later = [act for act in _first(acts, Deed.ANSWERED).values() if act.assignment_id not in surplus]
    for told in (act for act in acts if act.deed is Deed.NOTHING_LEFT):
        open_then = {item_of.get(act.assignment_id, 0) for act in later if act.began > told.ended}
        open_then |= {item.item_id for item in kept.items if item.open_slots > 0}
        missed = [item for item in open_then if had[told.person_id].get(item, told.ended + 1) > told.ended]
        if missed:
            yield Finding("false_nothing_left", f"person {told.person_id} was sent away while {missed[:3]} was open")


def waiting_has_an_end(acts: Sequence[Act], _kept: Kept) -> Iterator[Finding]:
    """Who is told that more may return is told when to ask again, and that is not in the past."""
    for act in acts:
        if act.deed is Deed.MORE_LATER and act.until_ms <= act.at_ms:
            yield Finding("no_time_named", f"person {act.person_id} at {act.at_ms} is to come back at {act.until_ms}")


def each_second_is_in_one_segment(_acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """The segments of each work session follow one another without gap, and no two of one person overlap."""
    people: defaultdict[int, list[Span]] = defaultdict(list)
    for span in kept.spans:
        people[span.person_id].append(span)
    for person_id, spans in people.items():
        for one, other in pairwise(sorted(spans, key=lambda span: (span.started_ms, span.ended_ms))):
            if other.started_ms < one.ended_ms:
                yield Finding("time_twice", f"person {person_id}: {other.started_ms} is counted twice")
            elif other.session_id == one.session_id and other.started_ms > one.ended_ms:
                yield Finding("time_missing", f"person {person_id}: {one.ended_ms} to {other.started_ms} is nowhere")


def the_ledger_balances(_acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """What was taken equals what was given, and no purse, reserve or other account without credit is overdrawn."""
    posted = sum(account.debits_posted - account.credits_posted for account in kept.accounts)
    pending = sum(account.debits_pending - account.credits_pending for account in kept.accounts)
    if posted or pending:
        yield Finding("ledger_unbalanced", f"the ledger is off by {posted} posted and {pending} pending")
    for account in kept.accounts:
        free = account.credits_posted - account.debits_posted - account.debits_pending
        if account.has_no_overdraft and account.normal == "C" and free < 0:
            yield Finding("overdrawn", f"{account.account_id} is short of {-free}")


def everybody_reaches_the_floor(_acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """Once the week is closed, pieces and top-ups are worth the floor of every second on a task."""
    if not kept.is_closed:
        return
    owed, paid = Counter[int](), Counter[int]()
    for span in kept.spans:
        if span.bucket == "task":
            owed[span.person_id] += (span.ended_ms - span.started_ms) * span.floor_hourly_micros
    for one in kept.paid:
        if one.kind in PIECE | {"top_up"}:
            paid[one.person_id] += one.amount_micros
    for person_id, least in owed.items():
        if paid[person_id] * MS_PER_HOUR < least:
            yield Finding("below_floor", f"person {person_id} has {paid[person_id]} of {-(-least // MS_PER_HOUR)}")


def the_verifier_is_content(_acts: Sequence[Act], kept: Kept) -> Iterator[Finding]:
    """Who works everything out again from the bundle finds nothing."""
    for says in kept.findings:
        yield Finding("verifier", says)


Check = Callable[[Sequence[Act], Kept], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    offers_are_kept,
    answers_are_kept_once,
    answers_are_paid_once,
    receipts_name_the_pay,
    overlap_is_exact,
    no_more_is_handed_out_than_needed,
    what_is_given_back_stays_so,
    signs_of_life_are_heard,
    nothing_left_is_true,
    waiting_has_an_end,
    each_second_is_in_one_segment,
    the_ledger_balances,
    everybody_reaches_the_floor,
    the_verifier_is_content,
)
