"""Why no new item comes now, as the work page says it: until when, by which rule, and what can be done next."""

from dataclasses import dataclass
from datetime import datetime

from annotate.presence.rules import WAIT_MS_MAX
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectState
from annotate.timeclock.queries import ClockView
from policies.errors import Refusal
from policies.periods import MS_PER_MINUTE

STOPS = {ProjectState.PAUSED: "project_paused", ProjectState.CLOSED: "project_closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StopShown:
    """Why no new item comes now."""

    code: str
    until_at: datetime | None = None
    has_begun: bool = False
    """Whether the rest that is due runs already, because nothing is open."""
    minutes: int = 0
    hours: int = 0
    may_move: bool = False
    movable_minutes: int = 0
    is_paid: bool = False
    rule: str = ""
    source: str = ""
    wait_minutes: int = WAIT_MS_MAX // MS_PER_MINUTE
    """So long waiting at a project for more of it is paid."""

    @property
    def rule_place(self) -> str:
        """Return in which file of the rulebook the rule stands."""
        return self.rule.partition("/")[0]


def known_stop(project: ProjectView, clock: ClockView) -> StopShown | None:
    """Return why an offer would be refused, as far as it shows without asking for one."""
    if project.state in STOPS:
        return StopShown(code=STOPS[ProjectState(project.state)])
    if not clock.is_rest_due:
        return None
    rest = clock.limits.rest
    reasons = [reason for reason in clock.limits.reasons if reason.name == "screen_rest"]
    return StopShown(
        code="rest_due",
        until_at=clock.rest_until_at,
        has_begun=clock.rest_until_at is not None,
        minutes=rest.length_ms // MS_PER_MINUTE,
        may_move=clock.may_move_rest,
        movable_minutes=rest.movable_ms // MS_PER_MINUTE,
        rule=reasons[0].rule if reasons else "",
        source="; ".join(reason.source for reason in reasons),
    )


def stop_of(refusal: Refusal, clock: ClockView) -> StopShown:
    """Return a refused offer as the page says it."""
    told = refusal.params
    until = told.get("until")
    return StopShown(
        code=refusal.code,
        until_at=datetime.fromisoformat(str(until)) if until else None,
        has_begun=clock.rest_until_at is not None,
        minutes=int(told.get("minutes", 0)),
        hours=int(told.get("hours", 0)),
        may_move=bool(told.get("may_move", 0)),
        movable_minutes=clock.limits.rest.movable_ms // MS_PER_MINUTE,
        is_paid=bool(told.get("is_paid", 0)),
        rule=str(told.get("rule", "")),
        source=str(told.get("source", "")),
    )
