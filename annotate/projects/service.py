"""Making a project, changing its draft, publishing it with its money set aside, pausing and closing it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from annotate.funding.rules import Quote
from annotate.funding.service import set_aside
from annotate.label_schema import parts_of
from annotate.projects.queries import project, quote
from annotate.projects.rules import (
    ItemOrder,
    PayBasis,
    ProjectAct,
    ProjectDraft,
    ProjectState,
    asked_schema,
    check_draft,
    check_price,
    move,
)
from annotate.projects.tables import Project, ProjectJurisdiction
from annotate.queue_order import sort_key_of
from annotate.schema_checks import shows_all
from annotate.task_type import TaskType
from payments.employment.service import keep_salaried_project
from payments.events.rules import Fact, project_stream
from payments.events.service import append, keep_rulebook
from payments.people.rules import pseudonym
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import local_day, to_ms
from policies.rulebook import Rulebook


def create_project(  # noqa: PLR0913 - who, for whom, what, and the law and kinds of work it is checked against
    tx: Transaction,
    *,
    draft: ProjectDraft,
    organisation_id: int,
    created_by_id: int,
    rulebook: Rulebook,
    task_types: Mapping[str, TaskType],
    now: datetime,
    fee_permille: int = 0,
) -> int:
    """Keep a new draft and return its id; the fee, tenths of a percent, stays what it is now.

    Raises:
        Refusal: what the draft lacks (rules.py), `task_type_unknown`, `wrong_currency`, `price_below_floor`.
    """
    schema = _checked(draft, rulebook=rulebook, task_types=task_types, now=now)
    row = Project(
        organisation_id=organisation_id,
        label_schema=schema,
        state=ProjectState.DRAFT.value,
        fee_permille=fee_permille,
        created_by_id=created_by_id,
        created_at=now,
        **_columns(draft),
    )
    tx.add(row)
    tx.flush()
    assert row.id is not None
    _set_jurisdictions(tx, row.id, draft)
    _log(tx, row.id, act="create", by_id=created_by_id, now=now, draft=draft)
    return row.id


def change_draft(  # noqa: PLR0913 - as `create_project`
    tx: Transaction,
    *,
    project_id: int,
    draft: ProjectDraft,
    by_id: int,
    rulebook: Rulebook,
    task_types: Mapping[str, TaskType],
    now: datetime,
) -> None:
    """Replace what a draft says; a published project keeps its offer.

    Raises:
        Refusal: as `create_project`; `project_state` once it is published; `items_of_another_kind` where texts are
            in it and pictures are wanted, or the other way round.
    """
    row = _locked(tx, project_id)
    move(row.state, ProjectAct.CHANGE)
    before = parts_of(row.task_type, row.label_schema, task_types)
    row.label_schema = _checked(draft, rulebook=rulebook, task_types=task_types, now=now)
    if tx.one(_AN_ITEM, id=project_id) and not shows_all(
        before, parts_of(draft.task_type, row.label_schema, task_types)
    ):
        raise Refusal("items_of_another_kind", Kind.UNREADABLE)
    if row.overlap != draft.overlap:
        tx.run(_OVERLAP, project_id=project_id, overlap=draft.overlap)
    if row.item_order != draft.item_order:
        _reorder(tx, project_id, ItemOrder(draft.item_order))
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    tx.run("DELETE FROM project_jurisdiction WHERE project_id = :project_id", project_id=project_id)
    tx.flush()
    _set_jurisdictions(tx, project_id, draft)
    _log(tx, project_id, act="change", by_id=by_id, now=now, draft=draft)


def publish(tx: Transaction, *, project_id: int, by_id: int, rulebook: Rulebook, now: datetime) -> Quote:
    """Set the whole price and the reserve aside from the organisation's funds, and open the project for work.

    Where a salary pays, nothing is set aside; the project is then open only to those whom the organisation employs.

    Returns:
        What was set aside: the ceiling that the bill never passes.

    Raises:
        Refusal: `project_state`, `no_items`, `wrong_currency`, `price_below_floor`, `not_enough_funds`
            (missing amount).
    """
    row = _locked(tx, project_id)
    row.state = move(row.state, ProjectAct.PUBLISH).value
    view = project(tx, project_id)
    assert view is not None
    asked = quote(tx, project_id=project_id, rulebook=rulebook, now=now)
    if asked.item_count == 0:
        raise Refusal("no_items", Kind.CONFLICT)
    for price in asked.floors:
        check_price(view.as_draft(), price.floor)
        keep_rulebook(tx, rulebook=rulebook, digest=price.floor.rulebook_digest, now=now)
    facts: list[Fact] = []
    set_aside(tx, view.chest, sums=asked.sums, act="publish", now=now, facts=facts)
    row.published_at = now
    tx.flush()
    if view.is_salaried:
        keep_salaried_project(tx, project_id=project_id, organisation_id=view.organisation_id, now=now)
    tx.run(_PUBLISH_BATCHES, project_id=project_id, price_micros=view.price_micros, now=now)
    body = {
        "act": "publish",
        "by_id": by_id,
        "item_count": asked.item_count,
        "organisation_id": view.organisation_id,
        "pay_basis": view.pay_basis,
        "piece_micros": asked.piece_micros,
        "reserve_micros": asked.reserve_micros,
        "fee_micros": asked.fee_micros,
        "rulebook_digests": sorted(price.floor.rulebook_digest for price in asked.floors),
    }
    append(tx, stream=project_stream(project_id), facts=[Fact("project", body), *facts], now=now)
    return asked


def pause(tx: Transaction, *, project_id: int, by_id: int, now: datetime) -> None:
    """Stop new offers; what was begun may be finished and is paid."""
    _move(tx, project_id, ProjectAct.PAUSE, by_id=by_id, now=now)


def resume(tx: Transaction, *, project_id: int, by_id: int, now: datetime) -> None:
    """Offer work again."""
    _move(tx, project_id, ProjectAct.RESUME, by_id=by_id, now=now)


def close(tx: Transaction, *, project_id: int, by_id: int, now: datetime) -> None:
    """Stop new offers for good; what was begun may be finished and is paid. Money comes back by `return_money`."""
    _move(tx, project_id, ProjectAct.CLOSE, by_id=by_id, now=now)


def note_export(tx: Transaction, *, project_id: int, by_id: int, format: str, now: datetime) -> None:  # noqa: A002
    """Write into a project's history that somebody took its answers away."""
    fact = Fact("project", {"act": "export", "by_id": by_id, "format": format})
    append(tx, stream=project_stream(project_id), facts=[fact], now=now)


