"""The rulebook: every dated rule of pay and time, asked by jurisdiction and day, and cited by its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from policies.errors import Kind, Refusal
from policies.floors import Candidate, Floor, floor_on
from policies.in_force import in_force
from policies.law_file import LawFile
from policies.limits import LimitReason, Limits, limits_on
from policies.pay_rules import PayRules, pay_rules_on
from policies.periods import MS_PER_HOUR
from policies.places import Jurisdiction, Zone, jurisdiction_of, zones_of
from policies.rulebook_check import PACKAGED_FOLDER, check, text_findings
from policies.rulebook_reading import read_law_file, unreadable
from policies.rulebook_rows import SILENCE_HOURS_MOST
from policies.rulebook_schema import HOUSE
from policies.tracing import Trace, trace_on

__all__ = ["Candidate", "Floor", "Jurisdiction", "LimitReason", "Limits", "Rulebook", "Zone", "check"]

_HOUSE_FILE = f"{HOUSE}.toml"
_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")
_MOST_KEPT = 4_096  # answers kept of each sort: years of work days, yet nobody fills the memory by asking for odd days


class Rulebook:
    """All files of law, read once. Its answers never change after it is made, so they are kept once given.

    Args:
        texts: the full text of each file by its name, such as "mx.toml".
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(sorted(texts.items()))
        files = {name: read_law_file(text, name=name) for name, text in self._texts.items()}
        self._house = files.pop(_HOUSE_FILE, None)
        self._laws = {law.code: law for law in files.values()}
        self._names = {law.code: name for name, law in files.items()}
        self._digests = {code: _sha256(self._manifest(code)) for code in self._laws}
        self._floors: dict[tuple[str, str, date], Floor] = {}
        self._limits: dict[tuple[str, date], Limits] = {}
        self._places: dict[date | None, tuple[Jurisdiction, ...]] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> Rulebook:
        """Read the rulebook from a folder of *.toml files; without one, the rulebook that comes with Jornal.

        A folder without a house.toml takes the one that comes with Jornal, so that one file adds a jurisdiction.

        Raises:
            Refusal: `rulebook_unreadable`, with the file and what to change; no pay is computed from a doubtful file.
        """
        return cls(_checked_texts(folder))

    @classmethod
    def load_with(cls, folder: Path | None) -> Rulebook:
        """Read the rulebook that comes with Jornal and an operator's own files; theirs win over ours of the same name.

        Args:
            folder: *.toml files: a place that Jornal does not know yet, or a house.toml with living wages; or None.

        Raises:
            Refusal: `rulebook_unreadable`, with the file and what to change.
        """
        return cls({**_checked_texts(None), **_checked_texts(folder)}) if folder else _packaged()

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], digest: str) -> Rulebook:
        """Rebuild, from kept texts alone, the rulebook that a record cites.

        Args:
            texts: full texts by digest, as `texts()` gave them; others may be among them.
            digest: the digest the record cites; the rulebook returned holds that jurisdiction only.

        Raises:
            Refusal: `rulebook_text_missing` or `rulebook_text_altered`.
        """
        manifest = _checked_text(texts, digest)
        lines = (line.split(" ") for line in manifest.splitlines())
        return cls({name: _checked_text(texts, file_digest) for name, file_digest in lines})

    def with_draft(self, text: str, *, name: str) -> Rulebook:
        """Return this rulebook with one file put in the place of its own, or beside it: to try a draft out.

        Args:
            text: the whole draft.
            name: its file's name, such as "mx.toml", for the findings.

        Raises:
            Refusal: `rulebook_unreadable`, with what to change.
        """
        law = read_law_file(text, name=name)
        own_name = f"{law.code.lower()}.toml"
        findings = text_findings(text, name=own_name)
        if findings:
            raise unreadable(name, findings[0])
        return Rulebook({**self._texts, own_name: text})

    def jurisdictions(self, *, on: date | None = None) -> tuple[Jurisdiction, ...]:
        """Return every jurisdiction that people can be paid under, by code.

        Args:
            on: the day; without it, places that have a floor by the newest of their rows.
        """
        return tuple(place for place in self.all_jurisdictions(on=on) if place.is_usable)

    def all_jurisdictions(self, *, on: date | None = None) -> tuple[Jurisdiction, ...]:
        """Return every jurisdiction there is a file for, also those without a floor to be paid by (`is_usable`)."""
        if on not in self._places:
            places = (jurisdiction_of(self._laws[code], self._house, on=on) for code in sorted(self._laws))
            _keep(self._places, on, tuple(places))
        return self._places[on]

    def zones(self, jurisdiction: str, *, on: date | None = None) -> tuple[Zone, ...]:
        """Return the zones of a jurisdiction that have a floor, its default zone first.

        Args:
            on: the day; without it, zones that have a floor by the newest of their rows.
        """
        law = self._law(jurisdiction)
        place = next(each for each in self.all_jurisdictions(on=on) if each.code == jurisdiction)
        return zones_of(law, place.zones)

    def floor(self, jurisdiction: str, *, zone: str = "general", on: date) -> Floor:
        """Return the pay floor of one hour on a day.

        Raises:
            Refusal: `unknown_jurisdiction`, `unknown_zone` or `no_floor_in_force`.
        """
        key = (jurisdiction, zone, on)
        kept = self._floors.get(key)
        if kept is not None:
            return kept
        law, digest = self._law(jurisdiction), self.digest(jurisdiction)
        return _keep(self._floors, key, floor_on(law, self._house, zone=zone, on=on, digest=digest))

    def trace(self, jurisdiction: str, *, zone: str = "general", on: date) -> Trace:
        """Return how the floor of a day was found: every wage of the place, and why it was taken or not.

        Raises:
            Refusal: `unknown_jurisdiction`, `unknown_zone` or `no_floor_in_force`.
        """
        floor = self.floor(jurisdiction, zone=zone, on=on)
        return trace_on(self._law(jurisdiction), self._house, floor=floor)

    def limits(self, jurisdiction: str, *, on: date) -> Limits:
        """Return the limits on working time, and the rest, of a jurisdiction on a day.

        Raises:
            Refusal: `unknown_jurisdiction` or `no_limits_in_force`.
        """
        key = (jurisdiction, on)
        kept = self._limits.get(key)
        if kept is not None:
            return kept
        law = self._law(jurisdiction)
        if self._house is None:
            raise Refusal("no_limits_in_force", jurisdiction=jurisdiction, on=on.isoformat())
        return _keep(self._limits, key, limits_on(law, self._house, on=on))

    def silence_hours(self, *, on: date) -> int:
        """Return after how many hours without a word an answer is accepted in this house, and its pay final."""
        standards = in_force(self._house.standards, on=on) if self._house else ()
        return standards[-1].silence_ms // MS_PER_HOUR if standards else SILENCE_HOURS_MOST

    def silence_ms(self, *, on: date) -> int:
        """Return the same in milliseconds; a house writes whole hours."""
        return self.silence_hours(on=on) * MS_PER_HOUR

    def pay_rules(self, jurisdiction: str, *, on: date) -> PayRules:
        """Return what the law adds to the floor on a day: overtime, pay for rest, rated output.

        Raises:
            Refusal: `unknown_jurisdiction`.
        """
        return pay_rules_on(self._law(jurisdiction), self._house, on=on)

    def law(self, code: str) -> LawFile:
        """Return every row of one file, for readers of the rulebook: a jurisdiction's, or the house's own.

        Args:
            code: a jurisdiction, or "house".

        Raises:
            Refusal: `unknown_jurisdiction`.
        """
        return self._house if code == HOUSE and self._house is not None else self._law(code)

    def digest(self, jurisdiction: str) -> str:
        """Return the digest that a record made under this jurisdiction's rules cites: SHA-256 of its manifest."""
        self._law(jurisdiction)
        return self._digests[jurisdiction]

    def texts(self, digest: str) -> dict[str, str]:
        """Return everything needed to rebuild the rulebook behind a digest: the manifest and its files, by digest.

        Raises:
            Refusal: `rulebook_text_missing`, this rulebook does not have that digest.
        """
        for code, known in self._digests.items():
            if known == digest:
                manifest = self._manifest(code)
                return {digest: manifest} | {_sha256(text): text for text in self._files_of(code).values()}
        raise Refusal("rulebook_text_missing", Kind.MISSING, digest=digest)

    def _law(self, jurisdiction: str) -> LawFile:
        if jurisdiction not in self._laws:
            raise Refusal("unknown_jurisdiction", Kind.UNREADABLE, jurisdiction=jurisdiction)
        return self._laws[jurisdiction]

    def _files_of(self, code: str) -> dict[str, str]:
        return {name: self._texts[name] for name in (_HOUSE_FILE, self._names[code]) if name in self._texts}

    def _manifest(self, code: str) -> str:
        return "".join(f"{name} {_sha256(text)}\n" for name, text in self._files_of(code).items())


