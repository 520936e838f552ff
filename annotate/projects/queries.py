"""Reading projects: what pages show of them, what they will cost, and what each annotator is offered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotate.funding.rules import FloorPrice, Quote, sums_of
from annotate.funding.service import Chest
from annotate.gold.rules import gold_answers_most
from annotate.projects.rules import LabelDraft, PayBasis, ProjectDraft, set_aside_micros
from annotate.schema_checks import is_flat
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, local_day, to_ms
from policies.pricing import hourly_equivalent_micros
from policies.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """Everything a project says. Price in micro-units per item or per hour of task time; 0 where a salary pays."""

    project_id: int
    organisation_id: int
    organisation_name: str
    name: str
    language: str
    task_type: str
    label_schema: Mapping[str, Any]
    instructions: str
    content_note: str
    content_risks: tuple[str, ...]
    overlap: int
    extra_answers_most: int
    person_answers_most: int | None
    gold_every: int
    item_order: str
    estimated_ms: int
    pay_basis: str
    price_micros: int
    currency: str
    fee_permille: int
    p95_ms: int | None
    """How long a slow answer takes, as measured in its pilot; None without one."""
    reserve_percent: int | None
    """What is set aside beyond pay, as measured in its pilot; None without one."""
    state: str
    jurisdictions: tuple[str, ...]
    created_at: datetime
    published_at: datetime | None

    @property
    def chest(self) -> Chest:
        """Whose money it is."""
        return Chest(project_id=self.project_id, organisation_id=self.organisation_id, currency=self.currency)

    @property
    def is_salaried(self) -> bool:
        """Whether a salary pays for it: only those whom its organisation employs may work on it."""
        return self.pay_basis == PayBasis.SALARIED

    @property
    def hourly_equivalent_micros(self) -> int:
        """What the price comes to in an hour at the estimated time, rounded down."""
        if self.pay_basis == PayBasis.HOUR:
            return self.price_micros
        return hourly_equivalent_micros(price_micros=self.price_micros, estimated_ms=self.estimated_ms)

    @property
    def set_aside_micros(self) -> int:
        """What must be in a purse before one item is offered."""
        return set_aside_micros(
            pay_basis=self.pay_basis,
            price_micros=self.price_micros,
            estimated_ms=self.estimated_ms,
            p95_ms=self.p95_ms,
        )

    def as_draft(self) -> ProjectDraft:
        """Return the project as its form shows it."""
        return ProjectDraft(
            name=self.name,
            labels=[LabelDraft(**label) for label in self.label_schema["labels"]] if is_flat(self.label_schema) else (),
            schema=None if is_flat(self.label_schema) else self.label_schema,
            instructions=self.instructions,
            jurisdictions=self.jurisdictions,
            currency=self.currency,
            price_micros=self.price_micros,
            estimated_ms=self.estimated_ms,
            overlap=self.overlap,
            extra_answers_most=self.extra_answers_most,
            person_answers_most=self.person_answers_most,
            pay_basis=self.pay_basis,
            item_order=self.item_order,
            task_type=self.task_type,
            language=self.language,
            content_note=self.content_note,
            content_risks=self.content_risks,
            question=str(self.label_schema.get("question", "")),
            allow_nothing=self.label_schema.get("allow_nothing") is True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCard:
    """A project in a list. `answer_count` leaves surplus and gold answers out.

    `extra_count` says how many answers more than the overlap are asked for, because others disagreed.
    """

    project_id: int
    organisation_id: int
    name: str
    state: str
    item_count: int
    overlap: int
    answer_count: int
    currency: str
    price_micros: int
    pay_basis: str
    extra_count: int

    @property
    def asked_count(self) -> int:
        """How many answers are asked for."""
        return self.item_count * self.overlap + self.extra_count


_COLUMNS = """
project.id, project.organisation_id, organisation.name, project.name, project.language, project.task_type,
project.label_schema, project.instructions, project.content_note, project.overlap, project.item_order,
project.estimated_ms, project.pay_basis, project.price_micros, project.currency, project.state, project.created_at,
project.published_at, project.content_risks, project.fee_permille, project.extra_answers_most,
project.person_answers_most, project.gold_every, project.p95_ms, project.reserve_percent
"""
_FROM = "FROM project JOIN organisation ON organisation.id = project.organisation_id"
# One row for each place where it is open: every page of a project asks for both, so they come in one statement.
_ONE = f"""
SELECT {_COLUMNS}, place.jurisdiction {_FROM} LEFT JOIN project_jurisdiction AS place
ON place.project_id = project.id WHERE project.id = :project_id ORDER BY place.jurisdiction
"""
# Once a project is published, items that came later count from when their batch is published.
_ITEMS_ASKED = """
(SELECT coalesce(sum(batch.imported_count), 0) FROM batch WHERE batch.project_id = project.id
 AND (project.published_at IS NULL OR batch.published_at IS NOT NULL))
"""
# Items whose answer is known are no part of what is asked for; there are few of them, and an index of their own.
_GOLD = """
(SELECT count(*) FROM item JOIN batch ON batch.id = item.batch_id
 WHERE item.project_id = project.id AND item.gold_use_count IS NOT NULL
 AND (project.published_at IS NULL OR batch.published_at IS NOT NULL))
"""
_ITEMS = f"SELECT {_ITEMS_ASKED} - {_GOLD} FROM project WHERE project.id = :project_id"
_GOLD_ANSWERS = """
(SELECT count(*) FROM item JOIN assignment ON assignment.item_id = item.id
 JOIN answer ON answer.assignment_id = assignment.id AND answer.is_surplus = 0
 WHERE item.project_id = project.id AND item.gold_use_count IS NOT NULL)
