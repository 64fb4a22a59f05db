"""Answers C-STORE requests by putting objects into an intake; shared by the listener and by C-GET."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pynetdicom import _config
from pynetdicom.events import Event

from engine.network import checks
from engine.network.checks import Refused
from engine.network.intake import Intake

#: So much of the disk is left to the rest of the computer.
RESERVE_BYTES = 512 * 2**20
NO_ROOM = "The disk is full: nothing more is taken until there is room."


def free_bytes(folder: Path) -> int:
    """Return the room on a folder's disk."""
    return shutil.disk_usage(folder).free


@contextlib.contextmanager
def spooled(intake: Intake) -> Iterator[None]:
    """Have pynetdicom write objects into the intake's scratch folder while they come, not into memory.

    It does so through the process's folder for temporary files: a process receives into one intake at a time.
    """
    before = tempfile.tempdir, _config.STORE_RECV_CHUNKED_DATASET
    tempfile.tempdir, _config.STORE_RECV_CHUNKED_DATASET = str(intake.scratch), True
    try:
        yield
    finally:
        tempfile.tempdir, _config.STORE_RECV_CHUNKED_DATASET = before


def store(
    event: Event,
    intake: Intake,
    *,
    refused: Callable[[str], None],
    room: Callable[[Path], int] = free_bytes,
) -> int:
    """Keep one object, or say why not.

    Parameters
    ----------
    refused
        Called with a sentence for every object that is not kept.
    room
        Returns the free bytes on a folder's disk.

    Returns
    -------
    int
        Status for the sender (PS3.4 table B.2-1).
    """
    request: Any = event.request
    path = event.dataset_path
    try:
        _fits(path, room(intake.root))
        # The file is still open for writing; what was buffered must be in it before it is moved.
        request._dataset_file.close()
        arrived = checks.examine(path, str(request.AffectedSOPClassUID), str(request.AffectedSOPInstanceUID))
        intake.take(event.assoc, arrived, path)
    except Refused as error:
        refused(error.text)
        return error.status
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        refused(NO_ROOM if full else f"The object could not be written ({error.strerror}).")
        return checks.NO_ROOM
    return checks.SUCCESS


def _fits(path: Path, free: int) -> None:
    if free < RESERVE_BYTES:
        raise Refused(checks.NO_ROOM, NO_ROOM)
    if path.stat().st_size > checks.MOST_BYTES:
        raise Refused(checks.NO_ROOM, "The object is too large.")
