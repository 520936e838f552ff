"""What happened to a project, who did it and when, as the event log has it."""

from dataclasses import dataclass
from datetime import datetime

from payments.events.queries import last_of
from payments.events.rules import project_stream
from payments.people.queries import name_of
from payments.transaction import Transaction
from web.words import N_

WORDS = {
    "create": N_("Described"),
    "change": N_("Description changed"),
    "publish": N_("Published, money set aside"),
    "pause": N_("Paused"),
    "resume": N_("Resumed"),
    "close": N_("Project closed"),
    "return_money": N_("Money that was not needed came back"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """One act as the page names it."""

    word: str
    who: str
    at: datetime


def history_of(tx: Transaction, project_id: int) -> tuple[Done, ...]:
    """Return the last acts on a project, the newest first."""
    acts = last_of(tx, stream=project_stream(project_id), kind="project")
    names = {key: name_of(tx, key) for key in {act.body["by_id"] for act in acts if "by_id" in act.body}}
    return tuple(
        Done(WORDS[act.body["act"]], names.get(act.body.get("by_id"), ""), act.at)
        for act in acts
        if act.body.get("act") in WORDS
    )
