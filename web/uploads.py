"""Keeps an uploaded file on disk until its rows are in the project, so that a reload or a restart loses nothing."""

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from annotate.file_names import own_name
from annotate.imports import Choices
from policies.errors import Kind, Refusal
from policies.periods import to_ms

KEPT_FOR = timedelta(days=7)
SILENT_MS = 90_000
"""After so long without a sign of life, whoever was importing a file is gone; storage may be silent for a minute."""
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NANOSECONDS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One uploaded file that waits on disk, or is being imported.

    Attributes:
        token: its unguessable name in addresses.
        file_name: what the person's computer called it; shown, never used as a path.
        batch_id: the import that reads it, 0 before there is one.
        choices: what was chosen about it, once it is imported.
    """

    token: str
    file_name: str
    path: Path
    size_bytes: int
    batch_id: int = 0
    choices: Choices = field(default_factory=Choices)


def keep(folder: Path, *, project_id: int, path: Path, file_name: str, now: datetime) -> Kept:
    """Move an uploaded file to the project's own folder.

    Args:
        folder: where the house keeps its data.
        project_id: whose items these will be.
        path: the upload, in the same data folder.
        file_name: as the browser sent it.
        now: when.
    """
    place = _place(folder, project_id)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    _let_go_of_old(place, now=now)
    _let_go_of_old(path.parent, now=now)
    own = path.replace(place / secrets.token_hex(16))
    kept = Kept(token=own.name, file_name=own_name(file_name), path=own, size_bytes=own.stat().st_size)
    note(kept, now=now)
    return kept


def note(kept: Kept, *, now: datetime) -> None:
    """Write down beside a file what is known about it."""
    about = {"file_name": kept.file_name, "batch_id": kept.batch_id, "choices": asdict(kept.choices)}
    whole = kept.path.with_suffix(".new")
    whole.write_text(json.dumps(about), encoding="utf-8")
    whole.replace(_about(kept.path))  # at once, so that nobody reads half of it
    show_life(kept, now=now)


def show_life(kept: Kept, *, now: datetime) -> None:
    """Leave a sign that somebody is still at work on a file; another process sees it too."""
    moment = to_ms(now) * _NANOSECONDS_PER_MS
    os.utime(kept.path, ns=(moment, moment))


def is_alive(kept: Kept, *, now: datetime) -> bool:
    """Return whether somebody was at work on a file a moment ago; nobody is at work on one that is gone."""
    try:
        silent_ms: int = to_ms(now) - kept.path.stat().st_mtime_ns // _NANOSECONDS_PER_MS
    except FileNotFoundError:
        return False
    return silent_ms < SILENT_MS


def kept_upload(folder: Path, *, project_id: int, token: str) -> Kept:
    """Return an upload that waits on disk.

    Raises:
        Refusal: `upload_gone`, where nothing of this name waits for this project.
    """
    path = _place(folder, project_id) / token
    kept = _read(path) if _TOKEN.fullmatch(token) else None
    if kept is None:
        raise Refusal("upload_gone", Kind.MISSING)
    return kept


def upload_of_batch(folder: Path, *, project_id: int, batch_id: int) -> Kept | None:
    """Return the file that an import reads, or None once it is dealt with."""
    abouts = _place(folder, project_id).glob("*.json")
    found = (_read(about.with_suffix("")) for about in abouts)
    return next((kept for kept in found if kept is not None and kept.batch_id == batch_id), None)


def let_go(kept: Kept) -> None:
    """Delete an upload whose rows are all dealt with."""
    _about(kept.path).unlink(missing_ok=True)
    kept.path.unlink(missing_ok=True)


def _let_go_of_old(place: Path, *, now: datetime) -> None:
    """Delete what was uploaded more than a week ago and never imported."""
    oldest = to_ms(now - KEPT_FOR) * _NANOSECONDS_PER_MS
    for path in place.glob("*[0-9a-f]"):
        if path.stat().st_mtime_ns < oldest:
            _about(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)


def _read(path: Path) -> Kept | None:
    """Return what is known about a file, or None where it is gone: an import may end while somebody reads this."""
    try:
        about = json.loads(_about(path).read_text(encoding="utf-8"))
        size_bytes = path.stat().st_size
    except FileNotFoundError:
        return None
    return Kept(
        token=path.name,
        file_name=about["file_name"],
        path=path,
        size_bytes=size_bytes,
        batch_id=about["batch_id"],
        choices=Choices(**{**about["choices"], "objects": (), "asks": ()}),  # the project says them again
    )


def _place(folder: Path, project_id: int) -> Path:
    return folder / "uploads" / str(project_id)


def _about(path: Path) -> Path:
    return path.with_suffix(".json")
