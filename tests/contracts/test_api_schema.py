"""Every call of the interface for programs, with thousands of made-up bodies: no crash, and no answer it did not declare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.python.asgi import ASGIClient, get_client
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from payments.people.rules import Role
from payments.people.service import AccreditationTerms, accredit, add_annotator, add_member
from tests import databases, make
from tests.cast import BEGINNING, COVERED, RITA, Clock
from tests.conftest import settings_for
from tests.programs import DESCRIBED as PROJECT
from tests.programs import NDJSON, program_of, published
from web.api.v1.document import description_now
from web.app import create_app
from web.wiring import House, open_house

DESCRIBED = description_now()
CALLS = sorted((path, method) for path, methods in DESCRIBED["paths"].items() for method in methods)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SHORT_CASES = 4
"""Of each call in every run of the suite; the run under stress has 5,000 of all calls together."""
LONG_CASES = -(-5_000 // len(CALLS))
SECONDS_BETWEEN = 2


@dataclass(slots=True)
class World:
    """Somebody who labels, asks for work and audits at once, and what there is for them to do it with."""

    house: House
    clock: Clock
    session: ASGIClient
    schema: Any  # schemathesis gives its schemas no type to name
    ids: Mapping[str, list[Any]]
    tried: int = field(default=0)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder, clock = tmp_path_factory.mktemp("world"), Clock()
    house = open_house(settings_for(databases.sqlite_copy(sqlite_template, folder), folder), now=clock)
    program = program_of(house, everybody_in_one(house))
    app = create_app(house)
    schema = schemathesis.openapi.from_dict(DESCRIBED)
    schema.app = app
    with get_client(app) as session:  # type: ignore[arg-type] # its ASGI is narrower than the framework
        session.headers["Authorization"] = program.headers["Authorization"]
        yield World(house, clock, session, schema, filled(program))
    program.close()
    house.db.dispose()


def everybody_in_one(house: House) -> int:
    """One person with every role, so that no call is refused at the door."""
    with house.db.writing() as tx:
        person_id = make.make_person(tx, RITA)
        add_member(tx, person_id, organisation_id=make.make_organisation(tx), role=Role.REQUESTER, now=BEGINNING)
        add_annotator(tx, person_id, jurisdiction="MX", zone="general", from_on=COVERED[0], now=BEGINNING)
        accredit(
            tx, person_id, terms=AccreditationTerms("LFT article 540", *COVERED, COVERED[1], None), granted_by_id=None,
            now=BEGINNING,
        )  # fmt: skip
    return person_id


def filled(program: TestClient) -> dict[str, list[Any]]:
    """Two projects that run, one with a batch that waits, a draft, an item in hand and a question."""
    lines = b"".join(b'{"id": "%d", "text": "Where?"}\n' % number for number in range(40))
    running = [published(program, lines=lines, name=f"Running {number}") for number in range(2)]
    draft_id = program.post("projects", json=PROJECT).json()
    batch_id = program.post(f"projects/{running[0]}/items", content=b'{"text": "More?"}', headers=NDJSON).json()[
        "batch_id"
    ]
    held = program.post("work/next", json={"project_id": running[1]}).json()["assignment_id"]
    question = program.post("me/questions", json={"project_id": running[0], "text": "Why?"}).json()["question_id"]
    return {
        "project_id": [*running, draft_id["project_id"]],
        "batch_id": [batch_id, 1],
        "assignment_id": [held, held + 1],
        "question_id": [question],
        "week": ["2026-W10"],
        "period": ["2026-W10"],
    }


def tried(world: World, path: str, method: str, *, cases: int) -> int:
    """Send made-up requests to one call, half of them to what exists, and return how many were answered as declared."""
    before = world.tried
    operation = world.schema[path][method.upper()]
    anything = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=anything, chosen=st.data(), is_known=st.booleans())
    def one(case: Case[Any], chosen: st.DataObject, is_known: bool) -> None:  # noqa: FBT001 - it is drawn
        for name in set(case.path_parameters or {}) & set(world.ids) if is_known else ():
            case.path_parameters[name] = chosen.draw(st.sampled_from(world.ids[name]))
        answered(world, case)

    one()
    return world.tried - before


def answered(world: World, case: Case[Any]) -> None:
    """Send one request as it is, and hold the answer against what the call declares."""
    world.tried += 1
    world.clock.advance(seconds=SECONDS_BETWEEN)
    key = {"Authorization": str(world.session.headers["Authorization"])}
    reply = case.call(base_url="http://testserver", session=world.session, headers=key)
    case.validate_response(reply, checks=CHECKS)


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_a_call_answers_only_what_it_declares(world: World, path: str, method: str) -> None:
    assert tried(world, path, method, cases=SHORT_CASES) >= 1


@pytest.mark.stress
@pytest.mark.parametrize(("path", "method"), CALLS)
def test_a_call_answers_only_what_it_declares_however_often_it_is_tried(world: World, path: str, method: str) -> None:
    assert tried(world, path, method, cases=LONG_CASES) >= LONG_CASES
