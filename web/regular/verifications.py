"""Verifies the weeks that auditors asked for: the bundle is made here, and checked in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from payments.audit.bundle import collect
from payments.audit.members import MANIFEST
from web.keeping.service import take_verification, verification_ended, verification_failed, verification_reached
from web.logs import log
from web.wiring import House

STUCK = timedelta(hours=2)
FINDINGS_KEPT = 200
NICE = 10
PROJECT = Path(__file__).parents[2]


def verify_asked(house: House) -> int:
    """Verify every week that was asked for, one after the other, and return how many there were."""
    done = 0
    while (taken := _take(house)) is not None:
        _verify(house, *taken)
        done += 1
    return done


def _take(house: House) -> tuple[int, str] | None:
    now = house.now()
    with house.db.writing() as tx:
        return take_verification(tx, stuck_since=now - STUCK, now=now)


def _verify(house: House, run_id: int, period: str) -> None:
    house.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=house.settings.data_dir) as folder:
            path = Path(folder) / f"jornal-{period}.zip"
            _reached(house, run_id, "collecting")
            _collect(house, period, path)
            _reached(house, run_id, "verifying")
            findings, records = _findings_in(path), _records_in(path)
    except Exception as problem:  # noqa: BLE001 - whoever asked must learn that it did not work
        log().exception("verification_failed", run_id=run_id)
        with house.db.writing() as tx:
            verification_failed(tx, run_id, problem=type(problem).__name__, now=house.now())
        return
    with house.db.writing() as tx:
        verification_ended(tx, run_id, findings=findings[:FINDINGS_KEPT], records=records, now=house.now())


def _reached(house: House, run_id: int, step: str) -> None:
    with house.db.writing() as tx:
        verification_reached(tx, run_id, step=step)


def _collect(house: House, period: str, path: Path) -> None:
    """Write the bundle; its transaction asks nothing before, so that it shows one moment."""
    with path.open("wb") as out, house.db.reading() as tx:
        collect(tx, period=period, out=out, operator=house.settings.operator_name, now=house.now())


def _findings_in(path: Path) -> list[dict[str, Any]]:
    """Run the verifier beside us, at low priority: who answers pages here does not wait for it."""
    command = [sys.executable, "-m", "payments.audit", str(path), "--json"]
    with subprocess.Popen(  # noqa: S603 - our own program, and a path that we made
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT
    ) as verifier:
        os.setpriority(os.PRIO_PROCESS, verifier.pid, NICE)
        said, complaint = verifier.communicate()
    if verifier.returncode not in {0, 1}:
        raise RuntimeError(complaint.decode(errors="replace")[-2000:])
    found: list[dict[str, Any]] = json.loads(said)["findings"]
    return found


def _records_in(path: Path) -> dict[str, int]:
    with ZipFile(path) as bundle:
        members = json.loads(bundle.read(MANIFEST))["members"]
    return {name: member["count"] for name, member in members.items()}


JOBS = (("verify_asked", 5, verify_asked),)
