"""`jornal bench`: what one answer costs here, with sixteen people at once, and whether it grows with the work."""

import json
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from annotate import exports
from annotate.assignments.queries import answers_of
from web.bench import datasets as sets
from web.bench import drawing as draw
from web.bench import marking as mark
from web.bench import pages, payday, resolution, services, serving, settling
from web.bench import painting as paint
from web.bench.browser import NoBrowserError
from web.bench.cycles import Measured, run_together
from web.bench.engines import DatabaseKind, opened
from web.bench.work import Bench, set_up
from web.db_schema import upgrade
from web.running import the_house_of
from web.settings import Environment, Settings
from web.wiring import House

SIZES = (1_000, 100_000)
MILLION, BILLION = 1_000_000, 1_000_000_000
HEADINGS = (
    "items",
    "through",
    "answers",
    "answers/s",
    "ms CPU",
    "median ms",
    "p99 ms",
    "import rows/s",
    "export rows/s",
)

PAYDAY_HEADINGS = (
    "database",
    "weeks",
    "answers",
    "weeks/s",
    "ms CPU each",
    "longest act ms",
    "of it CPU",
    "wait ms: median",
    "p99",
    "longest",
    "longest alone",
)


app = typer.Typer(invoke_without_command=True)


@app.callback()
def answers(
    context: typer.Context,
    items: Annotated[list[int] | None, typer.Option(help="Sizes to measure; repeat it for more.", min=1)] = None,
    million: Annotated[bool, typer.Option("--million", help="Also a project of a million items.")] = False,
    people: Annotated[int, typer.Option(help="How many answer at once.", min=1)] = 16,
    seconds: Annotated[float, typer.Option(help="How long each measurement takes.")] = 5.0,
    database: Annotated[str, typer.Option(help="An empty PostgreSQL database to measure; none: SQLite.")] = "",
) -> None:
    """Measure answers a second and processor time for each; on PostgreSQL the database's own time is not counted."""
    if context.invoked_subcommand is not None:
        return
    sizes = (*(items or SIZES), *((MILLION,) if million else ()))
    table = Table(*HEADINGS, title=f"{'PostgreSQL' if database else 'SQLite'}, {people} people at once")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="jornal-bench-") as folder:
            for row in measure(Path(folder), size, people=people, seconds=seconds, database=database):
                table.add_row(*row)
    Console(width=130).print(table)


@app.command()
def settle(
    people: Annotated[int, typer.Option(help="How many people's weeks.", min=1)] = 2_000,
) -> None:
    """Measure processor time for settling everybody's week on one core: from day totals, and from raw segments."""
    found = settling.measure(people)
    table = Table("from", "weeks", "seconds CPU", "weeks/s", title="Settling a pay week, one core")
    for source, seconds in (("day totals", found.from_totals), (f"{found.segments:,} segments", found.from_segments)):
        table.add_row(source, f"{found.people:,}", f"{seconds:.2f}", f"{found.people / seconds:,.0f}")
    Console(width=130).print(table)


@app.command()
def datasets(
    engine: Annotated[DatabaseKind, typer.Option(help="Which database.")] = DatabaseKind.SQLITE,
    rows: Annotated[int, typer.Option(help="How many rows come in, go out, and are refused.", min=1)] = MILLION,
    annotations: Annotated[int, typer.Option(help="How many boxes come in as COCO, and go out.", min=1)] = MILLION,
    gigabytes: Annotated[float, typer.Option(help="How large a ZIP of pictures is.", min=0.05)] = 5,
    part: Annotated[list[sets.Part] | None, typer.Option(help="Only these; repeat it for more.")] = None,
) -> None:
    """Measure how fast data sets come in and go out, and what memory it takes above an idle house; as JSON lines."""
    sizes = sets.Sizes(rows=rows, annotations=annotations, archive_bytes=round(gigabytes * BILLION))
    for kind in engine.each:
        with tempfile.TemporaryDirectory(prefix="jornal-bench-") as name, opened(kind, Path(name)) as (database, _):
            for found in sets.measure(Path(name), sizes, tuple(part or sets.Part), database=database):
                typer.echo(json.dumps(found))


@app.command("resolution")
def resolve(
    answers: Annotated[int, typer.Option(help="How many answers, three for each item.", min=3)] = MILLION,
) -> None:
    """Measure how long weighing answers by reliability takes, and how much memory it needs; as a table."""
    found = resolution.measure(answers)
    title = f"{found.answers:,} answers, {found.annotators:,} people, {found.memory_mb:,} MB at most"
    table = Table("way", "seconds CPU", "rounds", "right", title=title)
    for one in found.weighings:
        table.add_row(one.name, f"{one.seconds:.2f}", str(one.rounds), f"{one.right_share:.2%}")
    Console(width=130).print(table)
    typer.echo(f"{found.added_per_second:,.0f} answers a second taken in")


@app.command("payday")
def hold_payday(
    engine: Annotated[DatabaseKind, typer.Option(help="Which database.")] = DatabaseKind.SQLITE,
    people: Annotated[int, typer.Option(help="How many people's weeks.", min=1)] = 300,
    answers: Annotated[int, typer.Option(help="How many answers of each.", min=1)] = 40,
) -> None:
    """Measure payday: people a second, and how long somebody who writes at that moment waits at most."""
    table = Table(*PAYDAY_HEADINGS, title="Payday, with a writer beside it")
    for kind in engine.each:
        with tempfile.TemporaryDirectory(prefix="jornal-bench-") as folder:
            found = payday.measure(kind, Path(folder), people=people, answers=answers)
        acts = (1000 * found.cpu_seconds / found.people, found.longest_act_ms, found.longest_act_cpu_ms)
        waits = (found.median_wait_ms, found.p99_wait_ms, found.longest_wait_ms, found.alone_ms)
        figures = (f"{value:,.1f}" for value in (found.per_second, *acts, *waits))
        table.add_row(kind.value, f"{found.people:,}", f"{found.answers:,}", *figures)
    Console(width=140).print(table)


