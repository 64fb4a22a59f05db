"""What is tracked of a training, and when; it draws no random number and changes no weight.

Losses, learning rates and gradient norms (before clipping) every few steps; after every epoch the weights'
distribution by layer, and example patches with the readers' outline, the network's mask and its map.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytorch_lightning as pl
import torch

from training.tracking.pictures import overlay

if TYPE_CHECKING:
    from training.recipe import Recipe
    from training.samples import TrainingSamples
    from training.tracking.sinks import Sink

#: Steps between two rows of figures.
EVERY = 5
#: Example patches shown after each epoch.
EXAMPLES = 6
#: Half the colour scale of maps, logit units.
MAP_LIMIT = 4.0


class Track(pl.Callback):
    """Hand a training's figures, weights and pictures to sinks.

    Parameters
    ----------
    sinks
        Where they go.
    samples
        The training's samples; examples are their first patches, unaugmented.
    recipe
        Of the training.
    """

    def __init__(self, sinks: Sequence[Sink], samples: TrainingSamples, recipe: Recipe) -> None:
        self.sinks = sinks
        chosen = samples.chosen[:EXAMPLES]
        size = recipe.input.size
        hu = samples.patches.hu[chosen]
        deep = (hu.shape[1] - size[0]) // 2
        self.hu = torch.from_numpy(_middle(hu[:, deep : deep + size[0]], size[1:]))
        self.lesion = _middle(samples.patches.lesion[chosen].astype(np.float32), size[1:])
        self.norms: dict[str, float] = {}

    def on_before_optimizer_step(self, trainer: pl.Trainer, pl_module: pl.LightningModule, _: Any) -> None:
        """Take the norm of every part's gradient, before clipping."""
        if trainer.global_step % EVERY == 0:
            self.norms = gradient_norms(pl_module.net)  # type: ignore[arg-type]

    def on_train_batch_end(self, trainer: pl.Trainer, _: pl.LightningModule, outputs: Any, *__: Any) -> None:
        """Hand on the step's loss, learning rates and norms."""
        if not self.norms:
            return
        rates = {
            f"learning_rate/{number}": group["lr"]
            for number, group in enumerate(trainer.optimizers[0].param_groups)
        }
        loss = outputs["loss"] if isinstance(outputs, dict) else outputs
        values = {"loss/step": float(loss.detach()), **rates}
        values |= {f"gradient_norm/{name}": value for name, value in self.norms.items()}
        for sink in self.sinks:
            sink.figures(values, trainer.global_step)
        self.norms = {}

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Hand on the epoch's losses, the weights and the examples."""
        step = trainer.global_step
        means = {f"loss/{name}": value for name, value in pl_module.mean_losses().items()}  # type: ignore[operator]
        net: Any = pl_module.net
        shown = pictures(net, self.hu, self.lesion)
        for sink in self.sinks:
            sink.figures(means, step)
            for name, values in weights_by_part(net).items():
                sink.histogram(f"weights/{name}", values, step)
            for number, rgb in enumerate(shown):
                sink.picture(f"examples/{number}", rgb, step)


def part_of(name: str) -> str:
    """Return the part of a network that a parameter belongs to: ``backbone.blocks.3``, ``classifier`` ..."""
    parts = name.split(".")
    keep = 3 if parts[1:2] == ["blocks"] else 2 if parts[0] in ("backbone", "decoder") else 1
    return ".".join(parts[:keep])


def gradient_norms(net: torch.nn.Module) -> dict[str, float]:
    """Return the Euclidean norm of the gradient of each part that has one, and of all (``all``)."""
    squares: dict[str, float] = {}
    for name, parameter in net.named_parameters():
        if parameter.grad is not None:
            part = part_of(name)
            squares[part] = squares.get(part, 0.0) + float(parameter.grad.detach().square().sum())
    return {name: value**0.5 for name, value in {**squares, "all": sum(squares.values())}.items()}


def weights_by_part(net: torch.nn.Module) -> dict[str, npt.NDArray[np.float32]]:
    """Return all weights of each part, flat."""
    parts: dict[str, list[npt.NDArray[np.float32]]] = {}
    for name, parameter in net.named_parameters():
        parts.setdefault(part_of(name), []).append(parameter.detach().float().cpu().numpy().ravel())
    return {name: np.concatenate(values) for name, values in parts.items()}


def pictures(net: Any, hu: torch.Tensor, lesion: npt.NDArray[np.float32]) -> list[npt.NDArray[np.uint8]]:
    """Return each patch beside itself with the readers' outline, the network's mask and map.

    Parameters
    ----------
    net
        It is judged with, in evaluation mode; its mode and all random numbers are left as they were.
    hu, lesion
        Patches [N, D, H, W] and readers' share [N, 1, H, W].
    """
    was_training = net.training
    net.eval()
    try:
        with torch.no_grad(), torch.random.fork_rng(devices=[]):
            outputs = net(hu.to(next(net.parameters()).device))
    finally:
        net.train(was_training)
    maps = torch.nn.functional.interpolate(outputs.cam, hu.shape[-2:], mode="bilinear", align_corners=True)
    mask = torch.nn.functional.interpolate(
        torch.sigmoid(outputs.lesion_logit), hu.shape[-2:], mode="bilinear", align_corners=True
    )
    middle = hu.shape[1] // 2
    return [
        overlay(
            hu[n, middle].numpy(),
            lesion[n, 0],
            mask[n, 0].cpu().numpy(),
            (maps[n, 0] / MAP_LIMIT).cpu().numpy(),
        )
        for n in range(len(hu))
    ]


def _middle(large: npt.NDArray[np.float32], size: tuple[int, ...]) -> npt.NDArray[np.float32]:
    corner = [(have - want) // 2 for have, want in zip(large.shape[-2:], size, strict=True)]
    rows, columns = (slice(start, start + want) for start, want in zip(corner, size, strict=True))
    return np.ascontiguousarray(large[..., rows, columns])
