"""What the compiled graph is to beat: the same networks and views in torch eager, with `grad-cam` or MONAI.

MONAI is what MONAI Label and its clients' servers are made of: it reads the series, cuts the patch and draws
the map by its own transforms. That it makes the same of the same input is checked before it is timed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from torch import nn

from engine.bench import BenchError, in_turns
from engine.bench_same import largest_difference
from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.patch import MAX_SLICE_STEP_MM, PatchSpec, make_patch
from engine.runtimes.base import usable_cores
from engine.volume import Volume
from training.explain import LogitOnly
from training.graph import Graph
from training.nets import Network, build
from training.recipe import read_recipe

#: By how much MONAI's patch may differ, HU (it interpolates in float32), and its map, of 0 to 1.
PATCH_HU, MAP = 0.1, 1e-4
THICK = (
    "MONAI interpolates between slices however far apart they are, ours not beyond 2.5 mm, so that its way "
    "from a volume to a map is not compared on this series."
)


def time_eager(rounds: int = 20, warm_up: int = 3) -> dict[str, list[float]]:
    """Time one patch through torch eager.

    The weights are no trained ones: the time does not depend on them. Threads are as many as the engine's
    runtimes take.

    Parameters
    ----------
    rounds, warm_up
        Timed calls, and calls before them that are not.

    Returns
    -------
    dict
        Milliseconds of each call: ``torch_eager``, the answer alone; ``torch_grad_cam``, the answer and its
        map.
    """
    torch.set_num_threads(usable_cores())
    patch = _noise(_spec())
    model, nets = _model()

    def answer() -> None:
        with torch.inference_mode():
            model(patch)

    with GradCAM(model=model, target_layers=[net.pooled for net in nets]) as cam:
        # Answer and map come from one call, as one who uses the package would write it.
        return in_turns(
            {"torch_eager": answer, "torch_grad_cam": lambda: cam(patch, [ClassifierOutputTarget(0)])},
            rounds,
            warm_up,
        )


@contextmanager
def _affines_kept() -> Iterator[None]:
    """Let MONAI's arrays carry where they lie, as it does by itself; our trainings switch it off."""
    from monai.data import get_track_meta, set_track_meta

    before = get_track_meta()
    set_track_meta(True)
    try:
        yield
    finally:
        set_track_meta(before)


@_affines_kept()
def time_monai(folder: Path, rounds: int = 20, loads: int = 3) -> dict[str, Any]:
    """Time MONAI's way from files to a volume, and from a volume to answer and map of one nodule.

    Parameters
    ----------
    folder
        A folder with a CT series.
    rounds, loads
        Timed nodules, and timed readings of the series.

    Returns
    -------
    dict
        As `engine.bench.Timed`: ``timings`` of ``reading`` (``monai_load_image`` and ours beside it) and
        ``nodule`` (``monai_resample_and_grad_cam``), ``agreement`` and ``left_out``.

    Raises
    ------
    engine.bench.BenchError
        If there is no CT series in the folder.
    engine.bench_same.DisagreementError
        If MONAI's volume, patch or map is not ours.
    """
    torch.set_num_threads(usable_cores())
    found = scan([folder]).series
    if not found:
        raise BenchError(f"There is no CT series in {folder}.")
    series = max(found, key=lambda one: one.size[0])
    volume = load(series).volume
    files = Path(series.paths[0]).parent
    image = _read(files)
    agreement = {
        "reading.monai_load_image": largest_difference(
            volume.hu, _as_ours(image, volume), 1, "MONAI's volume", "HU"
        )
    }
    # Ours once more, in turns: what else reads from the disk in another minute is no comparison.
    readings: dict[str, Callable[[], object]] = {
        "volume_beside_monai": lambda: load(max(scan([folder]).series, key=lambda one: one.size[0])),
        "monai_load_image": lambda: _read(files),
    }
    timings = {"reading": in_turns(readings, loads)}
    left_out = []
    if volume.grid.spacing_mm[0] > MAX_SLICE_STEP_MM + 1e-3:
        left_out.append(THICK)
    else:
        nodule, agreement["nodule.monai_resample_and_grad_cam"] = _checked_nodule(image, volume)
        timings["nodule"] = in_turns({"monai_resample_and_grad_cam": nodule}, rounds, warm_up=3)
    return {"timings": timings, "agreement": agreement, "left_out": left_out}


