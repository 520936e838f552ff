"""The demonstration's streets: our own, the same each time, and what is boxed in them is really there."""

import io
from random import Random

import pytest
from PIL import Image

from annotate.demo_answers import form_of, streets
from annotate.demo_drafts import DRAFTS
from annotate.demo_drawing import drawn
from annotate.demo_people import worker_of
from annotate.demo_plan import Job
from annotate.demo_streets import HEIGHT, PICTURES, WIDTH, Kind, Label, Weather, street
from annotate.task_types import discover

EVERY = tuple(streets().values())


def test_there_are_more_than_forty_streets_by_day_by_night_and_in_the_rain():
    assert len(EVERY) == PICTURES >= 40
    assert {one.weather for one in EVERY} == set(Weather)


def test_a_street_is_the_same_each_time_and_no_other():
    assert drawn(street(3)) == drawn(street(3))
    assert len({(one.houses, one.things) for one in EVERY}) == PICTURES


def test_every_kind_of_thing_is_somewhere_to_be_boxed():
    things = [thing for one in EVERY for thing in one.things]

    assert {thing.label for thing in things} == set(Label)
    assert {thing.kind for thing in things} == {None, *Kind}


def test_everything_to_be_boxed_lies_wholly_on_its_picture():
    things = [thing for one in EVERY for thing in one.things]

    assert all(0 <= thing.left < thing.right <= WIDTH for thing in things)
    assert all(0 <= thing.top < thing.bottom <= HEIGHT for thing in things)


def test_a_drawing_is_a_small_jpeg_of_the_size_it_says():
    data = drawn(street(1))

    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))
    assert len(data) < 80_000


@pytest.mark.parametrize("number", [1, 7, 19, 44])
def test_what_people_draw_is_an_answer_that_the_project_takes(number):
    boxes = discover()["boxes"]
    schema = {"labels": [{"value": label.value} for label in DRAFTS[Job.STREETS].labels]}
    content = {"image": "0" * 64, "width": WIDTH, "height": HEIGHT, "name": street(number).name}

    form = form_of(Random(number), worker_of("karla"), job=Job.STREETS, content=content)

    assert boxes.problems(schema, content, boxes.from_form(schema, form)) == []
