"""Pictures sorted into folders: the folder's name is the label, where the project has a label of that name."""

from typing import Any

from annotate.file_names import plain_name
from annotate.incoming.given import Given, chosen_entry
from annotate.labels import Problem
from annotate.rows import Choices

CHOICES = ("image_choice", "image_choices")


def folder_of(name: str) -> str:
    """Return the folder in which a file lies; empty for none."""
    parts = plain_name(name).split("/")
    return parts[-2] if len(parts) > 1 else ""


def folder_entry(name: str, choices: Choices, *, must_be_label: bool = False) -> dict[str, Any] | Problem:
    """Return the label that a picture's folder gives it, as fields of its row.

    Args:
        name: of the file, with its folders.
        choices: what labels become, and what the project asks.
        must_be_label: whether a folder that is no label of the project is a mistake; else it says nothing.
    """
    given = Given(choices)
    folder = folder_of(name)
    if not given.is_wanted or not folder or not (must_be_label or given.has(CHOICES, folder)):
        return {}
    asked = given.control(CHOICES, folder)
    if asked is not None:
        given.add(chosen_entry(asked, folder))
    return given.problem or given.fields()
