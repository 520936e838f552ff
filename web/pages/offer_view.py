"""An offer as an annotator reads it before saying yes: pay, time, what is left, who asks, and what it weighs."""

from dataclasses import dataclass

from annotate.projects.queries import ProjectView
from annotate.projects.rules import PayBasis
from annotate.serving.queries import OfferCard
from policies.floors import Floor
from policies.money import ceil_div, coins_up
from policies.periods import MS_PER_SECOND
from web.content_words import Risk, risks_named

DRAWING_WIDGETS = frozenset({"boxes"})
"""Widgets that draw: they work by touch, but what is small is easier with a mouse."""

WIDGET_BYTES = {"boxes": 22_000, "image_choice": 4_800, "image_choices": 4_800, "item": 28_000}
"""What some widgets add to the page the first time, with their scripts; a test weighs those of pictures alone.

An item of several parts is said to weigh what drawing does: some weigh less, and none is a surprise.
"""

PAGE_BYTES = 38_000
"""What the work page weighs the first time, with its style, its scripts and their headers; a test weighs it."""

ANSWER_BYTES = 3_200
"""What one answer and the item after it weigh, their headers included; a test weighs them."""

SECONDS_SAID_MOST = 300
ANSWERS_WEIGHED = 10
KILOBYTES_PER_TENTH = 100
TENTHS = 10
BYTES_PER_KILOBYTE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShown:
    """What is known before saying yes. Amounts in micro-units of `currency`, lengths in milliseconds."""

    project_id: int
    name: str
    language: str
    organisation: str
    is_by_hour: bool
    is_salaried: bool
    price_micros: int
    hourly_micros: int
    is_own_pace: bool
    """Whether the pay for an hour is what this person made here lately; else it is the price at the usual time."""
    currency: str
    floor_micros: int
    """What one hour pays at the least."""
    floor_rule: str
    usual_ms: int
    usual_seconds: int
    """The same in seconds, rounded up, while it is short enough to say so; else zero."""
    work_left_ms: int
    is_more_left: bool
    content_note: str
    risks: tuple[Risk, ...]
    is_drawn: bool
    """Whether answers are drawn, which is easier on a larger screen."""
    has_pictures: bool
    kilobytes: int
    megabytes: str
    """The same in megabytes with one decimal, from a megabyte on; else empty."""
    is_open: bool
    """Whether an item of it is open already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkShown:
    """A project as its work page heads it. `instructions` is Markdown."""

    project_id: int
    name: str
    language: str
    organisation: str
    is_by_hour: bool
    is_salaried: bool
    price_micros: int
    currency: str
    instructions: str
    risks: tuple[Risk, ...]
    grace_ms: int


def offer_shown(card: OfferCard, *, widget: str, floor: Floor) -> OfferShown:
    """Return an offer for its page.

    Args:
        card: the offer as the records have it.
        widget: what its items are drawn with.
        floor: the reader's own, today.
    """
    project = card.project
    kilobytes = kilobytes_of(card.item_bytes + card.picture_bytes, widget=widget)
    return OfferShown(
        project_id=project.project_id,
        name=project.name,
        language=project.language,
        organisation=project.organisation_name,
        is_by_hour=project.pay_basis == PayBasis.HOUR,
        is_salaried=project.pay_basis == PayBasis.SALARIED,
        price_micros=project.price_micros,
        hourly_micros=coins_up(card.hourly_micros, project.currency),
        is_own_pace=card.pace is not None,
        currency=project.currency,
        floor_micros=coins_up(floor.hourly_micros, floor.currency),
        floor_rule=floor.rule,
        usual_ms=project.estimated_ms,
        usual_seconds=_short_seconds(project.estimated_ms),
        work_left_ms=card.left_count * project.estimated_ms,
        is_more_left=card.is_more_left,
        content_note=project.content_note,
        risks=risks_named(project.content_risks),
        is_drawn=widget in DRAWING_WIDGETS,
        has_pictures=card.picture_bytes > 0,
        kilobytes=kilobytes,
        megabytes=_megabytes(kilobytes),
        is_open=card.is_started,
    )


def _short_seconds(milliseconds: int) -> int:
    seconds = ceil_div(milliseconds, MS_PER_SECOND)
    return seconds if seconds <= SECONDS_SAID_MOST else 0


def _megabytes(kilobytes: int) -> str:
    if kilobytes < BYTES_PER_KILOBYTE:
        return ""
    whole, tenths = divmod(ceil_div(kilobytes, KILOBYTES_PER_TENTH), TENTHS)
    return f"{whole}.{tenths}"


def kilobytes_of(item_bytes: int, *, widget: str = "") -> int:
    """Return what ten answers weigh with the page they are given on, in kilobytes, rounded up.

    Args:
        item_bytes: the content of one item, with its picture as the page shows it.
        widget: what its items are drawn with.
    """
    page_bytes = PAGE_BYTES + WIDGET_BYTES.get(widget, 0)
    return ceil_div(page_bytes + ANSWERS_WEIGHED * (ANSWER_BYTES + item_bytes), BYTES_PER_KILOBYTE)


def work_shown(project: ProjectView, *, grace_ms: int) -> WorkShown:
    """Return a project for its work page.

    Args:
        project: the project.
        grace_ms: how long a silence counts by itself, so that the page knows when to stop saying that somebody is here.
    """
    return WorkShown(
        project_id=project.project_id,
        name=project.name,
        language=project.language,
        organisation=project.organisation_name,
        is_by_hour=project.pay_basis == PayBasis.HOUR,
        is_salaried=project.pay_basis == PayBasis.SALARIED,
        price_micros=project.price_micros,
        currency=project.currency,
        instructions=project.instructions,
        risks=risks_named(project.content_risks),
        grace_ms=grace_ms,
    )
