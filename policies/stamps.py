"""What a server noted while one person worked: raw stamps in one order, refused where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policies.errors import Kind, Refusal
from policies.money import ceil_div
from policies.periods import from_ms


class StampKind(StrEnum):
    """What happened at an instant."""

    OFFER = "offer"
    """An item was handed over, perhaps ahead of time; its clock starts when it is shown."""
    START = "start"
    REWORK = "rework"
    """An answer came back to be corrected, and is open again."""
    HEARTBEAT = "heartbeat"
    SUBMIT = "submit"
    RELEASE = "release"
    PAUSE = "pause"
    MEAL = "meal"
    """A pause that the person called a meal."""
    RESUME = "resume"
    REST_MOVED = "rest_moved"
    """The person put the coming rest off."""
    PAGE = "page"
    """A page of the house without an item on it: payment set-up, messages, disputes, or the list of work."""
    INSTRUCTIONS = "instructions"
    QUALIFICATION = "qualification"
    QUEUE_EMPTY = "queue_empty"
    """The person asked for the next item and was held, because there was none at that moment."""
    OUTAGE_FROM = "outage_from"
    OUTAGE_TO = "outage_to"


BEGINS_AN_ITEM = frozenset({StampKind.START, StampKind.REWORK})
ENDS_AN_ITEM = frozenset({StampKind.SUBMIT, StampKind.RELEASE})

_RANKS = (
    {StampKind.HEARTBEAT, StampKind.OFFER},
    ENDS_AN_ITEM,
    {StampKind.OUTAGE_TO},
    {StampKind.OUTAGE_FROM},
    {StampKind.RESUME},
    {StampKind.PAGE, StampKind.QUEUE_EMPTY, StampKind.INSTRUCTIONS, StampKind.QUALIFICATION},
    BEGINS_AN_ITEM,
    set[StampKind](),  # the end of an item that began in the same millisecond
    {StampKind.REST_MOVED, StampKind.PAUSE},
    {StampKind.MEAL},
)
_RANK_OF = {kind: rank for rank, kinds in enumerate(_RANKS) for kind in kinds}
_AFTER_ITS_START = 7


@dataclass(frozen=True, slots=True)
class Silence:
    """How long one kind of work may be silent and still count, milliseconds.

    Args:
        grace_ms: silence that always counts.
        p95_ms: silence that counts when an answer closes it; zero without a pilot.
    """

    grace_ms: int
    p95_ms: int = 0


def silence_from_pilot(*, gaps_ms: Sequence[int], answers_ms: Sequence[int], house: Silence) -> Silence:
    """Return how silent one kind of task may be, from its pilot: reading and looking are work.

    Args:
        gaps_ms: pauses between two signs of life in the pilot, milliseconds.
        answers_ms: how long the pilot's answers took, milliseconds.
        house: what holds where there was no pilot, and never less than that.

    Returns:
        The 95th of 100 gaps as the grace, and the 95th of 100 answers as the longest silence an answer closes.
    """
    return Silence(max(house.grace_ms, _p95(gaps_ms)), max(house.p95_ms, _p95(answers_ms)))


def _p95(values: Sequence[int]) -> int:
    """Return the value that 95 of 100 do not pass, the next one up where none is exactly there; zero of none."""
    return sorted(values)[ceil_div(len(values) * 95, 100) - 1] if values else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One thing that the server noted about one person.

    Args:
        kind: what happened.
        at_ms: when, on the server's clock, milliseconds since 1970.
        tab: which window of the browser it came from.
        organisation_id: who caused the time that begins; 0 is the platform.
        project_id: 0 is none.
        assignment_id: the item, where it is about one.
        is_search: of a page: the person was looking for work.
        silence: what the kind of task that begins allows; None is the house's grace.
    """

    kind: StampKind
    at_ms: int
    tab: str = ""
    organisation_id: int = 0
    project_id: int = 0
    assignment_id: int | None = None
    is_search: bool = False
    silence: Silence | None = None


