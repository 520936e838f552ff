"""Payslips as they were issued, and which earning stands on which: no earning can stand on two."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, strict


class Payslip(Table, table=True):
    """What one person is paid for one week in one currency; a later fact goes on the next number, never into this one.

    `body` is the whole payslip as one canonical JSON text, and `digest` its SHA-256. `total_minor` is what is paid:
    whole coins, each line rounded up once; `rounding_micros` is what that adds to the exact sum.
    """

    __tablename__ = "payslip"
    __table_args__ = strict(
        UniqueConstraint("person_id", "period", "currency", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("total_micros >= 0 AND total_minor > 0", name="pays_something"),
        CheckConstraint("rounding_micros >= 0", name="rounded_up"),
        CheckConstraint("length(digest) = 64", name="digest_length"),
        sqlite_autoincrement=True,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    period: str = Field(sa_type=Words)
    currency: str = Field(sa_type=Words)
    number: int = Field(sa_type=Whole)
    total_micros: int = Field(sa_type=Whole)
    total_minor: int = Field(sa_type=Whole)
    rounding_micros: int = Field(sa_type=Whole)
    digest: str = Field(sa_type=Words)
    body: str = Field(sa_type=Words)
    issued_at: datetime = Field(sa_type=Instant)


class PayslipEarning(Table, table=True):
    """On which payslip an earning stands."""

    __tablename__ = "payslip_earning"
    __table_args__ = strict(Index("ix_payslip_earning_payslip_id", "payslip_id"))

    earning_id: int = Field(primary_key=True, foreign_key="earning.id", sa_type=Whole)
    payslip_id: int = Field(foreign_key="payslip.id", sa_type=Whole)


class UnpaidPayslip(Table, table=True):
    """A payslip whose money has no payout yet: payday looks here only, however many payslips there ever were."""

    __tablename__ = "unpaid_payslip"
    __table_args__ = strict()

    payslip_id: int = Field(primary_key=True, foreign_key="payslip.id", sa_type=Whole)
