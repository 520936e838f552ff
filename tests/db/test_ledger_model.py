"""Whatever is tried in whatever order, the ledger holds what a few lines of plain arithmetic say it holds."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from payments.ledger.queries import balance
from payments.ledger.rules import escrow, guarantee, organisation_funds, payable, world
from payments.ledger.service import hold, post, transfer, void
from policies.errors import Refusal
from tests import databases
from tests.cast import BEGINNING
from web.db import Database

MXN = "MXN"
GUARDED = (organisation_funds(1, MXN), escrow(1), payable(1, MXN))
OPEN = (world(MXN), guarantee(MXN))
AMOUNTS = st.integers(1, 50)


class LedgerBesideAModel(RuleBasedStateMachine):
    """The model: what is posted and what is promised away, account by account."""

    template: Path
    holds = Bundle("holds")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = Database(databases.sqlite_copy(self.template, Path(self.folder.name)))
        self.posted = dict.fromkeys(GUARDED + OPEN, 0)
        self.promised = dict.fromkeys(GUARDED + OPEN, 0)
        self.number = 0

    @rule(debit=st.sampled_from(GUARDED + OPEN), credit=st.sampled_from(GUARDED), amount=AMOUNTS)
    def move(self, debit: str, credit: str, amount: int) -> None:
        if debit != credit and self.tried(transfer, debit, credit, amount):
            self.post(debit, credit, amount)

    @rule(target=holds, debit=st.sampled_from(GUARDED + OPEN), credit=st.sampled_from(GUARDED), amount=AMOUNTS)
    def promise(self, debit: str, credit: str, amount: int) -> tuple[str, str, str, int] | None:
        if debit == credit or not self.tried(hold, debit, credit, amount):
            return None
        self.promised[debit] += amount if debit != world(MXN) else 0  # the outside grows by what it gives
        return f"transfer-{self.number}", debit, credit, amount

    @rule(held=consumes(holds), is_posted=st.booleans())
    def settle(self, held: tuple[str, str, str, int] | None, *, is_posted: bool) -> None:
        if held is None:
            return
        pending_id, debit, credit, amount = held
        with self.db.writing() as tx:
            (post if is_posted else void)(tx, id=f"{pending_id}:end", pending_id=pending_id, now=BEGINNING)
        self.promised[debit] -= amount if debit != world(MXN) else 0
        if is_posted:
            self.post(debit, credit, amount)

    @invariant()
    def ledger_and_model_agree(self) -> None:
        with self.db.reading() as tx:
            shown = {account: balance(tx, account) for account in GUARDED + OPEN}
        assert {account: held.posted for account, held in shown.items()} == self.posted
        assert {account: held.pending for account, held in shown.items()} == self.promised
        assert min(shown[account].available for account in GUARDED) >= 0

    def tried(self, act: object, debit: str, credit: str, amount: int) -> bool:
        """Try a transfer or a hold, and say whether it was taken; it must be, exactly when there is enough."""
        self.number += 1
        is_enough = debit in OPEN or self.posted[debit] - self.promised[debit] >= amount
        movement = {"debit_id": debit, "credit_id": credit, "amount_micros": amount, "currency": MXN}
        try:
            with self.db.writing() as tx:
                act(tx, id=f"transfer-{self.number}", **movement, code="try", reference="x", now=BEGINNING)  # type: ignore[operator]
        except Refusal as refusal:
            refused_for = refusal.code
        else:
            refused_for = None
        assert refused_for == (None if is_enough else "not_enough_money")
        return is_enough

    def post(self, debit: str, credit: str, amount: int) -> None:
        self.posted[debit] += amount if debit == world(MXN) else -amount
        self.posted[credit] += amount

    def teardown(self) -> None:
        self.db.dispose()
        self.folder.cleanup()


@pytest.fixture
def machine(sqlite_template: Path) -> type[LedgerBesideAModel]:
    LedgerBesideAModel.template = sqlite_template
    return LedgerBesideAModel


def test_the_ledger_agrees_with_plain_arithmetic_whatever_is_tried(machine: type[LedgerBesideAModel]) -> None:
    case = machine.TestCase
    case.settings = settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )

    case().runTest()
