"""A mixed week checks out: items, hours and a salary; and whoever calls paid work salaried is found out."""

import io
import json
from collections.abc import Callable

import pytest

from payments.audit.bundle import collect
from payments.audit.verify import verify
from payments.events.rules import canonical
from tests.audit.conftest import MADE_AT, Save, bundle_of
from tests.audit.forgery import Lines, Values, opened, packed_again, sealed_anew
from tests.audit.test_real_work import accept_all, close_weeks
from tests.cast import Clock
from tests.paydays import hold_payday
from tests.staff import employ, end, salaried_project
from tests.work import annotator, running_project
from web.db import Database


@pytest.fixture
def mixed(db: Database, clock: Clock) -> Database:
    """Ada rests between work by the item, by the hour and on her salary; her employment then ends."""
    by_item = running_project(db, clock, items=4)
    by_hour = running_project(db, clock, items=4, pay_basis="hour", price_micros=60_000_000)
    salaried = salaried_project(db, clock, items=4)
    ada = annotator(db, "Ada")
    employment_id = employ(salaried, ada)
    by_item.answer_many(ada, 2, seconds=200)
    by_hour.answer_many(ada, 2, seconds=47.123)
    salaried.answer_many(ada, 2, seconds=310, rest_minutes=6)
    clock.advance(days=1)
    salaried.answer(ada, seconds=40)
    by_item.answer(ada, seconds=50)
    end(salaried, employment_id)
    clock.advance(days=8)
    accept_all(salaried)
    close_weeks(salaried)
    return db


def events(lines: Lines, kind: str, said: Callable[[Values], bool]) -> Lines:
    return [line for line in lines if line["kind"] == kind and said(json.loads(line["body"]))]


def findings_after(packed: bytes, saved: Save, forge: Callable[[Lines], None]) -> set[str]:
    members, manifest = opened(packed)
    forge(members["events"])
    return {finding.code for finding in verify(saved(packed_again(members, sealed_anew(members, manifest))))}


def changed(line: Values, **values: object) -> None:
    line["body"] = canonical(json.loads(line["body"]) | values)


def test_a_week_of_items_hours_and_a_salary_checks_out(mixed: Database, saved: Save) -> None:
    assert verify(saved(bundle_of(mixed))) == []


def test_so_does_the_bundle_of_that_week_alone(mixed: Database, saved: Save) -> None:
    hold_payday(mixed, now=MADE_AT)
    out = io.BytesIO()
    with mixed.reading() as tx:
        collect(tx, period="2026-W10", out=out, operator="Cooperativa Jornal", now=MADE_AT)

    assert verify(saved(out.getvalue())) == []


def test_a_forged_acceptance_that_is_left_out_is_found(mixed: Database, saved: Save) -> None:
    def forge(lines: Lines) -> None:
        lines.remove(*events(lines, "employment", lambda body: body["act"] == "accept"))

    assert {"salary_not_accepted", "line_differs"} <= findings_after(bundle_of(mixed), saved, forge)


def test_an_acceptance_by_somebody_else_is_found(mixed: Database, saved: Save) -> None:
    def forge(lines: Lines) -> None:
        changed(*events(lines, "employment", lambda body: body["act"] == "accept"), by_id=9_999)

    assert "salary_not_accepted" in findings_after(bundle_of(mixed), saved, forge)


def test_a_paying_project_that_is_called_salaried_afterwards_is_found(mixed: Database, saved: Save) -> None:
    def forge(lines: Lines) -> None:
        first = events(lines, "project", lambda body: body["act"] == "publish" and body["pay_basis"] == "item")[0]
        changed(first, pay_basis="salaried", piece_micros=0, reserve_micros=0, fee_micros=0)

    assert "salary_differs" in findings_after(bundle_of(mixed), saved, forge)


def test_a_salaried_project_with_a_priced_offer_is_found(mixed: Database, saved: Save) -> None:
    def forge(lines: Lines) -> None:
        first = events(lines, "offer", lambda body: body["pay_basis"] == "salaried")[0]
        changed(first, price_micros=1_000_000)

    assert "salary_differs" in findings_after(bundle_of(mixed), saved, forge)


def test_an_earning_for_salaried_work_is_found(mixed: Database, saved: Save) -> None:
    def forge(lines: Lines) -> None:
        on_salary = json.loads(events(lines, "offer", lambda body: body["pay_basis"] == "salaried")[0]["body"])
        earning = events(lines, "earning", lambda body: body["kind"] == "piece")[-1]
        changed(
            earning,
            **{name: on_salary[name] for name in ("assignment_id", "project_id", "organisation_id", "currency")},
        )

    assert "offer_differs" in findings_after(bundle_of(mixed), saved, forge)


def test_an_end_that_is_dated_back_to_hide_unpaid_days_is_found(mixed: Database, saved: Save) -> None:
    def forge(lines: Lines) -> None:
        changed(*events(lines, "employment", lambda body: body["act"] == "end"), on="2026-03-09")

    assert "day_differs" in findings_after(bundle_of(mixed), saved, forge)
