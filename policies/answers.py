"""What `policy check` and `policy explain` answer: text for a person, or JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from policies.explained_data import explained
from policies.explaining import explanation, named_place
from policies.rulebook import Rulebook


def explained_text(rulebook: Rulebook, place: str, *, zone: str, on: date, as_json: bool) -> str:
    """Return what holds in a place on a day, for a person or as JSON for a program.

    Args:
        place: such as "MX" or "MX-general".
        zone: the zone, where the place does not name it; empty for its default.

    Raises:
        Refusal: `unknown_jurisdiction`, `unknown_zone`, `no_floor_in_force` or `no_limits_in_force`.
    """
    jurisdiction, named_zone = named_place(rulebook, place)
    zone = zone or named_zone
    if as_json:
        return json.dumps(explained(rulebook, jurisdiction, zone=zone, on=on), ensure_ascii=False, indent=2)
    return explanation(rulebook, jurisdiction, zone=zone, on=on)


def checked_text(findings: Sequence[str], *, as_json: bool) -> str:
    """Return the findings of a check, for a person or as JSON for a program."""
    if as_json:
        return json.dumps({"findings": list(findings)}, ensure_ascii=False, indent=2)
    return "\n".join(findings or ["Nothing found."])
