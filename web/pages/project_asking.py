"""What a project form asks of people: one question and its labels, or everything that stands in the editor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotate.label_config import CONFIG_MOST, read_config
from annotate.label_config_tags import Seen
from annotate.label_config_writing import config_of
from annotate.label_schema import OBJECT_KINDS
from annotate.labels import Problem
from annotate.schema_checks import is_flat, problems_of_whole
from annotate.task_type import Option, TaskType
from policies.errors import Kind, Refusal
from web.pages.project_form import ProjectForm
from web.schema_editor.acts import after_act, is_act, place_after
from web.schema_editor.asked import asked_by, rows_of
from web.schema_editor.common_jobs import COMMON_JOBS, in_words
from web.schema_editor.rows import ControlRow, Rows, rows_in
from web.words import N_

PARTS = "parts"
"""The form's mode in which the editor asks, instead of one question and its labels."""
OBJECT_TITLES = {"text": N_("A text"), "image": N_("A picture"), "list": N_("A list of texts")}
ATTRIBUTE_KINDS = {
    "choice": N_("One label"),
    "choices": N_("Several labels"),
    "rating": N_("Rating"),
    "free_text": N_("Free text"),
}
Kinds = Mapping[str, TaskType]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the editor shows.

    Attributes:
        rows: as typed; None where the simple form asks.
        understood: what a configuration's tags became.
        named: what of a configuration was not understood.
        refusal: why a configuration could not be read.
        config: the configuration that says the same as the rows, where it was asked for.
        place: the id of the row that the keyboard goes to, after a button changed the rows; else empty.
    """

    rows: Rows | None = None
    understood: tuple[Seen, ...] = ()
    named: tuple[Seen, ...] = ()
    refusal: Refusal | None = None
    config: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlShown:
    """One question as the editor draws it."""

    number: int
    row: ControlRow
    title: str
    has_labels: bool
    has_tree: bool
    has_relations: bool
    is_region: bool
    is_compared: bool
    may_say_nothing: bool
    options: tuple[tuple[Option, str], ...]
    abouts: tuple[str, ...]
    before: tuple[str, ...]


def is_asking_act(act: str) -> bool:
    """Return whether a button changes only what is asked, so that the form is shown again."""
    return is_act(act) or act in {"job", "parts", "asked", "config.read", "config.show"}


def asking_of(form: ProjectForm, kinds: Kinds, translate: Callable[[str], str]) -> tuple[ProjectForm, Asking]:
    """Return the form and its editor after the button that was pressed.

    Args:
        form: as it was sent.
        kinds: every kind of work by name.
        translate: into the language of the page, for the words of a common job.
    """
    if form.act == "job" and form.job in COMMON_JOBS:
        job = COMMON_JOBS[form.job]
        return with_asked(form, job.task_type, in_words(job.schema, translate), kinds)
    if form.act == "config.read":
        return _with_config(form, kinds)
    rows = rows_in(form.model_extra or {}) if form.mode == PARTS else None
    if rows is None:
        return (form, Asking()) if form.act != "parts" else _with_parts(form, kinds)
    if is_act(form.act):
        rows = after_act(rows, form.act, add_object=form.add_object, add_control=form.add_control, kinds=kinds)
    if form.act == "config.show":
        return form, _with_config_of(rows, kinds)
    return form, Asking(rows=rows, place=place_after(form.act, rows))


def with_asked(
    form: ProjectForm, task_type: str, schema: Mapping[str, Any], kinds: Kinds
) -> tuple[ProjectForm, Asking]:
    """Return a form that asks what a label schema says: simply where that says all of it, else in the editor."""
    if not (is_flat(schema) and kinds[task_type].is_simple):
        return form.model_copy(update={"mode": PARTS}), Asking(rows=rows_of(task_type, schema, kinds))
    labels = schema["labels"]
    simple = {
        "mode": "",
        "task_type": task_type,
        "question": schema.get("question", ""),
        "label": [label["value"] for label in labels],
        "label_key": [label.get("key", "") for label in labels],
        "label_about": [label.get("description", "") for label in labels],
        "allow_nothing": "yes" if schema.get("allow_nothing") else "",
    }
    return form.model_copy(update=simple), Asking()


def problems_asked(rows: Rows, kinds: Kinds) -> list[tuple[str, Problem]]:
    """Return what is wrong with the rows, each with the id of the row that it is about."""
    if not rows.objects:
        return [("objects", Problem("objects_missing"))]
    if not rows.controls:
        return [("controls", Problem("controls_missing"))]
    task_type, schema = asked_by(rows, kinds)
    return [(_place_of(one, rows), one) for one in problems_of_whole(schema, kinds[task_type])]


def controls_shown(rows: Rows, kinds: Kinds) -> list[ControlShown]:
    """Return the questions as the editor draws them, their settings as their kinds declare them."""
    return [_control_shown(number, row, rows, kinds) for number, row in enumerate(rows.controls, start=1)]


def editor_words(asking: Asking, kinds: Kinds) -> dict[str, object]:
    """Return what the editor's templates need beside what is in it."""
    return {
        "jobs": list(COMMON_JOBS.values()),
        "controls": controls_shown(asking.rows, kinds) if asking.rows else [],
        "kinds_to_add": kinds_to_add(kinds),
        "object_titles": OBJECT_TITLES,
        "attribute_kinds": ATTRIBUTE_KINDS,
    }


