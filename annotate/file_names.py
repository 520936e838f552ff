"""The name of a file that somebody sent, made fit to be shown: it is never used as a path."""

import re
import unicodedata
from collections.abc import Mapping

NAME_MOST = 120
JOINERS = "\u200c\u200d"
"""Invisible, yet letters of Persian and Indian names need them."""


def own_name(file_name: str) -> str:
    """Return a file's own name, without folders, to be shown."""
    return shown_name(re.split(r"[\\/]", file_name)[-1]) or "upload"


def shown_name(file_name: str) -> str:
    """Return a name with its folders, to be shown: composed letters, no control characters, no excess.

    What cannot be printed (control characters, letters that turn the reading direction round) is left out.
    """
    composed = unicodedata.normalize("NFC", file_name.encode(errors="replace").decode())
    printable = "".join(letter for letter in composed if letter.isprintable() or letter in JOINERS)
    return printable if len(printable) <= NAME_MOST else f"{printable[: NAME_MOST - 41]}…{printable[-40:]}"


def plain_name(file_name: str) -> str:
    """Return a name as two computers agree on it: composed letters, slashes, nothing at the beginning."""
    return unicodedata.normalize("NFC", file_name.strip()).replace("\\", "/").removeprefix("./").lstrip("/")


def by_name(names: Mapping[int, str]) -> dict[str, int]:
    """Return where each file is, by its whole name and, where no other file has the same, by its last part."""
    whole = {plain_name(name): at for at, name in names.items()}
    last: dict[str, list[int]] = {}
    for name, at in whole.items():
        last.setdefault(name.rpartition("/")[2], []).append(at)
    return {**{name: found[0] for name, found in last.items() if len(found) == 1}, **whole}
