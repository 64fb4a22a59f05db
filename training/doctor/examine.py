"""The whole examination: cases, pixels, one batch, contact sheets, and a page that shows them."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.cases import Dataset
from training.doctor.findings import Finding
from training.doctor.labels import check_labels, check_pixels
from training.doctor.learning import check_learning, learn
from training.doctor.sheets import augmentation_sheet, label_sheet
from training.errors import TrainingError
from training.fit import software
from training.recipe import Recipe
from training.samples import LargePatches, TrainingSamples, plain_patches

#: Cases looked at for pixels, and of the one batch.
LOOKED_AT, BATCH = 200, 16
SHEETS = ("labels.png", "augmentation.png")


def examine(dataset: Dataset, recipe: Recipe, out: Path, *, steps: int = 60) -> dict[str, Any]:
    """Examine a dataset with a recipe, and write the report.

    Parameters
    ----------
    dataset, recipe
        What would be trained.
    out
        Folder for ``doctor.json``, ``doctor.html`` and the contact sheets; an older report there is replaced.
    steps
        On the one batch.

    Returns
    -------
    dict
        ``ok``, ``findings`` (`Finding` each), ``recipe``, ``software``.

    Raises
    ------
    TrainingError
        If the folder holds something else, or no case may be trained on.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / "doctor.json").is_file()):
        raise TrainingError(f"{out} exists and is not a doctor's report. Choose a new folder with --out.")
    trainable = np.flatnonzero(dataset.trainable)
    if len(trainable) < 2:
        raise TrainingError(f"At least two cases are needed to train; there are {len(trainable)}.")
    out.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(recipe.seed)
    looked_at = random.permutation(trainable)[:LOOKED_AT]
    patches = plain_patches(dataset, recipe.input.spec, looked_at)
    findings = [*check_labels(dataset), *check_pixels(patches, recipe)]
    few = dataset.only(_one_batch(dataset, random.permutation(trainable)))
    samples = TrainingSamples(few, LargePatches(few, recipe), recipe, np.arange(len(few)))
    findings += check_learning(learn(_plain_batch(few, samples, recipe), recipe, steps), recipe)
    label_sheet(dataset, recipe, out / SHEETS[0])
    augmentation_sheet(few, samples, recipe, out / SHEETS[1])
    document = {
        "schema": 1,
        "ok": all(finding.ok for finding in findings),
        "findings": [finding.plain() for finding in findings],
        "recipe": recipe.name,
        "software": software(),
    }
    (out / "doctor.html").write_text(_page(findings), encoding="utf-8")
    (out / "doctor.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    return document


def _one_batch(dataset: Dataset, order: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return up to `BATCH` cases, half of them of each class where there are so many."""
    by_class = [[i for i in order if dataset.cases[i].label == value] for value in (0, 1)]
    mixed = [i for pair in zip(*by_class, strict=False) for i in pair]
    rest = [i for i in order if i not in set(mixed)]
    return np.array([*mixed, *rest][:BATCH], dtype=np.intp)


def _plain_batch(few: Dataset, samples: TrainingSamples, recipe: Recipe) -> dict[str, torch.Tensor]:
    """Return the cases' plain patches and targets as one batch."""
    spec = recipe.input.spec
    return {
        "hu": torch.from_numpy(plain_patches(few, spec, np.arange(len(few)))),
        "lesion": torch.from_numpy(np.stack([few.lesion(i, spec) for i in range(len(few))])),
        "label": torch.from_numpy(samples.label),
        "weight": torch.from_numpy(samples.weight),
        "attributes": torch.from_numpy(samples.attributes.values),
    }


def _page(findings: list[Finding]) -> str:
    wrong = sum(not finding.ok for finding in findings)
    verdict = (
        f"{wrong} of {len(findings)} checks found something wrong." if wrong else "Nothing wrong was found."
    )
    rows = "".join(
        f"<tr><td>{'ok' if finding.ok else '<b>wrong</b>'}</td><td>{html.escape(finding.code)}</td>"
        f"<td>{html.escape(finding.text)}</td></tr>"
        for finding in findings
    )
    shown = "".join(f"<h2>{name.partition('.')[0].capitalize()}</h2><img src='{name}'>" for name in SHEETS)
    return (
        "<!doctype html><meta charset='utf-8'><title>Training doctor</title>"
        "<style>body{font-family:sans-serif;margin:2em}td{padding:.3em .8em;vertical-align:top}</style>"
        f"<h1>{verdict}</h1><table>{rows}</table>{shown}"
    )