def kinds_to_add(kinds: Kinds) -> list[tuple[str, str]]:
    """Return the kinds of questions that can be added: name and title."""
    return [(one.name, _title(one)) for one in kinds.values() if one.about_kinds]


def _with_parts(form: ProjectForm, kinds: Kinds) -> tuple[ProjectForm, Asking]:
    """Return the editor with what was typed into the simple form."""
    task_type = form.task_type if form.task_type in kinds and kinds[form.task_type].columns else "choice"
    rows_typed = zip(form.label, [*form.label_key, *[""] * 99], [*form.label_about, *[""] * 99], strict=False)
    labels = [
        {"value": value.strip(), "key": key.strip(), "description": about.strip()}
        for value, key, about in rows_typed
        if value.strip()
    ]
    schema = {"question": form.question.strip(), "labels": labels, "allow_nothing": bool(form.allow_nothing)}
    return form.model_copy(update={"mode": PARTS}), Asking(rows=rows_of(task_type, schema, kinds))


def _with_config(form: ProjectForm, kinds: Kinds) -> tuple[ProjectForm, Asking]:
    """Return what a Label Studio configuration asks for, or the form as it was and why it could not be read."""
    before = rows_in(form.model_extra or {}) if form.mode == PARTS else None
    try:
        found = read_config(_config_in(form), kinds)
    except Refusal as refusal:
        return form, Asking(rows=before, refusal=refusal)
    form, asking = with_asked(form, found.task_type, found.schema, kinds)
    return form.model_copy(update={"config": ""}), replace(asking, understood=found.understood, named=found.named)


def _config_in(form: ProjectForm) -> str:
    """Return the configuration that was uploaded, else the one that was pasted."""
    sent = (form.model_extra or {}).get("config_file")
    file = getattr(sent, "file", None)
    data = file.read(4 * CONFIG_MOST + 1) if file is not None else b""
    if not data:
        return form.config
    try:
        return str(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise Refusal("label_config_unreadable", Kind.UNREADABLE) from problem


def _with_config_of(rows: Rows, kinds: Kinds) -> Asking:
    """Return the rows with the configuration that says the same; without one where something is wrong with them."""
    if problems_asked(rows, kinds):
        return Asking(rows=rows)
    return Asking(rows=rows, config=config_of(*asked_by(rows, kinds), kinds))


def _place_of(problem: Problem, rows: Rows) -> str:
    for number, control in enumerate(rows.controls, start=1):
        if problem.control and problem.control in {control.name, *(one.name for one in control.attributes)}:
            return f"c{number}"
    return "objects" if problem.params.get("what") == "objects" else "controls"


def _title(kind: TaskType) -> str:
    """Return what a question is called here, where it may be about a text as well as about a picture."""
    return ATTRIBUTE_KINDS.get(kind.name, kind.title)


def _control_shown(number: int, row: ControlRow, rows: Rows, kinds: Kinds) -> ControlShown:
    kind = kinds.get(row.kind)
    asks: Mapping[str, Any] = kind.sample["schema"] if kind else {}
    return ControlShown(
        number=number,
        row=row,
        title=_title(kind) if kind else row.kind,
        has_labels="labels" in asks or bool(kind and kind.labels_least) or row.kind == "ranking",
        has_tree=any("children" in one for one in asks.get("labels", ())),
        has_relations="relations" in asks,
        is_region=bool(kind and kind.is_region),
        is_compared=bool(kind and len(kind.columns) > 1),
        may_say_nothing=bool(kind and kind.has_nothing_option),
        options=tuple((one, row.options.get(one.name, "")) for one in (kind.options if kind else ())),
        abouts=tuple(one.name for one in rows.objects if kind and one.kind in kind.about_kinds),
        before=tuple(one.name for one in rows.controls[: number - 1]),
    )


assert set(OBJECT_TITLES) == set(OBJECT_KINDS)
