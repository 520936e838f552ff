"""Ada opens an account at Stripe: on its pages, with her password, held where it changes, and never lost in between."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from payments.destinations.queries import DestinationView, destination_of
from payments.provider_accounts.queries import ProviderAccountView, provider_accounts_of
from payments.provider_accounts.rules import PAUSED
from policies.errors import Refusal
from tests.cast import ADA, PASSWORD, Clock, Who
from tests.conftest import settings_for
from tests.paying import CLABE, due_week, name_account, payout_seen, payroll, prepare
from tests.work import Work
from web.local_stripe.faults import Fault
from web.local_stripe.server import LocalStripe
from web.payout_ways import ways_of
from web.provider_accounts import hear_of_account, look_at_accounts
from web.wiring import House, open_house

EVERY_DAY = (Fault.DROPPED_AFTER, Fault.LATE)
FAULTS = [
    *EVERY_DAY,
    *(pytest.param(fault, marks=pytest.mark.stress) for fault in Fault if fault not in EVERY_DAY),
]
WAY = {"currency": "MXN", "way": "stripe_global/stripe_recipient", "password": PASSWORD}


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[House]:
    """A house that pays people in Mexico through Stripe or by hand."""
    stripe = {
        "stripe_key": SecretStr(local_stripe.key),
        "stripe_address": local_stripe.url,
        "payout_ways": {"MX": "stripe_global, manual_batch", "*": "manual_batch"},
    }
    opened = open_house(settings_for(sqlite_url, tmp_path).model_copy(update=stripe), now=clock)
    yield opened
    opened.db.dispose()


@pytest.fixture
def due(house: House, clock: Clock, ada_id: int) -> Work:
    """Ada's week is on a payslip, and its payout is due."""
    return due_week(house.db, clock, ada_id, answers=10)


def asked(house: House, person_id: int) -> ProviderAccountView:
    with house.db.reading() as tx:
        return provider_accounts_of(tx, person_id)[0]


def goes_to(house: House, person_id: int) -> DestinationView | None:
    with house.db.reading() as tx:
        return destination_of(tx, person_id=person_id, currency="MXN")


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


def letters(house: House) -> list[str]:
    return [path.read_text("utf-8") for path in sorted((house.settings.data_dir / "mail").glob("*.eml"))]


def onboarded(house: House, stripe: LocalStripe, ada: TestClient, ada_id: int) -> str:
    """Ada asked for an account, told Stripe everything, and came back; the service's name of her account."""
    page = ada.post("/payouts/service", data=WAY).headers["location"]
    stripe.finish_onboarding(asked(house, ada_id).account_id)
    ada.get(f"{page}/back")
    return asked(house, ada_id).account_id


def look_until_heard(house: House, work: Work, person_id: int) -> None:
    """Let the job look every other minute; what Stripe is still at in real time is given a moment to end."""
    for _ in range(40):
        work.clock.advance(minutes=2)
        look_at_accounts(house)
        if asked(house, person_id).state != "asked":
            return
        sleep(0.05)


def test_each_way_says_what_it_can_do_before_she_chooses(due: Work, ada: TestClient) -> None:
    page = plain(ada.get("/payouts").text)

    assert "Your bank, through Stripe (you give it to Stripe, not to us)" in page
    assert "Arrives after 1 to 7 working days" in page
    assert "Smallest payment 10.00 MXN A smaller one waits here, safe and yours" in page
    assert "Each payment costs us 1.50 USD + 0.25-1.25 % + 1 %, by Stripe’s price list" in page
    assert "From us it hears your name, e-mail address and country, and each amount." in page
    assert "We keep the number of your account, and give it to our bank" in page
    assert "Pretend account" not in page


