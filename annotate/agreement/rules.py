"""How much people agree on a project: by question, by label and by pair of people, none of them shown as a ranking."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from annotate.codes import Coding, coding_of, shown_label
from annotate.coincidences import cohen_of
from annotate.comparing import Tally, tally_of
from annotate.label_schema import Control, is_asked
from annotate.labels import Result
from annotate.said import Said, Work, by_item

PAIR_ITEMS_LEAST = 10
"""Two people who answered fewer items both are not shown as a pair: it would say nothing."""
PAIRS_MOST = 200_000
"""More pairs of people are not told apart, so that memory stays bounded; what is left out is said."""
MIXED_UP_MOST = 10
THOUSANDTHS = 1_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure, as web/docs/agreement.md explains it.

    Args:
        name: stable word.
        value: with three decimals, 1 for full agreement; None where it cannot be said: nothing could differ.
    """

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """One label: how often it was given, and how much people agree on it beyond chance."""

    label: str
    count: int
    alpha: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlAgreement:
    """One question.

    Attributes:
        item_count: items that at least two people answered here; only these are compared.
        percent: how much of what two people said is alike, over all pairs of answers to one item, 0 to 1.
        mixed_up: two labels that people gave the same item, and how often, the most first.
    """

    control: str
    kind: str
    question: str
    item_count: int
    percent: str | None
    figures: tuple[Figure, ...]
    labels: tuple[LabelAgreement, ...]
    mixed_up: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two people who answered the same items; Cohen's kappa where one label of several is asked, of the first such."""

    first: str
    second: str
    item_count: int
    percent: str
    kappa: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReport:
    """How much people agree.

    Attributes:
        item_count: items looked at; `compared_count`: those that at least two people answered.
        pairs: by pseudonym; pairs with fewer common items than `pair_items_least` are only counted in `pairs_hidden`.
    """

    item_count: int
    compared_count: int
    answer_count: int
    annotator_count: int
    controls: tuple[ControlAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    pairs_hidden: int
    pair_items_least: int = PAIR_ITEMS_LEAST


@dataclass(slots=True)
class _Pair:
    """What two people said of the same items."""

    item_count: int = 0
    alike: int = 0
    compared: int = 0
    said: Counter[tuple[int, int]] = field(default_factory=Counter)


class Agreement:
    """Takes the answers of item after item, and says how much people agree; memory does not grow with the items."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._controls = work.parts.controls
        self._codings = {one.name: coding_of(one, work.kinds[one.kind]) for one in self._controls}
        self._tallies: dict[str, Tally] = {
            one.name: tally_of(self._codings[one.name], one, work.kinds[one.kind]) for one in self._controls
        }
        self._alike: Counter[str] = Counter()
        self._compared: Counter[str] = Counter()
        self._items: Counter[str] = Counter()
        self._pairs: defaultdict[tuple[str, str], _Pair] = defaultdict(_Pair)
        self._counts: Counter[str] = Counter()
        self._annotators: set[str] = set()
        self._kappa_of = next((one for one in self._codings.values() if one and not one.is_several), None)

    def add(self, answers: Sequence[Said]) -> None:
        """Take all answers to one item."""
        self._counts["items"] += 1
        self._counts["answers"] += len(answers)
        self._annotators.update(said.annotator for said in answers)
        if len(answers) < 2:
            return
        self._counts["compared"] += 1
        ordered = sorted(answers, key=lambda said: said.annotator)
        by_control = [self._work.by_control(said.result) for said in ordered]
        for control in self._controls:
            results = [
                found.get(control.name, []) if is_asked(control, said.result) else None
                for said, found in zip(ordered, by_control, strict=True)
            ]
            self._add(control, results, ordered)
        for first, second in combinations(ordered, 2):
            self._pair(first, second).item_count += 1

    def report(self) -> AgreementReport:
        """Return what all items taken so far came to."""
        shown = [self._shown(names, pair) for names, pair in sorted(self._pairs.items()) if _is_shown(pair)]
        return AgreementReport(
            item_count=self._counts["items"],
            compared_count=self._counts["compared"],
            answer_count=self._counts["answers"],
            annotator_count=len(self._annotators),
            controls=tuple(self._control(one) for one in self._controls),
            pairs=tuple(shown),
            pairs_hidden=len(self._pairs) - len(shown),
        )

    def _add(self, control: Control, results: Sequence[Result | None], ordered: Sequence[Said]) -> None:
        kind = self._work.kinds[control.kind]
        spoken = [result for result in results if result]
        if len(spoken) > 1:
            self._items[control.name] += 1
            self._tallies[control.name].add(spoken, ordered[0].content)
        for one, other in combinations(range(len(results)), 2):
            first, second = results[one], results[other]
            if first and second:
                alike, compared = kind.agreement(control.schema, first, second)
            elif first is None or second is None or not (first or second):
                continue
            else:
                alike, compared = 0, 1
            self._alike[control.name] += alike
            self._compared[control.name] += compared
            pair = self._pair(ordered[one], ordered[other])
            pair.alike, pair.compared = pair.alike + alike, pair.compared + compared
            if first and second:
                self._say(control, pair, first, second)

    def _say(self, control: Control, pair: _Pair, first: Result, second: Result) -> None:
        coding = self._kappa_of
        if coding is not None and coding.control.name == control.name:
            pair.said[_place(coding, first), _place(coding, second)] += 1

    def _pair(self, first: Said, second: Said) -> _Pair:
        names = first.annotator, second.annotator
        if names not in self._pairs and len(self._pairs) >= PAIRS_MOST:
            return _Pair()
        return self._pairs[names]

    def _shown(self, names: tuple[str, str], pair: _Pair) -> PairAgreement:
        percent = decimal(Fraction(pair.alike, pair.compared)) if pair.compared else None
        return PairAgreement(*names, pair.item_count, percent or "", decimal(cohen_of(pair.said)))

    def _control(self, control: Control) -> ControlAgreement:
        tally, compared = self._tallies[control.name], self._compared[control.name]
        return ControlAgreement(
            control=control.name,
            kind=control.kind,
            question=str(control.schema.get("question") or ""),
            item_count=self._items[control.name],
            percent=decimal(Fraction(self._alike[control.name], compared)) if compared else None,
            figures=tuple(Figure(name, decimal(value)) for name, value in (*tally.figures(), *self._cohen(control))),
            labels=tuple(LabelAgreement(shown_label(one), n, decimal(alpha)) for one, n, alpha in tally.by_label()),
            mixed_up=tuple((shown_label(a), shown_label(b), count) for a, b, count in tally.mixed_up()[:MIXED_UP_MOST]),
        )

    def _cohen(self, control: Control) -> list[tuple[str, Fraction | None]]:
        """Return the mean of Cohen's kappas over pairs of people, each weighted by how many items both answered."""
        if self._kappa_of is None or self._kappa_of.control.name != control.name:
            return []
        kappas = [(cohen_of(pair.said), pair.said.total()) for pair in self._pairs.values() if _is_shown(pair)]
        weights = sum(weight for kappa, weight in kappas if kappa is not None)
        sums = sum((kappa * weight for kappa, weight in kappas if kappa is not None), Fraction(0))
        return [("cohen_kappa_mean", sums / weights if weights else None)]


def agreement(answers: Iterable[Said], *, work: Work) -> AgreementReport:
    """Return how much people agree.

    Args:
        answers: those of one item after each other, the items in any order; surplus and gold ones left out.
        work: what the project asks.
    """
    found = Agreement(work)
    for one in by_item(answers):
        found.add(one)
    return found.report()


def as_json(report: AgreementReport) -> dict[str, object]:
    """Return a report as an export and the API give it; web/docs/agreement.md says what each figure is."""
    return {
        "items": report.item_count,
        "items_compared": report.compared_count,
        "answers": report.answer_count,
        "annotators": report.annotator_count,
        "questions": [_control_json(one) for one in report.controls],
        "pairs": [
            {
                "annotators": [one.first, one.second],
                "items": one.item_count,
                "percent": one.percent,
                "cohen_kappa": one.kappa,
            }
            for one in report.pairs
        ],
        "pairs_left_out": report.pairs_hidden,
        "pair_items_least": report.pair_items_least,
        "note": "Low agreement often means that the instructions are unclear or the question is hard, not that people "
        "are careless.",
    }


def _control_json(one: ControlAgreement) -> dict[str, object]:
    return {
        "control": one.control,
        "kind": one.kind,
        "question": one.question,
        "items_compared": one.item_count,
        "percent": one.percent,
        "figures": {figure.name: figure.value for figure in one.figures},
        "labels": [{"label": each.label, "count": each.count, "alpha": each.alpha} for each in one.labels],
        "mixed_up": [{"labels": [first, second], "count": count} for first, second, count in one.mixed_up],
    }


def decimal(value: Fraction | None) -> str | None:
    """Return a figure with three decimals, rounded to the nearest; None stays None."""
    if value is None:
        return None
    thousandths = round(value * THOUSANDTHS)
    whole, part = divmod(abs(thousandths), THOUSANDTHS)
    return f"{'-' if thousandths < 0 else ''}{whole}.{part:03d}"


def _is_shown(pair: _Pair) -> bool:
    return pair.item_count >= PAIR_ITEMS_LEAST and pair.compared > 0


def _place(coding: Coding, result: Result) -> int:
    return coding.labels.index(coding.said(result)[0])
