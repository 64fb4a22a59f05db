"""A small synthetic folder in the layout of the LIDC crops."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SIZE = 71
#: Patient 0 is one of those never trained on.
PATIENTS = ["LIDC-IDRI-0003", *(f"P{number:02d}" for number in range(1, 20))]


def write_crops(folder: Path, *, folds: bool = False) -> Path:
    """40 balls in noisy lung, two a patient; the malignant ones are larger."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    rows, hu, outlines = [], [], []
    offset = np.hypot(*np.mgrid[-35:36, -35:36])
    for number in range(2 * len(PATIENTS)):
        patient = PATIENTS[number // 2]
        malignant = number % 2
        spacing = 0.6 + 0.01 * (number % 10)
        diameter = 6.0 + 6.0 * malignant + random.uniform(-2, 2)
        ball = offset * spacing <= diameter / 2
        hu.append(np.where(ball, 20, -850) + random.normal(0, 30, (SIZE, SIZE)))
        outlines.append(ball * 4)
        rows.append(
            {
                "nodule_id": f"{patient}_n{number}",
                "patient_id": patient,
                "series_uid": f"1.2.{number // 2}",
                "z_mm": -100.0,
                "n_readers": 4,
                "malignancy_scores": "4;4;5;5" if malignant else "1;1;2;3",
                "label": malignant,
                "diameter_mm": round(diameter, 3),
                "pixel_spacing_mm": spacing,
                "slice_thickness_mm": 1.25,
                "contrast_used": 0,
                "manufacturer": "SIEMENS",
                "calcification": 6,
                "spiculation": 1.0 + malignant,
            }
        )
        if folds:
            rows[-1]["fold"] = (number // 2) % 4
    write_table(folder, rows)
    np.savez(
        folder / "lidc_maxslice.npz",
        hu=np.array(hu).round().astype(np.int16),
        reader_mask=np.array(outlines).astype(np.uint8),
        nodule_id=np.array([row["nodule_id"] for row in rows]),
    )
    return folder


def write_volumes(folder: Path, *, short: bool = False) -> list[str]:
    """Give every second nodule a 3-D volume of 1 mm slices; return their names.

    Slice k of a volume is its crop's box plus 10 HU for each step from the crop's own slice. With `short` the
    volume ends at the crop's own slice.
    """
    with np.load(folder / "lidc_maxslice.npz") as arrays:
        hu, names = arrays["hu"], [str(name) for name in arrays["nodule_id"]]
    rows, volumes = [], []
    for number in range(0, len(names), 2):
        box = hu[number, 20:50, 15:55]
        steps = range(-4, 1 if short else 5)
        volumes.append(np.stack([box + 10 * abs(step) for step in steps]).astype(np.int16))
        rows.append({"nodule_id": names[number], "shard": 0, "index": len(rows)})
    with (folder / "lidc_voi3d.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    np.savez(
        folder / "lidc_voi3d_0.npz",
        hu_flat=np.concatenate([volume.ravel() for volume in volumes]),
        shape_zyx=np.array([volume.shape for volume in volumes], dtype=np.int32),
        offset=np.cumsum([0, *(volume.size for volume in volumes)]),
        spacing_zyx=np.full((len(volumes), 3), (1.0, 0.6, 0.6), dtype=np.float32),
    )
    return [str(row["nodule_id"]) for row in rows]


def write_table(folder: Path, rows: list[dict]) -> None:
    with (folder / "lidc_nodules.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def read_table(folder: Path) -> list[dict]:
    with (folder / "lidc_nodules.csv").open(newline="") as file:
        return list(csv.DictReader(file))
