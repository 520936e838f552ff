"""Work sessions as spans: in order and apart, whichever process stamped which of them."""

from datetime import date

import pytest

from annotate.caps.rules import Session, spans_of
from annotate.timeclock.rules import new_clock
from policies.rulebook import Rulebook
from policies.shifts import shift_of

RULEBOOK = Rulebook.load_with(None)
MINUTE = 60_000


@pytest.mark.parametrize(
    ("sessions", "spans", "why"),
    [
        ([(1, 0, 5), (2, 9, 12)], ((0, 5), (9, 12)), "one after the other"),
        ([(1, 0, 9), (2, 7, 12)], ((0, 9), (9, 12)), "begun by a clock that is behind"),
        ([(1, 0, 9), (2, 7, 7)], ((0, 9), (9, 9)), "begun and over before the other clock's last sign"),
        ([(1, 0, 20), (2, 7, 9), (3, 15, 30)], ((0, 20), (20, 20), (20, 30)), "two of them inside the first"),
        ([], (), "none"),
    ],
)
def test_sessions_never_overlap(sessions: list[Session], spans: tuple[tuple[int, int], ...], why: str) -> None:
    assert spans_of(sessions, state=new_clock(0), work_session_id=99, now_ms=40) == spans, why


def test_ada_is_offered_work_though_two_clocks_differ_by_a_moment() -> None:
    limits = RULEBOOK.limits("MX", on=date(2026, 3, 2))
    sessions = [(1, 0, 30 * MINUTE), (2, 30 * MINUTE - 3, 30 * MINUTE - 3)]

    spans = spans_of(sessions, state=new_clock(0), work_session_id=99, now_ms=31 * MINUTE)

    assert shift_of(spans, time_zone="America/Mexico_City", rows=limits.shifts) is not None
