"""Reads the form that describes a project: what was typed is kept, and each field that needs a change says which."""

import re
from dataclasses import dataclass, field
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from annotate.answer_counts import EXTRA_ANSWERS_MOST
from annotate.projects.rules import (
    CONTENT_RISKS,
    DESCRIPTION_MAX,
    ESTIMATED_MS_MOST,
    INSTRUCTIONS_MAX,
    KEYS,
    LABEL_MAX,
    LABELS_LEAST,
    LABELS_MOST,
    LANGUAGES,
    NAME_MAX,
    NOTE_MAX,
    OVERLAP_MOST,
    ItemOrder,
    LabelDraft,
    PayBasis,
    ProjectDraft,
)
from payments.events.rules import WHOLE_NUMBER_MAX
from policies.money import micros_of
from policies.periods import MS_PER_SECOND
from web.words import N_

LABEL_ROWS_MIN = 4
LABEL_ROWS_MORE = 3
_NONE, _TOO_FEW = N_("Write at least one label."), N_("Write at least two labels to choose from.")
SECONDS_MAX = ESTIMATED_MS_MOST // MS_PER_SECOND
PERSON_TYPED_MOST = 999_999
ORDER_WORDS = {
    ItemOrder.SEQUENCE.value: N_("As they stand in the file"),
    ItemOrder.RANDOM.value: N_("Mixed"),
    ItemOrder.PRIORITY.value: N_("The most urgent first"),
    ItemOrder.UNCERTAINTY.value: N_("What a model is least sure of first"),
}
_AMOUNT_WITH_COMMA = re.compile(r"([0-9]+),([0-9]{1,6})", re.ASCII)


