"""Four processes send wages through Stripe, one of them killed sixty times, half of all calls going wrong."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.cast import RunningClock
from tests.chance import chance_of
from tests.conftest import settings_for
from tests.processes import ROOT, settings_of
from tests.stripe_process import PACE
from tests.stripe_wages import AMOUNT, Wages
from web.local_stripe.server import running

PAYOUTS = int(os.environ.get("JORNAL_STORM_WAGES", "300"))
KILLS = int(os.environ.get("JORNAL_STORM_KILLS", "60"))
ACCOUNTS, SHARE = 10, 0.5


@pytest.mark.stress
@pytest.mark.alone
def test_everybody_is_paid_once_though_one_of_four_senders_is_killed_sixty_times(
    database_url: str, tmp_path: Path
) -> None:
    began = time.monotonic_ns()
    clock = RunningClock(began, pace=PACE)
    with running(now=clock) as stripe:
        wages = Wages.opened(settings_for(database_url, tmp_path), stripe, clock)
        wages.owed_many(PAYOUTS, [wages.account() for _ in range(ACCOUNTS)])
        stripe.faults.plan(chance_of("Stripe").getrandbits(32), SHARE)
        wages.release()
        ran = subprocess.run(
            [sys.executable, "-m", "tests.stripe_process", database_url, str(tmp_path), stripe.key, stripe.url,
             str(began), str(KILLS)],
            cwd=ROOT, env=settings_of(database_url, tmp_path), capture_output=True, text=True, timeout=540, check=True,
        )  # fmt: skip
        transfers = stripe.books.every("transfer")
        violations = stripe.violations

    paid = Counter(one["transfer_group"] for one in transfers)
    unanswered = wages.value("SELECT count(*) FROM payout_call WHERE answer IS NULL")
    answered = wages.value("SELECT count(*) FROM payout_call WHERE answer IS NOT NULL")
    states = [wages.value(f"SELECT count(*) FROM payout WHERE state = '{state}'") for state in ("paid", "frozen")]
    wages.house.db.dispose()
    print(ran.stdout, f"{answered} of {unanswered} calls were answered")
    assert violations == []
    assert (len(paid), len(transfers), states) == (PAYOUTS, PAYOUTS, [PAYOUTS, 0])
    assert sum(one["amount"] for one in transfers) == PAYOUTS * AMOUNT
    assert json.loads(ran.stdout)["during"] > 0, "it was killed while it had work to do"
