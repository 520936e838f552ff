"""Turns the raw stamps of one person into segments: every second of a work session in one bucket, none twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from policies.breaks import is_long_enough
from policies.limits import Limits
from policies.periods import MS_PER_MINUTE, split_at_midnights, split_at_most
from policies.stamps import Silence, Stamp, in_order, outages
from policies.stretches import Stretch, Where, stretches_of
from policies.working_time import (
    ON_SCREEN,
    SEARCH_EARNED_AT_FIRST_MS,
    SESSION_GAP_MS,
    Bucket,
    down_within,
    gap_parts,
    is_counted,
    is_meal_long,
    lay,
    rest_required_ms,
    search_allowed_ms,
    search_earned_ms,
    split_open_gap,
)

SEGMENT_MS_MAX = MS_PER_MINUTE
_NOBODY = Where(0, 0, None)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open span of one person's time in one bucket, milliseconds since 1970.

    Args:
        bucket: what it was.
        started_ms: its first millisecond.
        ended_ms: the one after its last.
        work_session: 1 for the first work session among the stamps, then 2, 3 ...
        where: who caused it; rest is nobody's until settlement shares it.
        worked_on: the day where the person lives.
    """

    bucket: Bucket
    started_ms: int
    ended_ms: int
    work_session: int
    where: Where
    worked_on: date = date.min

    @property
    def ms(self) -> int:
        """Its length."""
        return self.ended_ms - self.started_ms


def partition(stamps: Sequence[Stamp], *, now_ms: int, time_zone: str, limits: Limits) -> tuple[Span, ...]:
    """Return the segments of one person's stamps, none longer than 60 seconds or across a midnight.

    Tabs are joined: time belongs to what was begun last, so two tabs never count a second twice. What came after the
    last sign of life is in none: nobody knows yet what it will be.

    Args:
        stamps: one person's, each tab's in order; none before a moment at which nothing was open.
        now_ms: the server's clock.
        time_zone: where the person lives.
        limits: the rest and the grace that apply there.

    Raises:
        Refusal: as `policies.stamps.in_order` and `outages`.
    """
    ordered = in_order(stamps, now_ms=now_ms)
    walk = _Walk(limits=limits, outages=outages(ordered, now_ms=now_ms))
    stretches = stretches_of(ordered, house=Silence(limits.idle_grace_ms))
    for stretch, after in zip(stretches, (*stretches[1:], None), strict=False):
        walk.take(stretch, after)
    return tuple(
        replace(span, started_ms=start_ms, ended_ms=end_ms, worked_on=day)
        for span in _joined(sorted(walk.spans, key=lambda one: one.started_ms))
        for day_start_ms, day_end_ms, day in split_at_midnights(span.started_ms, span.ended_ms, time_zone)
        for start_ms, end_ms in split_at_most(day_start_ms, day_end_ms, SEGMENT_MS_MAX)
    )