def test_she_goes_to_stripe_and_comes_back_and_her_pay_goes_there_at_once(
    due: Work, house: House, local_stripe: LocalStripe, ada: TestClient, ada_id: int
) -> None:
    page = ada.post("/payouts/service", data=WAY).headers["location"]
    missing = plain(ada.get(page).text)
    to_stripe = ada.get(f"{page}/go").headers["location"]
    local_stripe.finish_onboarding(asked(house, ada_id).account_id)
    back = ada.get(f"{page}/back").headers["location"]

    found = goes_to(house, ada_id)
    assert "Stripe needs something from you before it can pay you." in missing
    assert to_stripe.startswith(local_stripe.url)
    assert "Stripe can pay you." in plain(ada.get(back).text)
    assert found is not None
    assert (found.provider, found.kind) == ("stripe_global", "stripe_recipient")
    assert not found.waits(house.now())
    assert payout_seen(due, ada_id).standing == "ready"
    assert letters(house) == []


def test_nobody_asks_stripe_for_an_account_without_her_password(
    due: Work, house: House, local_stripe: LocalStripe, ada: TestClient, ada_id: int
) -> None:
    wrong = ada.post("/payouts/service", data=WAY | {"password": "not-hers-at-all"})

    with house.db.reading() as tx:
        kept = provider_accounts_of(tx, ada_id)
    assert wrong.status_code == 422
    assert kept == ()


def test_an_hour_later_the_way_to_stripe_asks_for_the_password_again(
    due: Work, house: House, local_stripe: LocalStripe, ada: TestClient, clock: Clock
) -> None:
    page = ada.post("/payouts/service", data=WAY).headers["location"]
    clock.advance(minutes=61)

    late = ada.get(f"{page}/go")

    assert late.status_code == 403
    assert "Give your password once more" in late.text
    assert 'name="password"' in late.text
    assert ada.post("/payouts/service", data=WAY).headers["location"] == page
    assert ada.get(f"{page}/go").status_code == 303


def test_a_changed_account_waits_72_hours_and_her_old_address_hears_of_it(
    due: Work, house: House, local_stripe: LocalStripe, ada: TestClient, ada_id: int, clock: Clock
) -> None:
    name_account(due, ada_id, CLABE)

    onboarded(house, local_stripe, ada, ada_id)

    waiting = payout_seen(due, ada_id).standing
    clock.advance(hours=72)
    assert waiting == "account_waits"
    assert payout_seen(due, ada_id).standing == "ready"
    assert len(letters(house)) == 1
    assert "ada@example.org" in letters(house)[0]


def test_another_bank_behind_her_account_waits_72_hours_too(
    due: Work, house: House, local_stripe: LocalStripe, ada: TestClient, ada_id: int
) -> None:
    account_id = onboarded(house, local_stripe, ada, ada_id)
    local_stripe.finish_onboarding(account_id, last4="1111")  # whoever it was: Stripe tells us of it

    hear_of_account(house, account_id)

    assert payout_seen(due, ada_id).standing == "account_waits"
    assert len(letters(house)) == 1
    assert "named another bank account" in letters(house)[0]


def test_her_pay_waits_while_stripe_asks_for_more_and_goes_on_by_itself_afterwards(
    due: Work, house: House, local_stripe: LocalStripe, ada: TestClient, ada_id: int
) -> None:
    account_id = onboarded(house, local_stripe, ada, ada_id)
    local_stripe.restrict(account_id)
    hear_of_account(house, account_id)
    paused, page = goes_to(house, ada_id), plain(ada.get("/payouts").text)
    local_stripe.books.every("v2.core.account")[0]["configuration"]["recipient"]["capabilities"]["bank_accounts"][
        "local"
    ]["status"] = "active"

    hear_of_account(house, account_id)

    again = goes_to(house, ada_id)
    assert paused is not None
    assert paused.refused_reason == PAUSED
    assert "Stripe cannot pay you there at the moment. Your pay waits here, safe and yours." in page
    assert again is not None
    assert again.refused_reason is None
    assert not again.waits(house.now())


