"""Pretend money for the demonstration and for trying things out: it arrives at once, and nobody pays or is paid."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from payments.providers.base import (
    EVERYWHERE,
    Abilities,
    Answer,
    DestinationKind,
    Funding,
    FundingState,
    Outcome,
    PayoutFile,
    PayoutLine,
)

MOMENT = timedelta(seconds=30)
"""So long a pretend payment takes, so that one can watch it on its way."""
CLOSED_ENDING = "0000"
"""A pretend account whose number ends so is closed: what is sent there comes back."""


class Pretend:
    """A provider without a bank behind it."""

    name = "pretend"
    is_pretend = True
    arrives_at_once = True

    def fund(self, *, amount_micros: int, currency: str, reference: str) -> Funding:
        """Say that the money is here.

        Args:
            amount_micros: any amount.
            currency: any currency.
            reference: comes back as the provider's own, so that a repeat is recognised.
        """
        del amount_micros, currency
        return Funding(FundingState.ARRIVED, f"pretend-{reference}")

    def look_up(self, provider_reference: str) -> Funding:
        """Say that the money is here."""
        return Funding(FundingState.ARRIVED, provider_reference)


class PretendPayouts:
    """Pays people out without a bank: after a moment it says that the money arrived, or that the account is closed.

    Args:
        closed_ending: how the number of an account ends that is closed.
    """

    name = "pretend"
    is_pretend = True
    answers_itself = True
    sends_itself = False

    def __init__(self, closed_ending: str = CLOSED_ENDING) -> None:
        self._closed_ending = closed_ending

    def countries(self, currency: str) -> tuple[str, ...]:
        """Return everywhere."""
        del currency
        return EVERYWHERE

    def kinds(self, currency: str) -> tuple[DestinationKind, ...]:
        """Return the toy account, for any currency."""
        del currency
        return (DestinationKind.PRETEND,)

    def abilities(self, currency: str) -> Abilities:
        """Return that it arrives at once and costs nothing."""
        del currency
        return Abilities(days_least=0, days_most=0, fee="0")

    def layouts(self, currency: str) -> tuple[str, ...]:
        """Return nothing: no bank is waiting for a file."""
        del currency
        return ()

    def write(self, layout: str, lines: Sequence[PayoutLine]) -> PayoutFile:
        """Refuse: it has no layouts."""
        raise ValueError(f"pretend money has no file: {layout=} {len(lines)=}")

    def outcome(self, line: PayoutLine, *, now: datetime) -> Outcome | None:
        """Say after a moment that it arrived, or that the account is closed; always the same of the same line."""
        if line.sent_at is None or now - line.sent_at < MOMENT:
            return None
        if line.number.endswith(self._closed_ending):
            return Outcome(Answer.RETURNED, tracking=f"P{line.key}", reason="account closed")
        return Outcome(Answer.PAID, tracking=f"P{line.key}")


PROVIDER = Pretend()
PAYOUTS = PretendPayouts()
