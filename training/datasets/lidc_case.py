"""One nodule of LIDC-IDRI as a case: its label, its figures, its voxels, and names that tell nobody.

The rules of the crops (`training.datasets.lidc_crops`): marks whose outlines overlap are one nodule; its
label is the readers' median with 3 left undecided; its diameter the mean over readers of the longest
distance, within a slice, between points of their outlines; an outline covers its own line and any cavity.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

import numpy as np
import numpy.typing as npt

from engine.dicom.datasets import read_header
from engine.dicom.errors import DicomError
from engine.dicom.load import load_slice
from engine.dicom.series import Series
from engine.geometry import Grid
from engine.labels.crop import ACROSS_MM, crop_of
from engine.labels.lidc_xml import Mark
from engine.lesion.axes import longest_axes
from engine.volume import Volume
from training.cases import Case
from training.datasets.lidc_crops import CALCIFICATION_ABSENT, RATINGS
from training.datasets.lidc_join import Located, ReadingError
from training.datasets.site import hashed_name, site_salt

#: The collection's own numbers are public and name nobody. They are kept, so that a model trained on the
#: crops is never judged on the same patients here; any other PatientID becomes a hash.
PUBLIC = re.compile(r"LIDC-IDRI-\d{4}")


class Names:
    """Names of patients, series and nodules in the dataset.

    Parameters
    ----------
    salt
        Secret of the hashes; by default this installation's, asked for when one is needed.
    """

    def __init__(self, salt: bytes | None) -> None:
        self._salt = salt

    def patient(self, series: Series) -> str:
        """Return the patient's name.

        Raises
        ------
        ReadingError
            If the series names nobody, or its header cannot be read.
        """
        try:
            patient = str(read_header(series.slices[0]).get("PatientID", "") or "").strip()
        except DicomError as error:
            raise ReadingError("series_not_usable", str(error)) from error
        if not patient:
            raise ReadingError(
                "no_patient",
                "its series names no patient (PatientID is empty), so it cannot be kept out of the folds of "
                "the same patient's other series.",
            )
        return patient if PUBLIC.fullmatch(patient) else self._hashed("patient", patient)

    def _hashed(self, kind: str, *parts: object) -> str:
        self._salt = site_salt() if self._salt is None else self._salt
        return hashed_name(self._salt, kind, *parts)

    def series_and_nodule(self, patient: str, located: Located) -> tuple[str, str]:
        """Return the names of the nodule's series and of the nodule."""
        uid = located.series.dicom_series_uid
        places = [round(v, 1) for v in located.centre]
        if PUBLIC.fullmatch(patient):
            text = "\n".join([uid, *map(str, places)])
            return uid, f"{patient}_{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        return self._hashed("series", uid), self._hashed("nodule", uid, *places)


def case_of(
    located: Located, names: Names, patient: str
) -> tuple[Case, npt.NDArray[np.int16], npt.NDArray[np.uint8]]:
    """Return a nodule's case, its voxels (int16) and how many readers cover each (uint8).

    Raises
    ------
    DicomError
        If a slice round it cannot be decoded.
    """
    series, marks = located.series, located.marks
    volume, first = _slab(series, located.grid, located.centre[0])
    k, row, column = located.start
    x, y, z = (float(v) for v in volume.grid.to_patient(np.subtract(located.centre, (first, 0, 0))))
    crop = crop_of(volume, located.covered, (k - first, row, column), (x, y, z))
    scores = tuple(sorted(mark.malignancy for mark in marks))
    middle = median(scores)
    origin = tuple(round(float(v), 6) for v in np.subtract(crop.grid.origin_mm, (x, y, z)))
    series_name, case_name = names.series_and_nodule(patient, located)
    acquisition = series.acquisition
    case = Case(
        id=case_name,
        patient_id=patient,
        series_uid=series_name,
        label=None if middle == 3 else int(middle > 3),
        readers=len(marks),
        scores=scores,
        diameter_mm=_diameter_mm(marks, located.grid),
        attributes=_attributes(marks),
        centre_mm=(0.0, 0.0, 0.0),
        size=crop.grid.size,
        origin_mm=(origin[0], origin[1], origin[2]),
        steps_mm=crop.grid.steps_mm,
        manufacturer=acquisition.manufacturer,
        kernel=acquisition.kernel,
        slice_thickness_mm=acquisition.slice_thickness_mm or crop.grid.spacing_mm[0],
        contrast=acquisition.contrast,
    )
    return case, crop.hu, crop.mask


def _slab(series: Series, grid: Grid, middle: float) -> tuple[Volume, int]:
    """Decode the slices that a crop needs; also return the index of the first."""
    reach = int(np.ceil(ACROSS_MM / grid.spacing_mm[0])) + 1
    first = max(0, round(middle) - reach)
    last = min(series.size[0] - 1, round(middle) + reach)
    hu = np.stack([load_slice(series, k) for k in range(first, last + 1)])
    slab = grid.crop((first, 0, 0), (len(hu), *series.size[1:]))
    return Volume(hu, slab, series.series_uid, series.acquisition), first


def _diameter_mm(marks: Sequence[Mark], grid: Grid) -> float | None:
    """Mean over readers of the longest distance in a slice; `None` where the outlines are points."""
    spacing = np.array(grid.spacing_mm[1:])
    longest = []
    for mark in marks:
        lengths = []
        for outline in mark.outlines:
            if outline.inside:
                ends, _ = longest_axes(outline.points[:, ::-1] * spacing)
                lengths.append(float(np.linalg.norm(ends[1] - ends[0])))
        longest.append(max(lengths))
    return round(float(np.mean(longest)), 3) or None


def _attributes(marks: Sequence[Mark]) -> dict[str, float]:
    """Return the median ratings, and whether most readers see no calcium; of ties the lower grade counts."""
    attributes = {}
    for name in RATINGS:
        rated = [mark.ratings[name] for mark in marks if name in mark.ratings]
        if rated:
            attributes[name] = float(median(rated))
    grades = Counter(mark.ratings["calcification"] for mark in marks if "calcification" in mark.ratings)
    if grades:
        most = min(grades, key=lambda grade: (-grades[grade], grade))
        attributes["calcification_absent"] = float(most == CALCIFICATION_ABSENT)
    return attributes
