"""Bytes from a pipe, cut into lines: partial ones are kept, endless ones are dropped. Knows nothing else."""

from __future__ import annotations

from collections.abc import Iterator

#: No message is longer: a scan of 100,000 files stays below it.
LINE_LIMIT = 64 * 1024 * 1024


class LineSplitter:
    """Cuts a stream into lines.

    Parameters
    ----------
    limit
        Longest line in bytes. A longer one is dropped whole, and the lines after it are read as usual.
    """

    def __init__(self, limit: int = LINE_LIMIT) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._length = 0
        self._dropping = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the lines that `data` completes, without their ends; empty lines are left out."""
        *ended, rest = data.split(b"\n")
        for piece in ended:
            self._add(piece)
            if not self._dropping:
                line = b"".join(self._parts).strip()
                if line:
                    yield line
            self._clear()
        self._add(rest)

    def _clear(self) -> None:
        self._parts, self._length, self._dropping = [], 0, False

    def _add(self, piece: bytes) -> None:
        self._length += len(piece)
        if self._length > self._limit:
            self._parts, self._dropping = [], True
        elif piece and not self._dropping:
            self._parts.append(piece)
