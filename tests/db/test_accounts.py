"""Accounts on both databases: tries, sessions, keys, resets and pseudonyms."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from payments.people.queries import residence_on
from payments.people.service import move_residence, pseudonym_for_auditor
from policies.errors import Refusal
from tests import make
from tests.cast import ADA, AXEL, BEGINNING, BEN, OLGA, Clock
from web.auth.invitations import Invited, Newcomer, accept, invite, open_invitation
from web.auth.rates import Rate, take_try
from web.auth.resets import begin_reset, finish_reset, is_open
from web.auth.roles import InvitedAs
from web.auth.sessions import SessionLife, begin_session, open_session
from web.auth.tokens import add_token, token_owner
from web.db import Database

RATE = Rate("test", 3, timedelta(minutes=3))
LIFE = SessionLife(idle=timedelta(hours=1), most=timedelta(days=1))


def try_once(db: Database, clock: Clock) -> bool:
    try:
        with db.writing() as tx:
            take_try(tx, RATE, "ada", secret="s", now=clock())
    except Refusal:
        return False
    return True


def test_three_tries_and_then_one_a_minute(db: Database) -> None:
    clock = Clock()

    at_once = [try_once(db, clock) for _ in range(4)]
    clock.advance(seconds=59)
    too_soon = try_once(db, clock)
    clock.advance(seconds=2)
    in_time = try_once(db, clock)

    assert at_once == [True, True, True, False]
    assert (too_soon, in_time) == (False, True)


def test_tries_at_the_same_instant_are_counted_one_by_one(db: Database) -> None:
    clock = Clock()

    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: try_once(db, clock), range(16)))

    assert sum(allowed) == 3


def test_the_bucket_holds_no_address(db: Database) -> None:
    try_once(db, Clock())

    with db.reading() as tx:
        assert "ada" not in str(tx.run("SELECT * FROM rate_bucket"))


def test_a_session_is_kept_as_a_hash_and_opens_while_it_lasts(db: Database) -> None:
    with db.writing() as tx:
        ada_id = make.make_annotator(tx, ADA)
        token = begin_session(tx, ada_id, device="Firefox", life=LIFE, now=BEGINNING)

    with db.reading() as tx:
        session = open_session(tx, token, life=LIFE, now=BEGINNING + timedelta(minutes=59))
        late = open_session(tx, token, life=LIFE, now=BEGINNING + timedelta(minutes=61))
        kept = tx.run("SELECT token_hash FROM login_session")

    assert session is not None
    assert session.person_id == ada_id
    assert late is None
    assert token not in str(kept)


def test_a_key_carries_its_scopes(db: Database) -> None:
    with db.writing() as tx:
        ada_id = make.make_annotator(tx, ADA)
        token = add_token(tx, ada_id, name="script", scopes=["work:do"], now=BEGINNING)

    with db.reading() as tx:
        owner = token_owner(tx, token, now=BEGINNING)

    assert owner is not None
    assert (owner.standing.person_id, owner.scopes) == (ada_id, frozenset({"work:do"}))


def test_a_reset_link_is_used_by_one_of_two_who_click_at_once(db: Database) -> None:
    with db.writing() as tx:
        ada_id = make.make_annotator(tx, ADA)
        token = begin_reset(tx, ada_id, lasts=timedelta(hours=1), now=BEGINNING)

    def use(password_hash: str) -> bool:
        try:
            with db.writing() as tx:
                finish_reset(tx, token, password_hash=password_hash, now=BEGINNING)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        used = list(pool.map(use, ["first", "second"]))

    assert sorted(used) == [False, True]


def test_looking_at_a_letters_link_does_not_use_it_up(db: Database) -> None:
    with db.writing() as tx:
        olga_id = make.make_staff(tx, OLGA)
        reset = begin_reset(tx, olga_id, lasts=timedelta(hours=1), now=BEGINNING)
        invited = Invited("new@example.org", InvitedAs.PAYROLL)
        letter = invite(tx, invited, by_id=olga_id, lasts=timedelta(days=1), now=BEGINNING)

    with db.reading() as tx:
        first = (is_open(tx, reset, now=BEGINNING), open_invitation(tx, letter, now=BEGINNING).email)
        second = (is_open(tx, reset, now=BEGINNING), open_invitation(tx, letter, now=BEGINNING).email)

    assert first == second == (True, "new@example.org")


def test_an_invitation_is_accepted_by_one_of_two_who_click_at_once(db: Database) -> None:
    with db.writing() as tx:
        olga_id = make.make_staff(tx, OLGA)
        invited = Invited("new@example.org", InvitedAs.PAYROLL)
        letter = invite(tx, invited, by_id=olga_id, lasts=timedelta(days=1), now=BEGINNING)

    def join(name: str) -> bool:
        try:
            with db.writing() as tx:
                accept(tx, letter, Newcomer(name, "en", "UTC", "hash"), now=BEGINNING)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        joined = list(pool.map(join, ["Nora", "Nell"]))

    assert sorted(joined) == [False, True]


def test_an_auditor_sees_the_same_person_under_the_same_name(db: Database) -> None:
    with db.writing() as tx:
        ada_id, ben_id = make.make_annotator(tx, ADA), make.make_annotator(tx, BEN)
        _, accreditation_id = make.make_auditor(tx, AXEL)

    with db.writing() as tx:
        first = pseudonym_for_auditor(tx, accreditation_id=accreditation_id, person_id=ada_id)
        again = pseudonym_for_auditor(tx, accreditation_id=accreditation_id, person_id=ada_id)
        other = pseudonym_for_auditor(tx, accreditation_id=accreditation_id, person_id=ben_id)

    assert first == again
    assert first != other
    assert "Ada" not in first


def test_a_move_changes_the_law_from_its_day_on(db: Database) -> None:
    with db.writing() as tx:
        ada_id = make.make_annotator(tx, ADA)
        move_residence(tx, ada_id, jurisdiction="GB", zone="21+", from_on=BEGINNING.date(), now=BEGINNING)

    with db.reading() as tx:
        before = residence_on(tx, ada_id, on=BEGINNING.date() - timedelta(days=1))
        after = residence_on(tx, ada_id, on=BEGINNING.date())

    assert before is not None
    assert after is not None
    assert (before.jurisdiction, after.jurisdiction) == ("MX", "GB")


def test_a_wrong_scope_is_never_kept(db: Database) -> None:
    with pytest.raises(ValueError, match="everything"), db.writing() as tx:
        add_token(tx, 1, name="script", scopes=["everything"], now=BEGINNING)
