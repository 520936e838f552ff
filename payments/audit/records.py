"""Pay records for an auditor: each person's week, settled again from counted time and set against what was booked."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from payments.closing.queries import hourly_micros
from payments.employment.queries import IS_SALARIED
from payments.settling import law_kept
from payments.transaction import Transaction
from policies.breaks import RestRule
from policies.money import ceil_div
from policies.periods import week_days, week_of
from policies.premiums import settle_by_law
from policies.rulebook import Rulebook
from policies.settlement import LineKind, PieceTotal, Settlement, TimeTotal
from policies.working_time import Bucket, is_counted

_PEOPLE = """(
  SELECT person_id FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on
  UNION SELECT person_id FROM earning WHERE period = :period
)"""
_DAYS = "SELECT DISTINCT worked_on FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on"
_TIMES = f"""
SELECT person_id, currency, work_session_id, worked_on, organisation_id, project_id, bucket, floor_hourly_micros,
  rulebook_digest, counted_ms, {IS_SALARIED}
FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on AND counted_ms > 0
  AND (:person_id = 0 OR person_id = :person_id)
"""
_PIECES = f"""
SELECT person_id, currency, organisation_id, project_id, sum(amount_micros) FROM earning
WHERE person_id IN {_PEOPLE} AND period = :period AND kind IN ('piece', 'hourly')
  AND (:person_id = 0 OR person_id = :person_id)
GROUP BY person_id, currency, organisation_id, project_id
"""
_BOOKED = f"""
SELECT person_id, currency, kind, organisation_id, amount_micros, workings FROM earning
WHERE person_id IN {_PEOPLE} AND period = :period AND kind NOT IN ('piece', 'hourly')
  AND (:person_id = 0 OR person_id = :person_id)
"""
_REVISIONS = """
SELECT person_id, currency, max(revision) FROM period_close
WHERE period = :period AND (:person_id = 0 OR person_id = :person_id) GROUP BY person_id, currency
"""
_RESIDENCES = "SELECT person_id, jurisdiction FROM residence WHERE from_on < :next_on ORDER BY person_id, from_on"

_ON_SCREEN = frozenset({Bucket.TASK, Bucket.REWORK, Bucket.INSTRUCTIONS, Bucket.QUALIFICATION})
_AWAY = frozenset({Bucket.REST, Bucket.MEAL})

_Line = tuple[str, int]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRecord:
    """One person's week in one currency, or the part of it that one organisation caused.

    Amounts in micro-units, time in milliseconds. Of an open week, lines are what they would be if it closed now.

    Attributes:
        revision: how often the week was closed; 0 while it is open.
        bucket_ms: time by bucket, counted or not.
        counted_ms: what is paid here; salaried_ms: counted too, but a salary pays for it and no amount stands for it.
        rest_taken_ms: rest and meals; rest_due_ms: a whole rest for each full stretch of screen work in a work session.
        rests_due: how many such rests; rests_missed: how many of them the time taken does not reach.
        floor_owed_micros: what the floor demands for task and rework time; top_up_micros: what was added to reach it.
        other_micros: rest, instructions and every other line beyond piece pay and top-up.
        missing_micros: by how much anything is below what the floor demands; zero for everyone, always.
        floor_hourly_micros: the floor of one counted hour, the mean of the week where it changed, rounded up.
    """

    person_id: int
    period: str
    currency: str
    revision: int
    bucket_ms: Mapping[Bucket, int]
    counted_ms: int
    salaried_ms: int
    unconfirmed_ms: int
    rest_taken_ms: int
    rest_due_ms: int
    rests_due: int
    rests_missed: int
    piece_micros: int
    floor_owed_micros: int
    top_up_micros: int
    other_micros: int
    total_micros: int
    missing_micros: int
    effective_hourly_micros: int
    floor_hourly_micros: int

    @property
    def is_closed(self) -> bool:
        """Whether the week was settled and booked."""
        return self.revision > 0

    @property
    def is_at_floor(self) -> bool:
        """Whether nothing is below what the floor demands."""
        return self.missing_micros == 0


@dataclass(slots=True)
class GatheredWeek:
    """What is known of one person's week in one currency."""

    times: list[TimeTotal] = field(default_factory=list)
    pieces: list[PieceTotal] = field(default_factory=list)
    booked: Counter[_Line] = field(default_factory=Counter)
    revision: int = 0


