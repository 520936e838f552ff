"""spaCy: one text with its stretches in each line, by code points, ready to become a DocBin."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from annotate.exports import Answer
from annotate.label_schema import COMBINED
from annotate.labels import labels_in
from annotate.marked_texts import MARKED, MarkedText, marked_texts
from annotate.outgoing import Dataset, Given, Loss, given_of
from annotate.picture_files import classes_of, left_out

CHOSEN = frozenset({"choice", "choices"})
"""Kinds of work whose answers are categories of a text."""


class Spacy:
    """JSON lines: `text`, `spans` and `entities`, `cats` where labels were chosen, and everything else in `meta`."""

    name = "spacy"
    title = "spaCy JSON lines"
    suffix = ".jsonl"
    media_type = "application/x-ndjson"

    def fits(self, task_type: str) -> bool:
        """Return whether answers are stretches or categories of a text, or may be."""
        return task_type in MARKED | CHOSEN or task_type == COMBINED

    def losses(self, dataset: Dataset) -> Iterator[Loss]:
        """Yield what this format cannot say."""
        kept = [one for one in dataset.parts.controls if one.kind in MARKED | CHOSEN]
        yield from left_out(dataset.parts, kept, keeps_attributes=True)

    def write(self, answers: Iterable[Answer], *, schema: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield a line for each text of each answer, as it comes."""
        dataset = Dataset(task_type=COMBINED if "controls" in schema else "spans", schema=schema)
        asked = [one for one in dataset.parts.controls if one.kind in MARKED | CHOSEN]
        names, choosing = (
            classes_of(asked),
            {one.name for one in asked if one.kind in CHOSEN or "controls" not in schema},
        )
        for given in map(given_of, answers):
            for found in marked_texts(given, dataset.parts, about=asked):
                yield _line(given, found, names, choosing)


EXPORT = Spacy()


def _line(given: Given, found: MarkedText, names: Mapping[tuple[str, str], str], choosing: Collection[str]) -> bytes:
    spans = [
        {
            "start": one.span.start,
            "end": one.span.end,
            "label": names.get((one.control, one.span.label), one.span.label),
            "text": found.text[one.span.start : one.span.end],
            **({"attributes": one.said} if one.said else {}),
        }
        for one in found.marks
    ]
    at = {one.region_id: number for number, one in enumerate(found.marks)}
    ties = [
        {
            "from": at[tie["from_id"]],
            "to": at[tie["to_id"]],
            "direction": tie.get("direction", "right"),
            "label": ", ".join(tie.get("labels", ())),
        }
        for tie in found.ties
        if tie["from_id"] in at and tie["to_id"] in at
    ]
    chosen = [
        label
        for entry in given.result
        if entry.get("type") == "choices" and entry.get("to_name") == found.name and entry["from_name"] in choosing
        for label in labels_in(entry)
    ]
    line: dict[str, object] = {
        "text": found.text,
        "spans": spans,
        "entities": [[one["start"], one["end"], one["label"]] for one in spans],
    }
    line |= {"relations": ties} if ties else {}
    line |= {"cats": dict.fromkeys(chosen, 1.0)} if chosen else {}
    line["meta"] = {
        "item_id": given.item_id,
        "external_id": given.external_id,
        "object": found.name,
        "annotator": given.annotator,
        **given.beside,
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
