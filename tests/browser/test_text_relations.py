"""Ada says how marks belong together and what else is asked about them; what a model suggests counts once she says so."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import expect

from annotate.suggestions.rules import Suggested, Suggestion
from annotate.suggestions.service import add_suggestions
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.text_pages import Desk, desk_at, texts
from tests.browser.waiting import becomes, tap
from tests.text_work import WHO_AND_WHERE

REPORT = "Ana Ruiz lives in Oaxaca and knows José."
RELATIONS: Mapping[str, object] = {
    **WHO_AND_WHERE,
    "relations": [{"value": "lives in", "key": "l"}, {"value": "knows", "key": "k"}],
}
ATTRIBUTES = [
    {
        "name": "sure",
        "kind": "choice",
        "question": "Sure?",
        "labels": [{"value": "yes"}, {"value": "no"}],
        "is_required": True,
    },
    {
        "name": "kinds",
        "kind": "choices",
        "question": "Kinds",
        "labels": [{"value": "city"}, {"value": "state"}],
        "when_labels": ["place"],
    },
    {"name": "grade", "kind": "rating", "question": "Grade", "most": 3},
    {"name": "note", "kind": "free_text", "question": "Note"},
]


@pytest.fixture
def come(site: Site, visit: Callable[..., Visit]) -> Callable[..., Desk]:
    """Opens a text in a window of some size."""

    def at(size: dict[str, object], **schema: object) -> Desk:
        asked: dict[str, Any] = {
            "task_type": "relations",
            "schema": {**RELATIONS, **schema},
            "contents": texts(REPORT, "The next one."),
        }
        desk = desk_at(site, visit, size, **asked)
        expect(desk.page.get_by_role("toolbar")).to_be_visible()
        return desk

    return at


def ties(desk: Desk) -> list[tuple[str, str, str]]:
    """Return each relation that would be sent: the words of both ends, and its label."""
    words = {one["id"]: one["value"]["text"] for one in desk.value if one["type"] == "labels"}
    found = [one for one in desk.value if one["type"] == "relation"]
    return [(words[one["from_id"]], words[one["to_id"]], one["labels"][0]) for one in found]


def test_ada_relates_by_keyboard_alone(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)
    desk.page.locator("#answer").focus()

    desk.press("Control+Shift+ArrowRight", "Control+Shift+ArrowRight", "1")
    desk.press("End", "ArrowLeft", "Control+Shift+ArrowLeft", "1", "k", "r", "Shift+Tab", "Enter")
    assert desk.said == "Relation knows, from mark 2 to mark 1."
    desk.press("Control+z", "Control+y")
    desk.visit.look("relations")
    desk.press("Escape", "Enter")
    expect(desk.page.locator("[data-sheet]")).to_contain_text("The next one.")

    (answer,) = desk.kept()
    assert answer[2] == {
        "type": "relation",
        "from_id": answer[1]["id"],
        "to_id": answer[0]["id"],
        "direction": "right",
        "labels": ["knows"],
    }


def test_ada_relates_with_the_mouse_and_turns_it_around(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)
    desk.drag("Ana", "Ruiz")
    desk.press("Escape", "2")
    desk.drag("Oaxaca", "Oaxaca")

    desk.page.get_by_role("button", name="Relate").click()
    desk.click("Ruiz")
    assert ties(desk) == [("Oaxaca", "Ana Ruiz", "lives in")]
    desk.page.get_by_role("button", name="Turn around the relation").click()
    desk.page.get_by_label("Relation from mark 1 to mark 2", exact=True).select_option("knows")

    assert ties(desk) == [("Ana Ruiz", "Oaxaca", "knows")]
    desk.submit()
    assert len(desk.kept()[0]) == 3


def test_ada_relates_with_taps_and_a_removed_mark_takes_its_relations_along(come: Callable[..., Desk]) -> None:
    desk = come(PHONE)
    desk.tap("Ana")
    desk.tap("Ruiz")
    desk.tap("Oaxaca")
    desk.tap("Oaxaca")

    tap(desk.page.get_by_role("button", name="Relate"))
    desk.tap("Ruiz")
    becomes(desk.page, lambda: ties(desk), [("Oaxaca", "Ana Ruiz", "lives in")])
    desk.visit.look("relations-phone")
    assert desk.visit.small_targets() == []
    tap(desk.page.get_by_role("button", name="Remove mark 1"))

    becomes(desk.page, lambda: ties(desk), [])
    assert desk.marks == [("Oaxaca", "person")]


def test_what_is_asked_about_each_mark_is_answered_in_the_list(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, attributes=ATTRIBUTES)
    desk.drag("Oaxaca", "Oaxaca")
    expect(desk.page.get_by_text("Something is still asked about it.")).to_be_visible()
    expect(desk.page.get_by_role("checkbox", name="city")).to_be_hidden()

    desk.press("2")
    desk.page.get_by_role("radio", name="yes").check()
    desk.page.get_by_role("checkbox", name="city").check()
    desk.page.get_by_role("group", name="Grade").get_by_role("radio", name="2").check()
    desk.page.get_by_label("Note").fill("the city, not the state")
    desk.page.get_by_label("Note").blur()
    desk.visit.look("marks-attributes")
    before = desk.value
    desk.page.reload()
    expect(desk.page.locator("[data-list=marks] li")).to_have_count(1)
    desk.visit.ready()
    assert desk.value == before
    desk.submit()

    answer = desk.kept()[0]
    assert {one["from_name"]: next(iter(one["value"].values())) for one in answer[1:]} == {
        "sure": ["yes"],
        "kinds": ["city"],
        "grade": 2,
        "note": ["the city, not the state"],
    }


def test_a_suggestion_counts_only_once_it_is_confirmed(site: Site, come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)
    suggest(site, desk)
    desk.page.reload()
    expect(desk.page.locator("[data-list=suggestions] li")).to_have_count(2)
    assert desk.value == []
    desk.visit.look("marks-suggested")

    desk.page.locator("#answer").focus()
    desk.press("Tab", "Enter")
    assert desk.said == "Confirmed: mark 1, person: Ana Ruiz."
    desk.page.get_by_role("button", name="Remove the suggestion place: Oaxaca").click()
    expect(desk.page.locator("[data-list=suggestions] li")).to_have_count(0)
    desk.press("Control+z", "Control+z")
    desk.page.get_by_role("button", name="Confirm all").click()
    desk.submit()

    assert [one["type"] for one in desk.kept()[0]] == ["labels", "labels", "relation"]


def test_a_removed_suggestion_stays_away_after_a_reload_and_undoing_brings_it_back(
    site: Site, come: Callable[..., Desk]
) -> None:
    desk = come(LAPTOP)
    suggestions = desk.page.locator("[data-list=suggestions] li")
    suggest(site, desk)
    desk.page.reload()
    expect(suggestions).to_have_count(2)
    desk.visit.ready()

    desk.page.locator("#answer").focus()
    desk.press("Tab", "Delete")
    expect(suggestions).to_have_count(1)
    desk.page.reload()
    expect(suggestions).to_have_count(1)
    desk.visit.ready()
    expect(desk.page.get_by_role("button", name="Remove the suggestion place: Oaxaca")).to_be_visible()
    desk.page.get_by_role("button", name="Remove the suggestion place: Oaxaca").click()
    expect(suggestions).to_have_count(0)
    desk.press("Control+z")
    expect(suggestions).to_have_count(1)
    desk.page.reload()
    expect(suggestions).to_have_count(1)
    desk.visit.ready()
    desk.page.get_by_role("button", name="Confirm all").click()
    desk.submit()

    assert [one["value"]["text"] for one in desk.kept()[0]] == ["Oaxaca"]


def suggest(site: Site, desk: Desk) -> None:
    """Let a model suggest two marks and a relation for the item that is open."""
    marks = [("m1", 0, 8, "person"), ("m2", 18, 24, "place")]
    entries: list[dict[str, object]] = [
        {
            "id": name,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": end, "text": REPORT[start:end], "labels": [label]},
        }
        for name, start, end, label in marks
    ]
    entries.append({"type": "relation", "from_id": "m1", "to_id": "m2", "direction": "right", "labels": ["lives in"]})
    suggestion = Suggestion(tuple(Suggested(entry, 93) for entry in entries), "m1")
    key = desk.work.value("SELECT item_key FROM item JOIN assignment ON assignment.item_id = item.id")
    with site.house.db.writing() as tx:
        add_suggestions(tx, project_id=desk.work.project_id, suggestions={str(key): suggestion})
