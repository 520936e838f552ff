"""The forger's tools: change lines of a bundle, and, for a clever forger, seal every chain and the manifest anew."""

import io
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from payments.audit.members import MANIFEST
from payments.events.rules import FIRST_PREVIOUS, canonical, commitment_of, seal
from payments.ledger.rules import Movement

Values = dict[str, Any]
Lines = list[Values]
Members = dict[str, Lines]


def opened(packed: bytes) -> tuple[Members, Values]:
    """Return the members and the manifest of a bundle."""
    with ZipFile(io.BytesIO(packed)) as bundle:
        members = {
            name.removesuffix(".jsonl"): [json.loads(line) for line in bundle.read(name).splitlines()]
            for name in bundle.namelist()
            if name != MANIFEST
        }
        return members, json.loads(bundle.read(MANIFEST))


def packed_again(members: Members, manifest: Values) -> bytes:
    """Pack a bundle with the manifest as it is given."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as bundle:
        for name, lines in members.items():
            bundle.writestr(f"{name}.jsonl", _text(lines))
        bundle.writestr(MANIFEST, canonical(manifest))
    return out.getvalue()


def with_new_digests(members: Members, manifest: Values) -> Values:
    """Return the manifest with counts and digests that fit the members."""
    fitting = {
        name: {"count": len(lines), "sha256": sha256(_text(lines).encode()).hexdigest()}
        for name, lines in members.items()
    }
    return manifest | {"members": fitting}


def sealed_anew(members: Members, manifest: Values) -> Values:
    """Number and seal every stream anew, in place, and return a manifest with the new heads and digests."""
    heads: dict[str, tuple[int, str]] = {}
    for event in members["events"]:
        sequence, previous = heads.get(event["stream"], (0, FIRST_PREVIOUS))
        event["sequence"], event["previous_hash"] = sequence + 1, previous
        event["hash"] = seal(
            stream=event["stream"],
            sequence=sequence + 1,
            previous_hash=previous,
            kind=event["kind"],
            logged_ms=event["logged_ms"],
            commitment=commitment_of(event["salt"], event["body"]),
        )
        heads[event["stream"]] = (sequence + 1, event["hash"])
    stated = {stream: {"hash": head, "sequence": sequence} for stream, (sequence, head) in heads.items()}
    return with_new_digests(members, manifest | {"heads": stated})


def rewritten(members: Members, *, kind: str, member: str, key: str, change: Callable[[Values], None]) -> None:
    """Change the first event of a kind and the row that says the same, alike.

    Args:
        members: of the bundle, changed in place.
        kind: of the event.
        member: of the row.
        key: the column by which both are told from others.
        change: what to do to either.
    """
    event = next(event for event in members["events"] if event["kind"] == kind)
    body = json.loads(event["body"])
    row = next(row for row in members[member] if row[key] == body[key])
    change(body)
    change(row)
    event["body"] = canonical(body)


def with_new_hash(row: Values) -> None:
    """Let a transfer's own hash cover it again."""
    names = ("id", "phase", "debit_id", "credit_id", "amount_micros", "currency", "code", "reference", "pending_id")
    row["body_hash"] = Movement(**{name: row[name] for name in names}).body_hash()


def _text(lines: Lines) -> str:
    return "".join(canonical(line) + "\n" for line in lines)
