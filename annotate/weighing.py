"""Two ways to weigh people's votes by how reliable they seem: Dawid and Skene's, and by agreement with the majority."""

from dataclasses import dataclass

import numpy as np

from annotate.votes import Codes, Shares, Votes

ROUNDS_MOST = 200
GAIN_LEAST = 1e-7
"""Rounds end when the likelihood of a vote grows by less than this, as a logarithm."""
SHARE_LEAST = 1e-10
CELLS_MOST = 40_000_000
"""Numbers kept at once: labels of items, or mistakes of people; 8 bytes each."""
SAME = 1e-9
"""Shares this near each other are a tie."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What came of weighing.

    Attributes:
        shares: of each item, how likely each label is (Dawid and Skene), or its share of the weights; rows sum to 1.
        rounds: how often everything was weighed.
        has_converged: whether the last rounds changed nothing any more.
    """

    shares: Shares
    rounds: int
    has_converged: bool


def is_too_large(votes: Votes) -> bool:
    """Return whether weighing would need more memory than we take: then there is only the majority."""
    mistakes = len(votes.names) * votes.label_count**2
    return max(mistakes, len(votes.item_ids) * votes.label_count) > CELLS_MOST


def majority(votes: Votes) -> Shares:
    """Return the share of each item's votes that each label has."""
    counts = votes.counts()
    shares: Shares = counts / counts.sum(axis=1, keepdims=True)
    return shares


def wawa(votes: Votes) -> Weighed:
    """Weigh each annotator by how often they agree with the majority, once ("worker agreement with aggregate").

    Where labels tie for the majority, agreeing with one of them counts as its part: a half of two, a third of three.
    So nothing depends on the order of people, items or labels. Nobody who agrees with nothing weighs anything.
    """
    counts = votes.counts()
    top = counts == counts.max(axis=1, keepdims=True)
    items = votes.items_of_votes
    agreed = top[items, votes.labels] / top.sum(axis=1)[items]
    people = len(votes.names)
    answered = np.bincount(votes.annotators, minlength=people)
    skill: Shares = np.bincount(votes.annotators, weights=agreed, minlength=people) / np.maximum(answered, 1)
    cells = items.astype(np.int64) * votes.label_count + votes.labels
    sums = np.bincount(cells, weights=skill[votes.annotators], minlength=counts.size).reshape(counts.shape)
    totals = sums.sum(axis=1, keepdims=True)
    shares = np.where(totals > 0, sums / np.where(totals > 0, totals, 1), counts / counts.sum(axis=1, keepdims=True))
    return Weighed(shares, rounds=1, has_converged=True)


def dawid_skene(votes: Votes, *, rounds_most: int = ROUNDS_MOST) -> Weighed:
    """Find together which label each item has and which mistakes each annotator makes.

    Begins with the majority, then in turn: from the labels, how often each annotator says what of which label; from
    that, how likely each label of each item is (A. P. Dawid and A. M. Skene, "Maximum likelihood estimation of
    observer error-rates using the EM algorithm", Applied Statistics 28, 1979). No chance in it: the same votes give
    the same shares in whatever order they came. Ends after `rounds_most` at the latest.
    """
    shares, likelihood = majority(votes), -np.inf
    items = votes.items_of_votes
    for number in range(1, rounds_most + 1):
        habits = _habits(votes, shares, items)
        priors = np.log(np.maximum(shares.mean(axis=0), SHARE_LEAST))
        following = _weigh(votes, habits, priors, shares)
        gain, likelihood = following - likelihood, following
        if gain < GAIN_LEAST:
            return Weighed(shares, number, has_converged=True)
    return Weighed(shares, rounds_most, has_converged=False)


def _habits(votes: Votes, shares: Shares, items: Codes) -> Shares:
    """Return, for what each annotator may say (rows), the logarithm of how often they say it of each label."""
    count = votes.label_count
    rows = votes.annotators.astype(np.int64) * count + votes.labels
    said = np.empty((len(votes.names) * count, count))
    for label in range(count):
        said[:, label] = np.bincount(rows, weights=shares[items, label], minlength=len(said))
    by_person = said.reshape(len(votes.names), count, count)
    np.maximum(by_person, SHARE_LEAST, out=by_person)
    by_person /= by_person.sum(axis=1, keepdims=True)
    return np.log(said, out=said)


def _weigh(votes: Votes, habits: Shares, priors: Shares, shares: Shares) -> float:
    """Put into `shares` how likely each label of each item is; return the likelihood of a vote, as a logarithm."""
    total = 0.0
    for begin, end in votes.pieces():
        first, last = votes.starts[begin], votes.starts[end]
        rows = votes.annotators[first:last].astype(np.int64) * votes.label_count + votes.labels[first:last]
        logs = np.add.reduceat(habits[rows], votes.starts[begin:end] - first, axis=0) + priors
        highest = logs.max(axis=1, keepdims=True)
        logs -= highest
        np.exp(logs, out=logs)
        sums = logs.sum(axis=1, keepdims=True)
        total += float((highest + np.log(sums)).sum())
        shares[begin:end] = logs / sums
    return total / max(1, len(votes.labels))


def top_of(shares: Shares) -> tuple[int, ...]:
    """Return the places of the highest shares: one, or several that tie.

    Args:
        shares: of one item.
    """
    return tuple(int(place) for place in np.flatnonzero(shares >= shares.max() - SAME))
