"""Stretches of a text that other programs give: counted in code points here, whatever those programs count in."""

from bisect import bisect_left
from typing import Any


def stretch(control: str, label: str, text: str, start: int, end: int, *, about: str = "text") -> dict[str, Any]:
    """Return a stretch of a text as an answer has it; whether it lies in the text is looked at with the answer.

    Args:
        control: whose answer it is.
        label: its label.
        text: the whole text.
        start: its first code point.
        end: the first one after it.
        about: the name of the object.
    """
    value = {"start": start, "end": end, "text": text[start:end] if 0 <= start < end else "", "labels": [label]}
    return {"from_name": control, "to_name": about, "type": "labels", "value": value}


class CodeUnits:
    """Places of a text counted in UTF-16 code units, as browsers count: one for most letters, two for an emoji.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        wide = [] if text.isascii() else [at for at, one in enumerate(text) if ord(one) > 0xFFFF]
        self._units = [at + before for before, at in enumerate(wide)]

    def code_point(self, unit: int) -> int:
        """Return the code point at which a code unit begins; of the second half of one, that one's own."""
        return unit - bisect_left(self._units, unit)
