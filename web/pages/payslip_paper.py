"""A payslip on paper: a PDF of the record's own figures, the same bytes every time it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate

from web.pages.payslip_labels import LABELS
from web.pages.payslip_paper_parts import BODY, REGULAR, Sheet, letters_of, register_type
from web.pages.payslip_shown import PayslipShown
from web.pages.payslip_voice import Voice, printable
from web.words import Language

MARGIN = 16 * mm


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidTo:
    """Who is paid: the name, where they live, and the last characters of the account, empty where none is known."""

    name: str
    time_zone: str
    tail: str


def paper(shown: PayslipShown, *, languages: Sequence[Language], to: PaidTo, is_packed: bool = True) -> bytes:
    """Return a payslip as a PDF.

    Args:
        shown: the payslip.
        languages: the reader's, and English where that is another.
        to: who is paid.
        is_packed: whether its pages are compressed; a reader's program sees no difference.
    """
    register_type()
    voices = [Voice(language, to.time_zone) for language in languages]
    out = BytesIO()
    title = f"{voices[0].say(_title(shown))} {shown.payslip.period} · {to.name}"
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author=str(shown.payslip.body["operator"]["name"]),
        subject=shown.file_name,
        lang=voices[0].language.code,
        displayDocTitle=True,
        initialFontName=REGULAR,
        invariant=1,
        pageCompression=int(is_packed),
    )

    def foot(canvas: Canvas, _document: Any) -> None:  # Any: the library leaves its documents untyped
        """Write the page's number and the check figure below it, so that loose sheets find each other."""
        figure = f"{voices[0].say(LABELS['check'])}: {shown.payslip.check_figure}"
        canvas.setFont(REGULAR, BODY - 1)
        canvas.drawString(MARGIN, MARGIN / 2, printable(f"{shown.file_name} · {figure}", letters_of(REGULAR)))
        canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, str(canvas.getPageNumber()))

    story = Sheet(shown, voices, name=to.name, tail=to.tail).story()
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _title(shown: PayslipShown) -> str:
    return LABELS["supplementary" if shown.payslip.is_supplementary else "payslip"]
