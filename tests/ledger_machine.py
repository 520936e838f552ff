"""The ledger beside a few lines of plain arithmetic: whatever is tried, both must say the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from string import ascii_uppercase
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from payments.ledger.rules import (
    AMOUNT_MICROS_MAX,
    Balance,
    Movement,
    balance_of,
    escrow,
    guarantee,
    nature_of,
    organisation_funds,
    payable,
    purse,
    world,
)
from payments.ledger.service import fund_organisation, hold, open_account, post, record_up_to, transfer, void
from payments.transaction import Transaction
from policies.errors import Refusal
from tests.cast import BEGINNING
from web.db import Database

SMALL = st.integers(1, 50)
AMOUNTS = st.one_of(SMALL, SMALL, SMALL, st.sampled_from((0, -1, -50, AMOUNT_MICROS_MAX, AMOUNT_MICROS_MAX + 1, 2**63)))
PLACES = st.integers(0, 7)
IS_MAIN = st.sampled_from((True, True, True, True, False))
HELD = """
SELECT id, debits_posted, debits_pending, credits_posted, credits_pending FROM ledger_account
WHERE currency IN (:main, :other)
"""
Act = Callable[[Transaction], object]


@dataclass(slots=True)
class Promise:
    """A hold, and how it was settled."""

    debit: str
    credit: str
    amount: int
    settled_by: str = ""
    is_posted: bool = False


class LedgerBesideAModel(RuleBasedStateMachine):
    """The model: what is posted and what is promised away, account by account; every example has accounts of its own."""

    db: ClassVar[Database]
    steps: ClassVar[int] = 0
    examples: ClassVar[Iterator[int]] = count(1)
    holds = Bundle("holds")
    moves = Bundle("moves")

    def __init__(self) -> None:
        super().__init__()
        self.number, self.mine = 0, next(self.examples)
        mine = self.mine
        self.promises: dict[str, Promise] = {}
        main, other = currency_number(2 * mine), currency_number(2 * mine + 1)
        self.main, self.other = main, other
        own = (organisation_funds(mine, main), escrow(mine), purse(mine, mine), payable(mine, main))
        self.currency_of = dict.fromkeys((*own, world(main), guarantee(main)), main)
        self.currency_of |= {organisation_funds(mine, other): other, world(other): other}
        self.accounts = list(self.currency_of)
        with self.db.writing() as tx:
            for account_id, currency in self.currency_of.items():
                open_account(tx, account_id=account_id, currency=currency)
        self.posted = dict.fromkeys(self.accounts, 0)
        self.promised = dict.fromkeys(self.accounts, 0)

    @rule(target=moves, debit=PLACES, credit=PLACES, amount=AMOUNTS, is_main=IS_MAIN)
    def move(self, debit: int, credit: int, amount: int, *, is_main: bool) -> Movement | None:
        moved = self.movement("single", debit, credit, amount, self.main if is_main else self.other)
        assert self.tried(lambda tx: transfer(tx, **named(moved))) == self.expected(moved)
        if self.last_refusal is None:
            self.book(moved)
        return moved if self.last_refusal is None else None

    @rule(target=holds, debit=PLACES, credit=PLACES, amount=AMOUNTS, is_main=IS_MAIN)
    def promise(self, debit: int, credit: int, amount: int, *, is_main: bool) -> str:
        moved = self.movement("pending", debit, credit, amount, self.main if is_main else self.other)
        assert self.tried(lambda tx: hold(tx, **named(moved))) == self.expected(moved)
        if self.last_refusal is None:
            self.promise_away(moved)
        return moved.id

    @rule(target=holds, debit=PLACES, credit=PLACES, amount=SMALL, is_promise=st.booleans())
    def take_what_is_there(self, debit: int, credit: int, amount: int, *, is_promise: bool) -> str:
        moved = self.movement("pending" if is_promise else "single", debit, credit, amount, None)
        if moved.debit_id == moved.credit_id or self.currency_of[moved.credit_id] != moved.currency:
            return moved.id
        with self.db.writing() as tx:
            taken = record_up_to(tx, movement=moved, now=BEGINNING, facts=[])
        assert taken == (min(amount, self.free(moved.debit_id)) if is_guarded(moved.debit_id) else amount)
        really = Movement(moved.id, moved.phase, moved.debit_id, moved.credit_id, taken, moved.currency, "try", "x")
        if taken and is_promise:
            self.promise_away(really)
        elif taken:
            self.book(really)
        return moved.id

    @rule(pending_id=holds, is_posted=st.booleans(), ending=st.sampled_from(("a", "a", "b")))
    def settle(self, pending_id: str, *, is_posted: bool, ending: str) -> None:
        promise, own_id = self.promises.get(pending_id), f"{pending_id}:{ending}"
        act = post if is_posted else void
        refused = self.tried(lambda tx: act(tx, id=own_id, pending_id=pending_id, now=BEGINNING))
        assert refused == self.expected_of(promise, own_id, is_posted=is_posted)
        if promise is not None and refused is None and not promise.settled_by:
            promise.settled_by, promise.is_posted = own_id, is_posted
            self.promised[promise.debit] -= 0 if is_outside(promise.debit) else promise.amount
            self.promised[promise.credit] -= promise.amount if is_outside(promise.credit) else 0
            if is_posted:
                self.add(promise.debit, promise.credit, promise.amount)

    @rule(moved=moves, amount=st.one_of(st.none(), AMOUNTS))
    def send_again(self, moved: Movement | None, amount: int | None) -> None:
        if moved is None:
            return
        again = named(moved) | ({} if amount is None else {"amount_micros": amount}) | {"now": BEGINNING + timedelta(1)}
        changed = "" if amount in {None, moved.amount_micros} else "transfer_id_reused"
        expected = changed and (not_an_amount(amount or 0) or changed)
        assert (self.tried(lambda tx: transfer(tx, **again)) or "") == expected

    @rule(amount=AMOUNTS, is_again=st.booleans())
    def bring_in(self, amount: int, *, is_again: bool) -> None:
        self.number += 1
        paid = {"organisation_id": self.mine, "amount_micros": amount, "currency": self.main, "now": BEGINNING}
        name = f"bank-{self.mine}-{self.number}"
        refused = self.tried(lambda tx: fund_organisation(tx, **paid, provider_reference=name))
        moved = Movement(
            "", "single", world(self.main), organisation_funds(self.mine, self.main), amount, self.main, "", ""
        )
        assert refused == self.expected(moved)
        if refused is None:
            self.book(moved)
        if refused is None and is_again:
            assert self.tried(lambda tx: fund_organisation(tx, **paid, provider_reference=name)) is None

    @rule(account_id=st.sampled_from(("nobody", "purse:1", "annotator:x:payable:MXN", "world:abc", "")), amount=SMALL)
    def pay_into_nowhere(self, account_id: str, amount: int) -> None:
        moved = self.movement("single", self.accounts.index(world(self.main)), 0, amount, self.main)
        into = named(moved) | {"credit_id": account_id}
        assert self.tried(lambda tx: transfer(tx, **into)) == "account_unknown"

    @rule(debit=PLACES, credit=PLACES, amount=SMALL)
    def think_better_of_it(self, debit: int, credit: int, amount: int) -> None:
        moved = self.movement("single", debit, credit, amount, None)

        def move_and_fall_over(tx: Transaction) -> None:
            transfer(tx, **named(moved))
            raise Refusal("changed_its_mind")

        assert self.tried(move_and_fall_over) == (self.expected(moved) or "changed_its_mind")

    @invariant()
    def ledger_and_model_agree(self) -> None:
        type(self).steps += 1
        held = self.held()
        assert {account_id: one.posted for account_id, one in held.items()} == self.posted
        assert {account_id: one.pending for account_id, one in held.items()} == self.promised
        assert min(held[account_id].available for account_id in self.accounts if is_guarded(account_id)) >= 0

    def held(self) -> dict[str, Balance]:
        with self.db.reading() as tx:
            rows = tx.run(HELD, main=self.main, other=self.other)
        return {row[0]: balance_of(nature_of(row[0]), debits=row[1:3], credits_=row[3:5]) for row in rows}

    def movement(self, phase: str, debit: int, credit: int, amount: int, currency: str | None) -> Movement:
        self.number += 1
        debit_id, credit_id = self.accounts[debit], self.accounts[credit]
        its = currency or self.currency_of[debit_id]
        return Movement(f"attempt-{self.mine}-{self.number}", phase, debit_id, credit_id, amount, its, "try", "x")

    def tried(self, act: Act) -> str | None:
        """Try something in a transaction of its own, and return why it was refused."""
        self.last_refusal = None
        try:
            with self.db.writing() as tx:
                act(tx)
        except Refusal as refusal:
            self.last_refusal = refusal.code
        return self.last_refusal

    def expected(self, moved: Movement) -> str | None:
        if refused := not_an_amount(moved.amount_micros):
            return refused
        if moved.debit_id == moved.credit_id:
            return "accounts_same"
        if {self.currency_of[moved.debit_id], self.currency_of[moved.credit_id]} != {moved.currency}:
            return "currency_differs"
        is_short = is_guarded(moved.debit_id) and self.free(moved.debit_id) < moved.amount_micros
        return "not_enough_money" if is_short else None

    def expected_of(self, promise: Promise | None, own_id: str, *, is_posted: bool) -> str | None:
        if promise is None:
            return "hold_missing"
        if promise.settled_by not in {"", own_id}:
            return "hold_already_settled"
        return "transfer_id_reused" if promise.settled_by and promise.is_posted != is_posted else None

    def free(self, account_id: str) -> int:
        return self.posted[account_id] - self.promised[account_id]

    def book(self, moved: Movement) -> None:
        self.add(moved.debit_id, moved.credit_id, moved.amount_micros)

    def add(self, debit: str, credit: str, amount: int) -> None:
        self.posted[debit] += amount if is_outside(debit) else -amount
        self.posted[credit] += -amount if is_outside(credit) else amount

    def promise_away(self, moved: Movement) -> None:
        """Note what a hold will take from an account; the outside grows by what it gives, and shrinks by what it gets."""
        self.promises[moved.id] = Promise(moved.debit_id, moved.credit_id, moved.amount_micros)
        self.promised[moved.debit_id] += 0 if is_outside(moved.debit_id) else moved.amount_micros
        self.promised[moved.credit_id] += moved.amount_micros if is_outside(moved.credit_id) else 0


def named(moved: Movement) -> dict[str, object]:
    body = moved.body() | {"now": BEGINNING}
    return {name: value for name, value in body.items() if name not in {"phase", "pending_id"}}


def is_guarded(account_id: str) -> bool:
    return nature_of(account_id).has_no_overdraft


def is_outside(account_id: str) -> bool:
    return account_id.startswith("world:")


def not_an_amount(micros: int) -> str | None:
    if micros <= 0:
        return "amount_not_positive"
    return "amount_too_large" if micros > AMOUNT_MICROS_MAX else None


def currency_number(number: int) -> str:
    """Return a code of three letters, another one for each number: each example has money of its own."""
    return "".join(ascii_uppercase[number // 26**place % 26] for place in range(3))
