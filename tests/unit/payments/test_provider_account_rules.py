"""What follows when a service shows how somebody's account stands."""

from datetime import timedelta
from typing import Any

import pytest

from payments.provider_accounts.rules import PAUSED, Follows, may_go_on, what_follows
from payments.providers.onboarding import AccountState
from payments.providers.stripe_onboarding import state_of
from tests.cast import BEGINNING

READY, MORE = AccountState.READY, AccountState.MORE_NEEDED
CASES = [
    # seen, was_named, is_in_use, refused_reason, has_moved -> what follows, and why
    (READY, False, False, None, False, Follows.NAME, "ready for the first time since she asked"),
    (READY, False, True, None, False, Follows.NAME, "she asked for it again: naming the same changes nothing"),
    (READY, False, True, None, True, Follows.NAME_ANEW, "she asked, and it is another bank by now"),
    (READY, True, True, None, False, Follows.NOTHING, "as it was"),
    (READY, True, True, None, True, Follows.NAME_ANEW, "another bank behind the same account waits"),
    (READY, True, True, PAUSED, False, Follows.NAME, "the service can pay again"),
    (READY, True, True, "account_closed", False, Follows.NOTHING, "its bank refused: she has to do something"),
    (READY, True, False, None, True, Follows.NOTHING, "she chose another account since"),
    (MORE, True, True, None, False, Follows.PAUSE, "nothing is sent to where it cannot arrive"),
    (MORE, True, True, PAUSED, False, Follows.NOTHING, "it is paused already"),
    (MORE, False, False, None, False, Follows.NOTHING, "nothing ever went there"),
    (AccountState.STOPPED, True, True, None, False, Follows.PAUSE, "the service closed it"),
]


@pytest.mark.parametrize("case", CASES, ids=[case[-1] for case in CASES])
def test_where_adas_money_goes_follows_from_what_the_service_shows(case: tuple[Any, ...]) -> None:
    seen, was_named, is_in_use, refused_reason, has_moved, expected, _ = case

    follows = what_follows(
        seen, was_named=was_named, is_in_use=is_in_use, refused_reason=refused_reason, has_moved=has_moved
    )

    assert follows is expected


def test_a_password_opens_the_way_to_a_service_for_an_hour_only() -> None:
    assert may_go_on(BEGINNING, BEGINNING + timedelta(minutes=59))
    assert not may_go_on(BEGINNING, BEGINNING + timedelta(hours=1))


def account(status: str, *, resolution: str = "", waits_for: str = "", closed: bool = False) -> dict[str, Any]:
    """An account as Stripe writes it."""
    details = [{"code": "determining_status", "resolution": resolution}] if resolution else []
    able = {"status": status, "status_details": details}
    entries = [{"awaiting_action_from": waits_for}] if waits_for else []
    return {
        "id": "acct_1",
        "closed": closed,
        "configuration": {"recipient": {"capabilities": {"bank_accounts": {"local": able}}}},
        "requirements": {"entries": entries},
    }


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (account("active"), AccountState.READY),
        (account("active", closed=True), AccountState.STOPPED),
        (account("pending", resolution="no_resolution"), AccountState.CHECKED),
        (account("pending", waits_for="stripe"), AccountState.CHECKED),
        (account("pending", waits_for="user"), AccountState.MORE_NEEDED),
        (account("restricted", resolution="provide_info"), AccountState.MORE_NEEDED),
        (account("rejected", resolution="contact_stripe"), AccountState.STOPPED),
        (account("unsupported"), AccountState.STOPPED),
        ({"id": "acct_1", "configuration": None, "requirements": None}, AccountState.CHECKED),
    ],
)
def test_what_stripe_says_of_an_account_becomes_one_plain_word(seen: dict[str, Any], expected: AccountState) -> None:
    assert state_of(seen, ("bank_accounts", "local")) is expected
