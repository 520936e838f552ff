"""JSON lines: one answer in each line, in long form, for programs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotate.exports import Answer

LINES_AT_ONCE = 200


class JsonLines:
    """One JSON object a line, UTF-8, keys in the order of the columns."""

    name = "jsonl"
    title = "JSON lines"
    suffix = ".jsonl"
    media_type = "application/x-ndjson"

    def fits(self, task_type: str) -> bool:
        """Return True: every kind of work has answers that a row can hold."""
        del task_type
        return True

    def write(self, answers: Iterable[Answer], *, schema: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield some lines at a time."""
        del schema  # each line holds its own labels
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        lines: list[str] = []
        for answer in answers:
            lines.append(encode(dict(answer.cells)))
            if len(lines) == LINES_AT_ONCE:
                yield _piece(lines)
                lines.clear()
        if lines:
            yield _piece(lines)


EXPORT = JsonLines()


def _piece(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
