"""How fast the answers of a large project go out, and what memory that takes: a million made at once, then exported."""

import io
import time
from collections import deque

from annotate import exports, imports
from annotate.assignments.queries import answers_of
from annotate.datasets.service import Upload, import_file, start_upload
from annotate.projects.service import pseudonym_of
from payments.people.service import add_annotator, add_organisation, add_person
from policies.periods import local_day, to_ms
from web.bench.memory import Watched
from web.bench.work import Rows, make_draft
from web.wiring import House

ITEMS_AT_ONCE = 50_000
_ASSIGNMENTS = """
INSERT INTO assignment (project_id, organisation_id, item_id, person_id, state, pay_basis, price_micros, currency,
  estimated_ms, jurisdiction, zone, floor_hourly_micros, rulebook_digest, offered_at, started_at, lease_until_at,
  submitted_at)
SELECT item.project_id, :organisation_id, item.id, :person_id, 'submitted', 'item', 1150000, 'MXN', 80000, 'MX',
  'general', 45943334, :digest, :now, :now, :now, :now + item.id
FROM item WHERE item.project_id = :project_id AND item.id > :after_id AND item.id <= :until_id
"""
_ANSWERS = """
INSERT INTO answer (assignment_id, project_id, result, is_surplus, counted_ms, submitted_at)
SELECT id, project_id, '[{"from_name":"label","to_name":"text","type":"choices","value":{"choices":["' ||
  CASE id % 3 WHEN 0 THEN 'renewal' WHEN 1 THEN 'lost' ELSE 'appointment' END || '"]}}]', :no, 5000 + id % 90000,
  submitted_at
FROM assignment WHERE project_id = :project_id AND item_id > :after_id AND item_id <= :until_id
"""
_EARNINGS = """
INSERT INTO earning (person_id, organisation_id, project_id, assignment_id, kind, carrier, period, earned_on, quantity,
  unit, rate_micros, amount_micros, currency, rule, rulebook_digest, workings, state, earned_at, final_due_at)
SELECT person_id, organisation_id, project_id, id, 'piece', 'requester', '2026-W01', :day, 1, 'item', price_micros,
  price_micros, currency, 'piece', rulebook_digest, '{}', 'pending', :now, :now
FROM assignment WHERE project_id = :project_id AND item_id > :after_id AND item_id <= :until_id
"""
_ENDS = "SELECT min(id), max(id) FROM item WHERE project_id = :project_id"
_ORGANISATION = "SELECT organisation_id FROM project WHERE id = :project_id"


def sent_out(house: House, rows: int) -> dict[str, object]:
    """Answer so many items once each, and send the answers out as JSON lines; return what that took."""
    project_id = answered_project(house, rows)
    return exported(house, project_id, rows)


def exported(house: House, project_id: int, rows: int, *, form: str = "jsonl") -> dict[str, object]:
    """Send the answers of a project out, to nowhere, and return how fast they went and what memory they took."""
    form_of = exports.discover()[form]
    began, worked, size = time.perf_counter(), time.process_time(), 0
    with house.db.reading() as tx, Watched() as memory:
        answers = answers_of(tx, project_id=project_id, task_types=house.task_types, with_surplus=False)
        for piece in form_of.write(answers, schema={}):
            size += len(piece)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {
        "answers": rows,
        "bytes": size,
        "seconds": round(seconds, 2),
        "answers_per_second": round(rows / seconds),
        "answers_per_processor_second": round(rows / processor),
        "memory_above_idle_bytes": memory.above_bytes,
    }


def answered_project(house: House, rows: int) -> int:
    """Make a project with so many items, each answered once, and return its number."""
    now = house.now()
    with house.db.writing() as tx:
        asker_id = add_person(tx, name="Bench", language="en", time_zone="UTC", now=now)
        organisation_id = add_organisation(tx, name="Bench out", now=now)
        project_id = make_draft(tx, house, organisation_id, asker_id, items=rows, now=now)
        upload = Upload(project_id=project_id, by_id=asker_id, file_name="bench.csv", size_bytes=0)
        batch_id = start_upload(tx, upload=upload, format="csv", now=now)
    source, form = io.BufferedReader(Rows(rows)), imports.discover()["csv"]
    deque(
        import_file(house.db.writing, upload=upload, batch_id=batch_id, form=form, source=source, now=house.now),
        maxlen=0,
    )
    answer_each(house, project_id)
    return project_id


def answer_each(
    house: House, project_id: int, *, answers: str = _ANSWERS, at_once: int = ITEMS_AT_ONCE, **values: object
) -> None:
    """Let one person answer each item of a project, so many items at once.

    Args:
        house: where.
        project_id: whose items.
        answers: a statement that writes the answers of assignments.
        at_once: how many items share a transaction.
        values: what the statement needs beside the usual.
    """
    now = house.now()
    with house.db.writing() as tx:
        person_id = add_person(tx, name="Ada", language="en", time_zone="America/Mexico_City", now=now)
        add_annotator(tx, person_id, jurisdiction="MX", zone="general", from_on=now.date(), now=now)
        pseudonym_of(tx, project_id=project_id, person_id=person_id)
        organisation_id = tx.value(_ORGANISATION, project_id=project_id)
        first_id, last_id = tx.run(_ENDS, project_id=project_id)[0]
    offered = {
        "organisation_id": organisation_id,
        "person_id": person_id,
        "digest": house.rulebook.digest("MX"),
        "now": to_ms(now),
    }
    for after_id in range(first_id - 1, last_id, at_once):
        here = {"project_id": project_id, "after_id": after_id, "until_id": after_id + at_once}
        with house.db.writing() as tx:
            tx.run(_ASSIGNMENTS, **here, **offered)
            tx.run(answers, **here, **values, no=False)
            tx.run(_EARNINGS, **here, day=local_day(to_ms(now), "UTC"), now=to_ms(now))
