"""Otto's file is read on while its last rows land, and nothing changes their order."""

from threading import Event, Thread, current_thread

import pytest

from annotate.intake.ahead import ahead
from policies.errors import Kind, Refusal


def test_what_is_read_lands_in_its_order_and_ends_with_the_file() -> None:
    rows = iter(["a", "b", "c"])

    assert list(ahead(lambda: next(rows, None))) == ["a", "b", "c"]


def test_the_next_rows_are_read_while_the_last_ones_land() -> None:
    rows, is_second_read = iter(["a", "b"]), Event()

    def take() -> str | None:
        row = next(rows, None)
        (is_second_read.set if row == "b" else lambda: None)()
        return row

    reading = ahead(take)

    assert next(reading) == "a"
    assert is_second_read.wait(timeout=60)
    assert list(reading) == ["b"]


def test_a_refusal_comes_after_everything_that_was_read_before_it() -> None:
    rows = iter(["a", "b"])

    def take() -> str:
        row = next(rows, "")
        if not row:
            raise Refusal("file_broken", Kind.MISSING)
        return row

    reading = ahead(take)

    assert [next(reading), next(reading)] == ["a", "b"]
    with pytest.raises(Refusal):
        next(reading)


def test_one_thread_reads_and_is_gone_once_otto_leaves() -> None:
    readers: set[Thread] = set()

    def take() -> str:
        readers.add(current_thread())
        return "row"

    reading = ahead(take)
    next(reading)
    next(reading)
    reading.close()

    assert [reader.is_alive() for reader in readers] == [False]
