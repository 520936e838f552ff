"""The file of all rows that an upload refused, kept for a week, so that they can be corrected and sent again."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from annotate.imports import Bad
from annotate.refused_rows.rules import REPORTED_MOST, original_text

REPORT_BYTES_MOST = 256_000_000
"""A report of a million refused rows is bounded as well; what comes after so much is only counted."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One refused row of a report."""

    line: int
    code: str
    params: dict[str, str | int]
    original: str


class RefusedReport:
    """Refused rows, written down as they come, one on each line; there is no file where none is refused.

    Args:
        folder: where the house keeps its data.
        project_id: whose rows.
        batch_id: of which upload.
    """

    def __init__(self, folder: Path, *, project_id: int, batch_id: int) -> None:
        self._path = report_path(folder, project_id=project_id, batch_id=batch_id)
        self._file: IO[bytes] | None = None
        self._size_bytes = 0
        self._columns: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def note_columns(self, columns: Sequence[str]) -> None:
        """Remember which columns the file has, so that its rows can be sent again."""
        self._columns = list(columns)

    def add(self, refused: Sequence[Bad]) -> None:
        """Write some rows down; nothing more once there is no room."""
        if not refused or self._size_bytes > REPORT_BYTES_MOST:
            return
        if self._file is None:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = self._path.open("wb")
            self._file.write(json.dumps({"columns": self._columns}, ensure_ascii=False).encode() + b"\n")
        lines = b"".join(_line(one) for one in refused)
        self._file.write(lines)
        self._file.flush()
        self._size_bytes += len(lines)


def report_path(folder: Path, *, project_id: int, batch_id: int) -> Path:
    """Return where the report of an upload lies; it is let go of together with old uploads."""
    return folder / "uploads" / str(project_id) / f"refused-{batch_id}"


def reported_columns(folder: Path, *, project_id: int, batch_id: int) -> tuple[str, ...] | None:
    """Return the columns of the file that an upload read; None where there is no report any more."""
    path = report_path(folder, project_id=project_id, batch_id=batch_id)
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return tuple(json.loads(file.readline())["columns"])


def reported(folder: Path, *, project_id: int, batch_id: int) -> Iterator[Reported] | None:
    """Return the refused rows of an upload, read as they are asked for; None where there is no report any more."""
    path = report_path(folder, project_id=project_id, batch_id=batch_id)
    return _read(path) if path.is_file() else None


def _read(path: Path) -> Iterator[Reported]:
    with path.open("rb") as file:
        file.readline()  # the columns
        for line in file:
            said: dict[str, Any] = json.loads(line)  # as `_line` wrote it
            yield Reported(said["line"], said["code"], said["params"], said["original"])


def _line(bad: Bad) -> bytes:
    original = original_text(bad.came_as, most=REPORTED_MOST)
    said = {"line": bad.line, "code": bad.code, "params": dict(bad.params), "original": original}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"
