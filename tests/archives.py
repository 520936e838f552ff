"""Archives for tests, good and bad."""

import io
import zipfile


def zipped(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of some files, by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def locked(archive: bytes) -> bytes:
    """Return the archive as one with a password says of itself that it is."""
    at, marked = archive.index(b"PK\x01\x02"), bytearray(archive)
    marked[at + 8] |= 1
    return bytes(marked)
