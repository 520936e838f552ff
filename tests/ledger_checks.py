"""Checks of a ledger from outside: what was told is there, nothing is half there, every counter adds up again."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

from payments.audit.bundle import collect
from payments.audit.verify import verify
from tests.cast import BEGINNING
from tests.databases import OwnServer
from tests.ledger_writers import LEGS, Shift, noted, writing
from tests.processes import wait_for
from web.db import Database

# What every account's counters must be, worked out again from nothing but the transfers.
DIFFERING = """
SELECT count(*) FROM ledger_account LEFT JOIN (
  SELECT account_id, sum(debited) AS debited, sum(credited) AS credited, sum(going) AS going, sum(coming) AS coming FROM (
    SELECT debit_id AS account_id, CASE WHEN phase IN ('single', 'post') THEN amount_micros ELSE 0 END AS debited,
      0 AS credited, CASE phase WHEN 'pending' THEN amount_micros WHEN 'single' THEN 0 ELSE -amount_micros END AS going,
      0 AS coming FROM ledger_transfer
    UNION ALL SELECT credit_id, 0, CASE WHEN phase IN ('single', 'post') THEN amount_micros ELSE 0 END, 0,
      CASE phase WHEN 'pending' THEN amount_micros WHEN 'single' THEN 0 ELSE -amount_micros END FROM ledger_transfer
  ) AS side GROUP BY account_id
) AS again ON again.account_id = ledger_account.id
WHERE coalesce(debited, 0) <> debits_posted OR coalesce(credited, 0) <> credits_posted
  OR coalesce(going, 0) <> debits_pending OR coalesce(coming, 0) <> credits_pending
"""
UNBALANCED = """
SELECT count(*) FROM (SELECT currency FROM ledger_account GROUP BY currency
  HAVING sum(debits_posted) <> sum(credits_posted) OR sum(debits_pending) <> sum(credits_pending)) AS currency_of
"""
IDS = "SELECT id FROM ledger_transfer"


def counted_again(db: Database) -> tuple[object, ...]:
    """Return how many accounts hold something else than their transfers say, and how many currencies do not add up."""
    with db.reading() as tx:
        return tx.value(DIFFERING), tx.value(UNBALANCED)


def acts_in(db: Database) -> dict[tuple[int, int], set[str]]:
    """Return, for each act of each writer, which of its transfers stand in the ledger."""
    found: dict[tuple[int, int], set[str]] = {}
    with db.reading() as tx:
        for (transfer_id,) in tx.run(IDS):
            leg, writer, number = transfer_id.removesuffix("-x").split(":")
            found.setdefault((int(writer), int(number)), set()).add(leg)
    return found


def missing(db: Database, told: dict[int, int]) -> list[tuple[int, int]]:
    """Return the acts that a writer was told of, and that are not there whole."""
    there = acts_in(db)
    acts = ((writer, number) for writer, count in told.items() for number in range(count))
    return [act for act in acts if there.get(act) != set(LEGS)]


def half_there(db: Database) -> list[tuple[int, int]]:
    """Return the acts of which only a part stands in the ledger."""
    return [act for act, legs in acts_in(db).items() if legs != set(LEGS)]


def unheard(db: Database, told: dict[int, int]) -> int:
    """Return how many acts were written whose writer died before it heard of them."""
    return len(acts_in(db)) - sum(told.values())


def told_in(folder: Path, writers: int = 4) -> dict[int, int]:
    """Return how many acts each writer was told of."""
    return {writer: len(noted(folder, writer)) for writer in range(writers)}


def findings_of(db: Database, folder: Path) -> list[object]:
    """Let the verifier play the whole ledger and every event chain again."""
    path = folder / "all.zip"
    with path.open("wb") as out, db.reading() as tx:
        collect(tx, period=None, out=out, operator="Jornal", now=BEGINNING)
    return list(verify(path))


def torn(copy: Path, draw: Random) -> Path:
    """End the write-ahead log of a copy in the middle of a page, as a power cut may, and return the copy.

    Only what no commit waited for can be torn: whatever stands before has been on the disk already.
    """
    with (copy / "jornal.sqlite-wal").open("ab") as log:
        log.write(draw.randbytes(draw.randrange(1, 10_000)))
    return copy


def wrong_in(copy: Path, told: dict[int, int]) -> list[object]:
    """Open a copy as a machine does after a power cut, and return everything that is not as it should be."""
    path = copy / "jornal.sqlite"
    with closing(sqlite3.connect(path)) as plain:
        (sound,) = plain.execute("PRAGMA integrity_check").fetchone()
    db = Database(f"sqlite:///{path}")
    wrong = [*missing(db, told), *half_there(db)]
    wrong += [] if counted_again(db) == (0, 0) and sound == "ok" else [copy.name, counted_again(db), sound]
    db.dispose()
    return wrong


def let_it_fall_over(server: OwnServer, shift: Shift, *, falls: int) -> None:
    """Stop a server at once, again and again, while the writers write; each time they have done something since."""
    folder = Path(shift.folder)
    with writing(shift):
        for _ in range(falls):
            before = sum(told_in(folder).values())
            assert wait_for(lambda before=before: sum(told_in(folder).values()) > before + 20)  # type: ignore[misc]
            server.fall_over_and_come_back()
        (folder / "enough").touch()
