"""JSON lines by item: one line for each item with all that was answered to it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from annotate.exports import Answer
from annotate.outgoing import Given, by_item

LINES_AT_ONCE = 100


class ItemLines:
    """One JSON object a line: the item as it was shown, and its answers by pseudonym, or the one they became."""

    name = "items"
    title = "JSON lines, one for each item"
    suffix = ".jsonl"
    media_type = "application/x-ndjson"

    def fits(self, task_type: str) -> bool:
        """Return True: every kind of work has items."""
        del task_type
        return True

    def write(self, answers: Iterable[Answer], *, schema: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield some lines at a time."""
        del schema  # each line holds its own labels
        coming = by_item(answers)
        while lines := [_line(together) for together in islice(coming, LINES_AT_ONCE)]:
            yield b"".join(lines)


EXPORT = ItemLines()


def _line(together: list[Given]) -> bytes:
    first = together[0]
    line = {
        "item_id": first.item_id,
        "external_id": first.external_id,
        "data": first.content,
        "answers": [{"annotator": one.annotator, "result": one.result, **one.beside} for one in together],
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
