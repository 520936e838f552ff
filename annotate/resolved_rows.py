"""Answers that several people's became: one row for each item, saying how it came about and where people tie."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from annotate.answer_rows import AnswerRow
from annotate.outgoing import Given, HasCells, by_item
from annotate.resolution.rules import Resolution, Resolved, ResolvedControl, ResolvedItem, resolve
from annotate.said import Said, Work


class ResolvedRows:
    """The rows of a project of which each item comes out with one answer.

    Args:
        how: majority, or a model.
        read: yields the answers of a project, by item; called up to three times.
        work: what the project asks.
    """

    def __init__(self, how: Resolution, read: Callable[[], Iterable[HasCells]], *, work: Work) -> None:
        self._how, self._read, self._work = how, read, work
        self.tie_count = 0
        self.item_count = 0
        self.resolved: Resolved | None = None

    def __iter__(self) -> Iterator[AnswerRow]:
        """Yield a row for each item."""
        self.tie_count = self.item_count = 0
        self.resolved = resolve(self._how, lambda: said_in(self._read()), work=self._work)
        for together, item in zip(by_item(self._read()), self.resolved.items, strict=True):
            self.item_count += 1
            self.tie_count += not item.is_complete
            yield self._row(together, item)

    def about(self) -> dict[str, object]:
        """Return what there is to say about all of it, once the rows were taken."""
        models = self.resolved.models if self.resolved else ()
        return {
            "resolution": self._how.value,
            "items": self.item_count,
            "items_with_ties": self.tie_count,
            "models": [
                {
                    "control": one.control,
                    "model": one.model.value,
                    "items": one.item_count,
                    "annotators": one.annotator_count,
                    "answers": one.answer_count,
                    "rounds": one.rounds,
                    "has_converged": one.has_converged,
                    "differs_from_majority": one.differing_count,
                    "is_left_out": one.is_left_out,
                }
                for one in models
            ],
        }

    def _row(self, together: Sequence[Given], item: ResolvedItem) -> AnswerRow:
        first = together[0]
        labels = self._work.kinds[self._work.task_type].labels_of(item.result)
        cells: list[tuple[str, object]] = [
            ("item_id", first.item_id),
            ("external_id", first.external_id),
            *first.content.items(),
            ("annotator", self._how.value),
            ("label", ", ".join(labels)),
            ("result", item.result),
            ("counted_seconds", _sum(together, "counted_seconds")),
            ("pay", _sum(together, "pay")),
            ("currency", first.beside.get("currency", "")),
            ("answer_count", len(together)),
            ("is_tie", not item.is_complete),
            ("votes", [_votes(one) for one in item.controls]),
        ]
        return AnswerRow(cells)


def said_in(answers: Iterable[HasCells]) -> Iterator[Said]:
    """Yield answers as resolution and agreement are worked out from them."""
    for together in by_item(answers):
        for given in together:
            yield Said(item_id=given.item_id, annotator=given.annotator, result=given.result, content=given.content)


def _sum(together: Sequence[Given], name: str) -> str:
    """Return what all answers to an item took, or were paid, together."""
    total = sum((Decimal(str(one.beside[name])) for one in together if name in one.beside), Decimal(0))
    return f"{total:f}"


def _votes(one: ResolvedControl) -> dict[str, object]:
    said: dict[str, object] = {
        "control": one.control,
        "how": one.how.value,
        "annotators": one.annotator_count,
        "votes": dict(one.votes),
        "is_tie": one.is_tie,
        "tied": list(one.tied),
    }
    if one.confidence is not None:
        said |= {"confidence": one.confidence, "majority": one.majority}
    if one.kept:
        said["kept"] = [{"annotator": annotator, "result": result} for annotator, result in one.kept]
    return said
