"""Reading whom an organisation employs, for whom a person works, and which time a salary pays for."""

from dataclasses import dataclass
from datetime import date, datetime

from payments.transaction import Row, Transaction
from policies.periods import from_ms

IS_SALARIED = """
EXISTS (SELECT 1 FROM salaried_project JOIN employment ON employment.organisation_id = salaried_project.organisation_id
  WHERE salaried_project.project_id = time_total.project_id AND employment.person_id = time_total.person_id
  AND employment.from_on <= time_total.worked_on
  AND (employment.until_on IS NULL OR employment.until_on >= time_total.worked_on))
"""
"""SQL: whether a salary pays for a row of `time_total`: only in a salaried project, and only on days for which the
person accepted that they are employed. All other time is paid here at the floor at least, whatever a project says."""

EMPLOYERS = """
SELECT organisation_id FROM employment
WHERE person_id = :person_id AND accepted_at IS NOT NULL AND ended_at IS NULL
"""
"""SQL: the organisations for which a person works on a salary, as both of them say now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentView:
    """What an organisation says about a person, and what the person says to it."""

    employment_id: int
    organisation_id: int
    organisation_name: str
    person_id: int
    person_name: str
    stated_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    from_on: date | None
    until_on: date | None

    @property
    def is_accepted(self) -> bool:
        """Whether the person said so too; before that it counts for nothing."""
        return self.accepted_at is not None


_VIEWS = """
SELECT employment.id, employment.organisation_id, organisation.name, employment.person_id, person.name,
       employment.stated_at, employment.accepted_at, employment.ended_at, employment.from_on, employment.until_on
FROM employment JOIN organisation ON organisation.id = employment.organisation_id
JOIN person ON person.id = employment.person_id
"""
_OF_PERSON = f"{_VIEWS} WHERE employment.person_id = :person_id AND employment.ended_at IS NULL ORDER BY employment.id"
_OF_ORGANISATION = f"""{_VIEWS}
WHERE employment.organisation_id = :organisation_id AND employment.ended_at IS NULL ORDER BY employment.id
"""
_ONE = f"{_VIEWS} WHERE employment.id = :employment_id"
_BETWEEN = f"""{_VIEWS}
WHERE employment.from_on < :next_on AND (employment.until_on IS NULL OR employment.until_on >= :first_on)
  AND (:organisation_id = 0 OR employment.organisation_id = :organisation_id)
ORDER BY employment.id
"""


def employments_of(tx: Transaction, person_id: int) -> tuple[EmploymentView, ...]:
    """Return who says that a person works for them, and has not taken it back."""
    return tuple(_view(row) for row in tx.run(_OF_PERSON, person_id=person_id))


def employees_of(tx: Transaction, organisation_id: int) -> tuple[EmploymentView, ...]:
    """Return whom an organisation says it employs, whether they accepted or not."""
    return tuple(_view(row) for row in tx.run(_OF_ORGANISATION, organisation_id=organisation_id))


def employment(tx: Transaction, employment_id: int) -> EmploymentView | None:
    """Return one statement, ended or not, or None."""
    row = tx.one(_ONE, employment_id=employment_id)
    return None if row is None else _view(row)


def employments_between(
    tx: Transaction, *, first_on: date, next_on: date, organisation_id: int | None = None
) -> tuple[EmploymentView, ...]:
    """Return every accepted employment on the days of a half-open span, of one organisation or of all."""
    where = {"first_on": first_on, "next_on": next_on, "organisation_id": organisation_id or 0}
    return tuple(_view(row) for row in tx.run(_BETWEEN, **where))


def employers_of(tx: Transaction, person_id: int) -> frozenset[int]:
    """Return the organisations for which a person works on a salary, as both of them say now."""
    return frozenset(row[0] for row in tx.run(EMPLOYERS, person_id=person_id))


def _view(row: Row) -> EmploymentView:
    return EmploymentView(
        employment_id=row[0],
        organisation_id=row[1],
        organisation_name=row[2],
        person_id=row[3],
        person_name=row[4],
        stated_at=from_ms(row[5]),
        accepted_at=None if row[6] is None else from_ms(row[6]),
        ended_at=None if row[7] is None else from_ms(row[7]),
        from_on=None if row[8] is None else date.fromisoformat(row[8]),
        until_on=None if row[9] is None else date.fromisoformat(row[9]),
    )
