"""The answer of the policy sandbox as its page shows it: amounts in coins, and a picture of each place."""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.money import coins_up
from policies.sandbox_answer import SandboxAnswer
from policies.sandbox_report import CurrencyReport, FateCount, GroupSum, Pair, PlaceSum

STEP_PIXELS = 66
_WIDE = 10_000  # the whole width, in hundredths of a percent


@dataclass(frozen=True, slots=True, kw_only=True)
class InCoins:
    """One amount on both sides, each rounded up to a whole coin, and their difference, so that a calculator agrees."""

    before: int
    after: int

    @property
    def change(self) -> int:
        """Return by how much it changes."""
        return self.after - self.before

    @property
    def size(self) -> int:
        """Return the change without its direction."""
        return abs(self.change)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group's pay, and where its two bars are drawn.

    Attributes:
        top: pixels from the top of the picture.
        before_width, after_width: percent of the picture's width.
    """

    people: int
    hourly: InCoins
    total: InCoins
    top: int
    before_width: str
    after_width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """One place, or several joined, with the picture of its groups."""

    places: tuple[tuple[str, str], ...]
    whole: GroupView
    steps: tuple[GroupView, ...]
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerView:
    """What some organisations carry together."""

    organisation_ids: tuple[int, ...]
    people: int
    cost: InCoins


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyView:
    """Everything shown of those paid in one currency."""

    currency: str
    whole: GroupView
    fates: tuple[FateCount, ...]
    places: tuple[PlaceView, ...]
    payers: tuple[PayerView, ...]
    over_ms: Pair | None
    rest_due_ms: Pair | None


def currency_views(answer: SandboxAnswer) -> tuple[CurrencyView, ...]:
    """Return what a page shows of an answer, currency by currency."""
    return tuple(_currency(report) for report in answer.report.currencies)


def _currency(report: CurrencyReport) -> CurrencyView:
    most = max(max(step.hourly.before, step.hourly.after) for place in report.places for step in place.steps)
    return CurrencyView(
        currency=report.currency,
        whole=_groups([report.whole], report.currency, most)[0],
        fates=report.fates,
        places=tuple(_place(place, report.currency, most) for place in report.places),
        payers=tuple(
            PayerView(
                organisation_ids=payer.organisation_ids,
                people=payer.people,
                cost=_coins(payer.cost, report.currency),
            )
            for payer in report.payers
        ),
        over_ms=report.over_ms,
        rest_due_ms=report.rest_due_ms,
    )


def _place(place: PlaceSum, currency: str, most: int) -> PlaceView:
    return PlaceView(
        places=place.places,
        whole=_groups([place.whole], currency, most)[0],
        steps=_groups(place.steps, currency, most),
        height=STEP_PIXELS * len(place.steps),
    )


def _groups(groups: Sequence[GroupSum], currency: str, most: int) -> tuple[GroupView, ...]:
    return tuple(
        GroupView(
            people=group.people,
            hourly=_coins(group.hourly, currency),
            total=_coins(group.total, currency),
            top=STEP_PIXELS * number,
            before_width=_percent(group.hourly.before, most),
            after_width=_percent(group.hourly.after, most),
        )
        for number, group in enumerate(groups)
    )


def _coins(pair: Pair, currency: str) -> InCoins:
    return InCoins(before=coins_up(pair.before, currency), after=coins_up(pair.after, currency))


def _percent(micros: int, most: int) -> str:
    """Write a share as SVG wants it; the longest bar ends at the edge."""
    hundredths = min(_WIDE, micros * _WIDE // max(most, 1))
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
