"""Checks of cases before anything is trained: balance, duplicates, sizes against labels, HU and windows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from training.cases import Dataset
from training.doctor.findings import Finding
from training.leakage import same_pictures
from training.recipe import Recipe

#: With a smaller share of either class most batches of 32 hold one case of it at most.
FEWEST_SHARE = 0.03
#: A window is of no use where this share of the nodules' pixels lies outside it, on one side or both.
OUTSIDE_SHARE = 0.98
#: HU that no CT gives; a dataset in stored values or scaled to 0..1 lies elsewhere, too.
POSSIBLE_HU = (-3100.0, 32000.0)
#: The darkest twentieth of lung surroundings: air and lung lie below this.
LUNG_HU = -300.0


def check_labels(dataset: Dataset) -> list[Finding]:
    """Look at labels: classes, duplicates, and what size says of them."""
    labels = np.array([-1 if case.label is None else case.label for case in dataset.cases])
    counts = {name: int((labels == value).sum()) for name, value in (("benign", 0), ("malignant", 1))}
    decided = sum(counts.values())
    fewest = min(counts.values()) / max(1, decided)
    balanced = decided > 0 and fewest >= FEWEST_SHARE
    advice = "" if balanced else " One class is too rare to learn or to judge: add cases of it."
    found = [
        Finding(
            "class balance",
            balanced,
            f"{counts['benign']} nodules are benign and {counts['malignant']} malignant, "
            f"{len(dataset) - decided} undecided.{advice}",
            counts,
        )
    ]
    pairs = same_pictures(dataset)
    opposed = sum({labels[pair.first], labels[pair.second]} == {0, 1} for pair in pairs)
    found.append(
        Finding(
            "duplicates",
            not pairs,
            f"{len(pairs)} pairs of cases show the same picture, {opposed} of them with opposite labels. "
            "Leave one of each out."
            if pairs
            else "No two cases show the same picture.",
            {"pairs": len(pairs), "opposite": int(opposed)},
        )
    )
    found.append(_size(dataset, labels))
    return found


def _size(dataset: Dataset, labels: npt.NDArray[np.int_]) -> Finding:
    """Malignant nodules are larger in every cohort; where size says nothing, labels may belong to others."""
    from training.metrics import auc

    sizes = np.array([case.diameter_mm or np.nan for case in dataset.cases])
    use = np.isfinite(sizes) & (labels >= 0)
    if len(set(labels[use])) < 2:
        return Finding("size", True, "Too few diameters are known to compare them with the labels.")
    value = float(auc(labels[use], sizes[use]))
    ok = value >= 0.6
    text = f"Diameter alone tells malignant from benign with an AUC of {value:.2f}."
    if not ok:
        text += (
            " That is far below every cohort of incidental nodules: check that each label is that of its own "
            "nodule (shifted or shuffled rows), and which class is 1."
        )
    return Finding("size", ok, text, {"auc": round(value, 3)})


def check_pixels(patches: npt.NDArray[np.float32], recipe: Recipe) -> list[Finding]:
    """Look at the network's inputs [N, D, H, W], in HU, and at the recipe's windows."""
    finite = bool(np.isfinite(patches).all())
    found = [
        Finding(
            "numbers",
            finite,
            "Every pixel is a number." if finite else "Some patches hold pixels that are not a number.",
        )
    ]
    values = patches[np.isfinite(patches)]
    low, dark, high = (float(v) for v in np.percentile(values, (0, 5, 100))) if values.size else (0, 0, 0)
    hounsfield = POSSIBLE_HU[0] <= low and high <= POSSIBLE_HU[1] and dark < LUNG_HU
    found.append(
        Finding(
            "HU",
            hounsfield,
            f"Pixels lie from {low:.0f} to {high:.0f} HU."
            if hounsfield
            else f"Pixels lie from {low:.0f} to {high:.0f} with hardly any lung below {LUNG_HU:.0f}: these "
            "are not HU. Check rescale slope and intercept.",
            {"low": low, "high": high, "5th percentile": dark},
        )
    )
    for number, (lower, upper) in enumerate(recipe.net.windows_hu):
        outside = float(np.mean((values <= lower) | (values >= upper))) if values.size else 1.0
        ok = outside < OUTSIDE_SHARE and lower < upper
        text = f"Window {number + 1} ({lower:.0f} to {upper:.0f} HU) shows {1 - outside:.0%} of the pixels."
        if not ok:
            text += " The network sees next to nothing in this channel: mend `net.windows_hu`."
        found.append(Finding(f"window {number + 1}", ok, text, {"outside": round(outside, 4)}))
    return found
