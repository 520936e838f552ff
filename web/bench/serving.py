"""How fast work is handed out and taken in over HTTP, on a server of its own, and whether all of it was right."""

import os
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotate.assignments.queries import open_item
from annotate.serving.service import next_offer
from web.auth.permissions import Permission
from web.auth.tokens import add_token
from web.bench.crowd import Heard, Worker, work
from web.bench.engines import DatabaseKind, opened, tidy
from web.bench.pages import free_port, server, token_of
from web.bench.work import Bench, newcomers, set_up
from web.db_schema import upgrade
from web.deps import cookie_name
from web.running import the_house_of
from web.settings import Environment, Settings
from web.wiring import House

WAYS = ("api", "pages")
LARGE = 20_000
"""From so many items on one project is enough for every measurement; smaller ones are made anew for each."""
UNPACED = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure."""

    sizes: tuple[int, ...]
    people: int
    seconds: float


_TWICE = """
SELECT count(*) FROM (SELECT item_id FROM assignment WHERE project_id = :project_id
  GROUP BY item_id, person_id HAVING count(*) > 1) AS twice
"""
_OVER = """
SELECT count(*) FROM (SELECT assignment.item_id FROM assignment LEFT JOIN answer ON answer.assignment_id = assignment.id
  JOIN project ON project.id = assignment.project_id
  WHERE assignment.project_id = :project_id AND (answer.is_surplus = :no OR assignment.state IN ('offered', 'started'))
  GROUP BY assignment.item_id, project.overlap HAVING count(*) > project.overlap) AS over
