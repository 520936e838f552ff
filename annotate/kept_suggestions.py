"""What was suggested for an item before anybody answered it, as Label Studio writes a prediction."""

from collections.abc import Mapping

from annotate.suggestions.queries import suggestion_of
from payments.transaction import Transaction


class KeptSuggestions:
    """Suggestions that the house keeps.

    Args:
        tx: a transaction that only reads.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, item_id: int) -> Mapping[str, object] | None:
        """Return what was suggested for an item, or None; each region with its score where the model gave one."""
        found = suggestion_of(self._tx, item_id)
        if found is None:
            return None
        result = [
            {**one.entry, **({} if one.percent is None else {"score": one.percent / 100})} for one in found.entries
        ]
        return {"model_version": found.model, "result": result}
