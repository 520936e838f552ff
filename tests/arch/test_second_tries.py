"""Who gets a second try: tests in the browser, few of them, and never in silence."""

from pathlib import Path

import pytest

from tests.second_tries import MOST, told, words_of

TESTS = Path(__file__).parents[1]


def test_only_tests_in_the_browser_are_tried_again() -> None:
    asking = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        if "SECOND_TRY" in path.read_text() or "mark.flaky" in path.read_text()
    }

    assert asking == {"second_tries.py", "browser/conftest.py", "arch/test_second_tries.py"}


def test_whoever_reads_a_run_sees_each_second_try_by_name() -> None:
    assert told([]) == []
    assert told(["tests/browser/test_a.py::test_b"])[1:] == ["tests/browser/test_a.py::test_b"]


def test_whoever_reads_a_run_sees_what_went_wrong_the_first_time() -> None:
    failure = "    assert left == right\nE   AssertionError: never came about\nE   assert 1 == 2\n\ntest_a.py:3: AssertionError"

    assert words_of(failure) == "AssertionError: never came about assert 1 == 2"


def test_a_run_with_too_many_second_tries_says_that_it_fails() -> None:
    names = [f"tests/browser/test_a.py::test_{number}" for number in range(MOST + 1)]

    assert "the run fails" in told(names)[0]


@pytest.mark.stress
def test_a_browser_test_that_fails_once_passes_in_sight_and_four_of_them_fail_the_run(
    pytester: pytest.Pytester,
) -> None:
    pytester.makeconftest("""
        import pytest
        from tests import second_tries

        def pytest_sessionfinish(session: pytest.Session) -> None:
            second_tries.judge(session)
    """)
    pytester.makepyfile("""
        import pytest
        from tests.second_tries import SECOND_TRY

        tried = set()

        @SECOND_TRY
        @pytest.mark.parametrize("number", range(4))
        def test_lost_tap(number):
            is_first = number not in tried
            tried.add(number)
            assert not is_first
    """)

    few = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-k", "0 or 1 or 2")
    many = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    assert (few.ret, many.ret) == (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    few.assert_outcomes(passed=3, deselected=1)
