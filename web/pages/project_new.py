"""The form that describes a project: a new one, or a draft that changes; the price is checked while it is typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from annotate.projects.queries import ProjectView
from annotate.projects.rules import LANGUAGES, PayBasis, ProjectDraft
from annotate.projects.service import change_draft, create_project
from payments.people.queries import OrganisationView, organisation
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import MS_PER_SECOND
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist, may
from web.content_words import RISKS
from web.deps import Requester, TheHouse
from web.errors import say_refusal
from web.item_languages import language_name
from web.markdown import html_of
from web.pages.kinds_of_work import kinds_of_work
from web.pages.project_form import (
    Offered,
    ProjectForm,
    Reading,
    draft_of,
    label_rows,
    overlap_of,
    read_labels,
    read_offer,
    read_words,
)
from web.pages.project_price import PriceCheck, check_price
from web.pages.project_view import own_project
from web.render import language_of, show, writing_of
from web.show_as import Writing
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/projects")
Typed = Annotated[ProjectForm, Form()]
UNREADABLE = 422


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form leads: its heading, where it is sent, and where the person came from."""

    heading: str
    action: str
    back: str


NEW = Place(N_("New project"), "/projects/new", "/projects")


def _change(project_id: int) -> Place:
    here = f"/projects/{project_id}"
    return Place(N_("Change the description"), f"{here}/edit", here)


@dataclass(frozen=True, slots=True)
class Read:
    """A form that was read: a draft where nothing has to change, and the arithmetic of its price."""

    draft: ProjectDraft | None
    reading: Reading
    price: PriceCheck | None


@router.get("/new")
def empty_form(request: Request, house: TheHouse, me: Requester) -> HTMLResponse:
    """Show the empty form."""
    insist(me, Permission.PROJECT_WRITE)
    return _form(request, house, me, NEW, ProjectForm(organisation_id=str(_writable(me)[0])), _nothing_read())


@router.post("/new")
def create(request: Request, house: TheHouse, me: Requester, form: Typed) -> Response:
    """Keep a new draft, or show the form again with what has to change."""
    organisation_id = _organisation_of(form, me)

    def keep(tx: Transaction, draft: ProjectDraft) -> int:
        return create_project(
            tx,
            draft=draft,
            organisation_id=organisation_id,
            created_by_id=me.person_id,
            rulebook=house.rulebook,
            task_types=house.task_types,
            now=house.now(),
            fee_permille=house.settings.fee_permille,
        )

    return _save(request, house, me, NEW, form, keep)


