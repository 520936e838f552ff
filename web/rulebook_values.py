"""What one row of law says, in the reader's language: its figure, and how it is reckoned or when it applies."""

from functools import singledispatchmethod

from policies.periods import MS_PER_MINUTE, MS_PER_SECOND, clock_text
from policies.rulebook_rows import Basis, DatedRow, LimitRow, RestRow, StandardRow, WageRow
from policies.rulebook_rows_pay import (
    CountedFrom,
    OutputWorkRow,
    OvertimePer,
    OvertimeRow,
    RestPayBasis,
    RestPayName,
    RestPayRow,
)
from policies.rulebook_rows_time import ExposureRow, MealRow, ShiftName, ShiftRow
from web.law_words import PER_WORDS
from web.show_as import Writing
from web.words import N_, Language


class RowValues:
    """Writes rows of law out.

    Args:
        language: the reader's.
        writing: writes amounts for the reader.
    """

    def __init__(self, language: Language, writing: Writing) -> None:
        self._say = language.say
        self._writing = writing

    @singledispatchmethod
    def value(self, _row: DatedRow) -> str:
        """Return the figure of a row: an amount, a length, a multiple."""
        return self._say(N_("beyond any law"))

    @singledispatchmethod
    def how(self, _row: DatedRow) -> str:
        """Return the formula of a wage, and when or how another row applies; empty where there is nothing to add."""
        return ""

    @value.register
    def _wage(self, row: WageRow) -> str:
        return f"{self._writing.plain_money(row.value_micros, row.currency)} {self._say(PER_WORDS[row.per])}"

    @how.register
    def _wage_basis(self, row: WageRow) -> str:
        if row.basis is Basis.AS_STATED:
            return ""
        hours = self._writing.plain_hours(row.hours_ms) if row.hours_ms else ""
        basis = self._say(BASIS_WORDS[row.basis], days=row.paid_days, payments=row.payments_a_year, hours=hours)
        return self._say(N_("One hour: %(basis)s"), basis=basis)

    @value.register
    def _limit(self, row: LimitRow) -> str:
        return self._say(N_("%(hours)s hours"), hours=self._writing.plain_hours(row.limit_ms))

    @value.register
    def _rest(self, row: RestRow) -> str:
        return self._minutes_after(row.length_ms, row.after_ms)

    @how.register
    def _rest_moved(self, row: RestRow) -> str:
        if row.movable_ms is None:
            return ""
        return self._say(N_("may be moved by %(minutes)s minutes"), minutes=row.movable_ms // MS_PER_MINUTE)

    @value.register
    def _shift(self, row: ShiftRow) -> str:
        return self._say(SHIFT_WORDS[row.name], hours=self._writing.plain_hours(row.max_ms))

    @how.register
    def _night(self, row: ShiftRow) -> str:
        return self._say(
            N_("night is from %(start)s to %(end)s; with %(hours)s hours of it, or more, a shift is a night shift"),
            start=clock_text(row.night_from_ms),
            end=clock_text(row.night_to_ms),
            hours=self._writing.plain_hours(row.night_makes_night_ms),
        )

    @value.register
    def _meal(self, row: MealRow) -> str:
        return self._say(N_("%(minutes)s minutes"), minutes=row.length_ms // MS_PER_MINUTE)

    @how.register
    def _meal_due(self, row: MealRow) -> str:
        pay = self._say(N_("paid") if row.is_paid else N_("not paid"))
        if row.after_ms is None:
            return self._say(N_("within the shift; %(pay)s"), pay=pay)
        hours = self._writing.plain_hours(row.after_ms)
        return self._say(N_("after %(hours)s hours of work; %(pay)s"), hours=hours, pay=pay)

    @value.register
    def _exposure(self, row: ExposureRow) -> str:
        return self._say(N_("%(minutes)s minutes a day"), minutes=row.max_day_ms // MS_PER_MINUTE)

    @how.register
    def _time_away(self, row: ExposureRow) -> str:
        return self._say(N_("paid time away: %(away)s"), away=self._minutes_after(row.length_ms, row.after_ms))

    @value.register
    def _overtime(self, row: OvertimeRow) -> str:
        return self._say(N_("%(percent)s percent of pay"), percent=row.multiplier_percent)

    @how.register
    def _overtime_beyond(self, row: OvertimeRow) -> str:
        if row.counted_from is CountedFrom.ORDINARY and not row.over_ms:
            return self._say(ORDINARY_WORDS[row.per])
        return self._say(OVERTIME_WORDS[row.per, row.counted_from], hours=self._writing.plain_hours(row.over_ms))

    @value.register
    def _rest_pay(self, row: RestPayRow) -> str:
        return self._say(REST_PAY_WORDS[row.basis])

    @how.register
    def _rest_pay_for(self, row: RestPayRow) -> str:
        return self._say(REST_PAY_NAMES[row.name])

    @value.register
    def _output(self, row: OutputWorkRow) -> str:
        return self._say(N_("%(percent)s percent of the average worker's rate"), percent=row.factor_percent)

    @how.register
    def _output_information(self, _row: OutputWorkRow) -> str:
        return self._say(N_("for information only: every measured hour reaches the wage as well"))

    @how.register
    def _standard(self, row: StandardRow) -> str:
        return self._say(
            N_(
                "quiet time counts up to %(grace)s seconds; unconfirmed time can be confirmed for %(months)s"
                " months; searching counts up to %(search)s minutes an hour; the reserve is %(reserve)s percent"
            ),
            grace=row.idle_grace_ms // MS_PER_SECOND,
            months=row.claim_months,
            search=row.search_per_hour_ms // MS_PER_MINUTE,
            reserve=row.reserve_percent,
        )

    def _minutes_after(self, length_ms: int, after_ms: int) -> str:
        length, after = length_ms // MS_PER_MINUTE, after_ms // MS_PER_MINUTE
        return self._say(N_("%(length)s minutes after %(after)s minutes"), length=length, after=after)


SHIFT_WORDS = {
    ShiftName.DAY: N_("Day shift: %(hours)s hours"),
    ShiftName.MIXED: N_("Mixed shift: %(hours)s hours"),
    ShiftName.NIGHT: N_("Night shift: %(hours)s hours"),
}
REST_PAY_WORDS = {
    RestPayBasis.FLOOR: N_("at the floor"),
    RestPayBasis.AVERAGE_OR_FLOOR: N_("at the week's average or the floor, whichever is more"),
}
REST_PAY_NAMES = {
    RestPayName.REST: N_("for rest, on a line of its own"),
    RestPayName.OTHER: N_("for other time without pieces, on a line of its own"),
}
ORDINARY_WORDS = {
    OvertimePer.DAY: N_("for each hour beyond the ordinary day"),
    OvertimePer.WEEK: N_("for each hour beyond the ordinary week"),
}
OVERTIME_WORDS = {
    (OvertimePer.DAY, CountedFrom.ZERO): N_("for each hour beyond %(hours)s in a day"),
    (OvertimePer.WEEK, CountedFrom.ZERO): N_("for each hour beyond %(hours)s in a week"),
    (OvertimePer.DAY, CountedFrom.ORDINARY): N_("for each hour beyond %(hours)s of overtime in a day"),
    (OvertimePer.WEEK, CountedFrom.ORDINARY): N_("for each hour beyond %(hours)s of overtime in a week"),
}
BASIS_WORDS = {
    Basis.PAID_DAYS_OVER_LONGEST_WEEK: N_("the amount × %(days)s paid days ÷ the hours of the longest lawful week"),
    Basis.OVER_HOURS: N_("the amount ÷ %(hours)s hours"),
    Basis.OVER_HOURS_TO_THE_COIN: N_("the amount ÷ %(hours)s hours, rounded up to the coin"),
    Basis.YEAR_OVER_HOURS: N_("the amount × %(payments)s payments a year ÷ %(hours)s hours of a year"),
}
