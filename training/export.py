"""From a finished run to a model package: one graph, checked in every runtime before anything is written.

The package is written by `engine.models.package`; what is in it is decided here.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from engine.models.manifest import AttributeOutput, Envelope, InputGrid, Range
from engine.models.package import CAM_TOLERANCE, LOGIT_TOLERANCE, write_package
from engine.novelty import FILE as NOVELTY
from engine.patch import PatchSpec
from engine.runtimes.base import Float32Array
from engine.runtimes.openvino_runtime import import_openvino
from training.card import model_card
from training.cases import Case, Dataset, hashed_identifier
from training.errors import TrainingError
from training.evaluate import evaluate
from training.explain import cam_cells
from training.graph import INPUT, Graph, graph_of
from training.graph import run as run_graph
from training.judged import judged_out_of_fold
from training.novelty import novelty_file
from training.onnx_file import save_onnx
from training.ratings import fit_thresholds
from training.recipe import Recipe
from training.runs import FINAL, RunFolder
from training.scores import OOF, reference_csv, scores_of_run
from training.targets import SCALES, attribute_targets, described
from training.weights import WEIGHTS, weights_bytes

PARITY_PATCHES = 32
#: Share of |map| values, out of fold, that the fixed colour scale shows without saturating.
CAM_LIMIT_QUANTILE = 0.99
#: Outputs other than logit and map may differ by this, relative to their size where that is above one.
OTHER_TOLERANCE = 1e-3

Answer = Callable[[Float32Array], dict[str, Float32Array]]


class ExportError(TrainingError):
    """A graph that must not be shipped, and why, in a sentence."""


def export(
    dataset: Dataset, run: RunFolder, out: Path, *, model_id: str | None = None, model_version: str = "1.0.0"
) -> dict[str, Any]:
    """Write a run's final model as a package.

    Parameters
    ----------
    dataset
        The run's dataset.
    run
        With all folds and the final model finished.
    out
        The package folder; an older package there is replaced.
    model_id
        Identifier of the model; by default the first word of the dataset's name.
    model_version
        Three numbers.

    Returns
    -------
    dict
        The manifest's fields, without file hashes.

    Raises
    ------
    ExportError
        If torch, ONNX Runtime and OpenVINO do not agree. Nothing is written then.
    training.runs.RunError
        If the run is not finished, or of another dataset.
    engine.models.package.PackageError
        If the package cannot be written there.
    """
    record = run.record()
    recipe = record.recipe
    if recipe.net.clahe:
        raise ExportError(
            f"The recipe {recipe.name} equalises its patches (net.clahe), which no exported graph does. "
            "It can be measured, not installed: set net.clahe to false and fit again."
        )
    final = [with_attribute_scale(weights, dataset, recipe) for weights in run.weights(FINAL)]
    scores, calibration, maps = scores_of_run(dataset, run)
    thresholds = fit_thresholds(scores.logit, dataset.cases)
    graph = graph_of(final, recipe, calibration.temperature, thresholds)
    patches = parity_patches(recipe.input.spec)
    files, parity = graph_files(graph, patches)

    trained = [case for case, ok in zip(dataset.cases, dataset.trainable, strict=True) if ok]
    limit = float(np.quantile(np.abs(maps[scores.counted]), CAM_LIMIT_QUANTILE))
    cam = cam_cells(recipe.input.spec, maps.shape[1:]).model_copy(update={"limit": float(f"{limit:.2g}")})
    manifest = {
        "id": model_id or _slug(dataset.name),
        "version": model_version,
        "created": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "input": InputGrid(size=recipe.input.size, spacing_mm=recipe.input.spacing_mm).model_dump(
            mode="json"
        ),
        "cam": cam.model_dump(mode="json"),
        "outputs": graph.outputs,
        "attributes": [
            AttributeOutput(name=name, low=SCALES[name][0], high=SCALES[name][1]).model_dump()
            for name in described(recipe.net.attributes)
        ],
        "threshold": 0.5,
        "temperature": calibration.temperature,
        "conformal": calibration.quantiles,
        "envelope": _envelope(trained).model_dump(mode="json"),
        "size_only": _size_only(dataset),
        "dataset_sha256": dataset.sha256,
        "recipe": recipe.model_dump(mode="json"),
        "recipe_sha256": recipe.sha256,
        "seed": record.seed,
        "metrics": evaluate(dataset, judged_out_of_fold(scores)),
        "training_patients_sha256": sorted({hashed_identifier(case.patient_id) for case in trained}),
        "never_trained_on": dataset.never_train,
        "licence": _licence(dataset, recipe),
        "attribution": dataset.attribution,
        "software": {
            **record.software,
            **{name: version(name) for name in ("onnx", "onnxruntime", "openvino")},
        },
    }
    card = model_card(manifest, pretrained=recipe.net.pretrained, dataset_name=dataset.name)
    write_package(
        out,
        manifest,
        {
            **files,
            "parity.npz": npz_bytes(parity),
            "reference_scores.csv": reference_csv(scores),
            OOF: scores.to_csv(),
            "card.md": card.encode(),
            NOVELTY: novelty_file(dataset, run, partial(run_graph, graph)),
            WEIGHTS: weights_bytes(final),
        },
    )
    return manifest


def with_attribute_scale(
    weights: dict[str, torch.Tensor], dataset: Dataset, recipe: Recipe
) -> dict[str, torch.Tensor]:
    """Return a final model's weights with the scale of its attributes, which the first runs did not keep.

    It follows from the training cases alone: see `training.targets.attribute_targets`.
    """
    targets = attribute_targets(dataset.cases, recipe.net.attributes, dataset.trainable)
    scale = {
        "attribute_mean": torch.from_numpy(targets.mean),
        "attribute_deviation": torch.from_numpy(targets.deviation),
    }
    return scale | weights


def graph_files(
    graph: Graph, patches: Float32Array
) -> tuple[dict[str, bytes], dict[str, npt.NDArray[np.float32]]]:
    """Export a graph to ONNX and OpenVINO IR, and hold both against torch.

    Parameters
    ----------
    graph
        In evaluation mode.
    patches
        HU patches to compare on, shape ``(N, 1, H, W)``.

    Returns
    -------
    files, parity
        ``model.onnx``, ``model.xml`` and ``model.bin``; and the patches with torch's outputs.

    Raises
    ------
    ExportError
        If a runtime differs by more than 1e-4 in the logit or 1e-3 in the map, or a batch of N differs from
        N single patches.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        try:
            save_onnx(
                graph,
                [torch.from_numpy(patches[:2])],
                folder / "model.onnx",
                inputs=[INPUT],
                outputs=graph.outputs,
            )
        except RuntimeError as error:
            raise ExportError(f"The model was not exported: {error}.") from error
        openvino = import_openvino()
        openvino.save_model(
            openvino.convert_model(folder / "model.onnx"), folder / "model.xml", compress_to_fp16=False
        )
        expected = _torch_answer(graph)(patches)
        for name, answer in (
            ("torch", _torch_answer(graph)),
            ("ONNX Runtime", _onnx_answer(folder / "model.onnx", graph.outputs)),
            ("OpenVINO", _openvino_answer(openvino, folder / "model.xml", graph.outputs)),
        ):
            compare(expected, answer(patches), f"{name} in one batch of {len(patches)}")
            singles = [answer(patch[None]) for patch in patches]
            together = {key: np.concatenate([single[key] for single in singles]) for key in graph.outputs}
            compare(expected, together, f"{name}, one patch at a time")
        files = {name: (folder / name).read_bytes() for name in ("model.onnx", "model.xml", "model.bin")}
    return files, {"patch": patches, **expected}


