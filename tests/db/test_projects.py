"""A project from draft to published: lawful price, money set aside to the cent, and states that cannot be skipped."""

from collections.abc import Mapping

import pytest

from annotate.ceilings.service import return_money
from annotate.progress.queries import project_overview
from annotate.projects.queries import existing_project, projects_of, quote
from annotate.projects.rules import LabelDraft
from annotate.projects.service import change_draft, close, pause, publish, resume
from annotate.serving.queries import offers_for
from payments.ledger.queries import balance
from payments.ledger.rules import escrow, organisation_funds, reserve
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import (
    RULEBOOK,
    TASK_TYPES,
    Work,
    annotator,
    csv_of,
    draft,
    draft_project,
    fund,
    running_project,
    upload,
)
from web.db import Database


def published(work: Work) -> None:
    with work.db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())


def changed(work: Work, **changes: object) -> None:
    with work.db.writing() as tx:
        change_draft(
            tx,
            project_id=work.project_id,
            draft=draft(**changes),
            by_id=work.requester_id,
            rulebook=RULEBOOK,
            task_types=TASK_TYPES,
            now=work.clock(),
        )


def holds(work: Work, account_id: str) -> int:
    with work.db.reading() as tx:
        return balance(tx, account_id).available


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "project_name"),
        ({"name": "x" * 121}, "project_name"),
        ({"instructions": ""}, "instructions_missing"),
        ({"overlap": 0}, "overlap_out_of_range"),
        ({"overlap": 10}, "overlap_out_of_range"),
        ({"estimated_ms": 999}, "estimate_out_of_range"),
        ({"price_micros": 0}, "price_not_positive"),
        ({"jurisdictions": ()}, "no_jurisdiction"),
        ({"jurisdictions": ("ZZ",)}, "unknown_jurisdiction"),
        ({"jurisdictions": ("MX", "GB")}, "wrong_currency"),
        ({"currency": "USD"}, "wrong_currency"),
        ({"task_type": "telepathy"}, "task_type_unknown"),
        ({"pay_basis": "promise"}, "project_choice"),
        ({"labels": (LabelDraft("only"),)}, "labels_count"),
        ({"labels": (LabelDraft("a"), LabelDraft("a "))}, "label_twice"),
        ({"labels": (LabelDraft("a", "1"), LabelDraft("b", "1"))}, "label_key_twice"),
        ({"labels": (LabelDraft("a", "?"), LabelDraft("b"))}, "label_key"),
        ({"labels": (LabelDraft("a"), LabelDraft(" "))}, "label_empty"),
    ],
)
def test_what_nobody_could_work_from_is_refused(
    db: Database, clock: Clock, changes: Mapping[str, object], code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        draft_project(db, clock, **changes)

    assert refusal.value.code == code


def test_a_price_below_the_floor_is_refused_with_its_arithmetic(db: Database, clock: Clock) -> None:
    with pytest.raises(Refusal) as refusal:
        draft_project(db, clock, price_micros=900_000, estimated_ms=90_000)

    assert refusal.value.code == "price_below_floor"
    said = {name: refusal.value.params[name] for name in ("price", "seconds", "hourly", "floor", "least", "currency")}
    assert said == {
        "price": "0.90",
        "seconds": "90",
        "hourly": "36.00",
        "floor": "45.95",
        "least": "1.15",
        "currency": "MXN",
    }


def test_the_least_price_that_is_named_is_taken(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, price_micros=1_150_000, estimated_ms=90_000)

    assert work.project_id > 0


def test_hourly_pay_below_the_floor_is_refused(db: Database, clock: Clock) -> None:
    with pytest.raises(Refusal) as refusal:
        draft_project(db, clock, pay_basis="hour", price_micros=45_900_000)

    assert (refusal.value.code, refusal.value.params["least"]) == ("price_below_floor_hourly", "45.95")


def test_labels_without_keys_get_one_each(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, labels=(LabelDraft("a"), LabelDraft("b", "1"), LabelDraft("c")))

    with db.reading() as tx:
        schema = existing_project(tx, work.project_id).label_schema

    assert [label["key"] for label in schema["labels"]] == ["2", "1", "3"]


def test_publishing_sets_the_whole_ceiling_aside(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, overlap=3)
    upload(db, work.project_id, work.requester_id, csv_of(10))
    fund(work, 50_000_000)

    published(work)

    assert holds(work, escrow(work.project_id)) == 10 * 3 * 1_150_000
    assert holds(work, reserve(work.project_id)) == 12_075_000
    assert holds(work, organisation_funds(work.organisation_id, "MXN")) == 50_000_000 - 34_500_000 - 12_075_000


def test_hourly_projects_set_three_estimates_aside_for_each_answer(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock, pay_basis="hour", price_micros=60_000_000)
    upload(db, work.project_id, work.requester_id, csv_of(2))

    with db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=clock())

    assert asked.piece_micros == 2 * 3 * 80 * 60_000_000 // 3600
    assert asked.ceiling_micros == asked.piece_micros * 135 // 100


