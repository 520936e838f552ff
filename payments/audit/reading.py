"""Opening a bundle and reading it line by line, whatever may have been done to it."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from payments.audit.finding import Findings
from payments.audit.members import FORMAT, MANIFEST, MEMBERS
from payments.events.rules import canonical

LINE_BYTES_MAX = 4_000_000

Values = dict[str, Any]
"""One line: a JSON object; `Any` because a stranger may have put anything in it."""


class Bundle:
    """A bundle open for reading.

    Args:
        path: the file.
        findings: where to note what cannot be read.

    Raises:
        BadZipFile, OSError: it is no zip, or there is no such file.
    """

    def __init__(self, path: Path, findings: Findings) -> None:
        self._zip = ZipFile(path)
        self._findings = findings
        self.manifest: Values = self._read_manifest()

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    @property
    def is_whole(self) -> bool:
        """Whether it says that it holds everything, not one week's people."""
        return self.manifest.get("period") is None

    @property
    def made_ms(self) -> int:
        """When it says that it was made."""
        made_ms = self.manifest.get("made_ms")
        return made_ms if isinstance(made_ms, int) else 0

    def check_members(self) -> None:
        """Compare every member with its digest and count in the manifest."""
        listed = self.manifest.get("members", {})
        names = {name.removesuffix(".jsonl") for name in self._zip.namelist()} - {MANIFEST}
        self._findings.expect(self.manifest.get("format") == FORMAT, "format_unknown", MANIFEST, f"expected {FORMAT}")
        self._findings.expect(
            names == set(MEMBERS) == set(listed) and len(self._zip.namelist()) == len(MEMBERS) + 1,
            "members_differ",
            MANIFEST,
            f"members should be {sorted(MEMBERS)}",
        )
        for name in sorted(names & set(MEMBERS) & set(listed)):
            with self._findings.reading(name):
                self._check_member(name, listed[name])

    def lines(self, name: str) -> Iterator[Values]:
        """Yield the lines of a member that can be read and have its columns; note the others."""
        columns = set(MEMBERS[name])
        for number, line in enumerate(self._raw_lines(name), start=1):
            where = f"{name} line {number}"
            with self._findings.reading(where):
                values = json.loads(line, parse_float=_refuse_fraction)
                if set(values) != columns:
                    raise ValueError("its columns are not those of the format")
                yield values

    def _raw_lines(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(f"{name}.jsonl") as member:
                while line := member.readline(LINE_BYTES_MAX):
                    yield line
        except (KeyError, BadZipFile, OSError) as problem:
            self._findings.add("member_unreadable", name, str(problem))

    def _check_member(self, name: str, listed: Values) -> None:
        digest, count = sha256(), 0
        for line in self._raw_lines(name):
            digest.update(line)
            count += 1
        self._findings.expect(
            digest.hexdigest() == listed["sha256"] and count == listed["count"],
            "member_altered",
            name,
            f"has {count} lines and another digest than the manifest says",
        )

    def _read_manifest(self) -> Values:
        with self._findings.reading(MANIFEST):
            manifest = json.loads(self._zip.read(MANIFEST), parse_float=_refuse_fraction)
            if isinstance(manifest, dict):
                return manifest
        self._findings.add("manifest_missing", MANIFEST, "there is no manifest that can be read")
        return {}


def _refuse_fraction(text: str) -> object:
    raise ValueError(f"a fraction: {text}")


def hashed(values: Values) -> bytes:
    """Return a short fingerprint of a line, to compare rows with events without keeping both."""
    return sha256(canonical(values).encode()).digest()