def compare(expected: Mapping[str, Float32Array], got: Mapping[str, Float32Array], who: str) -> None:
    """Refuse outputs that differ from torch's.

    Raises
    ------
    ExportError
        With the output and the difference.
    """
    limits = {"logit": LOGIT_TOLERANCE, "probability": LOGIT_TOLERANCE, "cam": CAM_TOLERANCE}
    for name, values in expected.items():
        difference = np.abs(got[name] - values)
        if name not in limits:
            difference = difference / np.maximum(1, np.abs(values))
        limit = limits.get(name, OTHER_TOLERANCE)
        # Written so that a NaN fails too.
        if not (difference <= limit).all():
            raise ExportError(
                f"The model was not exported: {who} gives another {name} than torch (difference "
                f"{float(difference.max()):.2g}, allowed {limit:g})."
            )


def _torch_answer(graph: Graph) -> Answer:
    @torch.no_grad()
    def answer(patches: Float32Array) -> dict[str, Float32Array]:
        return {n: v.numpy() for n, v in zip(graph.outputs, graph(torch.from_numpy(patches)), strict=True)}

    return answer


def _onnx_answer(path: Path, outputs: Sequence[str]) -> Answer:
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return lambda patches: dict(zip(outputs, session.run(list(outputs), {INPUT: patches}), strict=True))


