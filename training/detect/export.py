"""A finished filter, or a site's own detector, into a model package, checked before it is written."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch

from engine.candidates import MAX_PLACES, open_filter
from engine.candidates.filter import BIN, ONNX, PARITY, XML
from engine.candidates.views import ViewSpec, make_views
from engine.models.candidates import add_candidates
from engine.models.manifest import CandidateDetector, CandidateFilterNet
from engine.models.package import ModelPackage
from engine.phantom import PhantomSpec, make_phantom
from engine.runtimes.openvino_runtime import import_openvino
from training.detect.crops import HIGH_HU, LOW_HU
from training.detect.fit import RECORD, recipe_of, torch_filter, trained_net
from training.detect.net import FilterGraph
from training.export import ExportError
from training.onnx_file import save_onnx

INPUTS, OUTPUTS = ("views", "strength"), ("logit", "probability")


def add_filter(
    package: Path,
    run: Path,
    *,
    slope: float = 1.0,
    offset: float = 0.0,
    threshold: float = 0.5,
    name: str = "candidate filter",
    metrics: dict[str, Any] | None = None,
) -> ModelPackage:
    """Export a run's filter into a package.

    Parameters
    ----------
    package
        The package folder; an older filter there is replaced, nothing else is changed.
    run
        Of `training.detect.fit.fit_filter`, finished.
    slope, offset
        Calibration of the logit (`training.detect.calibrate`).
    threshold
        Probability from which a suggestion is worth showing unasked.
    name
        Shown to readers.
    metrics
        Figures of the test bed, kept in the manifest.

    Raises
    ------
    ExportError, engine.models.package.PackageError
        If the runtimes do not agree with torch, or the package is unsound. Nothing is changed then.
    """
    recipe = recipe_of(run)
    graph = FilterGraph(trained_net(run), slope, offset).eval()
    views = parity_views(ViewSpec(recipe.pixels, recipe.step_mm, recipe.largest_mm))
    strength = np.linspace(0.02, 0.9, len(views), dtype=np.float32)
    expected = torch_filter(graph, views, strength)
    record = json.loads((run / RECORD).read_text(encoding="utf-8"))
    section = CandidateFilterNet(
        name=name,
        pixels=recipe.pixels,
        step_mm=recipe.step_mm,
        largest_mm=recipe.largest_mm,
        hu_range=(LOW_HU, HIGH_HU),
        places=MAX_PLACES,
        calibration={"slope": slope, "offset": offset},
        threshold=threshold,
        metrics=metrics or {},
        training=record,
    )
    files = _graph_files(graph, views, strength)
    parity = io.BytesIO()
    np.savez_compressed(parity, allow_pickle=False, views=views, strength=strength, probability=expected)
    return _added(package, section, {**files, PARITY: parity.getvalue()})


def add_detector(package: Path, graph: Path, section: CandidateDetector) -> ModelPackage:
    """Put a site's own detector into a package.

    Parameters
    ----------
    package
        The package folder; what found candidates there is replaced, nothing else is changed.
    graph
        ONNX file that keeps the contract of docs/detection.md.
    section
        For the manifest.

    Raises
    ------
    ExportError, engine.models.package.PackageError
        If the file is no such graph. Nothing is changed then.
    """
    try:
        onnx.checker.check_model(str(graph))
        with tempfile.TemporaryDirectory() as scratch:
            files = _with_openvino(graph, Path(scratch))
    except (OSError, RuntimeError, ValueError, onnx.checker.ValidationError) as error:
        raise ExportError(f"{graph} is not an ONNX graph that can be used: {error}") from error
    return _added(package, section, files)


def parity_views(spec: ViewSpec) -> npt.NDArray[np.float32]:
    """Views of the phantom's nodules and of places beside them, to hold runtimes against one another."""
    phantom = make_phantom(PhantomSpec(size=(60, 192, 192), spacing_mm=(5.0, 1.9, 1.9)))
    centre = np.array([n.centre_mm for n in phantom.nodules])
    width = np.array([n.diameter_mm for n in phantom.nodules])
    moved = centre + np.array([9.0, -6.0, 4.0])
    return make_views(
        phantom.volume, np.concatenate([centre, moved]), np.concatenate([width, 2 * width]), spec
    )


def _added(
    package: Path, section: CandidateFilterNet | CandidateDetector, files: dict[str, bytes]
) -> ModelPackage:
    """Add to a copy first, so that what cannot be opened never replaces what can."""
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch) / "trial"
        shutil.copytree(package, trial)
        open_filter(add_candidates(trial, section, files))
    return add_candidates(package, section, files)


def _graph_files(
    graph: FilterGraph, views: npt.NDArray[np.float32], strength: npt.NDArray[np.float32]
) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / ONNX
        try:
            save_onnx(
                graph,
                [torch.from_numpy(views[:2]), torch.from_numpy(strength[:2])],
                path,
                inputs=INPUTS,
                outputs=OUTPUTS,
            )
        except RuntimeError as error:
            raise ExportError(f"The filter was not exported: {error}.") from error
        return _with_openvino(path, Path(scratch))


def _with_openvino(graph: Path, scratch: Path) -> dict[str, bytes]:
    openvino = import_openvino()
    openvino.save_model(openvino.convert_model(graph), scratch / XML, compress_to_fp16=False)
    return {ONNX: graph.read_bytes(), **{name: (scratch / name).read_bytes() for name in (XML, BIN)}}
