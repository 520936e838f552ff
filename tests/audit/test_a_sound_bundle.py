"""A bundle of honest records is found to be honest, on both databases, without ours at hand."""

import json
import subprocess
import sys
from io import BytesIO
from zipfile import ZipFile

from payments.audit.verify import unproven, verify
from tests.audit.conftest import Save, bundle_of, live_through_two_weeks
from tests.wages import WEEK
from web.db import Database


def test_an_auditor_finds_nothing_where_nobody_cheated(db: Database, saved: Save) -> None:
    live_through_two_weeks(db)

    assert verify(saved(bundle_of(db))) == []


def test_the_bundle_of_one_week_can_be_checked_by_itself(db: Database, saved: Save) -> None:
    live_through_two_weeks(db)

    path = saved(bundle_of(db, period=WEEK))

    assert verify(path) == []
    assert len(unproven(path)) == 3


def test_the_bundle_of_a_week_without_work_holds_nobody(db: Database, saved: Save) -> None:
    live_through_two_weeks(db)

    assert verify(saved(bundle_of(db, period="2026-W20"))) == []


def test_an_empty_house_gives_a_sound_bundle(db: Database, saved: Save) -> None:
    assert verify(saved(bundle_of(db))) == []


def test_the_verifier_runs_offline_on_the_standard_library_alone(sound_bundle: bytes, saved: Save) -> None:
    path = saved(sound_bundle)

    ran = subprocess.run(
        [sys.executable, "-S", "-m", "payments.audit", str(path), "--json"], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"findings": [], "found": 0}


def test_the_bundle_names_nobody(sound_bundle: bytes) -> None:
    with ZipFile(BytesIO(sound_bundle)) as bundle:
        everything = b"".join(bundle.read(name) for name in bundle.namelist())

    assert b"Ada" not in everything
    assert b"example.org" not in everything


def test_something_that_is_no_bundle_is_said_to_be_none(saved: Save) -> None:
    assert [finding.code for finding in verify(saved(b"a love letter"))] == ["bundle_unreadable"]
