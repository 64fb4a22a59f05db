"""What a translation between manufacturers does to patients it has not seen: texture, noise, lesions.

Texture is judged by a logistic regression on `training.harmonise.texture` that tells the two manufacturers
apart, fitted on the training cases as they were scanned. A translation that works takes its AUC towards 0.5.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from training.cases import Dataset
from training.errors import TrainingError
from training.events import Emit, silent
from training.harmonise.cyclegan import translated
from training.harmonise.gate import survives
from training.harmonise.patches import middle, sides_of, translators
from training.harmonise.texture import noise_hu, signature
from training.metrics import auc, nested, with_intervals
from training.recipe import Recipe, TranslateRecipe
from training.samples import LargePatches
from training.splits import Split

#: Columns of a held-out nodule: which manufacturer, scores and noise as scanned and translated, change, gate.
COLUMNS = ("side", "score", "score_after", "noise", "noise_after", "change", "kept")

Indices = npt.NDArray[np.intp]
FloatArray = npt.NDArray[np.float32]


def measure(
    dataset: Dataset, split: Split, recipe: Recipe, *, folds: int, folder: Path, emit: Emit = silent
) -> dict[str, Any]:
    """Translate the held-out patients of some folds by what was learned from the others.

    Parameters
    ----------
    dataset, split, recipe
        The cases, their folds, and a recipe with a translation.
    folds
        How many, from the first.
    folder
        Keeps what is learned, as a run's folder of translators does.
    emit
        Takes progress events.

    Returns
    -------
    dict
        Figures with intervals by patient: ``auc`` (``as_scanned``; ``to_second`` and ``to_first``: one side
        translated), ``noise_hu``, ``change_hu`` and ``kept`` (share of outlined lesions that survive).

    Raises
    ------
    TrainingError
        If the recipe has no translation, or a manufacturer too few cases.
    """
    choice = recipe.augment.translate
    if choice is None:
        raise TrainingError(f"The recipe {recipe.name} has no augment.translate; name another, or a change.")
    patches = LargePatches(dataset, recipe)
    tables, patients, seconds = [], [], []
    for fold in range(min(folds, split.n_folds)):
        began = time.monotonic()
        training = np.flatnonzero(dataset.trainable & ~split.hidden_from(fold))
        sides = sides_of(dataset, training, choice)
        nets = translators(dataset, patches, recipe.input, choice, sides, folder=folder)
        seconds.append(time.monotonic() - began)
        judge = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=1000))
        seen = np.concatenate([signature(middle(patches.hu[side], recipe.input)) for side in sides])
        judge.fit(seen, np.repeat([0, 1], [len(side) for side in sides]))
        held_out = sides_of(dataset, np.flatnonzero(split.folds == fold), choice, least=1)
        for k, (side, net) in enumerate(zip(held_out, nets, strict=True)):
            before = patches.hu[side, patches.hu.shape[1] // 2]
            after = translated(net, before)
            pair = [middle(hu[:, None], recipe.input) for hu in (before, after)]
            table = np.empty((len(side), len(COLUMNS)))
            table[:, 0] = k
            table[:, 1:3] = np.stack([judge.decision_function(signature(hu)) for hu in pair], axis=1)
            table[:, 3:5] = np.stack([noise_hu(hu) for hu in pair], axis=1)
            table[:, 5] = np.abs(pair[1] - pair[0]).mean(axis=(1, 2))
            table[:, 6] = _kept(
                patches.lesion[side, 0] > 0.5, before, after, recipe.input.spacing_mm[1:], choice
            )
            tables.append(table)
            patients += [dataset.cases[i].patient_id for i in side]
        emit("measured", fold=fold, seconds=round(seconds[-1], 1))
    return _document(np.concatenate(tables), np.array(patients), choice, seconds)


def text(document: dict[str, Any]) -> str:
    """Return the figures as a few lines."""
    first, second = document["manufacturers"]
    head = (
        f"{first} and {second}: {document['nodules']} held-out nodules of {document['patients']} patients in "
        f"{document['folds']} fold(s), translated by what was learned from the others."
    )
    lines = [
        head,
        "",
        "| | texture told apart, AUC | noise, HU | change, HU | lesions kept |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, area, sound in (
        (f"{first} as scanned", "as_scanned", "first"),
        (f"{second} as scanned", "as_scanned", "second"),
        (f"{first} as {second}", "to_second", "first_as_second"),
        (f"{second} as {first}", "to_first", "second_as_first"),
    ):
        cells = [name, _figure(document["auc"][area], 3), _figure(document["noise_hu"][sound], 1)]
        cells += [
            _figure(document[part][area], digits) if area in document[part] else "-"
            for part, digits in (("change_hu", 1), ("kept", 3))
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _kept(
    outlines: npt.NDArray[np.bool_],
    before: FloatArray,
    after: FloatArray,
    pixel_mm: tuple[float, float],
    choice: TranslateRecipe,
) -> npt.NDArray[np.float64]:
    """Whether each lesion survived; NaN without an outline."""
    return np.array(
        [
            survives(one, other, outline, pixel_mm, choice) if outline.any() else np.nan
            for one, other, outline in zip(before, after, outlines, strict=True)
        ]
    )


def _document(
    table: npt.NDArray[np.float64],
    patients: npt.NDArray[np.str_],
    choice: TranslateRecipe,
    seconds: list[float],
) -> dict[str, Any]:
    def figures(rows: Indices) -> dict[str, float]:
        side, score, score_after, noise, noise_after, change, kept = table[rows].T
        first, second = side == 0, side == 1
        label = side.astype(np.intp)
        return {
            "auc/as_scanned": auc(label, score),
            "auc/to_second": auc(label, np.where(first, score_after, score)),
            "auc/to_first": auc(label, np.where(second, score_after, score)),
            "noise_hu/first": _mean(noise[first]),
            "noise_hu/second": _mean(noise[second]),
            "noise_hu/first_as_second": _mean(noise_after[first]),
            "noise_hu/second_as_first": _mean(noise_after[second]),
            "change_hu/to_second": _mean(change[first]),
            "change_hu/to_first": _mean(change[second]),
            "kept/to_second": _mean(kept[first]),
            "kept/to_first": _mean(kept[second]),
        }

    return {
        "schema": 1,
        "manufacturers": list(choice.manufacturers),
        "folds": len(seconds),
        "nodules": len(table),
        "patients": len(set(patients.tolist())),
        "seconds": round(max(seconds), 1),
        **nested(with_intervals(figures, patients)),
    }


def _mean(values: npt.NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _figure(figure: dict[str, Any], digits: int) -> str:
    if figure["value"] is None:
        return "-"
    value, low, high = (f"{figure[name]:.{digits}f}" for name in ("value", "low", "high"))
    return f"{value} ({low} to {high})"
