"""The scores that a package brings of known cases, for percentiles and for what has shifted since."""

from __future__ import annotations

import csv

from engine.models.package import ModelPackage, PackageError

FILE = "reference_scores.csv"


def reference_scores(package: ModelPackage) -> tuple[list[float], list[float]]:
    """Return sorted probabilities of the benign and of the malignant reference cases; empty without any.

    Raises
    ------
    PackageError
        If they cannot be read.
    """
    if FILE not in package.manifest.files:
        return [], []
    scores: tuple[list[float], list[float]] = ([], [])
    try:
        with package.file(FILE).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                scores[("0", "1").index(row["label"])].append(float(row["probability"]))
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise PackageError(
            f"The reference scores of the model {package.manifest.id} cannot be read: they need the columns"
            f" label (0 or 1) and probability ({error})."
        ) from error
    return sorted(scores[0]), sorted(scores[1])
