"""How long it takes to make one answer of several people's by weighing them, and in how much memory."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from annotate.resolving import Model
from annotate.votes import Ballot, Numbers, Shares, Votes
from annotate.weighing import majority

OVERLAP, LABELS, PEOPLE_EACH = 3, 5, 2_000
_SKILL_LEAST, _SKILL_MOST = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Weighing:
    """One way of weighing: seconds of processor time, rounds, and how many items it got right, of all."""

    name: str
    seconds: float
    rounds: int
    right_share: float


@dataclass(frozen=True, slots=True)
class ResolutionTimes:
    """What weighing so many answers took; memory in megabytes is the most that the whole program held."""

    answers: int
    annotators: int
    added_per_second: float
    weighings: tuple[Weighing, ...]
    memory_mb: int


def measure(answers: int, *, processor_seconds: Callable[[], float] = time.process_time) -> ResolutionTimes:
    """Draw answers of people who are right more or less often, always the same ones, and weigh them.

    Args:
        answers: how many, three for each item, five labels.
        processor_seconds: tells the processor time used so far.
    """
    drawn = np.random.default_rng(1)
    items, people = -(-answers // OVERLAP), max(10, answers // PEOPLE_EACH)
    truth = drawn.integers(0, LABELS, items)
    whos = drawn.integers(0, people, (items, OVERLAP))
    is_right = drawn.random((items, OVERLAP)) < drawn.uniform(_SKILL_LEAST, _SKILL_MOST, people)[whos]
    said = np.where(is_right, truth[:, None], drawn.integers(0, LABELS, (items, OVERLAP)))
    ballot = Ballot()
    began = processor_seconds()
    for item, (names, labels) in enumerate(zip(whos, said, strict=True)):
        for who, label in zip(names.tolist(), labels.tolist(), strict=True):
            ballot.add(item_id=item, annotator=f"{who:06}", labels=[label])
    votes = ballot.votes(label_count=LABELS)
    added = processor_seconds() - began
    weighings = tuple(_weighed(model, votes, truth, processor_seconds) for model in Model)
    plain = Weighing("majority", 0.0, 1, _right(majority(votes), truth))
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return ResolutionTimes(len(ballot), people, len(ballot) / added, (plain, *weighings), memory_mb)


def _weighed(model: Model, votes: Votes, truth: Numbers, processor_seconds: Callable[[], float]) -> Weighing:
    began = processor_seconds()
    weighed = model.weigh(votes)
    return Weighing(model.value, processor_seconds() - began, weighed.rounds, _right(weighed.shares, truth))


def _right(shares: Shares, truth: Numbers) -> float:
    return float((shares.argmax(axis=1) == truth).mean())
