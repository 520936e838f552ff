"""Keeping an annotator's clock: lock it, let an act turn it, and record the time that the act decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from annotate.outages.queries import outages_since
from annotate.timeclock.queries import ClockView, floors_of, offered_at, state_of, view_of
from annotate.timeclock.rules import Act, ClockState, Doing, Offered, Piece, Place, turn
from payments.earnings.rules import Segment
from payments.earnings.service import record_time
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append, keep_rulebook
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.limits import Limits
from policies.partition import SEGMENT_MS_MAX
from policies.periods import from_ms, local_day, split_at_midnights, split_at_most, to_ms
from policies.rulebook import Rulebook
from policies.working_time import SEARCH_EARNED_AT_FIRST_MS, Bucket

# The person's row is read with the clock, so that one statement locks and says whose days these are. The floor and
# the estimate of an open assignment are fixed when it is offered; they decide how its time is recorded. Somewhere on
# earth it is the day after today's in Greenwich: no person's day is later than `latest_on`.
_LOCK = """
SELECT clock.work_session_id, clock.doing, clock.organisation_id, clock.project_id, clock.assignment_id,
       clock.stretch_from_at, clock.seen_at, clock.screen_ms, clock.session_counted_ms, clock.session_rest_ms,
       clock.rest_required_ms, clock.is_rest_moved, clock.is_meal, clock.unbroken_ms, clock.search_earned_ms,
       person.time_zone,
       residence.jurisdiction, residence.zone, residence.from_on
FROM clock JOIN person ON person.id = clock.person_id
LEFT JOIN residence ON residence.person_id = clock.person_id AND residence.from_on = (
  SELECT max(from_on) FROM residence AS home WHERE home.person_id = clock.person_id AND home.from_on <= :latest_on)
WHERE clock.person_id = :person_id /*postgresql: FOR UPDATE OF clock */
"""
_NEW_SESSION = """
INSERT INTO work_session (person_id, started_at, seen_at) VALUES (:person_id, :now, :now) RETURNING id
"""
_NEW_CLOCK = """
INSERT INTO clock (person_id, work_session_id, doing, organisation_id, project_id, assignment_id, stretch_from_at,
                   seen_at, screen_ms, session_counted_ms, session_rest_ms, rest_required_ms, is_rest_moved, is_meal,
                   unbroken_ms, search_earned_ms)
VALUES (:person_id, :work_session_id, 'nothing', 0, 0, NULL, :now, :now, 0, 0, 0, 0, 0, 0, 0, :search_earned_ms)
ON CONFLICT DO NOTHING
"""
_SAVE = """
UPDATE clock SET work_session_id = :work_session_id, doing = :doing, organisation_id = :organisation_id,
       project_id = :project_id, assignment_id = :assignment_id, stretch_from_at = :stretch_from_ms, seen_at = :seen_ms,
       screen_ms = :screen_ms, session_counted_ms = :session_counted_ms, session_rest_ms = :session_rest_ms,
       rest_required_ms = :rest_required_ms, is_rest_moved = :is_rest_moved, is_meal = :is_meal,
       unbroken_ms = :unbroken_ms, search_earned_ms = :search_earned_ms
WHERE person_id = :person_id
"""
_ONE_DAY = timedelta(days=1)
_SEEN = "UPDATE work_session SET seen_at = :now WHERE id = :work_session_id"


@dataclass(slots=True)
class Turn:
    """One person's clock, locked for one transaction: acts turn it, `finish` records what they decided."""

    person_id: int
    work_session_id: int
    state: ClockState
    time_zone: str
    now_ms: int
    today: date
    """The calendar day it is where the person lives."""
    limits: Limits
    floor_on: Callable[[date], Floor]
    down: Sequence[tuple[int, int]] = ()
    """When the platform was down since the last sign of life."""
    segments: list[Segment] = field(default_factory=list)
    is_changed: bool = False
    kept_digests: set[str] = field(default_factory=set)
    """Rulebooks that a record has cited before: their texts are kept."""

    @property
    def now(self) -> datetime:
        """The instant of the act: the server's, or the last one known of where another server's clock goes ahead."""
        return from_ms(self.now_ms)

    def view(self) -> ClockView:
        """Return the clock as pages show it, as this turn leaves it, so that nobody has to read it again."""
        floor = self.floor_on(self.today)
        return view_of(self.state, now_ms=self.now_ms, today=self.today, floor=floor, limits=self.limits)

    def counted_ms_of(self, assignment_id: int) -> int:
        """Return the counted time of an assignment that this turn decided and has not recorded yet, milliseconds."""
        return sum(
            segment.ended_ms - segment.started_ms
            for segment in self.segments
            if segment.assignment_id == assignment_id and segment.bucket is Bucket.TASK
        )


