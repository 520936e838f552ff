"""One person's week to print and check with a pocket calculator, and the same as spreadsheets; each look is logged."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from payments.spreadsheets import BYTE_ORDER_MARK, csv_line, safe_text
from policies.money import decimal_text
from policies.periods import to_ms
from web.deps import Auditor, TheHouse
from web.pages.audit import Under
from web.pages.audit_person import Asked, SeenPerson, look_at_person
from web.pages.audit_slip_view import Slip, SlipLine, Step, slip_of
from web.render import show

router = APIRouter()
LINE_COLUMNS = (
    "line", "what", "organisation", "project", "carrier", "state", "step", "items", "milliseconds", "rate", "comes_to",
    "amount", "currency",
)  # fmt: skip
SPAN_COLUMNS = (
    "day", "started_ms", "ended_ms", "milliseconds", "bucket", "organisation", "project", "place", "floor_hourly",
    "currency", "rulebook_digest",
)  # fmt: skip


@router.get("/audit/{week}/people/{pseudonym}/slip")
def slip(
    week: str, pseudonym: str, request: Request, house: TheHouse, auditor: Auditor, under: Under = None
) -> HTMLResponse:
    """Show one person's week as sums, to be printed."""
    seen = look_at_person(house, auditor.person_id, Asked(week, pseudonym, under), what="slip")
    return show(
        request,
        "audit/slip.html",
        seen=seen,
        slips=_slips(seen),
        period=week,
        pseudonym=pseudonym,
        made_at=house.now(),
    )


@router.get("/audit/{week}/people/{pseudonym}/slip.csv")
def slip_sheet(week: str, pseudonym: str, house: TheHouse, auditor: Auditor, under: Under = None) -> StreamingResponse:
    """Give the sums of one person's week as a spreadsheet."""
    seen = look_at_person(house, auditor.person_id, Asked(week, pseudonym, under), what="slip_sheet")
    return _sheet(_sum_lines(_slips(seen)), name=f"jornal-{week}-{pseudonym}")


@router.get("/audit/{week}/people/{pseudonym}/time.csv")
def time_sheet(week: str, pseudonym: str, house: TheHouse, auditor: Auditor, under: Under = None) -> StreamingResponse:
    """Give the spans of time of one person's week as a spreadsheet."""
    seen = look_at_person(house, auditor.person_id, Asked(week, pseudonym, under), what="time_sheet")
    return _sheet(_span_lines(seen), name=f"jornal-{week}-{pseudonym}-time")


def _slips(seen: SeenPerson) -> list[Slip]:
    return [slip_of(week, seen.organisation_names) for week in seen.weeks]


def _sheet(lines: Iterator[str], *, name: str) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse((line.encode() for line in lines), media_type="text/csv", headers=headers)


def _sum_lines(slips: list[Slip]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(LINE_COLUMNS)
    for one in slips:
        for line in one.lines:
            for number, step in enumerate(line.steps, start=1):
                yield csv_line(_sum_cells(line, number, step, one.week.record.currency))


def _sum_cells(line: SlipLine, number: int, step: Step, currency: str) -> tuple[str | int, ...]:
    is_last = number == len(line.steps)
    return (
        line.number,
        line.says,
        safe_text(line.organisation),
        line.project_id or "",
        line.carrier,
        "booked" if line.is_booked else "projected",
        step.says,
        step.count or "",
        step.counted_ms or "",
        decimal_text(step.rate_micros) if step.rate_micros else "",
        decimal_text(step.micros),
        decimal_text(line.amount_micros) if is_last else "",
        currency,
    )


def _span_lines(seen: SeenPerson) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(SPAN_COLUMNS)
    for week in seen.weeks:
        for span in (span for day in week.days for span in day.spans):
            yield csv_line(
                (
                    span.worked_on.isoformat(),
                    to_ms(span.started_at),
                    to_ms(span.ended_at),
                    span.length_ms,
                    span.bucket.value,
                    safe_text(seen.organisation_names[span.organisation_id]),
                    span.project_id or "",
                    f"{span.jurisdiction}/{span.zone}",
                    decimal_text(span.floor_hourly_micros),
                    span.currency,
                    span.rulebook_digest,
                )
            )
