"""Reading the masks of a project's items."""

import json

from annotate.masks.rules import Mask
from annotate.regions import Box
from payments.transaction import Transaction

_HAS = "SELECT 1 FROM kept_mask WHERE project_id = :project_id LIMIT 1"
_OF = """
SELECT about, label, x, y, width, height, segmentation, is_crowd FROM kept_mask
WHERE project_id = :project_id AND item_id = :item_id ORDER BY number
"""


def has_masks(tx: Transaction, project_id: int) -> bool:
    """Return whether any item of a project has a mask."""
    return tx.one(_HAS, project_id=project_id) is not None


class KeptMasks:
    """The masks of a project's items, read when they are asked for.

    Args:
        tx: a transaction that only reads.
        project_id: whose.
    """

    def __init__(self, tx: Transaction, project_id: int) -> None:
        self._tx, self._project_id = tx, project_id

    def of(self, item_id: int) -> tuple[Mask, ...]:
        """Return the masks of an item, in the order in which they came."""
        rows = self._tx.run(_OF, project_id=self._project_id, item_id=item_id)
        return tuple(Mask(row[0], Box(*row[1:6]), json.loads(row[6]), bool(row[7])) for row in rows)
