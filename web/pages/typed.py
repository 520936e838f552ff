"""An answer that could not be taken, shown again: what was chosen or drawn, and the sentence that says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from fastapi import Request

from annotate.label_schema import away_field_of

Fields = Mapping[str, Sequence[str]]
"""The text fields of a form by name; a field may come several times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person sent, field by field, for the widget to show again; and what is wrong with it.

    Attributes:
        fields: the form as it was sent; which fields there are is for the widget to know.
        problem: what to change, in the reader's words; empty where nothing was sent yet.
    """

    fields: Fields = field(default_factory=lambda: MappingProxyType({}))
    problem: str = ""

    @property
    def away(self) -> list[tuple[str, str]]:
        """What a draft keeps of questions that wait for another answer, as the page's script puts it back."""
        names = [name for name in self.fields if name.startswith(away_field_of(""))]
        return [(name, text) for name in names for text in self.fields[name]]


async def sent_fields(request: Request) -> Fields:
    """Return the text fields of a form; files are left out."""
    form = await request.form()
    return {name: [one for one in form.getlist(name) if isinstance(one, str)] for name in form}
