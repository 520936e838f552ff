"""Masks as run lengths: read as COCO writes them, checked against their picture, measured pixel by pixel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.run_lengths import area_of, bounds_of_runs, runs_in

# What pycocotools makes of a picture of 6 x 4 pixels; tests/oracles asks it again about many more.
SQUEEZED, RUNS = "5220034", [5, 2, 2, 2, 2, 5, 6]


def test_both_ways_of_writing_a_mask_say_the_same() -> None:
    squeezed = runs_in({"size": [4, 6], "counts": SQUEEZED}, width=6, height=4)

    plain = runs_in({"size": [4, 6], "counts": RUNS}, width=6, height=4)

    assert list(squeezed or ()) == list(plain or ()) == RUNS


@pytest.mark.parametrize(
    "found",
    [
        {"size": [6, 4], "counts": RUNS},  # its sides the other way round
        {"size": [4, 6], "counts": [*RUNS, 1]},  # more pixels than the picture has
        {"size": [4, 6], "counts": [-1, 25]},
        {"size": [4, 6], "counts": [24.0]},
        {"size": [4, 6], "counts": [True, 23]},
        {"size": [4, 6], "counts": SQUEEZED + "P"},  # breaks off
        {"size": [4, 6], "counts": "5 2"},
        {"size": [4, 6], "counts": "oooooooooooooooooooo1"},
        {"size": [4, 6], "counts": {"a": 1}},
        {"size": [4, 6]},
        {"counts": RUNS},
    ],
)
def test_what_is_no_whole_mask_of_the_picture_is_none(found: dict[str, object]) -> None:
    assert runs_in(found, width=6, height=4) is None


@given(height=st.integers(1, 12), columns=st.lists(st.lists(st.booleans(), min_size=12, max_size=12), min_size=1))
def test_area_and_bounds_are_those_of_the_pixels(height: int, columns: list[list[bool]]) -> None:
    pixels = [is_in for column in columns for is_in in column[:height]]
    places = [(at // height, at % height) for at, is_in in enumerate(pixels) if is_in]
    runs = runs_of(pixels)

    left, top, width, tall = bounds_of_runs(runs, height=height)

    assert area_of(runs) == len(places)
    assert (left, top) == (min((x for x, _ in places), default=0), min((y for _, y in places), default=0))
    assert (left + width, top + tall) == (
        max((x + 1 for x, _ in places), default=0),
        max((y + 1 for _, y in places), default=0),
    )


def runs_of(pixels: list[bool]) -> list[int]:
    """The run lengths of pixels, counted one by one."""
    runs, is_in = [0], False
    for pixel in pixels:
        if pixel != is_in:
            runs.append(0)
            is_in = pixel
        runs[-1] += 1
    return runs
