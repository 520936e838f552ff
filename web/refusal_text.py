"""What a refusal says to a person: what happened, why, and what they can do next."""

import pkgutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module

from policies.errors import Refusal
from web import refusals
from web.refusal_values import said_value
from web.show_as import Writing
from web.words import N_, Language


@dataclass(frozen=True, slots=True)
class RefusalText:
    """The three sentences of a refusal, in English, each marked with `N_` for translation."""

    title: str
    reason: str
    next_step: str


@dataclass(frozen=True, slots=True)
class SaidRefusal:
    """A refusal as one person reads it."""

    code: str
    title: str
    reason: str
    next_step: str
    rule: str = ""
    """The id of the rule behind it, where one is."""
    each: tuple["SaidRefusal", ...] = ()
    """Everything that is wrong, this one first, where it may be several things at once."""

    @property
    def to_do(self) -> str:
        """What is wrong and what to do about it; where it is several things, each of them with its reason."""
        if len(self.each) <= 1:
            return f"{self.title}. {self.next_step}"
        wrong = [f"{one.title}: {one.reason}" for one in self.each]
        return " ".join(dict.fromkeys([*wrong, *(one.next_step for one in self.each)]))


UNKNOWN = RefusalText(
    N_("That did not work"),
    N_("Jornal did not do this."),
    N_("Go back, look at what you sent, and try again. If it stays so, tell the operator the code: %(code)s."),
)


def load_texts() -> dict[str, RefusalText]:
    """Return every text by its refusal's code; each file of web/refusals adds its own `TEXTS`."""
    texts: dict[str, RefusalText] = {}
    for found in pkgutil.iter_modules(refusals.__path__, f"{refusals.__name__}."):
        for code, parts in import_module(found.name).TEXTS.items():
            if code in texts:
                raise ValueError(f"two files of web/refusals have a text for {code}; keep one")
            texts[code] = RefusalText(*parts)
    return texts


def title_of(code: str, texts: Mapping[str, RefusalText], *, language: Language) -> str:
    """Return what happened, in a few words, for a list that counts refusals of one kind."""
    text = texts.get(code)
    return code if text is None else language.words.gettext(text.title) % defaultdict(lambda: "…")


def say(refusal: Refusal, texts: Mapping[str, RefusalText], *, language: Language, writing: Writing) -> SaidRefusal:
    """Return a refusal in a person's words."""
    text = texts.get(refusal.code, UNKNOWN)
    values = {**_shown(refusal.params, language, writing), "code": refusal.code}
    return SaidRefusal(
        code=refusal.code,
        title=language.words.gettext(text.title) % values,
        reason=language.words.gettext(text.reason) % values,
        next_step=language.words.gettext(text.next_step) % values,
        rule=_rule_of(refusal),
        each=tuple(say(one, texts, language=language, writing=writing) for one in refusal.each),
    )


def _rule_of(refusal: Refusal) -> str:
    """Return the rule that a refusal names by its id, whose page everyone may read."""
    rule = str(refusal.params.get("rule", ""))
    return rule if "/" in rule else ""


def _shown(params: Mapping[str, str | int], language: Language, writing: Writing) -> dict[str, str]:
    """Return what a text needs, written for people: `price_micros` is put in as `price`, and so on."""
    currency = str(params.get("currency", ""))
    return dict(
        _shown_one(name, said_value(name, value, language, writing), currency, writing)
        for name, value in params.items()
    )


def _shown_one(name: str, value: str | int, currency: str, writing: Writing) -> tuple[str, str]:
    if name.endswith("_micros") and isinstance(value, int):
        return name.removesuffix("_micros"), writing.plain_money(value, currency)
    if name.endswith("_ms") and isinstance(value, int):
        return name.removesuffix("_ms"), writing.plain_span(value)
    if name == "until" or name.endswith("_at"):
        return name.removesuffix("_at"), writing.plain_when(datetime.fromisoformat(str(value)))
    if name == "on" or name.endswith("_on"):
        return name.removesuffix("_on"), writing.plain_day(date.fromisoformat(str(value)))
    return name, writing.whole(value) if isinstance(value, int) else value
