"""Payroll's room: Pia prepares, Paz releases, the bank answers, and Mallory and Ada find nothing there."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from payments.people.rules import StaffRole
from tests import make
from tests.cast import ADA, PASSWORD, PAZ, PIA, Clock, Who
from tests.paying import CLABE, OTHER_CLABE, due_week, name_account, payout_seen, worked
from tests.work import Work
from web.wiring import House


@pytest.fixture
def pia_pays(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_staff(tx, PIA, role=StaffRole.PAYROLL)
    return log_in(PIA)


@pytest.fixture
def paz_pays(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_staff(tx, PAZ, role=StaffRole.PAYROLL)
    return log_in(PAZ)


@pytest.fixture
def due(house: House, clock: Clock, ada_id: int) -> Work:
    """Ada's week is on a payslip, and its payout is due."""
    return due_week(house.db, clock, ada_id)


@pytest.fixture
def worked_week(house: House, clock: Clock, ada_id: int) -> Work:
    """Ada's week is over and its payday has come; nobody has run it."""
    return worked(house.db, clock, ada_id)


def prepared(pia: TestClient) -> str:
    """The address of the run that Pia prepared."""
    form = {"provider": "manual_batch", "currency": "MXN", "layout": "spei"}
    return str(pia.post("/payroll/runs", data=form).headers["location"])


def answer_file(*lines: str) -> dict[str, tuple[str, io.BytesIO, str]]:
    text = "key,state,tracking,reason\n" + "\n".join(lines) + "\n"
    return {"file": ("answer.csv", io.BytesIO(text.encode()), "text/csv")}


def test_payroll_sees_what_is_due_and_what_it_waits_for(due: Work, pia_pays: TestClient) -> None:
    page = pia_pays.get("/payroll").text

    assert "No account named yet" in page
    assert "Nothing can leave at the moment" in page


def test_the_whole_walk_from_due_to_paid(due: Work, ada_id: int, pia_pays: TestClient, paz_pays: TestClient) -> None:
    name_account(due, ada_id)
    run = prepared(pia_pays)
    before = paz_pays.get(f"{run}/file").status_code
    paz_pays.post(f"{run}/release")
    file = pia_pays.get(f"{run}/file")
    key = payout_seen(due, ada_id).key
    uploaded = pia_pays.post("/payroll/answers", files=answer_file(f"{key},paid,8812,", "JOR9999999N1,paid,1,"))
    previewed = pia_pays.get(uploaded.headers["location"]).text
    still_sent = payout_seen(due, ada_id).standing

    pia_pays.post(uploaded.headers["location"])

    booked = pia_pays.get(uploaded.headers["location"]).text
    assert before == 404
    assert CLABE in file.text
    assert key in file.text
    assert "Becomes paid" in previewed
    assert "Matches no payment of ours" in previewed
    assert still_sent == "sent"
    assert "1 matched, 1 not" in booked
    assert payout_seen(due, ada_id).standing == "paid"
    assert "Taken by Pia" in pia_pays.get(run).text


def test_pia_cannot_release_what_she_prepared(due: Work, ada_id: int, pia_pays: TestClient) -> None:
    name_account(due, ada_id)
    run = prepared(pia_pays)

    refused = pia_pays.post(f"{run}/release")

    assert refused.status_code == 409
    assert "A second person does this" in refused.text
    assert f"{run}/release" not in pia_pays.get(run).text


def test_a_whole_account_number_stands_on_no_page(
    due: Work, ada_id: int, pia_pays: TestClient, paz_pays: TestClient, ada: TestClient
) -> None:
    name_account(due, ada_id)
    run = prepared(pia_pays)
    paz_pays.post(f"{run}/release")
    pages = [pia_pays.get(run), pia_pays.get("/payroll"), pia_pays.get("/payroll/payouts/1"), ada.get("/payouts")]

    sheet = pia_pays.get("/payroll/sheet.csv").text

    assert [CLABE in page.text for page in pages] == [False] * 4
    assert CLABE not in sheet
    assert CLABE[-4:] in sheet
    assert due.value("SELECT count(*) FROM event WHERE body LIKE :found", found=f"%{CLABE}%") == 0


def test_strangers_find_no_payroll(due: Work, ada: TestClient, mallory: TestClient, stranger: TestClient) -> None:
    paths = ["/payroll", "/payroll/runs/1", "/payroll/runs/1/file", "/payroll/answers", "/payroll/payouts/1"]

    statuses = {client.get(path).status_code for client in (ada, mallory) for path in paths}
    posted = {mallory.post(path).status_code for path in ("/payroll/payday", "/payroll/runs/1/release")}

    assert statuses == {404}
    assert posted == {404}
    assert stranger.get("/payroll").status_code in {303, 401}


def test_ada_names_her_account_with_her_password_only(due: Work, ada_id: int, ada: TestClient) -> None:
    form = {"currency": "MXN", "way": "manual_batch/clabe", "holder": "Ada Ruiz", "number": CLABE}

    wrong = ada.post("/payouts/account", data=form | {"password": "not-hers-at-all"})
    right = ada.post("/payouts/account", data=form | {"password": PASSWORD})

    assert wrong.status_code == 422
    assert CLABE not in wrong.text
    assert right.status_code == 303
    assert payout_seen(due, ada_id).tail == CLABE[-4:]
    assert "leaves with the next payment" in ada.get("/payouts").text


