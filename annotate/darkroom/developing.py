"""Turns a picture that somebody sent into the clean one that is kept: upright, nothing of its camera, three sizes."""

import io
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageCms, ImageOps

from annotate.darkroom.kinds import HEAD_BYTES, JPEG, PNG, WEBP, kind_of, picture_type, size_said
from policies.errors import Kind, Refusal

SCREEN_LONGEST = 1280
THUMBNAIL_LONGEST = 240
SHARED_BYTES_MOST = 300_000
"""A picture that fits a smaller size is kept once for both, unless it is heavier than this."""
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_BYTES_PER_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a picture may be.

    Args:
        most_bytes: of the file.
        most_pixels: width times height, checked before anything is decoded.
    """

    most_bytes: int = 25 * _BYTES_PER_MEGABYTE
    most_pixels: int = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Developed:
    """A picture as it will be kept: the files themselves, and what they are.

    Attributes:
        full: every pixel that came, written anew.
        screen: for a page; the full picture itself where that is small already.
        thumbnail: for a list, likewise.
        media_type: of the full size.
        small_type: of a smaller size that is not the full picture itself.
    """

    full: bytes
    screen: bytes
    thumbnail: bytes
    media_type: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the full size."""
        return sha256(self.full).hexdigest()


def small_type(media_type: str) -> str:
    """Return how smaller sizes are written: photographs as they came, everything else so that it weighs little."""
    return JPEG if media_type == JPEG else WEBP


def develop(data: bytes, limits: Limits) -> Developed:
    """Read one still picture and write it anew, so that nothing but its pixels is left.

    It is turned upright, its colours become sRGB, and the full size is written as the kind it came in: JPEG at
    quality 90, WebP likewise (or lossless where it was), PNG without loss.

    Args:
        data: the whole file, at most `limits.most_bytes`.
        limits: how large it may be.

    Raises:
        Refusal: `picture_empty`, `picture_too_heavy`, `picture_other_kind`, `picture_too_wide`, `picture_moves`,
            `picture_unreadable`.
    """
    media_type = checked_type(data, limits)
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[media_type]]) as opened:
            if media_type != JPEG and getattr(opened, "is_animated", False):
                raise Refusal("picture_moves", Kind.UNREADABLE)
            picture = _cleaned(opened)
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError) as problem:
        raise Refusal("picture_unreadable", Kind.UNREADABLE) from problem
    full = _written(picture, media_type, quality=90, is_lossless=_is_lossless(data))
    return Developed(
        full=full,
        screen=_smaller(picture, full, media_type, longest=SCREEN_LONGEST),
        thumbnail=_smaller(picture, full, media_type, longest=THUMBNAIL_LONGEST),
        media_type=media_type,
        width=picture.width,
        height=picture.height,
    )


def checked_type(data: bytes, limits: Limits) -> str:
    """Return the media type of a file that may be decoded.

    Raises:
        Refusal: `picture_empty`, `picture_too_heavy`, `picture_other_kind`, `picture_too_wide`, `picture_unreadable`.
    """
    if not data:
        raise Refusal("picture_empty", Kind.UNREADABLE)
    if len(data) > limits.most_bytes:
        raise too_heavy(limits)
    media_type = picture_type(data[:HEAD_BYTES])
    if not media_type:
        raise Refusal("picture_other_kind", Kind.UNREADABLE, kind=kind_of(data[:HEAD_BYTES]))
    size = size_said(media_type, data)
    if size is None:
        raise Refusal("picture_unreadable", Kind.UNREADABLE)
    if size.width * size.height > limits.most_pixels:
        most = limits.most_pixels // 1_000_000
        raise Refusal("picture_too_wide", Kind.UNREADABLE, width=size.width, height=size.height, most=most)
    return media_type


def too_heavy(limits: Limits) -> Refusal:
    """Return the refusal of a file that is larger than it may be."""
    most = f"{limits.most_bytes // _BYTES_PER_MEGABYTE}\u00a0MB"
    return Refusal("picture_too_heavy", Kind.UNREADABLE, most=most)


def _cleaned(opened: Image.Image) -> Image.Image:
    """Return the pixels alone: upright, in sRGB, grey, colour, or colour with transparency."""
    opened.load()
    picture = ImageOps.exif_transpose(_in_srgb(opened))
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")  # sixteen bits of grey to eight
    if picture.mode not in {"L", "RGB", "RGBA"}:
        picture = picture.convert(_plain_mode(picture))
    elif "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.info.clear()
    return picture


def _plain_mode(picture: Image.Image) -> str:
    if picture.mode in {"1", "F"}:
        return "L"
    return "RGBA" if picture.has_transparency_data else "RGB"


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return the picture with its colours as screens show them; a profile that cannot be read is left out."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    assert converted is not None, "only a conversion in place returns nothing"
    return converted


def _is_lossless(data: bytes) -> bool:
    """Return whether a WebP picture was written without loss."""
    return b"VP8L" in data[12:HEAD_BYTES]


def _written(picture: Image.Image, media_type: str, *, quality: int, is_lossless: bool = False) -> bytes:
    """Return a picture as a file that holds its pixels and nothing else."""
    file = io.BytesIO()
    if media_type == JPEG:
        picture.save(file, "JPEG", quality=quality)
    elif media_type == PNG:
        picture.save(file, "PNG", compress_level=6)
    else:
        picture.save(file, "WEBP", quality=quality, lossless=is_lossless, method=2)
    return file.getvalue()


def _smaller(picture: Image.Image, full: bytes, media_type: str, *, longest: int) -> bytes:
    """Return a size whose longer side is at most `longest` pixels; the full file itself where that will do."""
    side = max(picture.size)
    if side <= longest and len(full) <= SHARED_BYTES_MOST:
        return full
    size = picture.size if side <= longest else tuple(max(1, pixels * longest // side) for pixels in picture.size)
    resized = picture.resize((size[0], size[1]), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _written(resized, small_type(media_type), quality=82)