def periods_between(tx: Transaction, *, first_on: date, next_on: date) -> tuple[str, ...]:
    """Return the ISO weeks that lie wholly between two days (half-open) and hold any time, the newest first."""
    rows = tx.run(_DAYS, first_on=first_on, next_on=next_on)
    weeks = {week_of(date.fromisoformat(row[0])) for row in rows}
    return tuple(
        week for week in sorted(weeks, reverse=True) if first_on <= week_days(week)[0] and week_days(week)[1] <= next_on
    )


def pay_records(
    tx: Transaction, *, period: str, rulebook: Rulebook, organisation_id: int | None = None, person_id: int = 0
) -> list[PayRecord]:
    """Return the pay records of everyone who worked or earned in a week, in the order of their ids.

    Args:
        tx: an open transaction.
        period: "2026-W47".
        rulebook: says when a rest was due.
        organisation_id: only what this organisation caused; None for everything.
        person_id: only this person; 0 for everyone.
    """
    first_on, _ = week_days(period)
    lives_in = residences_in(tx, period)
    law = law_kept(tx)
    records = []
    for (worker_id, currency), gathered in sorted(gather(tx, week_key(period, person_id=person_id)).items()):
        if _concerns(gathered, organisation_id):
            settlement = settle_by_law(times=gathered.times, pieces=gathered.pieces, currency=currency, law=law)
            rest = _rest(rulebook, lives_in[worker_id], first_on)
            records.append(_record(worker_id, period, settlement, gathered, organisation_id, rest))
    return records


def week_key(period: str, *, person_id: int = 0) -> dict[str, object]:
    """Return the parameters of every statement about a week: of one person, or of everyone (0)."""
    first_on, next_on = week_days(period)
    return {"period": period, "first_on": first_on, "next_on": next_on, "person_id": person_id}


def residences_in(tx: Transaction, period: str) -> dict[int, str]:
    """Return the jurisdiction in which each annotator lived at the end of a week."""
    return {row[0]: row[1] for row in tx.run(_RESIDENCES, next_on=week_days(period)[1])}


def gather(tx: Transaction, key: Mapping[str, object]) -> dict[tuple[int, str], GatheredWeek]:
    """Return what is known of each person's week in each currency; `key` is from `week_key`."""
    found: defaultdict[tuple[int, str], GatheredWeek] = defaultdict(GatheredWeek)
    for person_id, currency, *rest in tx.run(_TIMES, **key):
        found[person_id, currency].times.append(_time(rest))
    for person_id, currency, organisation_id, project_id, micros in tx.run(_PIECES, **key):
        piece = PieceTotal(organisation_id=organisation_id, project_id=project_id, amount_micros=int(micros))
        found[person_id, currency].pieces.append(piece)
    for person_id, currency, kind, organisation_id, micros, workings in tx.run(_BOOKED, **key):
        line = json.loads(workings)["line"] if kind == "correction" else kind
        found[person_id, currency].booked[line, organisation_id] += micros
    for person_id, currency, revision in tx.run(_REVISIONS, **key):
        found[person_id, currency].revision = revision
    return dict(found)


def _time(row: Sequence[Any]) -> TimeTotal:  # Any: a row as the driver gives it
    work_session_id, worked_on, organisation_id, project_id, bucket, floor_micros, digest, counted_ms, salaried = row
    return TimeTotal(
        work_session_id=work_session_id,
        worked_on=date.fromisoformat(worked_on),
        organisation_id=organisation_id,
        project_id=project_id,
        bucket=Bucket(bucket),
        floor_hourly_micros=floor_micros,
        rulebook_digest=digest,
        counted_ms=counted_ms,
        is_salaried=bool(salaried),
    )


def _concerns(gathered: GatheredWeek, organisation_id: int | None) -> bool:
    """Whether a week has anything of an organisation in it."""
    if organisation_id is None:
        return True
    has_time = any(time.organisation_id == organisation_id for time in gathered.times)
    return has_time or any(piece.organisation_id == organisation_id for piece in gathered.pieces)


def _rest(rulebook: Rulebook, jurisdiction: str, on: date) -> RestRule:
    return rulebook.limits(jurisdiction, on=on).rest


