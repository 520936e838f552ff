"""Paying by hand: Jornal writes a file for the bank, a person takes it there and brings the bank's answer back."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from payments.providers.base import EVERYWHERE, Abilities, DestinationKind, Outcome, PayoutFile, PayoutLine
from policies.money import minor_text

CSV_LAYOUT = "csv"
SPEI_LAYOUT = "spei"
TEXT_MAX = 40
"""The name and the concept of a SPEI payment have at most so many characters (Banco de México)."""
REFERENCE_MAX = 10_000_000
_CSV_HEAD = ("key", "name", "kind", "account", "amount", "currency", "reference", "concept")
_SPEI_HEAD = (
    "tipo_cuenta", "clabe", "nombre_beneficiario", "importe", "concepto_pago", "referencia_numerica", "clave_rastreo",
)  # fmt: skip
_CLABE_ACCOUNT = "40"
"""How SPEI's catalogue of kinds of account numbers a CLABE."""
_OTHERS = re.compile(r"[^A-Z0-9 ]+", re.ASCII)


class ManualBatch:
    """A bank that takes a file: a general table anywhere, and the usual fields of a SPEI payment in Mexico."""

    name = "manual_batch"
    is_pretend = False
    answers_itself = False
    sends_itself = False

    def countries(self, currency: str) -> tuple[str, ...]:
        """Return everywhere: the operator's bank knows where it sends money."""
        del currency
        return EVERYWHERE

    def kinds(self, currency: str) -> tuple[DestinationKind, ...]:
        """Return the CLABE for Mexican money, the IBAN or a plain account number for other money."""
        if currency == "MXN":
            return (DestinationKind.CLABE,)
        return (DestinationKind.IBAN, DestinationKind.ACCOUNT)

    def abilities(self, currency: str) -> Abilities:
        """Return what banks usually do: SPEI arrives the same day, other transfers within three working days."""
        return Abilities(days_least=0, days_most=1) if currency == "MXN" else Abilities(days_least=1, days_most=3)

    def layouts(self, currency: str) -> tuple[str, ...]:
        """Return the layouts of a currency's file, the usual one first."""
        return (SPEI_LAYOUT, CSV_LAYOUT) if currency == "MXN" else (CSV_LAYOUT,)

    def write(self, layout: str, lines: Sequence[PayoutLine]) -> PayoutFile:
        """Write the table: names and concepts in the letters that banks take, so that no cell can be a formula."""
        head, row_of = (_SPEI_HEAD, _spei_row) if layout == SPEI_LAYOUT else (_CSV_HEAD, _csv_row)
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(head)
        writer.writerows(row_of(line) for line in lines)
        return PayoutFile(f"jornal-{layout}.csv", "text/csv; charset=utf-8", out.getvalue().encode())

    def outcome(self, line: PayoutLine, *, now: datetime) -> Outcome | None:
        """Return None: only the bank's answer, which a person uploads, can tell."""
        del line, now
        return None


def bank_text(text: str) -> str:
    """Return a text in the letters that banks take: capitals A to Z, digits and single spaces, at most 40 of them."""
    unaccented = unicodedata.normalize("NFKD", text.upper())
    letters = "".join(letter for letter in unaccented if not unicodedata.combining(letter))
    return " ".join(_OTHERS.sub(" ", letters).split())[:TEXT_MAX].strip()


def _csv_row(line: PayoutLine) -> tuple[str, ...]:
    return (
        line.key,
        bank_text(line.holder),
        line.kind.value,
        line.number,
        minor_text(line.amount_minor, line.currency),
        line.currency,
        f"{line.reference % REFERENCE_MAX:07d}",
        bank_text(line.concept),
    )


def _spei_row(line: PayoutLine) -> tuple[str, ...]:
    assert line.kind is DestinationKind.CLABE, "a SPEI file holds CLABEs only"
    return (
        _CLABE_ACCOUNT,
        line.number,
        bank_text(line.holder),
        minor_text(line.amount_minor, line.currency),
        bank_text(line.concept),
        f"{line.reference % REFERENCE_MAX:07d}",
        line.key,
    )


PAYOUTS = ManualBatch()
