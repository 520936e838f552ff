"""What a project must say before anybody can work on it, and what is set aside before one item is offered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotate.answer_counts import OVERLAP_MOST as OVERLAP_MOST
from annotate.answer_counts import check_answer_counts
from annotate.labels import DESCRIPTION_MAX as DESCRIPTION_MAX
from annotate.labels import KEYS as KEYS
from annotate.labels import LABEL_MAX as LABEL_MAX
from annotate.project_moves import MOVES as MOVES
from annotate.project_moves import ProjectAct as ProjectAct
from annotate.project_moves import ProjectState as ProjectState
from annotate.project_moves import move as move
from annotate.queue_order import ItemOrder as ItemOrder
from annotate.schema_checks import keyed, problems_of_whole
from annotate.task_type import TaskType
from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.money import ceil_div, decimal_text, minor_text, minor_up
from policies.periods import MS_PER_HOUR, MS_PER_SECOND, seconds_text
from policies.pricing import hourly_equivalent_micros, lawful_minimum_micros, lawful_minimum_shown_micros


class PayBasis(StrEnum):
    """What the price is for."""

    ITEM = "item"
    HOUR = "hour"
    SALARIED = "salaried"
    """No pay here: an employer pays; time, rest and caps are kept alike."""


NAME_MAX = 120
LABELS_LEAST, LABELS_MOST = 2, 50
INSTRUCTIONS_MAX, NOTE_MAX = 50_000, 300
ESTIMATED_MS_LEAST, ESTIMATED_MS_MOST = 1_000, 14_400_000
LANGUAGES = (
    "es", "en", "fr", "pt", "ca", "eu", "gl", "de", "it", "nl", "pl", "ro", "ru", "uk", "tr", "ar", "fa", "hi",
    "bn", "id", "vi", "th", "zh", "ja", "ko", "sw", "yo", "ha", "am", "qu", "ay", "gn", "nah", "yua", "zap", "ht",
)  # fmt: skip
"""In which languages items may be written; the pages around them speak fewer."""
CONTENT_RISKS = ("blood", "violence", "sexual", "hate", "self_harm", "abuse")
"""What may be hard to look at; a project that shows it is offered only to those who said yes to each of its risks."""
ESTIMATES_SET_ASIDE = 3
"""Hourly pay: for each answer, as many estimates as are set aside before it is offered."""


@dataclass(frozen=True, slots=True)
class LabelDraft:
    """One label as a requester writes it; an empty key is chosen for them."""

    value: str
    key: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDraft:
    """A project as a requester describes it. Price in micro-units per item or per hour of task time; 0 on a salary."""

    name: str
    labels: Sequence[LabelDraft]
    instructions: str
    jurisdictions: Sequence[str]
    currency: str
    price_micros: int
    estimated_ms: int
    overlap: int = 1
    extra_answers_most: int = 0
    person_answers_most: int | None = None
    pay_basis: str = PayBasis.ITEM
    item_order: str = ItemOrder.SEQUENCE
    task_type: str = "choice"
    language: str = "es"
    content_note: str = ""
    content_risks: Sequence[str] = ()
    question: str = ""
    """What is asked about each item; without one the widget says "Choose one"."""
    allow_nothing: bool = False
    """Whether "none of these" is an answer, where this kind of work has that."""
    schema: Mapping[str, object] | None = None
    """The whole label schema, where a question and a list of labels do not say all of it; then `labels`, `question`
    and `allow_nothing` do not count."""


def check_draft(draft: ProjectDraft) -> None:
    """Refuse a draft that nobody could work from.

    Raises:
        Refusal: `project_name`, `project_too_long`, what `check_answer_counts` refuses, `estimate_out_of_range`,
            `price_not_positive`, `salaried_has_price`, `project_choice` (what, chosen), `no_jurisdiction`.
    """
    if not 1 <= len(draft.name.strip()) <= NAME_MAX:
        raise Refusal("project_name", Kind.UNREADABLE, most=NAME_MAX)
    if not draft.instructions.strip():
        raise Refusal("instructions_missing", Kind.UNREADABLE)
    if len(draft.instructions) > INSTRUCTIONS_MAX or max(len(draft.content_note), len(draft.question)) > NOTE_MAX:
        raise Refusal("project_too_long", Kind.UNREADABLE, instructions=INSTRUCTIONS_MAX, note=NOTE_MAX)
    check_answer_counts(
        overlap=draft.overlap,
        extra_answers_most=draft.extra_answers_most,
        person_answers_most=draft.person_answers_most,
    )
    if not ESTIMATED_MS_LEAST <= draft.estimated_ms <= ESTIMATED_MS_MOST:
        most = ESTIMATED_MS_MOST // MS_PER_SECOND
        raise Refusal("estimate_out_of_range", Kind.UNREADABLE, least=1, most=most)
    _check_has_price(draft)
    _check_choices(draft)


def _check_has_price(draft: ProjectDraft) -> None:
    is_salaried = draft.pay_basis == PayBasis.SALARIED
    if is_salaried and draft.price_micros != 0:
        raise Refusal("salaried_has_price", Kind.UNREADABLE)
    if not is_salaried and draft.price_micros <= 0:
        raise Refusal("price_not_positive", Kind.UNREADABLE)


def _check_choices(draft: ProjectDraft) -> None:
    for what, chosen, known in (
        ("pay_basis", draft.pay_basis, tuple(PayBasis)),
        ("item_order", draft.item_order, tuple(ItemOrder)),
        ("language", draft.language, LANGUAGES),
    ):
        if chosen not in known:
            raise Refusal("project_choice", Kind.UNREADABLE, what=what, chosen=chosen[:40])
    for risk in draft.content_risks:
        if risk not in CONTENT_RISKS:
            raise Refusal("project_choice", Kind.UNREADABLE, what="content_risks", chosen=risk[:40])
    if not draft.jurisdictions:
        raise Refusal("no_jurisdiction", Kind.UNREADABLE)


def refuse_unwilling(risks: Sequence[str], *, willing: Collection[str]) -> None:
    """Refuse work with hard content to whoever has not said yes to each kind of it.

    Raises:
        Refusal: `content_not_chosen`, with the kinds that they have not said yes to.
    """
    missing = [risk for risk in risks if risk not in willing]
    if missing:
        raise Refusal("content_not_chosen", Kind.CONFLICT, risks=", ".join(missing))


def asked_schema(draft: ProjectDraft, task_type: TaskType) -> dict[str, object]:
    """Return the label schema of a draft, a key chosen for each label that has none.

    Raises:
        Refusal: why people could not work from it.
    """
    if draft.schema is None:
        schema = schema_of(draft.labels, question=draft.question, least=task_type.labels_least)
        schema |= {"allow_nothing": True} if draft.allow_nothing else {}
    else:
        schema = dict(draft.schema)
    for problem in problems_of_whole(schema, task_type):
        raise Refusal(problem.code, Kind.UNREADABLE, **problem.params)
    return keyed(schema, task_type=task_type.name)


def schema_of(labels: Sequence[LabelDraft], *, question: str = "", least: int = LABELS_LEAST) -> dict[str, object]:
    """Return the label schema of a question and its labels, a key chosen for each that has none.

    Raises:
        Refusal: `labels_count`, `label_empty`, `label_too_long`, `label_twice`, `label_key`, `label_key_twice`.
    """
    cleaned = [
        LabelDraft(label.value.strip(), label.key.strip().lower(), label.description.strip()) for label in labels
    ]
    if not least <= len(cleaned) <= LABELS_MOST:
        raise Refusal("labels_count", Kind.UNREADABLE, least=least, most=LABELS_MOST)
    for label in cleaned:
        _check_label(label)
    _refuse_twice("label_twice", (label.value for label in cleaned))
    _refuse_twice("label_key_twice", (label.key for label in cleaned if label.key))
    free = iter([key for key in KEYS if key not in {label.key for label in cleaned}])
    return {
        "question": question.strip(),
        "labels": [
            {"value": label.value, "key": label.key or next(free, ""), "description": label.description}
            for label in cleaned
        ],
    }


def _check_label(label: LabelDraft) -> None:
    if not label.value:
        raise Refusal("label_empty", Kind.UNREADABLE)
    if len(label.value) > LABEL_MAX or len(label.description) > DESCRIPTION_MAX:
        raise Refusal("label_too_long", Kind.UNREADABLE, label=label.value[:40], most=LABEL_MAX)
    if label.key and (len(label.key) != 1 or label.key not in KEYS):
        raise Refusal("label_key", Kind.UNREADABLE, label=label.value, key=label.key[:10])


def _refuse_twice(code: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise Refusal(code, Kind.UNREADABLE, label=value)
        seen.add(value)


def check_price(draft: ProjectDraft, floor: Floor) -> None:
    """Refuse a price in another currency than the floor's, or below it; a salary is not compared here.

    Args:
        draft: price and estimate.
        floor: the floor of one jurisdiction that the project is open to, today.

    Raises:
        Refusal: `wrong_currency`, or `price_below_floor` with the arithmetic and the least price, as texts.
    """
    if draft.currency != floor.currency:
        expected = {"jurisdiction": floor.jurisdiction, "expected": floor.currency}
        raise Refusal("wrong_currency", Kind.UNREADABLE, currency=draft.currency, **expected)
    if draft.pay_basis == PayBasis.SALARIED:
        return
    is_hourly = draft.pay_basis == PayBasis.HOUR
    priced_ms = MS_PER_HOUR if is_hourly else draft.estimated_ms
    micros, currency = floor.hourly_micros, floor.currency
    least = lawful_minimum_micros(floor_hourly_micros=micros, estimated_ms=priced_ms, currency=currency)
    if draft.price_micros >= least:
        return
    shown = lawful_minimum_shown_micros(floor_hourly_micros=micros, estimated_ms=priced_ms, currency=currency)
    hourly = hourly_equivalent_micros(price_micros=draft.price_micros, estimated_ms=priced_ms)
    raise Refusal(
        "price_below_floor_hourly" if is_hourly else "price_below_floor",
        Kind.UNREADABLE,
        price=decimal_text(draft.price_micros),
        seconds=seconds_text(draft.estimated_ms),
        hourly=decimal_text(hourly),
        floor=minor_text(minor_up(floor.hourly_micros, floor.currency), floor.currency),
        least=decimal_text(shown),
        currency=floor.currency,
        jurisdiction=floor.jurisdiction,
        rule=floor.rule,
    )


def set_aside_micros(*, pay_basis: str, price_micros: int, estimated_ms: int, p95_ms: int | None = None) -> int:
    """Return what must be in the purse before one item is offered: its price, or hourly pay for a slow answer.

    Nothing where a salary pays. Rounded up to a whole micro-unit, so that the annotator's pay is covered.

    Args:
        pay_basis: what the price is for.
        price_micros: per item or per hour, micro-units.
        estimated_ms: how long an item is said to take.
        p95_ms: the time within which 95 of 100 answers of a pilot came; None without one: three estimates then.
    """
    if pay_basis == PayBasis.ITEM:
        return price_micros
    return ceil_div(price_micros * slow_answer_ms(estimated_ms=estimated_ms, p95_ms=p95_ms), MS_PER_HOUR)


def slow_answer_ms(*, estimated_ms: int, p95_ms: int | None) -> int:
    """Return how long a slow answer may take: as measured in a pilot, or three times the estimate without one."""
    return ESTIMATES_SET_ASIDE * estimated_ms if p95_ms is None else p95_ms
