"""Speaks for paper: one person's language, with the English beside it, in letters that the paper's type has."""

import unicodedata
from collections.abc import Container
from xml.sax.saxutils import escape

from web.law_words import LawWords
from web.pay_words import PayWords
from web.show_as import FIRM, NARROW, Writing
from web.words import Language

UNKNOWN = "?"
"""Stands for a letter that the type does not have; numbers beside a name tell which one is meant."""


class Voice:
    """One language on paper: its words, its figures, its law.

    Args:
        language: what is spoken.
        time_zone: the reader's.
    """

    def __init__(self, language: Language, time_zone: str) -> None:
        self.language = language
        self.writing = Writing(language, time_zone)
        self.pay = PayWords(language, self.writing)
        self.law = LawWords(language, self.writing)

    def say(self, text: str, /, **values: object) -> str:
        """Return a text in this language."""
        return self.language.say(text, **values)


def printable(text: str, letters: Container[int]) -> str:
    """Return a text with only letters that a type has: without an accent it lacks, else a question mark.

    Args:
        text: any.
        letters: the code points that the type has.
    """
    return "".join(_printable(letter, letters) for letter in text.replace(NARROW, FIRM).replace("\n", " "))


def marked_up(text: str, letters: Container[int]) -> str:
    """Return a text for a paragraph of paper: no letter of it is taken for markup."""
    return escape(printable(text, letters))


def _printable(letter: str, letters: Container[int]) -> str:
    if ord(letter) in letters:
        return letter
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if ord(plain) in letters else UNKNOWN
