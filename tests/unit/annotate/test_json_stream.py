"""JSON of any length is read a piece at a time, wherever a piece ends, and what is broken in it is named by its line."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.incoming import json_stream
from annotate.incoming.json_stream import Element, elements_of
from policies.errors import Refusal
from tests.how_often import examples

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Slowly(io.RawIOBase):
    """A file that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self._file, self._size = io.BytesIO(data), size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._file.read(self._size)


def read(data: bytes) -> list[Element]:
    return list(elements_of(io.BytesIO(data)))


@examples(60)
@given(st.lists(JSON, max_size=6), st.integers(1, 9), st.sampled_from([None, 1]))
def test_every_element_comes_whole_wherever_a_piece_ends(values: list[object], size: int, indent: int | None) -> None:
    data = json.dumps(values, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")

    found = list(elements_of(Slowly(data, max(size, 4))))  # type: ignore[arg-type]  # it reads, which is all that counts

    assert [one.value for one in found] == values


def test_lists_of_an_object_come_under_their_key_and_single_values_beside_them() -> None:
    found = read(b'{"info": {"a": 1}, "images": [{"id": 1},\n {"id": 2}], "n": 7, "annotations": []}')

    assert [(one.key, one.line, one.value, one.is_listed) for one in found] == [
        ("info", 1, {"a": 1}, False),
        ("images", 1, {"id": 1}, True),
        ("images", 2, {"id": 2}, True),
        ("n", 2, 7, False),
    ]


@pytest.mark.parametrize("broken", ['{"a" 1}', "{'a': 1}", "nope", '{"a": [1, 2}', '"a\tb"', "01"])
def test_a_broken_element_says_its_line_and_the_next_one_is_read(broken: str) -> None:
    found = read(f'[1,\n{broken},\n{{"b": 2}}]'.encode())

    assert [(one.line, one.problem) for one in found] == [(1, ""), (2, "json_element_broken"), (3, "")]


@pytest.mark.parametrize(
    "data", [b'[{"a": 1},\n{"b": 2', b'[{"a": 1}\n{"b": 2}]', b'[{"a": 1},\n"open', b'[{"a": 1}]\n[2]']
)
def test_a_file_that_breaks_off_keeps_what_came_before_and_says_the_line(data: bytes) -> None:
    found = []

    with pytest.raises(Refusal) as refused:
        found.extend(elements_of(io.BytesIO(data)))

    assert [one.value for one in found] == [{"a": 1}]
    assert (refused.value.code, refused.value.params["line"]) == ("json_broken", 2)


def test_an_element_that_is_far_too_long_is_passed_over_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "ELEMENT_MOST", 1_000)
    monkeypatch.setattr(json_stream, "READ_BYTES", 500)
    long = '{"a": "' + 'x\\"]}' * 2_000 + '"}'

    found = read(f'[{long}, {{"b": 2}}]'.encode())

    assert [(one.problem, one.value) for one in found] == [("json_too_long", None), ("", {"b": 2})]


def test_a_long_file_is_never_held_whole() -> None:
    data = (
        b"["
        + b",\n".join(b'{"id": %d, "text": "When can I renew my passport?"}' % number for number in range(30_000))
        + b"]"
    )

    tracemalloc.start()
    count = sum(1 for _ in elements_of(io.BytesIO(data)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 30_000
    assert peak < 1_500_000 < len(data)
