"""The receive folder: objects are gathered out of sight, and a series appears whole or not at all.

Below the folder a series that was received is ``STUDY/SERIES/INSTANCE.dcm``, each name a hash of its UID.
While it comes it lies in ``.incoming/KIND-PROCESS/``; what was cut off lies in ``.incomplete`` until
the sender sends the rest. Knows files only, neither sockets nor DICOM.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psutil

from engine.files import private_folder
from engine.network.checks import Arrived

INCOMING, INCOMPLETE = ".incoming", ".incomplete"
#: What is left of a transfer that was cut off is kept so long for the sender to send the rest.
KEEP_DAYS = 30
_DAY_S = 86_400


@dataclass(frozen=True)
class Series:
    """What became of a series: it is there (`whole`), or was cut off and put aside.

    Parameters
    ----------
    key
        Short hash that stands for it in messages.
    folder
        Where its files are.
    n_new, n_images
        How many came now, and how many there are.
    """

    whole: bool
    key: str
    folder: Path
    modality: str
    n_new: int
    n_images: int


@dataclass
class _Staged:
    folder: Path
    target: Path
    modality: str = ""
    senders: set[Hashable] = field(default_factory=set)
    cut_off: bool = False


def hashed(uid: str) -> str:
    """Return the name that stands for a UID in file names and messages."""
    return hashlib.sha256(uid.encode()).hexdigest()[:24]


class Intake:
    """Takes objects of one process; safe to use from several threads.

    Parameters
    ----------
    root
        The receive folder; made if missing.
    kind
        ``push``: others send; what is cut off is put aside, since they may have been told that it arrived.
        ``get``: we asked; what is cut off is removed, since we can ask again.
    told
        Called with every series that appears or is put aside.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """

    def __init__(
        self, root: Path, kind: Literal["push", "get"], told: Callable[[Series], None] = lambda _series: None
    ) -> None:
        self.root, self._kind, self._told = root, kind, told
        own = psutil.Process()
        self._corner = root / INCOMING / f"{kind}-{own.pid}-{int(own.create_time())}-{id(self):x}"
        #: Where objects are written while they come.
        self.scratch = self._corner / "scratch"
        private_folder(root)
        self.scratch.mkdir(parents=True)
        self._staged: dict[str, _Staged] = {}
        self._lock = threading.Lock()

    # ------------------------------------------------------------ objects

    def take(self, sender: Hashable, arrived: Arrived, file: Path) -> None:
        """Take a file over; it is on the disk when this returns.

        Parameters
        ----------
        sender
            The transfer it belongs to, until `end`.

        Raises
        ------
        OSError
            If it cannot be kept; the series is as before.
        """
        study, series, name = (
            hashed(u) for u in (arrived.study_uid, arrived.series_uid, arrived.instance_uid)
        )
        with file.open("rb+") as content:
            os.fsync(content.fileno())
        with self._lock:
            key = f"{study}-{series}"
            staged = self._staged.get(key)
            if staged is None:
                staged = _Staged(self._corner / key, self.root / study / series)
                staged.folder.mkdir(exist_ok=True)
                self._staged[key] = staged
            file.replace(staged.folder / f"{name}.dcm")
            staged.senders.add(sender)
            staged.modality = arrived.modality or staged.modality

    def end(self, sender: Hashable, *, whole: bool) -> list[Series]:
        """Close a transfer.

        A series of it appears once no other transfer adds to it, unless one of them was cut off.

        Parameters
        ----------
        whole
            Whether it ended as the sender meant it to.

        Returns
        -------
        list of Series
            What appeared or was put aside; `told` was called with each.
        """
        with self._lock:
            closed = []
            for key, staged in list(self._staged.items()):
                if sender in staged.senders:
                    staged.senders.discard(sender)
                    staged.cut_off |= not whole
                    if not staged.senders:
                        closed.append(self._staged.pop(key))
            good = [s for s in closed if not s.cut_off]
            for staged in good:
                # A kill between two renames must not turn the second series into a torn one.
                _mark(staged.folder).touch()
            done = [self._publish(s.folder, s.target, s.modality) for s in good]
            cut_off = [s for s in closed if s.cut_off]
            if self._kind == "push":
                done += [self._put_aside(s.folder, s.modality) for s in cut_off]
            else:
                for staged in cut_off:
                    shutil.rmtree(staged.folder, ignore_errors=True)
        for series in done:
            self._told(series)
        return done

    def close(self) -> None:
        """End what is still open as cut off, and remove the corner."""
        for sender in {s for staged in self._staged.values() for s in staged.senders}:
            self.end(sender, whole=False)
        shutil.rmtree(self._corner, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._corner.parent.rmdir()

    # ------------------------------------------------------------ after a kill

    def recover(self) -> None:
        """Finish or put aside what processes left that are no more, and forget what is too old."""
        done = []
        with self._lock:
            for corner in sorted((self.root / INCOMING).iterdir()):
                if corner != self._corner and corner.is_dir() and not _lives(corner.name):
                    done += self._recovered(corner)
                    shutil.rmtree(corner, ignore_errors=True)
        for series in done:
            self._told(series)
        aside = self.root / INCOMPLETE
        for folder in aside.iterdir() if aside.is_dir() else ():
            with contextlib.suppress(OSError):
                if time.time() - folder.stat().st_mtime > KEEP_DAYS * _DAY_S:
                    shutil.rmtree(folder)

    def _recovered(self, corner: Path) -> list[Series]:
        done = []
        for folder in sorted(p for p in corner.iterdir() if p.is_dir() and p.name != "scratch"):
            study, _, series = folder.name.partition("-")
            if _mark(folder).exists():
                done.append(self._publish(folder, self.root / study / series, ""))
            elif corner.name.startswith("push-") and any(folder.iterdir()):
                done.append(self._put_aside(folder, ""))
        return done

    # ------------------------------------------------------------ folders

    def _publish(self, folder: Path, target: Path, modality: str) -> Series:
        """Move a gathered series to where it is seen, with what an earlier transfer left of it."""
        n_new = _count(folder)
        aside = self.root / INCOMPLETE / folder.name
        if aside.is_dir():
            _fold_in(aside, folder, replace=False)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            _fold_in(folder, target, replace=True)
        else:
            folder.rename(target)
        _mark(folder).unlink(missing_ok=True)
        return Series(True, folder.name.partition("-")[2][:8], target, modality, n_new, _count(target))

    def _put_aside(self, folder: Path, modality: str) -> Series:
        n_new = _count(folder)
        aside = self.root / INCOMPLETE / folder.name
        aside.mkdir(parents=True, exist_ok=True)
        _fold_in(folder, aside, replace=True)
        os.utime(aside)
        return Series(False, folder.name.partition("-")[2][:8], aside, modality, n_new, _count(aside))


def _mark(folder: Path) -> Path:
    return folder.with_name(folder.name + ".whole")


def _count(folder: Path) -> int:
    return sum(1 for path in folder.iterdir() if path.suffix == ".dcm")


def _fold_in(source: Path, target: Path, *, replace: bool) -> None:
    for path in source.iterdir():
        if replace or not (target / path.name).exists():
            path.replace(target / path.name)
    shutil.rmtree(source, ignore_errors=True)


def _lives(name: str) -> bool:
    """Whether the process that owns a corner still runs."""
    try:
        _kind, pid, created, _id = name.split("-")
        return int(psutil.Process(int(pid)).create_time()) == int(created)
    except (ValueError, psutil.Error):
        return False
