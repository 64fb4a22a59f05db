"""The batch's own corner of the output folder: its lock, unfinished folders, and notes between processes.

Notes are files, so that they work over any executor: the batch says stop, a job says which step it is at.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path
from typing import IO

from engine.dicom.errors import Cancelled

NAME = ".noduscope"


class DeskError(Exception):
    """The output folder cannot be used, in a sentence."""


class Desk:
    """The corner of one output folder.

    Parameters
    ----------
    out
        The output folder.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out / NAME
        self._lock: IO[str] | None = None
        self._step = ""

    # ------------------------------------------------------------ the batch's side

    def open(self) -> None:
        """Make the folder, take its lock and clear what a killed run left.

        Raises
        ------
        DeskError
            If another batch writes here, or nothing can be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # Append: a second run must not empty the file that the first one has locked.
            self._lock = (self.folder / "lock").open("a", encoding="utf-8")
        except OSError as error:
            raise DeskError(
                f"The folder {self.out} cannot be written ({error.strerror}). Choose another one for the"
                " results."
            ) from error
        if not _lock(self._lock):
            self._lock.close()
            self._lock = None
            raise DeskError(
                f"Another run of Noduscope is writing to {self.out}. Wait for it, or choose another folder."
            )
        self._clear()

    def close(self) -> None:
        """Remove the corner."""
        if self._lock is not None:
            self._clear()
            self._lock.close()
            self._lock = None
            with contextlib.suppress(OSError):
                (self.folder / "lock").unlink()
                self.folder.rmdir()

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != "lock":
                path.unlink(missing_ok=True)

    def stop(self) -> None:
        """Ask the running jobs to end at their next step."""
        with contextlib.suppress(OSError):  # on a full disk they end by themselves
            (self.folder / "stop").touch()

    def asked_to_stop(self) -> bool:
        """Whether `stop` was called, by this process or by another one that wants the run to end."""
        return (self.folder / "stop").exists()

    def step_of(self, folder: str) -> str:
        """Return the step that a job is at; empty if it has not begun."""
        try:
            return (self.folder / f"{folder}.step").read_text(encoding="utf-8")
        except OSError:
            return ""

    # ------------------------------------------------------------ the job's side

    def begin(self, folder: str) -> Path:
        """Return the empty folder in which a job puts its results together.

        Raises
        ------
        DeskError
            If the output folder is not there: a worker on another machine must see it too.
        """
        if not self.folder.is_dir():
            raise DeskError(
                "The folder of the results cannot be seen from the worker: workers on other machines need it,"
                " and the images, under the same path."
            )
        part = self.folder / folder / "new"
        shutil.rmtree(part.parent, ignore_errors=True)
        part.mkdir(parents=True)
        return part

    def note_step(self, folder: str, step: str) -> None:
        """Say which step a job is at.

        Raises
        ------
        Cancelled
            If the batch wants it to end.
        """
        if (self.folder / "stop").exists():
            raise Cancelled
        if step != self._step:
            self._step = step
            with contextlib.suppress(OSError):
                (self.folder / f"{folder}.step").write_text(step, encoding="utf-8")

    def end(self, folder: str) -> None:
        """Remove what a job left here."""
        shutil.rmtree(self.folder / folder, ignore_errors=True)
        (self.folder / f"{folder}.step").unlink(missing_ok=True)


def _lock(file: IO[str]) -> bool:
    """Take the lock that the system gives back when this process dies; say whether it was free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
