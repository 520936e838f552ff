"""Column types that every table shares, so that money, instants and days mean the same in both databases."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, MetaData, Text, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from policies.periods import from_ms, to_ms

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """What every table of the house inherits: one catalogue with named constraints."""

    metadata = MetaData(naming_convention=NAMES)


def strict(*parts: Any, **options: Any) -> tuple[Any, ...]:
    """Return `__table_args__` for a table whose column types SQLite checks (PostgreSQL always does).

    Args:
        parts: constraints and indexes, whose SQLAlchemy types have no common ancestor but `object`.
        options: further table options of SQLAlchemy.
    """
    return (*parts, {"sqlite_strict": True, **options})


def one_of(column: str, values: type[Any]) -> CheckConstraint:
    """Return the CHECK that a text column holds one of an enumeration's values.

    Args:
        column: the column's name.
        values: a StrEnum.
    """
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def only_where(condition: str) -> dict[str, Any]:
    """Return the options of an index that holds only some rows, in both databases.

    Args:
        condition: a constant SQL condition, for example `open_slots > 0`.
    """
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Whole = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
"""A whole number of 64 bits: ids, micro-units, milliseconds."""

Words = Text
"""Any text."""

Bytes = LargeBinary
"""Raw bytes: hashes, salts."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, stored as whole milliseconds since 1970, alike in both databases.

    A plain whole number keeps order, never loses its zone, fits STRICT tables and goes to the bare driver as it is.
    """

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn an aware instant into milliseconds; a naive one raises ValueError."""
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Turn milliseconds into an aware UTC instant."""
        return None if value is None else from_ms(value)


class Day(TypeDecorator[date]):
    """A calendar day, stored as its ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Turn a day into its ISO text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Turn ISO text into a day."""
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """A claim that holds or not, stored as 1 or 0 so that one SQL text serves both databases."""

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: FBT001 - SQLAlchemy's signature
        """Turn a claim into 1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Turn 1 or 0 into a claim."""
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """A JSON value, stored as compact text with sorted keys; `Any` because JSON has no narrower type."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Turn a value into JSON text."""
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Turn JSON text into a value."""
        return None if value is None else json.loads(value)


def json_text(value: Mapping[str, Any] | list[Any] | Any) -> str:
    """Return compact JSON with sorted keys, as `Json` columns hold it (for statements on the bare driver)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_quoted = json.encoder.encode_basestring


def json_keys(keys: Iterable[str]) -> str:
    """Return a JSON object with these keys, for `json_each`, which gives its keys on both databases."""
    return "{" + ",".join([f"{_quoted(key)}:0" for key in dict.fromkeys(keys)]) + "}"


APPEND_ONLY_TABLES = (
    "answer",
    "claim_reply",
    "event",
    "ledger_transfer",
    "payout_call",
    "payout_proposal",
    "payslip",
    "payslip_earning",
    "period_close",
    "rulebook_text",
    "time_claim",
    "time_correction",
    "time_segment",
)
"""Tables whose rows are never changed and never deleted, on either database."""

COUNTED_TABLES = ("ledger_account",)
"""Tables that only a trigger may change and nobody may delete from."""

KEPT_TABLES = (
    "assignment",
    "destination",
    "earning",
    "funding",
    "payout",
    "payout_attempt",
    "payout_calling",
    "payout_evidence",
    "payout_run",
    "provider_account",
    "provider_event",
    "provider_line",
    "provider_report",
)
"""Tables whose rows may move on but are never deleted."""
