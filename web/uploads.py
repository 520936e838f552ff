"""Keeps an uploaded file on disk until its rows are in the project, so that a reload or a restart loses nothing."""

import json
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from policies.errors import Kind, Refusal
from policies.periods import from_ms

KEPT_FOR = timedelta(days=7)
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NAME_MAX = 120
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file that waits on disk.

    Attributes:
        token: its unguessable name in addresses.
        file_name: what the person's computer called it; shown, never used as a path.
    """

    token: str
    file_name: str
    path: Path
    size_bytes: int


def keep(folder: Path, *, project_id: int, file: BinaryIO, file_name: str) -> Upload:
    """Copy an uploaded file to the project's own folder, a megabyte at a time.

    Args:
        folder: where the house keeps its data.
        project_id: whose items these will be.
        file: the upload, at its beginning.
        file_name: as the browser sent it.
    """
    token = secrets.token_hex(16)
    place = _place(folder, project_id)
    place.mkdir(parents=True, exist_ok=True)
    with (place / token).open("wb") as kept:
        shutil.copyfileobj(file, kept, _CHUNK_BYTES)
    _about(place, token).write_text(json.dumps({"file_name": shown_name(file_name)}), encoding="utf-8")
    return kept_upload(folder, project_id=project_id, token=token)


def kept_upload(folder: Path, *, project_id: int, token: str) -> Upload:
    """Return an upload that waits on disk.

    Raises:
        Refusal: `upload_gone`, where nothing of this name waits for this project.
    """
    place = _place(folder, project_id)
    if _TOKEN.fullmatch(token) is None or not (place / token).exists() or not _about(place, token).exists():
        raise Refusal("upload_gone", Kind.MISSING, project_id=project_id)
    about = json.loads(_about(place, token).read_text(encoding="utf-8"))
    path = place / token
    return Upload(token=token, file_name=about["file_name"], path=path, size_bytes=path.stat().st_size)


def let_go(upload: Upload) -> None:
    """Delete an upload whose rows are all dealt with."""
    _about(upload.path.parent, upload.token).unlink(missing_ok=True)
    upload.path.unlink(missing_ok=True)


def let_go_of_old(folder: Path, *, project_id: int, now: datetime) -> None:
    """Delete what was uploaded to a project more than a week ago and never imported."""
    for path in _place(folder, project_id).glob("*"):
        if from_ms(int(path.stat().st_mtime) * 1000) < now - KEPT_FOR:
            path.unlink(missing_ok=True)


def shown_name(file_name: str) -> str:
    """Return a file's own name, without folders, control characters or excess: for showing only."""
    name = re.split(r"[\\/]", file_name)[-1]
    return "".join(letter for letter in name if letter.isprintable())[:_NAME_MAX] or "upload"


def _place(folder: Path, project_id: int) -> Path:
    return folder / "uploads" / str(project_id)


def _about(place: Path, token: str) -> Path:
    return place / f"{token}.json"
