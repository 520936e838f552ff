"""Labels that a file brings along, put together as an answer: by which question, and what they become here."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotate.labels import Problem, Result
from annotate.masks.rules import Mask
from annotate.rows import GOLD, IGNORE, Asked, Choices

LABEL_SHOWN_MOST = 80


def control_for(asks: Sequence[Asked], kinds: Sequence[str], label: str, *, about: str = "") -> Asked | Problem:
    """Return which question a label answers.

    Args:
        asks: the project's questions.
        kinds: the kinds of work that it can be an answer of, the likeliest first.
        label: as the file has it.
        about: the object that it is about; empty for any.

    Returns:
        The first question that has this label, or why there is none: `file_label_unknown` where questions of the kind
        lack this label, `file_labels_other` where nothing of the kind is asked.
    """
    able = [one for kind in kinds for one in asks if one.kind == kind and about in {"", *one.about.split(",")}]
    if not able:
        return Problem("file_labels_other", {"label": label[:LABEL_SHOWN_MOST]})
    found = next((one for one in able if label in one.labels), None)
    return found or Problem("file_label_unknown", {"label": shown(label)})


class Given:
    """The labels of one row while they are read; the first thing that is wrong with them counts.

    Args:
        choices: what becomes of them, and what the project asks.
    """

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._entries: Result = []
        self._masks: list[Mask] = []
        self.problem: Problem | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether labels count at all; not where nobody said what the project asks."""
        return self._choices.labels != IGNORE and bool(self._choices.asks)

    def has(self, kinds: Sequence[str], label: str) -> bool:
        """Return whether a question of these kinds has this label."""
        return any(one.kind in kinds and label in one.labels for one in self._choices.asks)

    def control(self, kinds: Sequence[str], label: str, *, about: str = "") -> Asked | None:
        """Return which question a label answers; None where there is none, which is noted."""
        found = control_for(self._choices.asks, kinds, label, about=about)
        if isinstance(found, Problem):
            self.wrong(found)
            return None
        return found

    def add(self, entry: Mapping[str, Any] | Problem) -> None:
        """Take one entry of the answer, or what is wrong with it."""
        if isinstance(entry, Problem):
            self.wrong(entry)
        else:
            self._entries.append(dict(entry))

    def keep_mask(self, mask: Mask) -> None:
        """Take a mask that lies in a box which was added."""
        self._masks.append(mask)

    def wrong(self, problem: Problem) -> None:
        """Note what is wrong, unless something is already."""
        self.problem = self.problem or problem

    def fields(self, *, model: str = "") -> dict[str, Any]:
        """Return what of a row these labels are: `suggestion` or `gold`, and `masks`; nothing where there are none."""
        fields = as_chosen({"result": self._entries, "model_version": model} if self._entries else None, self._choices)
        return {**fields, "masks": tuple(self._masks)} if self._masks else fields


def as_chosen(found: Mapping[str, Any] | None, choices: Choices) -> dict[str, Any]:
    """Return a file's labels as the field of a row that the requester chose for them; empty for none."""
    if found is None or choices.labels == IGNORE:
        return {}
    return {"gold" if choices.labels == GOLD else "suggestion": found}


def chosen_entry(control: Asked, label: str) -> dict[str, Any]:
    """Return the answer that one label was chosen for a whole text or picture."""
    value = {"choices": [label]}
    return {"from_name": control.name, "to_name": control.about, "type": "choices", "value": value}


def shown(text: str) -> str:
    """Return the beginning of what a stranger wrote, as a sentence can show it."""
    return text[:LABEL_SHOWN_MOST].encode("utf-8", "replace").decode()
