"""Rita brings YOLO: parts of the picture's sides, boxes, turned boxes, outlines or points by the count of numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.geometry import turned_corners
from annotate.imports import Bad, Sent
from annotate.imports.yolo import IMPORT
from annotate.incoming.yolo_names import names_in_list, names_in_yaml
from policies.errors import Refusal
from tests.how_often import examples
from tests.incoming import PNG, archive, asking, picture, placed, read, refused, values


def sent(*lines: str, names: str = "names: [ramp, kerb]\n") -> bytes:
    return archive({"data.yaml": names, "train/images/a.png": PNG, "train/labels/a.txt": "\n".join(lines)})


def test_a_box_becomes_percent_and_a_picture_without_a_text_has_no_labels() -> None:
    data = archive({
        "classes.txt": "ramp\nkerb\n", "images/a.png": PNG, "labels/a.txt": "1 0.2 0.2 0.2 0.2\n", "images/b.png": PNG,
    })  # fmt: skip
    choices = asking("boxes", "ramp", "kerb")

    rows = read(IMPORT, data, choices)

    assert values(placed(rows[0], 640, 480), choices, picture(640, 480)) == [
        {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": ["kerb"]}
    ]
    assert [row.name for row in rows if isinstance(row, Sent)] == ["images/b.png"]


@examples(100)
@given(
    st.integers(50, 4_000), st.integers(50, 4_000), st.floats(0.35, 0.65), st.floats(0.35, 0.65),
    st.floats(0.02, 0.3), st.floats(0.02, 0.3), st.floats(0, 359.99),
)  # fmt: skip
def test_a_turned_box_survives_on_pictures_that_are_not_square(  # noqa: PLR0917 - a box and a picture
    width: int, height: int, x: float, y: float, across: float, down: float, turn: float
) -> None:
    angle = math.radians(turn)
    left, top, along, below = x * width, y * height, across * width, down * height
    ways = [(0, 0), (along * math.cos(angle), along * math.sin(angle))]
    ways += [(ways[1][0] - below * math.sin(angle), ways[1][1] + below * math.cos(angle))]
    ways += [(-below * math.sin(angle), below * math.cos(angle))]
    corners = [((left + right) / width, (top + under) / height) for right, under in ways]
    choices = asking("rotated_boxes", "ramp")
    line = "0 " + " ".join(f"{part!r}" for corner in corners for part in corner)

    row = placed(read(IMPORT, sent(line), choices)[0], width, height)
    middle_is_inside = all(0.001 < sum(corner[side] for corner in corners) / 4 < 0.999 for side in (0, 1))

    found = [] if isinstance(row, Bad) else values(row, choices, picture(width, height))
    assert bool(found) or not middle_is_inside
    again = [_corners(one, width, height) for one in found]
    assert all(_near(one, corners, 1e-6 + 0.001 / min(width, height)) for one in again)


def _corners(value: dict, width: int, height: int) -> list[tuple[float, float]]:
    parts = {name: round(value[name] * 1_000_000) for name in ("x", "y", "width", "height", "rotation")}
    found = turned_corners(**parts, picture_width=width, picture_height=height)
    return [(x / 1_000 / width, y / 1_000 / height) for x, y in found]


def _near(found: list[tuple[float, float]], wanted: list[tuple[float, float]], most: float) -> bool:
    return all(
        abs(a - b) <= most for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True)
    )


def test_corners_against_the_clock_make_the_same_box() -> None:
    choices = asking("rotated_boxes", "ramp")
    clockwise = placed(read(IMPORT, sent("0 0.1 0.1 0.5 0.1 0.5 0.3 0.1 0.3"), choices)[0], 400, 200)
    against = placed(read(IMPORT, sent("0 0.1 0.1 0.1 0.3 0.5 0.3 0.5 0.1"), choices)[0], 400, 200)

    both = [values(row, choices, picture(400, 200)) for row in (clockwise, against)]

    assert both[0] == both[1]
    assert (both[0][0]["width"], both[0][0]["height"], both[0][0]["rotation"]) == (40, 20, 0)


def test_an_outline_and_points_are_told_by_the_count_of_numbers() -> None:
    outlines, points = asking("polygons", "ramp"), asking("keypoints", "ramp")
    pose = "kpt_shape: [2, 3]  # x, y, seen\nnames:\n  0: ramp\n"

    outlined = placed(read(IMPORT, sent("0 0.1 0.1 0.2 0.1 0.2 0.3"), outlines)[0], 100, 50)
    pointed = placed(read(IMPORT, sent("0 0.5 0.5 0.2 0.2 0.4 0.4 2 0 0 0", names=pose), points)[0], 100, 50)

    assert values(outlined, outlines, picture(100, 50))[0]["points"] == [[10, 10], [20, 10], [20, 30]]
    assert [(one["x"], one["y"]) for one in values(pointed, points, picture(100, 50))] == [(40, 40)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("0 1.2 0.5 0.1 0.1", "yolo_outside"),
        ("0 -0.2 0.5 0.1 0.1", "yolo_outside"),
        ("0 nan 0.5 0.1 0.1", "yolo_line"),
        ("0 0.5 0.5 0.1", "yolo_line"),
        ("ramp 0.5 0.5 0.1 0.1", "yolo_line"),
        ("7 0.5 0.5 0.1 0.1", "yolo_no_name"),
        ("1 0.5 0.5 0.1 0.1", "file_label_unknown"),
        ("0 0.5 0.5 0 0.1", "place_negative"),
        ("0 0.95 0.5 0.2 0.1", "place_outside"),
    ],
)
def test_a_bad_line_is_named_with_its_number(line: str, code: str) -> None:
    row = placed(read(IMPORT, sent("0 0.5 0.5 0.1 0.1", line), asking("boxes", "ramp"))[0], 100, 100)

    assert isinstance(row, Bad)
    assert (row.code, row.params["row"], row.params["file"]) == (code, 2, "train/labels/a.txt")


def test_an_archive_that_does_not_say_what_its_numbers_mean_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        read(IMPORT, archive({"images/a.png": PNG, "labels/a.txt": "0 0 0 0 0"}), asking("boxes", "ramp"))

    assert refusal.value.code == "yolo_no_names"


def test_labels_whose_picture_did_not_come_are_named() -> None:
    rows = read(IMPORT, archive({"classes.txt": "ramp", "labels/a.txt": "0 .5 .5 .1 .1"}), asking("boxes", "ramp"))

    assert [code for _, code in refused(rows)] == ["picture_not_sent"]


@pytest.mark.parametrize(
    "text",
    [
        "path: ..\nnames:\n  0: ramp\n  1: 'kerb: high'\nnc: 2\n",
        "names:\n- ramp\n- 'kerb: high'  # a note\n",
        "nc: 2\nnames: [ramp, 'kerb: high']\n",
        'names: ["ramp",\n  "kerb: high"]\n',
        "names: {0: ramp, 1: 'kerb: high'}\n",
    ],
)
def test_names_are_read_from_every_usual_way_to_write_them(text: str) -> None:
    assert names_in_yaml(text).labels == ("ramp", "kerb: high")


def test_names_of_a_plain_list_are_numbered_from_zero() -> None:
    assert names_in_list("ramp\n\nkerb\n").by_number == {0: "ramp", 2: "kerb"}


@pytest.mark.parametrize(
    "text", ["names: !!python/object:os.system [x]", "a: &a [1]\nnames: *a", "names: [", "names:", "[["]
)
def test_what_else_yaml_can_do_is_not_done(text: str) -> None:
    assert names_in_yaml(text).labels == ()
