"""Working one person's pay out again from their own events: time, offers, claims and earnings, in their order."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from payments.audit.finding import Findings
from payments.audit.hours import HOURS_RULE, Hours
from payments.audit.kept_law import KeptLaw
from payments.audit.reading import Values
from payments.audit.recounted import Recounted
from payments.audit.salaries import SalariedProjects, Salary
from payments.audit.weeks import Weeks
from payments.earnings.rules import PENDING_MS
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR, from_ms, week_of
from policies.settlement import PieceTotal
from policies.working_time import Bucket

SEGMENT_MS_MAX = 60_000
_DAY = timedelta(days=1)
_KIND_OF_BASIS = {"item": "piece", "hour": "hourly"}
_PIECES = frozenset(_KIND_OF_BASIS.values())
TOTAL_KEY = (
    "worked_on",
    "work_session_id",
    "organisation_id",
    "project_id",
    "bucket",
    "floor_hourly_micros",
    "currency",
    "rulebook_digest",
)
"""What a total of time tells apart, beside the person."""


class Wages:
    """Follows one annotator's stream.

    Args:
        person_id: whose.
        law: the kept texts, and where the person lived.
        salaried: the projects that a salary pays for.
        findings: where to note what does not add up.
    """

    def __init__(self, person_id: int, *, law: KeptLaw, salaried: SalariedProjects, findings: Findings) -> None:
        self._person_id = person_id
        self._law = law
        self._findings = findings
        self._offers: dict[int, Values] = {}
        self._hours = Hours(self._offers, findings)
        self._answered: set[int] = set()
        self._spans: list[tuple[int, int]] = []
        self._salary = Salary(person_id, projects=salaried, findings=findings)
        self.weeks = Weeks(person_id, law=law.of_weeks, covers=self._salary.covers, findings=findings)
        self.totals: Counter[tuple[object, ...]] = Counter()
        self._recounted = Recounted(
            person_id, count=self._count, hours=self._hours, claimed=self.weeks.claimed, findings=findings
        )
        self.earnings: dict[int, Values] = {}
        self.finals: dict[int, int] = {}

    def hear(  # noqa: C901 - one case for each kind of event
        self, kind: str, body: Values, *, logged_ms: int, where: str
    ) -> None:
        """Take one event in; kinds that pay does not depend on pass by."""
        match kind:
            case "offer":
                self._check_offer(body, where)
            case "employment":
                self._salary.hear(body, logged_ms=logged_ms, where=where)
            case "time":
                self._hear_time(body, logged_ms, where)
            case "claim":
                self._recounted.claim(body, where)
            case "time_correction":
                self._recounted.correct(body, logged_ms=logged_ms, where=where)
            case "answer":
                self._answered.add(body["assignment_id"])
            case "earning":
                self._hear_earning(body, where)
            case "earning_final":
                self._hear_final(body, where)
            case "period_close":
                self._hours.check_closed(body["period"], body["currency"], where)
                self.weeks.close(body, where=where)
                self._recounted.close(body)

    def finish(self, *, made_ms: int) -> None:
        """Check what can only be seen at the end."""
        self._check_overlaps()
        paid = {row["assignment_id"] for row in self.earnings.values()}
        for assignment_id in sorted(self._answered - paid):
            offer = self._offers.get(assignment_id, {})
            is_nothing = offer.get("pay_basis") == "hour" and not self._hours.due_ms(assignment_id)
            is_nothing = is_nothing or offer.get("pay_basis") == "salaried"  # the offer itself was checked
            self._findings.expect(
                is_nothing, "answer_unpaid", f"assignment {assignment_id}", "answered, nothing earned"
            )
        self.weeks.finish(made_ms=made_ms)

    def _check_offer(self, body: Values, where: str) -> None:
        """Look the offered floor up again; the day is the person's own, so its neighbours are tried too."""
        self._offers[body["assignment_id"]] = body
        self._salary.check_offer(body, where=where)
        day = from_ms(body["offered_ms"]).date()
        floors = {
            self._law.floor(
                body["rulebook_digest"], jurisdiction=body["jurisdiction"], zone=body["zone"], on=on
            ).hourly_micros
            for on in (day - _DAY, day, day + _DAY)
        }
        self._findings.expect(
            body["floor_hourly_micros"] in floors, "offered_floor_differs", where, "offers another floor than the law's"
        )

    def _hear_time(self, body: Values, logged_ms: int, where: str) -> None:
        started_ms, ended_ms = body["started_ms"], body["ended_ms"]
        on = date.fromisoformat(body["worked_on"])
        expect = self._findings.expect
        expect(body["person_id"] == self._person_id, "another_person", where, "is somebody else's time")
        expect(0 < ended_ms - started_ms <= SEGMENT_MS_MAX, "segment_too_long", where, "is not within 60 seconds")
        expect(ended_ms <= logged_ms, "segment_from_the_future", where, "was logged before it ended")
        is_near = abs(on - from_ms(started_ms).date()) <= _DAY
        expect(is_near, "day_differs", where, "counts for a day on which it did not happen")
        self._spans.append((started_ms, ended_ms))
        self._recounted.hear(body)
        self._check_floor(body, on, where)
        self._count(body, ended_ms - started_ms)
        if body["bucket"] in {Bucket.TASK.value, Bucket.REWORK.value} and body["assignment_id"] is not None:
            self._hours.work(body["assignment_id"], ended_ms - started_ms, period=week_of(on))

    def _check_floor(self, body: Values, on: date, where: str) -> None:
        """Look the day's floor up again: that of the law where the person lived, or the offered one if higher."""
        floor = self._law.floor(body["rulebook_digest"], jurisdiction=body["jurisdiction"], zone=body["zone"], on=on)
        offer = self._offers.get(body["assignment_id"] or 0, {})
        is_comparable = offer.get("currency") == floor.currency  # not for whoever moved to another country since
        expected = max(floor.hourly_micros, offer["floor_hourly_micros"] if is_comparable else 0)
        self._findings.expect(
            (body["floor_hourly_micros"], body["currency"]) == (expected, floor.currency),
            "floor_differs",
            where,
            f"counts at {body['floor_hourly_micros']}, the law says {expected} micro-{floor.currency} an hour",
        )
        home = self._law.home_on(self._person_id, on)
        is_home = home is not None and home[0] == body["jurisdiction"]
        if self._findings.expect(is_home, "residence_differs", where, f"another law than that of home, {home}"):
            assert home is not None
            at_home = self._law.floor(body["rulebook_digest"], jurisdiction=home[0], zone=home[1], on=on)
            self._findings.expect(at_home.zone == floor.zone, "residence_differs", where, f"another zone than {home}")

    def _count(self, body: Values, length_ms: int) -> None:
        self.totals[tuple(body[name] for name in TOTAL_KEY)] += length_ms
        self.weeks.add_time(body, length_ms)

    def _hear_earning(self, body: Values, where: str) -> None:
        expect = self._findings.expect
        expect(body["person_id"] == self._person_id, "another_person", where, "is somebody else's earning")
        expect(body["amount_micros"] > 0, "earning_empty", where, "is not above zero")
        is_soon = body["final_due_ms"] - body["earned_ms"] <= PENDING_MS
        expect(is_soon, "pending_too_long", where, "stays open to question for more than 72 hours")
        expect(body["earning_id"] not in self.earnings, "earning_twice", where, "stands there twice")
        self.earnings[body["earning_id"]] = body
        if body["kind"] not in _PIECES:
            self.weeks.book(body)
            return
        expect(week_of(date.fromisoformat(body["earned_on"])) == body["period"], "week_differs", where, "another week")
        if body["rule"] == HOURS_RULE:
            self._hours.close(body, where)
        else:
            self._check_pay(body, where)
        piece = PieceTotal(
            organisation_id=body["organisation_id"],
            project_id=body["project_id"],
            amount_micros=body["amount_micros"],
        )
        self.weeks.add_piece(body["period"], body["currency"], piece)

    def _hear_final(self, body: Values, where: str) -> None:
        is_first = body["earning_id"] not in self.finals
        self._findings.expect(is_first, "final_twice", where, "became final before")
        self.finals[body["earning_id"]] = body["final_ms"]

    def _check_pay(self, body: Values, where: str) -> None:
        """Work the pay of an item out again from its offer, which is the contract."""
        offer = self._offers.get(body["assignment_id"])
        if offer is None:
            self._findings.add("offer_missing", where, "no offer was logged for it")
            return
        same = ("organisation_id", "project_id", "currency")
        is_same = all(offer[name] == body[name] for name in same) and offer["price_micros"] == body["rate_micros"]
        is_same = is_same and _KIND_OF_BASIS.get(offer["pay_basis"]) == body["kind"]
        self._findings.expect(is_same, "offer_differs", where, "is not paid as it was offered")
        self._findings.expect(
            body["amount_micros"] == self._due_micros(offer, body["assignment_id"]),
            "pay_differs",
            where,
            "is not what the offer comes to",
        )
        if offer["pay_basis"] == "hour":
            self._hours.answer(body)

    def _due_micros(self, offer: Values, assignment_id: int) -> int:
        price_micros: int = offer["price_micros"]
        if offer["pay_basis"] == "item":
            return price_micros
        return ceil_div(price_micros * self._hours.due_ms(assignment_id), MS_PER_HOUR)

    def _check_overlaps(self) -> None:
        spans = sorted(self._spans)
        for before, after in pairwise(spans):
            self._findings.expect(
                before[1] <= after[0], "time_overlaps", f"person {self._person_id}", f"two segments at {after[0]}"
            )


def person_of(stream: str) -> int | None:
    """Return whose stream it is, or None where it is no annotator's."""
    kind, _, number = stream.partition(":")
    return int(number) if kind == "annotator" else None
