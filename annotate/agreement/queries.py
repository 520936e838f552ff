"""Reading how much people agree on a project: on all answers while they are few, else on a sample of all its time."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotate.agreement.rules import Agreement, AgreementReport
from annotate.said import Said, Work
from annotate.task_type import TaskType
from payments.transaction import Transaction
from policies.money import floor_div

ANSWERS_MOST, MARKED_ANSWERS_MOST = 2_000, 400
"""A page looks at no more answers: marks take longer to compare."""
BLOCKS = 40

_PROJECT = "SELECT task_type, label_schema FROM project WHERE id = :project_id"
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM answer WHERE project_id = :project_id LIMIT :most) AS first_ones"
_ENDS = "SELECT min(assignment_id), max(assignment_id) FROM answer WHERE project_id = :project_id"
_BLOCK = """
SELECT assignment.item_id, pseudonym.pseudonym, answer.result, item.content
FROM (
  SELECT DISTINCT given.item_id FROM (
    SELECT assignment_id FROM answer WHERE project_id = :project_id AND assignment_id >= :from_id
    ORDER BY assignment_id LIMIT :most
  ) AS block JOIN assignment AS given ON given.id = block.assignment_id
) AS sampled
JOIN item ON item.id = sampled.item_id AND item.gold_use_count IS NULL
JOIN assignment ON assignment.item_id = item.id AND assignment.state IN ('submitted', 'accepted')
JOIN answer ON answer.assignment_id = assignment.id AND answer.is_surplus = 0
JOIN pseudonym ON pseudonym.project_id = assignment.project_id AND pseudonym.person_id = assignment.person_id
ORDER BY item.id, pseudonym.pseudonym
"""


@dataclass(frozen=True, slots=True)
class ProjectAgreement:
    """How much people agree on a project.

    Args:
        report: on the answers looked at.
        is_sample: whether these are not all: then they are taken from all of the project's time alike, and the same
            answers give the same sample.
    """

    report: AgreementReport
    is_sample: bool


def project_agreement(
    tx: Transaction, *, project_id: int, task_types: Mapping[str, TaskType], answers_most: int = ANSWERS_MOST
) -> ProjectAgreement:
    """Return how much people agree, from so few answers that a page can wait for it.

    Surplus answers and items whose answer is known are left out, as in a resolved export.

    Args:
        tx: an open transaction; one that only reads will do.
        project_id: one that exists.
        task_types: every kind of work by name.
        answers_most: from how many answers on a sample is taken; a fifth of it where marks are compared.
    """
    row = tx.one(_PROJECT, project_id=project_id)
    assert row is not None, "whoever asks has read the project before"
    work = Work(row[0], json.loads(row[1]), task_types)
    is_marked = any(task_types[one.kind].is_region for one in work.parts.controls)
    most = floor_div(answers_most * MARKED_ANSWERS_MOST, ANSWERS_MOST) if is_marked else answers_most
    count = int(tx.value(_COUNT, project_id=project_id, most=most + 1) or 0)
    found = Agreement(work)
    for answers in _items(tx, project_id, most=most, is_sample=count > most):
        found.add(answers)
    return ProjectAgreement(found.report(), is_sample=count > most)


def _items(tx: Transaction, project_id: int, *, most: int, is_sample: bool) -> Iterator[list[Said]]:
    """Yield the answers of each item looked at: all, or of blocks that are spread evenly over all answers."""
    row = tx.one(_ENDS, project_id=project_id)
    if row is None or row[0] is None:
        return
    first, last = int(row[0]), int(row[1])
    blocks = min(BLOCKS, most) if is_sample else 1
    seen: set[int] = set()
    for number in range(blocks):
        from_id = first + floor_div(number * (last - first), blocks)
        together: dict[int, list[Said]] = {}
        here = {"project_id": project_id, "from_id": from_id, "most": floor_div(most, blocks)}
        for item_id, pseudonym, result, content in tx.run(_BLOCK, **here):
            said = Said(item_id=item_id, annotator=pseudonym, result=json.loads(result), content=json.loads(content))
            together.setdefault(item_id, []).append(said)
        yield from (answers for item_id, answers in together.items() if item_id not in seen)
        seen.update(together)
