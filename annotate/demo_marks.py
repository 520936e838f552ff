"""What people of the demonstration mark, draw and compare in the newer projects: as a form sends it."""

import json
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from annotate.demo_complaints import COMPLAINS, HAPPENED, PAIRS, Mention, complaints, stretch
from annotate.demo_newer_drafts import BLOCKED, FREE, KINDS, STANDING, WHICH
from annotate.demo_people import Worker
from annotate.demo_streets import HEIGHT, RAMP_INNER, WIDTH, Label, Street, Thing
from annotate.geometry import PARTS_OF_THE_WHOLE, percent_of
from annotate.labels import FormValues
from policies.money import floor_div

_STEADY = 3
"""So many pixels a careful hand is off at most."""


def marked(random: Random, worker: Worker, *, text: str) -> FormValues:
    """Return what one person marks in a complaint, and how they say that it belongs together."""
    complaint = complaints()[text]
    seen = [mark for mark in complaint.marks if random.randrange(100) < worker.right_percent] or complaint.marks[:1]
    entries = [stretch(text, mark, region_id=f"s{number}") for number, mark in enumerate(seen, start=1)]
    return {"regions.text": json.dumps([*entries, *_ties(entries)])}


def _ties(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    first = {entry["value"]["labels"][0]: entry["id"] for entry in reversed(entries)}
    for start, end, label in (
        (Mention.PERSON, Mention.OFFICE, COMPLAINS),
        (Mention.DATE, Mention.PLACE, HAPPENED),
    ):
        if start in first and end in first:
            tied = {"from_id": first[start], "to_id": first[end], "direction": "right", "labels": [label]}
            yield {"type": "relation", **tied}


def compared(random: Random, worker: Worker, *, question: str) -> FormValues:
    """Return which of two replies one person prefers, how good they find it, and now and then why."""
    pair = next(one for one in PAIRS if one.question == question)
    is_usual = random.randrange(100) < worker.right_percent
    better = pair.better if is_usual else random.choice(("left", "right", "tie"))
    stars = min(5, max(1, pair.stars + random.choice((-1, 0, 0, 0, 1))))
    says_why = better == pair.better and better != "tie" and random.randrange(100) < 60
    return {"better": better, "stars": str(stars)} | ({"why": pair.why} if says_why else {})


def outlined(random: Random, worker: Worker, *, of: Street) -> FormValues:
    """Return the outlines that one person draws on a street; now and then one is forgotten."""
    things = [thing for thing in of.things if thing.label is not Label.KERB]
    seen = [thing for thing in things if random.randrange(100) < worker.right_percent]
    entries = [
        entry
        for number, thing in enumerate(seen, start=1)
        for entry in (_outline(random, thing, f"p{number}"), _said(thing, of, f"p{number}"))
    ]
    return {"regions.image": json.dumps(entries)} if entries else {"nothing": "1"}


def corners_of(thing: Thing) -> list[tuple[int, int]]:
    """Return the corners of a thing as it is drawn: ramps are narrower at the houses."""
    inner = RAMP_INNER if thing.label is Label.RAMP else 0
    top = [(thing.left + inner, thing.top), (thing.right - inner, thing.top)]
    return [*top, (thing.right, thing.bottom), (thing.left, thing.bottom)]


def _outline(random: Random, thing: Thing, region_id: str) -> dict[str, Any]:
    def near(pixel: int, size: int) -> float:
        moved = min(max(pixel + random.randint(-_STEADY, _STEADY), 0), size)
        return percent_of(floor_div(PARTS_OF_THE_WHOLE * moved, size))

    points = [[near(x, WIDTH), near(y, HEIGHT)] for x, y in corners_of(thing)]
    return {
        **_of(region_id, "label", "polygonlabels"),
        "original_width": WIDTH,
        "original_height": HEIGHT,
        "image_rotation": 0,
        "value": {"points": points, "closed": True, "polygonlabels": [thing.label.value]},
    }


def _said(thing: Thing, of: Street, region_id: str) -> dict[str, Any]:
    """Return what a thing is, or whether a ramp can be used: not where an obstacle stands before it."""
    if thing.kind is not None:
        return {**_of(region_id, WHICH, "choices"), "value": {"choices": [KINDS[thing.kind]]}}
    stands_before = (other.left < thing.right and thing.left < other.right for other in of.things if other.kind)
    return {**_of(region_id, STANDING, "choices"), "value": {"choices": [BLOCKED if any(stands_before) else FREE]}}


def _of(region_id: str, name: str, kind: str) -> Mapping[str, Any]:
    return {"id": region_id, "from_name": name, "to_name": "image", "type": kind}