@router.get("/{project_id:int}/edit")
def filled_form(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show a draft in its form."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    form = _form_of(project, writing_of(request))
    return _form(request, house, me, _change(project_id), form, _read(form, house))


@router.post("/{project_id:int}/edit")
def change(request: Request, house: TheHouse, me: Requester, project_id: int, form: Typed) -> Response:
    """Change a draft, or show the form again with what has to change."""
    with house.db.reading() as tx:
        own_project(tx, project_id, me, Permission.PROJECT_WRITE)

    def keep(tx: Transaction, draft: ProjectDraft) -> int:
        change_draft(
            tx,
            project_id=project_id,
            draft=draft,
            by_id=me.person_id,
            rulebook=house.rulebook,
            task_types=house.task_types,
            now=house.now(),
        )
        return project_id

    return _save(request, house, me, _change(project_id), form, keep)


@router.post("/new/price")
def price(request: Request, house: TheHouse, me: Requester, form: Typed) -> HTMLResponse:
    """Show what the price typed so far comes to, and the minimum of each place."""
    return _form(request, house, me, NEW, form, _looked_at(form, house), block="price")


@router.post("/new/labels")
def labels(request: Request, house: TheHouse, me: Requester, form: Typed) -> HTMLResponse:
    """Show the labels typed so far with more empty rows."""
    return _form(request, house, me, NEW, form, _looked_at(form, house), block="labels")


@router.post("/new/preview")
def preview(request: Request, house: TheHouse, me: Requester, form: Typed) -> HTMLResponse:
    """Show the instructions as the annotator reads them."""
    return _form(request, house, me, NEW, form, _looked_at(form, house), block="instructions_shown")


def _save(
    request: Request,
    house: House,
    me: Identity,
    place: Place,
    form: ProjectForm,
    keep: Callable[[Transaction, ProjectDraft], int],
) -> Response:
    """Keep a form without problems and go to its project; otherwise show it again."""
    if form.act in {"more_labels", "preview", "price"}:
        return _form(request, house, me, place, form, _looked_at(form, house))
    read = _read(form, house)
    if read.draft is None:
        return _form(request, house, me, place, form, read, status=UNREADABLE)
    try:
        with house.db.writing() as tx:
            project_id = keep(tx, read.draft)
    except Refusal as refusal:
        if refusal.kind is not Kind.UNREADABLE:
            raise
        return _form(request, house, me, place, form, read, status=UNREADABLE, refusal=refusal)
    return RedirectResponse(f"/projects/{project_id}", 303)


def _form(  # noqa: PLR0913 - what `show` needs, and what was read
    request: Request,
    house: House,
    me: Identity,
    place: Place,
    form: ProjectForm,
    read: Read,
    *,
    block: str | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    insist(me, Permission.PROJECT_WRITE)
    language = language_of(request)
    return show(
        request,
        "projects/form.html",
        block=block,
        status=status,
        place=place,
        form=form,
        rows=label_rows(form),
        problems=read.reading.problems,
        price=read.price,
        refusal=say_refusal(request, refusal) if refusal else None,
        preview=html_of(form.instructions) if form.act == "preview" else "",
        places=house.rulebook.jurisdictions(),
        organisations=_organisations(house, me),
        risks=RISKS,
        task_types=kinds_of_work(house.task_types),
        item_languages=[(code, language_name(code, language)) for code in LANGUAGES],
    )


def _read(form: ProjectForm, house: House) -> Read:
    """Read a whole form that is to be kept."""
    reading = Reading()
    read_words(form, reading)
    form = _read_task_type(form, house, reading)
    overlap = overlap_of(form, reading)
    offered = read_offer(form, reading)
    price = check_price(house.rulebook, offered, now=house.now()) if offered else None
    _judge_price(offered, price, reading)
    if reading.problems or offered is None or price is None:
        return Read(None, reading, price)
    return Read(draft_of(form, offered, overlap=overlap, currency=price.currency), reading, price)


def _read_task_type(form: ProjectForm, house: House, reading: Reading) -> ProjectForm:
    """Object to an unknown kind of work and to labels that it cannot use; return the form without what it lacks."""
    task_type = house.task_types.get(form.task_type)
    if task_type is None:
        reading.object_to("task_type", N_("Choose what people do with each item."))
        return form
    read_labels(form, reading, least=task_type.labels_least)
    return form if task_type.has_nothing_option else form.model_copy(update={"allow_nothing": ""})


def _judge_price(offered: Offered | None, price: PriceCheck | None, reading: Reading) -> None:
    if offered is not None and price is None:
        reading.object_to("place", N_("These places have different currencies. Choose those that share one."))
    if price is not None and not price.is_lawful:
        reading.object_to("amount", N_("This is below the minimum. The arithmetic stands below."))


def _looked_at(form: ProjectForm, house: House) -> Read:
    """Read only the price of a form that is still being filled in; nothing is objected to yet."""
    offered = read_offer(form, Reading())
    return Read(None, Reading(), check_price(house.rulebook, offered, now=house.now()) if offered else None)


def _nothing_read() -> Read:
    return Read(None, Reading(), None)


def _writable(me: Identity) -> list[int]:
    """Return the organisations for which a person may make projects."""
    return [key for key in sorted(me.memberships) if may(me, Permission.PROJECT_WRITE, organisation_id=key)]


def _organisation_of(form: ProjectForm, me: Identity) -> int:
    """Return for whom the project is; another's organisation is as good as none."""
    mine = _writable(me)
    if form.organisation_id in {"", *(str(key) for key in mine)} and mine:
        return int(form.organisation_id or mine[0])
    raise Refusal("not_found", Kind.MISSING)


def _organisations(house: House, me: Identity) -> list[OrganisationView]:
    with house.db.reading() as tx:
        found = [organisation(tx, key) for key in _writable(me)]
    return [one for one in found if one is not None]


def _form_of(project: ProjectView, writing: Writing) -> ProjectForm:
    """Return the form as it was filled in for a kept draft."""
    draft = project.as_draft()
    return ProjectForm(
        organisation_id=str(project.organisation_id),
        name=draft.name,
        task_type=draft.task_type,
        allow_nothing="yes" if draft.allow_nothing else "",
        language=draft.language,
        instructions=draft.instructions,
        question=draft.question,
        label=[label.value for label in draft.labels],
        label_key=[label.key for label in draft.labels],
        label_about=[label.description for label in draft.labels],
        overlap=str(draft.overlap),
        place=list(draft.jurisdictions),
        estimated_seconds=str(draft.estimated_ms // MS_PER_SECOND),
        pay_basis=draft.pay_basis,
        amount="" if draft.pay_basis == PayBasis.SALARIED else writing.typed_amount(draft.price_micros),
        content_note=draft.content_note,
        content_risk=list(draft.content_risks),
    )
