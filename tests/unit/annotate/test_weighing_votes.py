"""Weighing votes by reliability: the same figures as crowd-kit, no chance, and no order that matters."""

import random

import numpy as np
import pytest

from annotate.votes import Ballot, Votes
from annotate.weighing import dawid_skene, majority, top_of, wawa

LABELS = "abc"
TWO = ["aaab", "abab", "bbba", "bbab", "aabb", "baba", "aaba", "abbb", "babb", "aaaa", "bbbb", "abaa", "baab", "bbaa"]
"""What p, q, r and s said of 14 items."""
THREE = ["bbbb", "cccc", "aaaa", "cccc", "abac", "bbba", "bbbb", "cbcc", "bbac", "cbab", "bbbb", "ccbc", "bbbb", "bbbc"]
# crowd-kit 1.4.2, DawidSkene(n_iter=5, tol=-1e9).fit(...).probas_["a"], run on `TWO`
AFTER_5_ROUNDS = [
    0.780074, 0.630869, 0.185303, 0.235136, 0.630869, 0.320675, 0.724084, 0.4516, 0.235136, 0.844876, 0.129016, 0.724084,
    0.389508, 0.320675,
]  # fmt: skip
# crowd-kit 1.4.2 with scikit-learn 1.5.2, Wawa().fit_predict_proba(...), run on `THREE`: items 4, 5, 7, 8 and 9
WAWA = {
    4: [0.521739, 0.26087, 0.217391],
    5: [0.217391, 0.782609, 0.0],
    7: [0.0, 0.26087, 0.73913],
    8: [0.23913, 0.543478, 0.217391],
    9: [0.23913, 0.478261, 0.282609],
}


def votes_on(items: list[str], *, people: str = "pqrs", labels: str = LABELS) -> Votes:
    """Return the votes of items given as one letter for each person."""
    votes = [(item, who, label) for item, said in enumerate(items) for who, label in zip(people, said, strict=True)]
    return cast_by(votes, labels=labels)


def cast_by(votes: list[tuple[int, str, str]], *, labels: str = LABELS) -> Votes:
    """Return votes given as item, person and letter, in this order."""
    ballot = Ballot()
    for item, who, label in votes:
        ballot.add(item_id=item, annotator=who, labels=[labels.index(label)])
    return ballot.votes(label_count=len(labels))


def shuffled(items: list[str], seed: int) -> list[tuple[int, str, str]]:
    votes = [(item, who, label) for item, said in enumerate(items) for who, label in zip("pqrs", said, strict=True)]
    random.Random(seed).shuffle(votes)
    return votes


def test_five_rounds_give_the_shares_that_crowd_kit_gives() -> None:
    weighed = dawid_skene(votes_on(TWO, labels="ab"), rounds_most=5)

    assert weighed.shares[:, 0].round(6).tolist() == pytest.approx(AFTER_5_ROUNDS, abs=1e-6)
    assert not weighed.has_converged


def test_agreement_with_the_majority_weighs_as_in_crowd_kit() -> None:
    weighed = wawa(votes_on(THREE))

    assert {item: weighed.shares[item].round(6).tolist() for item in WAWA} == {
        item: pytest.approx(shares, abs=1e-6) for item, shares in WAWA.items()
    }


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("weigh", [dawid_skene, wawa])
def test_the_order_in_which_answers_came_changes_nothing_to_the_last_bit(weigh, seed) -> None:
    in_order, mixed = weigh(votes_on(TWO)), weigh(cast_by(shuffled(TWO, seed)))

    assert np.array_equal(in_order.shares, mixed.shares)


@pytest.mark.parametrize("weigh", [dawid_skene, wawa])
def test_what_the_labels_are_called_changes_nothing(weigh) -> None:
    swapped = [said.translate(str.maketrans("ab", "ba")) for said in TWO]

    one, other = weigh(votes_on(TWO, labels="ab")).shares, weigh(votes_on(swapped, labels="ab")).shares

    assert one == pytest.approx(other[:, ::-1], abs=1e-9)


@pytest.mark.parametrize("weigh", [dawid_skene, wawa])
def test_where_all_agree_a_model_says_what_the_majority_says(weigh) -> None:
    votes = votes_on(["aaaa", "bbbb", "cccc", "bbbb"])

    weighed = weigh(votes)

    assert weighed.shares.argmax(axis=1).tolist() == majority(votes).argmax(axis=1).tolist() == [0, 1, 2, 1]
    assert weighed.has_converged


def test_rounds_that_were_cut_short_are_not_called_converged() -> None:
    assert not dawid_skene(votes_on(TWO), rounds_most=1).has_converged


def test_a_tie_is_a_tie_in_whatever_order_the_labels_stand() -> None:
    shares = majority(votes_on(["ab"], people="pq"))

    assert top_of(shares[0]) == (0, 1)


def test_who_never_agrees_with_anybody_weighs_nothing() -> None:
    votes = votes_on(["aab", "bbc", "cca"], people="pqr")

    assert wawa(votes).shares.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_each_label_of_an_answer_with_several_is_a_yes_or_a_no_of_its_own() -> None:
    ballot = Ballot()
    ballot.add(item_id=7, annotator="Ada", labels=[0, 2])
    ballot.add(item_id=7, annotator="Pia", labels=[2])
    ballot.add(item_id=9, annotator="Ada", labels=[])

    named = {label: ballot.votes_for(label).labels.tolist() for label in range(3)}

    assert named == {0: [1, 0, 0], 1: [0, 0, 0], 2: [1, 1, 0]}


def test_work_on_many_votes_is_cut_between_items(monkeypatch) -> None:
    whole = dawid_skene(votes_on(TWO)).shares
    monkeypatch.setattr("annotate.votes.VOTES_AT_ONCE", 9)

    in_pieces = votes_on(TWO)

    assert [end - begin for begin, end in in_pieces.pieces()] == [2] * 7
    assert dawid_skene(in_pieces).shares == pytest.approx(whole, abs=1e-12)
