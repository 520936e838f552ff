"""An annotator's payslips: the list, each of them explained line by line, and all of it to carry away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from payments.audit.person import rules_used, spans_of
from payments.closing.queries import Week, week, weeks
from payments.payouts.queries import PayoutView, payout_of
from payments.payslips.queries import Payslip, answers_paid_by_day, payslip, payslips_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import coins_up
from policies.periods import week_days
from policies.settlement import TimeTotal
from web.auth.identity import Identity
from web.deps import Annotator, TheHouse
from web.pages.payslip_labels import BUCKETS, LABELS, SENTENCES
from web.pages.payslip_paper import PaidTo, paper
from web.pages.payslip_pictures import KindPay, PayPicture, bucket_bars, bucket_height, pay_picture
from web.pages.payslip_sheets import earning_lines, payslip_lines
from web.pages.payslip_shown import PayslipShown, payslip_shown
from web.pay_words import PayWords
from web.render import language_of, show
from web.show_as import Writing
from web.wiring import House
from web.words import FALLBACK, Language

router = APIRouter(prefix="/payslips")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One payslip in the list, and where its money is."""

    payslip: Payslip
    week: int
    year: int
    payout: PayoutView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One payslip with what stands around it."""

    shown: PayslipShown
    payout: PayoutView | None
    pay: PayPicture


@router.get("")
def every_payslip(request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """List a person's payslips, the newest first, each with where its money is."""
    with house.db.reading() as tx:
        rows = [_row(tx, each, now=house.now()) for each in payslips_of(tx, me.person_id)]
    return show(request, "payslips/list.html", rows=rows)


@router.get("/lines.csv")
def lines_sheet(request: Request, house: TheHouse, me: Annotator) -> StreamingResponse:
    """Give every line of every payslip as a spreadsheet."""
    with house.db.reading() as tx:
        found = payslips_of(tx, me.person_id)
    lines = payslip_lines(found, words=_words(me, language_of(request)))
    return _file((line.encode() for line in lines), "text/csv", "payslip-lines.csv")


@router.get("/earnings.csv")
def earnings_sheet(house: TheHouse, me: Annotator) -> StreamingResponse:
    """Give every amount that a person ever earned as a spreadsheet, week by week."""
    with house.db.reading() as tx:
        periods = sorted(weeks(tx, me.person_id))
    lines = earning_lines(house.db.reading, person_id=me.person_id, periods=periods)
    return _file((line.encode() for line in lines), "text/csv", "earnings.csv")


@router.get("/{payslip_id}")
def one_payslip(payslip_id: int, request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show one payslip."""
    seen = _seen(house, me, payslip_id)
    shown, language = seen.shown, language_of(request)
    english = None if language.code == FALLBACK else _words(me, request.app.state.pages.languages[FALLBACK])
    bars = bucket_bars(shown.bucket_ms)
    return show(
        request,
        "payslips/page.html",
        shown=shown,
        slip=shown.payslip,
        body=shown.payslip.body,
        payout=seen.payout,
        pay=seen.pay,
        code=shown.payslip.currency,
        hourly_micros=coins_up(shown.hourly_micros, shown.payslip.currency),
        buckets=bars,
        bucket_height=bucket_height(bars),
        bucket_titles=BUCKETS,
        label=LABELS,
        said=SENTENCES,
        english=english,
    )


@router.get("/{payslip_id}/{name}.pdf")
def as_paper(payslip_id: int, name: str, request: Request, house: TheHouse, me: Annotator) -> Response:
    """Give one payslip on paper; drawn after the reading is over."""
    seen = _seen(house, me, payslip_id)
    _refuse_other_name(seen.shown, name)
    languages = request.app.state.pages.languages
    spoken = dict.fromkeys((language_of(request).code, FALLBACK))
    to = PaidTo(name=me.name, time_zone=me.time_zone, tail=seen.payout.tail if seen.payout else "")
    data = paper(seen.shown, languages=[languages[code] for code in spoken], to=to)
    return Response(data, media_type="application/pdf", headers=_headers(f"{name}.pdf"))


@router.get("/{payslip_id}/{name}.json")
def as_record(payslip_id: int, name: str, house: TheHouse, me: Annotator) -> Response:
    """Give one payslip as it is stored, byte for byte."""
    with house.db.reading() as tx:
        found = _own(tx, me, payslip_id)
    _refuse_other_name(payslip_shown(found, rules=()), name)
    return Response(found.text.encode(), media_type="application/json", headers=_headers(f"{name}.json"))


def _row(tx: Transaction, found: Payslip, *, now: datetime) -> Row:
    year, number, _ = week_days(found.period)[0].isocalendar()
    return Row(payslip=found, week=number, year=year, payout=payout_of(tx, found.payslip_id, now=now))


def _own(tx: Transaction, me: Identity, payslip_id: int) -> Payslip:
    """Return a payslip of this person; for anybody else's there is nothing here."""
    found = payslip(tx, payslip_id)
    if found is None or found.person_id != me.person_id:
        raise Refusal("not_found", Kind.MISSING)
    return found


def _seen(house: House, me: Identity, payslip_id: int) -> Seen:
    with house.db.reading() as tx:
        found = _own(tx, me, payslip_id)
        spans = spans_of(tx, person_id=me.person_id, period=found.period)
        shown = payslip_shown(found, rules=rules_used(tx, spans=spans, rulebook=house.rulebook))
        paid_by_day = answers_paid_by_day(tx, payslip_id)
        whole = week(tx, me.person_id, found.period, currency=found.currency)
        payout = payout_of(tx, payslip_id, now=house.now())
    lines = [KindPay(line.owed.kind, line.amount_micros) for line in shown.lines]
    pay = pay_picture(lines, piece_micros=paid_by_day, times=_times(whole), currency=found.currency)
    return Seen(shown=shown, payout=payout, pay=pay)


def _times(whole: Week | None) -> tuple[TimeTotal, ...]:
    return whole.times if whole else ()


def _words(me: Identity, language: Language) -> PayWords:
    return PayWords(language, Writing(language, me.time_zone))


def _refuse_other_name(shown: PayslipShown, name: str) -> None:
    """Refuse an address whose file name is not the payslip's own, so that no link can call it something else."""
    if name != shown.file_name:
        raise Refusal("not_found", Kind.MISSING)


def _file(lines: Iterator[bytes], media_type: str, name: str) -> StreamingResponse:
    return StreamingResponse(lines, media_type=media_type, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
