"""Reading what a labour card says of a project: hours, places, rests and pay, nobody's own unless enough worked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from annotate.labour_figures import PEOPLE_LEAST, LabourCard, Rests, bucket_times, places_of, spread_of
from payments.settling import rulebook_kept
from payments.spending.queries import ProjectSpend, project_spend
from payments.transaction import Transaction
from policies.breaks import RestRule
from policies.errors import Kind, Refusal
from policies.money import ceil_div, floor_div
from policies.rulebook import Rulebook
from policies.working_time import ON_SCREEN, Bucket, is_counted

_PROJECT = "SELECT name, pay_basis, currency FROM project WHERE id = :project_id"
_ANSWERS = """
SELECT state, count(*) FROM assignment
WHERE project_id = :project_id AND state IN ('submitted', 'accepted', 'contested', 'rejected') GROUP BY state
"""
_OFFERED = "SELECT DISTINCT rulebook_digest FROM assignment WHERE project_id = :project_id AND submitted_at IS NOT NULL"
# All of the work sessions in which this project was worked on: a rest is a rest from everything before it.
_SESSIONS = """
SELECT total.person_id, total.work_session_id, total.worked_on, total.project_id, total.bucket,
       total.floor_hourly_micros, total.currency, total.rulebook_digest, total.counted_ms
FROM time_total AS total
JOIN (SELECT DISTINCT person_id, work_session_id FROM time_total WHERE project_id = :project_id AND counted_ms > 0)
  AS own ON own.person_id = total.person_id AND own.work_session_id = total.work_session_id
WHERE total.counted_ms > 0
"""
_AWAY = frozenset({Bucket.REST, Bucket.MEAL})
_NOT_RESTED_FROM = frozenset({Bucket.REST, Bucket.WAITING_PLATFORM, Bucket.ADMIN, Bucket.SEARCH})


@dataclass(slots=True)
class _Session:
    """One work session: its rest rule, and how much of it was what."""

    rule: RestRule
    screen_ms: int = 0
    away_ms: int = 0
    rest_ms: int = 0
    own_ms: int = 0
    all_ms: int = 0

    def add(self, bucket: Bucket, ms: int, *, is_own: bool) -> None:
        """Take some of its time."""
        self.screen_ms += ms if bucket in ON_SCREEN else 0
        self.away_ms += ms if bucket in _AWAY else 0
        self.rest_ms += ms if bucket is Bucket.REST else 0
        if is_counted(bucket) and bucket not in _NOT_RESTED_FROM:
            self.all_ms += ms
            self.own_ms += ms if is_own else 0

    @property
    def own_rest_ms(self) -> int:
        """The project's part of its rest, by time."""
        return floor_div(self.rest_ms * self.own_ms, self.all_ms) if self.all_ms else 0


@dataclass(slots=True)
class _Time:
    """What people's time on the project adds up to."""

    ms: Counter[Bucket] = field(default_factory=Counter)
    people_of: defaultdict[Bucket, set[int]] = field(default_factory=lambda: defaultdict(set))
    places: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    days: set[date] = field(default_factory=set)
    floors: set[int] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    sessions: dict[tuple[int, int], _Session] = field(default_factory=dict)

    @property
    def people(self) -> set[int]:
        """Everyone who worked on it."""
        return set().union(*self.people_of.values())


def labour_card(tx: Transaction, *, project_id: int, now: datetime) -> LabourCard:
    """Return the labour card of a project as it stands: open weeks count as if they closed now.

    Args:
        tx: an open transaction; one that only reads will do.
        project_id: whose.
        now: stands on the card.

    Raises:
        Refusal: `not_found`.
    """
    project = tx.one(_PROJECT, project_id=project_id)
    if project is None:
        raise Refusal("not_found", Kind.MISSING)
    answers: dict[str, int] = {row[0]: int(row[1]) for row in tx.run(_ANSWERS, project_id=project_id)}
    time = _time(tx, project_id, currency=project[2])
    offered = {str(row[0]) for row in tx.run(_OFFERED, project_id=project_id)}
    card = LabourCard(
        project_id=project_id,
        project_name=project[0],
        made_at=now,
        first_on=min(time.days, default=None),
        last_on=max(time.days, default=None),
        answer_count=sum(answers.values()),
        people_count=None,
        is_salaried=project[1] == "salaried",
        currency=project[2],
        lines_micros={},
        rejected_count=answers.get("rejected", 0),
        rulebooks=tuple(sorted(time.digests | offered)),
    )
    if len(time.people) < PEOPLE_LEAST:
        return card
    return _with_pay(_with_hours(card, time), project_spend(tx, project_id))


def _with_hours(card: LabourCard, time: _Time) -> LabourCard:
    people = {bucket: len(people) for bucket, people in time.people_of.items()}
    times, is_left_out = bucket_times(time.ms, people)
    return replace(
        card,
        people_count=len(time.people),
        places=places_of({code: len(people) for code, people in time.places.items()}),
        counted_ms=sum(one.counted_ms for one in times if is_counted(one.bucket)),
        bucket_times=times,
        is_time_left_out=is_left_out,
        rest_ms=sum(one.own_rest_ms for one in time.sessions.values()),
        rests=_rests(time.sessions.values()),
        floor_lowest_micros=min(time.floors, default=0),
        floor_highest_micros=max(time.floors, default=0),
    )


def _with_pay(card: LabourCard, spend: ProjectSpend) -> LabourCard:
    if card.is_salaried:
        return card
    lines = Counter({"pieces": spend.piece_micros, "guarantee": spend.guarantee_micros})
    lines.update(spend.booked_micros)
    lines.update(spend.projected_micros)
    return replace(
        card,
        lines_micros={kind: micros for kind, micros in sorted(lines.items()) if micros},
        week_count=len(spend.task_pays),
        hourly=spread_of(spend.task_pays),
        below_floor_count=sum(pay.hourly_micros < pay.floor_micros for pay in spend.task_pays),
    )


def _time(tx: Transaction, project_id: int, *, currency: str) -> _Time:
    found = _Time()
    law: dict[str, tuple[str, Rulebook]] = {}
    for person_id, session_id, worked_on, of_project, bucket_name, floor, floor_currency, digest, ms in tx.run(
        _SESSIONS, project_id=project_id
    ):
        if digest not in law:
            law[digest] = _law(tx, digest)
        on, bucket = date.fromisoformat(worked_on), Bucket(bucket_name)
        code, rulebook = law[digest]
        rule = rulebook.limits(code, on=on).rest
        session = found.sessions.setdefault((person_id, session_id), _Session(rule))
        session.add(bucket, ms, is_own=of_project == project_id)
        if of_project == project_id:
            found.ms[bucket] += ms
            found.people_of[bucket].add(person_id)
            found.places[code].add(person_id)
            found.days.add(on)
            found.digests.add(digest)
            if floor_currency == currency:
                found.floors.add(floor)
    return found


def _law(tx: Transaction, digest: str) -> tuple[str, Rulebook]:
    """Return the law that time cites, and the one jurisdiction in it."""
    rulebook = rulebook_kept(tx, digest)
    return rulebook.all_jurisdictions()[0].code, rulebook


def _rests(sessions: Iterable[_Session]) -> Rests:
    each = [(one.screen_ms // one.rule.after_ms, one.away_ms, one.rule.length_ms) for one in sessions]
    return Rests(
        due_count=sum(due for due, _, _ in each),
        missed_count=sum(min(due, ceil_div(max(0, due * length - away), length)) for due, away, length in each),
        taken_ms=sum(away for _, away, _ in each),
    )
