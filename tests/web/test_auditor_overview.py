"""Axel's first page, an hour's pay by project and by place, and one week's sums that he can do again by hand."""

import csv
import io
import re
from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal

import pytest
from starlette.testclient import TestClient

from payments.audit.distributions import by_place, by_project
from payments.audit.records import pay_records
from tests.cast import AXEL, Clock, Who
from tests.make import make_auditor
from tests.work import RULEBOOK, Work, annotator, running_project
from web.wiring import House

WEEK = "2026-W10"
MILLIONTH = Decimal("0.000001")


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    """Ada works fast; Ben is slow, and so is raised to the floor."""
    project = running_project(house.db, clock, items=20, overlap=2)
    ada, ben = annotator(house.db, "Ada Ruiz"), annotator(house.db, "Ben Luna")
    [project.answer(ada, seconds=59) for _ in range(3)]
    [project.answer(ben, seconds=58) and clock.advance(seconds=50) for _ in range(3)]
    project.answer(ben, seconds=59)
    return project


@pytest.fixture
def addresses(axel: TestClient, work: Work) -> list[str]:
    """The pages of both people."""
    return sorted(set(re.findall(r"(/audit/\S+/people/[a-z]+-\d+)\?", axel.get(f"/audit/{WEEK}").text)))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_first_page_has_the_figures_of_the_last_weeks(axel: TestClient, work: Work) -> None:
    text = axel.get("/audit").text

    assert "2 people" in text
    assert re.search(r'class="sum-amount">0 <small>of 2 people', text)
    assert "paid by the bank, of" in text
    assert "days and weeks over a limit" in text
    assert "rests missed, of 0 due" in text


def test_it_says_what_is_not_covered_and_why(axel: TestClient) -> None:
    text = axel.get("/audit").text

    assert "Social security" in text
    assert "no day of leave is accrued" in text


def test_what_the_operator_has_not_stated_is_said_to_be_missing(axel: TestClient) -> None:
    text = axel.get("/audit").text

    assert "Operator: Cooperativa Jornal; no register number is stated." in text
    assert "has not stated its relation" in text


def test_an_auditor_of_one_organisation_is_not_told_whose_days_were_too_long(
    house: House, work: Work, log_in: Callable[[Who], TestClient]
) -> None:
    with house.db.writing() as tx:
        make_auditor(tx, AXEL, organisation_id=work.organisation_id)

    text = log_in(AXEL).get("/audit").text

    assert "2 people" in text
    assert "over a limit" not in text


def test_an_hours_pay_is_shown_by_project_and_by_place(axel: TestClient, work: Work) -> None:
    text = axel.get(f"/audit/{WEEK}/distributions").text

    assert "Passport questions" in text
    assert "Mexico" in text
    assert text.count("<svg") >= 2


def test_the_slowest_hour_of_a_project_is_the_floor_once_it_was_raised(each_house: House, clock: Clock) -> None:
    work = running_project(each_house.db, clock, items=4)
    ben = annotator(each_house.db, "Ben Luna")
    work.answer(ben, seconds=59)
    clock.advance(seconds=0)
    offer = work.next(ben)
    work.heartbeats(ben, 4, seconds=30)
    work.submit(ben, offer.assignment_id)

    with each_house.db.reading() as tx:
        (project,) = by_project(tx, period=WEEK, organisation_id=None)
        records = pay_records(tx, period=WEEK, rulebook=RULEBOOK)
        (place,) = by_place(tx, records, period=WEEK)

    assert (project.name, place.key) == ("Passport questions", "MX")
    assert [hour.is_below for hour in (*project.hours, *place.hours)] == [False, False]
    assert project.hours[0].floor_micros == 45_943_334


def test_every_sum_of_a_week_can_be_done_again_by_hand(axel: TestClient, addresses: list[str]) -> None:
    rows = rows_of(axel.get(f"{addresses[0]}/slip.csv").text)
    items = [row for row in rows if row["items"]]
    times = [row for row in rows if row["milliseconds"]]

    assert [Decimal(row["items"]) * Decimal(row["rate"]) for row in items] == [
        Decimal(row["comes_to"]) for row in items
    ]
    assert [
        (Decimal(row["milliseconds"]) * Decimal(row["rate"]) / 3_600_000).quantize(MILLIONTH, ROUND_CEILING)
        for row in times
    ] == [Decimal(row["comes_to"]) for row in times]


def test_the_amounts_of_the_sums_are_the_total_of_the_record(axel: TestClient, addresses: list[str]) -> None:
    sheet = {row["person"]: row["total"] for row in rows_of(axel.get(f"/audit/{WEEK}/spreadsheet.csv").text)}
    totals = {
        address.rpartition("/")[2]: str(
            sum(Decimal(row["amount"] or 0) for row in rows_of(axel.get(f"{address}/slip.csv").text))
        )
        for address in addresses
    }

    assert {name: Decimal(total) for name, total in totals.items()} == {
        name: Decimal(total) for name, total in sheet.items()
    }


def test_the_page_to_print_shows_quantity_rate_and_floor(axel: TestClient, addresses: list[str]) -> None:
    text = axel.get(f"{addresses[0]}/slip").text

    assert "× 1.15" in text
    assert "315.04 × 7 paid days ÷ 48 hours" in text
    assert "At or above the floor" in text
    assert "Ruiz" not in text + axel.get(f"{addresses[1]}/slip").text


def test_the_time_of_a_week_comes_as_a_spreadsheet(axel: TestClient, addresses: list[str]) -> None:
    rows = rows_of(axel.get(f"{addresses[0]}/time.csv").text)

    assert {row["bucket"] for row in rows} >= {"task"}
    assert {row["place"] for row in rows} == {"MX/general"}
    assert all(int(row["ended_ms"]) - int(row["started_ms"]) == int(row["milliseconds"]) for row in rows)


@pytest.mark.parametrize("page", ["slip", "slip.csv", "time.csv"])
def test_nobody_but_an_auditor_sees_the_sums(
    mallory: TestClient, rita: TestClient, olga: TestClient, addresses: list[str], page: str
) -> None:
    replies = [person.get(f"{addresses[0]}/{page}").status_code for person in (mallory, rita, olga)]

    assert replies == [404, 404, 404]
