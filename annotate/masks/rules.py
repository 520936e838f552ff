"""A mask beside the box in which it lies: people see and correct the box, and the mask goes out with it untouched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from annotate.regions import Box


class Mask(NamedTuple):
    """One mask of an item.

    Attributes:
        about: the name of the picture's object.
        box: what people see of it, and its label.
        segmentation: size and counts, exactly as they came.
        is_crowd: whether the file says that it covers several things at once.
    """

    about: str
    box: Box
    segmentation: Mapping[str, object]
    is_crowd: bool = False


class Masks(Protocol):
    """Where the masks of a project's items are."""

    def of(self, item_id: int, /) -> Sequence[Mask]:
        """Return the masks of an item, in the order in which they came."""
        ...


@dataclass(slots=True)
class Unused:
    """The masks of an item for one answer: each goes out once, with a box that nobody moved."""

    masks: Iterable[Mask]
    _by_box: dict[tuple[str, Box], list[Mask]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort them by their boxes, the first one last, so that it is taken first."""
        for one in reversed(list(self.masks)):
            self._by_box.setdefault((one.about, one.box), []).append(one)

    def take(self, about: str, box: Box) -> Mask | None:
        """Return the mask that came with this box, or None; the next one for the same box comes next."""
        waiting = self._by_box.get((about, box))
        return waiting.pop() if waiting else None