def test_the_account_she_types_later_stays_hers_whatever_stripe_says_then(
    due: Work, house: House, local_stripe: LocalStripe, ada: TestClient, ada_id: int, clock: Clock
) -> None:
    ada.post("/payouts/service", data=WAY)
    account_id = asked(house, ada_id).account_id
    typed = {"currency": "MXN", "way": "manual_batch/clabe", "holder": "Ada Ruiz", "number": CLABE}
    ada.post("/payouts/account", data=typed | {"password": PASSWORD})
    local_stripe.finish_onboarding(account_id)
    clock.advance(hours=2)

    looked = look_at_accounts(house) + hear_of_account(house, account_id)

    found = goes_to(house, ada_id)
    assert looked == 0
    assert found is not None
    assert found.provider == "manual_batch"


@pytest.mark.parametrize("fault", FAULTS)
def test_stripe_being_away_loses_nothing_and_opens_one_account(
    due: Work, house: House, local_stripe: LocalStripe, ada: TestClient, ada_id: int, fault: Fault
) -> None:
    local_stripe.faults.then(fault, paths=("/v2/core/accounts",))
    page = ada.post("/payouts/service", data=WAY).headers["location"]
    meanwhile = (asked(house, ada_id).state, plain(ada.get(page).text))

    local_stripe.faults.catch_up()
    look_until_heard(house, due, ada_id)

    assert meanwhile[0] == "asked"
    assert "We asked Stripe for your account, and it has not answered yet." in meanwhile[1]
    assert asked(house, ada_id).state == "more_needed"
    assert len(local_stripe.books.every("v2.core.account")) == 1


def test_what_is_less_than_stripe_sends_waits_says_so_and_leaves_another_way(
    house: House, local_stripe: LocalStripe, log_in: Callable[[Who], TestClient], ada_id: int, clock: Clock
) -> None:
    work, pia = due_week(house.db, clock, ada_id, answers=2), payroll(house.db, "Pia")
    ada = log_in(ADA)
    onboarded(house, local_stripe, ada, ada_id)
    small, page = payout_seen(work, ada_id).standing, plain(ada.get("/payouts").text)
    with pytest.raises(Refusal, match="nothing_to_send"):
        prepare(work, pia, provider="stripe_global")

    name_account(work, ada_id, CLABE)

    clock.advance(hours=72)
    assert small == "too_small"
    assert "2.30 MXN waits here, and stays yours: it is less than can be sent at once." in page
    assert payout_seen(work, ada_id).standing == "ready"
    assert prepare(work, pia) == 1


def test_mallory_finds_neither_adas_account_nor_a_form_that_takes_one(
    due: Work, house: House, ada: TestClient, mallory: TestClient, ben: TestClient, ben_id: int
) -> None:
    page = ada.post("/payouts/service", data=WAY).headers["location"]
    typed = {"currency": "MXN", "way": WAY["way"], "holder": "Ben", "number": "acct_123456789", "password": PASSWORD}

    smuggled = ben.post("/payouts/account", data=typed)
    other_country = ben.post("/payouts/service", data=WAY | {"way": "stripe_connect/stripe_account"})

    assert [who.get(f"{page}{end}").status_code for who in (ben, mallory) for end in ("", "/go", "/back")] == [404] * 6
    assert smuggled.status_code == 422
    assert other_country.status_code == 422
    assert goes_to(house, ben_id) is None


def test_an_operator_who_mistypes_a_way_is_told_and_nobody_is_offered_it(house: House, clock: Clock) -> None:
    settings = house.settings.model_copy(update={"payout_ways": {"MX": "stripe_globall manual_batch"}})

    with capture_logs() as said:
        mistyped = open_house(settings, now=clock)

    ways = ways_of(mistyped, currency="MXN", country="MX")
    mistyped.db.dispose()
    assert [way.provider for way in ways] == ["manual_batch"]
    assert [(line["event"], line["name"]) for line in said] == [("payout_way_unknown", "stripe_globall")]