def take_turn(tx: Transaction, *, person_id: int, now: datetime, rulebook: Rulebook) -> Turn:
    """Lock an annotator's clock until the transaction ends; start one at their first act.

    Args:
        tx: the open transaction.
        person_id: an annotator.
        now: the instant of the act.
        rulebook: asked for floors and limits where the person lives, day by day.

    Raises:
        Refusal: `not_found` for somebody who is no annotator.
    """
    latest_on = (now.astimezone(UTC) + _ONE_DAY).date().isoformat()
    row = tx.one(_LOCK, person_id=person_id, latest_on=latest_on)
    if row is None:
        _first_clock(tx, person_id=person_id, now=now)
        row = tx.one(_LOCK, person_id=person_id, latest_on=latest_on)
        assert row is not None, "the clock was started just now"
    state = state_of(row[1:])
    now_ms = max(to_ms(now), state.seen_ms)
    floor_on = floors_of(tx, person_id=person_id, rulebook=rulebook, latest=row[16:19])
    today = local_day(now_ms, row[15])
    limits = rulebook.limits(floor_on(today).jurisdiction, on=today)
    down = outages_since(tx, since_ms=min(state.stretch_from_ms, state.seen_ms), now_ms=now_ms)
    return Turn(person_id, row[0], state, row[15], now_ms, today, limits, floor_on, down)


def act_on(
    tx: Transaction, taken: Turn, act: Act, *, place: Place | None = None, offered: Offered | None = None
) -> None:
    """Turn a clock by one act; the time it decides is kept in the turn until `finish`.

    Args:
        tx: the open transaction.
        taken: from `take_turn`.
        act: what the person did.
        place: where LOOK and START begin.
        offered: what the assignment that the clock is on fixed; None where it is on none.
    """
    p95_ms = offered.p95_ms if offered else 0
    turned = turn(
        taken.state, act, now_ms=taken.now_ms, place=place, limits=taken.limits, p95_ms=p95_ms, down=taken.down
    )
    for piece in turned.pieces:
        taken.segments += _segments(taken, piece, offered)
    if turned.is_new_session:
        tx.run(_SEEN, work_session_id=taken.work_session_id, now=taken.state.seen_ms)
        taken.work_session_id = _new_session(tx, person_id=taken.person_id, now=from_ms(taken.now_ms))
    taken.is_changed = taken.is_changed or turned.state != taken.state
    taken.state = turned.state


def finish(tx: Transaction, taken: Turn, *, now: datetime, rulebook: Rulebook) -> list[Fact]:
    """Record a turn: its segments and the clock. Returns the facts for the event log, appended by the caller."""
    if not taken.is_changed and not taken.segments:
        return []
    for digest in {segment.rulebook_digest for segment in taken.segments}:
        keep_once(tx, taken, digest, now=now, rulebook=rulebook)
    facts = record_time(tx, segments=taken.segments, now=from_ms(taken.now_ms))
    state = taken.state
    tx.send(
        _SAVE,
        person_id=taken.person_id,
        work_session_id=taken.work_session_id,
        doing=state.doing,
        organisation_id=state.place.organisation_id,
        project_id=state.place.project_id,
        assignment_id=state.place.assignment_id,
        stretch_from_ms=state.stretch_from_ms,
        seen_ms=state.seen_ms,
        screen_ms=state.screen_ms,
        session_counted_ms=state.session_counted_ms,
        session_rest_ms=state.session_rest_ms,
        rest_required_ms=state.rest_required_ms,
        is_rest_moved=state.is_rest_moved,
        is_meal=state.is_meal,
        unbroken_ms=state.unbroken_ms,
        search_earned_ms=state.search_earned_ms,
    )
    taken.segments, taken.is_changed = [], False
    return facts


def keep_once(tx: Transaction, taken: Turn, digest: str, *, now: datetime, rulebook: Rulebook) -> None:
    """Keep the text of the law behind a digest, unless something in this turn cites it already."""
    if digest not in taken.kept_digests:
        keep_rulebook(tx, rulebook=rulebook, digest=digest, now=now)
        taken.kept_digests.add(digest)


