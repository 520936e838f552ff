"""Large files to be brought in and measured: written to a disk a piece at a time."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

_SIDE = 640
_PICTURE_BYTES = 24_000_000
"""Each picture of a large archive; a house takes up to 25 million bytes."""
_PIECE = bytes(1_000_000)
_AT_ONCE = 500


def written(path: Path, pieces: Iterator[bytes]) -> Path:
    """Write a file a piece at a time, and return where it is."""
    with path.open("xb") as file:
        file.writelines(pieces)
    return path


def table(rows: int) -> Iterator[bytes]:
    """Yield a CSV table with an id and a short text in each row."""
    yield b"id,text\n"
    for numbers in _numbers(rows):
        yield "".join(f"q-{number},Can I renew passport {number}?\n" for number in numbers).encode()


def json_lines(rows: int) -> Iterator[bytes]:
    """Yield the same as JSON lines."""
    for numbers in _numbers(rows):
        lines = (f'{{"id": "q-{number}", "text": "Can I renew passport {number}?"}}\n' for number in numbers)
        yield "".join(lines).encode()


def empty_lines(rows: int) -> Iterator[bytes]:
    """Yield JSON lines of which none has a text, so that each is refused."""
    for numbers in _numbers(rows):
        yield "".join(f'{{"id": "q-{number}", "text": ""}}\n' for number in numbers).encode()


def annotated_archive(path: Path, *, annotations: int, each: int) -> None:
    """Write a ZIP of small pictures with a COCO file that marks so many boxes on them.

    Args:
        path: of the new file.
        annotations: how many, all together.
        each: how many on one picture.
    """
    picture, pictures = _picture(), -(-annotations // each)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        with archive.open("labels.json", "w", force_zip64=True) as file:
            file.write(b'{"categories": [{"id": 1, "name": "lost"}], "images": [')
            for number in range(pictures):
                image = {"id": number, "external_id": f"p-{number}", "file_name": f"{number}.png"}
                said = json.dumps(image | {"width": _SIDE, "height": _SIDE})
                file.write(f"{',' if number else ''}\n{said}".encode())
            file.write(b'], "annotations": [')
            for number in range(annotations):
                x, y = number % 600, number % 591
                said = (
                    f'{{"id": {number}, "image_id": {number // each}, "category_id": 1, "bbox": [{x}, {y}, 40, 40.5]}}'
                )
                file.write(f"{',' if number else ''}\n{said}".encode())
            file.write(b"]}")
        for number in range(pictures):
            archive.writestr(f"{number}.png", picture + number.to_bytes(4))


def picture_archive(path: Path, *, size_bytes: int) -> int:
    """Write a ZIP of so many bytes, of one picture with another long tail each time, and return how many it has.

    Programs that show pictures pass over what stands behind their end; who keeps them has to read all of it.
    """
    picture, count = _picture(), -(-size_bytes // _PICTURE_BYTES)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number in range(count):
            with archive.open(f"{number}.png", "w", force_zip64=True) as file:
                file.write(picture + number.to_bytes(4))
                for _ in range(_PICTURE_BYTES // len(_PIECE)):
                    file.write(_PIECE)
    return count


def _numbers(rows: int) -> Iterator[range]:
    return (range(first, min(first + _AT_ONCE, rows)) for first in range(0, rows, _AT_ONCE))


def _picture() -> bytes:
    picture = Image.new("RGB", (_SIDE, _SIDE), "#cfe0e3")
    ImageDraw.Draw(picture).rectangle((100, 100, 400, 300), fill="#d9a441")
    page = io.BytesIO()
    picture.save(page, "PNG")
    return page.getvalue()
