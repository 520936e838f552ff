"""Adding up, item by item, how much people agree on one question; what each kind of question can say is different."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Any, Protocol

from annotate.codes import Coding, Label
from annotate.coincidences import Coincidences, alpha_of, disagreement, fleiss_of, interval, nominal, ordinal
from annotate.label_schema import Control, text_in
from annotate.labels import Result
from annotate.marking import Marking
from annotate.matching import Place, matched
from annotate.spans import Span, Spanning, covered_alike
from annotate.unitising import Unitised

TOUCHING = Fraction(1, 10**9)
HALF, THREE_QUARTERS = Fraction(1, 2), Fraction(3, 4)
Figures = list[tuple[str, Fraction | None]]
"""Names of figures and what they came to; None where there is nothing to say."""


class Tally(Protocol):
    """Adds up the answers to one question."""

    def add(self, results: Sequence[Result], content: Mapping[str, Any]) -> None:
        """Take what at least two people said of one item."""
        ...

    def figures(self) -> Figures:
        """Return what it came to."""
        ...

    def by_label(self) -> list[tuple[Label, int, Fraction | None]]:
        """Return each label, how often it was given, and how much people agree on it beyond chance."""
        ...

    def mixed_up(self) -> list[tuple[Label, Label, int]]:
        """Return which two labels pairs of people gave the same item, and how often, the most first."""
        ...


class OneLabelTally:
    """One label of several: also the steps of a scale."""

    def __init__(self, coding: Coding) -> None:
        self._coding = coding
        self._places = {label: place for place, label in enumerate(coding.labels)}
        self._found = Coincidences()

    def add(self, results: Sequence[Result], content: Mapping[str, Any]) -> None:
        """Take what at least two people said of one item."""
        del content  # labels are the same whatever they are about
        self._found.add([self._places[self._coding.said(result)[0]] for result in results])

    def figures(self) -> Figures:
        """Return exact agreement, Krippendorff's alpha by the labels' distances, and Fleiss' kappa."""
        fleiss = fleiss_of(self._found)
        found: Figures = [
            ("percent_exact", _exact(self._found)),
            ("krippendorff_alpha_nominal", alpha_of([disagreement(self._found, nominal)])),
        ]
        if self._coding.is_ordered:
            found.append(("krippendorff_alpha_ordinal", alpha_of([disagreement(self._found, ordinal(self._found))])))
            found.append(("krippendorff_alpha_interval", alpha_of([disagreement(self._found, interval)])))
        return [*found, ("fleiss_kappa", fleiss.kappa if fleiss else None)]

    def by_label(self) -> list[tuple[Label, int, Fraction | None]]:
        """Return each label that was given, against all others."""
        totals = self._found.totals()
        return [
            (label, round(totals[place]), alpha_of([disagreement(self._found.only(place), nominal)]))
            for place, label in enumerate(self._coding.labels)
            if place in totals
        ]

    def mixed_up(self) -> list[tuple[Label, Label, int]]:
        """Return the labels that were mixed up most often."""
        counts: Counter[tuple[int, int]] = Counter()
        for (_, one, other), count in self._found.pairs.items():
            counts[one, other] += count if one < other else 0
        labels = self._coding.labels
        ranked = sorted(((-count, *pair) for pair, count in counts.items() if count))
        return [(labels[one], labels[other], -count) for count, one, other in ranked]


class SeveralLabelsTally:
    """Several labels at once: each is a yes or a no of its own."""

    def __init__(self, coding: Coding) -> None:
        self._coding = coding
        self._named: defaultdict[Label, Coincidences] = defaultdict(Coincidences)
        self._sizes: Counter[int] = Counter()

    def add(self, results: Sequence[Result], content: Mapping[str, Any]) -> None:
        """Take what at least two people said of one item; labels that nobody named are counted at the end."""
        del content  # labels are the same whatever they are about
        said = [set(self._coding.said(result)) for result in results]
        self._sizes[len(said)] += 1
        for label in set().union(*said):
            self._named[label].add([int(label in one) for one in said])

    def figures(self) -> Figures:
        """Return Krippendorff's alpha of all labels together."""
        parts = [disagreement(self._whole(label), nominal) for label in self._named]
        return [("krippendorff_alpha_nominal", alpha_of(parts))]

    def by_label(self) -> list[tuple[Label, int, Fraction | None]]:
        """Return each label that was given, as a yes or a no."""
        return [
            (label, round(whole.totals().get(1, Fraction(0))), alpha_of([disagreement(whole, nominal)]))
            for label in self._coding.labels
            if label in self._named
            for whole in (self._whole(label),)
        ]

    def mixed_up(self) -> list[tuple[Label, Label, int]]:
        """Return nothing: who names two labels mixes nothing up."""
        return []

    def _whole(self, label: Label) -> Coincidences:
        """Return a label's yes and no with the items for which nobody named it."""
        named = self._named[label]
        whole = Coincidences(Counter(named.pairs), Counter(self._sizes))
        for size, count in self._sizes.items():
            whole.pairs[size, 0, 0] += (count - named.items[size]) * size * (size - 1)
        return whole