def hold_project(tx: Transaction, project_id: int) -> None:
    """Hold a project until the transaction ends, so that two who set money aside for it take turns.

    On PostgreSQL without its key: people who are offered items at this moment need not wait.
    """
    tx.run(_HOLD, project_id=project_id)


def pseudonym_of(tx: Transaction, *, project_id: int, person_id: int) -> str:
    """Return the name under which a project sees a person, drawn at the first time and kept."""
    kept = tx.value(_PSEUDONYM, project_id=project_id, person_id=person_id)
    if kept is not None:
        return str(kept)
    taken = frozenset(row[0] for row in tx.run(_TAKEN, project_id=project_id))
    name = pseudonym(secrets.randbelow, taken=taken)
    tx.run(_NEW_PSEUDONYM, project_id=project_id, person_id=person_id, pseudonym=name)
    return name


_HOLD = "SELECT 1 FROM project WHERE id = :project_id /*postgresql: FOR NO KEY UPDATE */"
# All their items were opened as they came in.
_PUBLISH_BATCHES = """
UPDATE batch SET published_at = :now, price_micros = :price_micros, after_item_id = NULL WHERE project_id = :project_id
"""
_OVERLAP = "UPDATE item SET open_slots = :overlap WHERE project_id = :project_id AND gold_use_count IS NULL"
_IN_SEQUENCE = "UPDATE item SET sort_key = 0 WHERE project_id = :project_id"
_HASHES = "SELECT id, content_hash, priority FROM item WHERE project_id = :project_id"
_PLACED = "UPDATE item SET sort_key = :sort_key WHERE id = :id"
_AN_ITEM = "SELECT 1 FROM item WHERE project_id = :id LIMIT 1"
_PSEUDONYM = "SELECT pseudonym FROM pseudonym WHERE project_id = :project_id AND person_id = :person_id"
_TAKEN = "SELECT pseudonym FROM pseudonym WHERE project_id = :project_id"
_NEW_PSEUDONYM = """
INSERT INTO pseudonym (project_id, person_id, pseudonym) VALUES (:project_id, :person_id, :pseudonym)
"""