@dataclass(slots=True)
class _Walk:
    """Goes through the stretches of a person's time and says what each was; sums are of the current work session."""

    limits: Limits
    outages: tuple[tuple[int, int], ...]
    spans: list[Span] = field(default_factory=list)
    work_session: int = 1
    screen_ms: int = 0
    counted_ms: int = 0
    rested_ms: int = 0
    unbroken_ms: int = 0
    is_rest_moved: bool = False
    search_earned_ms: int = SEARCH_EARNED_AT_FIRST_MS
    """Other counted time that no search was set against; it outlives a work session."""

    def take(self, stretch: Stretch, after: Stretch | None) -> None:
        """Decide one stretch; `after` is what came next."""
        if stretch.bucket is not None:
            self._work(stretch, stretch.bucket)
        elif after is not None:
            self._gap(stretch, after)
        self.is_rest_moved = self.is_rest_moved or stretch.is_rest_moved

    def _work(self, stretch: Stretch, bucket: Bucket) -> None:
        """Decide the silences between signs of life while something was open."""
        last = len(stretch.signs) - 2
        for number, (from_ms, to_ms) in enumerate(zip(stretch.signs, stretch.signs[1:], strict=False)):
            down_ms = self._down_ms(from_ms, to_ms)
            counted_ms, silent_ms = split_open_gap(
                gap_ms=to_ms - from_ms - down_ms,
                grace_ms=stretch.silence.grace_ms,
                is_submit=stretch.is_answered and number == last,
                p95_ms=stretch.silence.p95_ms,
            )
            if silent_ms + down_ms > SESSION_GAP_MS:
                self._add(bucket, from_ms, from_ms + counted_ms, stretch.where)
                self._new_session()
                continue
            parts = ((bucket, counted_ms, stretch.where), (Bucket.UNCONFIRMED, silent_ms, stretch.where))
            self._lay(from_ms, to_ms, parts)
            self._away(silent_ms + down_ms)

    def _gap(self, stretch: Stretch, after: Stretch) -> None:
        """Decide a pause, or a time with nothing open, after which the person came back."""
        from_ms, to_ms = stretch.signs[0], stretch.signs[-1]
        if to_ms - from_ms > SESSION_GAP_MS:
            self._new_session()
            return
        required_ms = rest_required_ms(
            screen_ms=self.screen_ms,
            is_moved=self.is_rest_moved,
            unbroken_ms=self.unbroken_ms,
            limits=self.limits,
        )
        if after.bucket is not None and _is_on_the_way(stretch, after) and not required_ms:
            self._add(after.bucket, from_ms, to_ms, after.where)
            return
        down_ms = 0 if stretch.is_paused else self._down_ms(from_ms, to_ms)
        (rest, rest_ms), (other, other_ms) = gap_parts(
            gap_ms=to_ms - from_ms - down_ms,
            is_marked_meal=stretch.is_meal,
            required_ms=required_ms,
            counted_ms=self.counted_ms,
            already_rested_ms=self.rested_ms,
            rule=self.limits.rest,
        )
        if other is Bucket.UNCONFIRMED:
            self.rested_ms += max(0, rest_ms - required_ms)
        where = stretch.where._replace(assignment_id=None) if other is Bucket.UNCONFIRMED else _NOBODY
        self._lay(from_ms, to_ms, ((rest, rest_ms, _NOBODY), (other, other_ms, where)), is_paused=stretch.is_paused)
        self._away(to_ms - from_ms)

    def _lay(
        self, from_ms: int, to_ms: int, parts: Sequence[tuple[Bucket, int, Where]], *, is_paused: bool = False
    ) -> None:
        """Lay parts one after another over a span, around the time in which the platform was down."""
        down = [] if is_paused else down_within(self.outages, from_ms, to_ms)
        is_down = Bucket.WAITING_PLATFORM
        where_of: dict[Bucket, Where] = {bucket: where for bucket, _, where in parts if bucket is not is_down}
        lengths = [(bucket, ms) for bucket, ms, _ in parts]
        for bucket, start_ms, end_ms in lay(from_ms, to_ms, lengths, down=down):
            self._add(bucket, start_ms, end_ms, where_of.get(bucket, _NOBODY))

    def _add(self, bucket: Bucket, from_ms: int, to_ms: int, where: Where) -> None:
        """Take a span in; looking for work beyond what was earned of it is asked about."""
        cut_ms = to_ms
        if bucket is Bucket.SEARCH:
            cut_ms = min(to_ms, from_ms + search_allowed_ms(self.search_earned_ms, self.limits))
        self._put(bucket, from_ms, cut_ms, where)
        self._put(Bucket.UNCONFIRMED, cut_ms, to_ms, where)

    def _put(self, bucket: Bucket, from_ms: int, to_ms: int, where: Where) -> None:
        if to_ms == from_ms:
            return
        ms = to_ms - from_ms
        self.spans.append(Span(bucket, from_ms, to_ms, self.work_session, where))
        self.search_earned_ms = search_earned_ms(self.search_earned_ms, bucket=bucket, ms=ms, limits=self.limits)
        if bucket in ON_SCREEN:
            self.screen_ms += ms
        if is_counted(bucket) and bucket not in {Bucket.REST, Bucket.SEARCH}:
            self.counted_ms += ms
        if is_counted(bucket):
            self.unbroken_ms += ms

    def _down_ms(self, from_ms: int, to_ms: int) -> int:
        """Return for how long the platform was down in a span."""
        return sum(end_ms - start_ms for start_ms, end_ms in down_within(self.outages, from_ms, to_ms))

    def _away(self, away_ms: int) -> None:
        """Begin to count anew what a time away from the screen was long enough for."""
        if is_long_enough(away_ms, self.limits.rest):
            self.screen_ms, self.is_rest_moved = 0, False
        if is_meal_long(away_ms, self.limits):
            self.unbroken_ms = 0

    def _new_session(self) -> None:
        self.screen_ms = self.counted_ms = self.rested_ms = self.unbroken_ms = 0
        self.is_rest_moved = False
        self.work_session += 1


def _is_on_the_way(gap: Stretch, after: Stretch) -> bool:
    """Whether a gap was the way from one item to the next of the same project: it belongs to what begins then."""
    is_same = gap.where.project_id == after.where.project_id != 0
    is_short = gap.signs[-1] - gap.signs[0] <= after.silence.grace_ms
    return is_same and is_short and not gap.is_paused and after.bucket in ON_SCREEN


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans with neighbours of one kind made one."""
    whole: Span | None = None
    for span in spans:
        is_same = whole is not None and replace(span, started_ms=whole.started_ms, ended_ms=whole.ended_ms) == whole
        if whole is not None and is_same and whole.ended_ms == span.started_ms:
            whole = replace(whole, ended_ms=span.ended_ms)
            continue
        if whole is not None:
            yield whole
        whole = span
    if whole is not None:
        yield whole