def _openvino_answer(openvino: Any, path: Path, outputs: Sequence[str]) -> Answer:
    compiled = openvino.Core().compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def answer(patches: Float32Array) -> dict[str, Float32Array]:
        result = compiled({INPUT: patches})
        return {name: np.array(result[name]) for name in outputs}

    return answer


def parity_patches(spec: PatchSpec, count: int = PARITY_PATCHES) -> Float32Array:
    """Return fixed synthetic patches of every kind; a package carries no patient's pixels.

    Parameters
    ----------
    spec
        The network's input.
    count
        How many.

    Returns
    -------
    numpy.ndarray
        HU, shape ``(count, *spec.size)``: balls of 3 to 30 mm, from ground glass to calcified, in noisy lung,
        every third one beside a chest wall.
    """
    random = np.random.default_rng(0)
    along, row, column = (
        (np.arange(n) - (n - 1) / 2) * mm for n, mm in zip(spec.size, spec.spacing_mm, strict=True)
    )
    distance = np.sqrt(along[:, None, None] ** 2 + row[:, None] ** 2 + column[None, :] ** 2)
    patches = np.empty((count, *spec.size), dtype=np.float32)
    for i, diameter in enumerate(np.geomspace(3, 30, count)):
        density = (-600, -100, 50, 400)[i % 4]
        wall = 1 / (1 + np.exp((column[None, :] + 14) / 0.4)) if i % 3 == 0 else 0.0
        ball = 1 / (1 + np.exp((distance - diameter / 2) / 0.4))
        lung = -870 + 910 * wall
        patches[i] = np.round(lung + (density - lung) * ball + random.normal(0, 25, spec.size))
    return patches


def _size_only(dataset: Dataset) -> dict[str, float] | None:
    """Fit the label on the logarithm of the readers' long axis, edge to edge; `None` without both labels."""
    from sklearn.linear_model import LogisticRegression

    sized = [
        (case.edge_diameter_mm, case.label)
        for case in dataset.cases
        if case.reportable and case.edge_diameter_mm and case.edge_diameter_mm > 0
    ]
    if len({label for _, label in sized}) < 2:
        return None
    size, label = np.array(sized, dtype=float).T
    fit = LogisticRegression(C=np.inf).fit(np.log(size)[:, None], label)
    return {"intercept": float(fit.intercept_[0]), "slope": float(fit.coef_[0, 0])}


def _envelope(trained: list[Case]) -> Envelope:
    return Envelope(
        diameter_mm=_range([case.diameter_mm for case in trained]),
        slice_thickness_mm=_range([case.slice_thickness_mm for case in trained]),
        pixel_spacing_mm=_range([mm for case in trained for mm in case.grid.spacing_mm[1:]]),
        manufacturers=tuple(sorted({case.manufacturer for case in trained if case.manufacturer})),
        kernels=tuple(sorted({case.kernel for case in trained if case.kernel})),
    )


def _range(values: Sequence[float | None]) -> Range:
    known = [value for value in values if value is not None]
    if not known:
        raise ExportError("The cases lack diameters or slice thicknesses, so the model's range is unknown.")
    return Range(low=round(min(known), 4), high=round(max(known), 4))


def _licence(dataset: Dataset, recipe: Recipe) -> str:
    net = recipe.net
    base = ""
    if net.pretrained and net.kind == "lite11":
        base = "; fine-tuned from EfficientNet-lite0 ImageNet weights, Apache-2.0"
    elif net.pretrained:
        base = f"; fine-tuned from the {net.kind} weights {net.weights_file}, under whose licence they stay"
    return f"Weights: Apache-2.0{base}. Training data: {dataset.name}, {dataset.licence}."


def _slug(name: str) -> str:
    match = re.search(r"[a-z0-9]+", name.lower())
    return match[0] if match else "model"


def npz_bytes(arrays: Mapping[str, npt.NDArray[np.float32]]) -> bytes:
    """Return the content of an `.npz` file."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **dict(arrays))
    return file.getvalue()
