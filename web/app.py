"""The web application: finds every screen, puts the frame around it, and answers for its health."""

import pkgutil
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES
from starlette.routing import BaseRoute

from payments.reconciliation.queries import unmatched_sums
from web import api, pages
from web.body_limit import BodyLimit
from web.db_schema import is_up_to_date
from web.deps import TheHouse, cookie_name
from web.errors import add_error_pages, answer_crash, on_refusal
from web.frame import Frame
from web.keeping.queries import SchedulerSeen, scheduler_seen
from web.kept_files import KeptFiles
from web.measures import Measures
from web.notice_board import NoticeBoard
from web.pace import Pace
from web.quick import Quick, QuickWay
from web.refusal_text import load_texts
from web.render import FOLDER, Pages
from web.same_origin import refuse_foreign
from web.settings import Environment
from web.shrinking import Shrinking
from web.wiring import House

GZIP_LEVEL = 5
"""Pages go to cheap phones on weak lines; above this level a page gets hardly smaller and costs more time."""
NOT_SHRUNK = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "text/csv", "application/x-ndjson", "application/jsonl")
"""Downloads of a whole data set are as fast as the line; shrinking them would only take the time of others."""
health = APIRouter()


def create_app(house: House) -> FastAPI:
    """Return the application of one house."""
    app = _bare()
    app.state.house = house
    app.state.pages = Pages(house.languages)
    app.state.refusal_texts = load_texts()
    app.state.measures = Measures()
    app.state.notices = NoticeBoard(house)
    is_demo = house.settings.environment is Environment.DEMO
    routers = _screens(is_demo=is_demo)
    app.router.routes.extend(_addresses(is_demo=is_demo))
    app.state.paths = frozenset(_paths(routers))
    app.mount("/static", KeptFiles(directory=FOLDER / "static"), name="static")
    add_error_pages(app)
    app.add_middleware(BodyLimit, most_bytes=house.settings.form_max_bytes, routers=routers)
    app.add_middleware(Shrinking, compresslevel=GZIP_LEVEL, exclude_content_types=NOT_SHRUNK)
    app.add_middleware(QuickWay, calls=_quick_calls())
    app.add_middleware(Pace, house=house, cookie=cookie_name(house.settings), say=on_refusal)
    app.add_middleware(Frame, measures=app.state.measures, is_secure=house.settings.is_secure, on_crash=answer_crash)
    return app


def _bare() -> FastAPI:
    nobody = TelemetryConfig(tracing=False, metrics=False, logs=False)  # to look for listeners costs every request
    return FastAPI(
        title="Jornal",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(_ours)],
        telemetry=nobody,
    )


@lru_cache(maxsize=2)
def _screens(*, is_demo: bool) -> tuple[APIRouter, ...]:
    """Return every screen and call there is, those first that are asked for all day long."""
    found = [health, *(router for package in (pages, api) for router in _routers(package))]
    return tuple(sorted([*found, *_stage()] if is_demo else found, key=_is_asked_seldom))


def _stage() -> tuple[APIRouter, ...]:
    """Return the pages on which visitors of a demonstration move its clock and play Stripe's part.

    They are looked for only there: a house that pays real people does not even load them.
    """
    return tuple(import_module(name).router for name in ("web.time_machine", "web.stripe_stage"))


@lru_cache(maxsize=2)
def _addresses(*, is_demo: bool) -> tuple[BaseRoute, ...]:
    """Return what the framework matches addresses with; each route is worked out once for all houses opened."""
    shell = _bare()
    for router in _screens(is_demo=is_demo):
        shell.include_router(router)
    return tuple(shell.router.routes)


def _is_asked_seldom(router: APIRouter) -> bool:
    """Return whether a router can wait: the framework tries one after another, and work is asked for all day long."""
    return not router.prefix.startswith(("/work", "/api/v1/work"))


async def _ours(request: Request) -> None:
    refuse_foreign(request)


def _routers(package: ModuleType) -> Iterator[APIRouter]:
    """Yield the `router` of every module in a package, so that a new screen is a new file."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        router = getattr(import_module(found.name), "router", None)
        if isinstance(router, APIRouter):
            yield router


def _quick_calls() -> Iterator[Quick]:
    """Yield the short ways of the calls that come all day long, each beside its route."""
    for package in (pages, api):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield from getattr(import_module(found.name), "QUICK", ())


def _paths(routers: Sequence[APIRouter]) -> Iterator[str]:
    """Yield the address of every page that can be opened, so that no link leads nowhere."""
    for route in (route for router in routers for route in router.routes):
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            yield route.path


@health.get("/healthz")
async def healthz() -> PlainTextResponse:
    """Say that the process lives."""
    return PlainTextResponse("alive\n")


@health.get("/readyz")
def readyz(house: TheHouse) -> JSONResponse:
    """Say whether the database can be reached and is migrated, and when the scheduler was last seen."""
    with house.db.reading() as tx:
        is_ready = is_up_to_date(tx)
        seen = scheduler_seen(tx, now=house.now()) if is_ready else SchedulerSeen(None, is_late=True)
    said = {
        "is_ready": is_ready,
        "is_scheduler_late": seen.is_late,
        "scheduler_seen_at": seen.at.isoformat() if seen.at else None,
    }
    return JSONResponse(said, 200 if is_ready else 503)


@health.get("/metrics")
def metrics(request: Request, house: TheHouse) -> Response:
    """Return the counters for the operator's monitoring, and what matches nothing in a payment service's record."""
    if house.records:
        with house.db.reading() as tx:
            request.app.state.measures.note_unmatched(unmatched_sums(tx))
    return Response(request.app.state.measures.text(), media_type="text/plain; version=0.0.4")
