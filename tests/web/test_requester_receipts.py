"""Receipts for money paid in: Rita lists and prints her organisation's, and nobody else can."""

import re

import pytest
from starlette.testclient import TestClient

from payments.people.rules import Role
from payments.people.service import add_member
from tests.cast import Clock
from tests.work import Work, draft_project, fund
from web.wiring import House

NUMBER = re.compile(r"/receipts/([0-9]+)")


@pytest.fixture
def work(house: House, rita_id: int, clock: Clock) -> Work:
    """A draft of Rita's organisation, which has not paid anything in."""
    work = draft_project(house.db, clock)
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
    return work


def of(work: Work) -> str:
    return f"/organisations/{work.organisation_id}/receipts"


def test_before_anything_is_paid_in_the_page_says_where_to(rita: TestClient, work: Work) -> None:
    page = rita.get(of(work)).text

    assert "Nothing was paid in yet" in page


def test_each_payment_has_a_receipt_with_amount_and_reference(rita: TestClient, work: Work) -> None:
    fund(work, 500_000_000, reference="bank-77")
    fund(work, 250_500_000, reference="bank-78")

    numbers = NUMBER.findall(rita.get(of(work)).text)
    page = re.sub(r"<[^>]+>", "", rita.get(f"{of(work)}/{numbers[0]}").text)

    assert len(numbers) == 2
    assert "250.50" in page
    assert "bank-78" in page


def test_mallory_sees_neither_the_list_nor_a_receipt(mallory: TestClient, work: Work) -> None:
    fund(work, 500_000_000, reference="bank-77")
    number = work.value("SELECT max(sequence) FROM ledger_transfer")

    replies = [mallory.get(path).status_code for path in (of(work), f"{of(work)}/{number}")]

    assert replies == [404, 404]


def test_another_organisations_receipt_is_not_there(rita: TestClient, work: Work, mobility_id: int) -> None:
    fund(work, 500_000_000, reference="bank-77")
    number = work.value("SELECT max(sequence) FROM ledger_transfer")

    reply = rita.get(f"/organisations/{mobility_id}/receipts/{number}")

    assert reply.status_code == 404
