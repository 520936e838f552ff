"""How an event is sealed: what its fingerprint covers, so that anyone with SHA-256 can check a stream."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

VERSION = 1
FIRST_PREVIOUS = "0" * 64
"""What stands for the hash before the first event of a stream."""

WHOLE_NUMBER_MAX = 9_007_199_254_740_991
"""The largest whole number that every JSON reader keeps exact."""


PLATFORM = "platform"

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_QUOTED = json.encoder.encode_basestring


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened, to be logged: what kind it is and what it says; `text` is its one JSON text if known."""

    kind: str
    body: Mapping[str, object]
    text: str = field(default="", compare=False)


def annotator_stream(person_id: int) -> str:
    """Return the name of the stream of everything that one annotator's pay depends on."""
    return f"annotator:{person_id}"


def project_stream(project_id: int) -> str:
    """Return the name of a project's stream."""
    return f"project:{project_id}"


def organisation_stream(organisation_id: int) -> str:
    """Return the name of an organisation's stream."""
    return f"organisation:{organisation_id}"


def canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, as RFC 8785 writes it.

    Args:
        value: texts, whole numbers up to `WHOLE_NUMBER_MAX`, booleans, None, lists, tuples and mappings with text keys.

    Raises:
        ValueError: a fraction, a number too large, or a text that is not Unicode.
    """
    if not (type(value) is dict and _is_flat(value)):
        _refuse_what_json_cannot_keep(value)
    text = _ENCODER.encode(value)
    if not text.isascii():
        text.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    return text


def seal(*, stream: str, sequence: int, previous_hash: str, kind: str, logged_ms: int, commitment: str) -> str:
    """Return the hash of an event: it covers the event before it, so that none can be changed or left out unseen.

    Args:
        stream: whose stream.
        sequence: 1 for the first event of the stream, then 2, 3 ...
        previous_hash: the hash before it; `FIRST_PREVIOUS` for the first.
        kind: what kind of event.
        logged_ms: when the server logged it, milliseconds since 1970.
        commitment: what `commitment_of` returned; the body itself may be shredded later and the chain still holds.

    Returns:
        64 hexadecimal digits.
    """
    header = (
        f'{{"commitment":{_QUOTED(commitment)},"kind":{_QUOTED(kind)},"logged_ms":{logged_ms:d},'
        f'"previous":{_QUOTED(previous_hash)},"sequence":{sequence:d},"stream":{_QUOTED(stream)},"v":{VERSION}}}'
    )
    return sha256(b"\x00" + header.encode()).hexdigest()


def commitment_of(salt: str, body: str) -> str:
    """Return the fingerprint of a body with its salt, without which nobody can guess the body from it.

    Args:
        salt: 32 hexadecimal digits from a random source.
        body: the canonical JSON text.

    Returns:
        64 hexadecimal digits.
    """
    return sha256(bytes.fromhex(salt) + body.encode()).hexdigest()


def _is_flat(body: dict[str, object]) -> bool:
    """Whether a body is plain: texts, whole numbers, booleans, None and the like inside, as nearly every event's is.

    Such a body needs no search for what JSON cannot keep: events are a large part of what an answer costs.
    """
    for value in body.values():
        kind = type(value)
        if kind is int:
            if not -WHOLE_NUMBER_MAX <= value <= WHOLE_NUMBER_MAX:  # type: ignore[operator]  # the line above says so
                return False
        elif kind is dict:
            if not _is_flat(value):  # type: ignore[arg-type]  # the same
                return False
        elif not (kind is str or kind is bool or value is None):
            return False
    return _are_plain(tuple(body))


@lru_cache(maxsize=256)
def _are_plain(keys: tuple[object, ...]) -> bool:
    """Whether keys are texts whose order is the same for Python and for RFC 8785."""
    return all(type(key) is str and key.isascii() for key in keys)


def _refuse_what_json_cannot_keep(value: object) -> None:
    """Raise ValueError on what has no one JSON text. Exact types are asked first: every event comes through here."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return
    if kind is int:
        _refuse_a_large_number(value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            _refuse_a_key(key)
            _refuse_what_json_cannot_keep(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_what_json_cannot_keep(part)
    elif not isinstance(value, str):  # a member of an enumeration of words is one
        raise ValueError(f"{kind.__name__} has no place in an event")


def _refuse_a_large_number(value: object) -> None:
    assert isinstance(value, int)
    if abs(value) > WHOLE_NUMBER_MAX:
        raise ValueError(f"{value} is too large for JSON")


def _refuse_a_key(key: object) -> None:
    """Refuse a key outside the first 65,536 characters: beyond them RFC 8785 sorts in another order than Python."""
    if not isinstance(key, str) or (not key.isascii() and any(ord(letter) > 0xFFFF for letter in key)):
        raise ValueError(f"{key!r} cannot be a key in an event")
