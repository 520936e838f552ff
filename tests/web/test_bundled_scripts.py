"""Ada's phone fetches the scripts of a picture as one: nothing but comments and indentation is left out."""

import pytest
from starlette.testclient import TestClient

from web.bundles import BUNDLES, FOLDER, static_bytes
from web.render import static


@pytest.mark.parametrize("name", sorted(BUNDLES))
def test_ada_gets_every_statement_of_a_bundle(ada: TestClient, name: str) -> None:
    lines = [line.strip() for part in BUNDLES[name] for line in (FOLDER / part).read_text("utf-8").splitlines()]

    reply = ada.get(static(name))

    assert reply.text.splitlines() == [line for line in lines if not line.startswith("//")]
    assert reply.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in reply.headers["Cache-Control"]


@pytest.mark.parametrize("name", sorted(BUNDLES))
def test_no_bundled_script_has_a_text_over_several_lines(name: str) -> None:
    lines = static_bytes(name).decode().splitlines()

    assert [line for line in lines if line.count("`") % 2] == []
