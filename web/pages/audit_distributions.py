"""What an hour brought, project by project and place by place, as pictures with their tables; the look is logged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from payments.audit.access import Look, permission_for, record_look
from payments.audit.distributions import Group, HourOf, by_place, by_project
from payments.audit.records import pay_records
from payments.people.queries import accreditations_of
from policies.money import coins_down, coins_up
from web.deps import Auditor, TheHouse
from web.histogram import Histogram, histogram_of
from web.pages.audit import Under
from web.render import show

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """One project or place in one currency: how many people, and the least, middle and most that an hour brought.

    Attributes:
        pictures: one for each floor, because one line can stand for one floor only.
    """

    key: str
    name: str
    currency: str
    people: int
    below: int
    least_micros: int
    middle_micros: int
    most_micros: int
    floor_micros: int
    pictures: tuple[Histogram, ...]


@router.get("/audit/{week}/distributions")
def distributions(week: str, request: Request, house: TheHouse, auditor: Auditor, under: Under = None) -> HTMLResponse:
    """Show an hour's pay by project and by place, against the floor."""
    now = house.now()
    with house.db.reading() as tx:
        permissions = accreditations_of(tx, auditor.person_id, now=now)
        permission = permission_for(permissions, period=week, accreditation_id=under)
        organisation_id = permission.organisation_id
        records = pay_records(tx, period=week, rulebook=house.rulebook, organisation_id=organisation_id)
        projects = by_project(tx, period=week, organisation_id=organisation_id)
        places = by_place(tx, records, period=week)
    with house.db.writing() as tx:
        record_look(tx, Look(what="distributions", period=week), accreditation_id=permission.id, now=now)
    return show(
        request,
        "audit/distributions.html",
        period=week,
        under=permission.id,
        projects=[shown for group in projects for shown in _shown(group)],
        places=[shown for group in places for shown in _shown(group)],
        place_names={place.code: place.name for place in house.rulebook.all_jurisdictions()},
    )


def _shown(group: Group) -> Iterator[GroupShown]:
    for currency in sorted({hour.currency for hour in group.hours}):
        hours = sorted((hour for hour in group.hours if hour.currency == currency), key=lambda hour: hour.hourly_micros)
        yield GroupShown(
            key=group.key,
            name=group.name,
            currency=currency,
            people=len(hours),
            below=sum(hour.is_below for hour in hours),
            least_micros=_coins(hours[0]),
            middle_micros=_coins(hours[(len(hours) - 1) // 2]),
            most_micros=_coins(hours[-1]),
            floor_micros=coins_up(max(hour.floor_micros for hour in hours), currency),
            pictures=tuple(_pictures(hours, currency)),
        )


def _coins(hour: HourOf) -> int:
    """Return an hour in whole coins: rounded up as its floor is, but down where that could hide that it is below."""
    if hour.is_below:
        return coins_down(hour.hourly_micros, hour.currency)
    return coins_up(max(hour.hourly_micros, hour.floor_micros), hour.currency)


def _pictures(hours: Sequence[HourOf], currency: str) -> Iterator[Histogram]:
    for floor_micros in sorted({hour.floor_micros for hour in hours}):
        same = [hour for hour in hours if hour.floor_micros == floor_micros]
        yield histogram_of(
            [hour.hourly_micros for hour in same if not hour.is_below],
            below=sum(hour.is_below for hour in same),
            floor_micros=floor_micros,
            currency=currency,
        )
