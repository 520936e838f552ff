"""CoNLL-2003: a word on each line with its tag at the end, an empty line after each sentence; spaces are put back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from annotate.encoded_lines import LINE_BYTES_MAX, is_broken, lines_of
from annotate.imports import LIKE_KIND, Bad, Choices, Good, Look, Opened, Seen
from annotate.incoming.given import Given
from annotate.incoming.text_places import stretch
from annotate.labels import Problem

START = "-DOCSTART-"
WORDS_MOST = 5_000
LOOKED_AT = 500
SPANS = ("spans", "relations")
_TAG = re.compile(r"(O|[BIESLU]-\S+)")
_BEGINS, _ENDS = "BSU", "ESLU"


@dataclass(slots=True)
class _Sentence:
    """The lines of one sentence."""

    line: int
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    came_as: list[str] = field(default_factory=list)
    problem: Problem | None = None
    at: int = 0
    """The line of what is wrong with it."""

    def wrong(self, line: int, problem: Problem) -> None:
        """Note the first thing that is wrong."""
        if self.problem is None:
            self.problem, self.at = problem, line


class Conll:
    """Sentences whose words carry BIO, BIOES or BILOU tags in the last column; each sentence is an item."""

    name = "conll"
    title = "CoNLL-2003"
    gives: tuple[str, ...] = ("text",)
    asks_columns = True
    suffixes: tuple[str, ...] = (".conll", ".conll2003", ".bio", ".iob", ".iob2")
    sample = (
        b"-DOCSTART- -X- O O\n\nAna NNP B-NP B-person\nran VBD B-VP O\n\nOaxaca NNP B-NP B-place\nwaits VBZ B-VP O\n"
    )

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its name ends so, or it begins as such files do."""
        del wanted
        begins = seen.head.removeprefix(b"\xef\xbb\xbf").startswith(START.encode())
        return LIKE_KIND if seen.ending in self.suffixes or begins else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Find out how the file is written.

        Raises:
            Refusal: `file_empty`, `encoding_unknown`, `not_this_encoding`, `file_has_nul`.
        """
        lines = lines_of(source, choices.encoding)
        rows = (_row(sentence, choices) for sentence in _sentences(lines))
        return Opened(lines.encoding, ("text",), "text", "", rows)

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the first sentences, their words with one space between them, and the labels of their beginning.

        Raises:
            Refusal: as `open`.
        """
        lines = lines_of(source, choices.encoding)
        sentences = list(islice(_sentences(lines), LOOKED_AT))
        labels = dict.fromkeys(tag[2:] for one in sentences for tag in one.tags if tag != "O")
        return Look(
            encoding=lines.encoding,
            delimiter="",
            columns=("text",),
            rows=tuple((one.line, (" ".join(one.words)[:300],)) for one in sentences[:most]),
            text_column="text",
            id_column="",
            labels=tuple(labels),
            has_labels=bool(labels),
        )


IMPORT = Conll()


def _sentences(lines: Iterator[str]) -> Iterator[_Sentence]:
    """Yield the sentences of a file; the first line says how many columns each has."""
    sentence, width = _Sentence(0), 0
    for number, line in enumerate(lines, start=1):
        cells = line.split()
        if not cells or cells[0] == START:
            if sentence.words or sentence.problem:
                yield sentence
            sentence = _Sentence(0)
            continue
        width = width or len(cells)
        sentence.line = sentence.line or number
        _take(sentence, cells, line, number, width)
    if sentence.words or sentence.problem:
        yield sentence


def _take(sentence: _Sentence, cells: Sequence[str], line: str, number: int, width: int) -> None:
    """Add one word to a sentence, or note what is wrong with its line."""
    sentence.came_as.append(line.rstrip("\r\n"))
    if len(cells) != width or width < 2:
        sentence.wrong(number, Problem("conll_columns", {"columns": len(cells), "expected": max(width, 2)}))
    elif is_broken(line):
        sentence.wrong(number, Problem("row_not_this_encoding"))
    elif not _TAG.fullmatch(cells[-1]):
        sentence.wrong(number, Problem("conll_tag", {"tag": cells[-1][:40].encode(errors="replace").decode()}))
    elif len(sentence.words) >= WORDS_MOST or len(line) > LINE_BYTES_MAX // 10:
        sentence.wrong(number, Problem("conll_too_long", {"most": WORDS_MOST}))
        sentence.words.clear()
        sentence.came_as.clear()
    else:
        sentence.words.append(cells[0])
        sentence.tags.append(cells[-1])


def _row(sentence: _Sentence, choices: Choices) -> Good | Bad:
    came_as = "\n".join(sentence.came_as)
    if sentence.problem is not None:
        return Bad(sentence.at, sentence.problem.code, sentence.problem.params, came_as)
    text = " ".join(sentence.words)
    given = Given(choices)
    for label, start, end in _stretches(sentence) if given.is_wanted else ():
        asked = given.control(SPANS, label)
        if asked is not None:
            given.add(stretch(asked.name, label, text, start, end, about=asked.about))
    if given.problem is not None:
        return Bad(sentence.line, given.problem.code, given.problem.params, came_as)
    return Good(sentence.line, "", {"text": text}, came_as=came_as, **given.fields())


def _stretches(sentence: _Sentence) -> Iterator[tuple[str, int, int]]:
    """Yield label, start and end of each stretch; an I- after another label begins one, as older files write it."""
    label, start, at, end = "", 0, 0, 0
    for word, tag in zip(sentence.words, sentence.tags, strict=True):
        kind, named = tag[0], tag[2:]
        if label and (kind in _BEGINS or named != label):
            yield label, start, end
            label = ""
        if named and not label:
            label, start = named, at
        end = at + len(word)
        if label and kind in _ENDS:
            yield label, start, end
            label = ""
        at = end + 1
    if label:
        yield label, start, end
