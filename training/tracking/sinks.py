"""Where tracked figures go: TensorBoard's files, DVC's plain files, Weights & Biases.

Nothing is sent anywhere unless ``wandb-online`` is chosen by name. No sink is given a name, an identifier or
a path of a patient; what is written is figures, histograms and pictures of patches.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from training.errors import TrainingError

#: What `sinks_for` knows.
TRACKERS = ("tensorboard", "dvc", "wandb", "wandb-online")


class TrackingError(TrainingError):
    """A tracker that cannot be used, described in a sentence."""


class Sink(Protocol):
    """Takes what is tracked of one training after the other."""

    def start(self, name: str, facts: dict[str, Any]) -> None:
        """Begin a training: a fold's name, and all that it depends on as plain values."""

    def figures(self, values: dict[str, float], step: int) -> None:
        """Take figures by name."""

    def histogram(self, name: str, values: npt.NDArray[np.float32], step: int) -> None:
        """Take a distribution."""

    def picture(self, name: str, rgb: npt.NDArray[np.uint8], step: int) -> None:
        """Take a picture [H, W, 3]."""

    def finish(self) -> None:
        """End the training."""


class TensorBoardSink:
    """Event files for ``tensorboard --logdir FOLDER``; they lie on this machine only."""

    def __init__(self, folder: Path) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise TrackingError(_missing("TensorBoard", error)) from error
        self._make = SummaryWriter
        self.folder = folder

    def start(self, name: str, facts: dict[str, Any]) -> None:
        """Begin a training."""
        self.writer = self._make(log_dir=str(self.folder / name))
        self.writer.add_text("configuration", f"```\n{json.dumps(facts, indent=1, sort_keys=True)}\n```")

    def figures(self, values: dict[str, float], step: int) -> None:
        """Take figures by name."""
        for name, value in values.items():
            self.writer.add_scalar(name, value, step)

    def histogram(self, name: str, values: npt.NDArray[np.float32], step: int) -> None:
        """Take a distribution."""
        self.writer.add_histogram(name, values, step)

    def picture(self, name: str, rgb: npt.NDArray[np.uint8], step: int) -> None:
        """Take a picture."""
        self.writer.add_image(name, rgb, step, dataformats="HWC")

    def finish(self) -> None:
        """End the training."""
        self.writer.close()


class DvcSink:
    """Files that ``dvc metrics show`` and ``dvc plots show`` read: JSON and TSV, written without DVC."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self, name: str, facts: dict[str, Any]) -> None:
        """Begin a training."""
        self.here = self.folder / name
        (self.here / "plots").mkdir(parents=True, exist_ok=True)
        for old in (self.here / "plots").glob("*.tsv"):
            old.unlink()
        (self.here / "params.json").write_text(json.dumps(facts, indent=1, sort_keys=True), encoding="utf-8")
        self.last: dict[str, float] = {}

    def figures(self, values: dict[str, float], step: int) -> None:
        """Take figures by name: each has a file of steps, and its last value is among the metrics."""
        self.last |= values
        for name, value in values.items():
            path = self.here / "plots" / f"{name.replace('/', '_')}.tsv"
            fresh = not path.is_file()
            with path.open("a", encoding="utf-8") as file:
                file.write((f"step\t{name}\n" if fresh else "") + f"{step}\t{value:.6g}\n")

    def histogram(self, name: str, values: npt.NDArray[np.float32], step: int) -> None:
        """Take a distribution: DVC has none, so its mean and deviation are kept."""
        self.figures({f"{name}/mean": float(values.mean()), f"{name}/sd": float(values.std())}, step)

    def picture(self, name: str, rgb: npt.NDArray[np.uint8], step: int) -> None:  # noqa: ARG002 - one picture
        """Take a picture; the last of a name is kept."""
        from PIL import Image

        Image.fromarray(rgb).save(self.here / "plots" / f"{name.replace('/', '_')}.png")

    def finish(self) -> None:
        """End the training."""
        text = json.dumps(self.last, indent=1, sort_keys=True)
        (self.here / "metrics.json").write_text(text, encoding="utf-8")


class WandbSink:
    """Weights & Biases: a folder on this machine, which its owner may send with ``wandb sync`` or not.

    Parameters
    ----------
    folder
        Where its files lie.
    online
        Send to the server that the user's own settings name. Only who asks for ``wandb-online`` gets that;
        a ``WANDB_MODE`` left in the environment does not.
    """

    def __init__(self, folder: Path, *, online: bool) -> None:
        os.environ["WANDB_MODE"] = "online" if online else "offline"
        os.environ["WANDB_ERROR_REPORTING"] = "false"
        try:
            import wandb
        except ImportError as error:
            raise TrackingError(_missing("Weights & Biases", error)) from error
        self._wandb = wandb
        self.online = online
        self.folder = folder

    def start(self, name: str, facts: dict[str, Any]) -> None:
        """Begin a training; neither code, git, host, console nor machine is recorded."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run = self._wandb.init(
            project="noduscope",
            name=name,
            config=facts,
            dir=str(self.folder),
            mode="online" if self.online else "offline",
            reinit="finish_previous",
            settings=self._wandb.Settings(
                anonymous="never",
                console="off",
                disable_code=True,
                disable_git=True,
                host="workstation",
                silent=True,
                x_disable_machine_info=True,
                x_disable_meta=True,
                x_disable_stats=True,
                x_save_requirements=False,
            ),
        )

    def figures(self, values: dict[str, float], step: int) -> None:
        """Take figures by name."""
        self.run.log(values, step=step)

    def histogram(self, name: str, values: npt.NDArray[np.float32], step: int) -> None:
        """Take a distribution."""
        self.run.log({name: self._wandb.Histogram(values.tolist())}, step=step)

    def picture(self, name: str, rgb: npt.NDArray[np.uint8], step: int) -> None:
        """Take a picture."""
        self.run.log({name: self._wandb.Image(rgb)}, step=step)

    def finish(self) -> None:
        """End the training."""
        self.run.finish()


def sinks_for(names: Sequence[str], folder: Path) -> tuple[Sink, ...]:
    """Make the sinks that a user asks for.

    Parameters
    ----------
    names
        Of `TRACKERS`.
    folder
        Each has a folder of its name in it.

    Raises
    ------
    TrackingError
        If one is not installed, or both kinds of Weights & Biases are wanted.
    """
    if {"wandb", "wandb-online"} <= set(names):
        raise TrackingError("Choose wandb (on this machine) or wandb-online (sent to a server), not both.")
    made: list[Sink] = []
    for name in dict.fromkeys(names):
        if name == "tensorboard":
            made.append(TensorBoardSink(folder / name))
        elif name == "dvc":
            made.append(DvcSink(folder / name))
        elif name in ("wandb", "wandb-online"):
            made.append(WandbSink(folder / "wandb", online=name == "wandb-online"))
        else:
            raise TrackingError(f"There is no tracker {name!r}. Known: {', '.join(TRACKERS)}.")
    return tuple(made)


def _missing(what: str, error: ImportError) -> str:
    return (
        f"{what} is not installed. Install the extra `tracking` (pip install 'noduscope[tracking]'): {error}."
    )
