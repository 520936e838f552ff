"""The policy sandbox: who may try a draft of the law on recorded weeks, what they see, and that nobody's pay changes."""

import json
from contextlib import nullcontext

import pytest
from typer.testing import CliRunner

from policies.rulebook import PACKAGED_FOLDER
from tests import make
from tests.cast import AXEL
from tests.work import annotator, running_project
from web.cli.policy import app as app_of_policy
from web.sandbox_asking import DRAFT_BYTES_MOST

WEEK = "2026-W10"
LAW = (PACKAGED_FOLDER / "mx.toml").read_text("utf-8")
HIGHER = LAW.replace('value = "315.04"', 'value = "400.00"').partition("[[example]]")[0]
EARNINGS = "SELECT id, amount_micros, rulebook_digest FROM earning ORDER BY id"
EVENTS = "SELECT count(*) FROM event"
TEXTS = "SELECT digest FROM rulebook_text ORDER BY digest"
LOOKS = "SELECT count(*) FROM event WHERE stream LIKE 'accreditation:%' AND body LIKE '%sandbox%'"


@pytest.fixture
def recorded(house, clock):
    """Six people's answers of one week, two minutes each."""
    work = running_project(house.db, clock, items=30)
    people = [annotator(house.db, name) for name in ("A1", "A2", "A3", "A4", "A5", "A6")]
    for person_id in people:
        work.answer(person_id, seconds=120)
    return work


def send(client, text: str | bytes = "", *, period: str = WEEK, as_if: str = "", name: str = "mx.toml"):
    files = {"draft": (name, text)} if text else None
    return client.post("/rules/compare", data={"period": [period], "as_if": as_if}, files=files)


@pytest.mark.parametrize("who", ["olga", "delia", "axel"])
def test_operators_representatives_and_auditors_may_try_a_draft(recorded, request, who):
    client = request.getfixturevalue(who)

    page, reply = client.get("/rules/compare"), send(client, HIGHER)

    assert WEEK in page.text
    assert reply.status_code == 200
    assert "58.333334" in reply.text  # 400 x 7 / 48, rounded up
    assert "400.00" in reply.text


@pytest.mark.parametrize("who", ["ada", "rita", "mallory", "paula"])
def test_others_find_no_such_page(request, who):
    client = request.getfixturevalue(who)

    assert client.get("/rules/compare").status_code == 404
    assert send(client, HIGHER).status_code == 404


@pytest.mark.parametrize(
    "evil",
    [
        "a=" + "[\n" * 20_000,
        "a=" + "{a=" * 500,
        "a=" + "9" * 1_900 + "\n" + "b." * 90_000 + "b=1",
        'a="""' + "9" * 9_000,
    ],
)
def test_a_draft_meant_to_harm_is_refused_like_a_misspelt_one_and_keeps_nobody_waiting(recorded, olga, evil):
    reply = send(olga, evil)

    assert reply.status_code == 422
    assert "mx.toml" in reply.text


def test_a_draft_must_hold_to_its_own_worked_examples(recorded, olga):
    reply = send(olga, LAW.replace('value = "315.04"', 'value = "400.00"'))

    assert "owed 58.333334, written 45.943334" in reply.text


def test_delia_sees_the_weeks_of_2026_as_if_they_were_in_2027(recorded, delia):
    text = send(delia, as_if="2027-01-04").text

    assert "45.943334 → 47.94087" in text
    assert "2027-W01" in text
    assert "48" in text
    assert "46" in text


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (HIGHER.replace("[[zone]]", "[[zone"), "cannot be used as it is"),
        (HIGHER + "\nsurprise = 1\n", "cannot be used as it is"),
        (HIGHER.replace('code = "general"', 'code = "general"\nodd = 1', 1), "odd"),
        (HIGHER.replace("sources = [", "sources = [] # ["), "sources"),
        (LAW.replace('currency = "MXN"', 'currency = "USD"'), "another currency"),
        ((PACKAGED_FOLDER / "gb.toml").read_text("utf-8"), "concerns nobody"),
        (b"\x89PNG\r\n\xff\xfe", "is not a text"),
        (b"a\x00b", "is not a text"),
        ("# long\n" * (DRAFT_BYTES_MOST // 7 + 1), "too long"),
    ],
    ids=["malformed", "unknown key", "unknown field", "no source", "currency", "elsewhere", "binary", "nul", "huge"],
)
def test_a_draft_that_cannot_be_used_is_refused_with_what_to_mend(recorded, olga, draft, said):
    reply = send(olga, draft)

    assert reply.status_code in {400, 409, 413, 422}
    assert said in reply.text
    assert 'name="draft"' in reply.text


def test_a_comparison_with_nothing_is_refused(recorded, olga):
    assert "nothing to compare with yet" in send(olga).text


@pytest.mark.parametrize("as_if", ["0001-01-01", "9999-12-31", "1980-02-30", "soon"])
def test_a_day_nobody_can_reckon_with_is_refused(recorded, olga, as_if):
    assert send(olga, as_if=as_if).status_code == 422


def test_axel_finds_no_week_outside_his_permission(recorded, axel):
    assert send(axel, HIGHER, period="2027-W30").status_code == 404


def test_an_auditor_of_another_organisation_finds_no_pay_of_this_one(recorded, house, log_in):
    with house.db.writing() as tx:
        elsewhere = make.make_organisation(tx, "Water Board")
        make.make_auditor(tx, AXEL, organisation_id=elsewhere)

    reply = send(log_in(AXEL), HIGHER)

    assert "Nothing was recorded in these weeks" in reply.text


def test_four_people_are_too_few_to_show(house, clock, olga):
    work = running_project(house.db, clock, items=9)
    for name in ("A1", "A2", "A3", "A4"):
        work.answer(annotator(house.db, name), seconds=120)

    text = send(olga, HIGHER).text

    assert "too few people" in text
    assert "58.33" not in text


def test_nobody_is_paid_anything_by_a_comparison(recorded, olga):
    before = recorded.rows(EARNINGS), recorded.rows(EVENTS), recorded.rows(TEXTS)

    send(olga, HIGHER)

    assert (recorded.rows(EARNINGS), recorded.rows(EVENTS), recorded.rows(TEXTS)) == before


def test_axels_look_is_written_down(recorded, axel):
    before = recorded.value(LOOKS)

    send(axel, HIGHER)

    assert recorded.value(LOOKS) == before + 1


def test_the_rules_page_leads_to_the_sandbox(delia):
    assert 'href="/rules/compare"' in delia.get("/rules").text


def test_olga_compares_by_command_and_her_program_reads_the_same(recorded, house, tmp_path, monkeypatch):
    monkeypatch.setattr("web.cli.policy.the_house_of", lambda: nullcontext(house))
    draft = tmp_path / "draft.toml"
    draft.write_text(HIGHER, "utf-8")
    asked = ["compare", "--period", WEEK, "--with", str(draft)]

    text = CliRunner().invoke(app_of_policy, asked)
    data = json.loads(CliRunner().invoke(app_of_policy, [*asked, "--json"]).output)

    assert "6 would be paid more" in text.output
    assert "It changed nobody's pay" in text.output
    assert data["currencies"][0]["people"] == 6
    assert data["floors"][0]["hourly"] == {"before": "45.943334", "after": "58.333334"}
