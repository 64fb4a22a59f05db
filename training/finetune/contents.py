"""What is in the package of a fine-tuned model: taken over from its parent, made anew, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from engine.models.manifest import Envelope, Lineage, Range
from engine.models.package import ModelPackage
from engine.novelty import FILE as NOVELTY
from engine.novelty import read_novelty
from training.cases import Case, hashed_identifier
from training.evaluate import evaluate
from training.explain import AUDIT
from training.export import CAM_LIMIT_QUANTILE, graph_files, npz_bytes, parity_patches
from training.finetune.card import tuned_card
from training.finetune.int8 import Int8Result, try_int8
from training.finetune.material import together
from training.finetune.paired import PairedScores
from training.finetune.result import FineTuned
from training.finetune.verdict import Verdict
from training.graph import Graph, graph_of
from training.graph import run as run_graph
from training.judged import judged_out_of_fold
from training.novelty import fitted
from training.samples import plain_patches
from training.scores import OOF, Scores, reference_csv
from training.weights import WEIGHTS, weights_bytes

#: Of the parent's files: what finds candidates does not depend on the classifier.
_TAKEN_OVER = "candidates"


def contents(
    tuned: FineTuned, scores: PairedScores, found: Verdict, lineage: Lineage, *, name: str, number: str
) -> tuple[dict[str, Any], dict[str, bytes | Path]]:
    """Return the manifest's fields and the files of a fine-tuned model's package."""
    base = tuned.base.manifest
    graph = graph_of(tuned.weights, tuned.recipe, tuned.temperature)
    files, parity = graph_files(graph, parity_patches(tuned.recipe.input.spec))
    int8 = _int8(tuned, scores, files, parity)
    table = out_of_fold(tuned, scores)
    trained = _trained_on(tuned)
    fields = {
        **base.model_dump(mode="json", exclude={"files"}),
        "id": name,
        "version": number,
        "created": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "cam": base.cam.model_copy(update={"limit": cam_limit(scores)}).model_dump(mode="json"),
        "outputs": graph.outputs,
        "temperature": tuned.temperature,
        "conformal": tuned.conformal,
        "envelope": widened(base.envelope, trained).model_dump(mode="json"),
        "dataset_sha256": tuned.dataset.sha256,
        "recipe": tuned.recipe.model_dump(mode="json"),
        "recipe_sha256": tuned.recipe.sha256,
        "seed": tuned.record.choices.seed,
        "metrics": evaluate(tuned.dataset, judged_out_of_fold(table)),
        "training_patients_sha256": sorted(
            {*base.training_patients_sha256, *(hashed_identifier(case.patient_id) for case in trained)}
        ),
        "licence": f"{base.licence} Fine-tuned on a site's own nodules, which are in no part of it.",
        "software": {
            **tuned.record.software,
            **{library: version(library) for library in ("onnx", "onnxruntime", "openvino")},
        },
        "lineage": lineage.model_dump(mode="json"),
        "int8": int8.manifest(),
    }
    card = tuned_card(fields, tuned, found.document(scores), int8.text(), _parent_card(tuned.base))
    return fields, {
        **files,
        **int8.files,
        **{file: tuned.base.file(file) for file in base.files if file.startswith(_TAKEN_OVER)},
        "parity.npz": npz_bytes(parity),
        "reference_scores.csv": reference_csv(table),
        OOF: table.to_csv(),
        WEIGHTS: weights_bytes(tuned.weights),
        "card.md": card.encode(),
        **_novelty(tuned, graph, trained),
    }


def out_of_fold(tuned: FineTuned, scores: PairedScores) -> Scores:
    """Return the new recipe's out-of-fold scores in the dataset's order, without the audit of maps."""
    place = {case.id: index for index, case in enumerate(tuned.dataset.cases)}
    rows = np.array([place[str(case)] for case in scores.case], dtype=np.intp)
    n = len(tuned.dataset)

    def column(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        whole = np.full(n, np.nan)
        whole[rows] = values
        return whole

    counted = np.zeros(n, dtype=bool)
    counted[rows] = True
    fold = np.full(n, -1, dtype=np.intp)
    fold[rows] = scores.fold
    # A recalibration's logits are on the base's scale; in the package they go with its own temperature.
    scale = tuned.temperature / tuned.base.manifest.temperature if scores.mode == "recalibrate" else 1.0
    return Scores(
        case=np.array([hashed_identifier(case.id) for case in tuned.dataset.cases], dtype=np.str_),
        fold=fold,
        label=np.array([np.nan if case.label is None else case.label for case in tuned.dataset.cases]),
        counted=counted,
        logit=column(scale * scores.new_logit),
        probability=column(scores.new_probability),
        **{name: np.full(n, np.nan) for name in AUDIT},
    )


def cam_limit(scores: PairedScores) -> float:
    """Return the fixed end of the colour scale: a high percentile of the new maps out of fold."""
    return float(f"{max(np.quantile(np.abs(scores.new_cam), CAM_LIMIT_QUANTILE), 1e-3):.2g}")


def widened(envelope: Envelope, cases: Sequence[Case]) -> Envelope:
    """Return the parent's envelope with the cases that were trained on in it."""

    def wide(known: Range, values: list[float | None]) -> Range:
        found = [round(value, 4) for value in values if value is not None]
        return Range(low=min([known.low, *found]), high=max([known.high, *found]))

    return envelope.model_copy(
        update={
            "diameter_mm": wide(envelope.diameter_mm, [case.diameter_mm for case in cases]),
            "slice_thickness_mm": wide(
                envelope.slice_thickness_mm, [case.slice_thickness_mm for case in cases]
            ),
            "pixel_spacing_mm": wide(
                envelope.pixel_spacing_mm, [mm for case in cases for mm in case.grid.spacing_mm[1:]]
            ),
            "manufacturers": tuple(
                sorted({*envelope.manufacturers, *(c.manufacturer for c in cases if c.manufacturer)})
            ),
            "kernels": tuple(sorted({*envelope.kernels, *(c.kernel for c in cases if c.kernel)})),
        }
    )


