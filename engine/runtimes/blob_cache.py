"""Folders for compiled networks in the user's cache: bounded, and safe to delete at any time.

A compiled blob fits one model, one version of the runtime and one device, so those make its key.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
from pathlib import Path

log = logging.getLogger(__name__)

#: How many compiled models to keep, and how many bytes in all: a few models, two runtimes, one update.
MAX_FOLDERS = 8
MAX_BYTES = 512 * 2**20


class BlobCache:
    """Folders of compiled blobs, the least recently used removed first.

    Parameters
    ----------
    root
        Where they lie; created when needed. A place that cannot be written to means no cache, not an error.
    max_folders, max_bytes
        Bounds, applied by `prune`.
    """

    def __init__(self, root: Path, max_folders: int = MAX_FOLDERS, max_bytes: int = MAX_BYTES) -> None:
        self.root = root
        self.max_folders = max_folders
        self.max_bytes = max_bytes

    def folder(self, *key: str) -> Path | None:
        """Return the folder for a key, marked as just used; `None` if it cannot be written to."""
        name = hashlib.sha256("\0".join(key).encode()).hexdigest()[:32]
        path = self.root / name
        try:
            path.mkdir(parents=True, exist_ok=True)
            probe = path / f".write-{os.getpid()}"
            probe.touch()
            probe.unlink()
            os.utime(path, (time.time(), time.time()))
        except OSError as error:
            log.warning("no model cache: %s", error.strerror)
            return None
        return path

    def prune(self) -> None:
        """Remove the least recently used folders beyond the bounds; the newest one always stays."""
        try:
            folders = [(p.stat().st_mtime, p) for p in self.root.iterdir() if p.is_dir()]
        except OSError:
            return
        total = 0
        for rank, (_, path) in enumerate(sorted(folders, reverse=True)):
            total += _size(path)
            if rank > 0 and (rank >= self.max_folders or total > self.max_bytes):
                shutil.rmtree(path, ignore_errors=True)


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:  # another process removed it meanwhile
            continue
    return total
