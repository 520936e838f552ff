"""Checking a payment service's own record: each of its lines matches one transfer, to the cent, and no other line."""

from collections.abc import Mapping

from payments.audit.finding import Findings
from payments.audit.reading import Values
from payments.ledger.rules import Movement
from policies.money import micros_per_minor

_OUTSIDE = "world:"


class Outside:
    """Notes, while the ledger is played again, by how much each transfer moved what the world holds for us."""

    def __init__(self) -> None:
        self.moved: dict[str, tuple[str, int]] = {}

    def note(self, movement: Movement) -> None:
        """Take one transfer in; holds move nothing yet, and those let go never do."""
        if movement.phase not in {"single", "post"}:
            return
        if movement.debit_id.startswith(_OUTSIDE):
            self.moved[movement.id] = (movement.currency, movement.amount_micros)
        elif movement.credit_id.startswith(_OUTSIDE):
            self.moved[movement.id] = (movement.currency, -movement.amount_micros)


class ServiceLines:
    """Follows every line of a service's record that was said to match.

    Args:
        moved: what each transfer moved outside: currency and micro-units, more than nothing where money came.
        findings: where to note what does not add up.
    """

    def __init__(self, moved: Mapping[str, tuple[str, int]], findings: Findings) -> None:
        self._moved = moved
        self._findings = findings
        self._lines: set[str] = set()
        self._taken: dict[str, str] = {}

    def hear(self, kind: str, body: Values, *, where: str) -> None:
        """Take one event in; other kinds pass by."""
        if kind != "provider_line":
            return
        line_id = body["line_id"]
        self._findings.expect(line_id not in self._lines, "line_twice", where, f"{line_id} was matched before")
        self._lines.add(line_id)
        self._check(body["transfer_id"], body["amount_minor"], body, where)
        self._check(body["fee_transfer_id"], -body["fee_minor"], body, where)

    def _check(self, transfer_id: str | None, minor: int, body: Values, where: str) -> None:
        if transfer_id is None:
            self._findings.expect(minor == 0, "line_unmatched", where, "moves money and has no transfer")
            return
        before = self._taken.setdefault(transfer_id, body["line_id"])
        self._findings.expect(before == body["line_id"], "line_twice", where, f"{transfer_id} is another line's")
        expected = (body["currency"], minor * micros_per_minor(body["currency"]))
        found = self._moved.get(transfer_id)
        self._findings.expect(found == expected, "line_differs", where, f"says {expected}, its transfer {found}")
