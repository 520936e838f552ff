"""A payslip that says anything else than what was earned is found out, in a bundle and as a file of its own."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from payments.audit.payslip_file import check_text, figure_of
from payments.audit.verify import verify
from payments.events.rules import canonical
from payments.payslips.rules import digest_of
from policies.money import decimal_text, micros_of
from tests.audit.conftest import Save
from tests.audit.forgery import Lines, Members, Values, opened, packed_again, sealed_anew, with_new_hash

Change = Callable[[Values], None]


def line(number: int, **values: object) -> Change:
    return lambda body: body["lines"][number].update(values)


def put(**values: object) -> Change:
    return lambda body: body.update(values)


def less(body: Values) -> None:
    """Cut a line and every sum above it, so that the payslip agrees with itself."""
    body["lines"].pop()
    exact = [each["exact"] for each in body["lines"]]
    paid = [each["amount"] for each in body["lines"]]
    body.update(exact_total=total_of(exact), rounding=total_of(paid, less=exact), total=total_of(paid))
    body.update(gross=body["total"], net=body["total"], week_total=body["total"])


def total_of(amounts: list[str], *, less: list[str] | None = None) -> str:
    return decimal_text(sum(map(micros_of, amounts)) - sum(map(micros_of, less or [])))


def first_payslip(members: Members) -> Values:
    """Return Ben's: an item, an hour, and waiting that the platform caused."""
    return next(row for row in members["payslips"] if row["person_id"] == 2)


def rewrite(members: Members, change: Change) -> None:
    """Rewrite the first payslip's text, and its digest wherever it stands, as a clever forger does."""
    row = first_payslip(members)
    body = json.loads(row["body"])
    change(body)
    row["body"] = canonical(body)
    row["digest"] = digest_of(row["body"])
    payslips = [event for event in members["events"] if event["kind"] == "payslip"]
    event = next(event for event in payslips if json.loads(event["body"])["payslip_id"] == row["payslip_id"])
    event["body"] = canonical(json.loads(event["body"]) | {"digest": row["digest"]})


def codes(members: Members, manifest: Values, saved: Save) -> set[str]:
    return {finding.code for finding in verify(saved(packed_again(members, sealed_anew(members, manifest))))}


REWRITINGS: dict[str, tuple[Change, str]] = {
    "a line pays less": (line(1, amount="0.01"), "rounding_differs"),
    "a line is exactly less": (line(1, exact="0.01"), "line_differs"),
    "a rate is higher": (line(0, rate="9.00"), "line_differs"),
    "another rule": (line(1, rule="settlement/rest"), "line_differs"),
    "another project": (line(1, project_id=9), "line_differs"),
    "an earning twice": (line(1, earning_ids=[3, 3]), "earning_twice"),
    "an earning that is not there": (line(1, earning_ids=[999]), "unreadable"),
    "the total is less": (put(total="0.01", gross="0.01", net="0.01"), "sum_differs"),
    "something is deducted": (put(net="0.01"), "deducted"),
    "rounded down": (put(rounding="0.00"), "rounding_differs"),
    "another person's": (put(person_id=99), "payslip_differs"),
    "another number": (put(number=2), "payslip_differs"),
    "paid before": (put(paid_before="5.00"), "payslip_differs"),
    "issued at another moment": (put(issued_at="2026-03-20T15:00:00.000+00:00"), "payslip_too_early"),
    "an earning is left out though the sums agree": (less, "payslip_missing"),
}


@pytest.mark.parametrize("name", REWRITINGS)
def test_a_rewritten_payslip_is_found_out(name: str, sound_bundle: bytes, saved: Save) -> None:
    change, code = REWRITINGS[name]
    members, manifest = opened(sound_bundle)

    rewrite(members, change)

    assert code in codes(members, manifest, saved)


def test_a_payslip_with_another_text_than_its_digest_is_found_out(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)

    row = first_payslip(members)
    row["body"] = row["body"].replace('"carrier":"requester"', '"carrier":"guarantee"')

    assert "payslip_altered" in codes(members, manifest, saved)


def drop_events(lines: Lines, number: object) -> Lines:
    return [event for event in lines if event["kind"] != "payslip" or json.loads(event["body"])["payslip_id"] != number]


def test_a_payslip_that_vanished_with_its_event_is_found_out(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)

    dropped = members["payslips"].pop()
    members["events"] = drop_events(members["events"], dropped["payslip_id"])

    assert {"payslip_missing", "rounding_differs"} <= codes(members, manifest, saved)


def test_a_payslip_without_an_event_is_found_out(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)

    members["payslips"].append(first_payslip(members) | {"payslip_id": 99, "number": 7})

    assert {"event_missing", "payslip_missing", "earning_twice"} <= codes(members, manifest, saved)


def test_a_payslip_issued_before_its_payday_is_found_out(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)
    early_ms = 1_773_000_000_000

    def earlier(body: Values) -> None:
        body["issued_at"] = "2026-03-08T20:00:00.000+00:00"

    rewrite(members, earlier)
    first_payslip(members)["issued_ms"] = early_ms

    assert "payslip_too_early" in codes(members, manifest, saved)


def test_rounding_that_the_ledger_moved_otherwise_is_found_out(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)
    row = next(row for row in members["transfers"] if row["code"] == "rounding")

    row["amount_micros"] += 1
    with_new_hash(row)

    assert "rounding_differs" in codes(members, manifest, saved)


def test_an_earning_left_open_for_longer_than_three_days_is_found_out(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)
    event = next(event for event in members["events"] if event["kind"] == "earning")
    body = json.loads(event["body"])

    event["body"] = canonical(body | {"final_due_ms": body["earned_ms"] + 72 * 3_600_000 + 1})

    assert "pending_too_long" in codes(members, manifest, saved)


@pytest.fixture
def text(sound_bundle: bytes) -> str:
    """The text of Ben's payslip, as he downloads it."""
    members, _ = opened(sound_bundle)
    found: str = first_payslip(members)["body"]
    return found


def test_a_payslip_checks_out_by_itself_however_it_is_formatted(text: str) -> None:
    body: dict[str, Any] = json.loads(text)

    assert check_text(text, figure=figure_of(body)) == []
    assert check_text(json.dumps(body, indent=2), figure=figure_of(body).upper()) == []


def test_the_figure_on_the_paper_shows_that_the_file_is_another(text: str) -> None:
    other = text.replace('"carrier":"requester"', '"carrier":"guarantee"')

    found = check_text(other, figure=figure_of(json.loads(text)))

    assert [finding.code for finding in found] == ["figure_differs"]


@pytest.mark.parametrize(
    "name", ["a line pays less", "the total is less", "something is deducted", "rounded down", "a rate is higher"]
)
def test_a_payslip_that_does_not_add_up_is_seen_by_itself(name: str, text: str) -> None:
    body = json.loads(text)

    REWRITINGS[name][0](body)

    assert REWRITINGS[name][1] in {finding.code for finding in check_text(json.dumps(body))}


@pytest.mark.parametrize("text_of_a_stranger", ["", "[]", "{}", '{"format": 1.5}', "\x00", '{"lines": null}'])
def test_what_is_no_payslip_is_said_to_be_none(text_of_a_stranger: str) -> None:
    assert check_text(text_of_a_stranger) != []
