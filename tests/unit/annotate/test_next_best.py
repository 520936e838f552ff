"""What is proposed to Ada next: the best pay for her, a change when she has done much of it, and always a reason."""

from hypothesis import given
from hypothesis import strategies as st

from annotate.next_best.rules import NEARLY_PERMILLE, TIRING_COUNT, Candidate, Ranking, Why, rank

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        project_id=st.integers(1, 9),
        hourly_micros=st.integers(0, 100_000_000),
        answered_count=st.integers(0, 60),
        is_started=st.booleans(),
        has_left=st.booleans(),
    ),
    unique_by=lambda one: one.project_id,
)


def best(*candidates: Candidate) -> Ranking:
    found = rank(candidates)
    assert found is not None
    return found


def test_what_pays_ada_most_for_an_hour_is_proposed_first() -> None:
    found = best(Candidate(project_id=1, hourly_micros=50_000_000), Candidate(project_id=2, hourly_micros=52_000_000))

    assert found == Ranking(project_ids=(2, 1), why=Why.PAYS_MOST)


def test_what_ada_has_in_hand_comes_before_better_pay() -> None:
    found = best(
        Candidate(project_id=1, hourly_micros=46_000_000, is_started=True),
        Candidate(project_id=2, hourly_micros=90_000_000),
    )

    assert (found.project_ids[0], found.why) == (1, Why.IN_HAND)


def test_after_much_of_one_thing_something_that_pays_nearly_as_much_is_proposed() -> None:
    found = best(
        Candidate(project_id=1, hourly_micros=50_000_000, answered_count=TIRING_COUNT),
        Candidate(project_id=2, hourly_micros=48_000_000),
    )

    assert found == Ranking(project_ids=(2, 1), why=Why.VARIETY, instead_of_id=1)


def test_variety_never_costs_ada_more_than_the_twentieth_that_the_page_says() -> None:
    found = best(
        Candidate(project_id=1, hourly_micros=50_000_000, answered_count=500),
        Candidate(project_id=2, hourly_micros=50_000_000 * (1_000 - NEARLY_PERMILLE) // 1_000 - 1),
    )

    assert found.project_ids[0] == 1


def test_where_nothing_is_left_now_it_comes_after_what_can_be_begun() -> None:
    found = best(
        Candidate(project_id=1, hourly_micros=90_000_000, has_left=False),
        Candidate(project_id=2, hourly_micros=46_000_000),
    )

    assert found.project_ids == (2, 1)


@given(CANDIDATES)
def test_every_project_is_proposed_exactly_once(candidates: list[Candidate]) -> None:
    found = rank(candidates)

    assert sorted(found.project_ids if found else ()) == sorted(one.project_id for one in candidates)
