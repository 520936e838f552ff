"""Ada's payslip on a page: every figure is the record's, every line explains itself, and nobody else can read it."""

import csv
import json
import re
from collections.abc import Callable
from hashlib import sha256
from io import StringIO

import pytest
from starlette.testclient import TestClient

from payments.payslips.queries import Payslip, payslip
from policies.money import micros_of, micros_per_minor
from tests.cast import ADA, BEN, Clock, Who
from tests.paid_week import pay_the_week, work_a_week
from tests.work import Work, running_project
from web.wiring import House

LogIn = Callable[[Who], TestClient]
ENDINGS = ("", "/payslip-2026-W10-1.pdf", "/payslip-2026-W10-1.json")


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=60)


@pytest.fixture
def slip(work: Work, house: House, ada_id: int) -> Payslip:
    """Ada's payslip of a week with answers, rest and a top-up."""
    work_a_week(work, ada_id)
    payslip_id = pay_the_week(work, ada_id)
    with house.db.reading() as tx:
        found = payslip(tx, payslip_id)
    assert found is not None
    return found


@pytest.fixture
def ada(slip: Payslip, ada_id: int, log_in: LogIn) -> TestClient:
    """Ada, on payday."""
    return log_in(ADA)


def rows_of(sheet: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(sheet.lstrip("\ufeff"))))


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).replace("\u00a0", " ")


def amounts_of(page: str) -> list[int]:
    """The amounts of the lines, in millionths."""
    listed = page.split('<ul class="lines gap-above"')[1].split("</ul>", maxsplit=1)[0]
    return [micros_of(each) for each in re.findall(r'</span><span class="money">([^<]+)</span></p>', listed)]


def test_the_lines_on_the_page_add_up_to_what_is_stored_and_each_says_how_and_why(
    ada: TestClient, slip: Payslip
) -> None:
    page = ada.get(f"/payslips/{slip.payslip_id}").text

    shown, text = amounts_of(page), plain(page)
    assert len(shown) == len(slip.lines) == 3
    assert sum(shown) == slip.total_minor * micros_per_minor("MXN") == slip.total_micros + slip.rounding_micros
    assert "17 answers × 1.15 = 19.55 · Mobility Office pays it" in text
    assert "You did nothing wrong." in text
    assert "Rest is paid on top" in text
    assert "Nothing is deducted." in text
    assert "waits here, and stays yours: say where it should go." in text


def test_it_names_who_pays_the_rule_with_its_source_and_the_figure_to_check_it_by(
    ada: TestClient, slip: Payslip
) -> None:
    page = plain(ada.get(f"/payslips/{slip.payslip_id}").text)

    assert "Cooperativa Jornal" in page
    assert "315.04 × 7 paid days ÷ 48 hours" in page
    assert "Not yet reviewed by a named person." in page
    assert slip.check_figure in page
    assert slip.digest in page


def test_in_her_language_the_english_stands_beside_each_line(ada: TestClient, slip: Payslip) -> None:
    ada.post("/language", data={"language": "es", "next": "/"})
    spanish = plain(ada.get(f"/payslips/{slip.payslip_id}").text)
    ada.post("/language", data={"language": "fr", "next": "/"})
    french = plain(ada.get(f"/payslips/{slip.payslip_id}").text)

    assert "Complemento hasta tu piso" in spanish
    assert "Complément jusqu’à votre plancher" in french
    assert "Tasks: 17 answers × 1.15 = 19.55 · Mobility Office pays it." in spanish
    assert "Tasks: 17 answers × 1.15 = 19.55 · Mobility Office pays it." in french


def test_the_list_and_the_week_lead_to_each_payslip_and_say_where_its_money_is(ada: TestClient, slip: Payslip) -> None:
    every = ada.get("/payslips").text
    its_week = ada.get("/earnings/2026-W10").text

    assert f'href="/payslips/{slip.payslip_id}"' in every
    assert f'href="/payslips/{slip.payslip_id}"' in its_week
    assert f"{slip.total_minor // 100}.{slip.total_minor % 100:02d} <abbr" in every
    assert "waits here, and stays yours: say where it should go." in plain(every)


def test_before_the_first_payday_the_list_says_when_one_comes(ada_id: int, log_in: LogIn) -> None:
    assert "four days after its end at the earliest" in log_in(ADA).get("/payslips").text


def test_the_record_comes_byte_for_byte_and_the_check_figure_is_its_own(ada: TestClient, slip: Payslip) -> None:
    reply = ada.get(f"/payslips/{slip.payslip_id}/payslip-2026-W10-1.json")
    own = ada.get("/me/record.json").json()["payslips"]

    assert sha256(reply.content).hexdigest() == slip.digest
    assert slip.digest.startswith(slip.check_figure.replace(" ", ""))
    assert json.loads(reply.content)["period"] == "2026-W10"
    assert [each["digest"] for each in own] == [slip.digest]


def test_both_spreadsheets_add_up_to_what_was_paid(ada: TestClient, slip: Payslip) -> None:
    lines = rows_of(ada.get("/payslips/lines.csv").text)
    earned = rows_of(ada.get("/payslips/earnings.csv").text)

    assert sum(micros_of(row["amount"]) for row in lines) == slip.total_minor * micros_per_minor("MXN")
    assert lines[0]["sum"] == "17 answers × 1.15 = 19.55"
    assert sum(micros_of(row["amount"]) for row in earned) == slip.total_micros
    assert {row["payslip"] for row in earned} == {str(slip.payslip_id)}


def test_neither_ben_nor_mallory_finds_anything_at_the_addresses_of_adas_payslip(
    slip: Payslip, ben_id: int, log_in: LogIn, mallory: TestClient
) -> None:
    ben = log_in(BEN)
    addresses = [f"/payslips/{slip.payslip_id}{ending}" for ending in ENDINGS]

    assert [ben.get(address).status_code for address in addresses] == [404, 404, 404]
    assert [mallory.get(address).status_code for address in addresses] == [404, 404, 404]
    assert slip.digest not in ben.get("/payslips/earnings.csv").text


def test_the_paper_is_a_pdf_the_same_twice_and_only_under_its_own_name(ada: TestClient, slip: Payslip) -> None:
    first, second = (ada.get(f"/payslips/{slip.payslip_id}/payslip-2026-W10-1.pdf") for _ in range(2))
    other = ada.get(f"/payslips/{slip.payslip_id}/payslip-2026-W11-1.pdf")

    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content
    assert other.status_code == 404
