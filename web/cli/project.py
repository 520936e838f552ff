"""`jornal project create|import|publish|export`: a labelling job from the command line, without a browser."""

import json
import sys
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from annotate.batches.service import publish_batch
from annotate.dataset_files.queries import answer_count
from annotate.datasets_out import checked_format, pieces
from annotate.imports import Choices
from annotate.label_config import read_config
from annotate.label_schema import COMBINED
from annotate.projects.queries import existing_project, quote
from annotate.projects.rules import LabelDraft, ProjectDraft
from annotate.projects.service import create_project, publish
from annotate.resolution.rules import Resolution
from annotate.rows import GOLD, IGNORE, SUGGEST
from payments.people.queries import organisations
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import decimal_text, micros_of
from policies.periods import MS_PER_SECOND
from web.auth.accounts import account_of_email
from web.bringing_paths import Left, bring_path_in
from web.leaving import choice_from, leaving_of
from web.running import the_house_of

app = typer.Typer(help="Labelling jobs: make, fill, publish, fetch the answers.", no_args_is_help=True)


class LabelUse(StrEnum):
    """What the labels that a file brings along become."""

    SUGGEST = SUGGEST
    GOLD = GOLD
    IGNORE = IGNORE


Requester = Annotated[str, typer.Option("--by", help="The address of the requester on whose behalf this is done.")]
ProjectId = Annotated[int, typer.Argument(help="The project's number.")]


@app.command()
def create(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A JSON file that describes it.")],
    by: Requester,
    organisation: Annotated[str, typer.Option(help="The name of the organisation that asks for the work.")],
    config: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A Label Studio configuration: what is asked.")
    ] = None,
) -> None:
    """Make a draft; prints its number."""
    draft = draft_from(file.read_bytes(), label_config=config.read_bytes() if config else b"")
    with the_house_of() as house, house.db.writing() as tx:
        organisation_id = next((one.organisation_id for one in organisations(tx) if one.name == organisation), None)
        if organisation_id is None:
            raise Refusal("no_such_organisation", Kind.MISSING, name=organisation[:200])
        project_id = create_project(
            tx,
            draft=draft,
            organisation_id=organisation_id,
            created_by_id=_person(tx, by),
            rulebook=house.rulebook,
            task_types=house.task_types,
            now=house.now(),
            fee_permille=house.settings.fee_permille,
        )
    typer.echo(f"project: {project_id}")


@app.command("import")
def import_items(  # noqa: PLR0917 - each is one option
    project_id: ProjectId,
    path: Annotated[Path, typer.Argument(exists=True, help="A table, a text, a picture, a ZIP, or a folder of them.")],
    by: Requester,
    text_column: Annotated[str, typer.Option(help="The column that is labelled; empty: found by its name.")] = "",
    id_column: Annotated[str, typer.Option(help="The column with your own ids; empty: found by its name.")] = "",
    encoding: Annotated[str, typer.Option(help="utf-8, utf-16 or windows-1252; empty: found out.")] = "",
    labels: Annotated[LabelUse, typer.Option(help="What the file's own labels become.")] = LabelUse.SUGGEST,
    whole_files: Annotated[
        bool, typer.Option("--whole-files", help="Each text file is one item, not each line.")
    ] = False,
    refused: Annotated[
        Path | None, typer.Option(help="Where every refused row goes, with its reason, as JSON.")
    ] = None,
    to_correct: Annotated[
        Path | None, typer.Option(help="Where the refused rows go as they came, to be corrected and brought in again.")
    ] = None,
) -> None:
    """Bring items in; a second time changes nothing. Says which rows were refused, and why.

    CSV, TSV, JSON, JSON lines, text, Label Studio, COCO, CoNLL, spaCy, Parquet; or a ZIP or folder of pictures or
    texts, also as Pascal VOC, YOLO and Hugging Face lay them out.

    Into a project that is published they come as a batch of their own, which waits for its money.
    """
    choices = Choices(
        text_column=text_column,
        id_column=id_column,
        encoding=encoding,
        labels=labels.value,
        is_whole_file=whole_files,
    )
    with the_house_of() as house:
        with house.db.reading() as tx:
            by_id = _person(tx, by)
        left = Left(refused=refused, to_correct=to_correct)
        steps = bring_path_in(house, path, project_id=project_id, by_id=by_id, choices=choices, left=left)
        for said, is_progress in steps:
            typer.echo(said, err=is_progress)


@app.command("publish")
def open_for_work(project_id: ProjectId, by: Requester) -> None:
    """Set the money aside and open a project for work."""
    with the_house_of() as house, house.db.writing() as tx:
        asked = publish(tx, project_id=project_id, by_id=_person(tx, by), rulebook=house.rulebook, now=house.now())
    typer.echo(
        f"published: {asked.answer_count} answers, never more than {_money(asked.ceiling_micros, asked.currency)}"
    )


@app.command("publish-batch")
def open_batch(
    batch_id: Annotated[int, typer.Argument(help="The batch's number, as import said it.")], by: Requester
) -> None:
    """Set the money of items that came later aside, and open them for work at today's price."""
    with the_house_of() as house, house.db.writing() as tx:
        by_id = _person(tx, by)
        asked = publish_batch(tx, batch_id=batch_id, by_id=by_id, rulebook=house.rulebook, now=house.now())
    typer.echo(
        f"published: {asked.answer_count} more answers, never more than {_money(asked.ceiling_micros, asked.currency)}"
    )


