"""Inviting people: a letter that lets one address in, in one role, once."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from payments.people.rules import Role, StaffRole
from payments.people.service import (
    AccreditationTerms,
    accredit,
    add_annotator,
    add_member,
    add_organisation,
    add_person,
    add_staff,
    elect,
)
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, local_day, to_ms
from web.auth.accounts import account_of_email, add_account, plain_email
from web.auth.roles import InvitedAs
from web.auth.secrets import hash_of, new_token
from web.auth.tables import Invitation


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invitation lets in, and as what.

    Attributes:
        terms: what the role needs, as texts: `jurisdiction` and `zone` of an annotator; `basis`, `covers_from_on`,
            `covers_to_on` and `until_on` (ISO days) of an auditor; `organisation_name` of a new organisation.
        organisation_id: of a member, or of an auditor who may see one organisation only.
    """

    email: str
    invited_as: InvitedAs
    organisation_id: int | None = None
    terms: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InvitationView:
    """One open invitation."""

    invitation_id: int
    email: str
    invited_as: InvitedAs
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a person says about themselves when they accept."""

    name: str
    language: str
    time_zone: str
    password_hash: str = field(repr=False)


def invite(tx: Transaction, invited: Invited, *, by_id: int, lasts: timedelta, now: datetime) -> str:
    """Write down an invitation and return the secret of its letter, which is kept only as a hash.

    Raises:
        Refusal: `email_unreadable`, `email_taken`, `organisation_missing`.
    """
    email = plain_email(invited.email)
    if account_of_email(tx, email) is not None:
        raise Refusal("email_taken", Kind.CONFLICT)
    if _needs_organisation(invited):
        raise Refusal("organisation_missing", Kind.UNREADABLE)
    token = new_token()
    invitation = Invitation(
        token_hash=hash_of(token),
        email=email,
        invited_as=invited.invited_as.value,
        organisation_id=invited.organisation_id,
        terms=invited.terms,
        invited_by_id=by_id,
        created_at=now,
        ends_at=now + lasts,
    )
    tx.add(invitation)
    tx.flush()
    return token


def _needs_organisation(invited: Invited) -> bool:
    is_member = invited.invited_as in {InvitedAs.REQUESTER, InvitedAs.REVIEWER}
    return is_member and invited.organisation_id is None and not invited.terms.get("organisation_name", "").strip()


def open_invitation(tx: Transaction, token: str, *, now: datetime) -> InvitationView:
    """Return the invitation of a letter while it opens.

    Raises:
        Refusal: `invitation_gone`.
    """
    row = _opening(tx, token, is_last=False, now=now)
    assert row.id is not None
    return InvitationView(row.id, row.email, InvitedAs(row.invited_as), row.ends_at)


def accept(tx: Transaction, token: str, newcomer: Newcomer, *, now: datetime) -> int:
    """Let the invited person in and return their id.

    Raises:
        Refusal: `invitation_gone`, or one of what was written about the person.
    """
    row = _opening(tx, token, is_last=True, now=now)
    person_id = add_person(tx, name=newcomer.name, language=newcomer.language, time_zone=newcomer.time_zone, now=now)
    add_account(tx, person_id, email=row.email, password_hash=newcomer.password_hash, now=now)
    give_standing(
        tx,
        person_id,
        Invited(row.email, InvitedAs(row.invited_as), row.organisation_id, row.terms),
        granted_by_id=row.invited_by_id,
        now=now,
    )
    row.accepted_at, row.accepted_by_id = now, person_id
    tx.flush()
    return person_id


def give_standing(
    tx: Transaction, person_id: int, invited: Invited, *, granted_by_id: int | None, now: datetime
) -> None:
    """Make a person what an invitation, or the operator at the command line, says."""
    terms, role = invited.terms, invited.invited_as
    if role is InvitedAs.ANNOTATOR:
        today = local_day(to_ms(now), "UTC")
        add_annotator(
            tx, person_id, jurisdiction=terms["jurisdiction"], zone=terms["zone"], from_on=today - timedelta(1), now=now
        )
    elif role in {InvitedAs.REQUESTER, InvitedAs.REVIEWER}:
        organisation_id = invited.organisation_id or add_organisation(tx, name=terms["organisation_name"], now=now)
        add_member(tx, person_id, organisation_id=organisation_id, role=Role(role.value), now=now)
    elif role is InvitedAs.AUDITOR:
        accredit(tx, person_id, terms=_accreditation(invited), granted_by_id=granted_by_id, now=now)
    elif role is InvitedAs.REPRESENTATIVE:
        elect(tx, person_id, now=now)
    else:
        add_staff(tx, person_id, role=StaffRole(role.value), now=now)


def _accreditation(invited: Invited) -> AccreditationTerms:
    terms = invited.terms
    return AccreditationTerms(
        basis=terms["basis"],
        covers_from_on=date.fromisoformat(terms["covers_from_on"]),
        covers_to_on=date.fromisoformat(terms["covers_to_on"]),
        until_on=date.fromisoformat(terms["until_on"]),
        organisation_id=invited.organisation_id,
    )


_OPEN_ONES = """
SELECT id, email, invited_as, ends_at FROM invitation
WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND ends_at > :now
  AND (:organisation_id = 0 OR organisation_id = :organisation_id) ORDER BY id
"""


def open_invitations(
    tx: Transaction, *, organisation_id: int | None = None, now: datetime
) -> tuple[InvitationView, ...]:
    """Return the invitations that still open: an organisation's, or everybody's."""
    rows = tx.run(_OPEN_ONES, organisation_id=organisation_id or 0, now=now)
    return tuple(InvitationView(row[0], row[1], InvitedAs(row[2]), from_ms(row[3])) for row in rows)


_WITHDRAW = """
UPDATE invitation SET withdrawn_at = :now WHERE id = :invitation_id AND accepted_at IS NULL AND withdrawn_at IS NULL
  AND (:organisation_id = 0 OR organisation_id = :organisation_id)
"""


def withdraw(tx: Transaction, invitation_id: int, *, organisation_id: int | None = None, now: datetime) -> None:
    """Take an open invitation back; with an organisation named, only one of its own.

    Raises:
        Refusal: `not_found`.
    """
    if tx.count(_WITHDRAW, invitation_id=invitation_id, organisation_id=organisation_id or 0, now=now) == 0:
        raise Refusal("not_found", Kind.MISSING)


def _opening(tx: Transaction, token: str, *, is_last: bool, now: datetime) -> Invitation:
    """Return the invitation while it opens; held against a second use where this is the last look."""
    wanted = select(Invitation).where(
        Invitation.token_hash == hash_of(token),
        col(Invitation.accepted_at).is_(None),
        col(Invitation.withdrawn_at).is_(None),
        Invitation.ends_at > now,
    )
    row = tx.exec(wanted.with_for_update() if is_last else wanted).first()
    if row is None:
        raise Refusal("invitation_gone", Kind.MISSING)
    return row
