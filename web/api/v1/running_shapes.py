"""What programs read of a running project: uploads that wait or are published, and what a higher price costs."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from annotate.datasets.queries import BatchView
from annotate.prices.queries import PriceRise, RaiseQuote
from annotate.prices.service import REASON_MAX
from annotate.projects.queries import ProjectView
from web.api.v1.project_shapes import Price, price
from web.api.v1.values import Money, Something, Words, money


class RaiseIn(BaseModel):
    """A higher price, in the project's currency."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"amount": "1.30", "reason": "slower"}]})

    amount: Something
    reason: Words = Field(default="", max_length=REASON_MAX, description="for the project's history")


class RaiseOut(BaseModel):
    """What a higher price costs: the difference for every answer that is still to come."""

    pay_before: Price
    pay: Price
    left_count: int = Field(description="answers still to come")
    more: Money = Field(description="what is set aside on top, reserve and fee included")


class RiseOut(BaseModel):
    """One rise of a project's price."""

    before: Money
    after: Money
    reason: str
    changed_by: str
    changed_at: datetime


class PricesOut(BaseModel):
    """How a project's price rose, the last time first."""

    rises: list[RiseOut]


class BatchOut(BaseModel):
    """One upload."""

    batch_id: int
    file_name: str
    imported_count: int
    skipped_count: int
    refused_count: int
    started_at: datetime
    finished_at: datetime | None
    stopped_code: str | None = Field(description="why it stopped half-way, where it did")
    published_at: datetime | None = Field(description="since when its items are offered; before, it waits")
    ceiling: Money | None = Field(description="of one that waits: what it will cost at most, where it was asked for")


class BatchesOut(BaseModel):
    """The last uploads of a project, the newest first."""

    batches: list[BatchOut]


def raise_out(quoted: RaiseQuote, view: ProjectView) -> RaiseOut:
    """Return what a higher price costs."""
    return RaiseOut(
        pay_before=price(quoted.price_before_micros, view.currency, view.pay_basis),
        pay=price(quoted.price_micros, view.currency, view.pay_basis),
        left_count=quoted.left_count,
        more=money(quoted.sums.total_micros, view.currency),
    )


def rise_out(rise: PriceRise, currency: str) -> RiseOut:
    """Return one rise."""
    return RiseOut(
        before=money(rise.price_before_micros, currency),
        after=money(rise.price_micros, currency),
        reason=rise.reason,
        changed_by=rise.changed_by,
        changed_at=rise.changed_at,
    )


def batch_out(found: BatchView, currency: str, *, ceiling_micros: int | None = None) -> BatchOut:
    """Return one upload.

    Args:
        found: the upload.
        currency: of its project.
        ceiling_micros: what it will cost at most; None where nobody asked.
    """
    return BatchOut(
        batch_id=found.batch_id,
        file_name=found.file_name,
        imported_count=found.imported_count,
        skipped_count=found.skipped_count,
        refused_count=found.refused_count,
        started_at=found.started_at,
        finished_at=found.finished_at,
        stopped_code=found.stopped_code,
        published_at=found.published_at,
        ceiling=None if ceiling_micros is None else money(ceiling_micros, currency),
    )
