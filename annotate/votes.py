"""Who gave which label to what, as whole numbers: so that ten million answers fit into memory and are counted fast."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float64]

VOTES_AT_ONCE = 500_000


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes by item and annotator, in one order whatever the order in which they came.

    Attributes:
        item_ids: each item once, rising.
        starts: where the votes of each item begin, and at the end how many votes there are.
        annotators: of each vote, the place of its annotator in `names`.
        labels: of each vote, which label, below `label_count`.
        names: the annotators, sorted.
    """

    item_ids: Numbers
    starts: Numbers
    annotators: Codes
    labels: Codes
    names: tuple[str, ...]
    label_count: int

    @property
    def items_of_votes(self) -> Codes:
        """Of each vote, the place of its item."""
        return np.repeat(np.arange(len(self.item_ids), dtype=np.int32), np.diff(self.starts))

    def pieces(self) -> list[tuple[int, int]]:
        """Return ranges of items, each with at most so many votes that working on them takes little memory."""
        ends = [0]
        while ends[-1] < len(self.item_ids):
            following = int(np.searchsorted(self.starts, self.starts[ends[-1]] + VOTES_AT_ONCE, side="right")) - 1
            ends.append(max(ends[-1] + 1, following))
        return [(begin, min(end, len(self.item_ids))) for begin, end in pairwise(ends)]

    def counts(self) -> Shares:
        """Return how many votes each label of each item has."""
        cells = self.items_of_votes.astype(np.int64) * self.label_count + self.labels
        found = np.bincount(cells, minlength=len(self.item_ids) * self.label_count)
        return found.reshape(len(self.item_ids), self.label_count).astype(np.float64)


class Ballot:
    """Takes votes one by one, in any order, and keeps twelve bytes or so of each.

    An answer that names several labels is one vote with several `labels`; `votes_for` then asks each label by itself.
    """

    def __init__(self) -> None:
        self._items = array("q")
        self._annotators = array("i")
        self._codes: dict[str, int] = {}
        self._labels = array("i")
        self._votes = array("q")

    def add(self, *, item_id: int, annotator: str, labels: Sequence[int]) -> None:
        """Take what one annotator said of one item, as places of labels in the schema."""
        vote = len(self._items)
        self._items.append(item_id)
        self._annotators.append(self._codes.setdefault(annotator, len(self._codes)))
        for label in labels:
            self._labels.append(label)
            self._votes.append(vote)

    def __len__(self) -> int:
        return len(self._items)

    def votes(self, *, label_count: int) -> Votes:
        """Return all votes; each names exactly one label."""
        return self._ordered(np.array(self._labels, dtype=np.int32), label_count)

    def votes_for(self, label: int) -> Votes:
        """Return, for one label, who named it (1) and who did not (0)."""
        named = np.zeros(len(self._items), dtype=np.int32)
        named[np.frombuffer(self._votes, dtype=np.int64)[np.frombuffer(self._labels, dtype=np.int32) == label]] = 1
        return self._ordered(named, 2)

    def _ordered(self, labels: Codes, label_count: int) -> Votes:
        items = np.array(self._items, dtype=np.int64)
        names = tuple(sorted(self._codes))
        place = np.empty(len(names), dtype=np.int32)
        place[[self._codes[name] for name in names]] = np.arange(len(names), dtype=np.int32)
        annotators = place[np.array(self._annotators, dtype=np.int32)]
        item_ids, places = np.unique(items, return_inverse=True)
        keys = places.astype(np.int64) * max(1, len(names)) + annotators
        del places
        if np.any(keys[1:] < keys[:-1]):  # answers are mostly read by item and pseudonym: then nothing is to be done
            order = np.argsort(keys, kind="stable")
            items, annotators, labels = items[order], annotators[order], labels[order]
        begins = np.searchsorted(items, item_ids)
        return Votes(
            item_ids=item_ids,
            starts=np.append(begins, len(items)).astype(np.int64),
            annotators=annotators,
            labels=labels,
            names=names,
            label_count=label_count,
        )