class ProjectForm(BaseModel):
    """What a requester typed, letter for letter, so that it can be shown again; the editor's rows beside it."""

    model_config = ConfigDict(extra="allow")

    organisation_id: str = ""
    name: str = ""
    task_type: str = "choice"
    allow_nothing: str = ""
    language: str = ""
    instructions: str = ""
    question: str = ""
    label: list[str] = []
    label_key: list[str] = []
    label_about: list[str] = []
    overlap: str = "1"
    extra_answers_most: str = "0"
    person_answers_most: str = ""
    item_order: str = "sequence"
    place: list[str] = []
    estimated_seconds: str = ""
    pay_basis: str = "item"
    amount: str = ""
    content_note: str = ""
    content_risk: list[str] = []
    mode: str = ""
    """"parts" where the editor asks, instead of one question and its labels."""
    job: str = ""
    add_object: str = "text"
    add_control: str = "choice"
    config: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be said in the reader's language, and the values that stand in it."""

    text: str
    values: MappingProxyType[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One row of the table of labels, as typed."""

    number: int
    value: str
    key: str
    about: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The part of the form that decides whether the price is lawful."""

    places: tuple[str, ...]
    estimated_ms: int
    price_micros: int
    pay_basis: PayBasis

    @property
    def is_hourly(self) -> bool:
        """Whether the price is for an hour."""
        return self.pay_basis is PayBasis.HOUR

    @property
    def is_salaried(self) -> bool:
        """Whether there is no price, because an employer pays."""
        return self.pay_basis is PayBasis.SALARIED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people answer each item, how many more where they disagree, and how many items each may answer."""

    overlap: int
    extra_answers_most: int
    person_answers_most: int | None


@dataclass(slots=True)
class Reading:
    """A form being read: the problems found so far, one for each field that needs a change."""

    problems: dict[str, Sentence] = field(default_factory=dict)

    def object_to(self, name: str, text: str, /, **values: object) -> None:
        """Note what has to change in a field; the first thing said about a field stands."""
        self.problems.setdefault(name, Sentence(text, MappingProxyType(values)))


def label_rows(form: ProjectForm) -> tuple[LabelRow, ...]:
    """Return the rows of labels to show: those typed, then empty ones; more of them where more were asked for."""
    typed = typed_labels(form)
    more = LABEL_ROWS_MORE if form.act == "more_labels" else 0
    count = min(LABELS_MOST, max(LABEL_ROWS_MIN, len(form.label), len(typed) + 1) + more)
    padded = [*typed, *[("", "", "")] * (count - len(typed))]
    return tuple(LabelRow(number, *row) for number, row in enumerate(padded, start=1))


def typed_labels(form: ProjectForm) -> list[tuple[str, str, str]]:
    """Return the labels that have any text, each with its key and its description."""
    keys = [*form.label_key, *[""] * len(form.label)]
    about = [*form.label_about, *[""] * len(form.label)]
    rows = zip((text.strip() for text in form.label), keys, about, strict=False)
    return [(value, key.strip(), note.strip()) for value, key, note in rows if value]


def read_words(form: ProjectForm, reading: Reading) -> None:
    """Object to what is missing or too long among the words of a project."""
    if not form.name.strip():
        reading.object_to("name", N_("Give the project a name; annotators see it in their list."))
    if len(form.name) > NAME_MAX:
        reading.object_to("name", N_("Shorten the name to %(most)s characters."), most=NAME_MAX)
    if form.language not in LANGUAGES:
        reading.object_to("language", N_("Choose the language in which the items are written."))
    if not form.mode and not form.question.strip():
        reading.object_to("question", N_("Write the question that each annotator answers, for example: What is asked?"))
    if not form.instructions.strip():
        reading.object_to("instructions", N_("Say how to choose. Two sentences and one example are a good beginning."))
    for name, most in (("instructions", INSTRUCTIONS_MAX), ("question", NOTE_MAX), ("content_note", NOTE_MAX)):
        if len(getattr(form, name)) > most:
            reading.object_to(name, N_("Shorten this to %(most)s characters."), most=most)


def read_labels(form: ProjectForm, reading: Reading, *, least: int = LABELS_LEAST) -> None:
    """Object to labels from which nobody could choose, or whose keys would be pressed twice."""
    labels = typed_labels(form)
    values = [value for value, _, _ in labels]
    keys = [key.lower() for _, key, _ in labels if key]
    if len(values) < least:
        reading.object_to("label", _TOO_FEW if values or least > 1 else _NONE)
    if len(values) > LABELS_MOST:
        reading.object_to("label", N_("Keep to %(most)s labels; more cannot be shown at once."), most=LABELS_MOST)
    if len(set(values)) < len(values):
        reading.object_to("label", N_("Two labels are the same. Change one of them."))
    if any(len(value) > LABEL_MAX for value in values):
        reading.object_to("label", N_("Shorten the label to %(most)s characters."), most=LABEL_MAX)
    if any(len(about) > DESCRIPTION_MAX for _, _, about in labels):
        reading.object_to("label", N_("Shorten the description to %(most)s characters."), most=DESCRIPTION_MAX)
    if any(len(key) != 1 or key not in KEYS for key in keys):
        reading.object_to("label", N_("A key is one digit from 1 to 9 or one letter from a to z."))
    if len(set(keys)) < len(keys):
        reading.object_to("label", N_("Two labels have the same key. Change one, or leave keys empty."))


def read_offer(form: ProjectForm, reading: Reading) -> Offered | None:
    """Return what is offered for which time and where, or None and what has to change."""
    basis = _basis_of(form)
    micros = 0 if basis is PayBasis.SALARIED else amount_of(form.amount)
    if micros is None:
        reading.object_to("amount", N_("Write an amount with digits, for example 1.15."))
    seconds = _whole(form.estimated_seconds, most=SECONDS_MAX)
    if seconds is None:
        reading.object_to(
            "estimated_seconds", N_("Say how many seconds one item takes, from 1 to %(most)s."), most=SECONDS_MAX
        )
    if not form.place:
        reading.object_to("place", N_("Choose at least one place whose residents may work on this."))
    if micros is None or seconds is None or not form.place:
        return None
    return Offered(
        places=tuple(dict.fromkeys(form.place)),
        estimated_ms=seconds * MS_PER_SECOND,
        price_micros=micros,
        pay_basis=basis,
    )


def amount_of(text: str) -> int | None:
    """Return an amount typed by a person, in micro-units, or None; a decimal comma is read as one."""
    try:
        micros = micros_of(_AMOUNT_WITH_COMMA.sub(r"\1.\2", text.strip()))
    except ValueError:
        return None
    return micros if 0 < micros <= WHOLE_NUMBER_MAX else None


def counts_of(form: ProjectForm, reading: Reading) -> Counts:
    """Return how many answers are asked for, and object to numbers that nobody could ask for."""
    overlap = _whole(form.overlap, most=OVERLAP_MOST)
    if overlap is None:
        reading.object_to("overlap", N_("Choose from 1 to 9 people for each item."))
    no_extra = form.extra_answers_most.strip() in {"", "0"}
    extra = 0 if no_extra else _whole(form.extra_answers_most, most=EXTRA_ANSWERS_MOST)
    if extra is None:
        reading.object_to("extra_answers_most", N_("Choose from 0 to %(most)s extra answers."), most=EXTRA_ANSWERS_MOST)
    if extra and overlap == 1:
        reading.object_to("extra_answers_most", N_("One answer has none to disagree with: choose two people or more."))
    no_most = not form.person_answers_most.strip()
    most = None if no_most else _whole(form.person_answers_most, most=PERSON_TYPED_MOST)
    if most is None and not no_most:
        reading.object_to(
            "person_answers_most", N_("Write a whole number from 1 to %(most)s, or nothing."), most=PERSON_TYPED_MOST
        )
    if form.item_order not in ORDER_WORDS:
        reading.object_to("item_order", N_("Choose in which order the items are handed out."))
    return Counts(overlap or 1, extra or 0, most)


def draft_of(form: ProjectForm, offered: Offered, *, counts: Counts, currency: str) -> ProjectDraft:
    """Return the project that a form without problems describes."""
    return ProjectDraft(
        name=form.name.strip(),
        labels=[LabelDraft(value, key, about) for value, key, about in typed_labels(form)],
        question=form.question.strip(),
        instructions=form.instructions.strip(),
        jurisdictions=offered.places,
        currency=currency,
        price_micros=offered.price_micros,
        estimated_ms=offered.estimated_ms,
        overlap=counts.overlap,
        extra_answers_most=counts.extra_answers_most,
        person_answers_most=counts.person_answers_most,
        item_order=form.item_order,
        pay_basis=offered.pay_basis,
        task_type=form.task_type,
        allow_nothing=bool(form.allow_nothing),
        language=form.language,
        content_note=form.content_note.strip(),
        content_risks=tuple(risk for risk in CONTENT_RISKS if risk in form.content_risk),
    )


def _basis_of(form: ProjectForm) -> PayBasis:
    return PayBasis(form.pay_basis) if form.pay_basis in tuple(PayBasis) else PayBasis.ITEM


def _whole(text: str, *, most: int) -> int | None:
    stripped = text.strip()
    if re.fullmatch(r"[0-9]{1,6}", stripped, re.ASCII) is None or not 1 <= int(stripped) <= most:
        return None
    return int(stripped)
