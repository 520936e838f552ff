"""Checks one payslip by itself, as a file: its sums, its rounding, and the figure that stands on the paper."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from payments.audit.finding import Finding, Findings
from payments.events.rules import canonical
from payments.payslips.rules import FORMAT, check_figure_of, digest_of
from policies.money import ceil_div, coins_up, micros_of
from policies.periods import MS_PER_HOUR

Values = Mapping[str, Any]
"""A JSON object; `Any` because a stranger may have put anything in it."""


def check_text(text: str, *, figure: str = "") -> list[Finding]:
    """Work a payslip out again from its own JSON.

    Args:
        text: of the file; spaces and the order of its keys do not matter.
        figure: the check figure on the paper; empty where there is none to compare.

    Returns:
        What is wrong; nothing, if nothing is.
    """
    findings = Findings()
    with findings.reading("payslip"):
        body = json.loads(text, parse_float=_refuse_fraction)
        check_sums(body, findings=findings, where="payslip")
        stated = "".join(figure.split()).lower()
        found = figure_of(body)
        says = f"the paper says {figure}, this file comes to {found}"
        findings.expect(stated in {"", found.replace(" ", "")}, "figure_differs", "payslip", says)
    return findings.found


def figure_of(body: Values) -> str:
    """Return the check figure of a payslip's content, however the file was formatted."""
    return check_figure_of(digest_of(canonical(body)))


def check_sums(body: Values, *, findings: Findings, where: str) -> None:
    """Check the lines, the totals and the rounding of a payslip against one another."""
    expect = findings.expect
    expect(body["format"] == FORMAT, "format_unknown", where, f"expected {FORMAT}")
    exact, paid = [micros_of(line["exact"]) for line in body["lines"]], []
    for number, line in enumerate(body["lines"], start=1):
        paid.append(micros_of(line["amount"]))
        _check_line(line, body["currency"], findings=findings, where=f"{where} line {number}")
    total_micros = micros_of(body["total"])
    expect(micros_of(body["exact_total"]) == sum(exact), "sum_differs", where, "its exact lines come to another sum")
    expect(total_micros == sum(paid), "sum_differs", where, "its lines come to another sum")
    expect(total_micros > 0, "payslip_empty", where, "pays nothing")
    expect(
        micros_of(body["rounding"]) == total_micros - sum(exact) >= 0, "rounding_differs", where, "is rounded otherwise"
    )
    is_whole = (body["gross"], body["net"], body["deductions"]) == (body["total"], body["total"], [])
    expect(is_whole, "deducted", where, "pays out another sum than it comes to")
    before = micros_of(body["paid_before"])
    expect(micros_of(body["week_total"]) == before + total_micros, "sum_differs", where, "its week is another sum")
    _check_ids([earning_id for line in body["lines"] for earning_id in line["earning_ids"]], findings, where)


def _check_line(line: Values, currency: str, *, findings: Findings, where: str) -> None:
    exact, rate = micros_of(line["exact"]), micros_of(line["rate"])
    is_up = micros_of(line["amount"]) == coins_up(exact, currency)
    findings.expect(is_up, "rounding_differs", where, "is not its exact amount rounded up to whole coins")
    if line["kind"] == "piece":
        findings.expect(exact == line["quantity"] * rate, "line_differs", where, "is not quantity times rate")
    if line["kind"] == "hourly":  # each answer was rounded up to a millionth by itself
        least = ceil_div(line["quantity"] * rate, MS_PER_HOUR)
        is_within = least <= exact <= least + len(line["earning_ids"])
        findings.expect(is_within, "line_differs", where, "is not hours times rate")


def _check_ids(earning_ids: Sequence[int], findings: Findings, where: str) -> None:
    is_once = len(earning_ids) == len(set(earning_ids))
    findings.expect(is_once, "earning_twice", where, "pays an earning twice")


def _refuse_fraction(text: str) -> object:
    raise ValueError(f"a fraction: {text}")
