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


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).replace("\u00a0", " ")


def amounts_of(page: str) -> list[int]:
    """The amounts of the lines, in millionths."""
    listed = page.split('<ul class="lines gap-above"')[1].split("</ul>", maxsplit=1)[0]
    return [micros_of(each) for each in re.findall(r'</span><span class="money">([^<]+)</span></p>', listed)]


def test_the_lines_on_the_page_add_up_to_what_is_stored_and_paid(ada: TestClient, slip: Payslip) -> None:
    page = ada.get(f"/payslips/{slip.payslip_id}").text

    shown = amounts_of(page)
    assert len(shown) == len(slip.lines) >= 3
    assert sum(shown) == slip.total_minor * micros_per_minor("MXN")
    assert sum(shown) == slip.total_micros + slip.rounding_micros


def test_each_line_says_how_it_is_reckoned_and_who_pays_it(ada: TestClient, slip: Payslip) -> None:
    page = plain(ada.get(f"/payslips/{slip.payslip_id}").text)

    assert "17 answers × 1.15 = 19.55 · Mobility Office pays it" in page
    assert "You did nothing wrong." in page
    assert "Rest is paid on top" in page
    assert "Nothing is deducted." in page


def test_it_names_who_pays_the_rule_with_its_source_and_the_figure_to_check_it_by(
    ada: TestClient, slip: Payslip
) -> None:
    page = plain(ada.get(f"/payslips/{slip.payslip_id}").text)

    assert "Cooperativa Jornal" in page
    assert "315.04 × 7 paid days ÷ 48 hours" in page
    assert "Not yet reviewed by a named person." in page
    assert slip.check_figure in page
    assert slip.digest in page


@pytest.mark.parametrize("language", ["es", "fr"])
def test_in_her_language_the_english_stands_beside_each_line(
    work: Work, slip: Payslip, house: House, language: str, log_in: LogIn
) -> None:
    ada = log_in(ADA)
    ada.post("/language", data={"language": language, "next": "/"})

    page = plain(ada.get(f"/payslips/{slip.payslip_id}").text)

    assert "Tasks: 17 answers × 1.15 = 19.55 · Mobility Office pays it." in page
    assert {"es": "Complemento hasta tu piso", "fr": "Complément jusqu’à votre plancher"}[language] in page


def test_the_list_shows_each_payslip_with_its_amount(ada: TestClient, slip: Payslip) -> None:
    page = ada.get("/payslips").text

    assert f'href="/payslips/{slip.payslip_id}"' in page
    assert f"{slip.total_minor // 100}.{slip.total_minor % 100:02d} <abbr" in page


def test_the_page_of_the_week_leads_to_its_payslip(ada: TestClient, slip: Payslip) -> None:
    assert f'href="/payslips/{slip.payslip_id}"' in ada.get("/earnings/2026-W10").text


def test_where_the_money_is_stands_beside_the_amount(ada: TestClient, slip: Payslip) -> None:
    list_of_payslips = plain(ada.get("/payslips").text)
    page = plain(ada.get(f"/payslips/{slip.payslip_id}").text)

    assert "waits here, and stays yours: say where it should go." in page
    assert "waits here, and stays yours: say where it should go." in list_of_payslips


def test_before_the_first_payday_the_list_says_when_one_comes(ada_id: int, log_in: LogIn) -> None:
    assert "four days after its end at the earliest" in log_in(ADA).get("/payslips").text


def test_the_record_comes_byte_for_byte_and_the_check_figure_is_its_own(ada: TestClient, slip: Payslip) -> None:
    reply = ada.get(f"/payslips/{slip.payslip_id}/payslip-2026-W10-1.json")

    assert sha256(reply.content).hexdigest() == slip.digest
    assert slip.digest.startswith(slip.check_figure.replace(" ", ""))
    assert json.loads(reply.content)["period"] == "2026-W10"


def test_the_spreadsheet_of_lines_adds_up_to_what_was_paid(ada: TestClient, slip: Payslip) -> None:
    rows = list(csv.DictReader(StringIO(ada.get("/payslips/lines.csv").text.lstrip("\ufeff"))))

    assert sum(micros_of(row["amount"]) for row in rows) == slip.total_minor * micros_per_minor("MXN")
    assert rows[0]["sum"] == "17 answers × 1.15 = 19.55"


def test_the_spreadsheet_of_earnings_has_every_amount_and_its_payslip(ada: TestClient, slip: Payslip) -> None:
    rows = list(csv.DictReader(StringIO(ada.get("/payslips/earnings.csv").text.lstrip("\ufeff"))))

    assert sum(micros_of(row["amount"]) for row in rows) == slip.total_micros
    assert {row["payslip"] for row in rows} == {str(slip.payslip_id)}


def test_her_own_record_has_her_payslips(ada: TestClient, slip: Payslip) -> None:
    assert [each["digest"] for each in ada.get("/me/record.json").json()["payslips"]] == [slip.digest]


@pytest.mark.parametrize("ending", ["", "/payslip-2026-W10-1.pdf", "/payslip-2026-W10-1.json"])
def test_ben_finds_nothing_at_the_address_of_adas_payslip(
    slip: Payslip, ben_id: int, log_in: LogIn, ending: str
) -> None:
    assert log_in(BEN).get(f"/payslips/{slip.payslip_id}{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["", "/payslip-2026-W10-1.pdf", "/payslip-2026-W10-1.json"])
def test_mallory_finds_nothing_at_the_address_of_adas_payslip(slip: Payslip, mallory: TestClient, ending: str) -> None:
    assert mallory.get(f"/payslips/{slip.payslip_id}{ending}").status_code == 404


def test_a_file_name_that_is_not_the_payslips_own_leads_nowhere(ada: TestClient, slip: Payslip) -> None:
    assert ada.get(f"/payslips/{slip.payslip_id}/payslip-2026-W11-1.pdf").status_code == 404


def test_the_paper_is_a_pdf_and_the_same_twice(ada: TestClient, slip: Payslip) -> None:
    first, second = (ada.get(f"/payslips/{slip.payslip_id}/payslip-2026-W10-1.pdf") for _ in range(2))

    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content
