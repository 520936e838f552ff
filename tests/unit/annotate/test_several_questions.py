"""Several questions in one task: what is asked of whom, what is refused, and which schemas nobody could work from."""

from typing import Any

import pytest

from annotate.assignments.queries import AnswerRow
from annotate.combined_schema import with_keys
from annotate.exports import discover as exports
from annotate.label_schema import parts_of
from annotate.task_types import discover

KINDS = discover()
COMBINED = KINDS["combined"]
SCHEMA: dict[str, Any] = COMBINED.sample["schema"]
CONTENT: dict[str, Any] = COMBINED.sample["content"]
FITS, WHY, BOX, WORDS = COMBINED.sample["result"]
YES = {**FITS, "value": {"choices": ["yes"]}}
NOTHING = {"from_name": "things.nothing", "to_name": "image", "type": "choices", "value": {"choices": ["nothing"]}}


def problems(*entries: object, content: dict[str, Any] | None = None, **changes: Any) -> list[tuple[str, str]]:
    schema = {**SCHEMA, **changes}
    found = COMBINED.problems(schema, CONTENT if content is None else content, list(entries))
    return [(one.code, one.control) for one in found]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((FITS, WHY, BOX, WORDS), []),
        ((YES, BOX), []),
        ((YES, NOTHING), []),
        ((FITS, BOX), [("nothing_written", "why")]),
        ((YES, WHY, BOX), [("answer_not_asked", "why")]),
        ((YES,), [("nothing_marked", "things")]),
        ((YES, NOTHING, BOX), [("marks_and_nothing", "things")]),
        ((YES, BOX, {**WORDS, "id": "b2"}), [("mark_unreadable", "things")]),
        ((YES, BOX, {**FITS, "from_name": "another"}), [("answer_unreadable", "")]),
        ((YES, BOX, "junk"), [("answer_unreadable", "")]),
        ((), [("nothing_chosen", "fits"), ("nothing_marked", "things")]),
    ],
)
def test_each_question_is_looked_at_by_itself(entries: tuple[object, ...], expected: list[tuple[str, str]]) -> None:
    assert problems(*entries) == expected


def test_marks_are_asked_for_only_after_the_answer_they_wait_for() -> None:
    waiting = [*SCHEMA["controls"][:2], {**SCHEMA["controls"][2], "when": {"control": "fits", "labels": ["no"]}}]

    assert COMBINED.problems_of_schema({**SCHEMA, "controls": waiting}) == []
    assert problems(YES, controls=waiting) == []
    assert problems(FITS, WHY, BOX, WORDS, controls=waiting) == []
    assert problems(FITS, WHY, controls=waiting) == [("nothing_marked", "things")]
    assert problems(YES, BOX, WORDS, controls=waiting) == [("answer_not_asked", "things")]


def test_marks_that_few_were_asked_for_are_merged_among_those_few() -> None:
    waiting = [*SCHEMA["controls"][:2], {**SCHEMA["controls"][2], "when": {"control": "fits", "labels": ["no"]}}]
    schema = {**SCHEMA, "controls": waiting}

    none, one = (COMBINED.merge(schema, [[YES], *two]) for two in ([[YES], [FITS, WHY, BOX]], [[FITS, WHY, BOX]] * 2))

    assert none == [YES]
    assert one is not None
    assert [(each["from_name"], each["value"]) for each in one[2:]] == [("things", BOX["value"])]


def test_labels_are_ranked_for_a_text_and_rows_where_each_item_brings_its_own() -> None:
    order = {"labels": [{"value": "price"}, {"value": "speed"}]}

    own, rows = (parts_of("ranking", schema, KINDS) for schema in (order, {}))
    said = KINDS["ranking"].from_form(order, {"label": ["speed", "price"]})

    assert [(one.name, one.kind) for one in (*own.objects, *rows.objects)] == [("text", "text"), ("items", "list")]
    assert said[0]["to_name"] == "text"
    assert KINDS["ranking"].problems(own.controls[0].schema, {"text": "What matters here?"}, said) == []


def test_what_an_item_does_not_have_is_not_asked() -> None:
    text_alone = {"text": CONTENT["text"]}

    assert problems(YES, content=text_alone) == []
    assert problems(YES, BOX, content=text_alone) == [("answer_not_asked", "things")]


def test_where_nothing_is_required_an_empty_answer_is_still_none() -> None:
    optional = [{**one, "is_required": False} for one in SCHEMA["controls"]]

    assert problems(YES, controls=optional) == []
    assert problems(controls=optional) == [("nothing_chosen", "")]


def test_a_mark_that_no_question_asked_for_is_noticed_and_not_lost() -> None:
    stray = '[{"id": "x", "from_name": "ghost", "to_name": "image", "type": "rectanglelabels", "value": {}}]'

    result = COMBINED.from_form(SCHEMA, {"fits": "yes", "regions.image": stray})

    assert problems(*result) == [("answer_unreadable", "")]


