"""Hard content on both engines: who is offered it, who is not, and what a later no does to what is open."""

import pytest

from annotate.projects.rules import CONTENT_RISKS
from annotate.serving.queries import in_hand, languages_withheld, offers_for, projects_for, risks_withheld
from annotate.willingness.service import choose, choose_to_read
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, running_project
from web.db import Database

MIDNIGHT_IN_MINUTES = 15 * 60
"""From the beginning, nine in the morning where Ada lives."""


def says(work: Work, person_id: int, *willing: str) -> tuple[int, ...]:
    with work.db.writing() as tx:
        return choose(tx, person_id=person_id, willing=willing, now=work.clock(), rulebook=RULEBOOK)


def offered(work: Work, person_id: int) -> list[int]:
    with work.db.reading() as tx:
        cards = offers_for(tx, person_id=person_id, now=work.clock(), rulebook=RULEBOOK)
    return [card.project.project_id for card in cards]


@pytest.mark.parametrize(
    ("willing", "times"),
    [((), 0), (("blood",), 0), (("blood", "hate"), 1), (CONTENT_RISKS, 1)],
    ids=["nothing said", "one of two", "both", "everything"],
)
def test_work_is_offered_only_to_who_said_yes_to_each_kind_of_it(
    db: Database, clock: Clock, willing: tuple[str, ...], times: int
) -> None:
    work, ada_id = running_project(db, clock, content_risks=("blood", "hate")), annotator(db, "Ada")

    says(work, ada_id, *willing)

    with db.reading() as tx:
        anywhere = projects_for(tx, person_id=ada_id, now=clock())
    assert offered(work, ada_id) == [work.project_id] * times
    assert list(anywhere) == [work.project_id] * times


def test_who_never_chose_is_handed_nothing_hard_whatever_they_ask_for(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock, content_risks=("blood",)), annotator(db, "Ada")

    with pytest.raises(Refusal) as refusal:
        work.next(ada_id)

    with db.reading() as tx:
        withheld = risks_withheld(tx, person_id=ada_id, now=clock())
    assert refusal.value.code == "content_not_chosen"
    assert withheld == ("blood",)
    assert work.value("SELECT count(*) FROM assignment") == 0


def test_a_no_gives_the_open_item_back_to_the_others(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock, items=1, content_risks=("blood",)), annotator(db, "Ada")
    ben_id = annotator(db, "Ben")
    says(work, ada_id, "blood")
    says(work, ben_id, "blood")
    held = work.next(ada_id)

    given_back = says(work, ada_id)

    with db.reading() as tx:
        still = in_hand(tx, person_id=ada_id)
    assert given_back == (held.assignment_id,)
    assert still == ()
    assert work.next(ben_id).content == held.content


def test_bens_yes_is_no_yes_of_adas(db: Database, clock: Clock) -> None:
    work, ada_id, ben_id = (
        running_project(db, clock, content_risks=("abuse",)),
        annotator(db, "Ada"),
        annotator(db, "Ben"),
    )

    says(work, ben_id, "abuse")

    assert (offered(work, ada_id), offered(work, ben_id)) == ([], [work.project_id])


def test_a_project_cannot_name_a_kind_that_nobody_can_say_yes_to(db: Database, clock: Clock) -> None:
    with pytest.raises(Refusal) as refusal:
        running_project(db, clock, content_risks=("gore",))

    assert refusal.value.code == "project_choice"


def at_hard_work(db: Database, clock: Clock) -> tuple[Work, int]:
    """Ada, who said yes, and a project of long items that show blood."""
    work = running_project(
        db, clock, items=9, content_risks=("blood",), estimated_ms=3_600_000, price_micros=60_000_000
    )
    ada_id = annotator(db, "Ada")
    says(work, ada_id, "blood")
    return work, ada_id


def test_ada_is_handed_nothing_more_with_the_very_answer_that_makes_her_half_hour_full(
    db: Database, clock: Clock
) -> None:
    work, ada_id = at_hard_work(db, clock)
    offer = work.next(ada_id)
    clock.advance(minutes=31)

    served = work.submit_and_next(ada_id, offer.assignment_id)

    assert served.offer is None
    assert served.refusal is not None
    assert served.refusal.code == "decompression_due"


def test_midnight_is_no_time_away_from_hard_content(db: Database, clock: Clock) -> None:
    work, ada_id = at_hard_work(db, clock)
    clock.advance(minutes=MIDNIGHT_IN_MINUTES - 20)
    work.answer(ada_id, seconds=20 * 60)
    work.answer(ada_id, seconds=11 * 60)

    with pytest.raises(Refusal) as refusal:
        work.next(ada_id)

    assert refusal.value.code == "decompression_due"


def reads(work: Work, person_id: int, *languages: str) -> None:
    with work.db.writing() as tx:
        choose_to_read(tx, person_id=person_id, languages=languages, now=work.clock())


def unread(work: Work, person_id: int) -> tuple[str, ...]:
    with work.db.reading() as tx:
        return languages_withheld(tx, person_id=person_id, now=work.clock())


@pytest.mark.parametrize(
    ("languages", "times", "withheld"),
    [((), 1, ()), (("nah",), 1, ()), (("es", "en"), 0, ("nah",))],
    ids=["none ticked", "its own", "others"],
)
def test_ada_is_offered_only_what_is_in_a_language_she_ticked(
    db: Database, clock: Clock, languages: tuple[str, ...], times: int, withheld: tuple[str, ...]
) -> None:
    work, ada_id = running_project(db, clock, language="nah"), annotator(db, "Ada")

    reads(work, ada_id, *languages)

    assert len(offered(work, ada_id)) == times
    assert unread(work, ada_id) == withheld


def test_what_ada_ticks_now_replaces_what_she_ticked_before(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock, language="nah"), annotator(db, "Ada")
    reads(work, ada_id, "es")

    reads(work, ada_id, "nah", "nah")

    assert len(offered(work, ada_id)) == 1


def test_nobody_can_tick_a_language_that_no_project_has(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")

    with pytest.raises(Refusal, match="project_choice"):
        reads(work, ada_id, "es", "klingon")

    assert unread(work, ada_id) == ()
