"""Rita funds, publishes, watches and exports: the ceiling is set aside first, and every figure adds up."""

import json
import re

import pytest

from annotate.serving.service import next_offer, submit
from payments.ledger.queries import balance
from payments.ledger.rules import escrow, organisation_funds, reserve
from tests.web.test_requester_items import GOOD, put_in
from tests.web.test_requester_project_form import DESCRIBED, plain

FUNDED = {"amount": "100", "reference": "aa11bb22"}


@pytest.fixture
def draft(rita):
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]
    put_in(rita, there, GOOD)
    return there


@pytest.fixture
def running(rita, draft):
    rita.post(f"{draft}/fund", data=FUNDED)
    rita.post(f"{draft}/publish")
    return draft


@pytest.fixture
def answered(rita, running, house, ada_id, clock):
    """Ada has answered one item of the project in a minute and a half."""
    label(house, ada_id, clock)
    return running


def label(house, person_id, clock, *, project_id=1, label="Lost"):
    with house.db.writing() as tx:
        offer = next_offer(tx, person_id=person_id, project_id=project_id, now=clock(), rulebook=house.rulebook)
    clock.advance(seconds=50)
    result = house.task_types["choice"].from_form({}, {"label": label})
    with house.db.writing() as tx:
        submit(
            tx,
            person_id=person_id,
            assignment_id=offer.assignment_id,
            result=result,
            now=clock(),
            rulebook=house.rulebook,
            task_types=house.task_types,
        )


def test_the_ceiling_is_answers_and_a_reserve_and_no_fee(rita, draft):
    page = plain(rita.get(draft).text)

    assert "Never more than 9.32 MXN" in page  # 3 items x 2 people x 1.15, and 35 % of it
    assert "3 items × 2 people × 1.15" in page
    assert "6.90" in page
    assert "2.415" in page
    assert "Still missing 9.315" in page.replace("missing9", "missing 9")
    assert "Pretend money" in page


def test_nothing_can_be_published_before_the_money_is_there(rita, draft):
    page = rita.get(draft).text

    reply = rita.post(f"{draft}/publish")

    assert f'action="{draft}/publish"' not in page
    assert reply.status_code == 409
    assert "9.315 MXN are missing" in plain(reply.text)


def test_a_draft_without_items_says_that_items_are_missing(rita):
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]

    reply = rita.post(f"{there}/publish")

    assert reply.status_code == 409
    assert "Upload a CSV file first" in reply.text


def test_publishing_sets_the_whole_ceiling_aside(rita, draft, house, mobility_id):
    rita.post(f"{draft}/fund", data=FUNDED)

    reply = rita.post(f"{draft}/publish")

    assert reply.status_code == 303
    with house.db.reading() as tx:
        assert balance(tx, escrow(1)).available == 6_900_000
        assert balance(tx, reserve(1)).available == 2_415_000
        assert balance(tx, organisation_funds(mobility_id, "MXN")).available == 100_000_000 - 9_315_000


def test_the_same_payment_sent_twice_is_booked_once(rita, draft, house, mobility_id):
    rita.post(f"{draft}/fund", data=FUNDED)
    rita.post(f"{draft}/fund", data=FUNDED)

    with house.db.reading() as tx:
        assert balance(tx, organisation_funds(mobility_id, "MXN")).available == 100_000_000


@pytest.mark.parametrize("amount", ["", "-5", "0", "a lot", "1e9"])
def test_an_amount_that_is_none_is_said_beside_its_field_and_kept(rita, draft, amount):
    reply = rita.post(f"{draft}/fund", data=FUNDED | {"amount": amount})

    assert reply.status_code == 422
    assert 'id="fund-problem"' in reply.text
    assert f'value="{amount}"' in reply.text


