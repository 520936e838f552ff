"""Our weighing and our alphas against the packages that people cite, where these are installed (extra `oracles`)."""

import random

import pytest

from annotate.coincidences import Coincidences, alpha_of, disagreement, interval, nominal, ordinal
from annotate.votes import Ballot
from annotate.weighing import dawid_skene, wawa

LABELS = "abcd"
ROUNDS = 12
pytestmark = [pytest.mark.stress, pytest.mark.filterwarnings("ignore")]  # what the packages warn of is theirs


def drawn(seed: int, *, items: int = 60, people: int = 7) -> list[tuple[int, str, str]]:
    """Return answers of people who are right more or less often; each item has an odd number of them."""
    chance = random.Random(seed)
    skills = [chance.uniform(0.4, 0.95) for _ in range(people)]
    rows = []
    for item in range(items):
        truth = chance.choice(LABELS)
        for person in chance.sample(range(people), 5):
            is_right = chance.random() < skills[person]
            rows.append((item, f"p{person}", truth if is_right else chance.choice(LABELS)))
    return rows


def shares_of(rows: list[tuple[int, str, str]], **how: int) -> list[list[float]]:
    ballot = Ballot()
    for item, who, label in rows:
        ballot.add(item_id=item, annotator=who, labels=[LABELS.index(label)])
    weighed = dawid_skene(ballot.votes(label_count=len(LABELS)), rounds_most=how["rounds"])
    return [list(map(float, row)) for row in weighed.shares]


@pytest.mark.parametrize("seed", range(4))
def test_dawid_and_skene_are_crowd_kits_round_by_round(seed: int) -> None:
    pandas = pytest.importorskip("pandas")
    theirs = pytest.importorskip("crowdkit.aggregation.classification.dawid_skene")
    rows = drawn(seed)

    oracle = theirs.DawidSkene(n_iter=ROUNDS, tol=-1e9).fit(pandas.DataFrame(rows, columns=["task", "worker", "label"]))

    # Shares below 1e-10 are cut off there after each round and kept here: that is all they differ by.
    expected = oracle.probas_.sort_index()[list(LABELS)].to_numpy()
    assert shares_of(rows, rounds=ROUNDS) == [pytest.approx(list(row), abs=1e-4) for row in expected]


@pytest.mark.parametrize("seed", range(4))
def test_agreement_with_the_majority_is_crowd_kits_where_nothing_ties(seed: int) -> None:
    pandas = pytest.importorskip("pandas")
    theirs = pytest.importorskip("crowdkit.aggregation.classification.wawa")
    rows = [(item, who, "a" if label in "ab" else "b") for item, who, label in drawn(seed)]  # five people, two labels

    frame = pandas.DataFrame(rows, columns=["task", "worker", "label"])
    expected = theirs.Wawa().fit_predict_proba(frame).sort_index()[["a", "b"]].to_numpy()

    ballot = Ballot()
    for item, who, label in rows:
        ballot.add(item_id=item, annotator=who, labels=["ab".index(label)])
    assert wawa(ballot.votes(label_count=2)).shares == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_alphas_are_those_of_the_package_krippendorff(seed: int) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    rows = drawn(seed)
    people = sorted({who for _, who, _ in rows})
    given = {(item, who): LABELS.index(label) for item, who, label in rows}
    table = [[given.get((item, who), float("nan")) for item in range(60)] for who in people]
    found = Coincidences()
    for item in range(60):
        found.add([given[item, who] for who in people if (item, who) in given])

    ours = {
        "nominal": alpha_of([disagreement(found, nominal)]),
        "ordinal": alpha_of([disagreement(found, ordinal(found))]),
        "interval": alpha_of([disagreement(found, interval)]),
    }

    assert {name: float(value or 0) for name, value in ours.items()} == {
        name: pytest.approx(krippendorff.alpha(reliability_data=table, level_of_measurement=name), abs=1e-9)
        for name in ours
    }