class _OneClass(nn.Module):
    """A graph's logit [N] as the one class [N, 1] that both packages expect."""

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.logit = LogitOnly(graph)

    def forward(self, patch: torch.Tensor) -> torch.Tensor:
        logit: torch.Tensor = self.logit(patch)
        return logit.reshape(-1, 1)


def _spec() -> PatchSpec:
    recipe = read_recipe("default")
    return PatchSpec(recipe.input.size, recipe.input.spacing_mm)


def _model() -> tuple[_OneClass, list[Network]]:
    """The default recipe's networks before any training: a pretrained backbone, and random weights on top.

    A random backbone shows all but the same everywhere, and two maps of it agree or not by rounding.
    """
    recipe = read_recipe("default")
    torch.manual_seed(0)
    nets = [build(recipe.net, recipe.input, pretrained=True) for _ in range(recipe.members)]
    for net in nets:
        # Of both signs, and large beside the 1e-7 that grad-cam adds to what it divides by.
        nn.init.normal_(net.classifier.weight, std=100)
    return _OneClass(Graph(nets, views=recipe.views).eval()), nets


def _noise(spec: PatchSpec) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(0).normal(-600, 200, (1, *spec.size)).astype(np.float32))


def _read(folder: Path) -> Any:
    """The series in a folder, which must hold nothing else."""
    from monai.transforms import LoadImage

    return LoadImage(reader="PydicomReader", image_only=True, ensure_channel_first=True)(folder)


def _as_ours(image: Any, volume: Volume) -> npt.NDArray[np.float32]:
    """MONAI's array, [1, column, row, slice] in whichever order of slices, as ``[slice, row, column]``."""
    array = np.asarray(image[0]).transpose(2, 1, 0)
    upwards = float(image.affine[:3, 2].numpy() @ _ras(volume.grid.normal)) > 0
    return array if upwards else array[::-1]


def _ras(vector: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """LPS to RAS, which MONAI's affines are in."""
    return np.asarray(vector, dtype=float) * (-1, -1, 1)


def _checked_nodule(image: Any, volume: Volume) -> tuple[Callable[[], object], float]:
    from monai.transforms import SpatialResample
    from monai.visualize import GradCAM as MonaiGradCAM

    spec = _spec()
    x, y, z = (float(v) for v in volume.grid.to_patient((np.asarray(volume.grid.size) - 1) / 2))
    patch = make_patch(volume, (x, y, z), spec)
    model, nets = _model()
    target = np.eye(4)
    target[:3, :3] = np.stack([_ras(step) for step in reversed(patch.grid.steps_mm)], axis=1)
    target[:3, 3] = _ras(patch.grid.origin_mm)
    resample = SpatialResample(mode="bilinear", padding_mode="border", align_corners=False, dtype=np.float32)

    def cut() -> torch.Tensor:
        cut_out = resample(image, dst_affine=torch.from_numpy(target), spatial_size=spec.size[::-1])
        result: torch.Tensor = torch.as_tensor(np.asarray(cut_out)).permute(0, 3, 2, 1).contiguous()
        return result

    largest_difference(patch.hu, cut()[0].numpy(), PATCH_HU, "MONAI's patch", "HU")
    layers = [name for name, module in model.named_modules() if any(module is net.pooled for net in nets)]
    # Scaled as grad-cam does: MONAI's own scaling shows the map upside down.
    cams = MonaiGradCAM(nn_module=model, target_layers=layers[0], postprocessing=_scaled)
    with GradCAM(model=model, target_layers=[nets[0].pooled]) as reference:
        expected = reference(torch.from_numpy(patch.hu[None]), [ClassifierOutputTarget(0)])
    found = cams(torch.from_numpy(patch.hu[None]), class_idx=0)[:, 0].numpy()
    if not expected.any():
        raise BenchError("The map of `grad-cam` is empty, so that there is nothing to compare MONAI's with.")
    difference = largest_difference(expected, found, MAP, "MONAI's map", "of 1")
    return (lambda: cams(cut(), class_idx=0)), difference


def _scaled(cam: torch.Tensor) -> torch.Tensor:
    """Each map from its least to its largest as 0 to 1."""
    cam = cam.detach() - cam.detach().amin((-2, -1), keepdim=True)
    return cam / (cam.amax((-2, -1), keepdim=True) + 1e-7)
