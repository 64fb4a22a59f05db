"""The folders of fine-tuning in the user's data folder: snapshots, runs, the reference set. No Qt here.

::

    finetune/datasets/DATE-PROCESS/  a frozen snapshot of the labels
             runs/DATE-PROCESS/      an attempt: `REQUEST_FILE` (what it was started with), console.log,
                               run/  the run folder, which is the training's own
                                     model.noduscope, `INSTALLED_FILE`
             reference/              the imported reference set
"""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from app.finetune.lock import locked_pid
from app.finetune.request import TuneRequest
from engine.files import write_whole
from engine.paths import data_dir

REQUEST_FILE, INSTALLED_FILE, PACKAGE_FILE, RUN = "request.json", "installed", "model.noduscope", "run"
#: Age at which a snapshot that no run rests on is deleted.
STALE_S = 24 * 3600
#: Every dataset folder has it.
DATASET_FILE = "dataset.json"


class Workspace:
    """The folders.

    Parameters
    ----------
    root
        By default in the user's data folder.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or data_dir() / "finetune"

    @property
    def reference(self) -> Path:
        """Where the reference set lies, or would lie."""
        return self._root / "reference"

    @property
    def has_reference(self) -> bool:
        """Whether one was imported."""
        return (self.reference / DATASET_FILE).is_file()

    def new_dataset(self) -> Path:
        """Return the folder of the next snapshot; old ones that no run rests on are deleted first."""
        used = {Path(r.dataset) for folder in self.runs() if (r := request_of(folder)) is not None}
        for folder in self._folders("datasets"):
            # A young one may be that of another window.
            if folder not in used and time.time() - folder.stat().st_mtime > STALE_S:
                shutil.rmtree(folder, ignore_errors=True)
        return self._new("datasets")

    def new_run(self) -> Path:
        """Return the next run folder. It does not exist yet: a plan must leave no empty run behind."""
        return self._new("runs") / RUN

    def runs(self) -> list[Path]:
        """Return the folders of attempts, the latest first."""
        return [folder for folder in self._folders("runs") if (folder / REQUEST_FILE).is_file()]

    def latest_run(self) -> Path | None:
        """Return the attempt that was started last."""
        return next(iter(self.runs()), None)

    def running(self) -> Path | None:
        """Return the attempt on which a process works, whichever window started it."""
        return next((attempt for attempt in self.runs() if locked_pid(attempt / RUN) is not None), None)

    def _folders(self, kind: str) -> list[Path]:
        try:
            return sorted((p for p in (self._root / kind).iterdir() if p.is_dir()), reverse=True)
        except OSError:
            return []

    def _new(self, kind: str) -> Path:
        # With the process's number, so that two windows never choose the same.
        stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}"
        taken = {folder.name for folder in self._folders(kind)}
        names = (stamp if n == 0 else f"{stamp}-{n:02d}" for n in range(100))
        return self._root / kind / next(name for name in names if name not in taken)


def keep_request(request: TuneRequest) -> None:
    """Write down with what a run is started, so that a later window can go on with it.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    folder = attempt_of(request)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / REQUEST_FILE, request.model_dump_json(indent=1))


def attempt_of(request: TuneRequest) -> Path:
    """Return the folder around a run folder."""
    return Path(request.out).parent


def request_of(attempt: Path) -> TuneRequest | None:
    """Return with what a run was started; `None` where that cannot be read."""
    try:
        return TuneRequest.model_validate_json((attempt / REQUEST_FILE).read_text("utf-8"))
    except (OSError, ValidationError, ValueError):
        return None
