"""What may happen to a payout: the tables are closed, nothing leads to two payments, and answers say what follows."""

from itertools import product

import pytest

from payments.payout_answers.rules import Follows, read_answers, what_follows
from payments.payouts.rules import (
    ATTEMPT_MOVES,
    PAYOUT_MOVES,
    RUN_MOVES,
    STANDS_IN_THE_WAY,
    AttemptAct,
    AttemptState,
    PayoutAct,
    PayoutState,
    RunAct,
    RunState,
    arrives_on,
    attempt_key,
    moved_attempt,
    moved_payout,
    moved_run,
)
from payments.providers.base import Answer
from policies.errors import Refusal
from tests.cast import BEGINNING

IMPOSSIBLE = [pair for pair in product(PayoutState, PayoutAct) if pair not in PAYOUT_MOVES]


@pytest.mark.parametrize(("state", "act"), IMPOSSIBLE)
def test_what_the_table_does_not_name_is_refused(state: PayoutState, act: PayoutAct) -> None:
    with pytest.raises(Refusal, match="payout_has_moved_on"):
        moved_payout(state, act)


def test_a_paid_payout_can_only_come_back() -> None:
    assert [act for state, act in PAYOUT_MOVES if state is PayoutState.PAID] == [PayoutAct.RETURN]


def test_nothing_that_may_have_left_is_prepared_again() -> None:
    assert [state for state, act in PAYOUT_MOVES if act is PayoutAct.PREPARE] == [PayoutState.DUE]


def test_an_attempt_stands_in_the_way_until_it_is_sure_that_no_money_left_by_it() -> None:
    free = {after for after in AttemptState if after not in STANDS_IN_THE_WAY}

    assert free == {AttemptState.RETURNED, AttemptState.REJECTED, AttemptState.WITHDRAWN}
    assert all(moved_attempt(*pair) in AttemptState for pair in ATTEMPT_MOVES)
    assert (AttemptState.SENDING, AttemptAct.WITHDRAW) not in ATTEMPT_MOVES


def test_a_run_is_released_once_and_never_given_up_afterwards() -> None:
    with pytest.raises(Refusal, match="run_has_moved_on"):
        moved_run(RunState.RELEASED, RunAct.CANCEL)

    assert len(RUN_MOVES) == 3


def test_an_answer_after_the_money_came_back_contradicts() -> None:
    after = {state: what_follows(state, Answer.PAID) for state in AttemptState}

    assert after[AttemptState.RETURNED] is Follows.CONTRADICTS
    assert after[AttemptState.REJECTED] is Follows.CONTRADICTS
    assert after[AttemptState.PREPARED] is Follows.NOT_SENT
    assert after[AttemptState.WITHDRAWN] is Follows.NOT_SENT


def test_a_key_has_only_letters_and_digits_that_a_bank_takes() -> None:
    assert attempt_key(12, 3) == "JOR0000012N3"
    assert len(attempt_key(9_007_199_254_740_991, 12)) <= 30


@pytest.mark.parametrize(
    ("head", "state"),
    [
        ("key,state,tracking,reason", "paid"),
        ("Clave;Estado;Rastreo;Motivo", "LIQUIDADA"),
        ("clave_rastreo\testatus\tfolio\tcausa", "Pagado"),
    ],
)
def test_a_banks_file_is_read_in_the_ways_that_banks_write(head: str, state: str) -> None:
    separator = next(one for one in ",;\t" if one in head)
    text = "\ufeff" + head + "\r\n" + separator.join(("JOR0000001N1", state, "8812", "")) + "\r\n\r\n"

    lines = read_answers(text.encode())

    assert [(line.number, line.key) for line in lines] == [(2, "JOR0000001N1")]
    assert lines[0].outcome is not None
    assert (lines[0].outcome.answer, lines[0].outcome.tracking) == (Answer.PAID, "8812")


def test_a_line_whose_state_is_no_known_word_is_kept_and_named_by_its_number() -> None:
    lines = read_answers(b"key,state\nJOR0000001N1,perhaps\n\nJOR0000002N1,paid\nshort\n")

    assert [(line.number, line.outcome is None) for line in lines] == [(2, True), (4, False), (5, True)]


def test_money_sent_before_a_weekend_is_expected_on_monday() -> None:
    monday = BEGINNING.date()
    days = [monday.fromordinal(monday.toordinal() + ahead) for ahead in range(7)]

    arrivals = [arrives_on(day).isoweekday() for day in days]

    assert arrivals == [2, 3, 4, 5, 1, 1, 1]
