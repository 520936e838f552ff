"""Rita watches an import: the page asks again by itself, and ends with everything in its place."""

import pytest

from tests.web.test_requester_items import GOOD, put_in
from tests.web.test_requester_project_form import DESCRIBED


@pytest.fixture
def draft(rita):
    return rita.post("/projects/new", data=DESCRIBED).headers["location"]


def test_a_page_that_watches_an_import_gets_its_end_as_a_fragment_with_the_refused_rows(rita, draft):
    done = put_in(rita, draft, GOOD + b"4,\n")

    ending = rita.get(done.request.url.path, headers={"HX-Request": "true"})

    assert "<main" not in ending.text
    assert "Rows that were refused" in ending.text
    assert "hx-trigger" not in ending.text
