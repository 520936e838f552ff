"""The log's canonical text and its seals are what anyone else's RFC 8785 and SHA-256 make of them."""

from enum import StrEnum
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from payments.events.rules import FIRST_PREVIOUS, WHOLE_NUMBER_MAX, canonical, commitment_of, seal

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]))
NUMBERS = st.integers(-WHOLE_NUMBER_MAX, WHOLE_NUMBER_MAX)
BODIES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=20,
)


class Mood(StrEnum):
    CALM = "calm"


@given(BODIES)
def test_our_canonical_text_is_that_of_rfc_8785(body: object) -> None:
    assert canonical(body).encode() == rfc8785.dumps(body)  # type: ignore[arg-type] # any JSON value is one


@given(WORDS, WORDS, st.integers(1, 10**9), st.integers(0, 10**13))
def test_a_seal_covers_the_canonical_header(stream: str, kind: str, sequence: int, logged_ms: int) -> None:
    commitment = commitment_of("ab" * 16, "{}")

    sealed = seal(
        stream=stream,
        sequence=sequence,
        previous_hash=FIRST_PREVIOUS,
        kind=kind,
        logged_ms=logged_ms,
        commitment=commitment,
    )

    header = {
        "commitment": commitment,
        "kind": kind,
        "logged_ms": logged_ms,
        "previous": FIRST_PREVIOUS,
        "sequence": sequence,
        "stream": stream,
        "v": 1,
    }
    assert sealed == sha256(b"\x00" + rfc8785.dumps(header)).hexdigest()


@pytest.mark.parametrize(
    "body",
    [{"amount": 0.1}, {"amount": 2**53}, {1: "one"}, {"\U0001f600": 1}, "\ud800", b"bytes", {"set": {1}}],
    ids=["fraction", "large number", "number as key", "key that sorts otherwise", "half a character", "bytes", "set"],
)
def test_what_has_no_one_text_is_refused(body: object) -> None:
    with pytest.raises(ValueError):
        canonical(body)


def test_a_word_of_an_enumeration_is_a_word() -> None:
    assert canonical({"mood": Mood.CALM}) == '{"mood":"calm"}'


def test_a_shredded_body_leaves_the_chain_whole_because_only_its_fingerprint_is_sealed() -> None:
    fingerprint = commitment_of("00" * 16, '{"line":"I was reading"}')

    assert fingerprint == sha256(bytes(16) + b'{"line":"I was reading"}').hexdigest()
