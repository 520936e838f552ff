"""Puts a question to the policy sandbox: reads a draft strictly, reads recorded weeks, and compares; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from payments.recorded_weeks import recorded_weeks
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.rulebook import Rulebook
from policies.rulebook_reading import read_law_file
from policies.rulebook_schema import HOUSE
from policies.sandbox import RecordedWeek, RuleSide
from policies.sandbox_answer import SandboxAnswer, answer, weeks_later

DRAFT_BYTES_MOST = 200_000
PERIODS_MOST = 8
"""As many weeks at once as a page may keep somebody waiting for."""
_BYTES_PER_KB = 1_000
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft of one file of law, as it was sent; it lives as long as the question."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the sandbox.

    Attributes:
        periods: recorded ISO weeks.
        draft: a file to put in the place of the one in force; None compares the rulebook with itself on another day.
        as_if: a day of the week that the first recorded week is read as; None leaves the days as they are.
        organisation_id: only what this organisation caused; None for everything.
    """

    periods: tuple[str, ...]
    draft: Draft | None = None
    as_if: date | None = None
    organisation_id: int | None = None


def read_draft(data: bytes, *, name: str) -> Draft:
    """Return a draft from the bytes of a file; whether it is law is checked when it is put to the question.

    Raises:
        Refusal: `draft_too_large` or `draft_not_text`.
    """
    if len(data) > DRAFT_BYTES_MOST:
        raise Refusal("draft_too_large", Kind.TOO_LARGE, most=DRAFT_BYTES_MOST // _BYTES_PER_KB)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Refusal("draft_not_text", Kind.UNREADABLE) from problem
    if "\0" in text:
        raise Refusal("draft_not_text", Kind.UNREADABLE)
    return Draft(name=name, text=text)


def ask_sandbox(tx: Transaction, question: Question, *, rulebook: Rulebook) -> SandboxAnswer:
    """Compare recorded weeks under the rulebook in force and under the question's draft, or on its other days.

    Args:
        tx: an open transaction that only reads.
        question: what is asked.
        rulebook: the one in force.

    Raises:
        Refusal: `sandbox_no_question`, `sandbox_no_period`, `sandbox_far_day`, `draft_unreadable`,
            `draft_for_nobody`, `sandbox_nothing_recorded`, `sandbox_other_currency`, or as the rulebook refuses a
            place or a day.
    """
    if question.draft is None and question.as_if is None:
        raise Refusal("sandbox_no_question", Kind.UNREADABLE)
    if not 1 <= len(question.periods) <= PERIODS_MOST:
        raise Refusal("sandbox_no_period", Kind.UNREADABLE, most=PERIODS_MOST)
    if question.as_if and not _FIRST_YEAR <= question.as_if.year <= _LAST_YEAR:
        raise Refusal("sandbox_far_day", Kind.UNREADABLE, first=_FIRST_YEAR, last=_LAST_YEAR)
    drafted, place = _with_draft(rulebook, question.draft) if question.draft else (rulebook, HOUSE)
    weeks = recorded_weeks(tx, question.periods, organisation_id=question.organisation_id)
    if weeks and place != HOUSE and place not in _places(weeks):
        raise Refusal("draft_for_nobody", Kind.UNREADABLE, jurisdiction=place)
    later = weeks_later(question.periods, question.as_if) if question.as_if else timedelta()
    return answer(
        weeks,
        periods=question.periods,
        before=RuleSide(rulebook),
        after=RuleSide(drafted, later=later),
        organisation_id=question.organisation_id,
    )


def _with_draft(rulebook: Rulebook, draft: Draft) -> tuple[Rulebook, str]:
    """Return the rulebook with a draft in it, and the place that the draft is about."""
    try:
        return rulebook.with_draft(draft.text, name=draft.name), read_law_file(draft.text, name=draft.name).code
    except Refusal as refusal:
        finding = str(refusal.params.get("finding", refusal.code))
        raise Refusal("draft_unreadable", Kind.UNREADABLE, file=draft.name, finding=finding) from refusal


def _places(weeks: Sequence[RecordedWeek]) -> set[str]:
    return {home.jurisdiction for week in weeks for home in week.homes}
