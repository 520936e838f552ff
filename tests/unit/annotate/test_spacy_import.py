"""Rita brings JSON lines of spaCy, Prodigy or doccano: stretches counted in code points, categories that hold."""

import json

import pytest

from annotate.imports import form_for
from annotate.imports.spacy import IMPORT
from tests.incoming import asking, good, read, refused, values

TEXT = "💩 Ana saw مرحبا"
SPANS = asking("spans", "person", "word")


@pytest.mark.parametrize(
    "said",
    [
        {
            "spans": [
                {"start": 2, "end": 5, "label": "person", "token_start": 1},
                {"start": 10, "end": 15, "label": "word"},
            ]
        },
        {"ents": [{"start": 2, "end": 5, "label": "person"}, {"start": 10, "end": 15, "label": "word"}]},
        {"entities": [[2, 5, "person"], [10, 15, "word"]]},
        {"label": [[2, 5, "person"], [10, 15, "word"]]},
        {"spans": {"sc": [{"start": 2, "end": 5, "label": "person"}, {"start": 10, "end": 15, "label": "word"}]}},
    ],
    ids=["prodigy", "spacy", "older spacy", "doccano", "groups"],
)
def test_stretches_come_from_every_usual_key(said: dict) -> None:
    rows = read(IMPORT, json.dumps({"text": TEXT, **said}).encode(), SPANS)

    found = values(good(rows)[0], SPANS, {"text": TEXT})
    assert [(one["text"], one["labels"]) for one in found] == [("Ana", ["person"]), ("مرحبا", ["word"])]


@pytest.mark.parametrize("said", [{"cats": {"lost": 1.0, "found": 0.1}}, {"accept": ["lost"], "spans": []}])
def test_categories_that_hold_become_the_choice(said: dict) -> None:
    choices = asking("choice", "lost", "found")

    rows = read(IMPORT, json.dumps({"text": "Gone", **said}).encode(), choices)

    assert values(good(rows)[0], choices, {"text": "Gone"}) == [{"choices": ["lost"]}]


def test_spaces_around_a_text_stay_so_that_its_stretches_do() -> None:
    rows = read(IMPORT, b'{"text": "  Ana", "spans": [{"start": 2, "end": 5, "label": "person"}]}', SPANS)

    assert good(rows)[0].content == {"text": "  Ana"}
    assert values(good(rows)[0], SPANS, {"text": "  Ana"})[0]["text"] == "Ana"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"text": "Ana", "spans": [{"start": 0}]}', "span_unreadable"),
        ('{"text": "Ana", "spans": [7]}', "span_unreadable"),
        ('{"text": "Ana", "spans": [{"start": 0, "end": 3, "label": "animal"}]}', "file_label_unknown"),
        ('{"text": "Ana", "cats": {"lost": 1}}', "file_labels_other"),
        ('{"text": ""}', "text_empty"),
        ('["text"]', "line_no_object"),
    ],
)
def test_a_bad_line_is_named_and_the_next_one_is_read(line: str, code: str) -> None:
    rows = read(IMPORT, f'{line}\n{{"text": "Eva"}}\n'.encode(), SPANS)

    assert refused(rows) == [(1, code)]
    assert len(good(rows)) == 1


def test_what_a_person_rejected_is_no_label() -> None:
    rows = read(
        IMPORT, b'{"text": "Ana", "spans": [{"start": 0, "end": 3, "label": "person"}], "answer": "reject"}', SPANS
    )

    assert good(rows)[0].suggestion is None


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'{"text": "a", "spans": []}', "spacy"),
        (b'{"text": "a", "predictions": []}', "jsonl"),
        (b'{"text": "the \\"spans\\" of a bridge"}', "jsonl"),
    ],
)
def test_lines_with_stretches_are_told_from_plain_ones(head: bytes, name: str) -> None:
    assert form_for("a.jsonl", head, wanted="text").name == name
