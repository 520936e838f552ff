"""The rules in force on a day for programs: the floor of each place with its source, and the texts behind a digest."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.rulebook import Rulebook
from web.api.v1.caller import caller
from web.api.v1.problems import problems
from web.api.v1.values import Money, Words, money
from web.deps import TheHouse
from web.pages.rules import known_code, text_of

router = APIRouter(prefix="/api/v1/rules", tags=["rules"], dependencies=[Depends(caller)])
Code = Annotated[Words, Path(description="a code of the rulebook, such as MX")]
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="a digest that a record or a manifest cites")]
On = Annotated[date, Query(description="the day, where the person lives", examples=["2026-03-02"])]
NO_FLOOR = frozenset({"no_floor_in_force", "unknown_zone"})
TEXT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The text.", "content": {"text/plain": {"schema": {"type": "string"}}}}
}


class WageOut(BaseModel):
    """One wage that was looked at for a floor, and why it was taken or not."""

    rule: str
    hourly: Money | None
    is_chosen: bool
    why: str


class FloorOut(BaseModel):
    """The least that an hour of counted time pays in one zone on that day."""

    zone: str
    hourly: Money
    rule: str
    formula: str
    source: str
    status: str
    is_reviewed: bool = Field(description="whether a named person reviewed every row that the figure comes from")
    note: str
    wages: list[WageOut]


class LimitOut(BaseModel):
    """One limit on working time, or a rest, on that day, and where it comes from."""

    name: str
    shown: str = Field(description="its value, for people")
    rule: str
    source: str
    status: str
    is_reviewed: bool


class RulesOut(BaseModel):
    """The floors and the limits of a place on a day; no floors before its first row."""

    code: str
    name: str
    on: date
    rulebook_digest: str = Field(description="what pay records made under these rules cite")
    floors: list[FloorOut]
    limits: list[LimitOut]


@router.get("/texts/{digest}", response_class=PlainTextResponse, responses={**TEXT, **problems()})
def text(digest: Digest, house: TheHouse) -> PlainTextResponse:
    """Read the text behind a digest: the manifest that records cite, or a file that it names."""
    return PlainTextResponse(text_of(house.rulebook, digest))


@router.get("/{code}", responses=problems())
def rules_on(code: Code, on: On, house: TheHouse) -> RulesOut:
    """Read the floors of a place on a day, with their sources and whether anybody reviewed them."""
    known = known_code(house.rulebook, code)
    place = next((each for each in house.rulebook.all_jurisdictions() if each.code == known), None)
    if place is None:
        raise Refusal("not_found", Kind.MISSING)
    return RulesOut(
        code=place.code,
        name=place.name,
        on=on,
        rulebook_digest=house.rulebook.digest(place.code),
        floors=_floors(house.rulebook, place.code, on),
        limits=_limits(house.rulebook, place.code, on),
    )


def _limits(rulebook: Rulebook, code: str, on: date) -> list[LimitOut]:
    try:
        found = rulebook.limits(code, on=on)
    except Refusal as refusal:
        if refusal.code != "no_limits_in_force":
            raise
        return []
    return [
        LimitOut(
            name=one.name,
            shown=one.shown,
            rule=one.rule,
            source=one.source,
            status=one.status,
            is_reviewed=one.is_reviewed,
        )
        for one in found.reasons
    ]


def _floors(rulebook: Rulebook, code: str, on: date) -> list[FloorOut]:
    zones = rulebook.zones(code)
    found = (_floor_of(rulebook, code, zone.code, on) for zone in zones)
    return [_floor(floor) for floor in found if floor is not None]


def _floor_of(rulebook: Rulebook, code: str, zone: str, on: date) -> Floor | None:
    try:
        return rulebook.floor(code, zone=zone, on=on)
    except Refusal as refusal:
        if refusal.code not in NO_FLOOR:
            raise
        return None


def _floor(floor: Floor) -> FloorOut:
    return FloorOut(
        zone=floor.zone,
        hourly=money(floor.hourly_micros, floor.currency),
        rule=floor.rule,
        formula=floor.formula,
        source=floor.source,
        status=floor.status,
        is_reviewed=floor.is_reviewed,
        note=floor.note,
        wages=[
            WageOut(
                rule=one.rule,
                hourly=None if one.hourly_micros is None else money(one.hourly_micros, floor.currency),
                is_chosen=one.is_chosen,
                why=one.why,
            )
            for one in floor.trace
        ],
    )
