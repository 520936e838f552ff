"""Reading a bank's answer file line by line, and what follows from each answer."""

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from payments.payouts.rules import AttemptState
from payments.providers.base import Answer, Outcome
from policies.errors import Kind, Refusal

LINES_MOST = 5_000
TEXT_MAX = 200
_KEYS = ("key", "clave", "clave_rastreo", "claverastreo", "jornal_key")
_STATES = ("state", "status", "estado", "estatus", "resultat")
_TRACKING = ("tracking", "tracking_key", "rastreo", "bank_key", "folio")
_REASONS = ("reason", "motivo", "causa", "motif")
_ANSWERS = {
    Answer.PAID: ("paid", "pagado", "pagada", "liquidado", "liquidada", "aplicado", "ok", "payé", "settled"),
    Answer.RETURNED: ("returned", "devuelto", "devuelta", "devolucion", "devolución", "renvoyé"),
    Answer.REJECTED: ("rejected", "rechazado", "rechazada", "cancelado", "cancelada", "refusé"),
}
_ANSWER_OF = {word: answer for answer, words in _ANSWERS.items() for word in words}


class Follows(StrEnum):
    """What an answer changes."""

    PAID = "paid"
    RETURNED = "returned"
    REJECTED = "rejected"
    KNOWN = "known"
    CONTRADICTS = "contradicts"
    UNMATCHED = "unmatched"
    NOT_SENT = "not_sent"
    BY_SERVICE = "by_service"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of a bank's answer; `outcome` is None where its state is not a word that we know."""

    number: int
    key: str
    outcome: Outcome | None


_BY_STATE: dict[tuple[AttemptState, Answer], Follows] = {
    (AttemptState.SENDING, Answer.PAID): Follows.PAID,
    (AttemptState.SENDING, Answer.RETURNED): Follows.RETURNED,
    (AttemptState.SENDING, Answer.REJECTED): Follows.REJECTED,
    (AttemptState.PAID, Answer.PAID): Follows.KNOWN,
    (AttemptState.PAID, Answer.RETURNED): Follows.RETURNED,
    (AttemptState.PAID, Answer.REJECTED): Follows.RETURNED,
    (AttemptState.RETURNED, Answer.PAID): Follows.CONTRADICTS,
    (AttemptState.RETURNED, Answer.RETURNED): Follows.KNOWN,
    (AttemptState.RETURNED, Answer.REJECTED): Follows.KNOWN,
    (AttemptState.REJECTED, Answer.PAID): Follows.CONTRADICTS,
    (AttemptState.REJECTED, Answer.RETURNED): Follows.KNOWN,
    (AttemptState.REJECTED, Answer.REJECTED): Follows.KNOWN,
}


def what_follows(state: AttemptState, answer: Answer) -> Follows:
    """Return what an answer changes about an attempt; one that was never sent changes nothing, and is pointed out."""
    return _BY_STATE.get((state, answer), Follows.NOT_SENT)


def read_answers(data: bytes) -> tuple[AnswerLine, ...]:
    """Read a bank's answer: a table with a head, separated by commas, semicolons or tabs.

    It needs a column with our key or the tracking key, and one with the state; it may have the bank's tracking key and
    a reason. Columns and states may be in English, Spanish or French.

    Args:
        data: the file as it was uploaded.

    Raises:
        Refusal: `answers_unreadable` (not UTF-8), `answers_without_columns`, `answers_too_long` (most).
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Refusal("answers_unreadable", Kind.UNREADABLE) from problem
    head, _, _ = text.partition("\n")
    separator = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as problem:
        raise Refusal("answers_unreadable", Kind.UNREADABLE) from problem
    if len(rows) > LINES_MOST + 1:
        raise Refusal("answers_too_long", Kind.TOO_LARGE, most=LINES_MOST)
    names = [name.strip().lower().replace(" ", "_") for name in rows[0]] if rows else []
    key, state = _place(names, _KEYS), _place(names, _STATES)
    if key is None or state is None:
        raise Refusal("answers_without_columns", Kind.UNREADABLE)
    tracking, reason = _place(names, _TRACKING), _place(names, _REASONS)
    return tuple(
        AnswerLine(
            number,
            _cell(row, key),
            _outcome(_cell(row, state), tracking=_cell(row, tracking), reason=_cell(row, reason)),
        )
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    )


def _place(names: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((place for place, name in enumerate(names) if name in wanted), None)


def _cell(row: list[str], place: int | None) -> str:
    return " ".join(row[place].split())[:TEXT_MAX] if place is not None and place < len(row) else ""


def _outcome(word: str, *, tracking: str, reason: str) -> Outcome | None:
    answer = _ANSWER_OF.get(word.lower())
    return None if answer is None else Outcome(answer, tracking=tracking, reason=reason)