@app.command("quote")
def ask_price(project_id: ProjectId) -> None:
    """Say what a project will cost at most."""
    with the_house_of() as house, house.db.reading() as tx:
        asked = quote(tx, project_id=project_id, rulebook=house.rulebook, now=house.now())
    extra = f", {asked.extra_count_most} of them only where people disagree" if asked.extra_count_most else ""
    for name, micros in (
        (f"answers{extra}", asked.piece_micros),
        (f"reserve {asked.reserve_percent} %", asked.reserve_micros),
        ("never more than", asked.ceiling_micros),
    ):
        typer.echo(f"{name}: {_money(micros, asked.currency)}")


@app.command()
def export(  # noqa: PLR0917 - each is one option
    project_id: ProjectId,
    format: Annotated[str, typer.Option(help="jsonl, csv, items, label_studio, coco, yolo ...")] = "jsonl",  # noqa: A002
    out: Annotated[Path | None, typer.Option(help="The file to write; without it, the screen.")] = None,
    surplus: Annotated[bool, typer.Option("--surplus", help="Also answers that came too late.")] = False,
    gold: Annotated[bool, typer.Option("--gold", help="Also the items whose answer is known.")] = False,
    resolution: Annotated[str, typer.Option(help=", ".join(Resolution))] = "",
    media: Annotated[str, typer.Option(help="Pictures: included, linked or left_out.")] = "",
    archive: Annotated[bool, typer.Option("--archive", help="A ZIP with the labour card and what was lost.")] = False,
) -> None:
    """Write the answers of a project, a line for each, or in another format; several files come as a ZIP."""
    said = choice_from(form=format, resolution=resolution, media=media, with_surplus=surplus, is_archive=archive)
    choice = replace(said, with_gold=gold)
    with the_house_of() as house, house.db.reading() as tx:
        project = existing_project(tx, project_id)
        checked_format(project, choice)
        if out is None:
            sys.stdout.buffer.writelines(pieces(tx, project, choice, leaving_of(house)))
            return
        with Progress(console=Console(stderr=True)) as bar, out.open("wb") as target:
            task = bar.add_task("answers", total=answer_count(tx, project_id))
            leaving = leaving_of(house, reached=lambda more: bar.advance(task, more))
            target.writelines(pieces(tx, project, choice, leaving))


def draft_from(data: bytes, *, label_config: bytes = b"") -> ProjectDraft:
    """Return a draft from the JSON text that describes it.

    Args:
        data: the description.
        label_config: a Label Studio configuration in a file of its own, which then says what is asked.

    Raises:
        Refusal: `description_unreadable`, naming what is missing or cannot be read.
    """
    try:
        said: dict[str, Any] = json.loads(data, parse_float=Decimal)  # JSON has no narrower type
        if label_config:
            said["label_config"] = label_config.decode("utf-8-sig")
        pay = said["pay"]
        task_type, schema = _asked(said)
        return ProjectDraft(
            name=said["name"],
            labels=() if schema else [LabelDraft(**_label(label)) for label in said["labels"]],
            schema=schema,
            question=said.get("question", ""),
            instructions=said["instructions"],
            jurisdictions=tuple(pay["jurisdictions"]),
            currency=pay["currency"],
            price_micros=0 if pay.get("basis") == "salaried" and "amount" not in pay else micros_of(str(pay["amount"])),
            pay_basis=pay.get("basis", "item"),
            estimated_ms=int(Decimal(said["estimated_seconds"]) * MS_PER_SECOND),
            overlap=int(said.get("overlap", 1)),
            extra_answers_most=int(said.get("extra_answers_most", 0)),
            person_answers_most=None if (most := said.get("person_answers_most")) is None else int(most),
            item_order=said.get("order", "sequence"),
            task_type=task_type,
            allow_nothing=said.get("allow_nothing") is True,
            language=said.get("language", "es"),
            content_note=said.get("content_note", ""),
            content_risks=tuple(str(risk) for risk in said.get("content_risks", ())),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
        raise Refusal("description_unreadable", Kind.UNREADABLE, what=str(problem)[:200]) from problem


def _asked(said: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """Return the kind of work, and its schema where more than labels says it: `schema`, or `label_config` as text."""
    if "label_config" in said:
        read = read_config(str(said["label_config"]))
        return read.task_type, read.schema
    schema = said.get("schema")
    if schema is not None and not isinstance(schema, dict):
        raise TypeError("schema is an object")
    return str(said.get("task_type", COMBINED if schema else "choice")), schema


def _label(label: object) -> dict[str, str]:
    """Return a label as written: a word, or an object with value, key and description."""
    if isinstance(label, str):
        return {"value": label}
    if isinstance(label, dict):
        return {name: str(value) for name, value in label.items()}
    raise TypeError("a label is a text or an object")


def _person(tx: Transaction, email: str) -> int:
    found = account_of_email(tx, email)
    if found is None:
        raise Refusal("nobody_of_this_address", Kind.MISSING, email=email[:200])
    return found.person_id


def _money(micros: int, currency: str) -> str:
    return f"{decimal_text(micros)} {currency}"
