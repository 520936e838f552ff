"""Adding the labels of a file to what a draft asks."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from annotate.projects.rules import ProjectAct, move
from annotate.schema_checks import problems_of_whole
from annotate.taken_labels.rules import can_take, missing_labels, with_labels_taken
from annotate.task_type import TaskType
from payments.columns import json_text
from payments.events.rules import Fact, project_stream
from payments.events.service import append
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

_ASKS = "SELECT state, task_type, label_schema FROM project WHERE id = :project_id /*postgresql: FOR UPDATE */"
_ASK = "UPDATE project SET label_schema = :label_schema WHERE id = :project_id"


def take_labels(
    tx: Transaction,
    *,
    project_id: int,
    labels: Sequence[str],
    by_id: int,
    task_types: Mapping[str, TaskType],
    now: datetime,
) -> tuple[str, ...]:
    """Add labels to what a draft asks, after those that it has; return those that are new.

    Args:
        tx: the open transaction.
        project_id: a draft.
        labels: of a file.
        by_id: who asks for it.
        task_types: every kind of work by name.
        now: when.

    Raises:
        Refusal: `not_found`, `project_state` once it is published, `labels_not_taken` where it has no single list of
            labels to which they could be added, or what is wrong with one of them.
    """
    row = tx.one(_ASKS, project_id=project_id)
    if row is None:
        raise Refusal("not_found", Kind.MISSING)
    move(row[0], ProjectAct.CHANGE)
    task_type, schema = row[1], json.loads(row[2])
    new = missing_labels(schema, task_type=task_type, labels=labels)
    if not new:
        return ()
    if not can_take(schema, task_type=task_type, labels=new):
        raise Refusal("labels_not_taken", Kind.UNREADABLE)
    whole = with_labels_taken(schema, task_type=task_type, labels=new)
    for problem in problems_of_whole(whole, task_types[task_type]):
        raise Refusal(problem.code, Kind.UNREADABLE, **problem.params)
    tx.run(_ASK, project_id=project_id, label_schema=json_text(whole))
    append(tx, stream=project_stream(project_id), facts=[Fact("project", {"act": "change", "by_id": by_id})], now=now)
    return new
