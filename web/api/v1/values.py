"""Values as programs write and read them: amounts as decimal texts with their currency, ids, weeks, plain words."""

from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from policies.money import decimal_text, micros_of

ID_MOST = 9_007_199_254_740_991
"""The largest whole number that every JSON reader keeps exactly."""

Id = Annotated[int, Field(strict=True, ge=1, le=ID_MOST)]
ProjectId = Annotated[int, Path(ge=1, le=ID_MOST, description="which project")]
AssignmentId = Annotated[int, Path(ge=1, le=ID_MOST, description="which assignment")]
BatchId = Annotated[int, Path(ge=1, le=ID_MOST, description="which upload")]
QuestionId = Annotated[int, Path(ge=1, le=ID_MOST, description="which question")]
WeekText = Annotated[str, Path(pattern="^[0-9]{4}-W[0-9]{2}$", description="an ISO week", examples=["2026-W47"])]
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""Any text but one with a NUL in it, which PostgreSQL cannot keep."""
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,6})?$")]
"""A plain decimal that is not negative, such as "1.15"."""


def _something(text: str) -> str:
    if micros_of(text) == 0:
        raise ValueError("nothing")
    return text


Something = Annotated[Amount, AfterValidator(_something)]
"""An amount that is more than nothing."""
Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


class Money(BaseModel):
    """An exact amount."""

    amount: str = Field(description="a plain decimal with two to six decimals", examples=["1.15"])
    currency: str = Field(description="three letters", examples=["MXN"])


def money(micros: int, currency: str) -> Money:
    """Return an amount in micro-units as programs read it."""
    return Money(**money_fields(micros, currency))


def money_fields(micros: int, currency: str) -> dict[str, str]:
    """Return the fields of an amount, to be checked with what they stand in."""
    return {"amount": decimal_text(micros), "currency": currency}
