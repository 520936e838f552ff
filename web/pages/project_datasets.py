"""Taking a project's answers away: a format, who counts, what is lost beforehand; then a link that lasts for days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from pydantic import BaseModel

from annotate.dataset_files.queries import DatasetFileView, dataset_file, dataset_files
from annotate.dataset_files.rules import FileState
from annotate.dataset_files.service import ask_dataset
from annotate.datasets_out import Choice, checked_format, known_losses
from annotate.exports import chosen_format, discover
from annotate.label_schema import Shown, parts_of
from annotate.masks.queries import has_masks
from annotate.outgoing import Media
from annotate.projects.queries import ProjectView
from annotate.resolution.rules import Resolution
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.deps import Requester, TheHouse
from web.leaving import choice_from
from web.loss_words import said_of
from web.pages.project_export import FIRST, file_name, formats
from web.pages.project_view import own_project, shown
from web.render import is_fragment, language_of, show
from web.show_as import size_text
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/projects")
RESOLUTION_WORDS = {
    Resolution.ALL_ANSWERS: (N_("All answers"), N_("every person’s answer, side by side")),
    Resolution.EACH_ANNOTATOR: (N_("One file per annotator"), N_("each under the pseudonym of this project")),
    Resolution.MAJORITY: (N_("What most said"), N_("ties are marked and left open")),
    Resolution.DAWID_SKENE: (
        N_("Weighed by Dawid and Skene’s model"),
        N_("how reliable each person is with each label; what most said stands beside it"),
    ),
    Resolution.WAWA: (
        N_("Weighed by agreement with the others (Wawa)"),
        N_("people who agree more often count more; what most said stands beside it"),
    ),
}
MEDIA_WORDS = {
    Media.INCLUDED: N_("Included"),
    Media.LINKED: N_("As links, which open for members of your organisation"),
    Media.LEFT_OUT: N_("Left out"),
}
STATE_WORDS = {
    FileState.WAITING: (N_("Waiting for its turn"), "ring"),
    FileState.RUNNING: (N_("Being written"), "half"),
    FileState.DONE: (N_("Ready"), "tick"),
    FileState.FAILED: (N_("It could not be written"), "diamond"),
    FileState.GONE: (N_("Deleted after three days"), "square"),
}
assert set(RESOLUTION_WORDS) == set(Resolution)
assert set(MEDIA_WORDS) == set(Media)
assert set(STATE_WORDS) == set(FileState)


class DatasetForm(BaseModel):
    """What is to be written."""

    format: str = FIRST
    resolution: str = ""
    media: str = ""
    surplus: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One data set as the page shows it."""

    file: DatasetFileView
    title: str
    resolution_word: str
    state_word: str
    shape: str
    is_there: bool


@router.get("/{project_id:int}/datasets")
def datasets(  # noqa: PLR0913, PLR0917 - each is one thing that was chosen
    request: Request,
    house: TheHouse,
    me: Requester,
    project_id: int,
    format: str = FIRST,  # noqa: A002 - its own word
    resolution: str = "",
    media: str = "",
    surplus: str = "",
) -> HTMLResponse:
    """Show what can be taken away, what each format loses, and what was asked for before."""
    said = DatasetForm(format=format, resolution=resolution, media=media, surplus=surplus)
    return _show(request, house, me, project_id, said)


@router.post("/{project_id:int}/datasets")
def ask(
    request: Request, house: TheHouse, me: Requester, project_id: int, form: Annotated[DatasetForm, Form()]
) -> Response:
    """Ask for a data set; it is written by itself, and the page shows how far it is."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
    choice = _choice(form)
    checked_format(project, choice)
    with house.db.writing() as tx:
        ask_dataset(
            tx,
            project_id=project_id,
            by_id=me.person_id,
            choice=choice,
            language=language_of(request).code,
            now=house.now(),
        )
    return RedirectResponse(f"/projects/{project_id}/datasets#asked", 303)


@router.get("/{project_id:int}/datasets/{link}")
def fetch(house: TheHouse, me: Requester, project_id: int, link: str) -> StreamingResponse:
    """Send a data set that is ready, to whoever may see the project, until its time is over.

    Raises:
        Refusal: `not_found`, `dataset_gone`.
    """
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
        file = dataset_file(tx, project_id=project_id, link=link)
    if file is None or file.is_open:
        raise Refusal("not_found", Kind.MISSING)
    if not file.is_there(house.now()):
        raise Refusal("dataset_gone", Kind.MISSING)
    return StreamingResponse(
        house.files.read(file.key),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(project, ".zip", f"-{file.format}")}"',
            "Content-Length": str(file.size_bytes),
            "Cache-Control": "private, no-store",
        },
    )


def _choice(form: DatasetForm) -> Choice:
    return choice_from(
        form=form.format,
        resolution=form.resolution,
        media=form.media,
        with_surplus=bool(form.surplus),
        is_archive=True,
    )


def _show(request: Request, house: House, me: Identity, project_id: int, form: DatasetForm) -> HTMLResponse:
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        asked = [_asked(file, house) for file in dataset_files(tx, project_id)]
        masks = has_masks(tx, project_id)
    choice = _choice(form)
    has_pictures = any(one.kind == "image" for one in _objects(view, house))
    block = "asked" if is_fragment(request) and request.headers.get("hx-target") == "asked" else "losses"
    return show(
        request,
        "projects/datasets.html",
        block=block,
        project=shown(view, items=0),
        formats=formats(view.task_type),
        chosen=choice,
        resolutions=RESOLUTION_WORDS,
        media_words=MEDIA_WORDS if has_pictures else {},
        losses=_losses(request, view, choice, masks=masks),
        size=size_text,
        asked=asked,
        is_open=any(one.file.is_open for one in asked),
    )


def _objects(view: ProjectView, house: House) -> Sequence[Shown]:
    return parts_of(view.task_type, view.label_schema, house.task_types).objects


def _losses(request: Request, view: ProjectView, choice: Choice, *, masks: bool) -> list[str]:
    language, form = language_of(request), chosen_format(choice.format, task_type=view.task_type)
    return [said_of(one, language) for one in known_losses(form, view, choice, has_masks=masks)]


def _asked(file: DatasetFileView, house: House) -> Asked:
    word, shape = STATE_WORDS[FileState(file.state)]
    form = discover().get(file.format)
    return Asked(
        file=file,
        title=form.title if form else file.format,
        resolution_word=RESOLUTION_WORDS[Resolution(file.resolution)][0],
        state_word=word,
        shape=shape,
        is_there=file.is_there(house.now()),
    )
