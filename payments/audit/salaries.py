"""Which work a salary pays for: only where project and person said so in the log before the work was done."""

from datetime import date, timedelta

from payments.audit.finding import Findings
from payments.audit.reading import Values
from policies.periods import from_ms

_DAY = timedelta(days=1)
_MONEY = ("piece_micros", "reserve_micros", "fee_micros")


class SalariedProjects:
    """The projects that a salary pays for, as they were published.

    Args:
        findings: where to note what does not add up.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._organisations: dict[int, int] = {}

    def hear(self, stream: str, body: Values, *, where: str) -> None:
        """Take note of a project's publication; everything else about projects passes by."""
        if body["act"] != "publish" or body.get("pay_basis") != "salaried":
            return
        kind, _, number = stream.partition(":")
        self._findings.expect(kind == "project", "salary_differs", where, "is no project's own word")
        is_free = all(body[name] == 0 for name in _MONEY)
        self._findings.expect(is_free, "salary_differs", where, "sets money aside for work that a salary pays for")
        self._organisations.setdefault(int(number), body["organisation_id"])

    def organisation_of(self, project_id: int) -> int | None:
        """Return for whom a salaried project is, or None where a project is no such one."""
        return self._organisations.get(project_id)


class Salary:
    """One person's salaries: what organisations said of them, and what they said themselves.

    Args:
        person_id: whose.
        projects: which are salaried.
        findings: where to note what does not add up.
    """

    def __init__(self, person_id: int, *, projects: SalariedProjects, findings: Findings) -> None:
        self._person_id = person_id
        self._projects = projects
        self._findings = findings
        self._stated: dict[int, int] = {}
        self._open: dict[int, date] = {}
        self._days: list[tuple[int, date, date]] = []

    def hear(self, body: Values, *, logged_ms: int, where: str) -> None:
        """Take note of a statement, its acceptance or its end. Days are the person's own, so near ones will do."""
        expect, organisation_id = self._findings.expect, body["organisation_id"]
        expect(body["person_id"] == self._person_id, "another_person", where, "is about somebody else")
        if body["act"] == "state":
            self._stated[body["employment_id"]] = organisation_id
            return
        is_known = self._stated.get(body["employment_id"]) == organisation_id
        expect(is_known, "salary_differs", where, "answers what nobody stated")
        if body["act"] == "accept":
            expect(body["by_id"] == self._person_id, "salary_not_accepted", where, "was accepted by somebody else")
            self._open[organisation_id] = _near(self._findings, body["on"], logged_ms, where)
        elif organisation_id in self._open:
            last_on = _near(self._findings, body["on"], logged_ms, where)
            self._days.append((organisation_id, self._open.pop(organisation_id), last_on))

    def check_offer(self, body: Values, *, where: str) -> None:
        """Compare what an offer says of its pay with what its project and its person said before it."""
        expect, organisation_id = self._findings.expect, self._projects.organisation_of(body["project_id"])
        is_salaried = body["pay_basis"] == "salaried"
        is_same = organisation_id == (body["organisation_id"] if is_salaried else None)
        expect(is_same, "salary_differs", where, "says another thing than its project about who pays")
        if is_salaried:
            expect(body["price_micros"] == 0, "salary_differs", where, "has a price although a salary pays")
            says = "offers work without pay to somebody who did not accept that they are employed"
            expect(organisation_id in self._open, "salary_not_accepted", where, says)

    def covers(self, project_id: int, on: date) -> bool:
        """Return whether a salary pays for a day of work on a project, by everything heard so far."""
        organisation_id = self._projects.organisation_of(project_id)
        if organisation_id is None:
            return False
        if organisation_id in self._open and self._open[organisation_id] <= on:
            return True
        return any(whom == organisation_id and first <= on <= last for whom, first, last in self._days)


def _near(findings: Findings, text: str, logged_ms: int, where: str) -> date:
    """Return a day that should be the one on which the event was logged, where the person lives."""
    on = date.fromisoformat(text)
    is_near = abs(on - from_ms(logged_ms).date()) <= _DAY
    findings.expect(is_near, "day_differs", where, "counts from a day on which nobody said so")
    return on
