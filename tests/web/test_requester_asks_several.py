"""Rita asks several questions about several things: the editor adds, moves, takes away, keeps what is typed, and saves."""

import re

import pytest

ABOUT = {
    "name": "Replies to letters",
    "language": "es",
    "instructions": "Read both, then say what you think.",
    "overlap": "1",
    "place": ["MX"],
    "estimated_seconds": "90",
    "pay_basis": "item",
    "amount": "1.15",
    "content_note": "",
}
ASKED = {
    "mode": "parts",
    "o1.kind": "text",
    "o1.name": "request",
    "o1.title": "What was asked",
    "o2.kind": "text",
    "o2.name": "text",
    "o2.title": "The reply",
    "c1.kind": "choice",
    "c1.name": "fits",
    "c1.about": "text",
    "c1.question": "Does it answer?",
    "c1.labels": "Yes | y\nNo | n | It misses the point",
    "c2.kind": "rating",
    "c2.name": "kind",
    "c2.about": "text",
    "c2.question": "How kind is it?",
    "c2.option.most": "4",
    "c3.kind": "spans",
    "c3.name": "names",
    "c3.about": "request",
    "c3.question": "Which names are in it?",
    "c3.labels": "Person\nPlace",
    "c3.option.granularity": "word",
    "c3.may_be_left_out": "yes",
    "c3a1.kind": "choice",
    "c3a1.name": "sure",
    "c3a1.question": "Are you sure?",
    "c3a1.labels": "yes\nno",
    "c2.when": "fits",
    "c2.when_labels": "Yes",
}


def test_rita_saves_several_questions_and_finds_them_in_the_form_again(rita):
    reply = rita.post("/projects/new", data=ABOUT | ASKED | {"act": "save"})

    page = rita.get(f"{reply.headers['location']}/edit").text

    assert reply.status_code == 303
    assert shown_in(page) >= {
        ("o1.name", "request"), ("o2.title", "The reply"), ("c1.name", "fits"), ("c2.option.most", "4"),
        ("c2.when_labels", "Yes"), ("c3a1.name", "sure"),
    }  # fmt: skip
    assert "No | n | It misses the point" in page


def test_a_question_is_added_moved_and_taken_away_without_any_script(rita):
    added = rita.post("/projects/new", data=ABOUT | ASKED | {"act": "control.add", "add_control": "free_text"})
    moved = rita.post("/projects/new", data=ABOUT | ASKED | {"act": "c2.up"})
    taken = rita.post("/projects/new", data=ABOUT | ASKED | {"act": "c1.remove"})
    asked = rita.post("/projects/new", data=ABOUT | ASKED | {"act": "c3.inner"})
    shown = rita.post("/projects/new", data=ABOUT | ASKED | {"act": "object.add", "add_object": "image"})

    assert ("c4.kind", "free_text") in shown_in(added.text)
    assert ("c1.name", "kind") in shown_in(moved.text)
    assert ("c1.name", "kind") in shown_in(taken.text)
    assert ("c3a2.name", "choice_of_it") in shown_in(asked.text)
    assert ("o3.kind", "image") in shown_in(shown.text)


def test_a_button_of_the_editor_changes_only_the_editor_where_htmx_asks(rita):
    reply = rita.post("/projects/new/asked", data=ABOUT | ASKED | {"act": "c2.up"}, headers={"HX-Request": "true"})

    assert "<!doctype" not in reply.text.lower()
    assert ("c1.name", "kind") in shown_in(reply.text)


WRONG = [
    ({"c2.option.most": "99"}, "is a whole number from"),
    ({"c1.name": "No good"}, "controls"),
    ({"c1.labels": "Only"}, "c1"),
    ({"c2.when_labels": "Perhaps"}, "waits for"),
    ({"c2.about": "nowhere"}, "nowhere"),
    ({"c2.name": "fits"}, "fits can be there once"),
    ({"o1.kind": "hologram"}, "objects"),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(rita, change, said):
    reply = rita.post("/projects/new", data=ABOUT | ASKED | change | {"act": "save"})

    assert reply.status_code == 422
    assert said in reply.text
    assert ("c3a1.name", "sure") in shown_in(reply.text)


def test_a_common_job_fills_the_simple_form_where_that_says_all_of_it(rita):
    page = rita.post("/projects/new", data=ABOUT | {"act": "job", "job": "sentiment"}).text

    assert ("question", "How does the person feel?") in shown_in(page)
    assert ("label", "Neutral") in shown_in(page)
    assert "data-asked" not in page


def test_a_common_job_opens_the_editor_where_it_shows_or_asks_more(rita):
    page = rita.post("/projects/new", data=ABOUT | {"act": "job", "job": "two_replies"}).text

    assert ("o2.name", "left") in shown_in(page)
    assert ("c1.kind", "pairwise") in shown_in(page)
    assert ("name", "Replies to letters") in shown_in(page)


def test_the_preview_draws_the_real_widgets_and_may_stand_only_in_a_page_of_ours(rita):
    reply = rita.post("/projects/new/look", data=ABOUT | ASKED)

    assert "<text-annotator" in reply.text
    assert 'name="kind"' in reply.text
    assert 'method="dialog"' in reply.text
    assert "frame-ancestors 'self'" in reply.headers["content-security-policy"]


def test_a_hostile_label_stands_in_the_preview_as_words(rita):
    reply = rita.post("/projects/new/look", data=ABOUT | ASKED | {"c1.labels": "<script>alert(1)</script>\nYes"})

    assert "<script>alert" not in reply.text
    assert "&lt;script&gt;alert" in reply.text


def test_the_form_says_what_the_preview_waits_for(rita):
    reply = rita.post("/projects/new/look", data=ABOUT | {"mode": "parts", "o1.kind": "text"})

    assert "Add at least one question" in reply.text


def test_a_project_may_not_be_described_by_ada(ada):
    assert ada.post("/projects/new/look", data=ABOUT | ASKED).status_code in {403, 404}


def shown_in(page):
    """Return name and value of every field of a page that has a value beside its name."""
    return set(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
