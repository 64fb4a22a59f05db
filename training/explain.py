"""Does the map say why? The reference map of the `grad-cam` package, and an audit of map and mask per case.

Nodules lie in the middle of their patches, where any blob in the centre would hit them; so the map is also
looked at on a patch cut beside the nodule.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from engine.assess import cam_grid
from engine.geometry import Grid, resample
from engine.lesion.axes import edge_points, longest_axes
from engine.models.manifest import CamGrid
from engine.patch import PatchSpec, make_patch
from engine.runtimes.base import Float32Array, Outputs
from training.cases import Dataset
from training.errors import TrainingError
from training.graph import Graph
from training.nets import Network

#: A map's peak this near to the readers' outline counts as on the lesion; outlines are about a pixel off.
TOLERANCE_MM = 2.0
#: How far beside the nodule the second patch is cut.
SHIFT_MM = 8.0

AUDIT = ("cam_energy", "cam_peak_in", "cam_peak_in_shifted", "cam_chance", "dice", "long_axis_mm")


def reference_cam(net: Network, patches: Float32Array) -> Float32Array:
    """Return Grad-CAM maps by the `grad-cam` package.

    Parameters
    ----------
    net
        The network, in evaluation mode.
    patches
        HU, shape ``(N, 1, H, W)``.

    Returns
    -------
    numpy.ndarray
        Shape ``(N, H, W)``: negative parts cut off, each image scaled to 0-1 and resized, as that package
        does.
    """
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import RawScoresOutputTarget

    with GradCAM(model=LogitOnly(Graph([net])), target_layers=[net.pooled]) as cam:
        maps: Float32Array = cam(torch.from_numpy(patches), [RawScoresOutputTarget() for _ in patches])
    return maps


def as_reference(cam: Float32Array, size: tuple[int, int]) -> Float32Array:
    """Bring the graph's raw maps (N, 1, h, w) to the form of `reference_cam`: ReLU, 0-1, resized."""
    from pytorch_grad_cam.utils.image import scale_cam_image

    positive = scale_cam_image(np.maximum(cam[:, 0], 0), size[::-1])
    return np.asarray(scale_cam_image(positive), dtype=np.float32)


class LogitOnly(nn.Module):
    """A graph as one that returns its logit alone, which is what `grad-cam` explains.

    Parameters
    ----------
    graph
        In evaluation mode.
    """

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.graph = graph

    def forward(self, patch: torch.Tensor) -> torch.Tensor:
        """Return the logit [N] of patches [N, D, H, W]."""
        logit: torch.Tensor = self.graph(patch)[0]
        return logit


def cam_cells(spec: PatchSpec, map_size: tuple[int, ...]) -> CamGrid:
    """Return where a map's cells lie in the patch; its first and last cells lie on the outermost pixels.

    They are on the middle slice. The limit of the colour scale is left at 1: `export` sets it.
    """
    slices, rows, columns = spec.size
    stride = (1.0, (rows - 1) / (map_size[-2] - 1), (columns - 1) / (map_size[-1] - 1))
    offset = ((slices - 1) / 2, 0.0, 0.0)
    return CamGrid(size=(1, map_size[-2], map_size[-1]), stride=stride, offset=offset, limit=1.0)


