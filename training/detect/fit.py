"""Fit the candidates' filter: examples, training, a run folder that an interruption leaves usable.

::

    filter.json      what it was trained on and how
    last.ckpt        of a training that is not finished
    weights.pt       tensors only; the training is finished
    progress.jsonl   events
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytorch_lightning as pl
import torch
from monai.optimizers import WarmupCosineSchedule
from pydantic import BaseModel, ConfigDict, Field
from pytorch_lightning.callbacks import EMAWeightAveraging, ModelCheckpoint
from torch.utils.data import DataLoader, Sampler, TensorDataset

from training.detect.augment import augment
from training.detect.crops import LARGEST_MM, STEP_MM, Examples, import_nodules, join, read_luna, to_hu
from training.detect.net import FilterGraph, PlaneNet
from training.detect.volumes import held_out
from training.errors import TrainingError
from training.events import Emit, silent
from training.fit import software
from training.metrics import auc
from training.module import quieten
from training.runs import RunError

RECORD, WEIGHTS, LAST, LOG = "filter.json", "weights.pt", "last.ckpt", "progress.jsonl"


class FilterRecipe(BaseModel):
    """Every choice of a filter's training."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    test_folds: tuple[int, ...] = (0, 1)
    """Patients of these folds are kept for the test bed."""
    pixels: int = 49
    step_mm: float = STEP_MM
    """What the engine cuts views at; the crops are cut at `crops.STEP_MM`, so both change together."""
    largest_mm: float = LARGEST_MM
    """As `step_mm`: wider candidates are shown at a larger step, as the crops of wider nodules are."""
    width: int = 24
    dropout: float = Field(default=0.3, ge=0, lt=1)
    epochs: int = Field(default=30, gt=0)
    steps_per_epoch: int = Field(default=150, gt=0)
    batch: int = Field(default=96, gt=1)
    positive_share: float = Field(default=0.35, gt=0, lt=1)
    lr: float = Field(default=3e-3, gt=0)
    weight_decay: float = 0.02
    warmup: float = 0.1
    label_smoothing: float = 0.03
    ema_decay: float = 0.99
    seed: int = 20240601


class BalancedSampler(Sampler[int]):
    """Draws nodules and others in a fixed proportion, every epoch from its own seed (Lightning sets it)."""

    def __init__(self, examples: Examples, recipe: FilterRecipe) -> None:
        self.nodules = np.flatnonzero(examples.label == 1)
        self.others = np.flatnonzero(examples.label == 0)
        self.recipe = recipe
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch."""
        self.epoch = epoch

    def __len__(self) -> int:
        return self.recipe.steps_per_epoch * self.recipe.batch

    def __iter__(self) -> Iterator[int]:
        rng = np.random.default_rng([self.recipe.seed, self.epoch])
        nodule = rng.random(len(self)) < self.recipe.positive_share
        drawn = np.where(nodule, rng.choice(self.nodules, len(self)), rng.choice(self.others, len(self)))
        return iter(drawn.tolist())


class FilterTask(pl.LightningModule):
    """The plane network, its loss and its optimiser."""

    def __init__(self, net: PlaneNet, recipe: FilterRecipe, emit: Emit) -> None:
        super().__init__()
        self.net = net
        self.recipe = recipe
        self.emit = emit
        self.random = torch.Generator()
        self.losses: list[float] = []

    def on_train_epoch_start(self) -> None:
        """Start all random numbers from seed and epoch, so that a resumed training continues exactly."""
        seed = int(np.random.SeedSequence([self.recipe.seed, self.current_epoch]).generate_state(1)[0])
        torch.manual_seed(seed)
        self.random.manual_seed(seed)
        self.losses = []

    def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
        """Return the loss of one batch."""
        hu, label = batch
        logit = self.net(
            augment(hu, self.recipe.pixels, self.random).contiguous(memory_format=torch.channels_last)
        )
        smooth = self.recipe.label_smoothing
        target = label * (1 - 2 * smooth) + smooth
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logit, target)
        self.losses.append(float(loss.detach()))
        return loss

    def on_train_epoch_end(self) -> None:
        """Report the epoch's mean loss."""
        loss = float(np.mean(self.losses))
        if not np.isfinite(loss):
            raise TrainingError("The training diverged (its loss is not a number). Lower the learning rate.")
        self.emit("epoch", epoch=self.current_epoch + 1, epochs=self.recipe.epochs, loss=round(loss, 5))

    def configure_optimizers(self) -> Any:
        """AdamW with a warm-up and a cosine to zero."""
        optimiser = torch.optim.AdamW(
            self.net.parameters(), lr=self.recipe.lr, weight_decay=self.recipe.weight_decay
        )
        steps = self.recipe.epochs * self.recipe.steps_per_epoch
        schedule = WarmupCosineSchedule(optimiser, max(1, round(self.recipe.warmup * steps)), steps)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


