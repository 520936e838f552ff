"""The order of the queue: what a row's number is worth, and why a slot that comes back is always behind it."""

from hypothesis import given
from hypothesis import strategies as st

from annotate.queue_order import PRIORITY_MOST, ItemOrder, rank_of, sort_key_of

HASH = "f" * 64
MILLISECONDS_OF_2026 = 1_767_225_600_000


@given(st.integers(-PRIORITY_MOST, PRIORITY_MOST), st.integers(-PRIORITY_MOST, PRIORITY_MOST))
def test_what_otto_calls_more_urgent_is_handed_out_first(one: int, other: int) -> None:
    keys = [
        sort_key_of("priority", content_hash=HASH, priority=rank_of(str(given), order="priority") or 0)
        for given in (one, other)
    ]

    assert (keys[0] < keys[1]) == (one > other)


@given(st.sampled_from(ItemOrder), st.integers(-PRIORITY_MOST, PRIORITY_MOST))
def test_a_slot_that_came_back_is_behind_every_first_key(order: ItemOrder, priority: int) -> None:
    key = sort_key_of(order, content_hash=HASH, priority=priority * 1_000_000)

    assert 0 <= key < MILLISECONDS_OF_2026


@given(st.none() | st.booleans() | st.floats() | st.text() | st.binary() | st.lists(st.integers()))
def test_whatever_stands_in_the_column_ranks_an_item_or_is_named_as_no_number(found: object) -> None:
    ranked = rank_of(found, order="uncertainty")

    assert ranked is None or 0 <= ranked <= 1_000_000


def test_an_uncertainty_beyond_one_is_no_number_of_that_sort() -> None:
    assert rank_of("1.01", order="uncertainty") is None
    assert rank_of("0,25", order="uncertainty") == 250_000
    assert rank_of(" ", order="uncertainty") == 0
