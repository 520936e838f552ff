"""Brings a file or a folder of this machine into a project, for commands, and says how it goes in lines of text."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotate import imports
from annotate.datasets.queries import batch, refused_reasons, refused_rows
from annotate.datasets.service import Upload, start_upload
from annotate.imports import Choices
from annotate.projects.queries import existing_project
from policies.errors import Kind, Refusal
from web.bringing_in import bring_in, format_of, wanted_by
from web.bundling import bundle_folder
from web.refused_report import report_path
from web.rows_to_correct import rows_to_correct
from web.wiring import House

REFUSED_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Where refused rows go; None for nowhere.

    Args:
        refused: each with its reason, as JSON.
        to_correct: as they came, to be corrected and brought in again.
    """

    refused: Path | None = None
    to_correct: Path | None = None


def bring_path_in(
    house: House, path: Path, *, project_id: int, by_id: int, choices: Choices, left: Left = Left()
) -> Iterator[tuple[str, bool]]:
    """Bring a file or a folder in, and yield what to say: each line, and whether it only says how far it is.

    Args:
        house: where.
        path: a file, or a folder, which is read as one archive.
        project_id: whose items these are.
        by_id: on whose behalf.
        choices: what was chosen about it.
        left: where refused rows go.

    Raises:
        Refusal: `import_format_unknown`, or that the file cannot be read.
    """
    with _as_one_file(house, path) as file, file.open("rb") as source:
        with house.db.reading() as tx:
            wanted = wanted_by(house, existing_project(tx, project_id))
        upload = Upload(
            project_id=project_id,
            by_id=by_id,
            file_name=path.name,
            size_bytes=file.stat().st_size,
            choices=replace(choices, wanted=wanted),
        )
        form = format_of(source, _named(path), wanted=wanted)
        with house.db.writing() as tx:
            batch_id = start_upload(tx, upload=upload, format=form.name, now=house.now())
        for step in bring_in(house, upload, source, batch_id=batch_id):
            yield f"{step.imported_count} items so far", True
    for line in _report(house, batch_id):
        yield line, False
    yield from ((line, False) for line in _leave(house, project_id, batch_id, left))


def _leave(house: House, project_id: int, batch_id: int, left: Left) -> Iterator[str]:
    """Put refused rows where they are wanted, and say so where that cannot be."""
    if left.refused is not None:
        kept = report_path(house.settings.data_dir, project_id=project_id, batch_id=batch_id)
        left.refused.touch()
        if kept.exists():
            shutil.copyfile(kept, left.refused)
    if left.to_correct is not None:
        with house.db.reading() as tx:
            done = batch(tx, batch_id)
        assert done is not None, "the batch was made just now"
        rows = rows_to_correct(house, done)
        if rows is not None:
            with left.to_correct.open("wb") as file:
                file.writelines(rows)
        elif done.refused_count:
            yield "rows of this format mean nothing alone: correct them in the file itself"


@contextmanager
def _as_one_file(house: House, path: Path) -> Iterator[Path]:
    """Yield a file; of a folder, an archive of what is in it, which is gone afterwards."""
    if not path.is_dir():
        yield path
        return
    with TemporaryDirectory(dir=house.settings.data_dir) as place:
        together = Path(place) / "folder.zip"
        bundle_folder(together, path)
        yield together


def _named(path: Path) -> str:
    """Return the name of a file in a format that is read here; what a folder or a picture is, its bytes say.

    Raises:
        Refusal: `import_format_unknown`.
    """
    known = {ending for one in imports.discover().values() for ending in one.suffixes}
    if not path.is_dir() and path.suffix.lower() not in known:
        raise Refusal("import_format_unknown", Kind.UNREADABLE, suffix=path.suffix or "?")
    return path.name


def _report(house: House, batch_id: int) -> Iterator[str]:
    """Yield what became of the rows: how many, why not, and the first that were refused."""
    with house.db.reading() as tx:
        done, refused = batch(tx, batch_id), refused_rows(tx, batch_id, most=REFUSED_SHOWN)
        reasons = refused_reasons(tx, batch_id)
        assert done is not None, "the batch was made just now"
        waits = existing_project(tx, done.project_id).published_at is not None
    yield f"imported {done.imported_count}, skipped {done.skipped_count}, refused {done.refused_count}"
    if waits and done.imported_count:
        yield f"they wait for their money as batch {batch_id}: jornal project publish-batch {batch_id} --by ..."
    for code, count in reasons:
        yield f"{count} refused: {code}"
    for row in refused:
        yield f"line {row.line}: {row.code} {json.dumps(dict(row.params), ensure_ascii=False)}"
