"""Rita's day with a running project, in her browser and on her phone: every page is looked at, light and dark."""

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import expect

from annotate.prices.queries import raise_quote
from annotate.prices.service import raise_price
from annotate.questions.rules import Asked
from annotate.questions.service import answer, ask
from payments.people.rules import Role
from payments.people.service import add_member
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import RITA
from tests.make import make_person
from tests.work import RULEBOOK, Work, fund, people, running_project, upload

MORE = b"id,text\nm-1,One more?\nm-2,And another?\n"


def label(work: Work, crew: Sequence[int]) -> None:
    """Let six people answer two or three items each, one of them slowly."""
    for number, person_id in enumerate(crew):
        work.answer_many(person_id, 3, seconds=200 if number == 0 else 60)


def question(work: Work, person_id: int, text: str, *, problem: str | None = None) -> int:
    item_id = work.value("SELECT item_id FROM assignment WHERE person_id = :id ORDER BY id DESC LIMIT 1", id=person_id)
    assert isinstance(item_id, int)
    asked = Asked(project_id=work.project_id, item_id=item_id, text=text, problem=problem)
    with work.db.writing() as tx:
        return ask(tx, person_id=person_id, asked=asked, now=work.clock())


@pytest.fixture
def work(site: Site) -> Work:
    """A project in full swing: answers, a rise, questions, and a batch that waits."""
    work = running_project(site.house.db, site.clock, items=30)
    fund(work, 80_000_000, reference="more")
    with site.house.db.writing() as tx:
        work.requester_id = make_person(tx, RITA)
        add_member(tx, work.requester_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=site.clock())
    crew = people(site.house.db, 6)
    label(work, crew)
    with site.house.db.reading() as tx:
        quoted = raise_quote(tx, work.project_id, price_micros=1_300_000, rulebook=RULEBOOK, now=site.clock())
    with site.house.db.writing() as tx:
        raise_price(
            tx,
            quoted=quoted,
            reason="texts are longer than we thought",
            by_id=work.requester_id,
            rulebook=RULEBOOK,
            now=site.clock(),
        )
    answered = question(work, crew[0], "Is a lost passport a renewal?")
    question(work, crew[1], "", problem="personal_data")
    question(work, crew[2], "If somebody asks for two things at once, which one do I choose?\nThere are many of them.")
    with site.house.db.writing() as tx:
        answer(
            tx,
            question_id=answered,
            by_id=work.requester_id,
            text="No. Choose “lost”.",
            is_for_all=True,
            now=site.clock(),
        )
    upload(site.house.db, work.project_id, work.requester_id, MORE)
    return work


@pytest.mark.parametrize(("size", "name"), [(LAPTOP, "laptop"), (PHONE, "phone")])
def test_rita_looks_after_a_running_project(
    work: Work, visit: Callable[..., Visit], size: dict[str, object], name: str
) -> None:
    rita = visit(size)
    rita.log_in(RITA)
    rita.page.wait_for_url("**/projects")
    rita.go(f"/projects/{work.project_id}")
    rita.look(f"requester-dashboard-{name}")

    with arrives(rita.page):
        rita.page.get_by_role("link", name="Questions and reports").click()
    rita.look(f"requester-questions-{name}")
    rita.page.get_by_label("Your answer to").first.fill("Thank you, we took it out.")
    rita.page.get_by_role("button", name="Send the answer").first.click()
    expect(rita.page.get_by_text("Thank you, we took it out.")).to_be_visible()

    rita.go(f"/projects/{work.project_id}/price")
    rita.page.get_by_label("New price").fill("1.60")
    rita.page.get_by_role("button", name="See what it costs").click()
    expect(rita.page.get_by_text("The ceiling grows by")).to_be_visible()
    rita.look(f"requester-price-{name}")
    with arrives(rita.page):
        rita.page.get_by_role("button", name="Raise the price").click()
    rita.page.wait_for_url(f"**/projects/{work.project_id}")

    with arrives(rita.page):
        rita.page.get_by_role("link", name="not yet: publish").click()
    rita.look(f"requester-batch-{name}")
    rita.page.get_by_role("button", name="Publish these items").click()
    expect(rita.page.get_by_text("of 32").first).to_be_visible()


@pytest.mark.parametrize(("size", "name"), [(LAPTOP, "laptop"), (PHONE, "phone")])
def test_rita_reads_her_papers(work: Work, visit: Callable[..., Visit], size: dict[str, object], name: str) -> None:
    rita = visit(size)
    rita.log_in(RITA)
    rita.page.wait_for_url("**/projects")

    rita.go(f"/projects/{work.project_id}/money")
    rita.look(f"requester-money-{name}")
    rita.go(f"/projects/{work.project_id}/invoice")
    rita.look(f"requester-invoice-{name}")
    rita.go(f"/projects/{work.project_id}/quote")
    rita.look(f"requester-quote-{name}")
    rita.go(f"/projects/{work.project_id}/history")
    rita.look(f"requester-history-{name}")
    rita.go(f"/organisations/{work.organisation_id}/people")
    rita.look(f"requester-organisation-{name}")

    expect(rita.page.get_by_role("heading", name="Mobility Office")).to_be_visible()
