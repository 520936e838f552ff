"""Reads the invitation forms: whom, as what, and what that role needs."""

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import BackgroundTasks, Request
from pydantic import BaseModel

from payments.people.queries import organisation
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.rulebook import Rulebook
from web.auth.identity import Identity
from web.auth.invitations import Invited
from web.auth.roles import InvitedAs
from web.letters import send_letter
from web.render import language_of
from web.wiring import House
from web.words import N_

ROLE_WORDS = {
    "annotator": N_("annotator"),
    "requester": N_("requester"),
    "reviewer": N_("reviewer"),
    "auditor": N_("auditor"),
    "representative": N_("delegate of the annotators"),
    "operator": N_("operator"),
    "payroll": N_("payroll"),
}
"""What each role is called on a page."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place whose law is known: `MX/general`, and what its file calls it; no zone's name where it has one only."""

    code: str
    jurisdiction: str
    name: str
    zone_name: str


class InvitationForm(BaseModel):
    """The fields of every invitation form; each role uses its own."""

    email: str
    invited_as: InvitedAs
    place: str = ""
    organisation_id: int = 0
    organisation_name: str = ""
    basis: str = ""
    covers_from_on: date | None = None
    covers_to_on: date | None = None
    until_on: date | None = None

    def read(self, tx: Transaction, rulebook: Rulebook) -> Invited:
        """Return whom the form invites, and as what.

        Raises:
            Refusal: `jurisdiction_unknown`, `basis_missing`, `dates_reversed`, `not_found`.
        """
        if self.organisation_id and organisation(tx, self.organisation_id) is None:
            raise Refusal("not_found", Kind.MISSING)
        return Invited(self.email, self.invited_as, self.organisation_id or None, self._terms(rulebook))

    def _terms(self, rulebook: Rulebook) -> dict[str, str]:
        if self.invited_as is InvitedAs.ANNOTATOR:
            return place_terms(rulebook, self.place)
        if self.invited_as is InvitedAs.AUDITOR:
            return self._audit_terms()
        return {"organisation_name": self.organisation_name.strip()}

    def _audit_terms(self) -> dict[str, str]:
        if not self.basis.strip():
            raise Refusal("basis_missing", Kind.UNREADABLE)
        if self.covers_from_on is None or self.covers_to_on is None or self.until_on is None:
            raise Refusal("dates_missing", Kind.UNREADABLE)
        if self.covers_to_on <= self.covers_from_on:
            raise Refusal("dates_reversed", Kind.UNREADABLE)
        return {
            "basis": self.basis.strip(),
            "covers_from_on": self.covers_from_on.isoformat(),
            "covers_to_on": self.covers_to_on.isoformat(),
            "until_on": self.until_on.isoformat(),
        }


def places(rulebook: Rulebook) -> tuple[Place, ...]:
    """Return every place whose law is known, zone by zone."""
    return tuple(
        Place(f"{known.code}/{zone.code}", known.code, known.name, zone.name if len(known.zones) > 1 else "")
        for known in rulebook.jurisdictions()
        for zone in rulebook.zones(known.code)
    )


def place_terms(rulebook: Rulebook, place: str) -> dict[str, str]:
    """Return the jurisdiction and the zone that a place such as `MX` or `MX/general` names.

    Raises:
        Refusal: `jurisdiction_unknown`, with the places that are known.
    """
    code, _, zone = place.partition("/")
    default_zones = {each.code: each.default_zone for each in rulebook.jurisdictions()}
    named = f"{code.upper()}/{zone or default_zones.get(code.upper(), '')}"
    known = {each.code for each in places(rulebook)}
    if named not in known:
        raise Refusal("jurisdiction_unknown", Kind.UNREADABLE, known=", ".join(sorted(known)))
    jurisdiction, _, zone = named.partition("/")
    return {"jurisdiction": jurisdiction, "zone": zone}


def lasts(house: House) -> timedelta:
    """Return how long invitations open."""
    return timedelta(days=house.settings.invitation_days)


def write_to(request: Request, after: BackgroundTasks, invited: Invited, *, me: Identity, token: str) -> None:
    """Send the invitation's letter once the answer is out, in the language of whoever invites."""
    house: House = request.app.state.house
    letter = {
        "link": f"{house.settings.public_url}/join/{token}",
        "days": house.settings.invitation_days,
        "by_name": me.name,
        "invited_as": invited.invited_as.value,
    }
    code = language_of(request).code
    after.add_task(send_letter, request, invited.email.strip(), "mail/invitation.txt", code, **letter)
