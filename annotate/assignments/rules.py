"""The states of an assignment, and how long an item is held for the annotator it was offered to."""

from collections.abc import Mapping
from enum import StrEnum

from policies.errors import Kind, Refusal


class AssignmentState(StrEnum):
    """Where an assignment stands."""

    OFFERED = "offered"
    STARTED = "started"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RELEASED = "released"
    EXPIRED = "expired"


class AssignmentAct(StrEnum):
    """What happens to an assignment."""

    START = "start"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RELEASE = "release"
    EXPIRE = "expire"


class Reason(StrEnum):
    """Why an item was given back; neither ever counts against the annotator."""

    SKIP = "skip"
    REPORT = "report"


_State, _Act = AssignmentState, AssignmentAct
MOVES: Mapping[tuple[AssignmentState, AssignmentAct], AssignmentState] = {
    (_State.OFFERED, _Act.START): _State.STARTED,
    (_State.OFFERED, _Act.RELEASE): _State.RELEASED,
    (_State.OFFERED, _Act.EXPIRE): _State.EXPIRED,
    (_State.STARTED, _Act.SUBMIT): _State.SUBMITTED,
    (_State.STARTED, _Act.RELEASE): _State.RELEASED,
    (_State.STARTED, _Act.EXPIRE): _State.EXPIRED,
    (_State.EXPIRED, _Act.SUBMIT): _State.SUBMITTED,
    (_State.SUBMITTED, _Act.ACCEPT): _State.ACCEPTED,
}
"""Every move there is. A late answer is an answer: `expired` still becomes `submitted`."""

LEASE_MS_LEAST = 600_000
LEASE_IN_ESTIMATES = 10
PAUSE_HELD_MS = 2_700_000
"""An open item is held through a rest or a meal of up to 45 minutes."""
NOTE_MAX = 500


def move(state: str, act: AssignmentAct) -> AssignmentState:
    """Return the state after an act.

    Raises:
        Refusal: `assignment_state`, the act is not possible in this state.
    """
    after = MOVES.get((AssignmentState(state), act))
    if after is None:
        raise Refusal("assignment_state", Kind.CONFLICT, state=state, act=act.value)
    return after


def lease_ms(estimated_ms: int) -> int:
    """Return how long an item is held after the last sign of life: ten estimates, ten minutes at least."""
    return max(LEASE_MS_LEAST, LEASE_IN_ESTIMATES * estimated_ms)
