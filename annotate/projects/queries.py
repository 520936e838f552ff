"""Reading projects: what pages show of them, what they will cost, and what each annotator is offered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotate.funding.service import Chest
from annotate.projects.rules import FloorPrice, LabelDraft, PayBasis, ProjectDraft, Quote, set_aside_micros
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, local_day, to_ms
from policies.pricing import hourly_equivalent_micros, reserve_micros
from policies.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """Everything a project says. Price in micro-units per item, or per hour of counted task time."""

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
    item_order: str
    estimated_ms: int
    pay_basis: str
    price_micros: int
    currency: str
    state: str
    jurisdictions: tuple[str, ...]
    created_at: datetime
    published_at: datetime | None

    @property
    def chest(self) -> Chest:
        """Whose money it is."""
        return Chest(project_id=self.project_id, organisation_id=self.organisation_id, currency=self.currency)

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
            pay_basis=self.pay_basis, price_micros=self.price_micros, estimated_ms=self.estimated_ms
        )

    def as_draft(self) -> ProjectDraft:
        """Return the project as its form shows it."""
        return ProjectDraft(
            name=self.name,
            labels=[LabelDraft(**label) for label in self.label_schema["labels"]],
            instructions=self.instructions,
            jurisdictions=self.jurisdictions,
            currency=self.currency,
            price_micros=self.price_micros,
            estimated_ms=self.estimated_ms,
            overlap=self.overlap,
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
    """A project in a list. `answer_count` leaves surplus answers out."""

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

    @property
    def asked_count(self) -> int:
        """How many answers are asked for."""
        return self.item_count * self.overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOverview:
    """How far a running project is."""

    card: ProjectCard
    submitted_count: int
    accepted_count: int
    surplus_count: int
    open_count: int
    """Assignments that people are working on now."""
    people_count: int
    first_answer_at: datetime | None
    last_answer_at: datetime | None
    expected_end_at: datetime | None
    """At the pace so far; None before there is one, or when everything is answered."""


_COLUMNS = """
project.id, project.organisation_id, organisation.name, project.name, project.language, project.task_type,
project.label_schema, project.instructions, project.content_note, project.overlap, project.item_order,
project.estimated_ms, project.pay_basis, project.price_micros, project.currency, project.state, project.created_at,
project.published_at, project.content_risks
"""
_FROM = "FROM project JOIN organisation ON organisation.id = project.organisation_id"
_ONE = f"SELECT {_COLUMNS} {_FROM} WHERE project.id = :project_id"
_JURISDICTIONS = "SELECT jurisdiction FROM project_jurisdiction WHERE project_id = :project_id ORDER BY jurisdiction"
_ITEMS = "SELECT count(*) FROM item WHERE project_id = :project_id"
_CARDS = """
SELECT project.id, project.organisation_id, project.name, project.state,
       (SELECT count(*) FROM item WHERE item.project_id = project.id), project.overlap,
       (SELECT count(*) FROM answer WHERE answer.project_id = project.id AND answer.is_surplus = 0),
       project.currency, project.price_micros, project.pay_basis
FROM project
"""
_CARD = f"{_CARDS} WHERE project.id = :project_id"
_CARDS_OF = f"{_CARDS} WHERE project.organisation_id = :organisation_id ORDER BY project.id DESC"
_STATES = "SELECT state, count(*) FROM assignment WHERE project_id = :project_id GROUP BY state"
_ANSWERS = """
SELECT sum(is_surplus), min(submitted_at), max(submitted_at) FROM answer WHERE project_id = :project_id
"""
_PEOPLE = "SELECT count(*) FROM pseudonym WHERE project_id = :project_id"


def project(tx: Transaction, project_id: int) -> ProjectView | None:
    """Return a project, or None. Whether somebody may see it is the caller's question."""
    row = tx.one(_ONE, project_id=project_id)
    return None if row is None else _view(tx, row)


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


def project_overview(tx: Transaction, project_id: int) -> ProjectOverview:
    """Return how far a project is.

    Raises:
        Refusal: `not_found`.
    """
    row = tx.one(_CARD, project_id=project_id)
    if row is None:
        raise Refusal("not_found", Kind.MISSING)
    card = _card(row)
    states = {str(row[0]): int(row[1]) for row in tx.run(_STATES, project_id=project_id)}
    surplus, first, last = tx.one(_ANSWERS, project_id=project_id) or (0, None, None)
    return ProjectOverview(
        card=card,
        submitted_count=states.get("submitted", 0) + states.get("accepted", 0),
        accepted_count=states.get("accepted", 0),
        surplus_count=int(surplus or 0),
        open_count=states.get("started", 0) + states.get("offered", 0),
        people_count=int(tx.value(_PEOPLE, project_id=project_id)),
        first_answer_at=None if first is None else from_ms(first),
        last_answer_at=None if last is None else from_ms(last),
        expected_end_at=_expected_end(card, first, last),
    )


def quote(tx: Transaction, *, project_id: int, rulebook: Rulebook, now: datetime) -> Quote:
    """Return what a project will cost at most: all answers, and the reserve for what comes on top.

    Raises:
        Refusal: `not_found`.
    """
    view = existing_project(tx, project_id)
    items = int(tx.value(_ITEMS, project_id=project_id))
    places = {place.code: place for place in rulebook.jurisdictions()}
    floors, percents = [], []
    for code in view.jurisdictions:
        today = local_day(to_ms(now), places[code].time_zone)
        floor = rulebook.floor(code, zone=places[code].default_zone, on=today)
        floors.append(FloorPrice(code, places[code].name, floor))
        percents.append(rulebook.limits(code, on=today).reserve_percent)
    pieces = items * view.overlap * view.set_aside_micros
    percent = max(percents)
    on_top = reserve_micros(piece_micros=pieces, share_percent=percent)
    return Quote(
        item_count=items,
        answer_count=items * view.overlap,
        currency=view.currency,
        piece_micros=pieces,
        reserve_micros=on_top,
        reserve_percent=percent,
        fee_micros=0,
        ceiling_micros=pieces + on_top,
        hourly_equivalent_micros=view.hourly_equivalent_micros,
        floors=tuple(floors),
    )


def _view(tx: Transaction, row: tuple[Any, ...]) -> ProjectView:
    places = tuple(place for (place,) in tx.run(_JURISDICTIONS, project_id=row[0]))
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
        item_order=row[10],
        estimated_ms=row[11],
        pay_basis=row[12],
        price_micros=row[13],
        currency=row[14],
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
    )


def _expected_end(card: ProjectCard, first_ms: int | None, last_ms: int | None) -> datetime | None:
    """Return when the rest would be done at the pace between the first and the last answer."""
    left = card.asked_count - card.answer_count
    if first_ms is None or last_ms is None or last_ms <= first_ms or left <= 0:
        return None
    return from_ms(last_ms + (last_ms - first_ms) * left // card.answer_count)
