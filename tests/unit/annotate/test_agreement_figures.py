"""Agreement beyond chance: the figures of the packages and papers that people know, to the last shown place."""

import random
from fractions import Fraction

import pytest

from annotate.coincidences import (
    Coincidences,
    alpha_of,
    cohen_of,
    disagreement,
    fleiss_of,
    interval,
    nominal,
    ordinal,
)
from annotate.unitising import Unitised

# Krippendorff's own example (four observers, twelve units, "." where nobody looked), as in "Computing Krippendorff's
# alpha-reliability", 2011; the values by the package krippendorff 0.9.0.
OBSERVED = [[1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3]]
OBSERVED += [[0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0]]
# Fleiss 1971 as the textbooks shorten it: ten subjects, fourteen raters, five categories; kappa 0.210.
FLEISS = [
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
]  # fmt: skip
# Krippendorff, "Content Analysis", 2004, page 254, as in DKPro Statistics' Krippendorff2004Test: places from 150.
CATEGORY_C = ([(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)])
CATEGORY_K = ([(30, 90), (150, 200)], [(30, 90), (150, 200)])


def coincidences(units: list[list[int]]) -> Coincidences:
    found = Coincidences()
    for labels in units:
        found.add(labels)
    return found


def example() -> Coincidences:
    return coincidences([[row[unit] for row in OBSERVED if row[unit]] for unit in range(12)])


def noise(items: int, seed: int) -> Coincidences:
    drawn = random.Random(seed)
    return coincidences([[drawn.randrange(3) for _ in range(3)] for _ in range(items)])


def test_alpha_of_labels_is_krippendorffs() -> None:
    found = example()

    assert float(alpha_of([disagreement(found, nominal)])) == pytest.approx(0.743421052631579, abs=1e-12)


def test_alpha_of_ranks_is_krippendorffs() -> None:
    found = example()

    assert float(alpha_of([disagreement(found, ordinal(found))])) == pytest.approx(0.8153875037548814, abs=1e-12)


def test_alpha_of_steps_is_krippendorffs() -> None:
    found = example()

    assert float(alpha_of([disagreement(found, interval)])) == pytest.approx(0.8491071428571428, abs=1e-12)


def test_fleiss_kappa_is_that_of_the_textbook() -> None:
    found = coincidences([[label for label, count in enumerate(row) for _ in range(count)] for row in FLEISS])

    fleiss = fleiss_of(found)

    assert float(fleiss.kappa) == pytest.approx(0.20993, abs=1e-5)
    assert (fleiss.size, fleiss.item_count) == (14, 10)


def test_fleiss_kappa_is_of_the_items_that_the_usual_number_of_people_answered() -> None:
    found = coincidences([[0, 1], [0, 0], [1, 1], [0, 1, 1]])

    assert (fleiss_of(found).size, fleiss_of(found).item_count) == (2, 3)


def test_cohens_kappa_is_that_of_the_textbook() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: seen 0.7, by chance 0.5, kappa 0.4
    assert cohen_of({(1, 1): 20, (1, 0): 5, (0, 1): 10, (0, 0): 15}) == Fraction(2, 5)


def test_two_people_who_only_ever_gave_one_label_have_no_kappa() -> None:
    assert cohen_of({(1, 1): 20}) is None


@pytest.mark.parametrize("distance", [nominal, interval])
def test_people_who_always_agree_have_an_alpha_of_one(distance) -> None:
    assert alpha_of([disagreement(coincidences([[0, 0, 0], [1, 1], [2, 2, 2]]), distance)]) == 1


def test_where_all_is_the_same_label_nothing_can_be_said_beyond_chance() -> None:
    assert alpha_of([disagreement(coincidences([[0, 0], [0, 0]]), nominal)]) is None


@pytest.mark.parametrize("seed", range(3))
def test_people_who_guess_have_an_alpha_near_nothing(seed) -> None:
    assert abs(alpha_of([disagreement(noise(1500, seed), nominal)])) < Fraction(5, 100)


def test_the_order_of_items_and_of_people_changes_nothing() -> None:
    units = [[0, 1, 1], [2, 2], [1, 0, 2], [0, 0, 0]]

    one = alpha_of([disagreement(coincidences(units), nominal)])
    other = alpha_of([disagreement(coincidences([unit[::-1] for unit in units[::-1]]), nominal)])

    assert one == other


def test_what_the_labels_are_called_changes_nothing() -> None:
    units = [[0, 1, 1], [2, 2], [1, 0, 2], [0, 0, 0]]

    one = alpha_of([disagreement(coincidences(units), nominal)])
    other = alpha_of([disagreement(coincidences([[(label + 1) % 3 for label in unit] for unit in units]), nominal)])

    assert one == other


@pytest.mark.parametrize(
    ("people", "observed", "expected", "alpha"),
    [(CATEGORY_C, 0.0144, 0.0532, 0.7286), (CATEGORY_K, 0.0, 0.0490, 1.0)],
)
def test_alpha_of_stretches_is_krippendorffs(people, observed, expected, alpha) -> None:
    found = Unitised()

    found.add(300, people)

    assert float(found.observed) / 300**2 == pytest.approx(observed, abs=1e-4)
    assert float(found.expected) / 300**2 == pytest.approx(expected, abs=1e-4)
    assert float(found.alpha) == pytest.approx(alpha, abs=1e-4)


def test_alpha_of_stretches_of_both_labels_together_is_krippendorffs() -> None:
    found = Unitised()

    found.add(300, CATEGORY_C)
    found.add(300, CATEGORY_K)

    assert float(found.alpha) == pytest.approx(0.8591, abs=5e-4)


def test_short_stretches_inside_a_long_one_agree_less_than_chance() -> None:
    found = Unitised()  # DKPro Statistics' UnitizingAgreementTest

    found.add(10, ([(1, 9)], [(2, 3), (4, 5), (6, 7)]))

    assert float(found.alpha) == pytest.approx(-0.7003, abs=1e-4)


def test_stretches_of_one_person_that_overlap_are_one() -> None:
    apart, overlapping = Unitised(), Unitised()

    apart.add(20, ([(2, 8)], [(3, 8)]))
    overlapping.add(20, ([(2, 6), (4, 8)], [(3, 8)]))

    assert overlapping.alpha == apart.alpha


def test_a_text_in_which_nobody_marked_anything_says_nothing() -> None:
    found = Unitised()

    found.add(300, ([], []))

    assert found.alpha is None
