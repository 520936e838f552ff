"""Questions whose answer is one entry: a rating, a text, a preference, an order, a place in a tree of labels."""

from collections.abc import Mapping
from typing import Any

from annotate.label_schema import field_of
from annotate.labels import Result, labels_named
from annotate.task_type import Option


class OneEntry:
    """What these questions have in common; a kind adds the type of its entry and what may stand in it."""

    type: str
    """Label Studio's word for this kind of entry."""
    value_key: str
    """Under which name the entry's value holds what was said."""
    columns: tuple[str, ...] = ("text",)
    about_kinds: tuple[str, ...] = ("text", "image", "list")
    labels_least = 0
    has_nothing_option = False
    is_region = False
    is_simple = False
    options: tuple[Option, ...] = ()
    tags: tuple[str, ...] = ()
    widget = "item"

    def empty(self) -> Result:
        """Return the result in which nothing was said."""
        return []

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return what was said, as a table shows it."""
        return labels_named(result)

    def _about(self, schema: Mapping[str, Any]) -> str:
        return str(schema.get("about", ",".join(self.columns)))

    def _result(self, schema: Mapping[str, Any], said: Any) -> Result:  # each kind says something else
        value = {self.value_key: said}
        return [{"from_name": field_of(schema), "to_name": self._about(schema), "type": self.type, "value": value}]

    def _sent(self, schema: Mapping[str, Any], result: object) -> Any:  # whatever was sent
        """Return what an entry says if it is of exactly our form, else None."""
        match result:
            case [{"value": {**value}}] if set(value) == {self.value_key}:
                said = value[self.value_key]
                return said if result == self._result(schema, said) else None
            case _:
                return None

    def _said(self, result: Result) -> Any:
        """Return what an answer that was taken says, or None where it is empty."""
        return result[0]["value"][self.value_key] if result else None