def stamp_kind(text: str) -> StampKind:
    """Return the kind that a text names.

    Raises:
        Refusal: `stamp_kind_unknown`.
    """
    try:
        return StampKind(text)
    except ValueError:
        raise Refusal("stamp_kind_unknown", Kind.UNREADABLE, kind=text[:40]) from None


def in_order(stamps: Sequence[Stamp], *, now_ms: int) -> tuple[Stamp, ...]:
    """Return one person's stamps of all tabs in one order.

    Of stamps at one instant, what ends comes before what begins, and a pause comes last; so no order in which they
    were written down changes anybody's pay.

    Args:
        stamps: each tab's in the order in which the server took them.
        now_ms: the server's clock.

    Raises:
        Refusal: `stamp_from_the_future`, `stamps_backwards` within a tab, `stamps_contradict` (an item that ends
            before it began, or twice), `outages_overlap`.
    """
    latest: dict[str, int] = {}
    for stamp in stamps:
        if stamp.at_ms > now_ms:
            raise Refusal("stamp_from_the_future", Kind.UNREADABLE, at=_text(stamp.at_ms), now=_text(now_ms))
        if stamp.at_ms < latest.get(stamp.tab, 0):
            raise Refusal("stamps_backwards", Kind.UNREADABLE, at=_text(stamp.at_ms))
        latest[stamp.tab] = stamp.at_ms
    started = {(stamp.assignment_id, stamp.at_ms) for stamp in stamps if stamp.kind in BEGINS_AN_ITEM}

    def key(stamp: Stamp) -> tuple[int, int, int, int, str]:
        is_after = stamp.kind in ENDS_AN_ITEM and (stamp.assignment_id, stamp.at_ms) in started
        rank = _AFTER_ITS_START if is_after else _RANK_OF[stamp.kind]
        return stamp.at_ms, rank, stamp.project_id, stamp.assignment_id or 0, f"{stamp.kind}{stamp.tab}"

    ordered = tuple(sorted(stamps, key=key))
    _refuse_contradictions(ordered)
    return ordered


def outages(ordered: Iterable[Stamp], *, now_ms: int) -> tuple[tuple[int, int], ...]:
    """Return the spans in which the platform was down; one that has not ended goes on until now.

    Raises:
        Refusal: `outages_overlap`, one begins inside another or ends without a beginning.
    """
    spans: list[tuple[int, int]] = []
    since_ms: int | None = None
    for stamp in ordered:
        if stamp.kind not in {StampKind.OUTAGE_FROM, StampKind.OUTAGE_TO}:
            continue
        if (since_ms is None) is (stamp.kind is StampKind.OUTAGE_TO):
            raise Refusal("outages_overlap", Kind.UNREADABLE, at=_text(stamp.at_ms))
        if since_ms is not None:
            spans.append((since_ms, stamp.at_ms))
        since_ms = stamp.at_ms if since_ms is None else None
    return tuple(spans) if since_ms is None else (*spans, (since_ms, now_ms))


def _refuse_contradictions(ordered: Iterable[Stamp]) -> None:
    """Refuse an item that ends before it began, ends twice, or begins again after its end without being rework."""
    is_open: dict[int | None, bool] = {}
    for stamp in ordered:
        is_end = stamp.kind in ENDS_AN_ITEM
        is_fresh_start = stamp.kind is StampKind.START and is_open.get(stamp.assignment_id) is False
        if is_fresh_start or (is_end and not is_open.get(stamp.assignment_id)):
            number = stamp.assignment_id or 0
            raise Refusal("stamps_contradict", Kind.UNREADABLE, assignment=number, at=_text(stamp.at_ms))
        if is_end or stamp.kind in BEGINS_AN_ITEM:
            is_open[stamp.assignment_id] = not is_end


def _text(ms: int) -> str:
    return from_ms(ms).isoformat()
