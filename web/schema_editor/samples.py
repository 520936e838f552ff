"""Sample content for the preview, so that questions can be tried before there is any item."""

from collections.abc import Mapping
from typing import Any

from annotate.label_schema import Parts
from web.words import N_, Language

SAMPLE_PICTURE = "5a" * 32
"""Stands for the sample picture where an item has a picture's fingerprint."""
SAMPLE_WIDTH, SAMPLE_HEIGHT = 960, 720
TEXT = N_("Ana Ruiz wrote on Monday: “I lost my passport in Oaxaca. Can I renew it without my birth record?”")
LINES = (
    N_("Bring the form to the office."),
    N_("Please bring the form; then we can help you at once."),
    N_("Call again tomorrow."),
)


def sample_of(parts: Parts, language: Language) -> dict[str, Any]:
    """Return an item that has everything a project shows, in the language of the page."""
    content: dict[str, Any] = {}
    for shown in parts.objects:
        if shown.kind == "list":
            content[shown.name] = [
                {"id": str(number), "text": language.say(line)} for number, line in enumerate(LINES, start=1)
            ]
        elif shown.kind == "text":
            content[shown.name] = language.say(TEXT)
        else:
            picture = _picture()
            content |= picture if shown.name == "image" else {shown.name: picture}
    return content


def _picture() -> Mapping[str, Any]:
    return {"image": SAMPLE_PICTURE, "width": SAMPLE_WIDTH, "height": SAMPLE_HEIGHT, "name": "sample.webp"}
