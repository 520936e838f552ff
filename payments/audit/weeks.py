"""Settling one person's weeks again from their own events, and comparing each closing with what it booked."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from payments.audit.finding import Findings
from payments.audit.reading import Values
from policies.periods import to_ms, week_days, week_of
from policies.premiums import WeekLaw, settle_by_law
from policies.settlement import PieceTotal, Settlement, TimeTotal
from policies.working_time import Bucket, is_counted

CLOSE_BY = timedelta(days=8)
"""A week that is not closed a week after its last midnight anywhere on earth is overdue."""

CLAIM_CLOSED_BY = timedelta(days=9)
"""What was claimed of a closed week is booked once nobody can refuse it any more, and two days later at the latest."""

SETTLEMENT_RULE = "settlement/"
Covers = Callable[[int, date], bool]
"""Whether a salary pays for a day of work on a project."""


@dataclass(slots=True)
class _Week:
    """What is known of one week in one currency so far."""

    time_ms: Counter[tuple[object, ...]] = field(default_factory=Counter)
    pieces: list[PieceTotal] = field(default_factory=list)
    booked: Counter[tuple[str, int]] = field(default_factory=Counter)
    checked: Counter[tuple[str, int]] = field(default_factory=Counter)
    revision: int = 0
    closed_counted_ms: int = -1
    claimed_ms: int = 0

    def settled(self, currency: str, law: WeekLaw, covers: Covers) -> Settlement:
        times = [
            TimeTotal(
                work_session_id=_whole(key[0]),
                worked_on=date.fromisoformat(str(key[1])),
                organisation_id=_whole(key[2]),
                project_id=_whole(key[3]),
                bucket=Bucket(str(key[4])),
                floor_hourly_micros=_whole(key[5]),
                rulebook_digest=str(key[6]),
                counted_ms=counted_ms,
                is_salaried=covers(_whole(key[3]), date.fromisoformat(str(key[1]))),
            )
            for key, counted_ms in self.time_ms.items()
        ]
        return settle_by_law(times=times, pieces=self.pieces, currency=currency, law=law)

    def counted_ms(self) -> int:
        return sum(ms for key, ms in self.time_ms.items() if is_counted(Bucket(str(key[4]))))


class Weeks:
    """All weeks of one person.

    Args:
        person_id: whose.
        law: that the time cites.
        covers: which time a salary pays for, by what was heard until then.
        findings: where to note what does not add up.
    """

    def __init__(self, person_id: int, *, law: WeekLaw, covers: Covers, findings: Findings) -> None:
        self._person_id = person_id
        self._law = law
        self._covers = covers
        self._findings = findings
        self._weeks: defaultdict[tuple[str, str], _Week] = defaultdict(_Week)

    def add_time(self, body: Values, length_ms: int) -> None:
        """Count a segment, or take it out again where the length is negative."""
        period = week_of(date.fromisoformat(body["worked_on"]))
        key = (
            body["work_session_id"],
            body["worked_on"],
            body["organisation_id"],
            body["project_id"],
            body["bucket"],
            body["floor_hourly_micros"],
            body["rulebook_digest"],
        )
        self._weeks[period, body["currency"]].time_ms[key] += length_ms

    def add_piece(self, period: str, currency: str, piece: PieceTotal) -> None:
        """Count the pay of an item."""
        self._weeks[period, currency].pieces.append(piece)

    def book(self, body: Values) -> None:
        """Take note of a line that a closing booked."""
        line = body["rule"].removeprefix(SETTLEMENT_RULE)
        is_named_so = body["kind"] in {line, "correction"}
        self._findings.expect(
            is_named_so, "line_differs", f"earning {body['earning_id']}", "its kind is not its rule's"
        )
        self._weeks[body["period"], body["currency"]].booked[line, body["organisation_id"]] += body["amount_micros"]

    def close(self, body: Values, *, where: str) -> None:
        """Settle the week as it stood at its closing, and compare."""
        week = self._weeks[body["period"], body["currency"]]
        settlement = week.settled(body["currency"], self._law, self._covers)
        expect = self._findings.expect
        expect(body["person_id"] == self._person_id, "another_person", where, "is somebody else's week")
        expect(body["revision"] == week.revision + 1, "closing_missing", where, f"follows revision {week.revision}")
        for line in settlement.lines:
            key = (line.kind.value, line.organisation_id)
            week.checked[key] = max(week.checked[key], line.amount_micros)
        self._compare_lines(week, where)
        total_micros = settlement.piece_micros + sum(week.booked.values())
        derived = (week.counted_ms(), settlement.piece_micros, settlement.pooled_micros, total_micros)
        stated = (body["counted_ms"], body["piece_micros"], body["pooled_micros"], body["total_micros"])
        expect(stated == derived, "closing_differs", where, f"says {stated}, its events come to {derived}")
        expect(
            total_micros >= settlement.pooled_micros,
            "below_floor",
            where,
            f"paid {total_micros}, less than the law asks",
        )
        week.revision, week.closed_counted_ms = body["revision"], week.counted_ms()

    def claimed(self, period: str, currency: str, claimed_ms: int) -> None:
        """Take note of when time of a week was claimed last."""
        self._weeks[period, currency].claimed_ms = claimed_ms

    def finish(self, *, made_ms: int) -> None:
        """Check that every week that ended was closed, and that nothing was booked outside a closing."""
        for (period, currency), week in sorted(self._weeks.items()):
            where = f"person {self._person_id} {period} {currency}"
            self._compare_lines(week, where)
            is_closed = week.closed_counted_ms == week.counted_ms() or week.counted_ms() == 0
            is_overdue = made_ms > max(_overdue_ms(period), week.claimed_ms + _CLAIM_CLOSED_BY_MS)
            self._findings.expect(
                is_closed or not is_overdue, "week_not_closed", where, "holds time no closing paid for"
            )

    def _compare_lines(self, week: _Week, where: str) -> None:
        for line, organisation_id in sorted(week.booked.keys() | week.checked.keys()):
            booked, due = week.booked[line, organisation_id], week.checked[line, organisation_id]
            self._findings.expect(
                booked == due,
                "line_differs",
                where,
                f"{line} of organisation {organisation_id}: booked {booked}, owed {due} micro-units",
            )


_CLAIM_CLOSED_BY_MS = CLAIM_CLOSED_BY // timedelta(milliseconds=1)


def _overdue_ms(period: str) -> int:
    return to_ms(datetime.combine(week_days(period)[1], time(), UTC) + CLOSE_BY)


def _whole(value: object) -> int:
    assert isinstance(value, int), f"not a whole number: {value!r}"
    return value
