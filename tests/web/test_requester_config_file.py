"""Rita brings a Label Studio configuration as a file and takes one away; a hostile one is refused, and nothing is lost."""

import re

from starlette.testclient import TestClient

from tests.web.test_requester_asks_several import ABOUT, ASKED

CONFIG = (
    b'<View><Text name="t" value="$text"/><Chart/><Rating name="stars" toName="t" maxRating="7"/>'
    b'<TextArea name="why" toName="t"/></View>'
)
HOSTILE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><View>&e;</View>'
READ = ABOUT | {"act": "config.read"}


def shown_in(page: str) -> set[tuple[str, str]]:
    """Return name and value of every field of a page that has a value beside its name."""
    return set(re.findall(r'name="([^"]+)" value="([^"]*)"', page))


def test_an_uploaded_configuration_fills_the_editor_and_names_what_it_cannot_do(rita: TestClient) -> None:
    page = rita.post("/projects/new", data=READ, files={"config_file": ("config.xml", CONFIG)}).text

    assert ("c1.name", "stars") in shown_in(page)
    assert ("c1.option.most", "7") in shown_in(page)
    assert "<code>Chart" in page


def test_a_hostile_configuration_is_refused_calmly_and_the_rows_stay(rita: TestClient) -> None:
    reply = rita.post("/projects/new", data=READ | ASKED, files={"config_file": ("config.xml", HOSTILE)})

    assert reply.status_code == 200
    assert "root:" not in reply.text
    assert ("c3a1.name", "sure") in shown_in(reply.text)


def test_what_is_asked_goes_out_as_a_configuration(rita: TestClient) -> None:
    reply = rita.post("/projects/new/configuration", data=ABOUT | ASKED)

    assert reply.headers["content-disposition"] == 'attachment; filename="label-config.xml"'
    assert '<Rating maxRating="4"' in reply.text