def _record(
    person_id: int,
    period: str,
    settlement: Settlement,
    gathered: GatheredWeek,
    organisation_id: int | None,
    rest: RestRule,
) -> PayRecord:
    demanded = _only({(line.kind.value, line.organisation_id): line for line in settlement.lines}, organisation_id)
    due = {key: line.amount_micros for key, line in demanded.items()}
    paid = _only(gathered.booked, organisation_id) if gathered.revision else due
    times = [time for time in gathered.times if organisation_id in (None, time.organisation_id)]
    rest_share_ms = sum(line.counted_ms for (kind, _), line in demanded.items() if kind == LineKind.REST)
    bucket_ms = _bucket_ms(times, rest_ms=None if organisation_id is None else rest_share_ms)
    requesters = [each for each in settlement.requesters if organisation_id in (None, each.organisation_id)]
    piece_micros = sum(each.piece_micros for each in requesters)
    salaried_ms = _salaried_ms(settlement, times, is_part=organisation_id is not None)
    rests_due = _rests_due(times, rest)
    counted_ms = sum(ms for bucket, ms in bucket_ms.items() if is_counted(bucket)) - salaried_ms
    total_micros = piece_micros + sum(paid.values())
    top_up_micros = sum(micros for (kind, _), micros in paid.items() if kind == LineKind.TOP_UP)
    return PayRecord(
        person_id=person_id,
        period=period,
        currency=settlement.currency,
        revision=gathered.revision,
        bucket_ms=bucket_ms,
        counted_ms=counted_ms,
        salaried_ms=salaried_ms,
        unconfirmed_ms=bucket_ms.get(Bucket.UNCONFIRMED, 0),
        rest_taken_ms=_taken_ms(bucket_ms),
        rest_due_ms=rests_due * rest.length_ms,
        rests_due=rests_due,
        rests_missed=min(rests_due, _rests_short(rests_due, _taken_ms(bucket_ms), rest)),
        piece_micros=piece_micros,
        floor_owed_micros=sum(each.floor_owed_micros for each in requesters),
        top_up_micros=top_up_micros,
        other_micros=total_micros - piece_micros - top_up_micros,
        total_micros=total_micros,
        missing_micros=sum(max(0, micros - paid.get(key, 0)) for key, micros in due.items()),
        effective_hourly_micros=hourly_micros(total_micros, counted_ms),
        floor_hourly_micros=_floor_hourly_micros(gathered.times),
    )


def _only(lines: Mapping[_Line, _Value], organisation_id: int | None) -> dict[_Line, _Value]:
    return {key: value for key, value in lines.items() if organisation_id in (None, key[1])}


def _bucket_ms(times: Iterable[TimeTotal], *, rest_ms: int | None) -> dict[Bucket, int]:
    """Return time by bucket; rest belongs to nobody in the records, so an organisation's share of it is given."""
    sums: Counter[Bucket] = Counter()
    for time in times:
        sums[time.bucket] += time.counted_ms
    if rest_ms:
        sums[Bucket.REST] = rest_ms
    return {bucket: sums[bucket] for bucket in Bucket if sums[bucket]}


def _rests_due(times: Iterable[TimeTotal], rest: RestRule) -> int:
    """Return how many rests fell due: one for each full stretch of screen work in each work session."""
    screen_ms: Counter[int] = Counter()
    for time in times:
        if time.bucket in _ON_SCREEN:
            screen_ms[time.work_session_id] += time.counted_ms
    return sum(ms // rest.after_ms for ms in screen_ms.values())


def _taken_ms(bucket_ms: Mapping[Bucket, int]) -> int:
    return sum(bucket_ms.get(bucket, 0) for bucket in _AWAY)


def _rests_short(rests_due: int, taken_ms: int, rest: RestRule) -> int:
    """Return how many whole or begun rests are missing from the time taken."""
    return ceil_div(max(0, rests_due * rest.length_ms - taken_ms), rest.length_ms)


def _salaried_ms(settlement: Settlement, times: Sequence[TimeTotal], *, is_part: bool) -> int:
    """Return counted time that a salary pays for; of a whole week with its share of the rest, which names nobody."""
    counted = [time for time in times if is_counted(time.bucket)]
    if is_part:
        return sum(time.counted_ms for time in counted if time.is_salaried)
    return sum(time.counted_ms for time in counted) - settlement.counted_ms


def _floor_hourly_micros(times: Iterable[TimeTotal]) -> int:
    paid = [time for time in times if is_counted(time.bucket) and not time.is_salaried]
    counted_ms = sum(time.counted_ms for time in paid)
    return ceil_div(sum(time.floor_hourly_micros * time.counted_ms for time in paid), counted_ms) if counted_ms else 0
