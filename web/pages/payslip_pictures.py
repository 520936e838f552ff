"""Two pictures of a week, each with the table behind it: pay by day, and time by what it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from policies.money import micros_per_minor
from policies.rest_shares import split_whole
from policies.settlement import TimeTotal
from policies.working_time import Bucket
from web.pages.time_picture import LOOKS, Bar, percent_of

STEP_PIXELS = 76
BUCKET_STEP_PIXELS = 52
ON_TOP_LOOK = "p-outline"
"""What is reckoned over the whole week looks like this: raised to the floor, overtime, corrections."""

_BUCKETS = {
    "rest": (Bucket.REST,),
    "instructions": (Bucket.INSTRUCTIONS,),
    "qualification": (Bucket.QUALIFICATION,),
    "waiting": (Bucket.WAITING_REQUESTER, Bucket.WAITING_PLATFORM),
    "admin": (Bucket.ADMIN,),
    "search": (Bucket.SEARCH,),
}


class KindPay(NamedTuple):
    """What one line pays: its kind, and whole coins in micro-units."""

    kind: str
    micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayDay:
    """One day, or the whole week where `day` is None. Amounts in micro-units, in whole coins."""

    day: date | None
    task_micros: int
    rest_micros: int
    other_micros: int
    week_micros: int

    @property
    def total_micros(self) -> int:
        """Everything of that day."""
        return self.task_micros + self.rest_micros + self.other_micros + self.week_micros


@dataclass(frozen=True, slots=True, kw_only=True)
class PayBar:
    """One bar with its name and its amount above it."""

    row: PayDay
    bars: tuple[Bar, ...]
    name_y: int
    amount_y: int
    bar_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPicture:
    """Pay by day: one bar each, all on the scale of the longest, and the rows of the table."""

    bars: tuple[PayBar, ...]
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketBar:
    """One bar of time by what it was."""

    bucket: Bucket
    counted_ms: int
    width: str
    look: str
    name_y: int
    bar_y: int


def pay_picture(
    lines: Sequence[KindPay],
    *,
    piece_micros: Mapping[date, int],
    times: Sequence[TimeTotal],
    currency: str,
) -> PayPicture:
    """Return pay by day; every coin of the lines is in exactly one bar.

    Pay for answers falls on the day of the answer, pay for time on the days that had such time, in proportion. What is
    reckoned over the whole week has a bar of its own.

    Args:
        lines: of the week or the payslip.
        piece_micros: what answers paid by day, exact.
        times: of the week.
        currency: of every amount.
    """
    coins: dict[date | None, list[int]] = {}
    for kind, micros in lines:
        weights = piece_micros if kind in {"piece", "hourly"} else _weights(kind, times)
        for day, part in _split(micros, weights, micros_per_minor(currency)):
            coins.setdefault(day, [0, 0, 0, 0])[_place(kind, day)] += part
    rows = [_pay_day(day, coins[day]) for day in sorted(coins, key=lambda day: day or date.max)]
    longest = max((row.total_micros for row in rows), default=0)
    bars = tuple(_pay_bar(row, at, max(longest, 1)) for at, row in enumerate(rows))
    return PayPicture(bars=bars, height=len(rows) * STEP_PIXELS)


def bucket_bars(bucket_ms: Mapping[Bucket, int]) -> tuple[BucketBar, ...]:
    """Return one bar for each bucket that is drawn, on the scale of the longest."""
    drawn = {bucket: ms for bucket, ms in bucket_ms.items() if LOOKS[bucket]}
    longest_ms = max(drawn.values(), default=1)
    return tuple(
        BucketBar(
            bucket=bucket,
            counted_ms=ms,
            width=percent_of(ms, longest_ms),
            look=LOOKS[bucket],
            name_y=at * BUCKET_STEP_PIXELS + 15,
            bar_y=at * BUCKET_STEP_PIXELS + 23,
        )
        for at, (bucket, ms) in enumerate(drawn.items())
    )


def _weights(kind: str, times: Sequence[TimeTotal]) -> dict[date, int]:
    """Return how much of a line for time falls on each day: its time at its floor."""
    weights: dict[date, int] = {}
    for time in times:
        if time.bucket in _BUCKETS.get(kind, ()) and not time.is_salaried:
            owed = time.floor_hourly_micros * time.counted_ms
            weights[time.worked_on] = weights.get(time.worked_on, 0) + owed
    return weights


def _split(micros: int, weights: Mapping[date, int], coin_micros: int) -> Iterator[tuple[date | None, int]]:
    """Split whole coins over days; all to the week where no day is known, or where an amount is taken off."""
    known = {day.toordinal(): weight for day, weight in weights.items() if weight > 0}
    if not known or micros < 0:
        yield None, micros
        return
    for ordinal, coins in split_whole(micros // coin_micros, known).items():
        yield date.fromordinal(ordinal), coins * coin_micros


def _place(kind: str, day: date | None) -> int:
    if day is None:
        return 3
    return 0 if kind in {"piece", "hourly"} else 1 if kind == "rest" else 2


def _pay_day(day: date | None, coins: Sequence[int]) -> PayDay:
    return PayDay(day=day, task_micros=coins[0], rest_micros=coins[1], other_micros=coins[2], week_micros=coins[3])


def _pay_bar(row: PayDay, at: int, longest: int) -> PayBar:
    parts = (
        (row.task_micros, LOOKS[Bucket.TASK]),
        (row.other_micros, LOOKS[Bucket.ADMIN]),
        (row.rest_micros, LOOKS[Bucket.REST]),
        (row.week_micros, ON_TOP_LOOK),
    )
    bars: list[Bar] = []
    before = 0
    for micros, look in parts:
        if micros > 0:
            bars.append(Bar(percent_of(before, longest), percent_of(micros, longest), look))
            before += micros
    top = at * STEP_PIXELS
    return PayBar(row=row, bars=tuple(bars), name_y=top + 15, amount_y=top + 35, bar_y=top + 43)


def bucket_height(bars: Sequence[BucketBar]) -> int:
    """Return how high the picture of buckets is, pixels."""
    return len(bars) * BUCKET_STEP_PIXELS
