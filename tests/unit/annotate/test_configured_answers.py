"""What a person answers to each common configuration: taken as it is, the same for everybody, and never lost."""

import json
from pathlib import Path

import pytest

from annotate.label_config import Configured, read_config
from annotate.label_schema import Parts, parts_of
from annotate.task_types import discover
from tests.label_answers import form_of, item_of, nothing_of

KINDS = discover()
CONFIGS = sorted((Path(__file__).parents[2] / "label_configs").glob("*.xml"))


@pytest.fixture(params=CONFIGS, ids=lambda path: path.stem)
def asked(request: pytest.FixtureRequest) -> Configured:
    return read_config(request.param.read_text("utf-8"))


@pytest.fixture
def parts(asked: Configured) -> Parts:
    return parts_of(asked.task_type, asked.schema, KINDS)


def test_what_ada_fills_in_is_an_answer(asked: Configured, parts: Parts) -> None:
    kind = KINDS[asked.task_type]

    result = json.loads(json.dumps(kind.from_form(asked.schema, form_of(parts))))

    assert kind.problems(asked.schema, item_of(parts), result) == []
    assert kind.agreement(asked.schema, result, result)[0] == kind.agreement(asked.schema, result, result)[1] > 0
    assert kind.merge(asked.schema, [result, result, result]) is not None
    assert kind.labels_of(result)


def test_an_empty_form_is_no_answer_whatever_was_configured(asked: Configured, parts: Parts) -> None:
    kind = KINDS[asked.task_type]

    assert kind.problems(asked.schema, item_of(parts), kind.from_form(asked.schema, {}))


MARKING = [path for path in CONFIGS if path.stem in {"entities", "boxes", "keypoints", "pages", "outlines_and_points"}]


@pytest.mark.parametrize("path", MARKING, ids=lambda path: path.stem)
def test_that_there_is_nothing_to_mark_is_an_answer_and_with_a_mark_a_contradiction(path: Path) -> None:
    found = read_config(path.read_text("utf-8"))
    kind, parts = KINDS[found.task_type], parts_of(found.task_type, found.schema, KINDS)
    form = form_of(parts)
    plain = {name: value for name, value in form.items() if not name.startswith("regions.")}

    nothing = kind.from_form(found.schema, {**plain, **nothing_of(parts)})
    both = kind.from_form(found.schema, {**form, **nothing_of(parts)})

    assert kind.problems(found.schema, item_of(parts), nothing) == []
    assert {one.code for one in kind.problems(found.schema, item_of(parts), both)} == {"marks_and_nothing"}
