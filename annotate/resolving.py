"""Weighing the answers to each question of a project by how reliable people seem, and reading off each item's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from annotate.codes import Coding, coding_of, shown_label
from annotate.labels import Result, may_say_nothing
from annotate.said import Said, Work
from annotate.votes import Ballot, Numbers, Shares, Votes
from annotate.weighing import CELLS_MOST, SAME, Weighed, dawid_skene, is_too_large, majority, top_of, wawa

NAMED = 1
"""Where each label is a question of its own: it was named."""


class Model(StrEnum):
    """How votes are weighed."""

    DAWID_SKENE = "dawid_skene"
    WAWA = "wawa"

    def weigh(self, votes: Votes) -> Weighed:
        """Return how likely each label of each item is."""
        return dawid_skene(votes) if self is Model.DAWID_SKENE else wawa(votes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReport:
    """What an export says about a model, for each question.

    Attributes:
        rounds: how often everything was weighed; where each label is a question of its own, the most.
        has_converged: whether more rounds would change nothing.
        differing_count: on how many items (and labels, where each is a question of its own) its answer is not what
            most said, ties counted.
        is_left_out: whether there was too much to weigh in memory, so that the majority stands instead.
    """

    control: str
    model: Model
    item_count: int
    annotator_count: int
    answer_count: int
    rounds: int = 0
    has_converged: bool = False
    differing_count: int = 0
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a model says of one item: its answer, None where labels tie."""

    result: Result | None
    confidence: str | None
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighing:
    """One question, weighed: how likely each label of each item is."""

    coding: Coding
    report: ModelReport
    item_ids: Numbers
    shares: Shares

    def answer(self, item_id: int) -> Found:
        """Return what the model says of an item that somebody answered."""
        shares = self.shares[int(np.searchsorted(self.item_ids, item_id))]
        return self._several(shares) if self.coding.is_several else self._one(shares)

    def _one(self, shares: Shares) -> Found:
        top = [self.coding.labels[place] for place in top_of(shares)]
        confidence = _text(float(shares.max()))
        if len(top) > 1:
            return Found(None, confidence, tuple(shown_label(label) for label in top))
        return Found(self.coding.result(top), confidence)

    def _several(self, shares: Shares) -> Found:
        """Return every label that is likelier than not; none at all only where the project allows it."""
        both = np.stack([1 - shares, shares], axis=1)
        tops = [top_of(one) for one in both]
        tied = tuple(shown_label(self.coding.labels[place]) for place, top in enumerate(tops) if len(top) > 1)
        named = [self.coding.labels[place] for place, top in enumerate(tops) if top == (NAMED,)]
        confidence = _text(float(both.max(axis=1).min()))
        if tied or (not named and not may_say_nothing(self.coding.control.schema)):
            return Found(None, confidence, tied)
        return Found(self.coding.result(named), confidence)


def fitted(model: Model, answers: Iterable[Said], *, work: Work) -> dict[str, Weighing]:
    """Return each question that somebody answered and that can be weighed, by its control's name."""
    codings = {one.name: coding_of(one, work.kinds[one.kind]) for one in work.parts.controls}
    coded = {name: coding for name, coding in codings.items() if coding is not None}
    ballots = {name: Ballot() for name in coded}
    places = {name: {label: place for place, label in enumerate(one.labels)} for name, one in coded.items()}
    for said in answers:
        for name, result in work.by_control(said.result).items():
            if result and name in coded:
                labels = [places[name][label] for label in coded[name].said(result)]
                ballots[name].add(item_id=said.item_id, annotator=said.annotator, labels=labels)
    return {name: _weighing(model, coding, ballots[name]) for name, coding in coded.items() if len(ballots[name])}


def _weighing(model: Model, coding: Coding, ballot: Ballot) -> Weighing:
    votes = ballot.votes_for(0) if coding.is_several else ballot.votes(label_count=len(coding.labels))
    report = ModelReport(
        control=coding.control.name,
        model=model,
        item_count=len(votes.item_ids),
        annotator_count=len(votes.names),
        answer_count=len(ballot),
    )
    if len(votes.item_ids) * len(coding.labels) > CELLS_MOST or is_too_large(votes):
        return Weighing(coding, replace(report, is_left_out=True), votes.item_ids, np.empty((0, 0)))
    if coding.is_several:
        return _each_label(coding, report, ballot, votes.item_ids)
    weighed = model.weigh(votes)
    differing = _differing(votes, weighed.shares)
    return Weighing(coding, _reported(report, [weighed], differing), votes.item_ids, weighed.shares)


def _each_label(coding: Coding, report: ModelReport, ballot: Ballot, item_ids: Numbers) -> Weighing:
    """Weigh each label by itself, as a yes or a no of its own."""
    shares = np.empty((len(item_ids), len(coding.labels)))
    each: list[Weighed] = []
    differing = 0
    for label in range(len(coding.labels)):
        votes = ballot.votes_for(label)
        weighed = report.model.weigh(votes)
        shares[:, label] = weighed.shares[:, NAMED]
        differing += _differing(votes, weighed.shares)
        each.append(replace(weighed, shares=weighed.shares[:0]))
    return Weighing(coding, _reported(report, each, differing), item_ids, shares)


def _reported(report: ModelReport, each: Sequence[Weighed], differing: int) -> ModelReport:
    return replace(
        report,
        rounds=max(one.rounds for one in each),
        has_converged=all(one.has_converged for one in each),
        differing_count=differing,
    )


def _differing(votes: Votes, shares: Shares) -> int:
    """Return on how many items what is likeliest is not what most said; where labels tie, not the same ones."""
    most = majority(votes)
    one, other = (each >= each.max(axis=1, keepdims=True) - SAME for each in (most, shares))
    return int((one != other).any(axis=1).sum())


def _text(share: float) -> str:
    return f"{share:.6f}"