def test_two_people_are_compared_question_by_question() -> None:
    ada, ben = [FITS, WHY, BOX, WORDS], [YES, BOX, WORDS]

    assert COMBINED.agreement(SCHEMA, ada, ada) == (1 + 8 + 4, 1 + 8 + 4)
    assert COMBINED.agreement(SCHEMA, ada, ben) == (0 + 0 + 4, 1 + 1 + 4)


def test_what_most_say_decides_what_else_is_asked() -> None:
    assert COMBINED.merge(SCHEMA, [[YES, NOTHING], [YES, NOTHING], [FITS, WHY, NOTHING]]) == [YES, NOTHING]
    assert COMBINED.merge(SCHEMA, [[YES, NOTHING], [FITS, WHY, NOTHING]]) is None


TEXT = {"name": "text", "kind": "text"}
ASK = {"name": "q", "kind": "choice", "about": "text", "labels": [{"value": "a"}, {"value": "b"}]}
MARK = {"name": "m", "kind": "spans", "about": "text", "labels": [{"value": "place"}]}


@pytest.mark.parametrize(
    ("objects", "controls", "code"),
    [
        ([], [ASK], "schema_unreadable"),
        ([TEXT], [], "schema_unreadable"),
        ([TEXT, TEXT], [ASK], "name_twice"),
        ([{"name": "Text", "kind": "text"}], [ASK], "schema_unreadable"),
        ([{"name": "text", "kind": "image"}], [ASK], "schema_unreadable"),
        ([{"name": "width", "kind": "text"}], [ASK], "schema_unreadable"),
        ([{"name": "csrf", "kind": "text"}], [ASK], "schema_unreadable"),
        ([TEXT], [{**ASK, "name": "text"}], "name_twice"),
        ([TEXT], [{**ASK, "kind": "painting"}], "task_type_unknown"),
        ([TEXT], [{**ASK, "kind": "combined"}], "task_type_unknown"),
        ([TEXT], [{**ASK, "kind": "image_choice"}], "task_type_unknown"),
        ([TEXT], [{**ASK, "kind": "boxes"}], "about_unknown"),
        ([TEXT], [{**ASK, "about": "elsewhere"}], "about_unknown"),
        ([TEXT], [{**ASK, "about": "text,text"}], "about_unknown"),
        ([TEXT], [{**ASK, "labels": [{"value": "a"}]}], "labels_too_few"),
        ([TEXT], [{**ASK, "labels": "ab"}], "schema_unreadable"),
        ([TEXT], [{**ASK, "labels": [{"value": "a", "key": "1"}, {"value": "b", "key": "1"}]}], "label_key_twice"),
        ([TEXT], [{**ASK, "allow_nothing": True}], "no_nothing_option"),
        ([TEXT], [{**ASK, "when": {"control": "later", "labels": []}}], "when_unknown"),
        ([TEXT], [ASK, {**ASK, "name": "r", "when": {"control": "q", "labels": ["c"]}}], "when_unknown"),
        ([TEXT], [{"name": "p", "kind": "pairwise", "about": "text,text"}], "pair_of_two"),
        ([TEXT], [{"name": "p", "kind": "rating", "about": "text", "most": 11}], "option_out_of_range"),
    ],
)
def test_a_schema_that_nobody_could_work_from_is_refused(
    objects: list[dict[str, Any]], controls: list[dict[str, Any]], code: str
) -> None:
    found = COMBINED.problems_of_schema({"objects": objects, "controls": controls})

    assert [one.code for one in found][:1] == [code]


def test_labels_of_all_questions_get_keys_of_their_own() -> None:
    schema = with_keys({"objects": [TEXT], "controls": [ASK, {**ASK, "name": "r"}]})

    keys = [label["key"] for control in schema["controls"] for label in control["labels"]]
    assert keys == ["1", "2", "3", "4"]
    assert COMBINED.problems_of_schema(schema) == []


def test_no_label_is_given_the_letter_of_a_drawing_tool_unasked() -> None:
    many = {"name": "thing", "kind": "boxes", "labels": [{"value": f"label {number}"} for number in range(40)]}

    schema = with_keys({"objects": [], "controls": [many]})

    keys = "".join(label["key"] for label in schema["controls"][0]["labels"])
    assert keys == "123456789abdefgijkmopqrtuwxyz"


def test_shapes_of_several_questions_go_out_as_coco_with_what_is_said_of_them() -> None:
    row = [("item_id", 7), ("external_id", "q"), *CONTENT.items(), ("annotator", "a-1"), ("result", [YES, BOX, WORDS])]

    written = b"".join(exports()["coco"].write([AnswerRow(row)], schema=SCHEMA)).decode()

    assert '"attributes":{"words":"STOP"}' in written
    assert '"supercategory":"things"' in written
    assert '"file_name":"7-calle 1.jpg"' in written
