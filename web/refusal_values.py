"""Says the values inside a refusal in the reader's language: states, fields, places, languages and amounts."""

import re

from annotate.projects.rules import ProjectState
from web.content_words import RISKS
from web.item_languages import language_name
from web.show_as import Writing
from web.words import N_, Language

STATES = {
    ProjectState.DRAFT.value: N_("a draft"),
    ProjectState.RUNNING.value: N_("running"),
    ProjectState.PAUSED.value: N_("paused"),
    ProjectState.CLOSED.value: N_("closed"),
}
CHOICES = {
    "pay_basis": N_("the way of paying"),
    "item_order": N_("the order of the items"),
    "language": N_("the language of the items"),
    "content_risks": N_("the kinds of hard content"),
}
FIELDS = {
    "amount": N_("the amount"),
    "basis": N_("On what basis"),
    "email": N_("E-mail"),
    "ended_ms": N_("the minutes to confirm"),
    "started_ms": N_("the minutes to confirm"),
    "covers_from_on": N_("Records from"),
    "covers_to_on": N_("Up to, not including"),
    "file": N_("CSV file"),
    "format": N_("Format"),
    "invited_as": N_("the role"),
    "language": N_("Language"),
    "line": N_("the line of text"),
    "name": N_("Name"),
    "organisation_id": N_("Organisation"),
    "organisation_name": N_("Name of the new organisation"),
    "password": N_("Password"),
    "place": N_("Whose law protects them"),
    "role": N_("the role"),
    "time_zone": N_("Time zone"),
    "until_on": N_("Access ends on"),
}
LISTS = {"fields": FIELDS, "risks": {risk.code: risk.name for risk in RISKS}}
AMOUNTS = frozenset({"price", "hourly", "floor", "least", "missing"})
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+", re.ASCII)
_CODES = re.compile(r"[a-z]{2,3}(, [a-z]{2,3})*", re.ASCII)


def said_value(name: str, value: str | int, language: Language, writing: Writing) -> str | int:
    """Return a value of a refusal for a person: known codes by their words, anything else as it was.

    Args:
        name: what the value is called in the refusal.
        value: as the service gave it.
        language: the reader's.
        writing: writes numbers for the reader.
    """
    if isinstance(value, int):
        return value
    if name in AMOUNTS and _DECIMAL.fullmatch(value):
        return writing.decimal(value)
    if name == "jurisdiction":
        return str(language.locale.territories.get(value.upper(), value))
    if name in {"known", "items_in"} and _CODES.fullmatch(value):
        return ", ".join(language_name(code, language) for code in value.split(", "))
    if name in LISTS:
        return ", ".join(dict.fromkeys(_said(LISTS[name], one, language) for one in value.split(", ")))
    words = {"state": STATES, "what": CHOICES}.get(name, {})
    return _said(words, value, language)


def _said(words: dict[str, str], value: str, language: Language) -> str:
    return language.say(words[value]) if value in words else value
