"""Cuts a text into words and signs by Unicode's kinds of characters; the way has a name, which files state."""

import unicodedata
from collections.abc import Collection, Iterator

TOKENIZER = "jornal-words-1"
"""What files call it; another number means other places."""
ABOUT = (
    "Letters, digits, marks and underscores that follow each other are a word, also across an apostrophe or a hyphen "
    "between two of them; every other sign that is no space is a token of its own, with the marks and joiners after it."
)
JOINERS = frozenset("'’-‐·")
INVISIBLE = frozenset("\u200c\u200d\ufe0e\ufe0f")


def tokens_of(text: str, *, cuts: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Yield where each token begins and ends, in code points.

    Args:
        text: any text.
        cuts: places at which a token ends in any case, because something that was marked begins or ends there.
    """
    cut = frozenset(cuts)
    start = 0
    while start < len(text):
        if text[start].isspace():
            start += 1
            continue
        end = start + 1
        while end < len(text) and end not in cut and _goes_on(text, end):
            end += 1
        yield start, end
        start = end


def _goes_on(text: str, at: int) -> bool:
    """Return whether the character at a place belongs to the same token as the one before it."""
    before, here = text[at - 1], text[at]
    if here in INVISIBLE or _is_mark(here) or 0x1F3FB <= ord(here) <= 0x1F3FF:
        return True
    if before == "\u200d":
        return not here.isspace()
    if not (_is_word(before) or (_is_mark(before) and _word_before(text, at))):
        return before in JOINERS and at > 1 and _is_word(here) and _is_inside(text, at - 1)
    return _is_word(here) or (here in JOINERS and at + 1 < len(text) and _is_word(text[at + 1]))


def _is_inside(text: str, at: int) -> bool:
    """Return whether a joiner stands between two parts of one word."""
    return _is_word(text[at - 1]) or _is_mark(text[at - 1])


def _word_before(text: str, at: int) -> bool:
    """Return whether the marks before a place stand on a letter."""
    place = at - 1
    while place > 0 and _is_mark(text[place]):
        place -= 1
    return _is_word(text[place])


def _is_word(one: str) -> bool:
    return one.isalnum() or one == "_"


def _is_mark(one: str) -> bool:
    return unicodedata.category(one).startswith("M")
