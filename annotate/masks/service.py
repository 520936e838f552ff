"""Keeping the masks of items that just came in."""

import json
from collections.abc import Mapping, Sequence

from annotate.masks.rules import Mask
from payments.transaction import Transaction

_ADD = """
INSERT INTO kept_mask (project_id, item_id, number, about, label, x, y, width, height, segmentation, is_crowd)
SELECT item.project_id, item.id, :number, :about, :label, :x, :y, :width, :height, :segmentation, :is_crowd
FROM item WHERE item.project_id = :project_id AND item.item_key = :item_key
"""


def keep_masks(tx: Transaction, *, project_id: int, masks: Mapping[str, Sequence[Mask]]) -> None:
    """Keep masks, by the key of the item to which they belong; the items are there, and have none yet."""
    rows = [_row(project_id, key, number, one) for key, found in masks.items() for number, one in enumerate(found)]
    tx.run_many(_ADD, rows)


def _row(project_id: int, item_key: str, number: int, mask: Mask) -> dict[str, object]:
    box = mask.box
    return {
        "project_id": project_id,
        "item_key": item_key,
        "number": number,
        "about": mask.about,
        "label": box.label,
        "x": box.x,
        "y": box.y,
        "width": box.width,
        "height": box.height,
        "segmentation": json.dumps(mask.segmentation, ensure_ascii=False, separators=(",", ":")),
        "is_crowd": int(mask.is_crowd),
    }
