"""The pictures of a data set beside a format that has no place for them: the files themselves, or where each opens."""

import json
from collections.abc import Callable, Iterable, Iterator

from annotate.exports import Export
from annotate.outgoing import Dataset, File, HasCells, Media, by_item
from annotate.packing import ZippedFolder
from annotate.picture_files import Picture, picture_file, pictures_of, told_name


def pictures_beside(form: Export, answers: Callable[[], Iterable[HasCells]], *, dataset: Dataset) -> Iterator[File]:
    """Yield the pictures that a format of one file speaks of, or a list of links for any that has none.

    Args:
        form: the format.
        answers: returns everybody's answers, by item.
        dataset: the project around them, and what happens to its pictures.
    """
    if not any(one.kind == "image" for one in dataset.parts.objects):
        return
    if dataset.media is Media.INCLUDED and not isinstance(form, ZippedFolder):
        for picture in _pictures(answers(), dataset):
            yield from picture_file(picture, dataset, folder="images", name=_name(picture))
    elif dataset.media is Media.LINKED and not (isinstance(form, ZippedFolder) and form.has_links):
        yield File("pictures.jsonl", (_line(picture, dataset) for picture in _pictures(answers(), dataset)))


def _pictures(answers: Iterable[HasCells], dataset: Dataset) -> Iterator[Picture]:
    for together in by_item(answers):
        yield from pictures_of(together[0], dataset.parts)


def _name(picture: Picture) -> str:
    return told_name(picture.image_id, picture.original)


def _line(picture: Picture, dataset: Dataset) -> bytes:
    line = {
        "image_id": picture.image_id,
        "file_name": _name(picture),
        "original_name": picture.original,
        "sha256": picture.sha256,
        "link": dataset.pictures.link(picture.sha256),
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