"""
_KEPT = "SELECT assignment_id FROM answer WHERE project_id = :project_id"


def measure(kind: DatabaseKind, plan: Plan) -> dict[str, Any]:
    """Measure one database at every size, and a server that does nothing beside it; the result is for JSON."""
    rows: list[dict[str, Any]] = []
    for items in plan.sizes:
        with tempfile.TemporaryDirectory(prefix="jornal-bench-") as folder:
            rows += _at_size(kind, plan, items, Path(folder))
    return {
        "engine": kind.value,
        "people": plan.people,
        "no_op": _no_op(plan),
        "runs": rows,
        "growth": {way: _growth(rows, way) for way in WAYS},
        "load_average": os.getloadavg()[0],
    }


def _growth(rows: list[dict[str, Any]], way: str) -> float:
    """Return how many times the cost at the smallest size the largest costs."""
    costs: list[float] = [row["server_cpu_ms"] for row in rows if row["through"] == way]
    return round(costs[-1] / costs[0], 2)


def _settings(folder: Path, url: str) -> Settings:
    return Settings(
        environment=Environment.TEST,
        data_dir=folder,
        database_url=url,
        port=free_port(),
        asks_per_second=UNPACED,
        asks_at_once=UNPACED,
    )


def _no_op(plan: Plan) -> dict[str, Any]:
    """Measure a server that reads the body and answers at once: the yardstick for this machine at this moment."""
    with tempfile.TemporaryDirectory(prefix="jornal-bench-") as folder:
        settings = _settings(Path(folder), "")
        with server(settings, is_no_op=True) as cpu_seconds:
            before = cpu_seconds()
            heard = work(settings.port, [Worker((), 1)] * plan.people, seconds=plan.seconds)
            return _figures(heard, cpu_seconds() - before)


def _at_size(kind: DatabaseKind, plan: Plan, items: int, folder: Path) -> list[dict[str, Any]]:
    """Measure one size: each way as fast as it goes, then at half that load."""
    rows: list[dict[str, Any]] = []
    with ExitStack() as stack:
        url, database_cpu = stack.enter_context(opened(kind, folder))
        settings = _settings(folder, url)
        house = stack.enter_context(the_house_of(settings, is_migrating=False))
        upgrade(house.db)
        server_cpu = stack.enter_context(server(settings))
        bench: Bench | None = None
        for way in WAYS:
            if bench is None or items < LARGE:
                bench = set_up(house, items=items, annotators=plan.people)
            else:
                bench = replace(bench, annotator_ids=newcomers(house, plan.people))
            tidy(house.db)
            rows.append({"items": items, "through": way, **_run(bench, way, plan, server_cpu, database_cpu)})
            rows[-1]["import_rows_per_second"] = bench.import_rows_per_second
    return rows


def _run(
    bench: Bench, way: str, plan: Plan, server_cpu: Callable[[], float], database_cpu: Callable[[], float]
) -> dict[str, Any]:
    port, workers = bench.house.settings.port, _workers(bench, way)
    work(port, workers, seconds=1)  # the first answers fill caches, and are nobody's measure
    heard, cpu, database = _timed(bench, way, plan.seconds, 0.0, (server_cpu, database_cpu))
    found = _figures(heard, cpu + database)
    pause_ms = 2000 * plan.people / found["cycles_per_second"]
    calm, calm_cpu, calm_database = _timed(bench, way, plan.seconds, pause_ms, (server_cpu, database_cpu))
    return {
        **found,
        "database_cpu_ms": round(database * 1000 / max(1, len(heard.acknowledged)), 3),
        "half_load": _figures(calm, calm_cpu + calm_database),
        "checks": _checks(bench, heard, calm),
    }


def _timed(
    bench: Bench, way: str, seconds: float, pause_ms: float, cpu: tuple[Callable[[], float], Callable[[], float]]
) -> tuple[Heard, float, float]:
    workers = _workers(bench, way)
    before = [one() for one in cpu]
    heard = work(bench.house.settings.port, workers, seconds=seconds, pause_ms=pause_ms)
    server_cpu, database_cpu = (one() - earlier for one, earlier in zip(cpu, before, strict=True))
    return heard, server_cpu, database_cpu


def _figures(heard: Heard, cpu_seconds: float) -> dict[str, Any]:
    waits, done = sorted(heard.waits_ms), max(1, len(heard.acknowledged))
    centiles = statistics.quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
    return {
        "cycles": len(heard.acknowledged),
        "cycles_per_second": round(len(heard.acknowledged) / heard.seconds, 1),
        "server_cpu_ms": round(cpu_seconds * 1000 / done, 3),
        "p50_ms": round(centiles[49], 2),
        "p95_ms": round(centiles[94], 2),
        "p99_ms": round(centiles[98], 2),
        "problems": heard.problems[:3],
    }


def _checks(bench: Bench, *runs: Heard) -> dict[str, int]:
    """Return what went wrong, counted in the database afterwards; all of it should be zero."""
    project = {"project_id": bench.project_id}
    with bench.house.db.reading() as tx:
        kept = {row[0] for row in tx.run(_KEPT, **project)}
        return {
            "handed_twice": tx.value(_TWICE, **project),
            "over_collected": tx.value(_OVER, **project, no=bench.house.db.is_sqlite and 0),
            "lost": sum(number not in kept for heard in runs for number in heard.acknowledged),
            "stopped_early": sum(number is None for heard in runs for number in heard.open),
        }


def _workers(bench: Bench, way: str) -> list[Worker]:
    """Return everybody with an open item, as a program with a key or a browser with a cookie."""
    return [_worker(bench, way, person_id) for person_id in bench.annotator_ids]


def _worker(bench: Bench, way: str, person_id: int) -> Worker:
    assignment_id = _open(bench.house, bench.project_id, person_id)
    if way == "api":
        with bench.house.db.writing() as tx:
            key = add_token(tx, person_id, name="bench", scopes=[Permission.WORK], now=bench.house.now())
        return Worker((("Authorization", f"Bearer {key}"), ("Content-Type", "application/json")), assignment_id)
    cookie = f"{cookie_name(bench.house.settings)}={token_of(bench, person_id)}"
    headers = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "Accept": "text/html",
        "HX-Request": "true",
    }
    return Worker(tuple(headers.items()), assignment_id, bench.project_id)


def _open(house: House, project_id: int, person_id: int) -> int:
    """Return what a person has open in a project, taking the next where it is nothing."""
    with house.db.writing() as tx:
        found = open_item(tx, person_id=person_id, project_id=project_id)
        if found:
            return found.assignment_id
        me = {"person_id": person_id, "project_id": project_id}
        return next_offer(tx, **me, now=house.now(), rulebook=house.rulebook).assignment_id
