"""The paper of a payslip: the same bytes every time, its figures on it, whatever people called their projects."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.payslip_made import made_payslip
from web.pages.payslip_labels import LABELS, SENTENCES
from web.pages.payslip_paper import PaidTo, paper
from web.pages.payslip_paper_parts import BOLD, REGULAR, letters_of, register_type
from web.pages.payslip_shown import payslip_shown
from web.pages.payslip_voice import marked_up, printable
from web.words import load_languages

ADA = PaidTo(name="Ada Núñez", time_zone="America/Mexico_City", tail="4821")
LANGUAGES = load_languages()


def paper_in(*codes: str, project: str = "Street ramps", organisation: str = "Mobility Office") -> bytes:
    shown = payslip_shown(made_payslip(project=project, organisation=organisation), rules=())
    return paper(shown, languages=[LANGUAGES[code] for code in codes], to=ADA, is_packed=False)


def text_of(pdf: bytes) -> str:
    """Return what stands on the paper: the type's subset keeps the codes of plain letters, any other is a dot here."""
    words = re.findall(rb"\(((?:\\.|[^\\()])*)\)\s*Tj", pdf)
    plain = (
        re.sub(rb"\\([0-7]{3}|.)", lambda found: found[1] if found[1] in rb"()\\" else b".", word) for word in words
    )
    return " ".join(re.sub(r"[^ -~]", ".", word.decode("latin-1")) for word in plain)


def test_the_same_payslip_gives_the_same_bytes() -> None:
    assert paper_in("es", "en") == paper_in("es", "en")


def test_many_who_ask_at_once_get_the_same_bytes_each() -> None:
    with ThreadPoolExecutor(4) as several:
        papers = list(several.map(lambda _: paper_in("es", "en"), range(6)))

    assert set(papers) == {paper_in("es", "en")}


def test_every_figure_of_the_record_stands_on_the_paper() -> None:
    slip = made_payslip()

    text = text_of(paper_in("en"))

    assert "50 answers . 1.20 = 60.00. Mobility Office pays it." in text
    assert "Tasks paid 60.00; the minimum for 2 h is 91.89. We add 31.89." in text
    assert f"{slip.total_minor // 100}.{slip.total_minor % 100} MXN" in text
    assert slip.check_figure in text
    assert slip.digest in text
    assert "Cooperativa Jornal . CJO260101AB1 . members" in text
    assert "2.40" in text  # not final yet


def test_it_says_its_language_and_title_and_brings_its_type_along() -> None:
    pdf = paper_in("es", "en")

    assert b"/Lang (es)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert b"2026-W10" in pdf.split(b"/Title")[1][:80]
    assert pdf.count(b"/FontFile2") == 2


def test_in_spanish_the_english_stands_below_each_line() -> None:
    text = text_of(paper_in("es", "en"))

    assert "Tus tareas sumaron 60.00" in text
    assert "Tasks paid 60.00" in text


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "=cmd()",
        "</para><b>",
        "مشروع الأسئلة",
        "路边坡道",
        "a & b < c",
        "\u202etxt.exe",
        "🦜",
        "e\u0301",
    ],
)
def test_no_name_breaks_the_paper(name: str) -> None:
    pdf = paper_in("fr", "en", project=name, organisation=name)

    assert pdf.startswith(b"%PDF-")
    assert "31.89" in text_of(pdf)


def test_markup_in_a_name_is_text() -> None:
    assert "< script > alert (7): 50 answers" in text_of(paper_in("en", project="<script>alert"))


@pytest.mark.parametrize("code", ["es", "fr", "en"])
@pytest.mark.parametrize("type_name", [REGULAR, BOLD])
def test_the_type_has_every_letter_of_every_text_of_the_payslip(code: str, type_name: str) -> None:
    register_type()
    said = [LANGUAGES[code].say(text) for text in (*LABELS.values(), *SENTENCES.values())]

    assert {letter for letter in "".join(said) if ord(letter) not in letters_of(type_name)} <= {"\u202f", "\n"}


def test_a_letter_without_its_accent_is_better_than_none() -> None:
    register_type()

    said = printable("Dvořák\u202f%, مر", letters_of(REGULAR))

    assert said == "Dvorák\u00a0%, ??"
    assert marked_up("<b>", letters_of(REGULAR)) == "&lt;b&gt;"
