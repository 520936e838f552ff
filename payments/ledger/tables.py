"""The ledger's two tables: accounts, whose balances only the database changes, and transfers, which nobody changes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from payments.columns import Flag, Instant, Table, Whole, Words, one_of, strict
from payments.ledger.rules import AMOUNT_MICROS_MAX


class Side(StrEnum):
    """The side on which an account grows."""

    DEBIT = "D"
    CREDIT = "C"


class Phase(StrEnum):
    """What a transfer does: move at once, hold, or settle a hold."""

    SINGLE = "single"
    PENDING = "pending"
    POST = "post"
    VOID = "void"


class LedgerAccount(Table, table=True):
    """One account in one currency. The four balances are written by the trigger on transfers, never by us."""

    __tablename__ = "ledger_account"
    __table_args__ = strict(
        one_of("normal", Side),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("has_no_overdraft IN (0, 1)", name="overdraft_flag"),
        CheckConstraint(
            "debits_posted >= 0 AND debits_pending >= 0 AND credits_posted >= 0 AND credits_pending >= 0",
            name="balances_not_negative",
        ),
        CheckConstraint(
            "has_no_overdraft = 0"
            " OR (normal = 'C' AND debits_posted + debits_pending <= credits_posted)"
            " OR (normal = 'D' AND credits_posted + credits_pending <= debits_posted)",
            name="no_overdraft",
        ),
    )

    id: str = Field(primary_key=True, sa_type=Words)
    currency: str = Field(sa_type=Words)
    normal: str = Field(sa_type=Words)
    has_no_overdraft: bool = Field(sa_type=Flag)
    debits_posted: int = Field(default=0, sa_type=Whole)
    debits_pending: int = Field(default=0, sa_type=Whole)
    credits_posted: int = Field(default=0, sa_type=Whole)
    credits_pending: int = Field(default=0, sa_type=Whole)


class LedgerTransfer(Table, table=True):
    """One immutable movement: one account debited, one credited, in micro-units."""

    __tablename__ = "ledger_transfer"
    __table_args__ = strict(
        one_of("phase", Phase),
        CheckConstraint("length(id) BETWEEN 8 AND 64", name="id_length"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
        CheckConstraint(f"amount_micros > 0 AND amount_micros <= {AMOUNT_MICROS_MAX}", name="amount_in_range"),
        CheckConstraint("(phase IN ('post', 'void')) = (pending_id IS NOT NULL)", name="settles_a_hold"),
        sqlite_autoincrement=True,
    )

    sequence: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    id: str = Field(unique=True, sa_type=Words)
    phase: str = Field(sa_type=Words)
    debit_id: str = Field(foreign_key="ledger_account.id", sa_type=Words, index=True)
    credit_id: str = Field(foreign_key="ledger_account.id", sa_type=Words, index=True)
    amount_micros: int = Field(sa_type=Whole)
    currency: str = Field(sa_type=Words)
    pending_id: str | None = Field(default=None, unique=True, foreign_key="ledger_transfer.id", sa_type=Words)
    code: str = Field(sa_type=Words)
    reference: str = Field(sa_type=Words)
    happened_at: datetime = Field(sa_type=Instant)
    body_hash: str = Field(sa_type=Words)
