"""Making one answer to each item out of several: what most said, or weighed by reliability; a tie is stated as one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotate.label_schema import Control, is_asked
from annotate.labels import Result
from annotate.resolving import Model, ModelReport, Weighing, fitted
from annotate.said import Said, Work, by_item


class Resolution(StrEnum):
    """What a requester may take away; nobody's choice is made for them.

    The first two change nothing and need no resolving; the last two are `Model`s, with the majority shown beside them.
    """

    EACH_ANNOTATOR = "each_annotator"
    ALL_ANSWERS = "all_answers"
    MAJORITY = "majority"
    DAWID_SKENE = "dawid_skene"
    WAWA = "wawa"

    @property
    def is_one_answer(self) -> bool:
        """Return whether each item comes out with one answer."""
        return self not in {Resolution.EACH_ANNOTATOR, Resolution.ALL_ANSWERS}


class How(StrEnum):
    """How one control's answer came about."""

    MAJORITY = "majority"
    MATCHED = "matched"  # marks: each that more than half made, as the one in their middle drew it
    DAWID_SKENE = "dawid_skene"
    WAWA = "wawa"
    KEPT = "kept"  # free text: nothing is merged, everything stays
    NOT_ASKED = "not_asked"  # what was agreed on so far does not ask it


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedControl:
    """One question of one item.

    Attributes:
        result: the entries agreed on; empty where most left it out, None where people tie or all is `kept`.
        votes: how many people named each label, the most first; empty for marks, texts and orders.
        tied: the labels that tie; empty where none does, or where what ties are marks.
        majority: what most said, beside a model's answer; None where it ties. The same as `result` without a model.
        confidence: of a model's answer, 0 to 1, a text with six decimals; of several labels, the least sure. Else None.
        kept: who said what, where nothing is merged.
    """

    control: str
    how: How
    annotator_count: int
    result: Result | None
    is_tie: bool = False
    votes: tuple[tuple[str, int], ...] = ()
    tied: tuple[str, ...] = ()
    majority: Result | None = None
    confidence: str | None = None
    kept: tuple[tuple[str, Result], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedItem:
    """One item with one answer, as far as there is one; `controls` says what ties."""

    item_id: int
    annotator_count: int
    controls: tuple[ResolvedControl, ...]

    @property
    def result(self) -> Result:
        """Everything that was agreed on, in Label Studio's form; what ties or is only kept is left out."""
        return [entry for one in self.controls for entry in one.result or ()]

    @property
    def is_complete(self) -> bool:
        """Return whether nothing ties."""
        return not any(one.is_tie for one in self.controls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What an export writes: the models used, and the items, which come as they are read.

    Attributes:
        models: of each question that was weighed: rounds, whether it converged, on how many items it differs.
        items: may be read once.
    """

    how: Resolution
    models: tuple[ModelReport, ...]
    items: Iterator[ResolvedItem]


def resolve(how: Resolution, read: Callable[[], Iterable[Said]], *, work: Work) -> Resolved:
    """Return one answer for each item.

    Args:
        how: `majority`, `dawid_skene` or `wawa`.
        read: yields the answers, those of one item after each other, the items in any order. It is called twice where
            there is a model: first whole numbers are kept of each answer, then the items are written as they come.
        work: what the project asks.

    Raises:
        ValueError: `how` makes no one answer.
    """
    if not how.is_one_answer:
        raise ValueError(f"{how} leaves every answer as it is")
    weighings = {} if how is Resolution.MAJORITY else fitted(Model(how.value), read(), work=work)
    items = (_item(answers, work, weighings) for answers in by_item(read()))
    return Resolved(how=how, models=tuple(one.report for one in weighings.values()), items=items)


def resolve_item(answers: Sequence[Said], *, work: Work) -> ResolvedItem:
    """Return what most people said of one item; see `resolve`."""
    return _item(sorted(answers, key=lambda said: said.annotator), work, {})


def _item(answers: Sequence[Said], work: Work, weighings: Mapping[str, Weighing]) -> ResolvedItem:
    agreed: Result = []
    controls: list[ResolvedControl] = []
    for control in work.parts.controls:
        if is_asked(control, agreed):
            one = _control(control, answers, work, weighings.get(control.name))
            agreed += one.result or []
        else:
            one = ResolvedControl(control=control.name, how=How.NOT_ASKED, annotator_count=0, result=[])
        controls.append(one)
    return ResolvedItem(item_id=answers[0].item_id, annotator_count=len(answers), controls=tuple(controls))


def _control(control: Control, answers: Sequence[Said], work: Work, weighing: Weighing | None) -> ResolvedControl:
    """Return one question's answer, from everyone who was asked it."""
    asked = [
        (said.annotator, work.by_control(said.result).get(control.name, []))
        for said in answers
        if is_asked(control, said.result)
    ]
    spoken = [(annotator, result) for annotator, result in asked if result]
    if control.kind == "free_text":
        return ResolvedControl(
            control=control.name, how=How.KEPT, annotator_count=len(asked), result=None, kept=tuple(spoken)
        )
    majority = _majority(control, work, len(asked), [result for _, result in spoken])
    votes = _votes(control, work, [result for _, result in spoken])
    if weighing is None or weighing.report.is_left_out or 2 * len(spoken) <= len(asked):
        is_marked = work.kinds[control.kind].is_region
        return ResolvedControl(
            control=control.name,
            how=How.MATCHED if is_marked else How.MAJORITY,
            annotator_count=len(asked),
            result=majority,
            is_tie=majority is None,
            votes=votes,
            tied=_tied(votes, len(spoken)) if majority is None else (),
            majority=majority,
        )
    found = weighing.answer(answers[0].item_id)
    return ResolvedControl(
        control=control.name,
        how=How(weighing.report.model.value),
        annotator_count=len(asked),
        result=found.result,
        is_tie=found.result is None,
        votes=votes,
        tied=found.tied,
        majority=majority,
        confidence=found.confidence,
    )


def _majority(control: Control, work: Work, asked: int, spoken: Sequence[Result]) -> Result | None:
    """Return what most say; empty where most, or all, left it out, None where people tie."""
    if not spoken:
        return None if control.is_required else []
    if 2 * len(spoken) == asked:
        return None
    if 2 * len(spoken) < asked:
        return None if control.is_required else []
    return work.kinds[control.kind].merge(control.schema, spoken)


def _votes(control: Control, work: Work, spoken: Sequence[Result]) -> tuple[tuple[str, int], ...]:
    kind = work.kinds[control.kind]
    if kind.is_region or control.kind == "ranking":
        return ()
    counts = Counter(label for result in spoken for label in dict.fromkeys(kind.labels_of(result)))
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _tied(votes: Sequence[tuple[str, int]], spoken: int) -> tuple[str, ...]:
    """Return which labels tie: those named most often, or by exactly half."""
    most = votes[0][1] if votes else 0
    half = tuple(label for label, count in votes if 2 * count == spoken)
    return half or tuple(label for label, count in votes if count == most)
