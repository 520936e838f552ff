"""What Rita takes away and brings back is what her annotators sent: to a millionth of a percent, to the last letter."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.exports import discover as exports
from annotate.imports import discover as imports
from tests.how_often import examples
from tests.incoming import good, picture, read, values
from tests.outgoing import KINDS, back, choices_for, dataset_of, files_in, numbers_in, row, written

WIDTH, HEIGHT = 1280, 960
NEAR = 1e-6
SHAPES = ("boxes", "rotated_boxes", "polygons", "keypoints")
LABELS = {"labels": [{"value": "ramp"}, {"value": "kerb"}, {"value": "lorry"}, {"value": "lamp"}]}
SIDE = st.integers(0, 100_000_000)
QUICK = examples(40)


def as_the_page_sends_it(kind):
    """What the form of the real page becomes, with the item and the schema of its kind."""
    sample = KINDS[kind].sample
    return KINDS[kind].from_form(sample["schema"], sample["form"]), sample["content"], sample["schema"]


def same(one, other):
    """Whether two answers say the same; how large a point is drawn and which way round a ring begins is no matter."""
    assert [{key: value for key, value in each.items() if key.endswith("labels")} for each in one] == [
        {key: value for key, value in each.items() if key.endswith("labels")} for each in other
    ]
    return numbers_in(one) == pytest.approx(numbers_in(other), abs=NEAR)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("label_studio", kind) for kind in (*SHAPES, "spans", "choice", "choices")),
        *(("coco", kind) for kind in SHAPES),
        *(("yolo", kind) for kind in ("boxes", "rotated_boxes", "polygons")),
        ("spacy", "spans"),
    ],
)
def test_an_answer_of_the_real_page_comes_back_as_it_was(name: str, kind: str) -> None:
    result, content, schema = as_the_page_sends_it(kind)

    assert same(back(name, kind, result, content, schema), [entry["value"] for entry in result])


def test_whole_pixels_come_back_from_voc_as_they_were() -> None:
    box = {"x": 12.5, "y": 25, "width": 6.25, "height": 10, "rotation": 0, "rectanglelabels": ["ramp"]}

    found = back("voc", "boxes", [drawn("rectanglelabels", box)], picture(WIDTH, HEIGHT), LABELS)

    assert found == [box]


def drawn(kind, value, *, width=WIDTH, height=HEIGHT):
    sized = {"original_width": width, "original_height": height, "image_rotation": 0}
    return {"id": "r1", "from_name": "label", "to_name": "image", "type": kind, **sized, "value": value}


def percent(parts: int) -> float:
    return parts / 1_000_000


@pytest.mark.parametrize("name", ["label_studio", "coco", "yolo"])
@QUICK
@given(x=SIDE, right=SIDE, y=SIDE, bottom=SIDE, width=st.integers(1, 6_000), height=st.integers(1, 6_000))
def test_boxes_survive_to_a_millionth_of_a_percent(  # noqa: PLR0917 - drawn by Hypothesis
    name, x, right, y, bottom, width, height
) -> None:
    sides = {
        "x": percent(min(x, right)),
        "y": percent(min(y, bottom)),
        "width": percent(max(abs(x - right), 1_000)),
        "height": percent(max(abs(y - bottom), 1_000)),
    }
    value = {**fitted(sides), "rotation": 0, "rectanglelabels": ["kerb"]}

    found = back(
        name, "boxes", [drawn("rectanglelabels", value, width=width, height=height)], picture(width, height), LABELS
    )

    assert same(found, [value])


def fitted(sides):
    """The same box, moved so that it ends on the picture."""
    x, y = min(sides["x"], round(100 - sides["width"], 6)), min(sides["y"], round(100 - sides["height"], 6))
    return {**sides, "x": x, "y": y}


@pytest.mark.parametrize("name", ["label_studio", "coco", "yolo"])
@QUICK
@given(degrees=st.integers(1, 359), height=st.sampled_from([120, 480, 960, 2_560]))
def test_turned_boxes_survive_on_pictures_that_are_not_square(name, degrees, height) -> None:
    sides = {"x": 45.5, "y": 48.25, "width": 4, "height": round(2_560 / height, 6)}
    value = {**sides, "rotation": degrees, "rectanglelabels": ["lorry"]}

    found = back(
        name, "rotated_boxes", [drawn("rectanglelabels", value, height=height)], picture(WIDTH, height), LABELS
    )

    assert numbers_in(found) == pytest.approx(numbers_in([value]), abs=1e-5)


SIGNS = ["a", "é", "e\u0301", "ñ", "🚌", "👩\u200d🔧", "🇲🇽", "ش", "क्षि", "중", "\U0001f468🏽"]
LETTERS = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6).map("".join)


@pytest.mark.parametrize("name", ["label_studio", "spacy"])
@QUICK
@given(before=LETTERS, marked=LETTERS, after=LETTERS)
def test_stretches_survive_emoji_combining_marks_and_every_script(name, before, marked, after) -> None:
    text = f"{before} {marked} {after}"
    start = len(before) + 1
    value = {"start": start, "end": start + len(marked), "text": marked, "labels": ["kerb"]}
    entry = {"id": "s1", "from_name": "label", "to_name": "text", "type": "labels", "value": value}

    assert back(name, "spans", [entry], {"text": text}, LABELS) == [value]


@QUICK
@given(before=LETTERS, marked=LETTERS, after=LETTERS)
def test_what_was_marked_stands_in_conll_letter_by_letter(before, marked, after) -> None:
    text = f"{before}{marked}{after}"
    start = len(before)
    value = {"start": start, "end": start + len(marked), "text": marked, "labels": ["kerb"]}
    entry = {"id": "s1", "from_name": "label", "to_name": "text", "type": "labels", "value": value}

    data = files_in(written(exports()["conll"], [row([entry], {"text": text})], dataset_of("spans", LABELS)))
    tagged = [line.split(" ")[0] for line in data["data.conll"].decode().split("\n") if line.endswith("-kerb")]

    assert "".join(tagged) == marked


def test_label_studio_becomes_coco_and_label_studio_again_without_a_change() -> None:
    result, content, schema = as_the_page_sends_it("boxes")

    through = back("label_studio", "boxes", result, content, schema)
    entries = [drawn("rectanglelabels", value) for value in through]
    again = back("coco", "boxes", entries, content, schema)
    last = back("label_studio", "boxes", [drawn("rectanglelabels", value) for value in again], content, schema)

    assert same(last, [entry["value"] for entry in result])


def test_the_numbers_of_coco_s_categories_come_back_as_they_were() -> None:
    schema = {**LABELS, "category_numbers": {"kerb": (90, "street"), "ramp": (7, "")}}
    value = {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 0, "rectanglelabels": ["kerb"]}

    data = written(
        exports()["coco"], [row([drawn("rectanglelabels", value)], picture(WIDTH, HEIGHT))], dataset_of("boxes", schema)
    )
    opened = imports()["coco"].open(io.BytesIO(data), choices_for("boxes", schema))
    values(good(list(opened.rows))[0], choices_for("boxes", schema), picture(WIDTH, HEIGHT))

    assert opened.categories["kerb"] == (90, "street")
    assert opened.categories["ramp"] == (7, "")
    assert len({number for number, _ in opened.categories.values()}) == 4


def test_rows_of_json_lines_come_back_as_the_items_they_were() -> None:
    data = written(exports()["jsonl"], [row([], {"text": "¿Puedo?"})], dataset_of("choice", LABELS))

    (found,) = good(read(imports()["jsonl"], data, choices_for("choice", LABELS)))

    assert found.content == {"text": "¿Puedo?"}
