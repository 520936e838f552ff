"""Rita describes a project: what she typed stays, each field says what to change, and no price below the floor passes."""

import pytest

DESCRIBED = {
    "name": "Passport questions",
    "language": "es",
    "question": "¿Qué quiere la persona?",
    "instructions": "Read the whole sentence.\n\n- **Renewal**: the old one ran out",
    "label": ["Renewal", "Lost", "", ""],
    "label_key": ["1", "", "", ""],
    "label_about": ["the old one ran out", "", "", ""],
    "overlap": "2",
    "place": ["MX"],
    "estimated_seconds": "90",
    "pay_basis": "item",
    "amount": "1.15",
    "content_note": "",
    "act": "save",
}


def test_rita_describes_a_project_and_finds_it_in_her_list(rita):
    reply = rita.post("/projects/new", data=DESCRIBED)

    page = rita.get("/projects").text

    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/projects/")
    assert "Passport questions" in page
    assert "Draft" in page


def test_an_empty_list_teaches_the_first_steps(rita):
    page = rita.get("/projects").text

    assert "Your first project" in page
    assert 'href="/projects/new"' in page


def test_a_price_below_the_floor_is_refused_with_the_arithmetic_and_the_least_lawful_price(rita):
    reply = rita.post("/projects/new", data=DESCRIBED | {"amount": "0.90"})

    assert reply.status_code == 422
    assert text_of(reply) >= {"0.90", "90 s", "36.00", "45.95", "1.15"}
    assert "315.04" in reply.text  # the wage it comes from
    assert "not yet reviewed" in reply.text
    assert 'href="/rules/mx#mx/minimum_pay/general/2026-01-01"' in reply.text
    assert "Passport questions" in reply.text


def test_a_price_by_the_hour_below_the_floor_is_refused(rita):
    reply = rita.post("/projects/new", data=DESCRIBED | {"pay_basis": "hour", "amount": "40"})

    assert reply.status_code == 422
    assert "40.00 an hour is below the minimum, 45.95" in plain(reply.text)


def test_a_decimal_comma_is_read_as_one(rita):
    reply = rita.post("/projects/new", data=DESCRIBED | {"amount": "1,15"})

    assert reply.status_code == 303


PROBLEMS = [
    ("name", {"name": " "}, "Give the project a name"),
    ("name", {"name": "n" * 121}, "Shorten the name"),
    ("language", {"language": "tlh"}, "Choose the language"),
    ("question", {"question": ""}, "Write the question"),
    ("instructions", {"instructions": ""}, "Say how to choose"),
    ("label", {"label": ["Only", "", "", ""]}, "at least two labels"),
    ("label", {"label": ["Same", "Same", "", ""]}, "Two labels are the same"),
    ("label", {"label_key": ["1", "1", "", ""]}, "the same key"),
    ("label", {"label_key": ["!", "", "", ""]}, "A key is one digit"),
    ("overlap", {"overlap": "10"}, "Choose from 1 to 9"),
    ("place", {"place": []}, "Choose at least one place"),
    ("place", {"place": ["MX", "GB"]}, "different currencies"),
    ("place", {"place": ["Atlantis"]}, "different currencies"),
    ("estimated_seconds", {"estimated_seconds": "soon"}, "how many seconds"),
    ("estimated_seconds", {"estimated_seconds": "0"}, "how many seconds"),
    ("amount", {"amount": "a lot"}, "Write an amount"),
    ("amount", {"amount": "-1"}, "Write an amount"),
    ("amount", {"amount": "NaN"}, "Write an amount"),
    ("amount", {"amount": "1.1234567"}, "Write an amount"),
]


@pytest.mark.parametrize(("field", "typed", "said"), PROBLEMS)
def test_a_field_that_needs_a_change_says_so_beside_it_and_keeps_what_was_typed(rita, field, typed, said):
    reply = rita.post("/projects/new", data=DESCRIBED | {"content_note": "My own words stay"} | typed)

    assert reply.status_code == 422
    assert said in reply.text
    assert f'id="{field}-problem"' in reply.text
    assert f"{field}-problem" in reply.text.split("aria-describedby", 1)[1]
    assert "My own words stay" in reply.text


def test_the_price_is_checked_while_it_is_typed(rita):
    reply = rita.post("/projects/new/price", data=DESCRIBED | {"amount": "0.90"}, headers={"HX-Request": "true"})

    assert reply.status_code == 200
    assert "Offer at least" in reply.text
    assert "<!doctype" not in reply.text


def test_more_rows_for_labels_keep_the_labels_typed_so_far(rita):
    reply = rita.post("/projects/new", data=DESCRIBED | {"act": "more_labels"})

    assert reply.status_code == 200
    assert reply.text.count('name="label"') == 7
    assert 'value="Renewal"' in reply.text


def test_more_rows_come_as_a_fragment_too(rita):
    reply = rita.post("/projects/new/labels", data=DESCRIBED | {"act": "more_labels"}, headers={"HX-Request": "true"})

    assert reply.text.count('name="label"') == 7
    assert "<!doctype" not in reply.text


def test_instructions_are_shown_as_the_annotator_reads_them(rita):
    reply = rita.post("/projects/new/preview", data=DESCRIBED | {"act": "preview"}, headers={"HX-Request": "true"})

    assert "<strong>Renewal</strong>" in reply.text


def test_a_draft_opens_in_its_form_and_changes(rita):
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]

    form = rita.get(f"{there}/edit").text
    reply = rita.post(f"{there}/edit", data=DESCRIBED | {"name": "Passport questions, second try"})

    assert "¿Qué quiere la persona?" in form
    assert 'value="1.15"' in form
    assert reply.status_code == 303
    assert "second try" in rita.get("/projects").text


@pytest.mark.parametrize("who", ["paz", "mallory", "ada", "axel"])
def test_another_organisations_project_is_not_there_for_strangers(rita, request, who):
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]
    other = request.getfixturevalue(who)

    replies = [other.get(there), other.get(f"{there}/edit"), other.post(f"{there}/edit", data=DESCRIBED)]

    assert [reply.status_code for reply in replies] == [404, 404, 404]


def test_a_reviewer_reads_projects_and_makes_none(rita, pia):
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]

    assert pia.get(there).status_code == 200
    assert pia.get("/projects/new").status_code == 404
    assert pia.post("/projects/new", data=DESCRIBED).status_code == 404
    assert f"{there}/edit" not in pia.get(there).text


def test_rita_cannot_make_a_project_for_an_organisation_that_is_not_hers(rita, paz):
    reply = rita.post("/projects/new", data=DESCRIBED | {"organisation_id": "2"})

    assert reply.status_code == 404


def plain(html):
    """Return a page's words without its tags, spaces run together."""
    import re

    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def text_of(reply):
    """Return which of the figures of the refusal stand on a page."""
    page = plain(reply.text)
    return {figure for figure in ("0.90", "90 s", "36.00", "45.95", "1.15") if figure in page}
