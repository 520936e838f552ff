"""Choosing keys: each label its own, one press each, and what stays as it was is not written down."""

from dataclasses import replace

import pytest

from annotate.drafts.rules import KeyedLabel, draft_fields, keyed_labels, own_keys_sent, with_own_keys
from annotate.label_schema import parts_of
from annotate.labels import tool_keys
from annotate.task_types import discover
from policies.errors import Refusal

SIMPLE = {"labels": [{"value": "lost", "key": "1"}, {"value": "renewal", "key": "2"}]}
LABELS = [KeyedLabel("label", "lost", "lost", "1"), KeyedLabel("label", "renewal", "renewal", "2")]


def test_the_labels_of_a_project_are_listed_with_their_keys() -> None:
    parts = parts_of("choice", SIMPLE, discover())

    assert keyed_labels(parts) == LABELS


def test_ada_swaps_two_keys_and_sees_them_in_her_schema() -> None:
    chosen = own_keys_sent(LABELS, ["2", "Q "])

    hers = with_own_keys("choice", SIMPLE, chosen)

    assert chosen == {"label": {"lost": "2", "renewal": "q"}}
    assert [(one["value"], one["key"]) for one in hers["labels"]] == [("lost", "2"), ("renewal", "q")]
    assert SIMPLE["labels"][0]["key"] == "1"


def test_keys_left_as_they_were_are_none_of_her_own() -> None:
    assert own_keys_sent(LABELS, ["1", "2"]) == {}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["1", "1"], "key_taken_by_label"),
        (["0", "2"], "key_not_usable"),
        (["12", "3"], "key_not_usable"),
        (["?", "3"], "key_not_usable"),
        (["ñ", "3"], "key_not_usable"),
    ],
)
def test_a_key_that_cannot_be_is_refused_with_its_label(typed: list[str], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        own_keys_sent(LABELS, typed)


def test_a_key_that_a_tool_of_the_page_answers_to_stays_the_tools() -> None:
    tools = tool_keys([{"kind": "boxes"}, {"kind": "spans", "relations": [{"value": "lives in"}]}])

    with pytest.raises(Refusal, match="key_taken_by_tool"):
        own_keys_sent(LABELS, ["n", "2"], tools=tools)

    assert tools == "chlnsvr"
    assert own_keys_sent([replace(LABELS[0], key="n")], ["n"], tools=tools) == {}


def test_keys_reach_the_leaves_of_a_tree_and_each_control_of_a_combined_project() -> None:
    tree = [{"value": "animal", "key": "1", "children": [{"value": "cat", "key": ""}]}]
    schema = {
        "objects": [{"name": "text", "kind": "text"}],
        "controls": [
            {"name": "what", "kind": "taxonomy", "about": "text", "labels": tree},
            {"name": "sure", "kind": "choice", "about": "text", "labels": [{"value": "yes", "key": "y"}]},
        ],
    }
    parts = parts_of("combined", schema, discover())
    labels = keyed_labels(parts)

    chosen = own_keys_sent(labels, ["1", "c", "s"])
    hers = with_own_keys("combined", schema, chosen)

    assert [one.name for one in labels] == ["animal", "cat", "yes"]
    assert hers["controls"][0]["labels"][0]["children"][0]["key"] == "c"
    assert hers["controls"][1]["labels"][0]["key"] == "s"


def test_only_what_answers_something_is_kept_of_a_form() -> None:
    parts = parts_of("choice", SIMPLE, discover())
    sent = {"label": ["lost"], "nothing": ["yes"], "then": ["stay"], "pointer": ["3,4"], "duration_ms": ["900"]}

    assert draft_fields(parts, sent) == {"label": ["lost"], "nothing": ["yes"]}