def _checked(
    draft: ProjectDraft, *, rulebook: Rulebook, task_types: Mapping[str, TaskType], now: datetime
) -> dict[str, object]:
    """Return the label schema of a draft that may be kept: whole, lawful today everywhere it is open."""
    check_draft(draft)
    task_type = task_types.get(draft.task_type)
    if task_type is None:
        raise Refusal("task_type_unknown", Kind.UNREADABLE, task_type=draft.task_type[:40])
    schema = asked_schema(draft, task_type)
    places = {place.code: place for place in rulebook.jurisdictions()}
    for code in draft.jurisdictions:
        if code not in places:
            raise Refusal("unknown_jurisdiction", Kind.UNREADABLE, jurisdiction=code[:20])
        place = places[code]
        check_price(draft, rulebook.floor(code, zone=place.default_zone, on=local_day(to_ms(now), place.time_zone)))
    return schema


def _columns(draft: ProjectDraft) -> dict[str, Any]:  # each column has its own type; the table checks them
    return {
        "name": draft.name.strip(),
        "language": draft.language,
        "task_type": draft.task_type,
        "instructions": draft.instructions,
        "content_note": draft.content_note.strip(),
        "content_risks": sorted(set(draft.content_risks)),
        "overlap": draft.overlap,
        "extra_answers_most": draft.extra_answers_most,
        "person_answers_most": draft.person_answers_most,
        "item_order": ItemOrder(draft.item_order).value,
        "estimated_ms": draft.estimated_ms,
        "pay_basis": PayBasis(draft.pay_basis).value,
        "price_micros": draft.price_micros,
        "currency": draft.currency,
    }


def _set_jurisdictions(tx: Transaction, project_id: int, draft: ProjectDraft) -> None:
    for code in sorted(set(draft.jurisdictions)):
        tx.add(ProjectJurisdiction(project_id=project_id, jurisdiction=code))
    tx.flush()


def _locked(tx: Transaction, project_id: int) -> Project:
    """Return a project's row, locked on PostgreSQL until the transaction ends."""
    row = tx.get(Project, project_id, with_for_update=True)
    if row is None:
        raise Refusal("not_found", Kind.MISSING)
    return row


def _move(tx: Transaction, project_id: int, act: ProjectAct, *, by_id: int, now: datetime) -> None:
    row = _locked(tx, project_id)
    row.state = move(row.state, act).value
    tx.flush()
    _log(tx, project_id, act=act.value, by_id=by_id, now=now)


def _log(
    tx: Transaction, project_id: int, *, act: str, by_id: int, now: datetime, draft: ProjectDraft | None = None
) -> None:
    said = {} if draft is None else {"jurisdictions": sorted(set(draft.jurisdictions)), **_pay_columns(draft)}
    fact = Fact("project", {"act": act, "by_id": by_id, **said})
    append(tx, stream=project_stream(project_id), facts=[fact], now=now)


def _pay_columns(draft: ProjectDraft) -> dict[str, object]:
    """Return what pay depends on; names and instructions stay out of the log."""
    names = ("overlap", "extra_answers_most", "estimated_ms", "pay_basis", "price_micros", "currency")
    return {name: value for name, value in _columns(draft).items() if name in names}


def _reorder(tx: Transaction, project_id: int, order: ItemOrder) -> None:
    """Give a draft's items another order: as they came, mixed by their fingerprint, or by their own number."""
    if order is ItemOrder.SEQUENCE:
        tx.run(_IN_SEQUENCE, project_id=project_id)
        return
    rows = tx.run(_HASHES, project_id=project_id)
    tx.run_many(
        _PLACED,
        ({"id": row[0], "sort_key": sort_key_of(order, content_hash=row[1], priority=row[2])} for row in rows),
    )
