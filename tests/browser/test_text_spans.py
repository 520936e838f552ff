"""Ada marks words in texts: by mouse, by finger, by keyboard alone; they may overlap, and nothing is cut in two."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.text_pages import Desk, desk_at, texts
from tests.browser.waiting import becomes, tap
from tests.text_work import WHO_AND_WHERE

REPORT = "Ana Ruiz 🚌 went to Oaxaca.\nHer passport was stolen in New York."
NEXT = "José lives in León."


@pytest.fixture
def come(site: Site, visit: Callable[..., Visit]) -> Callable[..., Desk]:
    """Opens the first text in a window of some size."""

    def at(size: dict[str, object], *, text: str = REPORT, **schema: object) -> Desk:
        desk = desk_at(
            site, visit, size, task_type="spans", schema={**WHO_AND_WHERE, **schema}, contents=texts(text, NEXT)
        )
        expect(desk.page.get_by_role("toolbar")).to_be_visible()
        return desk

    return at


def test_ada_marks_with_the_mouse_submits_and_gets_the_next(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)

    desk.drag("Ana", "Ruiz")
    desk.press("Escape")
    desk.page.get_by_role("radio", name="place").check()
    desk.drag("New", "York")
    desk.visit.look("spans-marked")
    desk.submit()

    (answer,) = desk.kept()
    assert [(one["value"]["text"], one["value"]["labels"]) for one in answer] == [
        ("Ana Ruiz", ["person"]),
        ("New York", ["place"]),
    ]
    assert answer[1]["value"]["start"] == REPORT.index("New York")
    expect(desk.page.locator("[data-sheet]")).to_contain_text(NEXT)
    expect(desk.page.locator("[data-sheet]")).to_be_focused()
    assert desk.value == []


def test_ada_marks_by_keyboard_alone(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)
    desk.page.locator("#answer").focus()

    desk.press("Control+Shift+ArrowRight", "Control+Shift+ArrowRight", "1")
    assert desk.marks == [("Ana Ruiz", "person")]
    desk.press("ArrowDown", "Home", "Control+ArrowRight", "Control+Shift+ArrowRight", "3")
    assert desk.said == "Mark 2, paper, added: passport. Marks in all: 2."
    desk.press("Shift+Tab", "Alt+ArrowLeft", "Alt+ArrowLeft", "Alt+ArrowLeft", "Alt+ArrowLeft", "Alt+ArrowLeft")
    assert desk.said == "Mark 1 is now: Ana."
    desk.press("Alt+Shift+ArrowRight", "Alt+Shift+ArrowLeft", "2", "Enter")
    expect(desk.page.locator("[data-sheet]")).to_contain_text(NEXT)

    (answer,) = desk.kept()
    assert [(one["value"]["text"], one["value"]["labels"][0]) for one in answer] == [
        ("Ana", "place"),
        ("passport", "paper"),
    ]


def test_ada_marks_with_taps_on_her_phone(come: Callable[..., Desk]) -> None:
    desk = come(PHONE)

    desk.tap("Ana")
    expect(desk.page.get_by_text("Now tap the last word.", exact=True)).to_be_visible()
    desk.tap("Ruiz")
    becomes(desk.page, lambda: desk.marks, [("Ana Ruiz", "person")])
    tap(desk.page.get_by_role("radio", name="place"))
    desk.tap("Oaxaca")
    desk.tap("Oaxaca")
    becomes(desk.page, lambda: desk.marks, [("Ana Ruiz", "place"), ("Oaxaca", "place")])
    desk.visit.look("spans-phone")
    assert desk.visit.small_targets() == []
    desk.page.get_by_label("Label of mark 1").select_option("person")
    desk.submit()

    assert [one["value"]["labels"] for one in desk.kept()[0]] == [["person"], ["place"]]


def test_a_phone_s_own_selection_is_marked_by_its_label(come: Callable[..., Desk]) -> None:
    desk = come(PHONE)

    desk.page.evaluate(
        """() => new Promise((done) => {
             document.addEventListener('selectionchange', () => setTimeout(done), { once: true });
             const part = document.querySelector('.marks-words').firstChild;
             document.getSelection().setBaseAndExtent(part, 0, part, 8); })"""
    )
    tap(desk.page.get_by_role("radio", name="person"))

    becomes(desk.page, lambda: desk.marks, [("Ana Ruiz", "person")])


def test_marks_overlap_and_each_is_seen(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)

    desk.drag("went", "Oaxaca")
    desk.press("3", "Escape", "2")
    desk.drag("Oaxaca", "Oaxaca")
    desk.drag("to Oaxaca", "Oaxaca")
    desk.visit.look("spans-overlap")

    assert [words for words, _ in desk.marks] == ["went to Oaxaca", "Oaxaca", "to Oaxaca"]
    tops = desk.page.evaluate(
        "[...document.querySelectorAll('.mark')].map((one) => one.style.getPropertyValue('--lane'))"
    )
    assert sorted(tops) == ["0", "1", "2"]


def test_whole_words_are_marked_where_only_words_count(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, granularity="word")

    desk.drag("na Ru", "na Ru")

    assert desk.marks == [("Ana Ruiz", "person")]


def test_no_character_is_cut_in_two(come: Callable[..., Desk]) -> None:
    family = "👩‍👩‍👧‍👦"
    desk = come(LAPTOP, text=f"x{family}y cafe\u0301 z")
    desk.page.locator("#answer").focus()

    desk.press("ArrowRight", "Shift+ArrowRight", "1")
    desk.press("End", "ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "2")

    first, second = desk.value
    assert first["value"] == {"start": 1, "end": 1 + len(family), "text": family, "labels": ["person"]}
    assert second["value"]["text"] == "e\u0301"
    desk.submit()
    assert desk.kept() == [[first, second]]


def test_ada_undoes_and_does_again_without_end(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)
    desk.drag("Ana", "Ruiz")
    desk.drag("Oaxaca", "Oaxaca")

    desk.press("Delete")
    assert [words for words, _ in desk.marks] == ["Ana Ruiz"]
    desk.press("Control+z")
    assert [words for words, _ in desk.marks] == ["Ana Ruiz", "Oaxaca"]
    desk.press("Control+z", "Control+z")
    assert desk.marks == []
    desk.page.get_by_role("button", name="Redo").click()
    desk.press("Control+y", "Control+y", "Control+y")

    assert desk.said == "There is nothing to do again."
    assert [words for words, _ in desk.marks] == ["Ana Ruiz"]


def test_what_ada_marked_is_there_again_after_a_reload(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)
    desk.drag("Ana", "Ruiz")
    before = desk.value

    desk.page.reload()

    expect(desk.page.locator("[data-list=marks] li")).to_have_count(1)
    desk.visit.ready()
    assert desk.value == before
    desk.submit()
    assert desk.kept() == [before]


def test_a_refused_answer_shows_the_marks_again(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP)

    desk.page.get_by_role("button", name="Submit and next").click()
    expect(desk.page.locator("#answer-problem")).to_be_visible()
    expect(desk.page.locator("#answer")).to_be_focused()
    desk.drag("Ana", "Ruiz")
    desk.page.get_by_role("checkbox", name="There is nothing to mark here").check()
    desk.page.get_by_role("button", name="Submit and next").click()
    expect(desk.page.locator("#answer-problem")).to_be_visible()

    assert desk.marks == [("Ana Ruiz", "person")]
    desk.visit.look("spans-refused")


def test_nothing_to_mark_is_said_on_purpose(come: Callable[..., Desk]) -> None:
    desk = come(PHONE)

    desk.page.get_by_role("checkbox", name="There is nothing to mark here").check()
    desk.submit()

    assert desk.kept()[0][0]["value"] == {"choices": ["nothing"]}


def test_text_from_right_to_left_is_marked_as_it_is_read(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, text="שלום עולם, אני Ana מירושלים")
    desk.page.locator("#answer").focus()

    desk.press("Control+Shift+ArrowLeft", "1")
    desk.drag("ירושלים", "ירושלים")
    desk.visit.look("spans-right-to-left")

    assert desk.value[0]["value"]["text"] == "שלום"
    assert desk.value[0]["value"]["start"] == 0


def test_hostile_words_never_run_and_never_break(come: Callable[..., Desk]) -> None:
    long = "x" * 10_000
    hostile = f"<img src=x onerror=alert(1)> \u202eabc\u202c {long} </div><script>alert(2)</script> ' \" & end"
    label = {"value": "<b onmouseover=alert(3)>\"'&</b>", "key": "1"}
    desk = come(
        LAPTOP, text=hostile, labels=[label, {"value": "{number}"}], question="</legend><script>alert(4)</script>"
    )
    desk.page.locator("#answer").focus()

    desk.press("Control+Shift+ArrowRight", "1", "Control+End", "Control+Shift+ArrowLeft", "1")
    desk.visit.look("spans-hostile")
    desk.submit()

    first, last = desk.kept()[0]
    assert first["value"]["labels"] == [label["value"]]
    assert last["value"]["text"] == "end"


def test_line_ends_of_windows_count_as_two(come: Callable[..., Desk]) -> None:
    text = "Ana\r\nwent to Oaxaca"
    desk = come(LAPTOP, text=text)

    desk.drag("Oaxaca", "Oaxaca")
    desk.submit()

    assert desk.kept()[0][0]["value"]["start"] == text.index("Oaxaca")


def test_without_script_the_page_says_what_can_be_done(come: Callable[..., Desk], site: Site) -> None:
    desk = come(LAPTOP)
    browser = desk.page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, storage_state=desk.page.context.storage_state())
    page = plain.new_page()

    page.goto(f"{site.url}/work/1")

    expect(page.get_by_text("Marking text needs JavaScript")).to_be_visible()
    expect(page.get_by_text("Ana Ruiz")).to_be_visible()
    expect(page.get_by_role("toolbar")).to_be_hidden()
    expect(page.get_by_role("button", name="Skip")).to_be_visible()
    plain.close()
