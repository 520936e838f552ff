"""Free text: what people write themselves, a summary, a translation, what stands on a sign."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element  # strangers' XML is read by defusedxml

from annotate.label_schema import field_of
from annotate.labels import FormValues, Problem, Result, is_text, texts_of
from annotate.markup import number_in
from annotate.merging import most_said
from annotate.one_entry import OneEntry
from annotate.task_type import Option

CHARACTERS_DEFAULT, CHARACTERS_MOST = 2_000, 20_000
LINES_DEFAULT, LINES_MOST = 4, 20
_RANGES = {"characters_most": (1, CHARACTERS_MOST), "lines": (1, LINES_MOST)}


def characters_most(schema: Mapping[str, Any]) -> int:
    """Return how many characters a text may have."""
    most = schema.get("characters_most", CHARACTERS_DEFAULT)
    return most if type(most) is int else CHARACTERS_DEFAULT


class Written(OneEntry):
    """One text, not blank; what a form sends has plain line ends."""

    type = "textarea"
    value_key = "text"
    options: tuple[Option, ...] = (
        Option(
            name="characters_most",
            title="Most characters",
            kind="number",
            default=CHARACTERS_DEFAULT,
            least=1,
            most=CHARACTERS_MOST,
        ),
        Option(name="lines", title="Lines shown", kind="number", default=LINES_DEFAULT, least=1, most=LINES_MOST),
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong: a length or a number of lines that cannot be."""
        return [
            Problem("option_out_of_range", {"option": name, "least": least, "most": most})
            for name, (least, most) in _RANGES.items()
            if name in schema and not (type(schema[name]) is int and least <= schema[name] <= most)
        ]

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing written, too much of it, or signs that no text has."""
        del content  # anything may be written about
        if result == []:
            return [Problem("nothing_written")]
        match self._sent(schema, result):
            case [str(text)]:
                return _problems_of(text, most=characters_most(schema))
            case _:
                return [Problem("answer_unreadable")]

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the text field named as the control; blanks around it are left out, and lines end as everywhere."""
        sent = texts_of(values, field_of(schema))
        text = sent[0].replace("\r\n", "\n").replace("\r", "\n").strip() if sent else ""
        return self._result(schema, [text]) if text else self.empty()

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how many words two texts share, of the words of both; their order and their case do not count."""
        del schema
        one, other = Counter(_words(self._said(first))), Counter(_words(self._said(second)))
        return 2 * (one & other).total(), one.total() + other.total()

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the text that most wrote, word for word; None where no text was written more often than the others."""
        del schema
        words = most_said(tuple(_words(self._said(result))) for result in results)
        return next((result for result in results if tuple(_words(self._said(result))) == words), None)

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the size of a TextArea tag."""
        sizes = {"lines": number_in(element, "rows"), "characters_most": number_in(element, "maxLength")}
        return {name: size for name, size in sizes.items() if size is not None}

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the TextArea tag, for one text."""
        sizes = {"rows": schema.get("lines"), "maxLength": schema.get("characters_most")}
        said = {name: str(size) for name, size in sizes.items() if size is not None}
        return Element("TextArea", {"maxSubmissions": "1", **said})


def _problems_of(text: str, *, most: int) -> list[Problem]:
    if not text.strip():
        return [Problem("nothing_written")]
    if len(text) > most:
        return [Problem("text_too_long", {"most": most, "length": len(text)})]
    return [] if is_text(text, most=most) else [Problem("answer_unreadable")]


def _words(said: Sequence[str]) -> list[str]:
    return said[0].casefold().split()
