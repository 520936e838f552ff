"""Items that Otto ranked: the most urgent or the least certain comes first, and a bad number is refused by its line."""

from annotate.assignments.rules import Reason
from annotate.projects.queries import quote
from annotate.projects.service import change_draft, publish
from tests.cast import Clock
from tests.work import RULEBOOK, TASK_TYPES, Work, annotator, draft, draft_project, fund, upload
from web.db import Database

RANKED = b"id,text,priority\na,calm,1\nb,urgent,9.5\nc,never,-3\nd,usual,\n"
UNSURE = b"id,text,incertidumbre\na,sure,0\nb,unsure,0.9\nc,half,0.5\n"


def open_for_work(work: Work) -> None:
    with work.db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=work.clock())
    fund(work, asked.ceiling_micros)
    with work.db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())


def handed_out(work: Work, person_id: int, count: int) -> list[object]:
    texts = []
    for _ in range(count):
        offer = work.next(person_id)
        texts.append(offer.content["text"])
        work.submit(person_id, offer.assignment_id)
    return texts


def test_ada_is_handed_the_most_urgent_item_first(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, item_order="priority")
    upload(db, work.project_id, work.requester_id, RANKED)

    open_for_work(work)
    assert handed_out(work, annotator(db, "Ada"), 4) == ["urgent", "calm", "usual", "never"]


def test_ada_is_handed_first_what_the_model_is_least_sure_of(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, item_order="uncertainty")
    upload(db, work.project_id, work.requester_id, UNSURE)

    open_for_work(work)
    assert handed_out(work, annotator(db, "Ada"), 3) == ["unsure", "half", "sure"]


def test_otto_changes_the_order_of_a_draft_and_the_queue_follows(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, item_order="priority")
    upload(db, work.project_id, work.requester_id, RANKED)

    with db.writing() as tx:
        change_draft(
            tx,
            project_id=work.project_id,
            draft=draft(item_order="sequence"),
            by_id=work.requester_id,
            rulebook=RULEBOOK,
            task_types=TASK_TYPES,
            now=clock(),
        )

    open_for_work(work)
    assert handed_out(work, annotator(db, "Ada"), 4) == ["calm", "urgent", "never", "usual"]


def test_a_row_whose_urgency_is_no_number_is_refused_by_its_line(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, item_order="priority")

    upload(db, work.project_id, work.requester_id, b"text,priority\ngood,2\nbad,very\nhuge,1e9\n")

    assert work.rows("SELECT line, code FROM refused_row ORDER BY line") == [
        (3, "priority_unreadable"),
        (4, "priority_unreadable"),
    ]
    assert work.value("SELECT count(*) FROM item") == 1


def test_where_no_order_asks_for_it_a_column_called_priority_is_only_a_column(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, item_order="random")

    upload(db, work.project_id, work.requester_id, b"text,priority\ngood,2\nbad,very\n")

    assert work.value("SELECT count(*) FROM item") == 2


def test_a_ranked_item_that_bea_gives_back_goes_behind_all_that_were_never_handed_out(
    db: Database, clock: Clock
) -> None:
    work = draft_project(db, clock, item_order="priority")
    upload(db, work.project_id, work.requester_id, RANKED)
    open_for_work(work)
    bea, cleo = annotator(db, "Bea"), annotator(db, "Cleo")

    work.release(bea, work.next(bea).assignment_id, Reason.SKIP)

    assert handed_out(work, cleo, 4) == ["calm", "usual", "never", "urgent"]
