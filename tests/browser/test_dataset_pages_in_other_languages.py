"""Rita brings data in and takes it away in Spanish and in French, on her laptop and on her phone."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from payments.people.rules import Role
from payments.people.service import add_member
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import Who
from tests.make import make_person
from tests.work import annotator, draft_project, running_project
from web.regular.datasets import write_asked

TEXTS = ("¿Cómo renuevo mi pasaporte?", "Lo perdí en el metro", "", "¿Ya llegó?")
SIZES = [(LAPTOP, "laptop"), (PHONE, "phone")]


def chosen(label: str) -> dict[str, object]:
    value = {"choices": [label]}
    return {"result": [{"from_name": "label", "to_name": "text", "type": "choices", "value": value}]}


def file_of_texts(folder: Path) -> Path:
    """Four lines: two with known answers, one without a text, one with a label that the project lacks."""
    gold = (chosen("renewal"), chosen("lost"), None, chosen("stolen"))
    lines = [{"id": f"q-{number}", "text": text, "gold": gold[number]} for number, text in enumerate(TEXTS)]
    path = folder / "preguntas.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize(("size", "name"), SIZES)
def test_she_brings_texts_with_known_answers(
    site: Site, visit: Callable[..., Visit], tmp_path: Path, size: dict[str, object], name: str, language: str
) -> None:
    who = Who("Rita", language=language)
    work = draft_project(site.house.db, site.clock)
    with site.house.db.writing() as tx:
        add_member(
            tx, make_person(tx, who), organisation_id=work.organisation_id, role=Role.REQUESTER, now=site.clock()
        )
    rita = visit(size)
    page = rita.page
    rita.log_in(who)

    rita.go(f"/projects/{work.project_id}")
    page.locator("#file").set_input_files(file_of_texts(tmp_path))
    rita.ready()
    with arrives(page):
        page.locator("form[data-upload] button").click()
    page.locator('input[name="labels"][value="gold"]').check()
    rita.look(f"data-columns-{language}-{name}")
    with arrives(page):
        page.locator("main form button.btn").first.click()
    expect(page.locator("#batch progress")).to_have_count(0)
    expect(page.locator("#batch a").first).to_be_visible()
    rita.look(f"data-batch-{language}-{name}")

    rita.go(f"/projects/{work.project_id}")
    page.locator("#gold-every").fill("20")
    with arrives(page):
        page.locator("#gold form button").click()
    expect(page.locator("#gold-every")).to_have_value("20")
    rita.look(f"data-draft-{language}-{name}")
    rita.go(f"/projects/{work.project_id}/preview")
    rita.look(f"data-preview-{language}-{name}")


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize(("size", "name"), SIZES)
def test_she_takes_answers_away(
    site: Site, visit: Callable[..., Visit], size: dict[str, object], name: str, language: str
) -> None:
    who = Who("Rita", language=language)
    work = running_project(site.house.db, site.clock, items=2)
    work.answer_many(annotator(site.house.db, "Ada"), 2, seconds=40)
    with site.house.db.writing() as tx:
        add_member(
            tx, make_person(tx, who), organisation_id=work.organisation_id, role=Role.REQUESTER, now=site.clock()
        )
    rita = visit(size)
    rita.log_in(who)

    rita.go(f"/projects/{work.project_id}/datasets?format=huggingface")
    rita.look(f"data-losses-{language}-{name}")
    with arrives(rita.page):
        rita.page.locator('main form[method="post"] button').first.click()
    write_asked(site.house)
    expect(rita.page.locator("#asked a").first).to_be_visible()
    rita.look(f"data-ready-{language}-{name}")
    rita.go(f"/projects/{work.project_id}")
    rita.look(f"data-project-{language}-{name}")
