"""Pretend money for the demonstration and for trying things out: it arrives at once, and nobody pays."""

from payments.providers.base import Funding, FundingState


class Pretend:
    """A provider without a bank behind it."""

    name = "pretend"
    is_pretend = True

    def fund(self, *, amount_micros: int, currency: str, reference: str) -> Funding:
        """Say that the money is here.

        Args:
            amount_micros: any amount.
            currency: any currency.
            reference: comes back as the provider's own, so that a repeat is recognised.
        """
        del amount_micros, currency
        return Funding(FundingState.ARRIVED, f"pretend-{reference}")


PROVIDER = Pretend()
