"""Scripts and styles go over a weak line as few and as small as they can: joined, without comments and spaces."""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import rcssmin  # type: ignore[import-untyped] # it publishes no types
import rjsmin  # type: ignore[import-untyped] # it publishes no types

FOLDER = Path(__file__).parent / "static"
VENDOR = "vendor/"
"""Where the scripts of others lie; they come as small as their makers made them, and are not touched."""
_PICTURE = (
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
)
_TEXT = (
    "text_measure.js",
    "text_marks.js",
    "text_sheet.js",
    "text_bars.js",
    "text_list.js",
    "text_keys.js",
    "text_pointer.js",
    "text_fields.js",
    "text_annotator.js",
)
_ABOUT = "about.js"
_ITEM = ("fields.js", "removed.js", "asked.js")
_INSIDE = re.compile(r"(?<=[\w\])*]) +(?=:[a-z])")
"""The space between an element and what is inside it, where that begins with a colon."""
_OTHER = ("tree.js", "ranking.js", "written.js")
_DONE = ("drafts.js", "keys.js")
"""What puts back what was begun comes last: whatever draws and marks must be there by then."""
_NEEDLESS = (
    (re.compile(r";+(?=\})"), ""),
    (re.compile(r"(?<=\})\n(?=[\w#$@])"), ""),
    (re.compile(r",(?=[\]})])"), ""),
    (re.compile(r"\bconst\b(?=[ \[{])"), "let"),  # it differs for whoever writes the script, not for who runs it
)
"""What a script does without once nobody writes in it any more, and what stands there instead."""
BUNDLES: dict[str, tuple[str, ...]] = {
    # On every page.
    "all.bundle.js": (f"{VENDOR}htmx.min.js", "jornal.js"),
    "item.bundle.js": _ITEM,
    "work.bundle.js": ("heartbeat.js", *_DONE),
    "picture_annotator.bundle.css": ("regions.css", "pictures.css"),
    "picture_annotator.bundle.js": (_ABOUT, *_PICTURE),
    "text_annotator.bundle.css": ("regions.css", "text_work.css"),
    "text_annotator.bundle.js": (_ABOUT, *_TEXT),
    # A page of work with a picture and a text: all of it in one, since what they have in common is sent once.
    "work_annotators.bundle.js": ("heartbeat.js", *_ITEM, _ABOUT, *_PICTURE, *_TEXT, *_DONE),
    "annotators.bundle.css": ("work.css", "regions.css", "pictures.css", "text_work.css"),
    # And where the same item asks other questions too. The other one is for who only looks at the item.
    "work_everything.bundle.js": ("heartbeat.js", *_ITEM, _ABOUT, *_PICTURE, *_TEXT, *_OTHER, *_DONE),
    "everything.bundle.js": (*_ITEM, _ABOUT, *_PICTURE, *_TEXT, *_OTHER),
    "everything.bundle.css": ("work.css", "regions.css", "pictures.css", "text_work.css", "controls.css"),
}
"""What each address under /static that is no file of its own is made of."""


@lru_cache(maxsize=64)
def static_bytes(name: str) -> bytes:
    """Return a static file as it is sent, or the files of a bundle joined.

    Scripts and styles of ours lose their comments, their spaces and needless signs, nothing else: every name stays as
    it was written, so that whoever opens them in a browser can read them.

    Args:
        name: a file under `web/static`, or one of `BUNDLES`.
    """
    if Path(name).suffix not in _SMALLER:
        return (FOLDER / name).read_bytes()
    return "\n".join(_small(part) for part in BUNDLES.get(name, (name,))).encode()


@lru_cache(maxsize=64)
def digest_of(name: str) -> str:
    """Return what changes whenever a static file changes: the beginning of its digest."""
    return hashlib.sha256(static_bytes(name)).hexdigest()[:12]


def _small(name: str) -> str:
    text = (FOLDER / name).read_text("utf-8")
    return text if name.startswith(VENDOR) else _SMALLER[Path(name).suffix](text)


def _small_script(text: str) -> str:
    """Return a script without comments, spaces, and the signs that say nothing more: ";" and "," before an end.

    A script that needed one of them would not be read at all, and no page of it would work: that is seen at once.
    Texts within a script hold none of them; a test looks.
    """
    small = str(rjsmin.jsmin(text))
    for needless, instead in _NEEDLESS:
        small = needless.sub(instead, small)
    return small


def _small_style(text: str) -> str:
    """Return a style sheet without comments and spaces.

    The library takes the space in ".ledger :is(td)" for one that says nothing: ".ledger:is(td)" is another element.
    A star in between says the same and keeps the space.
    """
    return str(rcssmin.cssmin(_INSIDE.sub(" *", text)))


_SMALLER: dict[str, Callable[[str], str]] = {".js": _small_script, ".css": _small_style}
