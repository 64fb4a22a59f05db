"""Distillation: a student learns the logits and the maps of an ensemble on the patches it is trained on.

The teachers judge each augmented (and mixed) patch as the student sees it, on their own grid over the same
millimetres: Beyer et al., Knowledge distillation: a good teacher is patient and consistent, 2022. The loss on
logits is that of Hinton et al., Distilling the knowledge in a neural network, 2015, for two classes.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from training.compress.method import Losses, Unchanged
from training.errors import TrainingError
from training.graph import Graph
from training.nets import Outputs
from training.recipe import CompressRecipe, InputRecipe


class Distil(Unchanged):
    """The teachers of one fold, none of which has seen the fold's patients.

    Parameters
    ----------
    recipe
        Weights of the teacher's parts.
    teachers
        In evaluation mode; their answers are averaged.
    grids
        Each teacher's input.
    student
        The student's input.

    Raises
    ------
    TrainingError
        If a teacher looks at other millimetres, or at slices that the student does not have.
    """

    def __init__(
        self,
        recipe: CompressRecipe,
        teachers: Sequence[Graph],
        grids: Sequence[InputRecipe],
        student: InputRecipe,
    ) -> None:
        for grid in grids:
            if not same_field(grid, student):
                raise TrainingError(
                    "A teacher must look at the same field as the student, which sees "
                    f"{_field(student)}; one of the teachers sees {_field(grid)}."
                )
        self.recipe = recipe
        self.teachers = list(zip(teachers, grids, strict=True))

    def losses(
        self, parts: Losses, outputs: Outputs, hu: torch.Tensor, batch: dict[str, torch.Tensor]
    ) -> Losses:
        """Put the teachers beside the label, and their map beside the student's."""
        logit, cam = self.answers(hu)
        of_logit = (logit_loss(outputs.logit, logit, self.recipe.temperature) * batch["weight"]).mean()
        of_map = map_loss(outputs.cam, cam)
        label = nn.functional.binary_cross_entropy_with_logits(
            outputs.logit, batch["label"], reduction="none"
        )
        label_loss = (label * batch["weight"]).mean()
        share = self.recipe.teacher_weight
        # The label's own loss is in the sum already, once.
        loss = parts["loss"] + share * (of_logit - label_loss) + self.recipe.map_weight * of_map
        return {**parts, "loss": loss, "teacher": of_logit.detach(), "map": of_map.detach()}

    @torch.no_grad()
    def answers(self, hu: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the teachers' mean logit [N] and mean map [N, 1, h, w] for patches [N, D, H, W]."""
        answers = [graph(resized(hu, grid.size[1:]))[:3] for graph, grid in self.teachers]
        logit, _, cam = (torch.stack(values).mean(0) for values in zip(*answers, strict=True))
        return logit, cam


def logit_loss(student: torch.Tensor, teacher: torch.Tensor, temperature: float) -> torch.Tensor:
    """Cross-entropy [N] against the teacher's softened probability, scaled back by T squared."""
    soft = torch.sigmoid(teacher / temperature)
    loss = nn.functional.binary_cross_entropy_with_logits(student / temperature, soft, reduction="none")
    return loss * temperature**2


def map_loss(student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """Mean squared difference of maps [N, 1, h, w], in variances of the teacher's, on the student's cells.

    Both span the same millimetres from the centre of the first cell to that of the last.
    """
    on_cells = resized(teacher, student.shape[-2:])
    return (student - on_cells).square().mean() / on_cells.var().clamp(min=1e-6)


def resized(pictures: torch.Tensor, size: Sequence[int]) -> torch.Tensor:
    """Return pictures [N, C, H, W] on another number of points between the same outermost ones."""
    if tuple(pictures.shape[-2:]) == tuple(size):
        return pictures
    return nn.functional.interpolate(pictures, size=tuple(size), mode="bicubic", align_corners=True)


def same_field(one: InputRecipe, other: InputRecipe) -> bool:
    """Whether two inputs span the same millimetres, from the outermost pixel centres, on as many slices."""
    spans = [
        [(n - 1) * mm for n, mm in zip(grid.size[1:], grid.spacing_mm[1:], strict=True)]
        for grid in (one, other)
    ]
    close = all(abs(a - b) < 0.05 for a, b in zip(*spans, strict=True))
    return close and one.size[0] == other.size[0]


def _field(grid: InputRecipe) -> str:
    rows, columns = (f"{(n - 1) * mm:.1f}" for n, mm in zip(grid.size[1:], grid.spacing_mm[1:], strict=True))
    return f"{rows} x {columns} mm on {grid.size[0]} slice(s)"