"""
# The sum has an index of its own, which holds only the items that were asked about again.
_CARDS = f"""
SELECT project.id, project.organisation_id, project.name, project.state, {_ITEMS_ASKED} - {_GOLD}, project.overlap,
       (SELECT count(*) FROM answer WHERE answer.project_id = project.id AND answer.is_surplus = 0) - {_GOLD_ANSWERS},
       project.currency, project.price_micros, project.pay_basis,
       (SELECT coalesce(sum(item.extra_count), 0) FROM item WHERE item.project_id = project.id AND item.extra_count > 0)
FROM project
"""
_CARD = f"{_CARDS} WHERE project.id = :project_id"
_CARDS_OF = f"{_CARDS} WHERE project.organisation_id = :organisation_id ORDER BY project.id DESC"


def project(tx: Transaction, project_id: int) -> ProjectView | None:
    """Return a project, or None. Whether somebody may see it is the caller's question."""
    rows = tx.run(_ONE, project_id=project_id)
    return _view(rows[0], tuple(row[-1] for row in rows if row[-1] is not None)) if rows else None


def existing_project(tx: Transaction, project_id: int) -> ProjectView:
    """Return a project.

    Raises:
        Refusal: `not_found`.
    """
    found = project(tx, project_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return found


def project_card(tx: Transaction, project_id: int) -> ProjectCard | None:
    """Return a project as a list shows it, or None."""
    row = tx.one(_CARD, project_id=project_id)
    return None if row is None else _card(row)


def projects_of(tx: Transaction, organisation_ids: Sequence[int]) -> tuple[ProjectCard, ...]:
    """Return the projects of some organisations, the newest first."""
    return tuple(
        _card(row)
        for organisation_id in sorted(organisation_ids)
        for row in tx.run(_CARDS_OF, organisation_id=organisation_id)
    )


def quote(tx: Transaction, *, project_id: int, rulebook: Rulebook, now: datetime) -> Quote:
    """Return what a project will cost at most: all answers, and the reserve for what comes on top.

    Raises:
        Refusal: `not_found`.
    """
    view = existing_project(tx, project_id)
    items = int(tx.value(_ITEMS, project_id=project_id))
    return quote_of(view, item_count=items, rulebook=rulebook, now=now)


def quote_of(view: ProjectView, *, item_count: int, rulebook: Rulebook, now: datetime) -> Quote:
    """Return what so many items of a project will cost at most at its price, with the law of this day."""
    floors, percent = law_of(view, rulebook=rulebook, now=now)
    extra_most = item_count * view.extra_answers_most
    gold_most = gold_answers_most(item_count * view.overlap + extra_most, gold_every=view.gold_every)
    pieces = (item_count * view.overlap + extra_most + gold_most) * view.set_aside_micros
    sums = sums_of(piece_micros=pieces, reserve_percent=percent, fee_permille=view.fee_permille)
    return Quote(
        item_count=item_count,
        answer_count=item_count * view.overlap,
        extra_count_most=extra_most,
        gold_count_most=gold_most,
        currency=view.currency,
        piece_micros=sums.piece_micros,
        reserve_micros=sums.reserve_micros,
        reserve_percent=percent,
        fee_micros=sums.fee_micros,
        fee_permille=view.fee_permille,
        ceiling_micros=sums.total_micros,
        hourly_equivalent_micros=view.hourly_equivalent_micros,
        floors=floors,
    )


def law_of(view: ProjectView, *, rulebook: Rulebook, now: datetime) -> tuple[tuple[FloorPrice, ...], int]:
    """Return the floor of this day in each place where a project is open, and the reserve to be set aside, percent.

    The reserve is what the pilot of the project measured, or the largest that the rulebook asks for in those places.
    """
    places = {place.code: place for place in rulebook.jurisdictions()}
    floors, percents = [], []
    for code in view.jurisdictions:
        today = local_day(to_ms(now), places[code].time_zone)
        floor = rulebook.floor(code, zone=places[code].default_zone, on=today)
        floors.append(FloorPrice(code, places[code].name, floor))
        percents.append(rulebook.limits(code, on=today).reserve_percent)
    return tuple(floors), max(percents) if view.reserve_percent is None else view.reserve_percent


def _view(row: tuple[Any, ...], places: tuple[str, ...]) -> ProjectView:
    return ProjectView(
        project_id=row[0],
        organisation_id=row[1],
        organisation_name=row[2],
        name=row[3],
        language=row[4],
        task_type=row[5],
        label_schema=json.loads(row[6]),
        instructions=row[7],
        content_note=row[8],
        content_risks=tuple(json.loads(row[18])),
        overlap=row[9],
        extra_answers_most=row[20],
        person_answers_most=row[21],
        gold_every=row[22],
        item_order=row[10],
        estimated_ms=row[11],
        pay_basis=row[12],
        price_micros=row[13],
        currency=row[14],
        fee_permille=row[19],
        p95_ms=row[23],
        reserve_percent=row[24],
        state=row[15],
        jurisdictions=places,
        created_at=from_ms(row[16]),
        published_at=None if row[17] is None else from_ms(row[17]),
    )


def _card(row: tuple[Any, ...]) -> ProjectCard:
    return ProjectCard(
        project_id=row[0],
        organisation_id=row[1],
        name=row[2],
        state=row[3],
        item_count=row[4],
        overlap=row[5],
        answer_count=row[6],
        currency=row[7],
        price_micros=row[8],
        pay_basis=row[9],
        extra_count=row[10],
    )
