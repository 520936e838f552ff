"""Pictures for tests: drawn here, so that every byte of them is known."""

import io

from PIL import Image, ImageDraw


def drawn(
    width: int = 64, height: int = 48, *, colour: str = "#3366cc", kind: str = "PNG", mode: str = "RGB", **options
) -> bytes:
    """Return a picture file: one colour, with a white square in its upper left quarter.

    Args:
        width: in pixels.
        height: in pixels.
        colour: of the ground, as CSS writes it.
        kind: PNG, JPEG, WEBP, GIF, TIFF or BMP.
        mode: how Pillow keeps the pixels.
        options: go to the writer, such as `exif=`.
    """
    picture = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), fill="white")
    file = io.BytesIO()
    picture.convert(mode).save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return a picture, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def colour_at(data: bytes, x: int, y: int) -> tuple[int, int, int]:
    """Return the colour of one pixel, red, green, blue."""
    return opened(data).convert("RGB").getpixel((x, y))
