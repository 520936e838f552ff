"""The law as it was kept: floors looked up again in the very texts that the records cite."""

from collections import defaultdict
from datetime import date
from hashlib import sha256

from payments.audit.finding import Findings
from payments.audit.reading import Bundle, Values
from policies.floors import Floor
from policies.premiums import WeekLaw
from policies.rulebook import Rulebook


class KeptLaw:
    """Rulebooks rebuilt from kept texts, and where each person lived.

    Args:
        bundle: gives texts and residences.
        findings: where to note what was altered.
    """

    def __init__(self, bundle: Bundle, findings: Findings) -> None:
        self._findings = findings
        self._texts: dict[str, str] = {}
        for row in bundle.lines("rulebook_texts"):
            is_true = sha256(row["text"].encode()).hexdigest() == row["digest"]
            findings.expect(is_true, "rulebook_text_altered", row["digest"], "is not the digest of its text")
            findings.expect(row["digest"] not in self._texts, "record_twice", row["digest"], "stands there twice")
            self._texts[row["digest"]] = row["text"]
        self._named: set[str] = set()
        self._rulebooks: dict[str, Rulebook] = {}
        self.of_weeks = WeekLaw(self._rulebook)
        self._residences: defaultdict[int, list[tuple[date, str, str]]] = defaultdict(list)
        for row in bundle.lines("residences"):
            home = (date.fromisoformat(row["from_on"]), row["jurisdiction"], row["zone"])
            self._residences[row["person_id"]].append(home)

    def hear(self, body: Values) -> None:
        """Take note of the event that says which texts were kept."""
        self._named |= set(body["texts"])

    def finish(self) -> None:
        """Compare the texts with the events that told of them."""
        self._findings.expect(
            self._named == set(self._texts), "rulebook_texts_differ", "rulebook_texts", "are not those that were logged"
        )

    def floor(self, digest: str, *, jurisdiction: str, zone: str, on: date) -> Floor:
        """Return the floor of a day under the texts that a record cites.

        Raises:
            Refusal: the texts are missing or altered, or know no such place or day.
        """
        return self._rulebook(digest).floor(jurisdiction, zone=zone, on=on)

    def _rulebook(self, digest: str) -> Rulebook:
        if digest not in self._rulebooks:
            self._rulebooks[digest] = Rulebook.from_texts(self._texts, digest)
        return self._rulebooks[digest]

    def home_on(self, person_id: int, on: date) -> tuple[str, str] | None:
        """Return jurisdiction and zone where a person lived on a day."""
        before = [home for home in self._residences.get(person_id, []) if home[0] <= on]
        return max(before)[1:] if before else None
