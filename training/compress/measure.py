"""Small and fast variants of a finished run against it in FP32: accuracy, map, size and time.

Every graph answers the patients that its own fold holds out, and no others; ranges for whole numbers are
taken from the fold's training patients.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine.runtimes.base import Float32Array
from engine.runtimes.openvino_runtime import import_openvino
from training.cases import Dataset
from training.compress.whole_numbers import quantised
from training.errors import TrainingError
from training.evaluate import STRATA
from training.events import Emit, silent
from training.export import graph_files, parity_patches
from training.finetune.int8 import (
    MAX_AUC_LOSS,
    MIN_CAM_CORRELATION,
    Answer,
    compiled_graph,
    onnx_graph,
    quantise,
    time_in_turns,
)
from training.graph import graph_of
from training.metrics import auc, with_intervals
from training.recipe import Recipe
from training.runs import RunFolder
from training.samples import plain_patches
from training.splits import Split

BASE = "FP32"
SMALL = "6-15mm"
ONNX = "ONNX Runtime"
#: Patches that ranges are taken from.
CALIBRATION = 60


@dataclass
class _Variant:
    """What one variant answered, fold by fold."""

    recipe: Recipe
    bytes: int = 0
    logits: list[Float32Array] = field(default_factory=list)
    maps: list[Float32Array] = field(default_factory=list)


def measure(
    dataset: Dataset,
    split: Split,
    base: RunFolder,
    variants: Mapping[str, RunFolder],
    *,
    folds: int,
    compare: bool = True,
    emit: Emit = silent,
) -> dict[str, Any]:
    """Return the figures of all variants.

    Parameters
    ----------
    dataset, split
        The cases and their folds.
    base
        The run that all are compared with.
    variants
        Further runs by name: distilled, pruned and so on.
    folds
        The first so many folds; all runs must have finished them.
    compare
        Also measure what is there for comparison only: other ways of rounding, fewer views, ONNX Runtime.
    emit
        Takes an event for each graph.

    Returns
    -------
    dict
        ``rows``, one a variant, the base first; ``fastest``, the name of the fastest that passes the gate.

    Raises
    ------
    TrainingError
        If a run is of another dataset or split, or lacks a fold.
    """
    for run in (base, *variants.values()):
        record = run.record()
        if record.dataset_sha256 != dataset.sha256 or record.split_sha256 != split.sha256:
            raise TrainingError(
                f"The run {run.folder} is of other cases or folds, so some of the patients it would be "
                "judged on may have been trained on. Name runs of this dataset."
            )
    counted = np.array([case.reportable for case in dataset.cases])
    chosen = [np.flatnonzero((split.folds == fold) & counted) for fold in range(folds)]
    kept: dict[str, _Variant] = {}
    timed: dict[str, Answer] = {}
    patch: dict[str, Float32Array] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for fold, held_out in enumerate(chosen):
            hidden = split.hidden_from(fold)
            for number, (name, run, recipe) in enumerate(_runs(base, variants, compare=compare)):
                emit("graphs", fold=fold, variant=name)
                folder = Path(scratch) / f"{fold}.{number}"
                folder.mkdir()
                spec = recipe.input.spec
                patches = plain_patches(dataset, spec, held_out)
                few = calibration_cases(dataset.trainable & ~hidden)
                graphs = _graphs(
                    run,
                    recipe,
                    fold,
                    folder,
                    plain_patches(dataset, spec, few),
                    compare=compare and name == BASE,
                )
                for kind, (answer, size) in graphs.items():
                    full = f"{name}{kind}"
                    variant = kept.setdefault(full, _Variant(recipe, size))
                    if fold == 0:
                        timed[full], patch[full] = answer, patches[:1]
                    if kind == f", {ONNX}":  # the same numbers to 1e-4, or it were not exported
                        continue
                    answers = answer(patches)
                    variant.logits.append(answers["logit"])
                    variant.maps.append(answers["cam"])
        ms = time_in_turns(timed, patch)
    return _document(dataset, np.concatenate(chosen), kept, ms, folds)


def calibration_cases(trained: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Return the rows of the cases that ranges are taken from: evenly among those trained on."""
    rows = np.flatnonzero(trained)
    return rows[np.linspace(0, len(rows) - 1, min(CALIBRATION, len(rows))).astype(int)]


def _runs(
    base: RunFolder, variants: Mapping[str, RunFolder], *, compare: bool
) -> Iterator[tuple[str, RunFolder, Recipe]]:
    recipe = base.record().recipe
    yield BASE, base, recipe
    if compare and recipe.views > 1:
        yield "1 view", base, recipe.model_copy(update={"views": 1})
    for name, run in variants.items():
        yield name, run, run.record().recipe


def _graphs(
    run: RunFolder, recipe: Recipe, fold: int, folder: Path, calibration: Float32Array, *, compare: bool
) -> dict[str, tuple[Answer, int]]:
    """Make one fold's graphs; to compare, in whole numbers in other ways too: they show where the loss is."""
    openvino = import_openvino()
    size = calibration.shape[1:]
    files, _ = graph_files(graph_of(run.weights(str(fold)), recipe), parity_patches(recipe.input.spec))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    made = {
        "": (compiled_graph(openvino, folder / "model.xml", size), len(files["model.bin"])),
        f", {ONNX}": (onnx_graph(folder / "model.onnx"), len(files["model.onnx"])),
    }
    ways = {", INT8": quantised(folder / "model.xml", calibration)}
    if compare:
        ways[", INT8 with NNCF's own choice"] = quantised(folder / "model.xml", calibration, everything=True)
        quantise(folder / "model.onnx", folder / "int8.onnx", calibration)
        ways[", INT8 by ONNX Runtime's quantiser"] = openvino.convert_model(folder / "int8.onnx")
    for number, (name, model) in enumerate(ways.items()):
        path = folder / f"int8_{number}.xml"
        openvino.save_model(model, path, compress_to_fp16=False)
        made[name] = (compiled_graph(openvino, path, size), path.with_suffix(".bin").stat().st_size)
    return made


