"""What stands on the paper of a payslip, from top to bottom: who, whom, the lines, the time, the rules."""

from collections.abc import Iterator, Sequence
from functools import cache

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from payments.audit.person import RuleUsed
from policies.money import coins_up
from web.pages.payslip_labels import BUCKETS, LABELS, SENTENCES
from web.pages.payslip_shown import LineShown, PayslipShown, RequesterShown
from web.pages.payslip_voice import Voice, marked_up
from web.words import N_

REGULAR, BOLD = "Vera", "VeraBd"
"""Bitstream Vera, free to embed; it comes with the library and has the letters of Spanish, English and French."""
BODY = 8.5
SOFT = Color(0.33, 0.33, 0.33)
PLAIN = ParagraphStyle("plain", fontName=REGULAR, fontSize=BODY, leading=BODY * 1.35)
RIGHT = ParagraphStyle("right", PLAIN, alignment=TA_RIGHT)
STRONG = ParagraphStyle("strong", PLAIN, fontName=BOLD)
STRONG_RIGHT = ParagraphStyle("strong-right", STRONG, alignment=TA_RIGHT)
HEAD = ParagraphStyle("head", PLAIN, fontName=BOLD, fontSize=BODY + 2, leading=BODY * 1.8, spaceBefore=4 * mm)
TITLE = ParagraphStyle("title", PLAIN, fontName=BOLD, fontSize=18, leading=23)
RULED = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, SOFT),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)
Cells = Sequence[Flowable]


@cache
def register_type() -> None:
    """Make the type known to the library, once in a process."""
    for name in (REGULAR, BOLD):
        registerFont(TTFont(name, f"{name}.ttf"))


@cache
def letters_of(name: str) -> frozenset[int]:
    """Return the code points that a type has."""
    return frozenset(getFont(name).face.charToGlyph)


