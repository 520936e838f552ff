"""The examples of the guide for programs: every one is sent to a server, in the order of the day, and works."""

import re
import shlex
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from tests import make
from tests.archives import zipped
from tests.cast import ADA, AXEL, RITA, Clock
from tests.pictures import drawn
from tests.programs import API, program_of
from web.api.v1.document import description_now
from web.shelf import FOLDER
from web.wiring import House

GUIDE = (FOLDER / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```bash\n(curl .*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
FILES = {"corner.png": drawn(colour="red"), "streets.zip": zipped({"2.png": drawn(colour="blue")})}
WITHOUT_EXAMPLE = {
    "GET /projects", "GET /projects/{id}/prices", "GET /projects/{id}/batches", "GET /projects/{id}/batches/{id}",
    "POST /projects/{id}/batches/{id}/publish", "GET /me/content", "GET /me/questions", "POST /me/claims",
    "GET /rules/texts/{id}", "POST /projects/{id}/pilot", "GET /projects/{id}/pilot", "POST /projects/{id}/pilot/end",
    "POST /projects/{id}/pilot/price",
}  # fmt: skip


def sent(program: TestClient, example: str) -> str:
    """Do what curl would do, and return which call it was."""
    words = iter(shlex.split(example)[1:])
    method, url, headers, data, files = "", "", {}, None, []
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = next(words)
        elif word == "-F":
            field, _, name = next(words).partition("=@")
            files.append((field, (name, FILES[name])))
        elif word == "-o":
            next(words)
        else:
            url = word.replace("$AT", f"http://testserver{API}")
    assert headers.pop("Authorization") == "Bearer $KEY"
    assert url.startswith("http"), example
    method = method or ("POST" if data or files else "GET")
    reply = program.request(method, url, headers=headers, content=data, files=files or None)
    path = urlsplit(url).path.removeprefix(API)
    assert reply.status_code < 300, (example, reply.text)
    assert '"refused":[{' not in reply.text, (example, reply.text)
    return f"{method} {template_of(path)}"


def day(programs: dict[str, TestClient], clock: Clock) -> set[str]:
    """Send every example by whoever does it, and return which calls there were."""
    calls = set()
    for example in EXAMPLES:
        clock.advance(seconds=20)
        area = re.search(r"\$AT/([a-z]+)", example)
        assert area, example
        calls.add(sent(programs[area.group(1)], example))
    return calls


def described() -> set[str]:
    """Return every call that the interface describes."""
    return {
        f"{method.upper()} {template_of(path.removeprefix(API))}"
        for path, methods in description_now()["paths"].items()
        for method in methods
    }


def template_of(path: str) -> str:
    """Return the address with every id in it left open."""
    for shape in (r"\d{4}-W\d{2}", r"(?<=/rules/)[A-Z]{2}", r"(?<=/)\d+(?=/|$)", r"\{[a-z_0-9]+\}"):
        path = re.sub(shape, "{id}", path)
    return path


@pytest.fixture
def programs(house: House) -> Iterator[dict[str, TestClient]]:
    """Each with the key of whoever does it."""
    with house.db.writing() as tx:
        rita_id = make.make_member(tx, RITA, organisation_id=make.make_organisation(tx))
        ada_id = make.make_annotator(tx, ADA)
        axel_id, _ = make.make_auditor(tx, AXEL)
    rita, ada, axel = (program_of(house, each) for each in (rita_id, ada_id, axel_id))
    yield {"projects": rita, "work": ada, "me": ada, "audit": axel, "rules": axel}
    for program in (rita, ada, axel):
        program.close()


def test_every_example_of_the_guide_works_in_its_order_and_every_call_has_one(
    programs: dict[str, TestClient], clock: Clock
) -> None:
    calls = day(programs, clock)

    assert calls | WITHOUT_EXAMPLE == described()
    assert calls & WITHOUT_EXAMPLE == set()
