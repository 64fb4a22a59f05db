"""A small synthetic site: balls in noisy lung, the malignant ones larger; labels as a site gives them."""

from __future__ import annotations

import numpy as np

from engine.geometry import Grid
from training.cases import Case, Dataset

SIDE = 71


def site(
    patients: int = 32, *, each: int = 2, malignant: float = 0.5, seed: int = 1, shuffled: bool = False
) -> Dataset:
    """Make `patients` patients with `each` nodules, a share of them malignant."""
    random = np.random.default_rng(seed)
    labels = (random.permutation(patients * each) < round(malignant * patients * each)).astype(int)
    shown = random.permutation(labels) if shuffled else labels
    offset = np.hypot(*np.mgrid[-35:36, -35:36])
    cases, hu, outlines = [], [], []
    for number, label in enumerate(labels):
        spacing, diameter = 0.65, 6.5 + 3.5 * shown[number] + random.uniform(-2, 2)
        ball = offset * spacing <= diameter / 2
        grid = Grid.axial((1, SIDE, SIDE), (1.25, spacing, spacing), (0.0, 0.0, 0.0))
        x, y, z = (float(v) for v in grid.to_patient((0, 35, 35)))
        hu.append(
            (np.where(ball, 20, -850) + random.normal(0, 30, ball.shape)).round().astype(np.int16)[None]
        )
        outlines.append(ball.astype(np.uint8)[None])
        cases.append(
            Case(
                id=f"s{number:03d}",
                patient_id=f"site-{number // each:02d}",
                series_uid=f"series-{number // each:02d}",
                label=int(label),
                source="pathology",
                diameter_mm=round(diameter + spacing, 3),
                centre_mm=(x, y, z),
                size=grid.size,
                origin_mm=grid.origin_mm,
                steps_mm=grid.steps_mm,
                manufacturer="SIEMENS",
                slice_thickness_mm=1.25,
            )
        )
    return Dataset("Site", "local", "", tuple(cases), tuple(hu), tuple(outlines))


def changed(dataset: Dataset, places: dict[int, dict]) -> Dataset:
    """Return the dataset with some cases' fields changed; ``hu_of`` takes the pixels of another case."""
    from dataclasses import replace

    cases, hu = list(dataset.cases), list(dataset.hu)
    for place, given in places.items():
        fields = dict(given)
        if "hu_of" in fields:
            hu[place] = hu[fields.pop("hu_of")]
        cases[place] = cases[place].model_copy(update=fields)
    return replace(dataset, cases=tuple(cases), hu=tuple(hu))
