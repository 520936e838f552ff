"""What an hour of tasks brought, project by project and place by place, set against the floor."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from payments.audit.records import GatheredWeek, PayRecord, gather, residences_in, week_key
from payments.closing.queries import hourly_micros
from payments.closing.rules import shares_of
from payments.settling import law_kept
from payments.transaction import Transaction
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR
from policies.premiums import WeekLaw, settle_by_law
from policies.settlement import LineKind
from policies.working_time import Bucket

_TASK = frozenset({Bucket.TASK, Bucket.REWORK})
_TOP_UPS = """
SELECT person_id, currency, project_id, sum(amount_micros) FROM earning
WHERE period = :period AND rule = 'settlement/top_up' AND person_id IN (
  SELECT person_id FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on
) GROUP BY person_id, currency, project_id
"""
_NAMES = "SELECT id, name FROM project"


@dataclass(frozen=True, slots=True, kw_only=True)
class HourOf:
    """What an hour brought one person in one group, and the floor of that time; micro-units an hour."""

    person_id: int
    currency: str
    hourly_micros: int
    floor_micros: int
    is_below: bool
    """Whether less was paid than the floor owes, to the millionth; the rates beside it are rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One project (its number and name) or one place (its code), and an hour of everyone in it."""

    key: str
    name: str
    hours: tuple[HourOf, ...]


def by_place(tx: Transaction, records: Iterable[PayRecord], *, period: str) -> tuple[Group, ...]:
    """Return, for each jurisdiction, what everything paid came to for each counted hour.

    Args:
        tx: an open transaction.
        records: of the week, as a permission covers them.
        period: the week.
    """
    lives_in = residences_in(tx, period)
    groups: defaultdict[str, list[HourOf]] = defaultdict(list)
    for record in records:
        if record.counted_ms:
            groups[lives_in[record.person_id]].append(
                HourOf(
                    person_id=record.person_id,
                    currency=record.currency,
                    hourly_micros=record.effective_hourly_micros,
                    floor_micros=record.floor_hourly_micros,
                    is_below=not record.is_at_floor,
                )
            )
    return tuple(Group(key=code, name="", hours=tuple(groups[code])) for code in sorted(groups))


def by_project(tx: Transaction, *, period: str, organisation_id: int | None) -> tuple[Group, ...]:
    """Return, for each project, what items and top-ups came to for each hour of task time.

    Args:
        tx: an open transaction.
        period: the week.
        organisation_id: only its projects; None for all.
    """
    key = week_key(period)
    law, booked = law_kept(tx), _booked_top_ups(tx, key)
    groups: defaultdict[int, list[HourOf]] = defaultdict(list)
    for (person_id, currency), gathered in sorted(gather(tx, key).items()):
        top_ups = booked.get((person_id, currency)) or _projected_top_ups(gathered, currency, law)
        for project_id, hour in _hours(person_id, currency, gathered, top_ups, organisation_id):
            groups[project_id].append(hour)
    names = {row[0]: row[1] for row in tx.run(_NAMES)}
    return tuple(
        Group(key=str(project_id), name=str(names[project_id]), hours=tuple(hours))
        for project_id, hours in sorted(groups.items())
    )


def _booked_top_ups(tx: Transaction, key: Mapping[str, object]) -> dict[tuple[int, str], Counter[int]]:
    found: defaultdict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    asked = {name: key[name] for name in ("period", "first_on", "next_on")}
    for person_id, currency, project_id, micros in tx.run(_TOP_UPS, **asked):
        found[person_id, currency][project_id] += int(micros)
    return dict(found)


def _projected_top_ups(gathered: GatheredWeek, currency: str, law: WeekLaw) -> Counter[int]:
    """Return the top-ups that an open week would have now, shared out over its projects as a closing would."""
    sums: Counter[int] = Counter()
    if gathered.revision:
        return sums
    settlement = settle_by_law(times=gathered.times, pieces=gathered.pieces, currency=currency, law=law)
    for share in shares_of(settlement, times=gathered.times, pieces=gathered.pieces, booked={}):
        if share.kind is LineKind.TOP_UP:
            sums[share.project_id] += share.amount_micros
    return sums


def _hours(
    person_id: int, currency: str, gathered: GatheredWeek, top_ups: Counter[int], organisation_id: int | None
) -> Iterable[tuple[int, HourOf]]:
    task_ms: Counter[int] = Counter()
    owed: Counter[int] = Counter()
    for time in gathered.times:
        is_theirs = organisation_id in (None, time.organisation_id) and not time.is_salaried
        if time.bucket in _TASK and time.project_id and is_theirs:
            task_ms[time.project_id] += time.counted_ms
            owed[time.project_id] += time.counted_ms * time.floor_hourly_micros
    paid = Counter(top_ups)
    for piece in gathered.pieces:
        paid[piece.project_id] += piece.amount_micros
    for project_id, ms in task_ms.items():
        hour = HourOf(
            person_id=person_id,
            currency=currency,
            hourly_micros=hourly_micros(paid[project_id], ms),
            floor_micros=ceil_div(owed[project_id], ms),
            is_below=paid[project_id] * MS_PER_HOUR < owed[project_id],
        )
        yield project_id, hour
