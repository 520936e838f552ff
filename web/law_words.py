"""Says formulas of the law and the names of its places and zones in the reader's language."""

from babel import Locale

from policies.floors import Floor
from policies.rulebook_rows import Basis
from policies.rulebook_schema import HOUSE
from web.show_as import Writing
from web.words import N_, Language

ENGLISH = Locale("en")
PER_WORDS = {"hour": N_("an hour"), "day": N_("a day"), "week": N_("a week"), "month": N_("a month")}
FORMULAS = {
    Basis.AS_STATED: N_("%(value)s an hour, as stated"),
    Basis.OVER_HOURS: N_("%(value)s %(per)s ÷ %(hours)s hours"),
    Basis.OVER_HOURS_TO_THE_COIN: N_("%(value)s %(per)s ÷ %(hours)s hours, rounded up to the coin"),
    Basis.YEAR_OVER_HOURS: N_("%(value)s × %(payments)s payments a year ÷ %(hours)s hours of a year"),
    Basis.PAID_DAYS_OVER_LONGEST_WEEK: N_("%(value)s × %(days)s paid days ÷ %(hours)s hours"),
}
# What the files of law call their places and zones. A name that is not here is shown as its file has it.
PLACES = (
    N_("Great Britain"),
    N_("United States (federal law only)"),
    N_("United States, California"),
    N_("European Union (directives only)"),
    N_("Philippines (National Capital Region)"),
    N_("House standard of Jornal"),
)
ZONES = (
    N_("General zone"),
    N_("Northern border zone (Zona Libre de la Frontera Norte)"),
    N_("Everywhere, where no state or city asks for more"),
    N_("Aged 21 or more"),
    N_("Aged 18 to 20"),
    N_("Under 18"),
    N_("Everywhere, where no city or industry asks for more"),
    N_("Work in private homes"),
    N_("Nairobi and the other cities, general worker"),
    N_("National Capital Region, outside agriculture"),
)


class LawWords:
    """Says what the law files have in English; `web.render` puts its methods into every template.

    Args:
        language: the reader's.
        writing: writes amounts for the reader.
    """

    def __init__(self, language: Language, writing: Writing) -> None:
        self._language = language
        self._writing = writing

    def formula(self, floor: Floor) -> str:
        """Return how one hour's wage was reckoned: 315.04 × 7 paid days ÷ 48 hours."""
        parts = floor.reckoning
        return self._language.say(
            FORMULAS[parts.basis],
            value=self._writing.plain_amount(parts.value_micros, floor.currency),
            per=self._language.say(PER_WORDS[parts.per]),
            days=parts.paid_days,
            payments=parts.payments_a_year,
            hours=self._writing.plain_hours(parts.hours_ms),
        )

    def place_name(self, code: str, own_name: str) -> str:
        """Return what a place is called: its own name translated, or its country's where that says no less.

        Args:
            code: MX, or `house`.
            own_name: as its file has it, such as "United States (federal law only)".
        """
        if own_name in PLACES:
            return self._language.say(own_name)
        if code != HOUSE and own_name == ENGLISH.territories.get(code):
            return str(self._language.locale.territories.get(code, own_name))
        return own_name

    def zone_name(self, own_name: str) -> str:
        """Return what a zone is called."""
        return self._language.say(own_name) if own_name in ZONES else own_name
