"""What is set aside for a project besides pay, and how Jornal's fee is reckoned: on top of pay, never out of it."""

from dataclasses import dataclass

from policies.floors import Floor
from policies.money import ceil_div, floor_div
from policies.pricing import reserve_micros

PERMILLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What is set aside at one time: for answers, for what comes on top of them, and for the fee; micro-units, >= 0."""

    piece_micros: int
    reserve_micros: int
    fee_micros: int

    @property
    def total_micros(self) -> int:
        """All of it: by so much the ceiling grows."""
        return self.piece_micros + self.reserve_micros + self.fee_micros


def sums_of(*, piece_micros: int, reserve_percent: int, fee_permille: int) -> Sums:
    """Return what has to be set aside so that some answers can be paid whatever happens.

    Args:
        piece_micros: the pay of the answers, >= 0.
        reserve_percent: what is kept for top-ups, rest, instructions and waiting, percent of it.
        fee_permille: Jornal's fee on everything spent, tenths of a percent.
    """
    on_top = reserve_micros(piece_micros=piece_micros, share_percent=reserve_percent)
    return with_fee(piece_micros=piece_micros, reserve_micros=on_top, fee_permille=fee_permille)


def with_fee(*, piece_micros: int, reserve_micros: int, fee_permille: int) -> Sums:
    """Return the same with the fee on both, rounded up, so that what is charged later is always there."""
    fee = ceil_div((piece_micros + reserve_micros) * fee_permille, PERMILLE)
    return Sums(piece_micros=piece_micros, reserve_micros=reserve_micros, fee_micros=fee)


def fee_micros(*, pay_micros: int, fee_permille: int) -> int:
    """Return the fee on what people were paid, rounded down, which favours the requester."""
    return floor_div(pay_micros * fee_permille, PERMILLE)


@dataclass(frozen=True, slots=True)
class FloorPrice:
    """The floor today in one place where the project is open."""

    jurisdiction: str
    name: str
    floor: Floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a project will cost at most, in micro-units of `currency`."""

    item_count: int
    answer_count: int
    extra_count_most: int
    """So many more answers where people disagree, at most."""
    gold_count_most: int
    """So many answers to items whose answer is known, at most."""
    currency: str
    piece_micros: int
    reserve_micros: int
    reserve_percent: int
    fee_micros: int
    fee_permille: int
    ceiling_micros: int
    hourly_equivalent_micros: int
    floors: tuple[FloorPrice, ...]

    @property
    def sums(self) -> Sums:
        """What is set aside for it."""
        return Sums(piece_micros=self.piece_micros, reserve_micros=self.reserve_micros, fee_micros=self.fee_micros)