@app.command()
def painting(
    items: Annotated[int, typer.Option(help="How many answers.", min=1)] = 100,
) -> None:
    """Measure in a real browser how long the next item takes, from the key that submits to its painting; as JSON."""
    with tempfile.TemporaryDirectory(prefix="jornal-bench-") as folder:
        try:
            found = paint.measure(Path(folder), items=items)
        except NoBrowserError as missing:
            raise typer.BadParameter(str(missing)) from missing
    Console().print_json(data=found)


@app.command()
def drawing(
    shapes: Annotated[list[int] | None, typer.Option(help="How many shapes; repeat it for more.", min=1)] = None,
) -> None:
    """Measure frames in a real browser: one of many shapes dragged, a photograph looked at on a slow phone; as JSON."""
    try:
        found = draw.measure(tuple(shapes or draw.SIZES))
    except NoBrowserError as missing:
        raise typer.BadParameter(str(missing)) from missing
    Console().print_json(data=found)


@app.command()
def marking(
    marks: Annotated[list[int] | None, typer.Option(help="How many marks; repeat it for more.", min=0)] = None,
) -> None:
    """Measure in a real browser how soon words of a megabyte of text are marked, and how it scrolls; as JSON."""
    try:
        found = mark.measure(tuple(marks or mark.SIZES))
    except NoBrowserError as missing:
        raise typer.BadParameter(str(missing)) from missing
    Console().print_json(data=found)


@app.command("serving")
def serve(
    engine: Annotated[DatabaseKind, typer.Option(help="Which database.")] = DatabaseKind.SQLITE,
    items: Annotated[list[int] | None, typer.Option(help="Sizes to measure; repeat it for more.", min=1)] = None,
    million: Annotated[bool, typer.Option("--million", help="Also a project of a million items.")] = False,
    people: Annotated[int, typer.Option(help="How many answer at once.", min=1)] = 16,
    seconds: Annotated[float, typer.Option(help="How long each measurement takes.")] = 6.0,
) -> None:
    """Measure answers over HTTP on a server of its own, the database's processor time included; prints JSON."""
    sizes = (*(items or SIZES), *((MILLION,) if million else ()))
    plan = serving.Plan(sizes=sizes, people=people, seconds=seconds)
    for kind in engine.each:
        typer.echo(json.dumps(serving.measure(kind, plan), indent=1))


def measure(folder: Path, items: int, *, people: int, seconds: float, database: str) -> list[tuple[str, ...]]:
    """Measure one size, through the services and through HTTP, each with people of its own; return rows to print."""
    settings = Settings(environment=Environment.TEST, data_dir=folder, database_url=database, port=pages.free_port())
    rows = []
    with the_house_of(settings, is_migrating=False) as house:
        upgrade(house.db)
        for name, way in (("services", services), ("HTTP", pages)):
            bench = set_up(house, items=items, annotators=people)
            with way.at_work(bench) as (acts, cpu_seconds):
                found = run_together(acts, seconds=seconds, cpu_seconds=cpu_seconds)
            rows.append(_row(name, items, bench, found, _export_rows_per_second(house, bench)))
    return rows


def _row(name: str, items: int, bench: Bench, found: Measured, exported: int) -> tuple[str, ...]:
    return (
        f"{items:,}",
        name,
        f"{found.cycles:,}",
        f"{found.per_second:,.0f}",
        f"{found.cpu_ms:.2f}",
        f"{found.median_ms:.1f}",
        f"{found.p99_ms:.1f}",
        f"{bench.import_rows_per_second:,}",
        f"{exported:,}",
    )


def _export_rows_per_second(house: House, bench: Bench) -> int:
    began = time.perf_counter()
    with house.db.reading() as tx:
        answers = answers_of(tx, project_id=bench.project_id, task_types=house.task_types, with_surplus=False)
        lines = sum(piece.count(b"\n") for piece in exports.discover()["jsonl"].write(answers, schema={}))
    return round(lines / (time.perf_counter() - began))


@app.command("payouts")
def pay_out(
    engine: Annotated[DatabaseKind, typer.Option(help="Which database.")] = DatabaseKind.SQLITE,
    people: Annotated[int, typer.Option(help="How many people are owed money.", min=1)] = 100_000,
    faults: Annotated[float, typer.Option(help="The share of calls that go wrong.", min=0, max=0.9)] = 0.5,
    schedulers: Annotated[int, typer.Option(help="How many send at once.", min=1)] = 4,
    seed: Annotated[int, typer.Option(help="Another seed, other faults.")] = 1,
) -> None:
    """Pay people through a local Stripe in a storm, and count who was paid twice or never; ends with 1 if one was."""
    from web.bench import payouts  # noqa: PLC0415 - no other command pays for a server in it

    is_right = True
    for kind in engine.each:
        with tempfile.TemporaryDirectory(prefix="jornal-bench-") as folder:
            found = payouts.measure(
                kind, Path(folder), payouts=people, fault_share=faults, schedulers=schedulers, seed=seed
            )
        is_right &= found.is_right
        typer.echo(json.dumps({"database": kind.value} | asdict(found), indent=1))
    raise typer.Exit(0 if is_right else 1)
