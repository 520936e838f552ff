"""What Rita types into the editor means the same when it comes back: labels as lines, common jobs as rows, answers as columns."""

import pytest

from annotate.exports.csv import EXPORT
from annotate.item_objects import Found, Wanted, columns_for, objects_in
from annotate.labels import Problem
from annotate.schema_checks import keyed, problems_of_whole
from annotate.task_types import discover
from policies.errors import Refusal
from web.schema_editor.acts import after_act, place_after
from web.schema_editor.asked import asked_by, rows_of
from web.schema_editor.common_jobs import COMMON_JOBS
from web.schema_editor.label_lines import labels_in_lines, lines_of_labels
from web.schema_editor.rows import AttributeRow, ControlRow, ObjectRow, Rows, rows_in

KINDS = discover()
LABELS = [
    {"value": "a | b", "key": "1", "description": "one \\ two"},
    {"value": "-5 °C", "children": [{"value": "visa", "children": [{"value": "student"}]}, {"value": "passport"}]},
    {"value": "plain", "description": "no key"},
]


class Line:
    """An answer to an item without its optional text."""

    cells = (
        ("item_id", 1),
        ("external_id", "q-1"),
        ("text", "Hello"),
        ("label", "Yes"),
        (
            "result",
            [
                {"from_name": "fits", "type": "choices", "value": {"choices": ["Yes"]}},
                {"from_name": "why", "type": "textarea", "value": {"text": ["=1+1"]}},
            ],
        ),
    )


def test_labels_with_bars_hyphens_and_trees_come_back_from_their_lines():
    assert labels_in_lines(lines_of_labels(LABELS)) == LABELS


@pytest.mark.parametrize("name", sorted(COMMON_JOBS))
def test_a_common_job_can_be_asked_and_comes_back_from_its_rows(name):
    job = COMMON_JOBS[name]
    schema = keyed(job.schema, task_type=job.task_type)

    task_type, again = asked_by(rows_of(job.task_type, schema, KINDS), KINDS)

    assert problems_of_whole(job.schema, KINDS[job.task_type]) == []
    assert task_type == job.task_type
    assert problems_of_whole(again, KINDS[task_type]) == []


@pytest.mark.parametrize("act", ["o9.up", "c1.remove", "o1.explode", "", "c1a1.up", "o1.up"])
def test_a_button_that_cannot_do_anything_changes_nothing(act):
    rows = Rows(objects=(ObjectRow(kind="text", name="text"),))

    assert after_act(rows, act, add_object="hologram", add_control="combined", kinds=KINDS) == rows


def test_hostile_fields_are_no_rows():
    rows = rows_in({"o0.kind": "text", "o1.kind": 5, "o9999.kind": "text", "c1a1a1.kind": "x", "__class__": "x"})

    assert rows == Rows()


def test_a_spreadsheet_has_a_column_for_each_object_and_question_and_no_formula():
    schema = {
        "objects": [{"name": "request", "kind": "text"}, {"name": "text", "kind": "text"}],
        "controls": [{"name": "fits"}, {"name": "why"}, {"name": "left_out"}],
    }

    header, row = b"".join(EXPORT.write([Line()], schema=schema)).decode("utf-8-sig").splitlines()

    assert header == "item_id,external_id,request,text,label,result,control_fits,control_why,control_left_out"
    assert row.startswith("1,q-1,,Hello,Yes,")
    assert row.endswith(",Yes,'=1+1,")


ASKED = (Wanted(name="text", kind="text"), Wanted(name="items", kind="list", is_optional=True))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"text": " "}, "object_missing"),
        ({"text": ["x"]}, "object_no_text"),
        ({"text": "half \ud800"}, "object_no_text"),
        ({"text": "x", "items": "[1]"}, "object_no_list"),
        ({"text": "x", "items": [{"id": "1", "text": "a"}, {"id": "1", "text": "b"}]}, "object_no_list"),
        ({"text": "x", "items": "[" * 5_000}, "object_no_list"),
    ],
)
def test_a_row_that_is_no_item_says_why(row, code):
    found = objects_in(row, ASKED, {"text": "text", "items": "items"})

    assert isinstance(found, Problem)
    assert found.code == code


def test_a_row_without_what_is_optional_is_an_item():
    assert objects_in({"text": " x "}, ASKED, {"text": "text"}) == Found({"text": "x"})


def test_columns_are_found_by_name_or_chosen_and_a_missing_one_is_named():
    assert columns_for(ASKED, {}, ["ID", "Text"]) == {"text": "Text"}
    assert columns_for(ASKED, {"text": "b", "items": ""}, ["b", "items"]) == {"text": "b"}
    with pytest.raises(Refusal, match="no_object_column"):
        columns_for(ASKED, {}, ["other"])


@pytest.mark.parametrize(
    ("act", "place"),
    [
        ("object.add", "o1"),
        ("control.add", "c2"),
        ("o1.remove", "o1"),
        ("o4.remove", "o1"),
        ("c2.up", "c1"),
        ("c1.down", "c2"),
        ("c3.remove", "c2"),
        ("c1.inner", "c1a2"),
        ("c1a2.up", "c1a1"),
        ("c1a3.remove", "c1a2"),
        ("c2a1.remove", "c2"),
        ("c9a1.remove", "c9"),
        ("config.show", ""),
    ],
)
def test_the_keyboard_goes_to_what_an_act_changed(act, place):
    inner = (AttributeRow(), AttributeRow())
    rows = Rows(
        objects=(ObjectRow(kind="text"),),
        controls=(ControlRow(kind="spans", attributes=inner), ControlRow(kind="choice")),
    )

    assert place_after(act, rows) == place


def test_where_nothing_is_left_the_keyboard_goes_to_the_list():
    assert place_after("c1.remove", Rows()) == "controls"
    assert place_after("o1.remove", Rows()) == "objects"
