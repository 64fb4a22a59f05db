"""From a finished fine-tuning to a signed model package; without a good verdict only by an override.

What of the parent still holds is taken over, what does not is made anew or left out. The graph goes through
the same parity gate as any other (`training.export`), and the file is read and run before it is handed out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from engine.models.manifest import Envelope, Lineage, Manifest, Override, Parent, Range
from engine.models.package import SUFFIX, ModelPackage, load_package, pack, write_package
from engine.models.registry import Registry
from engine.models.signature import SignatureError, sign, site_key
from engine.novelty import FILE as NOVELTY
from engine.novelty import read_novelty
from engine.runtimes.choose import choose
from training.cases import Case, hashed_identifier
from training.evaluate import evaluate
from training.explain import AUDIT
from training.export import CAM_LIMIT_QUANTILE, ExportError, graph_files, npz_bytes, parity_patches
from training.finetune.card import tuned_card
from training.finetune.int8 import Int8Result, try_int8
from training.finetune.material import together
from training.finetune.paired import PairedScores, read_paired
from training.finetune.result import FineTuned, read_finetuned
from training.finetune.verdict import Verdict, verdict
from training.graph import Graph, graph_of
from training.graph import run as run_graph
from training.judged import judged_out_of_fold
from training.novelty import fitted
from training.samples import plain_patches
from training.scores import OOF, Scores, reference_csv
from training.weights import WEIGHTS, weights_bytes

#: Of the parent's files: what finds candidates does not depend on the classifier.
_TAKEN_OVER = "candidates"
SITE_SUFFIX = "-site"


def export_finetuned(
    run: Path,
    out: Path,
    *,
    model_id: str | None = None,
    model_version: str | None = None,
    override: Override | None = None,
) -> dict[str, Any]:
    """Write a run's final model as a signed `.noduscope` file.

    Parameters
    ----------
    run
        A finished run of a fine-tuning.
    out
        The file.
    model_id, model_version
        By default the parent's id with ``-site``, and the next version that is not installed.
    override
        Who lets it be used although it was not found better; noted only where that is so.

    Returns
    -------
    dict
        The JSON document of ``noduscope train finetune-export``.

    Raises
    ------
    ExportError
        If it was not found better and nobody overrides that, the graph fails its parity gate, or the site's
        key cannot be used.
    TrainingError
        If the run is not finished, or what it was made from has changed.
    engine.models.package.PackageError
        If the package cannot be written, or does not answer as recorded when it is read back.
    """
    if out.suffix != SUFFIX:
        raise ExportError(f"{out.name} must end in {SUFFIX}.")
    tuned, scores = read_finetuned(run), read_paired(run)
    found = verdict(scores)
    if not found.installable and override is None:
        raise ExportError(
            f"The model was not exported, since it was not found better. {found.sentence} Whoever wants it "
            "all the same gives a reason and a name (--override REASON --reader NAME); both go into the "
            "package."
        )
    lineage = Lineage(
        parent=Parent(
            id=tuned.base.manifest.id, version=tuned.base.manifest.version, sha256=tuned.base.sha256
        ),
        dataset_sha256=tuned.dataset.sha256,
        verdict=found.outcome.value,
        sentence=found.sentence,
        override=None if found.installable else override,
    )
    name = model_id or _site_id(tuned.base.manifest.id)
    fields, files = contents(
        tuned, scores, found, lineage, name=name, number=model_version or next_version(name)
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=out.parent) as scratch:
        folder = write_package(Path(scratch) / "package", fields, files, sign=_signer())
        choose(load_package(folder))  # as an installation will
        pack(folder, out)
    written = load_package(out)
    return {
        "schema": 1,
        "id": written.manifest.id,
        "version": written.manifest.version,
        "sha256": written.sha256,
        "file": str(out),
        "lineage": lineage.model_dump(mode="json"),
        "int8": written.manifest.int8 is not None,
        "signed_by": written.signature.fingerprint if written.signature else None,
    }


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


def next_version(name: str) -> str:
    """Return the version after the highest one of this id that is installed; 1.0.0 for the first."""
    manifests: list[Manifest] = [e.package.manifest for e in Registry().entries() if e.package is not None]
    known = [tuple(int(part) for part in m.version.split(".")) for m in manifests if m.id == name]
    if not known:
        return "1.0.0"
    major, minor, _ = max(known)
    return f"{major}.{minor + 1}.0"


def _signer() -> Callable[[bytes], bytes]:
    try:
        return partial(sign, key=site_key())
    except SignatureError as error:
        raise ExportError(f"The model was not exported: {error}") from error


def _site_id(parent: str) -> str:
    return parent if parent.endswith(SITE_SUFFIX) else parent + SITE_SUFFIX


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
