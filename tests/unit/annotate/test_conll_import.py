"""Rita brings CoNLL-2003: tagged words become sentences with stretches; a broken line is named, its sentence left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.imports.conll import IMPORT
from tests.incoming import asking, good, read, refused, values

SPANS = asking("spans", "person", "place")


def marked(text: str) -> list[tuple[str, str]]:
    row = good(read(IMPORT, text.encode(), SPANS))[0]
    return [(one["labels"][0], one["text"]) for one in values(row, SPANS, row.content)]


@pytest.mark.parametrize(
    "tags",
    [
        ["B-person", "I-person", "O", "B-place"],
        ["I-person", "I-person", "O", "I-place"],
        ["B-person", "E-person", "O", "S-place"],
        ["B-person", "L-person", "O", "U-place"],
    ],
)
def test_every_way_to_tag_gives_the_same_stretches(tags: list[str]) -> None:
    words = ["Ana", "Ruíz", "saw", "Oaxaca"]

    found = marked("".join(f"{word} -X- _ {tag}\n" for word, tag in zip(words, tags, strict=True)))

    assert found == [("person", "Ana Ruíz"), ("place", "Oaxaca")]


def test_two_things_side_by_side_stay_two() -> None:
    assert marked("Ana B-person\nEva B-person\nOaxaca I-place\n") == [
        ("person", "Ana"), ("person", "Eva"), ("place", "Oaxaca"),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Z", "C")) | st.sampled_from("👩🏽é́مر"), min_size=1),
            st.sampled_from(["O", "B-person", "B-place"]),
        ),
        min_size=1,
    )
)
def test_words_survive_whatever_their_letters(tagged: list[tuple[str, str]]) -> None:
    text = "x O\n" + "".join(f"{word} {tag}\n" for word, tag in tagged if word.split() == [word])

    rows = read(IMPORT, text.encode(), SPANS)

    kept = [(word, tag) for word, tag in tagged if word.split() == [word]]
    named = [(tag[2:], word) for word, tag in kept if tag != "O"]
    row = good(rows)[0]
    found = values(row, SPANS, row.content) if row.suggestion else []
    assert row.content["text"] == " ".join(["x", *(word for word, _ in kept)])
    assert [(one["labels"][0], one["text"]) for one in found] == named


def test_each_sentence_is_an_item_and_documents_only_part_them() -> None:
    rows = read(
        IMPORT, b"-DOCSTART- -X- O O\n\nAna x x O\n\n\nEva x x O\nran x x O\n-DOCSTART- -X- O O\nYes x x O", SPANS
    )

    assert [(row.line, row.content["text"]) for row in good(rows)] == [(3, "Ana"), (6, "Eva ran"), (9, "Yes")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ran VBD", "conll_columns"),
        ("ran", "conll_columns"),
        ("ran away VBD x O", "conll_columns"),
        ("ran VBD B-VP person", "conll_tag"),
        ("ran VBD B-VP B-", "conll_tag"),
    ],
)
def test_a_broken_line_is_named_and_the_other_sentences_come(line: str, code: str) -> None:
    rows = read(IMPORT, f"Ana NNP B-NP O\n\nEva NNP B-NP O\n{line}\nagain x x O\n\nlast x x O\n".encode(), SPANS)

    assert refused(rows) == [(4, code)]
    assert [row.content["text"] for row in good(rows)] == ["Ana", "last"]


def test_a_label_that_the_project_lacks_is_named() -> None:
    assert refused(read(IMPORT, b"Ana B-animal\n", SPANS)) == [(1, "file_label_unknown")]
