"""JSON lines: one answer in each line, in long form, for programs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from annotate.answer_rows import JsonLines as ReadyMade
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
        if isinstance(answers, ReadyMade):
            yield from answers.json_lines()
            return
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        coming = iter(answers)
        while lines := [encode(dict(answer.cells)) for answer in islice(coming, LINES_AT_ONCE)]:
            yield ("\n".join(lines) + "\n").encode()


EXPORT = JsonLines()