def test_a_running_project_shows_answers_and_spending_and_nobodys_own_pay(rita, answered):
    page = plain(rita.get(answered).text)

    assert "1 of 6" in page
    assert "1 person" in page
    assert "Never more than 9.32 MXN" in page  # 9.315, rounded up to the coin
    assert "1 × 1.15" in page
    assert "will be accepted automatically, the first in 72 h" in page
    assert "Everyone’s hour is paid at or above the floor" in page
    assert "82.80" not in page  # 1.15 for 50 seconds: a single person's figure stays her own
    assert "cannot be said yet: too few answers" in page
    assert "Published, money set aside" in page


def test_figures_refresh_by_themselves_as_a_fragment(rita, answered):
    reply = rita.get(answered, headers={"HX-Request": "true"})

    assert 'id="figures"' in reply.text
    assert "<!doctype" not in reply.text


def test_rita_pauses_resumes_and_closes(rita, running):
    paused = rita.post(f"{running}/pause")
    page = plain(rita.get(running).text)
    resumed = rita.post(f"{running}/resume")
    closed = rita.post(f"{running}/close")
    again = rita.post(f"{running}/pause")

    assert [reply.status_code for reply in (paused, resumed, closed, again)] == [303, 303, 303, 409]
    assert "Paused" in page
    assert "Project closed" in plain(rita.get(running).text)
    assert "not possible as the project stands now" in again.text


def test_a_published_project_keeps_its_description_and_a_closed_one_takes_no_more_items(rita, running):
    changed = rita.post(f"{running}/edit", data=DESCRIBED | {"amount": "2"})
    rita.post(f"{running}/close")
    uploaded = rita.post(f"{running}/uploads", files={"file": ("more.csv", GOOD)})

    assert changed.status_code == 409
    assert uploaded.status_code == 409


def test_answers_go_out_as_json_lines_with_a_pseudonym_pay_and_the_rule(rita, answered):
    reply = rita.get(f"{answered}/export", params={"format": "jsonl"})

    row = json.loads(reply.text)

    assert reply.headers["content-disposition"] == 'attachment; filename="passport-questions-1.jsonl"'
    assert row["label"] == "Lost"
    assert row["text"] == "¿Puedo renovar?"
    assert (row["external_id"], row["counted_seconds"], row["pay"], row["currency"]) == ("1", "50", "1.15", "MXN")
    assert re.fullmatch(r"[a-z]+-\d+", row["annotator"])
    assert len(row["rule"]) == 64
    assert "Ada" not in reply.text


def test_a_text_that_is_a_formula_leaves_as_text_in_the_table(rita, house, ada_id, clock):
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]
    put_in(rita, there, b'clave,pregunta\n1,"=HYPERLINK(""http://x"")"\n')
    rita.post(f"{there}/fund", data=FUNDED)
    rita.post(f"{there}/publish")
    label(house, ada_id, clock)

    table = rita.get(f"{there}/export", params={"format": "csv"}).text

    assert "'=HYPERLINK" in table


def test_an_unknown_format_is_refused_with_those_there_are(rita, running):
    reply = rita.get(f"{running}/export", params={"format": "xlsx"})

    assert reply.status_code == 422
    assert "csv, huggingface, items, jsonl" in reply.text


@pytest.mark.parametrize("who", ["paz", "mallory", "ada"])
def test_strangers_see_change_and_export_nothing(running, request, who):
    other = request.getfixturevalue(who)

    replies = [
        other.get(f"{running}/export"),
        other.get(f"{running}/preview"),
        other.post(f"{running}/pause"),
        other.post(f"{running}/fund", data=FUNDED),
        other.get(f"{running}/batches/1"),
    ]

    assert [reply.status_code for reply in replies] == [404] * 5


def test_a_reviewer_watches_and_exports_but_moves_nothing(running, pia):
    assert pia.get(running).status_code == 200
    assert pia.get(f"{running}/export").status_code == 200
    assert pia.post(f"{running}/pause").status_code == 404
    assert f'action="{running}/pause"' not in pia.get(running).text