def test_publishing_says_how_much_money_is_missing(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    upload(db, work.project_id, work.requester_id, csv_of(10))
    fund(work, 10_000_000)

    with pytest.raises(Refusal) as refusal:
        published(work)

    assert (refusal.value.code, refusal.value.params["missing"]) == ("not_enough_funds", "5.525")
    assert work.value("SELECT state FROM project") == "draft"


def test_a_project_without_items_is_not_published(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)

    with pytest.raises(Refusal) as refusal:
        published(work)

    assert refusal.value.code == "no_items"


def test_a_published_project_keeps_its_offer(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)

    with pytest.raises(Refusal) as refusal:
        changed(work, price_micros=2_000_000)

    assert refusal.value.code == "project_state"


def test_a_draft_that_asks_more_people_opens_more_slots(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    upload(db, work.project_id, work.requester_id, csv_of(4))

    changed(work, overlap=3, item_order="random")

    assert work.value("SELECT sum(open_slots) FROM item") == 12
    assert work.value("SELECT count(DISTINCT sort_key) FROM item") == 4


def test_pause_resume_and_close_go_in_their_order_only(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    by = {"project_id": work.project_id, "by_id": work.requester_id, "now": clock()}

    with db.writing() as tx:
        pause(tx, **by)
        resume(tx, **by)
        close(tx, **by)
    with pytest.raises(Refusal) as refusal, db.writing() as tx:
        resume(tx, **by)

    assert refusal.value.code == "project_state"
    assert work.value("SELECT count(*) FROM event WHERE stream = :stream", stream=f"project:{work.project_id}") > 4


def test_money_goes_back_only_when_nothing_is_owed_any_more(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    work.answer(annotator(db, "Ada"))
    by = {"project_id": work.project_id, "by_id": work.requester_id, "now": clock()}

    with db.writing() as tx:
        close(tx, **by)
    with pytest.raises(Refusal) as refusal, db.writing() as tx:
        return_money(tx, **by)

    assert refusal.value.code == "money_still_needed"


def test_a_closed_project_that_nobody_worked_on_gives_everything_back(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    by = {"project_id": work.project_id, "by_id": work.requester_id, "now": clock()}

    with db.writing() as tx:
        close(tx, **by)
        returned = return_money(tx, **by)

    assert returned == 15_525_000
    assert holds(work, organisation_funds(work.organisation_id, "MXN")) == 15_525_000


def test_the_overview_counts_what_happened(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=4, overlap=2)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    work.answer_many(ada, 2, seconds=30)
    work.next(ben)

    with db.reading() as tx:
        seen = project_overview(tx, work.project_id, now=clock())
        cards = projects_of(tx, [work.organisation_id])

    assert (seen.card.answer_count, seen.card.asked_count, seen.open_count, seen.people_count) == (2, 8, 1, 2)
    assert cards[0] == seen.card


def test_ada_is_offered_what_is_open_where_she_lives(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=4)
    ada, otto = annotator(db, "Ada"), annotator(db, "Otto", jurisdiction="GB")
    work.answer(ada)

    with db.reading() as tx:
        adas = offers_for(tx, person_id=ada, now=clock(), rulebook=RULEBOOK)
        ottos = offers_for(tx, person_id=otto, now=clock(), rulebook=RULEBOOK)

    assert [(card.project.project_id, card.left_count) for card in adas] == [(work.project_id, 3)]
    assert adas[0].project.hourly_equivalent_micros == 51_750_000
    assert ottos == []
