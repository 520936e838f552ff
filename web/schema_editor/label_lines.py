"""Labels as lines of text: one in each, its key and description after bars, what is below it after a hyphen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_BAR = re.compile(r"(?<!\\)\|")
_DEPTH = re.compile(r"(-*)\s*(.*)", re.DOTALL)


def labels_in_lines(text: str) -> list[dict[str, Any]]:
    r"""Return the labels of some lines, as a label schema has them; empty lines are left out.

    `lost | l | It was stolen` has a key and a description; `- visa` is below the label before it, `-- student visa`
    below that. A bar, a hyphen at the beginning or a backslash that is meant itself follows a backslash.
    """
    found: list[dict[str, Any]] = []
    above: list[dict[str, Any]] = []
    for line in text.splitlines():
        parts = [one.strip() for one in _BAR.split(line.strip(), maxsplit=2)]
        depth, value = _depth_of(parts[0])
        if not value:
            continue
        label: dict[str, Any] = {"value": value}
        if len(parts) > 1 and parts[1]:
            label["key"] = _plain(parts[1]).lower()
        if len(parts) > 2 and parts[2]:
            label["description"] = _plain(parts[2])
        above = above[: min(depth, len(above))]
        (above[-1].setdefault("children", []) if above else found).append(label)
        above.append(label)
    return found


def lines_of_labels(labels: Sequence[Mapping[str, Any]]) -> str:
    """Return labels as lines, which `labels_in_lines` reads back."""
    return "\n".join(_lines(labels, 0))


def _lines(labels: Sequence[Mapping[str, Any]], depth: int) -> Iterator[str]:
    for label in labels:
        value = _escaped(str(label["value"]))
        first = f"{'-' * depth} {value}" if depth else f"\\{value}" if value.startswith("-") else value
        key, about = _escaped(str(label.get("key", ""))), _escaped(str(label.get("description", "")))
        yield f"{first} | {key} | {about}" if about else f"{first} | {key}" if key else first
        yield from _lines(label.get("children", ()), depth + 1)


def _depth_of(text: str) -> tuple[int, str]:
    parts = _DEPTH.fullmatch(text)
    assert parts is not None, "the pattern matches every text"
    return len(parts[1]), _plain(parts[2])


def _plain(text: str) -> str:
    return re.sub(r"\\([\\|-])", r"\1", text)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
