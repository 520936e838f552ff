"""How amounts, instants and spans of time are written for a person, in their language and their zone."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_name, get_decimal_symbol, get_group_symbol
from markupsafe import Markup, escape

from policies.hourly_basis import hours_text
from policies.money import MICROS_PER_UNIT, decimal_text, exponent_of, floor_div
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND
from web.words import Language

MICRO_DIGITS = 6
SHORT_SPAN_MS = 2 * MS_PER_MINUTE
MINUS = "−"
NARROW = "\u202f"  # a narrow space that does not break, before a percent sign
FIRM = "\u00a0"  # a space that does not break, between a number and what it counts


def exact_digits(micros: int, *, least: int) -> tuple[str, str]:
    """Return the whole units and the decimals of an amount, none lost: at least `least` decimals, six at most."""
    units, rest = divmod(abs(micros), MICROS_PER_UNIT)
    decimals = f"{rest:0{MICRO_DIGITS}d}".rstrip("0").ljust(least, "0")
    return str(units), decimals


class Writing:
    """Writes values for one person; `web.render` puts its methods into every template.

    Args:
        language: the person's language.
        time_zone: the person's zone; instants are shown in it.
    """

    def __init__(self, language: Language, time_zone: str) -> None:
        self._locale: Locale = language.locale
        self._day_pattern = language.day_pattern
        self._zone = ZoneInfo(time_zone)
        self._group = get_group_symbol(self._locale)
        self._point = get_decimal_symbol(self._locale)

    def whole(self, number: int) -> str:
        """Return a whole number with its thousands apart."""
        return f"{number:,}".replace(",", self._group).replace("-", MINUS)

    def plain_amount(self, micros: int, currency: str) -> str:
        """Return an exact amount as text, without its currency."""
        units, decimals = exact_digits(micros, least=exponent_of(currency))
        sign = MINUS if micros < 0 else ""
        return sign + self.whole(int(units)) + (self._point + decimals if decimals else "")

    def typed_amount(self, micros: int) -> str:
        """Return an exact amount as a person would type it into a field: no thousands apart."""
        return self.decimal(decimal_text(micros))

    def decimal(self, text: str) -> str:
        """Return a number written with a point as it is written in the person's language."""
        return text.replace(".", self._point).replace("-", MINUS)

    def plain_money(self, micros: int, currency: str) -> str:
        """Return an exact amount as text, with its currency, for letters and files."""
        return f"{self.plain_amount(micros, currency)}{FIRM}{currency}"

    def amount(self, micros: int, currency: str) -> Markup:
        """Return an exact amount without its currency, for columns that name it at their head."""
        return Markup('<span class="money">{}</span>').format(self.plain_amount(micros, currency))

    def money(self, micros: int, currency: str) -> Markup:
        """Return an exact amount with its currency."""
        return Markup('<span class="money">{} {}</span>').format(
            self.plain_amount(micros, currency), self.currency(currency)
        )

    def money_minor(self, minor: int, currency: str) -> Markup:
        """Return an amount of a payslip, given in minor units."""
        return self.money(minor * 10 ** (MICRO_DIGITS - exponent_of(currency)), currency)

    def currency(self, currency: str) -> Markup:
        """Return a currency's code with its name behind it."""
        return _currency(currency, self._locale)

    def plain_when(self, instant: datetime) -> str:
        """Return an instant as text: its day and the time on the person's clock."""
        return f"{self.plain_day(instant.astimezone(self._zone).date())}, {self.plain_clock(instant)}"

    def plain_clock(self, instant: datetime) -> str:
        """Return the time on the person's clock."""
        return instant.astimezone(self._zone).strftime("%H:%M")

    def plain_day(self, day: date) -> str:
        """Return a day as people say it: Friday 1 May."""
        return self._day_text(day, self._day_pattern)

    def _day_text(self, day: date, pattern: str) -> str:
        """Write a day; French says 1er for the first of a month and plain numbers for the others."""
        if day.day == 1 and self._locale.language == "fr":
            pattern = pattern.replace("d MMMM", "d'er' MMMM")
        return str(format_date(day, pattern, locale=self._locale))

    def when(self, instant: datetime) -> Markup:
        """Return an instant in the person's zone, readable by machines too."""
        return self._time(instant.isoformat(), self.plain_when(instant))

    def moment(self, instant: datetime) -> Markup:
        """Return an instant with its year, for what lies months away."""
        return self._time(instant.isoformat(), self.plain_moment(instant))

    def plain_moment(self, instant: datetime) -> str:
        """Return an instant with its year as text."""
        return f"{self.plain_date(instant.astimezone(self._zone).date())}, {self.plain_clock(instant)}"

    def clock(self, instant: datetime) -> Markup:
        """Return the time of day of an instant, on the person's clock."""
        return self._time(instant.isoformat(), self.plain_clock(instant))

    def day(self, day: date) -> Markup:
        """Return a day as people say it."""
        return self._time(day.isoformat(), self.plain_day(day))

    def plain_date(self, day: date) -> str:
        """Return a day with its year as text."""
        return self._day_text(day, self._locale.date_formats["long"].pattern)

    def date(self, day: date) -> Markup:
        """Return a day with its year, for papers that are kept."""
        return self._time(day.isoformat(), self.plain_date(day))

    def span(self, milliseconds: int) -> Markup:
        """Return a span of time as people say it, whole units only, rounded down: 80 s, 14 min, 2 h 05."""
        return Markup('<span class="time">{}</span>').format(self.plain_span(milliseconds))

    def plain_span(self, milliseconds: int) -> str:
        """Return a span of time as text."""
        if milliseconds < SHORT_SPAN_MS:
            return f"{milliseconds // MS_PER_SECOND}{FIRM}s"
        if milliseconds < MS_PER_HOUR:
            return f"{milliseconds // MS_PER_MINUTE}{FIRM}min"
        hours, rest = divmod(milliseconds, MS_PER_HOUR)
        minutes = rest // MS_PER_MINUTE
        return f"{hours}{FIRM}h{FIRM}{minutes:02d}" if minutes else f"{hours}{FIRM}h"

    def plain_seconds(self, milliseconds: int) -> str:
        """Return a span of time as exact seconds, for sums that a pocket calculator checks."""
        seconds, rest = divmod(milliseconds, MS_PER_SECOND)
        return self.whole(seconds) + (f"{self._point}{rest:03d}".rstrip("0") if rest else "")

    def plain_hours(self, milliseconds: int) -> str:
        """Return a span of time as exact hours: 48, 7.5."""
        return self.decimal(hours_text(milliseconds))

    def percent(self, part: int, whole: int) -> str:
        """Return a share of a whole as percent, one decimal where it needs one, rounded half up."""
        if whole == 0:
            return f"0{NARROW}%"
        tenths = (part * 2000 + whole) // (2 * whole)
        units, rest = divmod(tenths, 10)
        return f"{self.whole(units)}{self._point + str(rest) if rest else ''}{NARROW}%"

    def _time(self, machine: str, text: str) -> Markup:
        return Markup('<time class="time" datetime="{}">{}</time>').format(machine, escape(text))


@lru_cache(maxsize=512)
def _currency(currency: str, locale: Locale) -> Markup:
    name = get_currency_name(currency, count=2, locale=locale)
    return Markup('<abbr title="{}">{}</abbr>').format(name, currency)


def size_text(size_bytes: int) -> str:
    """Return a size as people say it: 812 bytes, 14 kB, 2.3 MB, 5 GB."""
    if size_bytes < 1_000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{floor_div(size_bytes, 1_000)} kB"
    unit, name = (100_000, "MB") if size_bytes < 1_000_000_000 else (100_000_000, "GB")
    tenths = floor_div(size_bytes, unit)
    return f"{floor_div(tenths, 10)}{f'.{tenths % 10}' if tenths % 10 else ''} {name}"
