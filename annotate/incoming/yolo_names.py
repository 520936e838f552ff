"""The names of YOLO's labels: from a plain list, or from the few lines of a data.yaml that say them."""

import ast
import re
from dataclasses import dataclass

NAMES_MOST = 10_000
_KEY = re.compile(r"^(names|kpt_shape|kpt_names|nc)\s*:\s*(.*)$")
_NUMBERED = re.compile(r"^\s+(?:'|\")?(\d{1,5})(?:'|\")?\s*:\s*(.+)$")
_LISTED = re.compile(r"^\s*-\s+(.+)$")


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of labels mean.

    Attributes:
        by_number: label by its number.
        point_shape: how many points each thing has, and how many numbers each point; zeros for none.
    """

    by_number: dict[int, str]
    point_shape: tuple[int, int] = (0, 0)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels in the order of their numbers."""
        return tuple(self.by_number[number] for number in sorted(self.by_number))


def names_in_list(text: str) -> Names:
    """Return the labels of a list with one on each line, numbered from 0."""
    lines = [line.strip() for line in text.splitlines()]
    return Names({number: line for number, line in enumerate(lines[:NAMES_MOST]) if line})


def names_in_yaml(text: str) -> Names:
    """Return the labels of a data.yaml: a list in brackets, a list with dashes, or numbers and names, no more.

    Nothing else of YAML is read: no anchors, no tags, no references, so that nothing in it can grow or run.
    """
    names: dict[int, str] = {}
    shape = (0, 0)
    key = ""
    for line in text.splitlines():
        if line[:1].strip() and not line.startswith(("#", "-")):
            found = _KEY.match(line)
            key, rest = (found[1], found[2].strip()) if found else ("", "")
            if key == "names" and rest.startswith(("[", "{")):
                names = _in_brackets(_whole(rest, text))
            elif key == "kpt_shape":
                shape = _shape(rest)
        elif key == "names" and len(names) < NAMES_MOST:
            numbered, listed = _NUMBERED.match(line), _LISTED.match(line)
            if numbered:
                names[int(numbered[1])] = _plain(numbered[2])
            elif listed:
                names[len(names)] = _plain(listed[1])
    return Names({number: name for number, name in names.items() if name}, shape)


def _whole(beginning: str, text: str) -> str:
    """Return what stands in brackets, also where they close on a later line."""
    closing = "]" if beginning[0] == "[" else "}"
    rest = text[text.index(beginning) :]
    return " ".join(rest[: rest.find(closing) + 1].split())


def _in_brackets(text: str) -> dict[int, str]:
    inside = text[1:-1]
    parts = re.findall(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^,]+""", inside)
    items = [part.strip() for part in parts if part.strip()]
    if text.startswith("["):
        return {number: _plain(item) for number, item in enumerate(items[:NAMES_MOST])}
    joined = re.findall(r"""(\d{1,5})\s*:\s*('(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^,]+)""", inside)
    return {int(number): _plain(name) for number, name in joined[:NAMES_MOST]}


def _plain(text: str) -> str:
    """Return a word of YAML without its quotation marks, and without a note after it."""
    text = text.strip()
    if text.startswith("'"):
        end = re.match(r"'((?:[^']|'')*)'", text)
        return end[1].replace("''", "'").strip() if end else ""
    if text.startswith('"'):
        end = re.match(r'"(?:[^"\\]|\\.)*"', text)
        try:
            return str(ast.literal_eval(end[0])).strip() if end else ""
        except (ValueError, SyntaxError):
            return ""
    return re.split(r"\s+#", text)[0].strip()


def _shape(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"\[\s*(\d{1,4})\s*,\s*([23])\s*\](?:\s*#.*)?", text)
    return (int(found[1]), int(found[2])) if found else (0, 0)
