"""Labelling configurations of Label Studio: what Jornal makes of them, how it writes them, and what it says no to."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.label_config import CONFIG_MOST, read_config
from annotate.label_config_tags import Seen
from annotate.label_config_writing import config_of
from annotate.schema_checks import keyed, problems_of_whole
from annotate.task_types import discover
from policies.errors import Refusal
from tests.how_often import examples

KINDS = discover()
CONFIGS = sorted((Path(__file__).parents[2] / "label_configs").glob("*.xml"))
TEXT = '<Text name="t" value="$text"/>'
IMAGE = '<Image name="i" value="$image"/>'
CHOICES = '<Choice value="renewal" hotkey="1" hint="it ran out"/><Choice value="lost"/>'
BOXES = '<RectangleLabels name="l" toName="i"><Label value="ramp" background="red"/></RectangleLabels>'
ON_TEXT = BOXES.replace('toName="i"', 'toName="t"')


def choices(to_name: str, attributes: str = "", inside: str = CHOICES) -> str:
    return f'<Choices name="l" toName="{to_name}" {attributes}>{inside}</Choices>'


def viewed(inside: str) -> str:
    return f"<View>{inside}</View>"


def named(name: str) -> Path:
    return next(path for path in CONFIGS if path.stem == name)


def test_there_are_enough_of_them() -> None:
    assert len(CONFIGS) >= 28


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_a_common_configuration_is_a_project_that_people_can_work_on(path: Path) -> None:
    found = read_config(path.read_text("utf-8"))

    assert problems_of_whole(found.schema, KINDS[found.task_type]) == []
    assert found.understood


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_written_and_read_again_it_means_the_same(path: Path) -> None:
    found = read_config(path.read_text("utf-8"))

    again = read_config(config_of(found.task_type, found.schema))

    assert (again.task_type, keyed(again.schema, task_type=again.task_type)) == (
        found.task_type,
        keyed(found.schema, task_type=found.task_type),
    )


@pytest.mark.parametrize(
    ("name", "task_type"),
    [
        ("sentiment", "choice"),
        ("topics", "choices"),
        ("taxonomy", "taxonomy"),
        ("entities", "spans"),
        ("entities_and_relations", "relations"),
        ("summary", "free_text"),
        ("image_class", "image_choice"),
        ("boxes", "boxes"),
        ("rotated_boxes", "rotated_boxes"),
        ("polygons", "polygons"),
        ("keypoints", "keypoints"),
        ("text_in_pictures", "boxes"),
        ("image_rating", "combined"),
        ("moderation", "combined"),
        ("pages", "combined"),
    ],
)
def test_what_equals_a_simple_kind_becomes_that_kind(name: str, task_type: str) -> None:
    assert read_config(named(name).read_text("utf-8")).task_type == task_type


def test_a_question_that_depends_on_another_keeps_waiting_for_it() -> None:
    schema = read_config(named("moderation").read_text("utf-8")).schema

    assert schema["controls"][1]["when"] == {"control": "allowed", "labels": ["Remove"]}


def test_marks_that_depend_on_an_answer_keep_waiting_for_it_and_are_written_in_a_view_of_their_own() -> None:
    found = read_config(named("damage_after_answer").read_text("utf-8"))

    written = config_of(found.task_type, found.schema)

    assert [one.get("when") for one in found.schema["controls"]] == [
        None,
        *[{"control": "damaged", "labels": ["Yes"]}] * 2,
    ]
    assert written.count('<View visibleWhen="choice-selected" whenTagName="damaged" whenChoiceValue="Yes">') == 2


def test_what_is_asked_about_each_box_stays_with_the_boxes_of_that_label() -> None:
    (control,) = [read_config(named("boxes_with_attributes").read_text("utf-8")).schema]

    assert [(one["name"], one["kind"], one.get("when_labels")) for one in control["attributes"]] == [
        ("colour", "choice", ["Car"]),
        ("sharp", "rating", None),
    ]


def test_several_pages_become_several_pictures_that_may_be_missing() -> None:
    schema = read_config(named("pages").read_text("utf-8")).schema

    assert [one["is_optional"] for one in schema["objects"]] == [False, True, True, True]
    assert [one["kind"] for one in schema["controls"]] == ["boxes"] * 4 + ["choice"]


def test_what_is_not_understood_is_named() -> None:
    found = read_config(named("with_remarks").read_text("utf-8"))

    assert {Seen("Style"), Seen("HyperText"), Seen("Shortcut")} <= set(found.named)
    assert any("HyperText" in tag for tag in found.schema["kept"])


@pytest.mark.parametrize(
    ("inside", "task_type", "allow_nothing"),
    [
        (TEXT + choices("t"), "choice", False),
        (TEXT + choices("t", 'choice="single" required="true"'), "choice", False),
        (TEXT + choices("t", 'choice="single-radio"'), "choice", False),
        (TEXT + choices("t", 'choice="multiple"'), "choices", False),
        (TEXT + choices("t", 'choice="multiple" required="false"'), "choices", True),
        (IMAGE + choices("i", 'showInline="true"'), "image_choice", False),
        (IMAGE + choices("i", 'choice="multiple"'), "image_choices", False),
        (BOXES + IMAGE, "boxes", False),
        (f'<!-- boxes --><View style="display:flex">{IMAGE}</View><Style>.a {{}}</Style>{BOXES}', "boxes", False),
    ],
)
def test_a_configuration_says_the_kind_of_work(inside: str, task_type: str, allow_nothing: bool) -> None:  # noqa: FBT001
    found = read_config(viewed(inside))

    assert (found.task_type, found.schema.get("allow_nothing", False)) == (task_type, allow_nothing)


def test_labels_keep_their_keys_and_what_is_said_about_them_and_the_header_is_the_question() -> None:
    found = read_config(viewed('<Header value="What is asked?"/>' + TEXT + choices("t")))

    assert found.schema == {
        "question": "What is asked?",
        "labels": [
            {"value": "renewal", "key": "1", "description": "it ran out"},
            {"value": "lost", "key": "", "description": ""},
        ],
    }


def test_a_label_with_an_alias_is_called_so_in_answers_and_keeps_its_words() -> None:
    found = read_config(viewed(TEXT + choices("t", "", '<Choice value="Good day" alias="hello"/><Choice value="b"/>')))

    assert found.schema["labels"][0] == {"value": "hello", "key": "", "description": "Good day"}


def test_a_script_in_a_label_stays_a_text() -> None:
    hostile = "<Choice value='&lt;script&gt;alert(1)&lt;/script&gt;'/><Choice value='b'/>"

    found = read_config(viewed(TEXT + choices("t", "", hostile)))

    assert found.schema["labels"][0]["value"] == "<script>alert(1)</script>"
    assert "<script" not in config_of(found.task_type, found.schema)


BILLION_LAUGHS = '<!DOCTYPE v [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><View>&b;</View>'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "label_config_unreadable"),
        ("<View>", "label_config_unreadable"),
        ("not XML", "label_config_unreadable"),
        ("<View>\x00</View>", "label_config_unreadable"),
        ("<View>\ud800</View>", "label_config_unreadable"),
        ("<View/>" + " " * CONFIG_MOST, "label_config_unreadable"),
        ("<a>" * 7_000 + "</a>" * 7_000, "label_config_unreadable"),
        ("<a>" * 10_000 + "</a>" * 10_000, "label_config_unreadable"),
        (BILLION_LAUGHS, "label_config_unreadable"),
        ('<!DOCTYPE v [<!ENTITY a "b">]><View>&a;</View>', "label_config_unreadable"),
        ('<!DOCTYPE v SYSTEM "file:///etc/passwd"><View/>', "label_config_unreadable"),
        ('<!DOCTYPE v [<!ENTITY a SYSTEM "file:///etc/passwd">]><View>&a;</View>', "label_config_unreadable"),
        ("<View/>", "label_config_parts"),
        (viewed(TEXT), "label_config_parts"),
        (viewed("<Rating/>"), "label_config_parts"),
        (viewed(TEXT + choices("other")), "label_config_parts"),
        (viewed(TEXT + ON_TEXT), "label_config_parts"),
        (viewed('<Video name="v" value="$v"/>' + choices("v")), "label_config_tag"),
        (viewed(IMAGE + '<BrushLabels name="b" toName="i"><Label value="a"/></BrushLabels>'), "label_config_tag"),
        (viewed(IMAGE + '<Brush name="b" toName="i"/>'), "label_config_tag"),
        (viewed(IMAGE + '<Rectangle name="b" toName="i"/>'), "label_config_tag"),
        (viewed(TEXT + '<TimeSeriesLabels name="b" toName="t"/>'), "label_config_tag"),
        (viewed(TEXT + '<Ranker name="r" toName="t"><Bucket name="b"/></Ranker>'), "label_config_tag"),
        (viewed(TEXT + choices("t", "", '<Label value="a"/>')), "label_config_tag"),
        (viewed(TEXT + choices("t", "", f'<Choice value="a">{CHOICES}</Choice>')), "label_config_tag"),
        (viewed(TEXT + choices("t", 'perRegion="true"')), "label_config_attribute"),
        (viewed(TEXT + choices("t", 'choice="some"')), "label_config_attribute"),
        (viewed(TEXT + choices("t", 'required="false"')), "label_config_attribute"),
        (viewed(TEXT + choices("t", 'value="$options"', "")), "label_config_attribute"),
        (viewed(TEXT + choices("t", 'visibleWhen="choice-unselected" whenTagName="l"')), "label_config_attribute"),
    ],
    ids=lambda text: text[:60].encode("ascii", "replace").decode(),
)
def test_what_cannot_be_done_is_refused_and_never_left_out(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_config(text)

    assert refused.value.code == code


WORDS = st.text("abcñ 😀<&\"'", min_size=1, max_size=12).map(str.strip).filter(bool)
LABELS = st.lists(WORDS, min_size=2, max_size=4, unique=True).map(
    lambda words: [{"value": word, "key": "", "description": ""} for word in words]
)


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    """Any schema of two objects and up to four controls about them."""
    kinds = draw(st.lists(st.sampled_from(["choice", "choices", "rating", "spans", "boxes", "polygons"]), max_size=3))
    controls: list[dict[str, Any]] = [
        {"name": "first", "kind": "choice", "about": "text", "question": draw(WORDS), "labels": draw(LABELS)}
    ]
    for number, kind in enumerate(kinds):
        about = "image" if kind in {"boxes", "polygons"} else "text"
        said: dict[str, Any] = {"most": draw(st.integers(2, 10))} if kind == "rating" else {"labels": draw(LABELS)}
        name = f"question_{number}"
        control = {"name": name, "kind": kind, "about": about, "question": draw(WORDS), **said}
        controls.append({**control, "is_required": draw(st.booleans())})
    objects = [
        {"name": "text", "kind": "text", "title": draw(WORDS), "is_optional": False},
        {"name": "image", "kind": "image", "title": "", "is_optional": draw(st.booleans())},
    ]
    controls[0]["is_required"] = True
    return keyed({"objects": objects, "controls": controls}, task_type="combined")


@examples(60)
@given(schema=schemas())
def test_any_schema_written_as_a_configuration_is_the_same_schema_again(schema: dict[str, Any]) -> None:
    again = read_config(config_of("combined", schema), KINDS)

    assert again.schema == schema
    assert problems_of_whole(schema, KINDS["combined"]) == []