def _keep(kept: dict[_Key, _Answer], key: _Key, answer: _Answer) -> _Answer:
    """Keep an answer for the next time, starting anew when too many are kept."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = answer
    return answer


@cache
def _packaged() -> Rulebook:
    """Return the rulebook that comes with Jornal, read and checked once in a process: its files do not change there."""
    return Rulebook(_checked_texts(None))


def _checked_texts(folder: Path | None) -> dict[str, str]:
    """Return the files of a folder, or of Jornal's own, by name; the house's own where the folder has none.

    Raises:
        Refusal: `rulebook_unreadable`.
    """
    paths = sorted((folder or PACKAGED_FOLDER).glob("*.toml"))
    texts = {path.name: _text_of(path) for path in (PACKAGED_FOLDER.joinpath(_HOUSE_FILE), *paths)}
    for name, text in texts.items():
        findings = text_findings(text, name=name)
        if findings:
            raise unreadable(name, findings[0])
    return texts


def _text_of(path: Path) -> str:
    """Read a file exactly: its line ends belong to its digest."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as problem:
        raise unreadable(path.name, "it is not UTF-8 text") from problem


def _checked_text(texts: Mapping[str, str], digest: str) -> str:
    if digest not in texts:
        raise Refusal("rulebook_text_missing", Kind.MISSING, digest=digest)
    if _sha256(texts[digest]) != digest:
        raise Refusal("rulebook_text_altered", digest=digest)
    return texts[digest]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
