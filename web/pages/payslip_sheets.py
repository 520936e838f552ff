"""Spreadsheets of pay for whoever earned it: every line of every payslip, and every amount ever earned."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from payments.earnings.queries import EarningSeen, earnings_in
from payments.payslips.queries import Payslip, PayslipLine
from payments.spreadsheets import BYTE_ORDER_MARK, csv_line, safe_text
from payments.transaction import Transaction
from policies.money import decimal_text, minor_text
from web.pages.payslip_shown import owed_of
from web.pay_words import PayWords

LINE_COLUMNS = (
    "payslip", "period", "number", "issued", "line", "kind", "what", "project", "project_id", "organisation",
    "organisation_id", "carrier", "quantity", "unit", "rate", "exact", "amount", "currency", "sum", "rule",
    "rulebook_digest", "earnings",
)  # fmt: skip
EARNING_COLUMNS = (
    "earning", "period", "earned_on", "kind", "project", "project_id", "organisation", "organisation_id", "carrier",
    "quantity", "unit", "rate", "amount", "currency", "state", "payslip", "rule", "rulebook_digest",
)  # fmt: skip


def payslip_lines(payslips: Iterable[Payslip], *, words: PayWords) -> Iterator[str]:
    """Yield the lines of the spreadsheet, its header first; `what` and `sum` in the reader's language.

    Args:
        payslips: of one person.
        words: explain amounts in the reader's language.
    """
    yield BYTE_ORDER_MARK + csv_line(LINE_COLUMNS)
    for payslip in payslips:
        for number, line in enumerate(payslip.lines, start=1):
            yield csv_line(_line_cells(payslip, number, line, words))


def earning_lines(
    reading: Callable[[], AbstractContextManager[Transaction]], *, person_id: int, periods: Iterable[str]
) -> Iterator[str]:
    """Yield one line for each amount, its header first; each week is read in a short transaction of its own.

    Args:
        reading: opens each of them.
        person_id: whose.
        periods: weeks, in the order wanted.
    """
    yield BYTE_ORDER_MARK + csv_line(EARNING_COLUMNS)
    for period in periods:
        with reading() as tx:
            found = earnings_in(tx, person_id, period=period)
        yield from (csv_line(_earning_cells(earning, period)) for earning in found)


def _line_cells(payslip: Payslip, number: int, line: PayslipLine, words: PayWords) -> tuple[str | int, ...]:
    owed = owed_of(line, payslip.currency)
    return (
        payslip.payslip_id,
        payslip.period,
        payslip.number,
        payslip.issued_at.isoformat(),
        number,
        line.kind,
        words.pay_title(line.kind),
        safe_text(line.project_name),
        line.project_id or "",
        safe_text(line.organisation_name),
        line.organisation_id or "",
        line.carrier,
        line.quantity,
        line.unit,
        decimal_text(line.rate_micros) if line.rate_micros else "",
        decimal_text(line.amount_micros),
        minor_text(line.amount_minor, payslip.currency),
        payslip.currency,
        safe_text(words.pay_sum(owed)),
        line.rule,
        line.rulebook_digest,
        len(line.earning_ids),
    )


def _earning_cells(earning: EarningSeen, period: str) -> tuple[str | int, ...]:
    return (
        earning.earning_id,
        period,
        earning.earned_on.isoformat(),
        earning.kind,
        safe_text(earning.project_name),
        earning.project_id or "",
        safe_text(earning.organisation_name),
        earning.organisation_id or "",
        earning.carrier,
        earning.quantity,
        earning.unit,
        decimal_text(earning.rate_micros) if earning.rate_micros else "",
        decimal_text(earning.amount_micros),
        earning.currency,
        earning.state,
        earning.payslip_id or "",
        earning.rule,
        earning.rulebook_digest,
    )
