"""A project with a fee, more items, a rise and a fuller reserve is worked out again by a stranger, and nothing is amiss."""

from datetime import timedelta

from annotate.batches.service import publish_batch
from annotate.ceilings.service import add_to_reserve, charge, return_money
from annotate.prices.queries import raise_quote
from annotate.prices.service import raise_price
from annotate.projects.service import close
from payments.audit.verify import verify
from payments.closing.service import close_period
from tests.audit.conftest import Save, bundle_of
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, fund, running_project, upload
from web.db import Database

MORE = b"id,text\nm-1,One more?\nm-2,And another?\n"


def grow(work: Work) -> None:
    """Raise the price, add a batch, fill the reserve."""
    batch_id = upload(work.db, work.project_id, work.requester_id, MORE)
    with work.db.reading() as tx:
        quoted = raise_quote(tx, work.project_id, price_micros=1_333_333, rulebook=RULEBOOK, now=work.clock())
    by = {"by_id": work.requester_id, "now": work.clock()}
    with work.db.writing() as tx:
        raise_price(tx, quoted=quoted, reason="", rulebook=RULEBOOK, **by)
        publish_batch(tx, batch_id=batch_id, rulebook=RULEBOOK, **by)
        add_to_reserve(tx, project_id=work.project_id, amount_micros=3_333_333, reference="aa11", **by)


def test_a_requesters_whole_day_leaves_nothing_unexplained(db: Database, clock: Clock, saved: Save) -> None:
    work = running_project(db, clock, items=4, fee_permille=75)
    fund(work, 60_000_000, reference="more")
    ada = annotator(db, "Ada")
    work.answer_many(ada, 2, seconds=230)
    grow(work)
    work.answer_many(ada, 4, seconds=60)
    clock.at += timedelta(days=8)
    work.accept()
    with db.writing() as tx:
        charge(tx, project_id=work.project_id, now=clock())
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=clock())
        close_period(tx, person_id=ada, period="2026-W10", now=clock())
        return_money(tx, project_id=work.project_id, by_id=None, now=clock())

    assert verify(saved(bundle_of(db))) == []
    assert work.value("SELECT count(*) FROM ledger_transfer WHERE code = 'fee'") == 2
    assert work.value("SELECT sum(debits_posted - credits_posted) FROM ledger_account WHERE id LIKE 'purse:%'") == 0
