"""Raw bytes of articles, compressed, in the file storage that settings name.

Stored under the hash of their content, so that writing them twice is harmless and
a transaction that is rolled back leaves nothing wrong behind.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from factcheck.core.errors import FactcheckError


class RawLost(FactcheckError):
    """The storage does not give back what was put there."""

    code = "raw_lost"


def keep(raw: bytes) -> str:
    """Store the bytes; returns the name under which `load` finds them."""
    digest = hashlib.sha256(raw).hexdigest()
    name = f"{digest[:2]}/{digest}.zlib"
    store = _store()
    if store.exists(name) and _is_whole(store, name, digest):
        return name
    # A half-written file of a process that died keeps its name; the storage
    # gives this one another.
    return store.save(name, ContentFile(zlib.compress(raw)))


def load(name: str) -> bytes:
    """The bytes stored under ``name``. Raises `RawLost` when they are not there."""
    try:
        with _store().open(name) as file:
            return zlib.decompress(file.read())
    except (OSError, zlib.error) as error:
        raise RawLost(
            f"The raw bytes {name} cannot be read from the storage ({error}). Look at "
            "RAW_STORAGE and at the backup of it."
        ) from error


def remove(names: Iterable[str]) -> None:
    """Delete what is stored under these names; what is missing is no error."""
    for name in names:
        _store().delete(name)


def _store() -> Storage:
    return storages["raw"]


def _is_whole(store: Storage, name: str, digest: str) -> bool:
    try:
        with store.open(name) as file:
            return hashlib.sha256(zlib.decompress(file.read())).hexdigest() == digest
    except (OSError, zlib.error):
        return False