@dataclass(slots=True)
class MarksTally:
    """Marks on a text or a picture: found by both of two people, at the same place or nearly."""

    control: Control
    kind: Marking
    found: Counter[str] = field(default_factory=Counter)
    nearness: Fraction = Fraction(0)
    stretches: defaultdict[str, Unitised] = field(default_factory=lambda: defaultdict(Unitised))
    given: Counter[str] = field(default_factory=Counter)

    def add(self, results: Sequence[Result], content: Mapping[str, Any]) -> None:
        """Take what at least two people marked on one item."""
        people = [[mark.place for mark in self.kind.marks(self.control.schema, result)] for result in results]
        self.given.update(place.label for places in people for place in places)
        for first, second in combinations(people, 2):
            self.found["marks"] += len(first) + len(second)
            if isinstance(self.kind, Spanning):
                self._add_spans(first, second)
            else:
                self._add_regions(first, second)
        if isinstance(self.kind, Spanning):
            self._add_stretches(people, text_in(self.control.about, content) or "")

    def figures(self) -> Figures:
        """Return F1 of exact and overlapping stretches and their alpha, or F1 of regions by how much they share."""
        if not isinstance(self.kind, Spanning):
            near = self.nearness / self.found["half"] if self.found["half"] else None
            halves, most = self._f1("half"), self._f1("three_quarters")
            return [("region_f1_50", halves), ("region_f1_75", most), ("mean_overlap_of_matched", near)]
        observed = sum((one.observed for one in self.stretches.values()), Fraction(0))
        expected = sum((one.expected for one in self.stretches.values()), Fraction(0))
        covered = Fraction(self.found["shared"], self.found["covered"]) if self.found["covered"] else None
        return [
            ("span_f1_exact", self._f1("exact")),
            ("span_f1_overlap", self._f1("overlap")),
            ("characters_shared", covered),
            ("krippendorff_alpha_unitised", 1 - observed / expected if expected else None),
        ]

    def by_label(self) -> list[tuple[Label, int, Fraction | None]]:
        """Return each label that was given; beyond chance only for stretches."""
        return [((label,), count, self.stretches[label].alpha) for label, count in sorted(self.given.items())]

    def mixed_up(self) -> list[tuple[Label, Label, int]]:
        """Return nothing: marks of two labels are two things."""
        return []

    def _add_spans(self, first: Sequence[Place], second: Sequence[Place]) -> None:
        self.found["exact"] += len(matched(first, second, alike_from=Fraction(1)))
        self.found["overlap"] += len(matched(first, second, alike_from=TOUCHING))
        ones, others = ([one for one in places if isinstance(one, Span)] for places in (first, second))
        if ones or others:
            shared, covered = covered_alike(ones, others)
            self.found["shared"] += shared
            self.found["covered"] += covered

    def _add_regions(self, first: Sequence[Place], second: Sequence[Place]) -> None:
        pairs = [first[one].closeness(second[other]) for one, other in matched(first, second, alike_from=HALF)]
        self.found["half"] += len(pairs)
        self.found["three_quarters"] += len(matched(first, second, alike_from=THREE_QUARTERS))
        self.nearness += sum((near.limit_denominator(10**6) for near in pairs), Fraction(0))

    def _add_stretches(self, people: Sequence[Sequence[Place]], text: str) -> None:
        spans = [[one for one in places if isinstance(one, Span)] for places in people]
        length = max([len(text), *(span.end for own in spans for span in own)])
        for label in sorted({span.label for own in spans for span in own}):
            units = [[(span.start, span.end) for span in own if span.label == label] for own in spans]
            self.stretches[label].add(length, units)

    def _f1(self, name: str) -> Fraction | None:
        return Fraction(2 * self.found[name], self.found["marks"]) if self.found["marks"] else None


class PlainTally:
    """Texts, orders, and whatever else can only be compared as a whole."""

    def add(self, results: Sequence[Result], content: Mapping[str, Any]) -> None:
        """Take nothing: how much is alike is counted for every kind of question."""

    def figures(self) -> Figures:
        """Return nothing beyond that."""
        return []

    def by_label(self) -> list[tuple[Label, int, Fraction | None]]:
        """Return nothing."""
        return []

    def mixed_up(self) -> list[tuple[Label, Label, int]]:
        """Return nothing."""
        return []


def tally_of(coding: Coding | None, control: Control, kind: object) -> Tally:
    """Return what adds up the answers to a control."""
    if coding is not None:
        make: Callable[[Coding], Tally] = SeveralLabelsTally if coding.is_several else OneLabelTally
        return make(coding)
    return MarksTally(control, kind) if isinstance(kind, Marking) else PlainTally()


def _exact(found: Coincidences) -> Fraction | None:
    """Return how many of all pairs of answers to one item are the same."""
    whole = sum(found.pairs.values())
    alike = sum(count for (_, one, other), count in found.pairs.items() if one == other)
    return Fraction(alike, whole) if whole else None
