"""Following the hours of hourly items: every counted minute is paid once at the offered price, by answer or closing."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from payments.audit.finding import Findings
from payments.audit.reading import Values
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR

HOURS_RULE = "settlement/hourly"
"""The rule of hours that a closing paid."""


class Hours:
    """The hours of one person, item by item.

    Args:
        offers: heard so far, by assignment; grows while the stream is read.
        findings: where to note what does not add up.
    """

    def __init__(self, offers: Mapping[int, Values], findings: Findings) -> None:
        self._offers = offers
        self._findings = findings
        self.task_ms: Counter[int] = Counter()
        self._claimed_ms: Counter[int] = Counter()
        self._answer_ms: Counter[int] = Counter()
        self._closed_ms: Counter[int] = Counter()
        self._touched: defaultdict[str, set[int]] = defaultdict(set)

    def work(self, assignment_id: int, length_ms: int, *, period: str, is_claimed: bool = False) -> None:
        """Count time on an item; only hourly ones are looked at again at the closing of its week."""
        (self._claimed_ms if is_claimed else self.task_ms)[assignment_id] += length_ms
        self._touched[period].add(assignment_id)

    def due_ms(self, assignment_id: int) -> int:
        """Return the task time of an item that no closing has paid; what was claimed waits for the closing."""
        return max(0, self.task_ms[assignment_id] - self._closed_ms[assignment_id])

    def answer(self, body: Values) -> None:
        """Take note of what an answer paid."""
        self._answer_ms[body["assignment_id"]] += body["quantity"]

    def close(self, body: Values, where: str) -> None:
        """Check the hours that a closing pays, item by item, against the offers and the time behind them."""
        expect = self._findings.expect
        for part in body["workings"]["assignments"]:
            assignment_id, counted_ms = part["assignment_id"], part["counted_ms"]
            offer = self._offers.get(assignment_id, {})
            said = {name: offer.get(name) for name in ("organisation_id", "project_id", "currency", "pay_basis")}
            same = {name: body[name] for name in ("organisation_id", "project_id", "currency")} | {"pay_basis": "hour"}
            is_same = said == same and offer.get("price_micros") == body["rate_micros"]
            expect(is_same, "offer_differs", where, f"assignment {assignment_id} was offered otherwise")
            is_exact = counted_ms == self._unpaid_ms(assignment_id) > 0
            expect(is_exact, "pay_differs", where, f"is not what assignment {assignment_id} is still owed")
            self._closed_ms[assignment_id] += counted_ms
        counted_ms = sum(part["counted_ms"] for part in body["workings"]["assignments"])
        is_sum = (body["quantity"], body["amount_micros"]) == (
            counted_ms,
            ceil_div(body["rate_micros"] * counted_ms, MS_PER_HOUR),
        )
        expect(is_sum, "pay_differs", where, "is not what its parts come to")

    def check_closed(self, period: str, currency: str, where: str) -> None:
        """Note every hourly item of a closed week whose time is not paid at its price."""
        for assignment_id in sorted(self._touched[period]):
            offer = self._offers.get(assignment_id, {})
            if (offer.get("pay_basis"), offer.get("currency")) == ("hour", currency):
                unpaid_ms = self._unpaid_ms(assignment_id)
                says = f"{unpaid_ms} ms of assignment {assignment_id} are not paid at the price of the hour"
                self._findings.expect(unpaid_ms <= 0, "hours_unpaid", where, says)

    def _unpaid_ms(self, assignment_id: int) -> int:
        worked_ms = self.task_ms[assignment_id] + self._claimed_ms[assignment_id]
        return worked_ms - self._answer_ms[assignment_id] - self._closed_ms[assignment_id]
