"""`jornal user add`: lets a person in from the command line, the first operator above all."""

import sys
from datetime import date, timedelta
from typing import Annotated

import typer

from payments.people.queries import organisations
from policies.periods import local_day, to_ms
from web.auth.invitations import Invited
from web.auth.roles import InvitedAs
from web.auth.secrets import new_password
from web.enrolment import enrol, make_key
from web.invite_forms import place_terms
from web.running import the_house_of
from web.wiring import House

app = typer.Typer(help="People: add one.", no_args_is_help=True)
AUDIT_DAYS = 365


@app.callback()
def people() -> None:
    """People: add one."""


@app.command()
def add(  # noqa: PLR0917 - one argument for each option
    email: Annotated[str, typer.Argument(help="The address with which they come in.")],
    name: Annotated[str, typer.Option(help="How they are called.")] = "",
    language: Annotated[str, typer.Option(help="es, en or fr.")] = "en",
    time_zone: Annotated[str, typer.Option(help="Where their days begin.")] = "UTC",
    annotator: Annotated[str, typer.Option(help="An annotator, and whose law protects them: MX or MX/general.")] = "",
    organisation: Annotated[str, typer.Option(help="A member of this organisation, made where it is new.")] = "",
    role: Annotated[str, typer.Option(help="The member's role: requester or reviewer.")] = "requester",
    operator: Annotated[bool, typer.Option("--operator", help="Runs the place.")] = False,
    payroll: Annotated[bool, typer.Option("--payroll", help="Runs the payroll.")] = False,
    representative: Annotated[bool, typer.Option("--representative", help="Speaks for the annotators.")] = False,
    auditor: Annotated[str, typer.Option(help="Audits for a year, on this basis.")] = "",
    token: Annotated[bool, typer.Option("--token", help="Print a key for programs.")] = False,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password, one line.")] = False,
) -> None:
    """Add a person, or a standing or a key to one who is here; prints what they need to come in, once."""
    with the_house_of() as house:
        wanted = _standings(
            house, email, annotator=annotator, organisation=(organisation, role), auditor=auditor
        ) + _flags(email, operator=operator, payroll=payroll, representative=representative)
        password = sys.stdin.readline().rstrip("\n") if password_stdin else new_password()
        who = {"name": name or email.partition("@")[0], "language": language, "time_zone": time_zone}
        person_id, is_new = enrol(house, wanted, email=email, who=who, password=password)
        if is_new and not password_stdin:
            typer.echo(f"password: {password}")
        if token:
            typer.echo(f"token: {make_key(house, person_id)}")
        typer.echo(f"person: {person_id}")


def _standings(
    house: House, email: str, *, annotator: str, organisation: tuple[str, str], auditor: str
) -> list[Invited]:
    """Return the standings that need more than a word."""
    wanted = []
    if annotator:
        wanted.append(Invited(email, InvitedAs.ANNOTATOR, None, place_terms(house.rulebook, annotator)))
    if organisation[0]:
        terms = {"organisation_name": organisation[0]}
        wanted.append(Invited(email, InvitedAs(organisation[1]), _known(house, organisation[0]), terms))
    if auditor:
        today = local_day(to_ms(house.now()), "UTC")
        wanted.append(Invited(email, InvitedAs.AUDITOR, None, _year_of_audit(auditor, today)))
    return wanted


def _flags(email: str, *, operator: bool, payroll: bool, representative: bool) -> list[Invited]:
    chosen = {
        InvitedAs.OPERATOR: operator,
        InvitedAs.PAYROLL: payroll,
        InvitedAs.REPRESENTATIVE: representative,
    }
    return [Invited(email, role) for role, is_wanted in chosen.items() if is_wanted]


def _known(house: House, name: str) -> int | None:
    """Return the organisation of this name, where it is here."""
    with house.db.reading() as tx:
        return next((each.organisation_id for each in organisations(tx) if each.name == name), None)


def _year_of_audit(basis: str, today: date) -> dict[str, str]:
    year = timedelta(days=AUDIT_DAYS)
    return {
        "basis": basis,
        "covers_from_on": (today - year).isoformat(),
        "covers_to_on": (today + year).isoformat(),
        "until_on": (today + year).isoformat(),
    }
