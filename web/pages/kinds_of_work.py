"""The kinds of labelling work as a requester chooses between them: what people do, and what each item has to be."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotate.task_types import TaskType
from web.words import N_

NEEDS = {
    ("text",): N_("Each item is a text."),
    ("image",): N_("Each item is a picture."),
    ("image", "text"): N_("Each item is a picture with a text."),
}


@dataclass(frozen=True, slots=True)
class KindOfWork:
    """One kind of work in the project form. All texts are English sources for translation."""

    name: str
    title: str
    about: str
    needs: str
    may_say_nothing: bool


def kinds_of_work(task_types: Mapping[str, TaskType]) -> list[KindOfWork]:
    """Return every kind of work that a question and labels describe: those about texts first, then by what they ask."""
    simple = [one for one in task_types.values() if one.is_simple]
    found = sorted(simple, key=lambda one: (one.columns != ("text",), not one.name.endswith("choice")))
    return [
        KindOfWork(one.name, one.title, one.about, NEEDS[tuple(sorted(one.columns))], one.has_nothing_option)
        for one in found
    ]
