"""What is said when the rulebook has no rule for a place or a day, or its text cannot be used."""

from web.words import N_

_ADD = N_("Whoever runs this place can add the rule with its sources; until then nobody works under it.")
_STOP = N_("Whoever runs this place has to put the file right; no pay is computed from a doubtful text.")

TEXTS = {
    "no_floor_in_force": (
        N_("There is no pay floor for this day"),
        N_("The rulebook has none for %(jurisdiction)s, %(zone)s, on %(on)s."),
        _ADD,
    ),
    "no_limits_in_force": (
        N_("There are no limits on working time for this day"),
        N_("The rulebook has none for %(jurisdiction)s on %(on)s."),
        _ADD,
    ),
    "unknown_zone": (
        N_("The rulebook does not know this zone"),
        N_("It has no zone %(zone)s in %(jurisdiction)s."),
        N_("Choose one of the zones of that place."),
    ),
    "rulebook_unreadable": (N_("A file of the rulebook cannot be read"), N_("%(file)s: %(finding)s"), _STOP),
    "rulebook_text_missing": (
        N_("The text of a rule is not at hand"),
        N_("A record cites the digest %(digest)s, and its text was not kept here."),
        _STOP,
    ),
    "rulebook_text_altered": (
        N_("The text of a rule was altered"),
        N_("It no longer fits the digest %(digest)s that records cite."),
        _STOP,
    ),
}
