"""The states that a project moves through, and what a requester does to it: every move there is, in one table."""

from collections.abc import Mapping
from enum import StrEnum

from policies.errors import Kind, Refusal


class ProjectState(StrEnum):
    """Where a project stands."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class ProjectAct(StrEnum):
    """What a requester does to a project."""

    CHANGE = "change"
    IMPORT = "import"
    PUBLISH = "publish"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    BATCH = "batch"
    """Open more items."""
    RAISE = "raise"
    """Raise the price."""
    RESERVE = "reserve"
    """Add to the reserve."""
    PILOT = "pilot"
    """Offer a sample of the items, paid, to see how long they take."""
    PRICE = "price"
    """Take the price that a pilot proposes, or a higher one."""


MOVES: Mapping[tuple[ProjectState, ProjectAct], ProjectState] = {
    (ProjectState.DRAFT, ProjectAct.CHANGE): ProjectState.DRAFT,
    (ProjectState.DRAFT, ProjectAct.IMPORT): ProjectState.DRAFT,
    (ProjectState.DRAFT, ProjectAct.PUBLISH): ProjectState.RUNNING,
    (ProjectState.DRAFT, ProjectAct.PILOT): ProjectState.RUNNING,
    (ProjectState.DRAFT, ProjectAct.CLOSE): ProjectState.CLOSED,
    (ProjectState.RUNNING, ProjectAct.PAUSE): ProjectState.PAUSED,
    (ProjectState.RUNNING, ProjectAct.CLOSE): ProjectState.CLOSED,
    (ProjectState.PAUSED, ProjectAct.RESUME): ProjectState.RUNNING,
    (ProjectState.PAUSED, ProjectAct.CLOSE): ProjectState.CLOSED,
    **{
        (state, act): state
        for state in (ProjectState.RUNNING, ProjectState.PAUSED)
        for act in (ProjectAct.IMPORT, ProjectAct.BATCH, ProjectAct.RAISE, ProjectAct.RESERVE, ProjectAct.PRICE)
    },
}
"""Every move there is; what is not here is refused."""


def move(state: str, act: ProjectAct) -> ProjectState:
    """Return the state after an act.

    Raises:
        Refusal: `project_state`, the act is not possible in this state.
    """
    after = MOVES.get((ProjectState(state), act))
    if after is None:
        raise Refusal("project_state", Kind.CONFLICT, state=state, act=act.value)
    return after
