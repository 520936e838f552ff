"""Processes that move money until they are killed, or frozen and copied: `python -m tests.ledger_writers SPEC`, as JSON.

What a writer was told, it notes at once; after a kill it goes on from its last note, so it sends again whatever may have
been written without its hearing of it.
"""

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy.exc import DBAPIError

from payments.ledger.rules import escrow, organisation_funds, purse
from payments.ledger.service import fund_organisation, hold, post, transfer
from payments.transaction import Transaction
from tests.cast import BEGINNING
from tests.processes import running, settings_of, wait_for
from web.db import Database

MXN = "MXN"
LEGS = ("fund", "set", "hold", "post")
"""What one act moves, in one transaction: in from outside, aside for the project, promised to a purse, and there."""
COPIED = ("", "-wal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What the writers are told.

    Attributes:
        folder: where their notes, the copies, and the sign to end go.
        kills, copies: how often one of them is killed, or all are frozen while the file is copied.
        is_until_told: whether they go on afterwards, until there is a file called `enough`.
    """

    url: str
    folder: str
    writers: int = 4
    kills: int = 0
    copies: int = 0
    seed: int = 0
    is_until_told: bool = False


@dataclass(slots=True)
class Crew:
    """The writers that live, by their number."""

    shift: Shift
    alive: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)

    def send_in(self, writer: int) -> None:
        self.before[writer] = self.told(writer)
        child = os.fork()
        if child == 0:
            try:
                write(self.shift, writer)
            finally:
                os._exit(1)
        self.alive[writer] = child

    def told(self, writer: int) -> int:
        return len(noted(Path(self.shift.folder), writer))

    def wait_until_at_work(self, writer: int) -> None:
        """Wait until a writer has done something since it was sent in: before that, there is nothing to interrupt."""
        wait_for(lambda: self.told(writer) > self.before[writer])

    def kill(self, writer: int) -> None:
        os.kill(self.alive[writer], signal.SIGKILL)
        os.waitpid(self.alive.pop(writer), 0)

    def copy(self, number: int) -> None:
        """Stop everybody wherever they are, take what the disk would have kept, and let them go on."""
        for child in self.alive.values():
            os.kill(child, signal.SIGSTOP)
            os.waitpid(child, os.WUNTRACED)  # what it was writing is written now
        into = Path(self.shift.folder) / f"copy-{number}"
        into.mkdir()
        source = self.shift.url.removeprefix("sqlite:///")
        for suffix in COPIED:
            if Path(source + suffix).exists():
                shutil.copyfile(source + suffix, into / f"jornal.sqlite{suffix}")
        told = {writer: self.told(writer) for writer in self.alive}
        (into / "told.json").write_text(json.dumps(told), encoding="ascii")
        for child in self.alive.values():
            os.kill(child, signal.SIGCONT)


def lead(shift: Shift) -> None:
    """Keep the writers writing, and kill and copy among them at random moments."""
    crew, draw = Crew(shift), Random(shift.seed)
    for writer in range(shift.writers):
        crew.send_in(writer)
    deeds = ["kill"] * shift.kills + ["copy"] * shift.copies
    draw.shuffle(deeds)
    for number, deed in enumerate(deeds):
        writer = draw.randrange(shift.writers)
        crew.wait_until_at_work(writer)
        time.sleep(draw.uniform(0, 0.3))
        if deed == "copy":
            crew.copy(number)
            continue
        crew.kill(writer)
        crew.send_in(writer)
    while shift.is_until_told and not (Path(shift.folder) / "enough").exists():
        time.sleep(0.05)
    for writer in range(shift.writers):
        crew.kill(writer)


def write(shift: Shift, writer: int) -> None:
    """Act after act, for ever; where the database is away, the same act again."""
    db, folder = Database(shift.url), Path(shift.folder)
    notes = os.open(folder / f"writer-{writer}.told", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    number = len(noted(folder, writer))
    while True:
        try:
            with db.writing() as tx:
                move(tx, writer, number)
        except DBAPIError:
            time.sleep(0.1)
            continue
        except Exception as problem:
            if type(problem).__module__.split(".")[0] not in {"psycopg", "sqlite3"}:
                raise
            time.sleep(0.1)
            continue
        os.write(notes, f"{number}\n".encode())
        number += 1


def move(tx: Transaction, writer: int, number: int) -> None:
    """Bring some money in and lead it to a purse: four transfers that stand together or not at all."""
    name, organisation = f"{writer}:{number}", writer + 1
    amounts = {"amount_micros": 1_000 * writer + number + 1, "currency": MXN, "now": BEGINNING}
    fund_organisation(tx, organisation_id=organisation, provider_reference=f"{name}-x", **amounts)
    away = {"code": "try", "reference": f"project:{organisation}"} | amounts
    funds, chest = organisation_funds(organisation, MXN), escrow(organisation)
    transfer(tx, id=f"set:{name}-x", debit_id=funds, credit_id=chest, **away)
    hold(tx, id=f"hold:{name}-x", debit_id=chest, credit_id=purse(organisation, 1), **away)
    post(tx, id=f"post:{name}-x", pending_id=f"hold:{name}-x", now=BEGINNING)


def noted(folder: Path, writer: int) -> list[int]:
    """Return the acts of which a writer was told that they are done."""
    notes = folder / f"writer-{writer}.told"
    return [int(line) for line in notes.read_text("ascii").split()] if notes.exists() else []


@contextmanager
def writing(shift: Shift) -> Iterator[None]:
    """Let them write beside the test, from one process that imports once what they need, and wait for their end."""
    folder = Path(shift.folder)
    environment, spec = settings_of(shift.url, folder), json.dumps(asdict(shift))
    with running("tests.ledger_writers", spec, environment=environment, log=folder / "writers.log") as leader:
        yield
        assert wait_for(lambda: leader.poll() is not None, seconds=600), "the writers did not come to an end"
    assert leader.returncode == 0, (folder / "writers.log").read_text("utf-8")[-2_000:]


def write_all(shift: Shift) -> None:
    """Let them write until every kill and every copy is done."""
    with writing(shift):
        pass


if __name__ == "__main__":
    lead(Shift(**json.loads(sys.argv[1])))
