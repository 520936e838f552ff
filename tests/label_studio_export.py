"""What a team takes along from Label Studio: its configuration, its export, and the pictures that both are about."""

import json
from typing import Any

from tests.picture_work import HEIGHT, WIDTH, street

CONFIG = """<View>
  <Image name="img" value="$image"/>
  <Header value="What is in the street?"/>
  <RectangleLabels name="things" toName="img">
    <Label value="ramp" background="#33aa33"/>
    <Label value="kerb"/>
    <Label value="cart"/>
  </RectangleLabels>
  <Header value="How is the ground?"/>
  <Choices name="ground" toName="img" choice="single">
    <Choice value="dry"/>
    <Choice value="wet"/>
  </Choices>
</View>
"""
SIZES = {"original_width": WIDTH, "original_height": HEIGHT, "image_rotation": 0}
RAMP = (43.0, 62.5, 15.625, 7.8125)
"""x, y, width and height in percent of the picture, as Label Studio writes them."""
KERB = (0.0, 58.333333, 100.0, 4.166667)
CART = (76.5625, 52.083333, 10.9375, 14.583333)
NAMES = ("calle 1.png", "calle 2.png", "calle 3.png", "calle 4.png")
SKIES = ("#cfe0e3", "#33425c", "#b7c9a8", "#e0c9b7")


def box(number: int, label: str, sides: tuple[float, ...]) -> dict[str, Any]:
    """Return one box as Label Studio writes it."""
    value = dict(zip(("x", "y", "width", "height"), sides, strict=True))
    return {
        "id": f"box{number}", "from_name": "things", "to_name": "img", "type": "rectanglelabels", **SIZES,
        "value": {**value, "rotation": 0, "rectanglelabels": [label]},
    }  # fmt: skip


def ground(said: str) -> dict[str, Any]:
    """Return what is said of the ground, as Label Studio writes it."""
    return {"id": "g", "from_name": "ground", "to_name": "img", "type": "choices", "value": {"choices": [said]}}


def tasks() -> list[dict[str, Any]]:
    """Return four tasks: one that somebody annotated, two that a model looked at, one that nobody did."""
    made = {"id": 1, "result": [box(1, "ramp", RAMP), ground("dry")], "was_cancelled": False, "ground_truth": False}
    sure = {"model_version": "street-7", "score": 0.87, "result": [box(1, "ramp", RAMP), ground("wet")]}
    unsure = {"model_version": "street-7", "score": 0.41, "result": [box(1, "cart", RAMP), ground("dry")]}
    found: list[dict[str, list[dict[str, Any]]]] = [
        {"annotations": [made], "predictions": []},
        {"annotations": [], "predictions": [sure]},
        {"annotations": [], "predictions": [unsure]},
        {"annotations": [], "predictions": []},
    ]
    return [
        {"id": number, "data": {"image": f"/data/upload/3/0a1b2c3d-{name.replace(' ', '%20')}"}, **one}
        for number, (name, one) in enumerate(zip(NAMES, found, strict=True), start=101)
    ]


def pictures() -> dict[str, bytes]:
    """Return the pictures by the names that they have on the team's own disk."""
    return {name: street(sky=sky) for name, sky in zip(NAMES, SKIES, strict=True)}


def export() -> bytes:
    """Return the export as a file."""
    return json.dumps(tasks(), ensure_ascii=False, indent=2).encode()


def answered(label: str, sides: tuple[float, ...], said: str) -> list[dict[str, Any]]:
    """Return an answer in our own names: one box, and what is said of the ground."""
    drawn = {**box(1, label, sides), "to_name": "image"}
    spoken = {"from_name": "ground", "to_name": "image", "type": "choices", "value": {"choices": [said]}}
    return [drawn, spoken]