def _parent_card(package: ModelPackage) -> str:
    if "card.md" not in package.manifest.files:
        return ""
    return package.file("card.md").read_text(encoding="utf-8")


def _trained_on(tuned: FineTuned) -> list[Case]:
    """The cases that the final network learned from or was stopped by; none of a recalibrated one."""
    if tuned.record.mode == "recalibrate":
        return []
    division = tuned.record.division
    return [tuned.dataset.cases[i] for i in (*division.train, *division.val)]


def _int8(
    tuned: FineTuned, scores: PairedScores, files: dict[str, bytes], parity: dict[str, Any]
) -> Int8Result:
    division, spec = tuned.record.division, tuned.recipe.input.spec
    place = {case.id: index for index, case in enumerate(tuned.dataset.cases)}
    judged = np.array([place[str(case)] for case in scores.case], dtype=np.intp)
    return try_int8(
        files,
        calibration=plain_patches(tuned.dataset, spec, np.array(division.train, dtype=np.intp)),
        patches=plain_patches(tuned.dataset, spec, judged),
        label=scores.label,
        parity=parity,
    )


def _novelty(tuned: FineTuned, graph: Graph, trained: list[Case]) -> dict[str, bytes]:
    """What the training nodules look like to the new network.

    A recalibrated network sees as its parent does. A tuned one is measured anew, on the site's nodules and
    the replayed ones; how far an unseen nodule may lie is the parent's, since distances are in units of what
    is typical of a network. Without replayed nodules a site's few are no picture of all that the network
    knows: then nothing is said of strangers.
    """
    parent = read_novelty(tuned.base)
    if parent is None:
        return {}
    if tuned.record.mode == "recalibrate":
        return {NOVELTY: tuned.base.file(NOVELTY).read_bytes()}
    replayed = np.array(tuned.record.division.replayed, dtype=np.intp)
    if tuned.reference is None or not len(replayed):
        return {}
    place = {case.id: index for index, case in enumerate(tuned.dataset.cases)}
    own = tuned.dataset.only(np.array([place[case.id] for case in trained], dtype=np.intp))
    everything = together(own, tuned.reference.only(replayed))
    embedding = run_graph(
        graph, plain_patches(everything, tuned.recipe.input.spec, np.arange(len(everything)))
    ).embedding
    reference, _ = fitted(embedding, np.array([case.patient_id for case in everything.cases], dtype=np.str_))
    return {NOVELTY: replace(reference, held_out=parent.held_out).to_bytes()}
