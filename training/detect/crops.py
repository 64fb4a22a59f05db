"""Examples for the candidates' filter: axial crops of nodules and of others, not of the test bed's patients.

Sources: LUNA16 candidate crops (no patient known, so crops that show a nodule of the test bed are left out),
the nodules of ``lidc_maxslice.npz``, and what is denser than its surroundings beside those nodules (hard
negatives). All end as 8-bit pixels with JPEG's traces, or the network would tell the sources apart.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.cases import Case, Dataset, DatasetError
from training.datasets.lidc_crops import import_lidc_crops
from training.detect.volumes import NoduleVolume

LUNA = "luna16_candidates2d.npz"
#: Pixels of a crop, and HU at 0 and 255, as the LUNA16 crops have them.
SIDE = 50
LOW_HU, HIGH_HU = -1000.0, 400.0
#: Nominal step of all crops. LUNA16's true ones are not recorded (LIDC scans: 0.46 to 0.98 mm).
STEP_MM = 0.7
#: Nodules wider than this are shown at a larger step, as the engine shows large candidates.
LARGEST_MM = 20.0
#: Nodules marked by fewer readers are no examples: LUNA16 counts them as neither.
MIN_READERS = 2
#: Nodules of this texture rating or less (part-solid, ground glass) are shown twice: they are rare.
FAINT_TEXTURE = 3.0
#: This share of the wider nodules is shown hollowed too, with a wall of so many mm.
HOLLOW_FROM_MM, HOLLOW_SHARE, RING_MM = 8.0, 0.6, (1.0, 2.8)
#: Hard negatives taken beside one nodule, and how much of such a crop must lie in the picture.
BESIDE, MIN_INSIDE = 2, 0.65
#: Fine detail of a crop that correlates more than this with a nodule's is taken for the same picture. Of
#: 1,069 nodule crops against the 319 nodules of two folds, 267 correlate above 0.95, one between 0.85 and
#: 0.95, and the others below.
SAME = 0.85
#: Fine detail: what a Gaussian of so many pixels takes away, cut off at so many HU.
DETAIL_PIXELS, DETAIL_HU = 2.0, 60.0
#: Half the compared window, and how far it is moved.
WINDOW, SHIFT = 10, 5

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Examples:
    """Crops and what they are.

    Parameters
    ----------
    pixels
        uint8, shape ``(n, SIDE, SIDE)``.
    label
        1 nodule, 0 not.
    source
        Name of the source of each.
    """

    pixels: Pixels
    label: npt.NDArray[np.intp]
    source: npt.NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.label)


def read_luna(folder: Path, test: list[NoduleVolume]) -> tuple[Examples, Examples, int]:
    """Read the LUNA16 candidate crops.

    Parameters
    ----------
    folder
        Holds ``luna16_candidates2d.npz``.
    test
        Nodules of the test bed; crops that show one of them are left out.

    Returns
    -------
    (Examples, Examples, int)
        For training, the source's own validation part, and how many crops were left out.

    Raises
    ------
    DatasetError
        If the file is missing or unreadable.
    """
    path = folder / LUNA
    if not path.is_file():
        raise DatasetError(f"{folder} holds no {LUNA}, so there are no crops to train the filter on.")
    try:
        with np.load(path, allow_pickle=False) as arrays:
            pixels, label, split = arrays["pixels"], arrays["label"].astype(np.intp), arrays["split"]
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path} cannot be read: {error}") from error
    shown = np.zeros(len(pixels), dtype=bool)
    nodules = np.flatnonzero(label == 1)
    shown[nodules] = shows(pixels[nodules], test)
    source = np.full(len(pixels), "luna16")

    def part(chosen: npt.NDArray[np.bool_]) -> Examples:
        return Examples(pixels[chosen], label[chosen], source[chosen])

    return part((split == "train") & ~shown), part((split != "train") & ~shown), int(shown.sum())


def shows(pixels: Pixels, nodules: list[NoduleVolume]) -> npt.NDArray[np.bool_]:
    """Whether each crop shows one of the nodules: its fine detail correlates with that of one of its slices.

    Coarse brightness would not tell: a small bright ball in dark lung looks like any other.
    """
    templates = [t for nodule in nodules for t in _templates(nodule)]
    reach = slice(SIDE // 2 - WINDOW - SHIFT, SIDE // 2 + WINDOW + SHIFT + 1)
    result = np.zeros(len(pixels), dtype=bool)
    for i, crop in enumerate(pixels):
        window = np.ascontiguousarray(_detail(to_hu(crop))[reach, reach])
        result[i] = any(
            float(cv2.matchTemplate(window, template, cv2.TM_CCOEFF_NORMED).max()) > SAME
            for template in templates
        )
    return result


def import_nodules(folder: Path, folds: tuple[int, ...], rng: np.random.Generator) -> Examples:
    """Read the nodules of some folds and what lies beside them.

    Parameters
    ----------
    folder
        Holds ``lidc_nodules.csv`` and ``lidc_maxslice.npz``.
    folds
        Whose patients are used; patients that serve as whole scans never are.
    rng
        Of JPEG qualities and of the choice beside nodules.

    Raises
    ------
    training.cases.DatasetError
        If a file is missing or wrong.
    """
    dataset = import_lidc_crops(folder)
    crops, labels, sources = [], [], []
    for i, case in enumerate(dataset.cases):
        if not dataset.trainable[i] or case.fold not in folds:
            continue
        picture = _compressed(dataset.hu[i][0], rng)
        if (case.readers or 0) >= MIN_READERS:
            width = case.diameter_mm or 0.0
            step = STEP_MM * max(1.0, width / LARGEST_MM)
            shown = [("nodule", picture)]
            if case.attributes.get("texture", 5.0) <= FAINT_TEXTURE:
                shown.append(("faint nodule", picture))
            ring = (
                _hollowed(dataset, i, rng)
                if width >= HOLLOW_FROM_MM and rng.random() < HOLLOW_SHARE
                else None
            )
            if ring is not None:
                shown.append(("hollowed nodule", _compressed(ring, rng)))
            for name, image in shown:
                crops.append(_cut(image, _middle(case), case.grid.spacing_mm[1], step))
                labels.append(1)
                sources.append(name)
        for at in _beside(picture, dataset, i, rng):
            crops.append(_cut(picture, at, case.grid.spacing_mm[1], STEP_MM))
            labels.append(0)
            sources.append("beside")
    return Examples(np.stack(crops), np.array(labels, dtype=np.intp), np.array(sources))


def join(*parts: Examples) -> Examples:
    """Join examples."""
    return Examples(
        np.concatenate([p.pixels for p in parts]),
        np.concatenate([p.label for p in parts]),
        np.concatenate([p.source for p in parts]),
    )


def to_hu(pixels: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """HU of 8-bit pixels."""
    return np.asarray(pixels, dtype=np.float32) * np.float32((HIGH_HU - LOW_HU) / 255) + np.float32(LOW_HU)


def to_pixels(hu: npt.NDArray[np.generic]) -> Pixels:
    """8-bit pixels of HU."""
    scaled = (np.asarray(hu, dtype=np.float32) - LOW_HU) * (255 / (HIGH_HU - LOW_HU))
    return np.asarray(np.clip(np.rint(scaled), 0, 255), dtype=np.uint8)


def _middle(case: Case) -> tuple[float, float]:
    _, row, column = (float(v) for v in case.grid.to_voxel(case.centre_mm))
    return row, column


def _compressed(hu: npt.NDArray[np.int16], rng: np.random.Generator) -> Pixels:
    quality = int(rng.integers(75, 96))
    _, code = cv2.imencode(".jpg", to_pixels(hu), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _cut(picture: Pixels, at: tuple[float, float], own_mm: float, step_mm: float) -> Pixels:
    """Cut a crop round a pixel position at another step; outside, the border repeats."""
    scale = step_mm / own_mm
    corner = [v - (SIDE - 1) / 2 * scale for v in (at[1], at[0])]
    turn = np.array([[scale, 0, corner[0]], [0, scale, corner[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    done = cv2.warpAffine(picture, turn, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(done, dtype=np.uint8)


def _hollowed(dataset: Dataset, index: int, rng: np.random.Generator) -> npt.NDArray[np.int16] | None:
    """A nodule turned into a ring: cavities are too rare to learn from. `None` where it is too thin."""
    case, outline = dataset.cases[index], dataset.outlines[index]
    if outline is None:
        return None
    inside = (outline[0] >= max(1, (case.readers or 1) / 2)).astype(np.uint8)
    depth_mm = cv2.distanceTransform(inside, cv2.DIST_L2, 5) * case.grid.spacing_mm[1]
    wall_mm = rng.uniform(*RING_MM)
    if depth_mm.max() < wall_mm + 1.0:
        return None
    hole = cv2.GaussianBlur((depth_mm > wall_mm).astype(np.float32), (0, 0), 0.6 / case.grid.spacing_mm[1])
    hu = dataset.hu[index][0].astype(np.float32)
    air = rng.uniform(-950, -800) + rng.normal(0, 25, hu.shape)
    return np.asarray(np.rint(hu + hole * np.minimum(air - hu, 0)), dtype=np.int16)


def _beside(
    picture: Pixels, dataset: Dataset, index: int, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Positions of what is denser than its surroundings, away from the nodule."""
    case = dataset.cases[index]
    pixel = case.grid.spacing_mm[1]
    outline = dataset.outlines[index]
    marked = (outline[0] > 0).astype(np.uint8) if outline is not None else np.zeros(picture.shape, np.uint8)
    row, column = (round(v) for v in _middle(case))
    marked[row, column] = 1
    away = cv2.distanceTransform(1 - marked, cv2.DIST_L2, 5) * pixel
    hu = np.clip(to_hu(picture), -1000, 200)
    places: list[tuple[float, tuple[int, int]]] = []
    for sigma_mm in (1.25, 1.8, 2.6, 3.7):
        sigma = sigma_mm / pixel
        blurred = cv2.GaussianBlur(hu, (0, 0), sigma)
        answer = -cv2.Laplacian(blurred, cv2.CV_32F) * np.float32(sigma**2)
        peak = (answer >= cv2.dilate(answer, np.ones((3, 3), np.uint8))) & (answer > 60) & (away > 4.0)
        peak &= blurred < 100
        places += [(float(answer[r, c]), (int(r), int(c))) for r, c in np.argwhere(peak)]
    half = SIDE / 2 * STEP_MM / pixel
    size = picture.shape
    good = []
    for strength, (r, c) in places:
        inside = [(min(v + half, n) - max(v - half, 0)) / (2 * half) for v, n in ((r, size[0]), (c, size[1]))]
        if inside[0] * inside[1] >= MIN_INSIDE:
            good.append((strength, (float(r), float(c))))
    if not good:
        return []
    strengths = np.array([s for s, _ in good])
    count = min(BESIDE, len(good))
    chosen = rng.choice(len(good), count, replace=False, p=strengths / strengths.sum())
    return [good[int(i)][1] for i in chosen]


def _templates(nodule: NoduleVolume) -> list[npt.NDArray[np.float32]]:
    """Fine detail of every slice of a nodule round its middle."""
    used = [
        np.flatnonzero(nodule.mask.any(axis=tuple(a for a in range(3) if a != axis))) for axis in range(3)
    ]
    rows, columns = ((int(u[0]) + int(u[-1])) // 2 for u in used[1:])
    result = []
    for k in range(int(used[0][0]), int(used[0][-1]) + 1):
        hu = np.clip(nodule.hu[k].astype(np.float32), LOW_HU, HIGH_HU)
        part = _detail(hu)[
            max(rows - WINDOW, 0) : rows + WINDOW + 1, max(columns - WINDOW, 0) : columns + WINDOW + 1
        ]
        if min(part.shape) > WINDOW:
            result.append(np.ascontiguousarray(part))
    return result


def _detail(hu: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    fine = hu - cv2.GaussianBlur(hu, (0, 0), DETAIL_PIXELS)
    return np.asarray(np.clip(fine, -DETAIL_HU, DETAIL_HU), dtype=np.float32)
