"""Which rules of allotting, timing and pricing were in force when something was paid: their figures, kept once each."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from payments.columns import json_text
from payments.events.queries import last_of
from payments.events.rules import PLATFORM, Fact
from payments.events.service import append, lock
from payments.payslips.rules import Issuer
from payments.transaction import Transaction
from web.algorithm import algorithm_of
from web.wiring import House

KIND = "algorithm"
_NOT_A_RULE = frozenset({"today", "on", "is_mine"})
"""What depends on who reads the page, and on which day."""


def issuer_of(house: House, *, now: datetime) -> Issuer:
    """Return who pays, as the operator states, with the digest of the rules in force; their figures are kept.

    Args:
        house: whose settings and rules they are.
        now: the instant.
    """
    text = figures_of(house, now=now)
    digest = sha256(text.encode()).hexdigest()
    with house.db.reading() as tx:
        is_kept = _last_digest(tx) == digest
    if not is_kept:
        with house.db.writing() as tx:
            lock(tx, stream=PLATFORM)
            if _last_digest(tx) != digest:
                append(tx, stream=PLATFORM, facts=[Fact(KIND, {"digest": digest, "figures": text})], now=now)
    settings = house.settings
    return Issuer(
        name=settings.operator_name,
        number=settings.operator_id,
        relation=settings.operator_relation,
        algorithm_digest=digest,
    )


def figures_of(house: House, *, now: datetime) -> str:
    """Return every figure of the page on how work is allotted, timed and paid, as one text of JSON."""
    return json_text(_plain(asdict(algorithm_of(house, now=now))))


def _last_digest(tx: Transaction) -> str:
    last = last_of(tx, stream=PLATFORM, kind=KIND, most=1)
    return str(last[0].body["digest"]) if last else ""


def _plain(value: object) -> object:
    """Return a value as JSON has it; days, texts of enumerations and exact decimals as their text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items() if name not in _NOT_A_RULE}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
