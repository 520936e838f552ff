"""Small archives that show what a format of several files looks like."""

import io
import zipfile
from base64 import b64decode
from collections.abc import Mapping

ONE_PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_ALWAYS_THE_SAME = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of some files, by name."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS_THE_SAME), data)
    return page.getvalue()
