"""The bench of weighing: it weighs the answers it was asked to weigh, and people who err less count for more."""

import pytest

from web.bench.resolution import measure


@pytest.mark.stress
def test_weighing_finds_more_of_the_truth_than_the_majority() -> None:
    found = measure(30_000)

    right = {one.name: one.right_share for one in found.weighings}
    assert found.answers == 30_000
    assert right["dawid_skene"] > right["majority"]
    assert right["wawa"] > right["majority"]
