"""Ada's phone fetches scripts and styles small: nothing but comments and spaces is left out, and nothing twice."""

import gzip
import re

import brotli  # type: ignore[import-untyped] # it publishes no types
import pytest
from starlette.testclient import TestClient

from web.bundles import BUNDLES, FOLDER, VENDOR, static_bytes
from web.render import static
from web.shrinking import squeeze_ahead, squeezed

SCRIPTS = sorted(name for name, parts in BUNDLES.items() if name.endswith(".js") and not parts[0].startswith(VENDOR))


def statements(text: str) -> str:
    """A script without its comments, its spaces and the signs before an end, by a way of our own."""
    bare = re.sub(r"/\*.*?\*/|(?:^|(?<=\s))//[^\n]*", "", text, flags=re.DOTALL)
    return re.sub(r"[;,]+([\]})])", r"\1", re.sub(r"\s+", "", re.sub(r"\bconst\b", "let", bare)))


@pytest.mark.parametrize("name", SCRIPTS)
def test_ada_gets_every_statement_of_a_bundle(ada: TestClient, name: str) -> None:
    written = "".join((FOLDER / part).read_text("utf-8") for part in BUNDLES[name])

    reply = ada.get(static(name))

    assert statements(reply.text) == statements(written)
    assert len(reply.text) < len(written)
    assert reply.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in reply.headers["Cache-Control"]


@pytest.mark.parametrize(("coding", "opened"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)])
def test_a_browser_gets_what_it_can_open(coding: str, opened: object) -> None:
    sent = squeezed("everything.bundle.js", coding)

    assert opened(sent) == static_bytes("everything.bundle.js")  # type: ignore[operator]


def test_ada_s_browser_is_told_how_a_script_was_squeezed_and_has_it_only_once(ada: TestClient) -> None:
    first = ada.get("/static/work.bundle.js", headers={"Accept-Encoding": "gzip, br"})
    again = ada.get("/static/work.bundle.js", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    other = ada.get(
        "/static/work.bundle.js", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    )

    assert (first.headers["Content-Encoding"], first.headers["Vary"]) == ("br", "Accept-Encoding")
    assert (again.status_code, again.content) == (304, b"")
    assert (other.status_code, other.headers["Content-Encoding"]) == (200, "gzip")


def test_a_page_is_squeezed_for_a_browser_that_opens_it_and_plain_for_one_that_does_not(ada: TestClient) -> None:
    small = ada.get("/home", headers={"Accept-Encoding": "br"})
    plain = ada.get("/home", headers={"Accept-Encoding": "identity"})

    assert small.headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in plain.headers
    assert "</html>" in small.text
    assert "</html>" in plain.text


def test_what_is_squeezed_ahead_is_there_when_the_first_page_asks() -> None:
    squeeze_ahead().join(timeout=60)

    assert squeezed("all.bundle.js", "br") is squeezed("all.bundle.js", "br")


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_bundled_script_has_a_text_over_several_lines(name: str) -> None:
    lines = [line for part in BUNDLES[name] for line in (FOLDER / part).read_text("utf-8").splitlines()]

    assert [line for line in lines if line.count("`") % 2] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_text_in_a_bundled_script_holds_what_is_left_out(name: str) -> None:
    written = "\n".join((FOLDER / part).read_text("utf-8") for part in BUNDLES[name])
    texts = re.findall(r"//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\\n]|\\.)*`", written)

    assert len(texts) > 9
    assert [text for text in texts if text[0] != "/" and re.search(r";\}|,[\]})]|\bconst ", text)] == []
