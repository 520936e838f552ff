"""Opening a settled period again: more may be owed by its own rules, and nothing that was paid is ever taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from policies.settlement import Line, PieceTotal, Settlement, TimeTotal, settle
from policies.working_time import is_counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What is owed on one line beyond what was paid on it before, micro-units, > 0."""

    line: Line
    paid_micros: int
    due_micros: int


def reopen(
    original: Settlement, *, times: Sequence[TimeTotal], pieces: Sequence[PieceTotal], digests: Collection[str]
) -> tuple[Supplement, ...]:
    """Return what facts that came later add to a settled period: a claim, an upheld appeal, a valid rejection.

    Args:
        original: as it was paid.
        times: of the whole period as they are known now.
        pieces: of the whole period as they are known now.
        digests: of the rulebooks that the period was recorded under; its time is owed under these for ever.

    Returns:
        One supplement for each line that grew; a line that shrank gives none, for what was paid stays paid.

    Raises:
        ValueError: time is cited under rules of another period.
    """
    strange = {time.rulebook_digest for time in times if is_counted(time.bucket)} - set(digests)
    if strange:
        raise ValueError(f"time under the rules of another period: {sorted(strange)}")
    paid = {(line.kind.value, line.organisation_id): line.amount_micros for line in original.lines}
    return supplements(settle(times=times, pieces=pieces, currency=original.currency), paid=paid)


def supplements(settlement: Settlement, *, paid: Mapping[tuple[str, int], int]) -> tuple[Supplement, ...]:
    """Return what a settlement owes on each line beyond what was paid before.

    Args:
        settlement: as it stands now.
        paid: micro-units by kind of line and organisation; nothing for a period that was never settled.
    """
    found = []
    for line in settlement.lines:
        paid_micros = paid.get((line.kind.value, line.organisation_id), 0)
        if line.amount_micros > paid_micros:
            due_micros = line.amount_micros - paid_micros
            found.append(Supplement(line=line, paid_micros=paid_micros, due_micros=due_micros))
    return tuple(found)
