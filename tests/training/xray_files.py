"""Generated pictures in CheXpert's layout: a bright disc for one label, a dark upper half for another."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from PIL import Image

HEADER = ["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", "Disc", "Shade"]


def picture(*, disc: bool, shade: bool, seed: int = 0, size: tuple[int, int] = (60, 50)) -> np.ndarray:
    """uint8 of ``(rows, columns)``."""
    rows, columns = size
    gray = np.random.default_rng(seed).normal(110, 6, size)
    if shade:
        gray[: rows // 2] -= 60
    if disc:
        y, x = np.ogrid[:rows, :columns]
        gray[(y - rows * 0.6) ** 2 + (x - columns / 2) ** 2 < (rows / 5) ** 2] += 90
    return gray.clip(0, 255).round().astype(np.uint8)


def write_xrays(folder: Path, patients: int = 24) -> Path:
    """Two studies of each patient; return the table, whose paths begin with the folder's name."""
    rows = []
    for number in range(patients):
        for study in (1, 2):
            disc, shade = number % 2 == 0, (number // 2) % 2 == 0
            place = folder / "train" / f"patient{number:05d}" / f"study{study}"
            place.mkdir(parents=True)
            name = "view1_frontal.jpg" if study == 1 else "view2_lateral.png"
            image = Image.fromarray(picture(disc=disc, shade=shade, seed=2 * number + study))
            image.save(place / name)
            path = f"{folder.name}/{(place / name).relative_to(folder).as_posix()}"
            view = "Frontal" if study == 1 else "Lateral"
            rows.append([path, "Male", "60", view, "AP", "1.0" if disc else "0.0", "1.0" if shade else ""])
    return write_rows(folder / "train.csv", rows)


def write_rows(path: Path, rows: list[list[str]], header: list[str] | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header or HEADER, *rows])
    return path
