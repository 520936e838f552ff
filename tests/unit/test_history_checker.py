"""The history checker is honest: content with a true history, and each forged one is caught by the name of its fault."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.acts import Act, Deed
from tests.history import findings
from tests.kept import Account, Answered, Given, Item, Kept, Paid, Span

ADA, BEN = 1, 2
ITEM = 7
PAY = 1_150_000
FLOOR = 45_943_334
LEASE_MS = 800_000
Story = tuple[list[Act], Kept]


def act(deed: Deed, who: int, at: int, assignment_id: int = 0, **more: int) -> Act:
    """Return an act that took one tick, at `at` seconds of the house."""
    return Act(
        deed=deed,
        person_id=who,
        began=at,
        ended=at + 1,
        assignment_id=assignment_id,
        amount_micros=more.get("amount_micros", 0),
        is_repeat=bool(more.get("is_repeat", 0)),
        at_ms=at * 1000,
        until_ms=more.get("until_ms", 0),
    )


def true_story() -> Story:
    """Ada answers the only item and asks again; Ben does the same; two answers were asked for."""
    acts = [
        act(Deed.OFFERED, ADA, 0, 11),
        act(Deed.OFFERED, BEN, 2, 12),
        act(Deed.ALIVE, ADA, 4, 11),
        act(Deed.ANSWERED, ADA, 10, 11, amount_micros=PAY),
        act(Deed.ANSWERED, ADA, 12, 11, amount_micros=PAY, is_repeat=1),
        act(Deed.ANSWERED, BEN, 20, 12, amount_micros=PAY),
        act(Deed.NOTHING_LEFT, ADA, 30),
        act(Deed.NOTHING_LEFT, BEN, 32),
    ]
    kept = Kept(
        items=(Item(ITEM, 2, 0),),
        given=(
            Given(11, ITEM, ADA, "accepted", LEASE_MS),
            Given(12, ITEM, BEN, "submitted", LEASE_MS),
        ),
        answered=(Answered(11, is_surplus=False), Answered(12, is_surplus=False)),
        paid=(Paid(ADA, 11, "piece", PAY, "requester"), Paid(BEN, 12, "piece", PAY, "requester")),
        spans=(Span(ADA, 1, "task", 0, 10_000, FLOOR), Span(ADA, 1, "rest", 10_000, 12_000, FLOOR)),
        accounts=(
            Account("world:MXN", "D", False, 10, 5, 0, 0),
            Account("purse:1:1", "C", True, 0, 0, 10, 5),
        ),
        expired={},
        seen_ms={ADA: 10_000, BEN: 20_000},
        is_closed=True,
    )
    return acts, kept


def with_given(kept: Kept, index: int, **changes: object) -> Kept:
    given = list(kept.given)
    given[index] = replace(given[index], **changes)  # type: ignore[arg-type]
    return replace(kept, given=tuple(given))


def an_answer_is_gone(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, answered=kept.answered[:1])


def an_answer_was_put_back_to_open(acts: list[Act], kept: Kept) -> Story:
    return acts, with_given(kept, 1, state="started")


def an_answer_is_stored_twice(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, answered=(*kept.answered, kept.answered[0]))


def two_first_receipts(acts: list[Act], kept: Kept) -> Story:
    return [replace(one, is_repeat=False) for one in acts], kept


def a_receipt_says_another_amount(acts: list[Act], kept: Kept) -> Story:
    return [*acts, act(Deed.ANSWERED, BEN, 40, 12, amount_micros=PAY - 1, is_repeat=1)], kept


def a_receipt_says_surplus(acts: list[Act], kept: Kept) -> Story:
    return [replace(one, is_surplus=True) for one in acts], kept


def an_answer_is_not_paid(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, paid=kept.paid[:1])


def an_answer_is_paid_twice(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, paid=(*kept.paid, kept.paid[0]))


def pay_without_an_answer(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, paid=(*kept.paid, Paid(ADA, 13, "piece", PAY, "requester")))


def a_requester_pays_for_surplus(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, answered=(kept.answered[0], Answered(12, is_surplus=True)))


def the_books_know_nothing_of_an_offer(acts: list[Act], kept: Kept) -> Story:
    return [*acts, act(Deed.OFFERED, BEN, 25, 99)], kept


def an_offer_is_somebody_elses(acts: list[Act], kept: Kept) -> Story:
    return acts, with_given(kept, 1, person_id=3)


def ada_had_an_item_twice(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, given=(*kept.given, Given(13, ITEM, ADA, "released", LEASE_MS)))


def one_answer_too_many(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, items=(Item(ITEM, 1, 0),))


def a_slot_leaked(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, items=(Item(ITEM, 3, 0),))


def a_slot_came_from_nowhere(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, items=(Item(ITEM, 2, 1),))


def three_hands_held_two_slots(acts: list[Act], kept: Kept) -> Story:
    third = Given(13, ITEM, 3, "released", LEASE_MS)
    held = [act(Deed.OFFERED, 3, 5, 13), act(Deed.RELEASED, 3, 8, 13)]
    return [*acts, *held], replace(kept, given=(*kept.given, third))


def a_release_was_forgotten(acts: list[Act], kept: Kept) -> Story:
    return [*acts, act(Deed.RELEASED, BEN, 18, 12)], kept


def an_item_vanished_from_ada_s_hands(acts: list[Act], kept: Kept) -> Story:
    return [*acts, act(Deed.EXPIRED, ADA, 9, 11)], kept


def ada_was_alive_and_lost_her_item(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, expired={11: 9_000})


def a_sign_of_life_was_not_heard(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, seen_ms={ADA: 3_999, BEN: 20_000})


def ada_was_sent_away_while_ben_held_what_came_back(acts: list[Act], kept: Kept) -> Story:
    other = Given(13, 8, 3, "submitted", LEASE_MS)
    answered = (*kept.answered, Answered(13, is_surplus=False))
    paid = (*kept.paid, Paid(3, 13, "piece", PAY, "requester"))
    later = [act(Deed.OFFERED, 3, 40, 13), act(Deed.ANSWERED, 3, 45, 13, amount_micros=PAY)]
    books = replace(kept, items=(*kept.items, Item(8, 1, 0)), given=(*kept.given, other), answered=answered, paid=paid)
    return [*acts, *later], books


def ada_was_sent_away_and_a_slot_is_open(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, items=(*kept.items, Item(8, 1, 1)))


def nobody_says_when_more_may_return(acts: list[Act], kept: Kept) -> Story:
    return [*acts, act(Deed.MORE_LATER, BEN, 21, until_ms=21_000)], kept


def a_second_is_counted_twice(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, spans=(*kept.spans, Span(ADA, 2, "task", 11_000, 13_000, FLOOR)))


def a_second_is_nowhere(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, spans=(*kept.spans, Span(ADA, 1, "task", 13_000, 14_000, FLOOR)))


def money_came_from_nowhere(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, accounts=kept.accounts[1:])


def a_purse_is_overdrawn(acts: list[Act], kept: Kept) -> Story:
    purse = Account("purse:1:1", "C", True, 7, 5, 10, 5)
    return acts, replace(kept, accounts=(kept.accounts[0], purse))


def ada_s_week_is_below_the_floor(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, spans=(Span(ADA, 1, "task", 0, 100_000, FLOOR),))


def the_verifier_found_something(acts: list[Act], kept: Kept) -> Story:
    return acts, replace(kept, findings=("event_altered",))


FORGED = {
    an_answer_is_gone: "answer_lost",
    an_answer_was_put_back_to_open: "answer_lost",
    an_answer_is_stored_twice: "answer_twice",
    two_first_receipts: "first_receipt_twice",
    a_receipt_says_another_amount: "receipt_differs",
    a_receipt_says_surplus: "receipt_differs",
    an_answer_is_not_paid: "paid_never",
    an_answer_is_paid_twice: "paid_twice",
    pay_without_an_answer: "paid_for_nothing",
    a_requester_pays_for_surplus: "surplus_carrier",
    the_books_know_nothing_of_an_offer: "act_unknown",
    an_offer_is_somebody_elses: "act_unknown",
    ada_had_an_item_twice: "item_twice",
    one_answer_too_many: "too_many_answers",
    a_slot_leaked: "slot_lost",
    a_slot_came_from_nowhere: "slot_gained",
    three_hands_held_two_slots: "too_many_held",
    a_release_was_forgotten: "release_lost",
    an_item_vanished_from_ada_s_hands: "expiry_unknown",
    ada_was_alive_and_lost_her_item: "expired_while_alive",
    a_sign_of_life_was_not_heard: "sign_of_life_lost",
    ada_was_sent_away_while_ben_held_what_came_back: "false_nothing_left",
    ada_was_sent_away_and_a_slot_is_open: "false_nothing_left",
    nobody_says_when_more_may_return: "no_time_named",
    a_second_is_counted_twice: "time_twice",
    a_second_is_nowhere: "time_missing",
    money_came_from_nowhere: "ledger_unbalanced",
    a_purse_is_overdrawn: "overdrawn",
    ada_s_week_is_below_the_floor: "below_floor",
    the_verifier_found_something: "verifier",
}
"""Each forgery, and the name under which the checker must find it."""


def test_a_true_history_has_no_findings() -> None:
    assert findings(*true_story()) == []


@pytest.mark.parametrize(("forge", "code"), FORGED.items(), ids=lambda case: getattr(case, "__name__", ""))
def test_a_forged_history_is_caught(forge: Callable[[list[Act], Kept], Story], code: str) -> None:
    found = {finding.code for finding in findings(*forge(*true_story()))}

    assert code in found


def test_an_item_that_ben_let_go_may_be_held_by_a_third_while_ada_has_hers() -> None:
    acts, kept = true_story()
    let_go = with_given(kept, 1, state="expired")
    after = replace(
        let_go,
        given=(*let_go.given, Given(13, ITEM, 3, "submitted", LEASE_MS)),
        answered=(kept.answered[0], Answered(13, is_surplus=False)),
        paid=(kept.paid[0], Paid(3, 13, "piece", PAY, "requester")),
        expired={12: 2_000 + LEASE_MS},
    )
    told = [one for one in acts if (one.person_id, one.deed) != (BEN, Deed.ANSWERED) and one.deed != Deed.NOTHING_LEFT]
    later = [act(Deed.OFFERED, 3, 900, 13), act(Deed.ANSWERED, 3, 910, 13, amount_micros=PAY)]

    assert findings([*told, *later], after) == []
