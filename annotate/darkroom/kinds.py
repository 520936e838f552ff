"""What a file really is, told by its first bytes and never by its name, and how large a picture says it will be."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

HEAD_BYTES = 512
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x89PNG", "PNG"),
    (b"8BPS", "PSD"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_NO_SIZE = frozenset({0x01, *range(0xD0, 0xD9)})
"""JPEG markers that nothing follows."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers of a frame, which says its size."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels, as a header says them."""

    width: int
    height: int


def picture_type(head: bytes) -> str:
    """Return the media type of a picture that we take, or nothing for anything else.

    Args:
        head: the first bytes of a file; 512 are enough.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return WEBP if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def is_archive(head: bytes) -> bool:
    """Return whether a file is a ZIP archive, an empty one too."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def kind_of(head: bytes) -> str:
    """Return what people call a file that is none of our pictures; `?` where nobody knows.

    Args:
        head: the first bytes of the file.
    """
    if head[4:8] == b"ftyp":
        return "HEIC" if head[8:12] in _HEIC_BRANDS else "AVIF" if head[8:12] in {b"avif", b"avis"} else "MP4"
    sign = next((kind for begin, kind in _SIGNS if head.startswith(begin)), "")
    return sign or _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    """Return what kind of text a file is: markup that a browser would run, or text as such."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in text:
        return "SVG"
    if text.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body")) or b"<html" in text:
        return "HTML"
    if text.startswith(b"<?xml"):
        return "XML"
    is_text = bool(text) and not any(byte < 9 or 13 < byte < 32 for byte in text)
    return "TXT" if is_text else "?"


def size_said(media_type: str, data: bytes) -> Size | None:
    """Return the size that the header of a picture says, or None where it says none that can be.

    Args:
        media_type: from `picture_type`.
        data: the file from its beginning; nothing of the picture itself is decoded.
    """
    found = _READERS[media_type](data)
    return found if found is not None and found.width > 0 and found.height > 0 else None


def _png_size(data: bytes) -> Size | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return Size(int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))


def _webp_size(data: bytes) -> Size | None:
    """Return the size in the first chunk: of one with extras, of a lossless or of a lossy picture."""
    chunk, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if chunk == b"VP8X":
        return Size(int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1)
    if chunk == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return Size(int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF)
    return None


def _jpeg_size(data: bytes) -> Size | None:
    """Return the size in the first frame, stepping from marker to marker."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _FRAMES:
            return Size(int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7]))
        if marker == 0xFF:
            at += 1
        elif marker in _NO_SIZE:
            at += 2
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4]))
    return None


_READERS: MappingProxyType[str, Callable[[bytes], Size | None]] = MappingProxyType(
    {JPEG: _jpeg_size, PNG: _png_size, WEBP: _webp_size}
)
