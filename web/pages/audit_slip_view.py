"""One person's week as a list of sums that a pocket calculator can check, line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policies.money import ceil_div, coins_up
from policies.periods import MS_PER_HOUR
from web.pages.audit_person_view import LINE_WORDS, LineView, PersonWeek
from web.words import N_

_ON_TOP = frozenset({"overtime", "premium"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One sum on the way to an amount: so many items, or so much time, at a rate; or a figure carried over.

    Attributes:
        says: what it is, in English, marked for translation.
        count: how many items; zero where time is paid.
        counted_ms: how much time, milliseconds; zero where items are paid.
        micros: what it comes to, rounded up to a millionth; below zero where it is taken off.
    """

    says: str
    count: int = 0
    counted_ms: int = 0
    rate_micros: int = 0
    micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """One numbered line: what for, who asked, the sums, and the amount."""

    number: int
    says: str
    organisation: str
    project_id: int
    carrier: str
    steps: tuple[Step, ...]
    amount_micros: int
    is_booked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorCheck:
    """Of one requester: what items paid and what was added, against what the floor owes for their time."""

    organisation: str
    task_ms: int
    owed_micros: int
    piece_micros: int
    top_up_micros: int
    paid_micros: int
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One week in one currency; `shown_micros` is the total in whole minor units, rounded up."""

    week: PersonWeek
    lines: tuple[SlipLine, ...]
    checks: tuple[FloorCheck, ...]
    total_micros: int
    shown_micros: int


def slip_of(week: PersonWeek, names: dict[int, str]) -> Slip:
    """Return the sums of a week.

    Args:
        week: as the page of the person shows it.
        names: of the organisations.
    """
    lines = tuple(_numbered(week, names))
    total_micros = sum(line.amount_micros for line in lines)
    return Slip(
        week=week,
        lines=lines,
        checks=tuple(_checks(week, names)),
        total_micros=total_micros,
        shown_micros=coins_up(total_micros, week.record.currency),
    )


def _numbered(week: PersonWeek, names: dict[int, str]) -> Iterator[SlipLine]:
    for number, piece in enumerate(week.pieces, start=1):
        is_time = piece.kind == "hourly"
        step = Step(
            says=LINE_WORDS[piece.kind],
            count=0 if is_time else piece.quantity,
            counted_ms=piece.quantity if is_time else 0,
            rate_micros=piece.rate_micros,
            micros=piece.amount_micros,
        )
        yield SlipLine(
            number=number,
            says=LINE_WORDS[piece.kind],
            organisation=names[piece.organisation_id],
            project_id=piece.project_id,
            carrier=piece.carrier,
            steps=(step,),
            amount_micros=piece.amount_micros,
            is_booked=True,
        )
    for number, line in enumerate(week.lines, start=len(week.pieces) + 1):
        yield SlipLine(
            number=number,
            says=LINE_WORDS[line.kind],
            organisation=names[line.organisation_id],
            project_id=line.project_id,
            carrier=line.carrier,
            steps=tuple(_steps(line)),
            amount_micros=line.amount_micros,
            is_booked=line.is_booked,
        )


def _steps(line: LineView) -> Iterator[Step]:
    says = N_("Time × what it pays on top") if line.of_kind in _ON_TOP else N_("Counted time × floor")
    for part in line.parts:
        yield Step(
            says=says,
            counted_ms=part.counted_ms,
            rate_micros=part.rate_micros,
            micros=ceil_div(part.counted_ms * part.rate_micros, MS_PER_HOUR),
        )
    if line.of_kind == "top_up":
        yield Step(says=N_("Less what items paid"), micros=-line.piece_micros)
    if line.line_micros != line.amount_micros:
        yield Step(says=N_("The whole line of this requester"), micros=line.line_micros)
        yield Step(says=N_("Of it, this amount"), micros=line.amount_micros)


def _checks(week: PersonWeek, names: dict[int, str]) -> Iterable[FloorCheck]:
    for requester in week.requesters:
        top_up_micros = sum(
            line.amount_micros
            for line in week.lines
            if line.of_kind == "top_up" and line.organisation_id == requester.organisation_id
        )
        paid_micros = requester.piece_micros + top_up_micros
        yield FloorCheck(
            organisation=names[requester.organisation_id],
            task_ms=requester.task_ms,
            owed_micros=requester.floor_owed_micros,
            piece_micros=requester.piece_micros,
            top_up_micros=top_up_micros,
            paid_micros=paid_micros,
            is_met=paid_micros >= requester.floor_owed_micros,
        )
