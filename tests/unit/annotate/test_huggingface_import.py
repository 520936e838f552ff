"""Rita brings a data set as Hugging Face lays it out: a metadata file beside the pictures, or a folder for each label."""

import pytest

from annotate.imports import Bad, Seen, Sent
from annotate.imports.huggingface import IMPORT
from annotate.imports.zip import IMPORT as ZIP
from tests.incoming import PNG, archive, asking, picture, placed, read, refused, values

CHOICE = asking("image_choice", "cat", "dog")
TOLD = '{"file_name": "a.png", "label": "cat"}\n{"file_name": "b.png", "label": "horse"}\n'


def test_a_metadata_file_says_the_label_of_each_picture_beside_it() -> None:
    data = archive({"train/metadata.jsonl": TOLD, "train/a.png": PNG, "train/b.png": PNG, "train/c.png": PNG})

    rows = read(IMPORT, data, CHOICE)

    assert values(placed(rows[0], 10, 10), CHOICE, picture(10, 10)) == [{"choices": ["cat"]}]
    other = placed(rows[1], 10, 10)
    assert isinstance(other, Bad)
    assert (other.code, other.params["row"]) == ("file_label_unknown", 2)
    assert [row.name for row in rows if isinstance(row, Sent)] == ["train/c.png"]


def test_a_table_says_it_too_and_objects_are_boxes() -> None:
    boxes = asking("boxes", "ramp")
    told = '{"file_name": "a.png", "objects": {"bbox": [[64, 48, 128, 96]], "categories": ["ramp"]}}'

    chosen = read(IMPORT, archive({"metadata.csv": "file_name,label\na.png,dog\n", "a.png": PNG}), CHOICE)
    boxed = read(IMPORT, archive({"metadata.jsonl": told, "a.png": PNG}), boxes)

    assert values(placed(chosen[0], 10, 10), CHOICE, picture(10, 10)) == [{"choices": ["dog"]}]
    assert values(placed(boxed[0], 640, 480), boxes, picture(640, 480))[0]["width"] == 20


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("{", "line_no_object"),
        ('{"label": "cat"}', "object_no_picture"),
        ('{"file_name": "z.png"}', "picture_not_sent"),
        ('{"file_name": "../../etc/passwd"}', "picture_not_sent"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_comes(told: str, code: str) -> None:
    rows = read(IMPORT, archive({"metadata.jsonl": f'{told}\n{{"file_name": "a.png"}}', "a.png": PNG}), CHOICE)

    assert [found for _, found in refused(rows)] == [code]
    assert len(rows) == 2


def test_a_folder_is_a_label_and_one_that_is_none_is_named() -> None:
    data = archive({"train/cat/1.png": PNG, "train/horse/2.png": PNG, "train/3.png": PNG})

    rows = read(IMPORT, data, CHOICE)

    assert values(placed(rows[0], 10, 10), CHOICE, picture(10, 10)) == [{"choices": ["cat"]}]
    assert [code for _, code in refused(rows)] == ["file_label_unknown"]
    assert [row.name for row in rows if isinstance(row, Sent)] == ["train/3.png"]


def test_an_ordinary_archive_takes_a_folder_for_a_label_only_where_the_project_has_it() -> None:
    rows = read(ZIP, archive({"cat/1.png": PNG, "holidays/2.png": PNG}), CHOICE)

    assert values(placed(rows[0], 10, 10), CHOICE, picture(10, 10)) == [{"choices": ["cat"]}]
    assert [row.name for row in rows if isinstance(row, Sent)] == ["holidays/2.png"]


@pytest.mark.parametrize(
    ("inside", "is_told"),
    [
        (("metadata.jsonl", "a.png"), True),
        (("data/train/cat/1.png",), True),
        (("streets/a.png", "streets/b.png"), False),
    ],
)
def test_such_an_archive_is_told_from_an_ordinary_one(inside: tuple[str, ...], *, is_told: bool) -> None:
    seen = Seen(file_name="a.zip", head=b"PK\x03\x04", inside=inside)

    assert bool(IMPORT.likeness(seen, "image")) is is_told
