"""Nothing that Ada began is lost: a reload, another device, a log-out, two windows, no signal; and only answers leave."""

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA
from tests.make import make_annotator
from tests.work import Work, running_project

Visits = Callable[..., Visit]


@pytest.fixture
def work(site: Site) -> Work:
    work = running_project(site.house.db, site.clock, items=12)
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
    return work


def begin(visit: Visits, size: dict[str, object] = LAPTOP) -> Visit:
    """Log in and open the first item."""
    ada = visit(size)
    ada.log_in(ADA)
    ada.go("/work/1")
    ada.page.get_by_role("button", name="Start").click()
    expect(ada.page.locator("#answer")).to_be_visible()
    ada.ready()
    return ada


def chosen(page: Page, label: str) -> None:
    expect(page.get_by_role("radio", name=label)).to_be_checked()


def choose_and_wait(page: Page, label: str) -> Request:
    """Choose, and wait until the server has it."""
    with page.expect_request_finished(lambda one: one.url.endswith("/draft")) as saving:
        page.get_by_role("radio", name=label).check()
    return saving.value


def test_a_reload_in_the_same_second_loses_nothing(work: Work, visit: Visits) -> None:
    ada = begin(visit)
    ada.page.get_by_role("radio", name="lost").check()

    ada.page.reload()

    chosen(ada.page, "lost")
    assert work.value("SELECT count(*) FROM answer") == 0


def test_what_ada_began_on_her_phone_is_on_her_laptop_and_the_newest_wins(work: Work, visit: Visits) -> None:
    phone = begin(visit, PHONE)
    choose_and_wait(phone.page, "lost")
    laptop = visit(LAPTOP)
    laptop.log_in(ADA)
    laptop.go("/work/1")
    chosen(laptop.page, "lost")
    work.clock.advance(seconds=50)  # more than a busy machine needs for all that the phone did: the newest wins

    choose_and_wait(laptop.page, "renewal")
    phone.page.reload()

    chosen(phone.page, "renewal")


def test_a_killed_page_and_a_log_out_lose_nothing(work: Work, visit: Visits) -> None:
    ada = begin(visit)
    choose_and_wait(ada.page, "lost")
    context = ada.page.context
    ada.page.close(run_before_unload=False)
    context.clear_cookies()

    again = Visit(context.new_page(), ada.url)
    again.page.add_init_script("localStorage.clear()")
    again.log_in(ADA)
    again.go("/work/1")

    chosen(again.page, "lost")


def test_leaving_at_once_still_tells_the_server(work: Work, visit: Visits) -> None:
    ada = begin(visit)
    ada.page.get_by_role("radio", name="appointment").check()

    ada.go("/home")
    ada.until(lambda: bool(work.rows("SELECT 1 FROM draft")), "a draft in the house")

    assert work.rows("SELECT fields FROM draft") == [('{"label":["appointment"]}',)]


def test_two_windows_agree_on_what_was_begun_and_on_what_was_sent(work: Work, visit: Visits) -> None:
    first = begin(visit)
    second = Visit(first.page.context.new_page(), first.url)
    second.go("/work/1")

    first.page.get_by_role("radio", name="lost").check()
    chosen(second.page, "lost")
    expect(second.page.get_by_text("You went on with this one in another window")).to_be_visible()
    first.page.get_by_role("button", name="Submit and next").click()
    expect(second.page.get_by_text("This one was sent from another window.")).to_be_visible()
    second.page.get_by_role("link", name="Go on with the next").click()

    expect(second.page.locator("#item-text")).to_have_text("Question number 1?")
    assert work.value("SELECT count(*) FROM answer") == 1
    assert first.wrong + second.wrong == []


def test_an_answer_sent_without_signal_waits_and_sends_itself(work: Work, visit: Visits) -> None:
    ada = begin(visit)
    ada.page.get_by_role("radio", name="lost").check()
    ada.page.context.set_offline(True)

    ada.page.get_by_role("button", name="Submit and next").click()
    expect(ada.page.get_by_text("No signal. Saved on this phone; it sends itself.")).to_be_visible()
    ada.page.context.set_offline(False)

    expect(ada.page.locator("#item-text")).to_have_text("Question number 1?")
    assert work.rows("SELECT count(*) FROM answer") == [(1,)]
    ada.wrong.clear()  # the browser's own words about the lost line


def test_only_answers_leave_the_page_and_a_sign_of_life_says_nothing(work: Work, visit: Visits) -> None:
    ada = begin(visit)
    sent: list[Request] = []
    ada.page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)

    ada.page.mouse.move(300, 300)
    draft = choose_and_wait(ada.page, "lost")
    ada.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ada.until(lambda: any(one.url.endswith("/heartbeat") for one in sent), "a sign of life")

    assert parse_qs(draft.post_data or "") == {"label": ["lost"]}
    beats = [one.post_data for one in sent if one.url.endswith("/heartbeat")]
    assert beats
    assert set(beats) == {None}


def test_every_key_of_the_page_is_listed_and_the_labels_keys_can_be_changed(work: Work, visit: Visits) -> None:
    ada = begin(visit)
    page = ada.page

    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="The keys of this page")
    expect(dialog).to_contain_text("renewal")
    expect(dialog).to_contain_text("skip this one")
    dialog.get_by_role("link", name="Change the keys of the labels").click()
    dialog.get_by_label("renewal").fill("2")
    dialog.get_by_role("button", name="Use these keys").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The key 2 is taken")
    ada.look("own-keys")
    dialog.get_by_label("renewal").fill("q")
    dialog.get_by_role("button", name="Use these keys").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    ada.ready()
    page.keyboard.press("q")

    chosen(page, "renewal")
    page.keyboard.press("Shift+S")
    expect(page.locator("#item-text")).to_have_text("Question number 1?")
    ada.look("work-own-keys")