def test_a_typing_mistake_in_a_clabe_is_named_without_repeating_it(due: Work, ada: TestClient) -> None:
    mistyped = CLABE[:-1] + "2"
    form = {"currency": "MXN", "way": "manual_batch/clabe", "holder": "Ada Ruiz", "number": mistyped}

    refused = ada.post("/payouts/account", data=form | {"password": PASSWORD})

    assert refused.status_code == 422
    assert "typing mistake" in refused.text
    assert mistyped not in refused.text


def test_whoever_changes_adas_account_makes_her_old_address_a_letter(
    due: Work, house: House, ada_id: int, ada: TestClient
) -> None:
    name_account(due, ada_id)
    form = {"currency": "MXN", "way": "manual_batch/clabe", "holder": "Mallory", "number": OTHER_CLABE}

    ada.post("/payouts/account", data=form | {"password": PASSWORD})

    letters = [path.read_text("utf-8") for path in (house.settings.data_dir / "mail").glob("*.eml")]
    assert [ADA.email in letter and OTHER_CLABE[-4:] in letter for letter in letters] == [True]
    assert "a changed account waits 72 hours" in ada.get("/payouts").text


def test_one_payment_is_marked_by_hand_only_with_its_tracking_key(
    due: Work, ada_id: int, pia_pays: TestClient, paz_pays: TestClient
) -> None:
    name_account(due, ada_id)
    paz_pays.post(f"{prepared(pia_pays)}/release")

    without = pia_pays.post("/payroll/payouts/1/answer", data={"answer": "paid"})
    pia_pays.post("/payroll/payouts/1/answer", data={"answer": "paid", "tracking": "8812"})

    assert without.status_code == 422
    assert payout_seen(due, ada_id).standing == "paid"
    assert "8812" in paz_pays.get("/payroll").text


def test_a_frozen_payment_is_decided_by_somebody_else(
    due: Work, ada_id: int, pia_pays: TestClient, paz_pays: TestClient
) -> None:
    name_account(due, ada_id)
    paz_pays.post(f"{prepared(pia_pays)}/release")
    key = payout_seen(due, ada_id).key
    pia_pays.post("/payroll/payouts/1/answer", data={"answer": "returned", "reason": "account closed"})
    file = pia_pays.post("/payroll/answers", files=answer_file(f"{key},paid,8812,"))
    pia_pays.post(file.headers["location"])
    decision = {"was_paid": "true", "reason": "The bank confirmed it by telephone."}

    alone = pia_pays.post("/payroll/payouts/1/decide", data=decision)
    frozen = payout_seen(due, ada_id).standing
    together = paz_pays.post("/payroll/payouts/1/decide", data=decision)

    assert (alone.status_code, frozen) == (409, "frozen")
    assert together.status_code == 303
    assert payout_seen(due, ada_id).standing == "paid"
    assert due.value("SELECT credits_posted - debits_posted FROM ledger_account WHERE id LIKE 'annotator:%'") == 0


def test_a_returned_payment_is_told_to_ada_in_her_words(
    due: Work, ada_id: int, ada: TestClient, pia_pays: TestClient, paz_pays: TestClient
) -> None:
    name_account(due, ada_id)
    paz_pays.post(f"{prepared(pia_pays)}/release")
    sent = ada.get("/payouts").text
    pia_pays.post("/payroll/payouts/1/answer", data={"answer": "returned", "reason": "account closed"})

    page = ada.get("/payouts").text

    assert "sent to ...7771. Tracking key JOR0000001N1." in sent
    assert "Your bank returned it: account closed." in page
    assert "is still yours, no fee" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "No file came"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"a,b\n1,2\n", "does not name the columns"),
    ],
)
def test_an_answer_file_that_cannot_be_used_says_what_to_change(
    due: Work, pia_pays: TestClient, content: bytes, said: str
) -> None:
    refused = pia_pays.post("/payroll/answers", files={"file": ("x.csv", io.BytesIO(content), "text/csv")})

    assert refused.status_code == 422
    assert said in refused.text


def test_running_payday_twice_says_that_nothing_new_was_due(due: Work, pia_pays: TestClient) -> None:
    first = pia_pays.post("/payroll/payday")
    second = pia_pays.post("/payroll/payday")

    assert first.status_code == 200
    assert "Nothing new was due" in second.text
    assert due.value("SELECT count(*) FROM payout") == 1


def test_a_long_payday_says_how_far_it_is_and_goes_on_while_nobody_waits(
    worked_week: Work, pia_pays: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.payroll.WAITED_MOST", timedelta())

    shown = pia_pays.post("/payroll/payday")

    assert "The rest goes on by itself; you need not wait here." in shown.text
    assert worked_week.value("SELECT count(*) FROM payout") == 1
