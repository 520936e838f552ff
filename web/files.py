"""Where files are kept: a folder by default, a bucket of S3 (or of what speaks like it) by address, memory in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, S3Store

from annotate.pictures.rules import Files
from policies.errors import Kind, Refusal
from web.settings import Settings

if TYPE_CHECKING:
    from obstore.store import S3Config

log = structlog.get_logger()
PIECE_BYTES = 256 * 1024
RETRIES = 3
Store = LocalStore | MemoryStore | S3Store


class StoredFiles:
    """Files in one place; whatever goes wrong there becomes one refusal, and its details go to the operator's log.

    Args:
        store: the place.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def has(self, key: str) -> bool:
        """Return whether there is a file under this key."""
        try:
            with _reached(key):
                self._store.head(key)
        except FileNotFoundError:
            return False
        return True

    def put(self, key: str, data: bytes) -> None:
        """Keep a file, whole or not at all."""
        with _reached(key):
            self._store.put(key, data, use_multipart=False)

    def put_file(self, key: str, path: Path) -> None:
        """Keep a file that lies in a folder, however large, in parts."""
        with _reached(key):
            self._store.put(key, path)

    def delete(self, key: str) -> None:
        """Let a file go; one that is not there is gone already."""
        try:
            with _reached(key):
                self._store.delete(key)
        except FileNotFoundError:
            return

    def read(self, key: str) -> Iterator[bytes]:
        """Return the pieces of a file; that there is one is known before the first of them is asked for."""
        try:
            with _reached(key):
                found = self._store.get(key)
        except FileNotFoundError as problem:
            raise Refusal("not_found", Kind.MISSING) from problem
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE_BYTES))


@contextmanager
def _reached(key: str) -> Iterator[None]:
    """Turn every failure of a store but a missing file into the one refusal."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError, ValueError) as problem:
        log.warning("files_unreachable", key=key, problem=str(problem)[:500])
        raise Refusal("files_unreachable") from problem


def open_files(settings: Settings) -> Files:
    """Return the place that the settings name.

    Raises:
        ValueError: an address that is neither `file://`, `s3://` nor `memory://`.
    """
    place = urlsplit(settings.files_url)
    if place.scheme == "memory":
        return StoredFiles(MemoryStore())
    if place.scheme == "file":
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return StoredFiles(LocalStore(Path(unquote(place.path)), mkdir=True))
    if place.scheme == "s3":
        return StoredFiles(_bucket(settings))
    raise ValueError(f"JORNAL_FILES_URL begins with file://, s3:// or memory://, not {place.scheme or '?'}://")


def _bucket(settings: Settings) -> S3Store:
    """Return a bucket; what no setting says, the usual AWS_ variables do."""
    said: S3Config = {}
    if settings.files_access_key:
        said["access_key_id"] = settings.files_access_key
    if settings.files_secret_key is not None:
        said["secret_access_key"] = settings.files_secret_key.get_secret_value()
    if settings.files_endpoint:
        said["endpoint"] = settings.files_endpoint
    if settings.files_region:
        said["region"] = settings.files_region
    patience = timedelta(seconds=settings.files_timeout_seconds)
    return S3Store.from_url(
        settings.files_url,
        config=said,
        client_options={
            "timeout": patience,
            "connect_timeout": min(patience, timedelta(seconds=5)),
            "allow_http": settings.files_endpoint.startswith("http://"),
        },
        retry_config={"max_retries": RETRIES, "retry_timeout": 2 * patience},
    )