def _document(
    dataset: Dataset,
    rows: npt.NDArray[np.intp],
    kept: Mapping[str, _Variant],
    ms: Mapping[str, Mapping[str, float]],
    folds: int,
) -> dict[str, Any]:
    cases = [dataset.cases[i] for i in rows]
    label = np.array([case.label for case in cases], dtype=np.intp)
    patients = np.array([case.patient_id for case in cases])
    diameter = np.array([case.diameter_mm or np.nan for case in cases])
    low, high = STRATA[SMALL]
    small = (diameter >= low) & (diameter < high)
    base = np.concatenate(kept[BASE].logits)
    base_maps = np.concatenate(kept[BASE].maps)
    table = []
    for name, variant in kept.items():
        row: dict[str, Any] = {
            "variant": name,
            "bytes": variant.bytes,
            "ms": ms[name],
            "faster": round(ms[BASE]["median"] / ms[name]["median"], 2),
        }
        if variant.logits:
            logit = np.concatenate(variant.logits)
            row |= _accuracy(label, patients, small, base, logit)
            row["calls_changed"] = int(((logit >= 0) != (base >= 0)).sum())
            row["map_correlation"] = map_correlation(base_maps, np.concatenate(variant.maps))
            row["passes"] = name != BASE and passes(row)
        table.append(row)
    passed = [row for row in table if row.get("passes")]
    fastest = min(passed, key=lambda row: row["ms"]["median"])["variant"] if passed else BASE
    return {
        "schema": 1,
        "folds": folds,
        "nodules": len(label),
        "patients": len(set(patients)),
        "rows": table,
        "fastest": fastest,
    }


def _accuracy(
    label: npt.NDArray[np.intp],
    patients: npt.NDArray[np.str_],
    small: npt.NDArray[np.bool_],
    base: Float32Array,
    logit: Float32Array,
) -> dict[str, Any]:
    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float]:
        few = rows[small[rows]]
        value = auc(label[rows], logit[rows])
        return {
            "auc": value,
            f"auc_{SMALL}": auc(label[few], logit[few]),
            "difference": value - auc(label[rows], base[rows]),
        }

    return with_intervals(figures, patients)


def passes(row: Mapping[str, Any]) -> bool:
    """Whether a variant may be the default: as accurate, with the same map, and faster on this machine."""
    loss = row["difference"]["value"]
    return (
        loss is not None
        and -loss <= MAX_AUC_LOSS
        and row["map_correlation"] >= MIN_CAM_CORRELATION
        and row["faster"] > 1
    )


def map_correlation(base: Float32Array, maps: Float32Array) -> float:
    """Correlation over all cells of all nodules of maps (N, d, h, w), on the base's cells."""
    rows, columns = base.shape[-2:]
    flat = maps.reshape(-1, *maps.shape[-2:])
    if flat.shape[-2:] != (rows, columns):
        flat = np.stack([_on_cells(one, rows, columns) for one in flat])
    first, second = base.ravel().astype(np.float64), flat.ravel().astype(np.float64)
    if first.std() == 0 or second.std() == 0:
        return 0.0
    return round(float(np.corrcoef(first, second)[0, 1]), 4)


def _on_cells(one: Float32Array, rows: int, columns: int) -> npt.NDArray[np.float32]:
    # Both maps reach from the centre of the first cell to that of the last.
    row = np.linspace(0, one.shape[0] - 1, rows, dtype=np.float32)[:, None].repeat(columns, 1)
    column = np.linspace(0, one.shape[1] - 1, columns, dtype=np.float32)[None].repeat(rows, 0)
    return np.asarray(cv2.remap(one, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def table_text(document: Mapping[str, Any]) -> str:
    """Return the table in Markdown."""
    lines = [
        _measured_on(document),
        "",
        "| variant | AUC | difference | 6-15 mm AUC | calls changed | map | MB | faster | gate |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in document["rows"]:
        cells = ["-"] * 5 + ["-"]
        if "auc" in row:
            cells = [
                _figure(row["auc"]),
                _figure(row["difference"], signed=True),
                _figure(row[f"auc_{SMALL}"]),
                str(row["calls_changed"]),
                f"{row['map_correlation']:.3f}",
                "base" if row["variant"] == BASE else "passes" if row["passes"] else "fails",
            ]
        size, faster = f"{row['bytes'] / 1e6:.2f}", f"{row['faster']:.2f}x"
        lines.append("| " + " | ".join([row["variant"], *cells[:5], size, faster, cells[5]]) + " |")
    return "\n".join([*lines, "", f"Fastest that passes: {document['fastest']}."])


def _measured_on(document: Mapping[str, Any]) -> str:
    return (
        f"{document['nodules']} nodules of {document['patients']} patients, held out ({document['folds']} "
        "folds); intervals by patient; one patch through each graph in turns, as ratios to FP32's median of "
        f"{document['rows'][0]['ms']['median']:.1f} ms."
    )


def _figure(figure: Mapping[str, Any], *, signed: bool = False) -> str:
    if figure["value"] is None:
        return "-"
    numbers: Sequence[float] = [figure[name] for name in ("value", "low", "high")]
    value, low, high = (f"{number:+.3f}" if signed else f"{number:.3f}" for number in numbers)
    return f"{value} ({low} to {high})"
