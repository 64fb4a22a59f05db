"""A small synthetic folder with everything that the filter's training and the test bed read."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np

from tests.training.synthetic_crops import write_crops

COLUMNS = ("voi_id", "patient_id", "shard", "index", "nodule_id")


def ball(shape, spacing, diameter_mm, rng, hu=30):
    """A ball in noisy lung, and its mask."""
    axes = [(np.arange(n) - (n - 1) / 2) * s for n, s in zip(shape, spacing, strict=True)]
    z, y, x = np.meshgrid(*axes, indexing="ij")
    away = np.sqrt(z**2 + y**2 + x**2)
    cover = np.clip(0.5 + (diameter_mm / 2 - away) / max(spacing), 0, 1)
    values = -850 + cover * (hu + 850) + rng.normal(0, 25, shape)
    return np.rint(values).astype(np.int16), away <= diameter_mm / 2


def write_source(folder: Path) -> Path:
    """Crops in four folds, a volume of every nodule, and LUNA16-like crops; one of them shows a volume."""
    write_crops(folder, folds=True)
    rng = np.random.default_rng(3)
    with (folder / "lidc_nodules.csv").open(newline="") as file:
        nodules = list(csv.DictReader(file))
    for row in nodules:
        row["texture"] = {"0": "5", "1": "2", "2": "3"}.get(
            str(int(row["nodule_id"].split("_n")[1]) % 5), "5"
        )
    with (folder / "lidc_nodules.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, nodules[0])
        writer.writeheader()
        writer.writerows(nodules)
    hu, mask, shapes, rows = [], [], [], []
    spacing = (2.0, 0.7, 0.7)
    for index, row in enumerate(nodules):
        shape = (7, 37, 37)
        values, inside = ball(shape, spacing, float(row["diameter_mm"]), rng)
        hu.append(values.ravel())
        mask.append(inside.astype(np.uint8).ravel())
        shapes.append(shape)
        rows.append(
            dict(zip(COLUMNS, (f"V{index}", row["patient_id"], 0, index, row["nodule_id"]), strict=True))
        )
    np.savez(
        folder / "lidc_voi3d_0.npz",
        hu_flat=np.concatenate(hu),
        mask_flat=np.concatenate(mask),
        offset=np.cumsum([0, *(len(h) for h in hu)]),
        shape_zyx=np.array(shapes),
        spacing_zyx=np.array([spacing] * len(hu)),
    )
    with (folder / "lidc_voi3d.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    write_luna(folder, shown=hu[2].reshape(shapes[2])[3])
    return folder


def write_luna(folder: Path, shown) -> None:
    """Balls and bars; crop 0 shows a slice of a volume, compressed."""
    rng = np.random.default_rng(5)
    pixels, label = [], []
    for number in range(80):
        size = rng.uniform(4, 14)
        r, c = np.mgrid[-25:25, -25:25] + 0.5
        away = np.hypot(r, c) if number % 2 == 0 else np.abs(r * np.cos(number) + c * np.sin(number))
        image = -850 + 880 * np.clip(0.5 + size / 2 - away, 0, 1) + rng.normal(0, 25, r.shape)
        if number == 0:
            image = np.full((50, 50), -850.0)
            image[6:43, 7:44] = shown
        scaled = np.clip((image + 1000) / 1400 * 255, 0, 255).astype(np.uint8)
        code = cv2.imencode(".jpg", scaled, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]
        pixels.append(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE))
        label.append(1 - number % 2)
    np.savez(
        folder / "luna16_candidates2d.npz",
        pixels=np.array(pixels),
        label=np.array(label),
        split=np.array(["val" if number % 5 == 4 else "train" for number in range(80)]),
    )
