"""Rita brings Pascal VOC: pixels counted from 1, the last one meant too; XML that means harm is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.imports import Seen, Sent
from annotate.imports.voc import IMPORT
from tests.incoming import PNG, archive, asking, picture, placed, read, refused, values

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">]>'
    "<annotation><filename>&lol2;</filename></annotation>"
)
FETCHING = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation><filename>&x;</filename></annotation>'


def voc(
    sides: tuple[object, ...] = (65, 49, 192, 144), *, label: str = "ramp", size: tuple[object, ...] = (640, 480)
) -> str:
    named = zip(("xmin", "ymin", "xmax", "ymax"), sides, strict=True)
    box = "".join(f"<{name}>{side}</{name}>" for name, side in named)
    return (
        f"<annotation><filename>calle.png</filename><size><width>{size[0]}</width><height>{size[1]}</height></size>"
        f"<object><name>{label}</name><bndbox>{box}</bndbox></object></annotation>"
    )


def sent(xml: str) -> bytes:
    return archive({"Annotations/calle.xml": xml, "JPEGImages/calle.png": PNG})


def test_pixels_counted_from_one_become_exact_percent() -> None:
    choices = asking("boxes", "ramp")

    rows = read(IMPORT, sent(voc()), choices)

    assert values(placed(rows[0], 640, 480), choices, picture(640, 480)) == [
        {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": ["ramp"]}
    ]


@given(st.data(), st.integers(2, 5_000), st.integers(2, 5_000))
def test_every_box_of_whole_pixels_comes_back_whole(data: st.DataObject, width: int, height: int) -> None:
    left, top = data.draw(st.integers(1, width)), data.draw(st.integers(1, height))
    right, bottom = data.draw(st.integers(left, width)), data.draw(st.integers(top, height))
    choices = asking("boxes", "ramp")

    rows = read(IMPORT, sent(voc((left, top, right, bottom), size=(width, height))), choices)

    found = values(placed(rows[0], width, height), choices, picture(width, height))[0]
    assert round(found["x"] * width / 100, 4) == left - 1
    assert round((found["x"] + found["width"]) * width / 100, 4) == right
    assert round((found["y"] + found["height"]) * height / 100, 4) == bottom


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (BOMB, "xml_unreadable"),
        (FETCHING, "xml_unreadable"),
        ("<annotation>", "xml_unreadable"),
        ("", "xml_unreadable"),
        ("<other/>", "xml_no_voc"),
        (voc(size=(0, 480)), "voc_no_size"),
        (voc(size=("wide", 480)), "voc_no_size"),
        (voc(size=(100, 100)), "place_outside"),
        (voc((192, 49, 65, 144)), "place_negative"),
        (voc(("a", 1, 2, 3)), "place_unreadable"),
        (voc(label="roof"), "file_label_unknown"),
    ],
)
def test_a_bad_file_is_named_and_the_other_pictures_come(xml: str, code: str) -> None:
    files = {"a/calle.xml": xml, "a/calle.png": PNG, "b.png": PNG}

    rows = read(IMPORT, archive(files), asking("boxes", "ramp"))

    assert [found for _, found in refused(rows)] == [code]
    assert [row.name for row in rows if isinstance(row, Sent)] == ["b.png"]


def test_boxes_drawn_on_a_picture_of_another_size_are_named_once_it_is_known() -> None:
    choices = asking("boxes", "ramp")

    row = placed(read(IMPORT, sent(voc()), choices)[0], 320, 240)

    with pytest.raises(AssertionError, match="suggestion_of_another_size"):
        values(row, choices, picture(320, 240))


def test_an_archive_of_pictures_and_xml_is_known_as_voc_where_pictures_are_labelled() -> None:
    seen = Seen(file_name="a.zip", head=sent(voc())[:100], inside=("a.xml", "a.png"))

    assert IMPORT.likeness(seen, "image") > 0
    assert IMPORT.likeness(seen, "text") == 0
