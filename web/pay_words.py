"""Says what an amount is for, how it is reckoned and who pays it, one place for payslips, earnings and spreadsheets."""

from policies.money import ceil_div, coins_up
from policies.periods import MS_PER_HOUR
from web.pay_owed import Owed, TimePart
from web.show_as import MINUS, Writing
from web.words import N_, Language

TITLES = {
    "piece": N_("Tasks"),
    "hourly": N_("Hours"),
    "top_up": N_("Raised to your floor"),
    "rest": N_("Rest"),
    "instructions": N_("Reading instructions"),
    "qualification": N_("Qualification"),
    "waiting": N_("Waiting"),
    "admin": N_("Paperwork and messages"),
    "search": N_("Looking for work"),
    "premium": N_("Rest at your average rate"),
    "overtime": N_("Overtime"),
    "correction": N_("Correction"),
}
SENTENCES = {
    "piece": N_("For each answer the price that was agreed when it was offered to you."),
    "hourly": N_("For each hour of tasks the price that was agreed when they were offered to you."),
    "top_up": N_(
        "Tasks paid %(piece)s; the minimum for %(span)s is %(owed)s. We add %(amount)s. You did nothing wrong."
    ),
    "rest": N_("You rested %(span)s. Rest is paid on top; nothing is taken from your tasks for it."),
    "instructions": N_("You read instructions for %(span)s. That is paid on top of your tasks."),
    "qualification": N_("You qualified for work for %(span)s. That is paid on top of your tasks."),
    "waiting": N_("You waited %(span)s because of the requester. That is paid on top of your tasks."),
    "admin": N_("You spent %(span)s on messages, papers or your own record. That is paid on top of your tasks."),
    "search": N_("You looked for work for %(span)s. That is paid on top of your tasks."),
    "premium": N_(
        "The law of this place pays rest at what your other time was worth on average. Your rest was paid at the floor"
        " already; this is the rest of it."
    ),
    "overtime": N_(
        "You worked longer than the law counts as a usual week or day. Each hour is paid already; this comes on top."
    ),
    "correction": N_("This week had been closed already. What came later adds %(amount)s to “%(title)s”."),
}
PAYERS = {
    "requester": N_("%(organisation)s pays it"),
    "platform": N_("Jornal pays it"),
    "guarantee": N_("Jornal’s guarantee pays it"),
}


class PayWords:
    """Explains amounts in one language; `web.render` puts its methods into every template.

    Args:
        language: the reader's.
        writing: writes amounts and spans of time for the reader.
    """

    def __init__(self, language: Language, writing: Writing) -> None:
        self._language = language
        self._writing = writing

    def pay_title(self, kind: str) -> str:
        """Return what a kind of earning is called."""
        return self._language.say(TITLES[kind])

    def pay_sentence(self, owed: Owed) -> str:
        """Return why an amount is owed, as one says it to the person who earned it."""
        values = {
            "piece": self._amount(owed, owed.piece_micros),
            "owed": self._coins(owed, owed.line_micros + owed.piece_micros),
            "amount": self._coins(owed, owed.amount_micros),
            "span": self._writing.plain_span(owed.line_ms if owed.kind == "top_up" else owed.counted_ms),
            "title": self.pay_title(owed.of_kind),
        }
        return self._language.say(SENTENCES[owed.kind], **values)

    def pay_payer(self, owed: Owed) -> str:
        """Return who pays an amount."""
        return self._language.say(PAYERS[owed.carrier], organisation=owed.organisation)

    def pay_sum(self, owed: Owed) -> str:
        """Return how an amount is reckoned, as it is typed into a pocket calculator, and what comes out."""
        if owed.kind == "piece":
            return self._pieces(owed)
        if not owed.parts:
            return self._hours(owed) if owed.rate_micros else self._amount(owed, owed.amount_micros)
        whole = f"{self._left_side(owed)} = {self._amount(owed, owed.line_micros)}"
        if owed.line_micros == owed.amount_micros:
            return whole
        text = N_("%(whole)s, of which %(amount)s was still missing")
        if owed.kind != "correction":
            text = N_("%(whole)s, of which %(amount)s for this project")
        return self._language.say(text, whole=whole, amount=self._amount(owed, owed.amount_micros))

    def _pieces(self, owed: Owed) -> str:
        text = self._language.words.ngettext(
            "%(count)s answer × %(rate)s = %(amount)s", "%(count)s answers × %(rate)s = %(amount)s", owed.count
        )
        return text % {
            "count": self._writing.whole(owed.count),
            "rate": self._amount(owed, owed.rate_micros),
            "amount": self._amount(owed, owed.amount_micros),
        }

    def _hours(self, owed: Owed) -> str:
        """Return time at one rate; each earning in it was rounded up by itself, so that a millionth may be over."""
        part = TimePart(owed.counted_ms, owed.rate_micros)
        text = f"{self._time(owed, part)} = {self._amount(owed, owed.amount_micros)}"
        if ceil_div(part.counted_ms * part.rate_micros, MS_PER_HOUR) == owed.amount_micros:
            return text
        return self._language.say(N_("%(sum)s, each part rounded up to a millionth"), sum=text)

    def _left_side(self, owed: Owed) -> str:
        times = " + ".join(self._time(owed, part) for part in owed.parts)
        return f"{times} {MINUS} {self._amount(owed, owed.piece_micros)}" if owed.piece_micros else times

    def _time(self, owed: Owed, part: TimePart) -> str:
        seconds = f"{self._writing.plain_seconds(part.counted_ms)}\u00a0s"
        return f"{seconds} × {self._amount(owed, part.rate_micros)} ÷ 3600"

    def _amount(self, owed: Owed, micros: int) -> str:
        return self._writing.plain_amount(micros, owed.currency)

    def _coins(self, owed: Owed, micros: int) -> str:
        """Write an amount in whole coins, rounded up as the line itself is."""
        return self._amount(owed, coins_up(micros, owed.currency))
