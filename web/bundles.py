"""Scripts that belong together go over a weak line as one: joined in their order, without comments and indentation."""

import re
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
BUNDLES: dict[str, tuple[str, ...]] = {
    "item.bundle.js": ("fields.js", "removed.js", "asked.js"),
    "work.bundle.js": ("drafts.js", "keys.js"),
    "picture_annotator.bundle.js": (
        "shapes_geometry.js",
        "shapes_store.js",
        "shapes_lines.js",
        "shapes_camera.js",
        "shapes_pointer.js",
        "shapes_keys.js",
        "shapes_list.js",
        "shapes_acts.js",
        "picture_annotator.js",
        "pictures.js",
    ),
    "text_annotator.bundle.js": (
        "text_measure.js",
        "text_marks.js",
        "text_sheet.js",
        "text_bars.js",
        "text_list.js",
        "text_keys.js",
        "text_pointer.js",
        "text_fields.js",
        "text_annotator.js",
    ),
}
"""What each address under /static that is no file of its own is made of."""

_INDENTATION = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^//.*\n", re.MULTILINE)


@lru_cache(maxsize=64)
def static_bytes(name: str) -> bytes:
    """Return a static file, or the files of a bundle joined.

    Only comments that have a line of their own are left out, so a bundled script must not begin a line
    of a text that goes over several lines with two slashes.

    Args:
        name: a file under `web/static`, or one of `BUNDLES`.
    """
    if name not in BUNDLES:
        return (FOLDER / name).read_bytes()
    return "".join(_bare((FOLDER / part).read_text("utf-8")) for part in BUNDLES[name]).encode()


def _bare(script: str) -> str:
    return _COMMENT_LINE.sub("", _INDENTATION.sub("", script))