def fit_filter(source: Path, folder: Path, recipe: FilterRecipe, emit: Emit = silent) -> dict[str, Any]:
    """Train a filter; a finished one is not repeated, an interrupted one is taken up.

    Parameters
    ----------
    source
        Folder laid out like LIDC's crops: ``lidc_nodules.csv``, ``lidc_maxslice.npz``, ``lidc_voi3d*`` and
        ``luna16_candidates2d.npz``.
    folder
        The run folder.
    recipe
        The choices.
    emit
        Takes progress events.

    Returns
    -------
    dict
        The record that is kept as ``filter.json``.

    Raises
    ------
    RunError
        If `folder` holds another run.
    training.cases.DatasetError
        If a source file is missing or wrong.
    """
    rng = np.random.default_rng(recipe.seed)
    templates = held_out(source, recipe.test_folds)
    luna, validation, removed = read_luna(source, templates)
    folds = tuple(fold for fold in range(20) if fold not in recipe.test_folds)
    examples = join(luna, import_nodules(source, folds, rng))
    record = {
        "recipe": recipe.model_dump(mode="json"),
        "examples_sha256": _hash(examples),
        "examples": {
            f"{name}, {'nodule' if label else 'no nodule'}": int(
                ((examples.source == name) & (examples.label == label)).sum()
            )
            for name in sorted(set(examples.source.tolist()))
            for label in (1, 0)
        },
        "left_out_as_shown_in_the_test_bed": removed,
        "software": software(),
    }
    _claim(folder, record)
    pl.seed_everything(recipe.seed, verbose=False)
    net = PlaneNet(recipe.pixels, recipe.width, recipe.dropout)
    if not (folder / WEIGHTS).is_file():
        emit("start", examples=len(examples), nodules=int(examples.label.sum()))
        _train(net, examples, recipe, folder, emit)
        part = folder / f"{WEIGHTS}.part"
        torch.save({name: value.detach().contiguous() for name, value in net.state_dict().items()}, part)
        part.replace(folder / WEIGHTS)
        (folder / LAST).unlink(missing_ok=True)
    net = trained_net(folder)
    score = plane_logits(net, validation)
    finished = {**record, "validation_auc": auc(validation.label, score), "validation_crops": len(validation)}
    _write(folder / RECORD, finished)
    emit("done", validation_auc=finished["validation_auc"])
    return finished


def trained_net(folder: Path) -> PlaneNet:
    """Read a finished run's network.

    Raises
    ------
    RunError
        If there is none.
    """
    if not (folder / WEIGHTS).is_file() or not (folder / RECORD).is_file():
        raise RunError(
            f"{folder} holds no finished training of a filter. Run `noduscope train fit-filter` first."
        )
    recipe = recipe_of(folder)
    net = PlaneNet(recipe.pixels, recipe.width, recipe.dropout)
    net.load_state_dict(torch.load(folder / WEIGHTS, map_location="cpu", weights_only=True))
    return net.eval()


def recipe_of(folder: Path) -> FilterRecipe:
    """Read the recipe of a run."""
    return FilterRecipe.model_validate(json.loads((folder / RECORD).read_text(encoding="utf-8"))["recipe"])


@torch.no_grad()
def plane_logits(net: PlaneNet, examples: Examples) -> npt.NDArray[np.floating]:
    """Logits of unchanged crops."""
    side = net.pixels
    pixels = torch.from_numpy(to_hu(examples.pixels[:, :side, :side]))[:, None]
    return torch.cat([net(part) for part in pixels.split(256)]).numpy()


@torch.no_grad()
def torch_filter(
    graph: FilterGraph, views: npt.NDArray[np.float32], strength: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Probabilities of views of places with these strengths by shape, in torch."""
    probability: npt.NDArray[np.float32] = graph(torch.from_numpy(views), torch.from_numpy(strength))[
        1
    ].numpy()
    return probability


def _train(net: PlaneNet, examples: Examples, recipe: FilterRecipe, folder: Path, emit: Emit) -> None:
    quieten()
    net = net.to(memory_format=torch.channels_last)
    hu = torch.from_numpy(to_hu(examples.pixels))[:, None]
    label = torch.from_numpy(examples.label.astype(np.float32))
    sampler = BalancedSampler(examples, recipe)
    loader = DataLoader(
        TensorDataset(hu, label), recipe.batch, sampler=sampler, generator=torch.Generator().manual_seed(0)
    )
    last = folder / LAST
    trainer = pl.Trainer(
        accelerator="cpu",
        devices=1,
        max_epochs=recipe.epochs,
        gradient_clip_val=5.0,
        callbacks=[
            EMAWeightAveraging(decay=recipe.ema_decay),
            ModelCheckpoint(dirpath=folder, filename="last", save_top_k=1, enable_version_counter=False),
        ],
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(
        FilterTask(net, recipe, emit),
        loader,
        ckpt_path=str(last) if last.is_file() else None,
        weights_only=False,
    )


def _claim(folder: Path, record: dict[str, Any]) -> None:
    """Make the folder this run's, or refuse."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / RECORD
    if path.is_file():
        known = json.loads(path.read_text(encoding="utf-8"))
        if any(known.get(name) != record[name] for name in ("recipe", "examples_sha256")):
            raise RunError(
                f"{folder} holds a filter of another recipe or other examples; choose another folder."
            )
        return
    if any(file.name != LOG for file in folder.iterdir()):
        raise RunError(f"{folder} holds something other than a filter's run, so nothing was written there.")
    _write(path, record)


def _write(path: Path, record: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    part.replace(path)


def _hash(examples: Examples) -> str:
    digest = hashlib.sha256(examples.pixels.tobytes())
    digest.update(examples.label.tobytes())
    return digest.hexdigest()
