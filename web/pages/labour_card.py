"""The labour card of a project, for its requester: hours, places, rests and pay, with pictures and their tables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from annotate.labour_card.queries import labour_card
from annotate.labour_card.rules import PEOPLE_LEAST, LabourCard, as_json, as_markdown
from annotate.labour_figures import PERMILLE, HourlyPay
from policies.money import coins_down, coins_up, floor_div
from web.auth.identity import Identity
from web.deps import Requester, TheHouse
from web.pages.audit_view import BUCKET_WORDS
from web.pages.project_running import TITLES, share_of
from web.pages.project_view import Shown, own_project, shown
from web.pages.time_picture import LOOKS
from web.render import show
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/projects")
FLOOR_PLACE, LAST_PLACE, LEAST_WIDTH = 100, 960, 6
"""In tenths of a percent of the picture: where the floor and the highest pay stand, and the least width of a box."""
LEAST_SHOWN_PERMILLE = 100
"""The picture reaches at least so far above the floor, so that a small difference does not look like a large one."""
STEP_WORDS = {
    "lowest": N_("The lowest"),
    "p10": N_("A tenth of them at most"),
    "p25": N_("A quarter of them at most"),
    "median": N_("Half of them at most"),
    "p75": N_("Three quarters of them at most"),
    "p90": N_("Nine tenths of them at most"),
    "highest": N_("The highest"),
}
LINE_WORDS = {
    "pieces": N_("Answers"),
    "guarantee": N_("Paid by Jornal’s guarantee"),
    **{kind: title for kind, (title, _) in TITLES.items()},
}
"""Every kind of line that a card can have."""


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of the spread of pay, in whole coins as micro-units; only pay below the floor is rounded down."""

    name: str
    hourly_micros: int
    floor_micros: int
    of_floor_permille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadPicture:
    """The spread of pay against the floor: places in percent of the picture, as SVG reads them.

    Attributes:
        floor_x: the floor; everything stands to the right of it, unless somebody is below.
        middle_x: where the middle half begins, and `middle_width` how wide it is.
    """

    floor_x: str
    lowest_x: str
    middle_x: str
    middle_width: str
    median_x: str
    highest_x: str


@router.get("/{project_id:int}/labour-card")
def card(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show the card, and where to take it away."""
    found, project = _read(house, me, project_id)
    return show(
        request,
        "projects/labour_card.html",
        project=project,
        card=found,
        people_least=PEOPLE_LEAST,
        permille=PERMILLE,
        bucket_words=BUCKET_WORDS,
        bars=[(one, share_of(one.share_permille, PERMILLE), LOOKS[one.bucket]) for one in found.bucket_times],
        line_words=LINE_WORDS,
        steps=[_step(one, found.currency) for one in found.hourly],
        spread=_spread(found.hourly),
        place_names={place.code: place.name for place in house.rulebook.all_jurisdictions()},
    )


@router.get("/{project_id:int}/labour-card.json")
def card_json(house: TheHouse, me: Requester, project_id: int) -> Response:
    """Give the card as JSON; web/docs/labour-card.schema.json is its schema."""
    found, _ = _read(house, me, project_id)
    text = json.dumps(as_json(found), ensure_ascii=False, indent=2)
    return _file(text + "\n", name=f"labour-card-{project_id}.json", media_type="application/json")


@router.get("/{project_id:int}/labour-card.md")
def card_markdown(house: TheHouse, me: Requester, project_id: int) -> Response:
    """Give the card as Markdown, in English, as it travels with an export."""
    found, _ = _read(house, me, project_id)
    return _file(as_markdown(found), name=f"labour-card-{project_id}.md", media_type="text/markdown")


def _read(house: House, me: Identity, project_id: int) -> tuple[LabourCard, Shown]:
    """Return the card of a project of the person's own organisation.

    Raises:
        Refusal: `not_found`.
    """
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        found = labour_card(tx, project_id=project_id, now=house.now())
    return found, shown(view, items=0)


def _file(text: str, *, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(text, media_type=media_type, headers=headers)


def _step(one: HourlyPay, currency: str) -> StepShown:
    is_below = one.hourly_micros < one.floor_micros
    return StepShown(
        name=STEP_WORDS[one.name],
        hourly_micros=coins_down(one.hourly_micros, currency) if is_below else coins_up(one.hourly_micros, currency),
        floor_micros=coins_up(one.floor_micros, currency),
        of_floor_permille=one.of_floor_permille,
    )


def _spread(hourly: Sequence[HourlyPay]) -> SpreadPicture | None:
    """Return the picture: the floor a tenth from the left, the highest pay near the right."""
    if not hourly:
        return None
    at = {one.name: one.of_floor_permille for one in hourly}
    most = max(at["highest"], PERMILLE + LEAST_SHOWN_PERMILLE)
    places = {name: _place(permille, most) for name, permille in at.items()}
    return SpreadPicture(
        floor_x=_percent(FLOOR_PLACE),
        lowest_x=_percent(places["lowest"]),
        middle_x=_percent(places["p25"]),
        middle_width=_percent(max(places["p75"] - places["p25"], LEAST_WIDTH)),
        median_x=_percent(places["median"]),
        highest_x=_percent(places["highest"]),
    )


def _place(permille: int, most: int) -> int:
    """Return where a share of the floor stands, in tenths of a percent of the picture."""
    return max(0, FLOOR_PLACE + floor_div((permille - PERMILLE) * (LAST_PLACE - FLOOR_PLACE), most - PERMILLE))


def _percent(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"