def audit(
    dataset: Dataset,
    chosen: npt.NDArray[np.intp],
    spec: PatchSpec,
    outputs: Outputs,
    run: Callable[[Float32Array], Outputs],
) -> dict[str, npt.NDArray[np.float64]]:
    """Compare maps and masks with the readers' outlines.

    Parameters
    ----------
    dataset, chosen
        The cases.
    spec
        The network's input.
    outputs
        Of the network, for the patches of `chosen`.
    run
        Runs the network, for the patches cut beside the nodules.

    Returns
    -------
    dict
        Shape ``(len(chosen),)`` each, NaN where there is no consensus outline: ``cam_energy``, the share of
        the map's positive part within `TOLERANCE_MM` of the outline; ``cam_peak_in``, whether its peak is
        there (1 or 0), and the same with the patch moved by `SHIFT_MM`; ``cam_chance``, the share of the
        patch that is there; ``dice`` of the mask; ``long_axis_mm`` of the mask.
    """
    table = {name: np.full(len(chosen), np.nan) for name in AUDIT}
    for row, index in enumerate(int(i) for i in chosen):
        centre = dataset.cases[index].centre_mm
        table["long_axis_mm"][row] = long_axis_mm(lesion_of(outputs, row), spec)
        outline = consensus(dataset, index, spec, centre)
        if not outline.any():
            continue
        near = _dilated(outline, spec)
        table["cam_energy"][row], table["cam_peak_in"][row] = _map_on(
            outputs.cam[row], near, spec.grid_at(centre)
        )
        table["cam_chance"][row] = near.mean()
        table["dice"][row] = dice_of(lesion_of(outputs, row)[0] >= 0.5, outline)

        beside = (centre[0] + SHIFT_MM, centre[1], centre[2])
        patch = make_patch(dataset.volume(index), beside, spec)
        moved = _dilated(consensus(dataset, index, spec, beside), spec)
        _, table["cam_peak_in_shifted"][row] = _map_on(run(patch.hu[None]).cam[0], moved, patch.grid)
    return table


def lesion_of(outputs: Outputs, row: int) -> Float32Array:
    """Return the lesion's probabilities of one patch, shape (1, H, W).

    Raises
    ------
    TrainingError
        If the network has no lesion head.
    """
    if outputs.lesion is None:
        raise TrainingError("The network has no lesion head, so its masks cannot be audited.")
    return outputs.lesion[row]


def consensus(
    dataset: Dataset, index: int, spec: PatchSpec, centre: tuple[float, float, float]
) -> npt.NDArray[np.bool_]:
    """Pixels that at least half of the readers outlined, in the patch at `centre`; shape (H, W)."""
    return dataset.lesion(index, spec, centre)[0] >= 0.5


def _dilated(mask: npt.NDArray[np.bool_], spec: PatchSpec) -> npt.NDArray[np.bool_]:
    rows, columns = (2 * round(TOLERANCE_MM / mm) + 1 for mm in spec.spacing_mm[1:])
    ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (columns, rows))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), ball)) > 0


def _map_on(cam: Float32Array, near: npt.NDArray[np.bool_], patch_grid: Grid) -> tuple[float, float]:
    """Share of the map's positive part in a region, and whether its peak is there."""
    fine = fine_map(cam, patch_grid)
    positive = np.maximum(fine, 0)
    energy = float(positive[near].sum() / positive.sum()) if positive.any() else 0.0
    return energy, float(near[np.unravel_index(int(np.argmax(fine)), fine.shape)])


def fine_map(cam: Float32Array, patch_grid: Grid) -> Float32Array:
    """Return a raw map (1, h, w) on the pixels of its patch's middle slice, shape (H, W)."""
    return resample(cam, map_cells(cam, patch_grid), patch_grid.plane(patch_grid.size[0] // 2))[0]


def map_cells(cam: Float32Array, patch_grid: Grid) -> Grid:
    """Return where the cells of a raw map (1, h, w) of a patch lie in the patient."""
    return cam_grid(patch_grid, cam_cells(PatchSpec(patch_grid.size, patch_grid.spacing_mm), cam.shape))


def dice_of(a: npt.NDArray[np.bool_], b: npt.NDArray[np.bool_]) -> float:
    """Return the Dice coefficient of two masks that are not both empty."""
    return float(2 * (a & b).sum() / (a.sum() + b.sum()))


def long_axis_mm(lesion: Float32Array, spec: PatchSpec) -> float:
    """Longest diameter of the mask's largest part, edge to edge: where the probability is one half."""
    soft = np.pad(lesion[0], 1)  # the measuring must not meet the array's border
    count, labels, stats, _ = cv2.connectedComponentsWithStats((soft >= 0.5).astype(np.uint8), connectivity=4)
    if count < 2:
        return float("nan")
    largest = labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    ends, _ = longest_axes(edge_points(largest, soft, 0.5) * np.array(spec.spacing_mm[1:]))
    return float(np.linalg.norm(ends[1] - ends[0]))
