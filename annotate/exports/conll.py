"""CoNLL-2003: a token in each line with the beginning or inside of what it belongs to; what does not fit is listed."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from annotate.exports import Answer
from annotate.label_schema import COMBINED
from annotate.marked_texts import MARKED, Marked, MarkedText, marked_texts, marking_controls
from annotate.outgoing import Dataset, File, Given, Loss, first_of_each
from annotate.packing import ZippedFolder
from annotate.picture_files import classes_of, left_out
from annotate.tokens import ABOUT, TOKENIZER, tokens_of
from annotate.waiting import pieces_of, waiting

DOCUMENT = "-DOCSTART- -X- O O\n\n"
OUTSIDE = "O"
Note = Callable[[bytes], object]


class Conll(ZippedFolder):
    """`data.conll`, which item each document is, what could not be said, and what counts as a token."""

    name = "conll"
    title = "CoNLL-2003"

    def fits(self, task_type: str) -> bool:
        """Return whether this is a kind of work that marks stretches of texts, or may ask for that."""
        return task_type in MARKED or task_type == COMBINED

    def losses(self, dataset: Dataset) -> Iterator[Loss]:
        """Yield what this format cannot say."""
        marking = marking_controls(dataset.parts)
        yield Loss(code="tokens", params={"tokenizer": TOKENIZER})
        yield Loss(code="one_answer_each")
        yield Loss(code="people_beside")
        yield from left_out(dataset.parts, marking, keeps_attributes=False)
        yield from (Loss(code="relations_left_out") for one in marking if one.kind == "relations")

    def files(self, answers: Iterable[Answer], *, dataset: Dataset) -> Iterator[File]:
        """Yield the tokens as the answers come, then what was noted about them."""
        with waiting() as items, waiting() as problems:
            yield File("data.conll", _documents(answers, dataset, items.write, problems.write))
            yield File("documents.jsonl", pieces_of(items))
            yield File("alignment.jsonl", pieces_of(problems))
        yield File("tokenizer.json", [_json({"name": TOKENIZER, "about": ABOUT, "scheme": "BIO"})])


EXPORT = Conll()


def _documents(answers: Iterable[Answer], dataset: Dataset, note_item: Note, note_problem: Note) -> Iterator[bytes]:
    names = classes_of(marking_controls(dataset.parts))
    number = 0
    for given in first_of_each(answers, dataset.tally):
        texts = marked_texts(given, dataset.parts)
        if not texts:
            note_item(_json({"document": None, "item_id": given.item_id, "external_id": given.external_id}))
        for found in texts:
            note_item(_json(_about(number, given, found)))
            kept, problems = _without_overlap(found.marks)
            cuts = {place for one in kept for place in (one.span.start, one.span.end)}
            problems += [("token_split", one) for one in kept if _is_split(found.text, one)]
            for what, one in problems:
                dataset.tally.note(what)
                place = {"start": one.span.start, "end": one.span.end, "label": one.span.label}
                note_problem(_json({"document": number, "item_id": given.item_id, "problem": what, **place}))
            labels = [(one.span.start, one.span.end, names[one.control, one.span.label]) for one in kept]
            yield (DOCUMENT + _lines(found.text, labels, cuts)).encode()
            number += 1


def _about(number: int, given: Given, found: MarkedText) -> dict[str, object]:
    return {
        "document": number,
        "item_id": given.item_id,
        "external_id": given.external_id,
        "object": found.name,
        "text": found.text,
        "annotator": given.annotator,
        **given.beside,
    }


def _without_overlap(marks: Sequence[Marked]) -> tuple[list[Marked], list[tuple[str, Marked]]]:
    """Return the stretches that fit into one line of tokens, the longest of those that overlap, and the others."""
    kept: list[Marked] = []
    others: list[tuple[str, Marked]] = []
    for one in sorted(marks, key=lambda mark: (mark.span.start - mark.span.end, mark.span.start)):
        if any(one.span.start < other.span.end and other.span.start < one.span.end for other in kept):
            others.append(("overlap_left_out", one))
        else:
            kept.append(one)
    return kept, others


def _is_split(text: str, mark: Marked) -> bool:
    """Return whether a stretch begins or ends inside a token, which is then cut there."""
    return any(start < place < end for place in (mark.span.start, mark.span.end) for start, end in tokens_of(text))


def _lines(text: str, labels: Sequence[tuple[int, int, str]], cuts: set[int]) -> str:
    """Return the tokens of a text with their labels; where the text begins a new line, a sentence ends."""
    lines: list[str] = []
    before = 0
    for start, end in tokens_of(text, cuts=cuts):
        if "\n" in text[before:start] and lines:
            lines.append("")
        before = end
        found = next(((at, name) for at, until, name in labels if at <= start and end <= until), None)
        is_first = found is not None and found[0] <= start and not text[found[0] : start].strip()
        tag = OUTSIDE if found is None else f"{'B' if is_first else 'I'}-{'_'.join(found[1].split())}"
        lines.append(f"{text[start:end]} -X- O {tag}")
    return "\n".join(lines) + "\n\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