def act_alone(
    tx: Transaction,
    *,
    person_id: int,
    act: Act,
    now: datetime,
    rulebook: Rulebook,
    place: Place | None = None,
) -> None:
    """Let one act turn the clock and log it: for acts that touch nothing but the clock."""
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    act_on(tx, taken, act, place=place, offered=offered_at(tx, taken.state.place.assignment_id))
    append(tx, stream=annotator_stream(person_id), facts=finish(tx, taken, now=now, rulebook=rulebook), now=taken.now)


def look(tx: Transaction, *, person_id: int, place: Place, now: datetime, rulebook: Rulebook) -> None:
    """Count the reading of a project's instructions from now on; an assignment of it that is open goes on instead.

    Whoever has another project's item open leaves it open; from now on this project's requester pays for the time.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    here = taken.state.place.project_id == place.project_id
    act = Act.HEARTBEAT if taken.state.doing is Doing.TASK and here else Act.LOOK
    act_on(tx, taken, act, place=place, offered=offered_at(tx, taken.state.place.assignment_id))
    append(tx, stream=annotator_stream(person_id), facts=finish(tx, taken, now=now, rulebook=rulebook), now=taken.now)


def pause(tx: Transaction, *, person_id: int, is_meal: bool, now: datetime, rulebook: Rulebook) -> None:
    """Begin a rest, or a meal; what is open stays open."""
    act = Act.MEAL if is_meal else Act.PAUSE
    act_alone(tx, person_id=person_id, act=act, now=now, rulebook=rulebook)


def resume(tx: Transaction, *, person_id: int, now: datetime, rulebook: Rulebook) -> None:
    """End a rest and go on with what was open."""
    act_alone(tx, person_id=person_id, act=Act.RESUME, now=now, rulebook=rulebook)


def move_rest(tx: Transaction, *, person_id: int, now: datetime, rulebook: Rulebook) -> None:
    """Put the coming rest off once, by as much as the rulebook lets a person move it.

    Raises:
        Refusal: `rest_moved_already`, or `rest_not_movable` where the rulebook lets nobody move it.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    if taken.state.is_rest_moved:
        raise Refusal("rest_moved_already", Kind.CONFLICT)
    if taken.limits.rest.movable_ms <= 0:
        raise Refusal("rest_not_movable", Kind.CONFLICT)
    taken.state, taken.is_changed = replace(taken.state, is_rest_moved=True), True
    finish(tx, taken, now=now, rulebook=rulebook)


def _first_clock(tx: Transaction, *, person_id: int, now: datetime) -> None:
    if tx.value("SELECT 1 FROM annotator WHERE person_id = :person_id", person_id=person_id) is None:
        raise Refusal("not_found", Kind.MISSING)
    session_id = _new_session(tx, person_id=person_id, now=now)
    first = {"work_session_id": session_id, "search_earned_ms": SEARCH_EARNED_AT_FIRST_MS}
    tx.run(_NEW_CLOCK, person_id=person_id, now=now, **first)


def _new_session(tx: Transaction, *, person_id: int, now: datetime) -> int:
    return int(tx.value(_NEW_SESSION, person_id=person_id, now=now))


def _segments(taken: Turn, piece: Piece, offered: Offered | None) -> list[Segment]:
    """Cut a piece at midnights and after 60 seconds, each part at its day's floor, or the one offered if higher."""
    here = offered if offered is not None and offered.assignment_id == piece.place.assignment_id else None
    return [
        _segment(taken, Piece(piece.bucket, start_ms, end_ms, piece.place), day, here)
        for day_start_ms, day_end_ms, day in split_at_midnights(piece.started_ms, piece.ended_ms, taken.time_zone)
        for start_ms, end_ms in split_at_most(day_start_ms, day_end_ms, SEGMENT_MS_MAX)
    ]


def _segment(taken: Turn, piece: Piece, day: date, offered: Offered | None) -> Segment:
    floor = taken.floor_on(day)
    # Whoever moved to another country has a floor in another currency, which no rate is compared with.
    offered_micros = offered.floor_hourly_micros if offered and offered.currency == floor.currency else 0
    return Segment(
        person_id=taken.person_id,
        work_session_id=taken.work_session_id,
        organisation_id=piece.place.organisation_id,
        project_id=piece.place.project_id,
        assignment_id=piece.place.assignment_id,
        bucket=piece.bucket,
        started_ms=piece.started_ms,
        ended_ms=piece.ended_ms,
        worked_on=day,
        jurisdiction=floor.jurisdiction,
        zone=floor.zone,
        floor_hourly_micros=max(floor.hourly_micros, offered_micros),
        currency=floor.currency,
        rulebook_digest=floor.rulebook_digest,
    )