class Sheet:
    """The content of one payslip's paper.

    Args:
        shown: the payslip.
        voices: the reader's, then English where that is another.
        name: who is paid.
        tail: the last characters of the account, or empty.
    """

    def __init__(self, shown: PayslipShown, voices: Sequence[Voice], *, name: str, tail: str) -> None:
        self._shown, self._slip, self._voices = shown, shown.payslip, voices
        self._name, self._tail = name, tail
        self._currency = shown.payslip.currency
        self._writing = voices[0].writing

    def story(self) -> list[Flowable]:
        """Return everything on the paper, in order."""
        return [
            *self._top(),
            *self._part("lines", self._lines_table()),
            *self._part("requesters", self._requesters_table()),
            *self._part("time", self._time_table()),
            *self._part("rules", self._rules_table()),
            *self._part("check", self._check_table()),
        ]

    def _part(self, label: str, table: Table) -> Iterator[Flowable]:
        yield Paragraph(self._both(LABELS[label]), HEAD)
        yield table

    def _top(self) -> Iterator[Flowable]:
        title = LABELS["supplementary" if self._slip.is_supplementary else "payslip"]
        yield Paragraph(self._both(title), TITLE)
        yield Spacer(1, 2 * mm)
        body = self._slip.body
        operator = " · ".join(str(body["operator"][key]) for key in ("name", "number", "relation"))
        place = body["residence"]
        rows = [
            ("who_pays", operator.strip(" ·")),
            ("paid_to", f"{self._name} · {self._slip.person_id}" + (f" · …{self._tail}" if self._tail else "")),
            ("period", f"{self._slip.period} · {self._days()} · {body['time_zone']}"),
            ("issued", self._writing.plain_moment(self._slip.issued_at)),
            ("place", f"{place['jurisdiction']} · {place['zone']}"),
            ("net", self._writing.plain_money(self._shown.paid_micros, self._currency)),
            ("hour", self._coins(self._shown.hourly_micros)),
            ("floor", self._coins(self._shown.floor_micros) if self._shown.floor_micros else ""),
        ]
        yield _table([[self._label(key), self._text(value, STRONG)] for key, value in rows if value], (62, 116))

    def _days(self) -> str:
        return f"{self._writing.plain_day(self._shown.first_on)} – {self._writing.plain_date(self._shown.last_on)}"

    def _lines_table(self) -> Table:
        shown = self._shown
        rows: list[Cells] = [self._line(line) for line in shown.lines]
        sums = [
            ("exact", self._slip.total_micros),
            ("rounding", self._slip.rounding_micros),
            ("gross", shown.paid_micros),
            ("deductions", 0),
        ]
        rows += [self._sum(key, self._amount(micros)) for key, micros in sums]
        rows.append(self._sum("net", self._writing.plain_money(shown.paid_micros, self._currency), is_strong=True))
        if shown.paid_before_micros:
            rows.append(self._sum("before", self._amount(shown.paid_before_micros)))
            rows.append(self._sum("week", self._amount(shown.week_micros)))
        if shown.pending_micros:
            rows.append(self._sum("pending", self._amount(shown.pending_micros)))
        if shown.claim_until:
            rows.append(self._sum("quiet", self._writing.plain_span(shown.unconfirmed_ms)))
        rows += [self._note(key) for key in ("deductions", "never_back", "pending", "on_top", "calculator")]
        return _table(rows, (8, 142, 28))

    def _note(self, key: str) -> Cells:
        return [self._text("", PLAIN), self._paragraph(self._both(SENTENCES[key])), self._text("", PLAIN)]

    def _line(self, line: LineShown) -> Cells:
        parts = [self._explained(voice, line) for voice in self._voices]
        letters = letters_of(REGULAR)
        told = marked_up(parts[0], letters) + "".join(f"<br/>{self._soft(part)}" for part in parts[1:])
        return [
            self._text(str(line.number), PLAIN),
            self._paragraph(told),
            self._text(self._amount(line.amount_micros), STRONG_RIGHT),
        ]

    def _explained(self, voice: Voice, line: LineShown) -> str:
        project = f" · {line.project} ({line.project_id})" if line.project_id else ""
        what = f"{voice.pay.pay_title(line.owed.kind)}{project}: {voice.pay.pay_sum(line.owed)}."
        return f"{what} {voice.pay.pay_payer(line.owed)}. {voice.pay.pay_sentence(line.owed)}"

    def _sum(self, label: str, amount: str, *, is_strong: bool = False) -> Cells:
        right = STRONG_RIGHT if is_strong else RIGHT
        return [self._text("", PLAIN), self._label(label), self._text(amount, right)]

    def _requesters_table(self) -> Table:
        titles = ("requester", "answers", "task_time", "other_time", "floor_owes", "tasks_paid", "top_up",
                  "together")  # fmt: skip
        head = [self._label(title) for title in titles]
        return _table(
            [head, *(self._requester(each) for each in self._shown.requesters)], (32, 20, 20, 20, 20, 20, 26, 20)
        )

    def _requester(self, each: RequesterShown) -> Cells:
        writing = self._writing
        figures = [
            writing.whole(each.answers),
            *(writing.plain_span(ms) for ms in (each.task_ms, each.other_ms)),
            *(self._amount(micros) for micros in (each.floor_owed_micros, each.piece_micros, each.top_up_micros)),
            self._amount(each.total_micros),
        ]
        name = each.organisation or self._voices[0].say(LABELS["jornal"])
        return [self._text(name, PLAIN), *(self._text(figure, RIGHT) for figure in figures)]

    def _time_table(self) -> Table:
        rows = [
            [self._paragraph(self._both(BUCKETS[bucket])), *self._times(ms)]
            for bucket, ms in self._shown.bucket_ms.items()
        ]
        rows.append([self._label("counted"), *self._times(self._shown.counted_ms)])
        return _table(rows, (110, 34, 34))

    def _times(self, ms: int) -> Cells:
        seconds = f"{self._writing.plain_seconds(ms)} s"
        return [self._text(self._writing.plain_span(ms), RIGHT), self._text(seconds, RIGHT)]

    def _rules_table(self) -> Table:
        rows = [[self._paragraph(self._rule(rule))] for rule in self._shown.rules]
        return _table(rows or [[self._text("", PLAIN)]], (178,))

    def _rule(self, rule: RuleUsed) -> str:
        told = f"{self._writing.plain_date(rule.first_on)}: {self._amount(rule.recorded_micros)} {self._currency}"
        if rule.floor:
            reviewed = N_("Reviewed by a named person.") if rule.floor.is_reviewed else _UNREVIEWED
            told += f" = {self._voices[0].law.formula(rule.floor)}. {rule.floor.source} · {rule.floor.rule}."
            told += f" {self._voices[0].say(reviewed)}"
        return f"{marked_up(told, letters_of(REGULAR))}<br/>{self._soft(rule.rulebook_digest)}"

    def _check_table(self) -> Table:
        body = self._slip.body
        rows = [
            ("digest", self._slip.digest),
            ("algorithm", body["algorithm_digest"]),
            ("log", f"{body['stream_head']['sequence']}: {body['stream_head']['hash']}"),
        ]
        cells: list[Cells] = [[self._label(key), self._paragraph(self._soft(value))] for key, value in rows if value]
        cells.insert(0, [self._label("check"), self._text(self._slip.check_figure, STRONG)])
        cells.append([self._text("", PLAIN), self._paragraph(self._both(SENTENCES["check"]))])
        return _table(cells, (62, 116))

    def _label(self, key: str) -> Paragraph:
        return self._paragraph(self._both(LABELS[key]))

    def _both(self, text: str) -> str:
        mine = marked_up(self._voices[0].say(text), letters_of(REGULAR))
        return mine + "".join(f"<br/>{self._soft(voice.say(text))}" for voice in self._voices[1:])

    def _soft(self, text: str) -> str:
        return f'<font size="{BODY - 1.5}" color="#555555">{marked_up(text, letters_of(REGULAR))}</font>'

    def _text(self, text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(marked_up(text, letters_of(style.fontName)), style)

    def _paragraph(self, markup: str) -> Paragraph:
        return Paragraph(markup, PLAIN)

    def _amount(self, micros: int) -> str:
        return self._writing.plain_amount(micros, self._currency)

    def _coins(self, micros: int) -> str:
        return self._writing.plain_money(coins_up(micros, self._currency), self._currency)


_UNREVIEWED = N_("Not yet reviewed by a named person.")


def _table(rows: Sequence[Cells], widths_mm: Sequence[float]) -> Table:
    return Table([list(row) for row in rows], colWidths=[width * mm for width in widths_mm], style=RULED, hAlign="LEFT")
