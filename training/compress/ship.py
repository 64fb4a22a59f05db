"""Put the graph in whole numbers (INT8) into a finished package, if all folds of its run together allow it.

The package keeps its graph in floating point, which stays the one that counts: at each start the engine uses
whichever is faster there.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np

from engine.models.package import MANIFEST, ModelPackage, load_package, write_package
from engine.runtimes.openvino_runtime import import_openvino
from training.cases import Dataset
from training.compress.measure import BASE, calibration_cases, measure
from training.compress.whole_numbers import quantised
from training.errors import TrainingError
from training.events import Emit, silent
from training.finetune.int8 import BIN, XML, Int8Result, compiled_graph, objections, tolerance_of
from training.runs import RunFolder
from training.samples import plain_patches
from training.splits import Split

#: The row of `training.compress.measure` that speaks for the graph that is shipped.
ROW = f"{BASE}, INT8"
CARD = "card.md"


def ship(
    dataset: Dataset, split: Split, run: RunFolder, folder: Path, *, version: str, emit: Emit = silent
) -> Int8Result:
    """Measure on all folds, and write the package anew with the graph in whole numbers if it passes.

    Parameters
    ----------
    dataset, split
        What the run was trained on, and its folds.
    run
        The finished run that the package was exported from, or one of the same recipe.
    folder
        The package folder. An older graph in whole numbers there is replaced.
    version
        The version of the package that comes of it: three numbers.
    emit
        Takes an event for each graph.

    Returns
    -------
    Int8Result
        With ``reasons`` and without files where it may not be shipped; the package is then untouched.

    Raises
    ------
    TrainingError
        If the package is of another recipe or dataset than the run.
    engine.models.package.PackageError
        If the folder is no sound package.
    """
    package = load_package(folder)
    _check_kin(package, dataset, run, folder)
    document = measure(dataset, split, run, {}, folds=split.n_folds, compare=False, emit=emit)
    rows = {row["variant"]: row for row in document["rows"]}
    row, base = rows[ROW], rows[BASE]
    patches = plain_patches(dataset, run.record().recipe.input.spec, calibration_cases(dataset.trainable))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / XML
        openvino = import_openvino()
        openvino.save_model(quantised(package.file("model.xml"), patches), path, compress_to_fp16=False)
        with np.load(package.file("parity.npz"), allow_pickle=False) as vectors:
            tolerance = tolerance_of(compiled_graph(openvino, path, patches.shape[1:]), vectors)
        made = {name: (Path(scratch) / name).read_bytes() for name in (XML, BIN)}
    metrics = {
        "n": document["nodules"],
        "folds": document["folds"],
        "auc": {"fp32": base["auc"]["value"], "int8": row["auc"]["value"]},
        "difference": row["difference"],
        "calls_changed": row["calls_changed"],
        "cam_correlation": row["map_correlation"],
        "ms": {"fp32": base["ms"], "int8": row["ms"]},
    }
    # The site's gate, so that no other one is laxer.
    reasons = tuple(objections(metrics, tolerance["probability"]))
    result = Int8Result({} if reasons else made, metrics, reasons, tolerance)
    if result.files:
        _write(package, result, version)
    return result


def _check_kin(package: ModelPackage, dataset: Dataset, run: RunFolder, folder: Path) -> None:
    manifest, recipe = package.manifest, run.record().recipe
    if (manifest.recipe_sha256, manifest.dataset_sha256) != (recipe.sha256, dataset.sha256):
        raise TrainingError(
            f"The package {folder} was not exported from a run of this recipe on this dataset, so the run "
            f"{run.folder} says nothing of it. Name the run that it was exported from."
        )


def _write(package: ModelPackage, result: Int8Result, version: str) -> None:
    manifest = json.loads((package.folder / MANIFEST).read_text(encoding="utf-8"))
    names = manifest.pop("files")
    old = f"{manifest['id']} {manifest['version']}"
    manifest |= {"version": version, "int8": result.manifest()}
    kept: dict[str, bytes | Path] = {
        name: package.file(name) for name in names if name not in (XML, BIN, CARD)
    }
    lines = package.file(CARD).read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("- The graph in whole numbers")]
    lines = [line.replace(old, f"{manifest['id']} {version}") for line in lines]
    try:
        at = lines.index("## Limits") + 2
    except ValueError:
        raise TrainingError(f"The card of {package.folder} has no section “Limits” to say so in.") from None
    lines.insert(at, f"- {result.text()}")
    write_package(package.folder, manifest, {**kept, CARD: "\n".join([*lines, ""]).encode(), **result.files})
