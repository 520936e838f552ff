"""The form that describes a project: a new one, or a draft that changes; the price is checked while it is typed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from annotate.projects.rules import LANGUAGES, ProjectDraft
from annotate.projects.service import change_draft, create_project
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.content_words import RISKS
from web.deps import Requester, TheHouse
from web.errors import say_refusal
from web.frame import content_policy
from web.item_languages import language_name
from web.markdown import html_of
from web.pages.kinds_of_work import kinds_of_work
from web.pages.project_asking import (
    Asking,
    asking_of,
    editor_words,
    is_asking_act,
    problems_asked,
    with_asked,
)
from web.pages.project_filled import form_of
from web.pages.project_form import (
    ORDER_WORDS,
    Offered,
    ProjectForm,
    Reading,
    counts_of,
    draft_of,
    label_rows,
    read_labels,
    read_offer,
    read_words,
)
from web.pages.project_owner import organisation_of, organisations_of, writable
from web.pages.project_price import PriceCheck, check_price
from web.pages.project_view import own_project
from web.refusal_text import load_texts
from web.render import language_of, show, writing_of
from web.schema_editor.asked import asked_by
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
    return _form(request, house, me, NEW, ProjectForm(organisation_id=str(writable(me)[0])), _nothing_read())


@router.post("/new")
def create(request: Request, house: TheHouse, me: Requester, form: Typed) -> Response:
    """Keep a new draft, or show the form again with what has to change."""
    organisation_id = organisation_of(form.organisation_id, me)

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
    form = form_of(project, writing_of(request))
    form, asking = with_asked(form, project.task_type, project.label_schema, house.task_types)
    return _form(request, house, me, _change(project_id), form, _read(form, house, asking), asking=asking)


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


@router.post("/new/asked")
def asked(request: Request, house: TheHouse, me: Requester, form: Typed) -> HTMLResponse:
    """Show the editor of questions after one of its buttons."""
    form, asking = asking_of(form, house.task_types, language_of(request).say)
    return _form(request, house, me, NEW, form, _looked_at(form, house), asking=asking, block="asked")


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
    form, asking = asking_of(form, house.task_types, language_of(request).say)
    if form.act in {"more_labels", "preview", "price"} or is_asking_act(form.act):
        return _form(request, house, me, place, form, _looked_at(form, house), asking=asking)
    read = _read(form, house, asking)
    if read.draft is None:
        return _form(request, house, me, place, form, read, asking=asking, status=UNREADABLE)
    try:
        with house.db.writing() as tx:
            project_id = keep(tx, read.draft)
    except Refusal as refusal:
        if refusal.kind is not Kind.UNREADABLE:
            raise
        return _form(request, house, me, place, form, read, asking=asking, status=UNREADABLE, refusal=refusal)
    return RedirectResponse(f"/projects/{project_id}", 303)


def _form(  # noqa: PLR0913 - what `show` needs, and what was read
    request: Request,
    house: House,
    me: Identity,
    place: Place,
    form: ProjectForm,
    read: Read,
    *,
    asking: Asking | None = None,
    block: str | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    insist(me, Permission.PROJECT_WRITE)
    language, asking = language_of(request), asking or Asking()
    answer = show(
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
        organisations=organisations_of(house, me),
        risks=RISKS,
        orders=ORDER_WORDS,
        task_types=kinds_of_work(house.task_types),
        item_languages=[(code, language_name(code, language)) for code in LANGUAGES],
        asking=asking,
        config_refusal=say_refusal(request, asking.refusal) if asking.refusal else None,
        **editor_words(asking, house.task_types),
    )
    if asking.rows is not None:  # the preview beside the editor
        answer.headers["Content-Security-Policy"] = content_policy(request.state.nonce, holds_frames=True)
    return answer


def _read(form: ProjectForm, house: House, asking: Asking) -> Read:
    """Read a whole form that is to be kept."""
    reading = Reading()
    read_words(form, reading)
    form = _read_task_type(form, house, reading) if asking.rows is None else form
    for name, problem in problems_asked(asking.rows, house.task_types) if asking.rows else []:
        reading.object_to(name, load_texts()[problem.code].reason, **problem.params)
    counts = counts_of(form, reading)
    offered = read_offer(form, reading)
    price = check_price(house.rulebook, offered, now=house.now()) if offered else None
    _judge_price(offered, price, reading)
    if reading.problems or offered is None or price is None:
        return Read(None, reading, price)
    draft = draft_of(form, offered, counts=counts, currency=price.currency)
    if asking.rows is not None:
        task_type, schema = asked_by(asking.rows, house.task_types)
        draft = replace(draft, task_type=task_type, schema=schema, labels=(), question="", allow_nothing=False)
    return Read(draft, reading, price)


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
