"""Joins the stamps of all tabs into stretches: what was open from when to when, with every sign of life in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from policies.stamps import BEGINS_AN_ITEM, ENDS_AN_ITEM, Silence, Stamp, StampKind
from policies.working_time import PAGES, SESSION_GAP_MS, Bucket


class Where(NamedTuple):
    """Who caused a stretch of time; 0 is the platform, or no project."""

    organisation_id: int
    project_id: int
    assignment_id: int | None


@dataclass(slots=True)
class Stretch:
    """What was open for a while, or that nothing was.

    Args:
        bucket: what its time is while there are signs of life; None for a gap.
        where: who causes it; a gap keeps what was open before it.
        signs: when the person was heard of, from its first instant to its last.
        silence: how long it may be silent and still count.
        is_paused: of a gap, the person said so.
        is_meal: of a gap, the person called it a meal.
        is_answered: an answer closed it.
        is_rest_moved: the coming rest was put off in it.
    """

    bucket: Bucket | None
    where: Where
    signs: list[int]
    silence: Silence
    is_paused: bool = False
    is_meal: bool = False
    is_answered: bool = False
    is_rest_moved: bool = False


_OPENS = {
    StampKind.START: Bucket.TASK,
    StampKind.REWORK: Bucket.REWORK,
    StampKind.INSTRUCTIONS: Bucket.INSTRUCTIONS,
    StampKind.QUALIFICATION: Bucket.QUALIFICATION,
}
_READING = frozenset({StampKind.INSTRUCTIONS, StampKind.QUALIFICATION})
_ITEMS = frozenset({Bucket.TASK, Bucket.REWORK})
_NOT_ABOUT_THE_PERSON = frozenset({StampKind.OFFER, StampKind.OUTAGE_FROM, StampKind.OUTAGE_TO})


def stretches_of(ordered: Iterable[Stamp], *, house: Silence) -> list[Stretch]:
    """Return the stretches of one person's stamps, each beginning where the one before it ends.

    The last one ends with the last sign of life, where something was open.

    Args:
        ordered: from `policies.stamps.in_order`.
        house: the silence of the house, for kinds of task that have none of their own.
    """
    joined = _Joined(house)
    for stamp in ordered:
        if stamp.kind not in _NOT_ABOUT_THE_PERSON:
            joined.take(stamp)
    return joined.stretches


@dataclass(slots=True)
class _Joined:
    """All tabs of a person as one; the last stretch is the one that goes on."""

    house: Silence
    stretches: list[Stretch] = field(default_factory=list)
    open_items: dict[int | None, Stamp] = field(default_factory=dict)

    def take(self, stamp: Stamp) -> None:
        """Let one stamp end, begin or continue a stretch."""
        if not self.stretches:
            self.stretches.append(Stretch(None, Where(0, 0, None), [stamp.at_ms], self.house))
        if stamp.kind in BEGINS_AN_ITEM:
            self.open_items[stamp.assignment_id] = stamp
        self._leave_a_page(stamp)
        self._return_to_another_tab(stamp)
        if stamp.kind is StampKind.REST_MOVED:
            self.now.is_rest_moved = True
        elif self.now.bucket is None:
            self._in_a_gap(stamp)
        else:
            self._at_work(stamp)
        if stamp.kind in ENDS_AN_ITEM:
            self.open_items.pop(stamp.assignment_id, None)

    @property
    def now(self) -> Stretch:
        """Return the stretch that goes on."""
        return self.stretches[-1]

    def _leave_a_page(self, stamp: Stamp) -> None:
        """Let a page that was left alone for longer than the grace be a gap from there on: nothing was open on it."""
        page = self.now
        left_ms = page.signs[-1] + self.house.grace_ms
        if page.bucket in PAGES and stamp.at_ms > left_ms:
            page.signs.append(left_ms)
            self.stretches.append(Stretch(None, page.where, [left_ms], self.house))

    def _return_to_another_tab(self, stamp: Stamp) -> None:
        """Begin what another tab has open again, when that tab is heard of while nothing is on the clock.

        While the person rests a tab says nothing; but an answer says that they are back.
        """
        known = self.open_items.get(stamp.assignment_id)
        is_elsewhere = known is not None and stamp.assignment_id != self.now.where.assignment_id
        is_back = stamp.kind is StampKind.SUBMIT or (stamp.kind is StampKind.HEARTBEAT and not self.now.is_paused)
        if known is not None and is_elsewhere and is_back and self.now.bucket is None:
            self._begin(known, at_ms=stamp.at_ms)

    def _at_work(self, stamp: Stamp) -> None:
        """Take a stamp while something is open."""
        kind, is_item = stamp.kind, self.now.bucket in _ITEMS
        is_this = stamp.assignment_id == self.now.where.assignment_id
        is_elsewhere = kind in _READING and stamp.project_id != self.now.where.project_id
        if kind in BEGINS_AN_ITEM or is_elsewhere or (self._bucket(stamp) is not None and not is_item):
            self._begin(stamp, at_ms=stamp.at_ms)
        elif kind in {StampKind.PAUSE, StampKind.MEAL}:
            self._nothing(stamp, where=self.now.where, is_paused=True)
        elif kind in ENDS_AN_ITEM and is_item and is_this:
            self.now.is_answered = kind is StampKind.SUBMIT
            self._nothing(stamp, where=self.now.where._replace(assignment_id=None))
        else:  # a sign of life; pages, and instructions of its own project, beside an open item belong to the item
            self.now.signs.append(stamp.at_ms)

    def _in_a_gap(self, stamp: Stamp) -> None:
        """Take a stamp while nothing is open, or the person rests."""
        gap, kind = self.now, stamp.kind
        is_this = stamp.assignment_id == gap.where.assignment_id
        if self._bucket(stamp) is not None:
            self._begin(stamp, at_ms=stamp.at_ms)
        elif kind in {StampKind.PAUSE, StampKind.MEAL}:
            self._go_on(stamp, where=gap.where, is_paused=True)
        elif kind is StampKind.RELEASE and is_this:
            self._go_on(stamp, where=gap.where._replace(assignment_id=None), is_paused=gap.is_paused)
        elif kind is StampKind.SUBMIT and is_this:
            self._nothing(stamp, where=gap.where._replace(assignment_id=None))
        elif kind is StampKind.RESUME:
            self._resume(stamp)

    def _resume(self, stamp: Stamp) -> None:
        """End a pause: what was open goes on, else nothing is open until the person chooses."""
        known = self.open_items.get(self.now.where.assignment_id)
        if known is not None:
            self._begin(known, at_ms=stamp.at_ms)
        else:
            self._nothing(stamp, where=self.now.where)

    def _go_on(self, stamp: Stamp, *, where: Where, is_paused: bool) -> None:
        """Keep one gap one gap, however it is called on the way, unless it has lasted too long to be one."""
        if stamp.at_ms - self.now.signs[0] > SESSION_GAP_MS:
            self._nothing(stamp, where=where, is_paused=is_paused)
            return
        self.now.where, self.now.is_paused = where, is_paused
        if stamp.kind in {StampKind.PAUSE, StampKind.MEAL}:
            self.now.is_meal = stamp.kind is StampKind.MEAL

    def _begin(self, stamp: Stamp, *, at_ms: int) -> None:
        self.now.signs.append(at_ms)
        where = Where(stamp.organisation_id, stamp.project_id, stamp.assignment_id)
        bucket = self._bucket(stamp)
        silence = self.house if bucket in PAGES else stamp.silence or self.house
        self.stretches.append(Stretch(bucket, where, [at_ms], silence))

    def _nothing(self, stamp: Stamp, *, where: Where, is_paused: bool = False) -> None:
        self.now.signs.append(stamp.at_ms)
        is_meal = stamp.kind is StampKind.MEAL
        self.stretches.append(Stretch(None, where, [stamp.at_ms], self.house, is_paused=is_paused, is_meal=is_meal))

    def _bucket(self, stamp: Stamp) -> Bucket | None:
        """Return what a stamp begins, or None where it begins nothing."""
        if stamp.kind is StampKind.PAGE:
            return Bucket.SEARCH if stamp.is_search else Bucket.ADMIN
        if stamp.kind is StampKind.QUEUE_EMPTY:
            return Bucket.WAITING_REQUESTER if stamp.organisation_id else Bucket.WAITING_PLATFORM
        return _OPENS.get(stamp.kind)
