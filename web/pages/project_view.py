"""What the requester's pages show of a project, made ready so that their templates only have to say it."""

from dataclasses import dataclass

from markupsafe import Markup

from annotate.projects.queries import ProjectView, project
from annotate.projects.rules import LabelDraft, PayBasis, ProjectAct, ProjectState
from payments.providers.base import Provider
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.markdown import html_of
from web.pages.project_form import ORDER_WORDS, Offered
from web.wiring import House
from web.words import N_

STATE_WORDS = {
    ProjectState.DRAFT: (N_("Draft"), "ring"),
    ProjectState.RUNNING: (N_("Running"), "dot"),
    ProjectState.PAUSED: (N_("Paused"), "square"),
    ProjectState.CLOSED: (N_("Project closed"), "tick"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done to a project as it stands: the last part of its address, and its word."""

    name: str
    word: str


ACTS = {
    ProjectState.DRAFT: (),
    ProjectState.RUNNING: (Act("pause", N_("Pause")),),
    ProjectState.PAUSED: (Act("resume", N_("Resume")),),
    ProjectState.CLOSED: (),
}
assert set(ACTS) == set(ProjectState) == set(STATE_WORDS)
assert {act.name for acts in ACTS.values() for act in acts} <= {str(act) for act in ProjectAct}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A project as its pages name it.

    Attributes:
        shape: the shape that goes with the word of its state.
        items: how many items it has.
        people: how many people have worked on it.
    """

    project_id: int
    organisation_id: int
    name: str
    organisation: str
    language: str
    state_word: str
    shape: str
    is_draft: bool
    is_live: bool
    is_salaried: bool
    items: int
    people: int
    overlap: int
    extra_answers_most: int
    person_answers_most: int | None
    order_word: str
    question: str
    labels: tuple[LabelDraft, ...]
    content_note: str
    instructions: Markup


def own_project(
    tx: Transaction, project_id: int, me: Identity, permission: Permission = Permission.PROJECT_READ
) -> ProjectView:
    """Return a project of the person's own organisation; anything else is not there.

    Raises:
        Refusal: `not_found`.
    """
    found = project(tx, project_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    insist(me, permission, organisation_id=found.organisation_id)
    return found


def priced_project(tx: Transaction, project_id: int, me: Identity, permission: Permission) -> ProjectView:
    """Return a project that pays through Jornal, for whoever may do this with it.

    Raises:
        Refusal: `not_found`, or `salaried_without_price`: a salary pays its people, and no money is set aside.
    """
    view = own_project(tx, project_id, me, permission)
    if view.is_salaried:
        raise Refusal("salaried_without_price", Kind.CONFLICT)
    return view


def shown(view: ProjectView, *, items: int, people: int = 0) -> Shown:
    """Return a project as its pages name it."""
    word, shape = STATE_WORDS[ProjectState(view.state)]
    draft = view.as_draft()
    return Shown(
        project_id=view.project_id,
        organisation_id=view.organisation_id,
        name=view.name,
        organisation=view.organisation_name,
        language=view.language,
        state_word=word,
        shape=shape,
        is_draft=view.state == ProjectState.DRAFT,
        is_live=view.state in {ProjectState.RUNNING, ProjectState.PAUSED},
        is_salaried=view.is_salaried,
        items=items,
        people=people,
        overlap=view.overlap,
        extra_answers_most=view.extra_answers_most,
        person_answers_most=view.person_answers_most,
        order_word=ORDER_WORDS[view.item_order],
        question=draft.question or " · ".join(_questions(view)),
        labels=tuple(draft.labels),
        content_note=view.content_note,
        instructions=html_of(view.instructions),
    )


def _questions(view: ProjectView) -> list[str]:
    """Return what is asked, where several things are."""
    controls = view.label_schema.get("controls", ())
    return [str(one.get("question") or one["name"]) for one in controls]


def offered_of(view: ProjectView) -> Offered:
    """Return what a project offers, as the price check reads it."""
    return Offered(
        places=view.jurisdictions,
        estimated_ms=view.estimated_ms,
        price_micros=view.price_micros,
        pay_basis=PayBasis(view.pay_basis),
    )


def provider_of(house: House) -> Provider | None:
    """Return who moves money here: a real service where there is one, else one tried out, else pretend money."""
    providers: list[Provider] = sorted(
        house.providers.values(), key=lambda provider: (provider.is_pretend, provider.arrives_at_once)
    )
    return providers[0] if providers else None
