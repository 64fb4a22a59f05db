"""Which series a reading of LIDC-IDRI belongs to, and where in it each nodule lies; no pixel is decoded here.

A nodule whose pictures are missing, or do not lie where the reading says, is no case: an outline on the wrong
slice would teach the wrong pixels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.dicom.flags import BLOCKING
from engine.dicom.series import Series
from engine.geometry import Grid
from engine.labels.lidc import CONSENSUS
from engine.labels.lidc_xml import Mark, Reading, nodules


class ReadingError(ValueError):
    """A reading that no case can be made of: the reason in a word, the message in a sentence."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, eq=False)
class Located:
    """One nodule in its series.

    Parameters
    ----------
    marks
        Its readers'.
    series, grid
        Where it lies.
    covered
        uint8 ``[slice, row, column]``: a box of the series' voxels round all outlines, and how many readers'
        outlines, with the line itself, cover each.
    start
        Index of the box's first voxel.
    centre
        Voxel ``(slice, row, column)``: middle of the bounding box of what at least half of the readers
        cover, in its largest slice.
    """

    marks: tuple[Mark, ...]
    series: Series
    grid: Grid
    covered: npt.NDArray[np.uint8]
    start: tuple[int, int, int]
    centre: tuple[float, float, float]


class SeriesIndex:
    """The series that a scan found, by their UIDs and by their pictures'."""

    def __init__(self, series: Sequence[Series]) -> None:
        self._by_uid: dict[str, list[Series]] = defaultdict(list)
        self._by_picture: dict[str, tuple[Series, int]] = {}
        for one in series:
            self._by_uid[one.dicom_series_uid].append(one)
            for k, picture in enumerate(one.slices):
                if picture.frame == 0:
                    self._by_picture.setdefault(picture.file.sop_uid, (one, k))

    def series_of(self, reading: Reading) -> tuple[Series, Grid]:
        """Return the series that a reading is of, and its grid: of stacks with one UID, the one it draws on.

        Raises
        ------
        ReadingError
            If it is not there, is another study's, or cannot be analysed.
        """
        drawn = {outline.sop_uid for mark in reading.marks for outline in mark.outlines}
        there = [self._by_picture[sop][0] for sop in drawn if sop in self._by_picture]
        candidates = self._by_uid.get(reading.series_uid, [])
        if not candidates:
            if there:
                raise ReadingError(
                    "uid_mismatch",
                    f"it names the series {reading.series_uid}, but its outlines lie on pictures of the "
                    f"series {there[0].dicom_series_uid}. One of the two was renamed: take both as they were "
                    "published.",
                )
            raise ReadingError(
                "series_missing",
                f"its series {reading.series_uid} is not there. Put that patient's DICOM files into the "
                "folder and import again.",
            )
        series = max(candidates, key=lambda one: sum(other is one for other in there))
        if reading.study_uid and series.study_uid and reading.study_uid != series.study_uid:
            raise ReadingError(
                "uid_mismatch",
                f"it names the study {reading.study_uid}, but its series belongs to the study "
                f"{series.study_uid}. One of the two was renamed: take both as they were published.",
            )
        if not series.analysable or series.grid is None:
            why = next((flag.text for flag in series.warnings if flag.code in BLOCKING), "")
            raise ReadingError("series_not_usable", f"its series cannot be used. {why}".strip())
        return series, series.grid

    def slice_of(self, series: Series, sop_uid: str) -> int | None:
        """Return the place of a picture in a series; `None` where it is not there."""
        found, k = self._by_picture.get(sop_uid, (None, 0))
        return k if found is series else None


def locate(
    reading: Reading, series: Series, grid: Grid, index: SeriesIndex, name: str
) -> tuple[list[Located], list[str], int]:
    """Find each nodule of a reading in its series.

    Parameters
    ----------
    reading, series, grid, index
        The reading, and what `SeriesIndex.series_of` found for it.
    name
        The file, for sentences.

    Returns
    -------
    located
        The nodules.
    problems
        A sentence for each mark and each nodule that was left out.
    lost
        How many nodules were left out.
    """
    located: list[Located] = []
    problems: list[str] = []
    usable: list[Mark] = []
    rows, columns = series.size[1:]
    for mark in reading.marks:
        if any((outline.points >= (columns, rows)).any() for outline in mark.outlines):
            problems.append(
                f"Nodule {mark.name} of reader {mark.reader + 1} in {name}: its outline leaves the picture "
                f"of {columns} x {rows} pixels; this reader's mark is left out."
            )
        else:
            usable.append(mark)
    # A nodule whose only mark is left out is lost, too.
    lost = len(nodules(reading.marks)) - len(nodules(usable))
    for marks in nodules(usable):
        try:
            located.append(_located(marks, series, grid, index))
        except ValueError as error:
            problems.append(f"Nodule {marks[0].name} in {name}: {error}")
            lost += 1
    return located, problems, max(lost, 0)


def _located(marks: list[Mark], series: Series, grid: Grid, index: SeriesIndex) -> Located:
    places = _places(marks, series, grid, index)
    layers: dict[int, list[npt.NDArray[np.intp]]] = defaultdict(list)
    for mark in marks:
        for sop, pixels in mark.covered.items():
            layers[places[sop]].append(np.array(sorted(pixels)))
    every = np.concatenate([pixels for layer in layers.values() for pixels in layer])
    (top, left), (bottom, right) = every.min(0), every.max(0)
    first = min(layers)
    covered = np.zeros((max(layers) - first + 1, bottom - top + 1, right - left + 1), np.uint8)
    for k, layer in layers.items():
        for reader in layer:
            covered[k - first, reader[:, 0] - top, reader[:, 1] - left] += 1
    # Readers who hardly agree leave nothing in common; what any of them covers stands for them then.
    common = covered >= max(1, CONSENSUS * len(marks))
    common = common if common.any() else covered > 0
    k = int(np.argmax(common.sum((1, 2))))
    inside = np.argwhere(common[k])
    row, column = (inside.min(0) + inside.max(0)) / 2
    start = (first, int(top), int(left))
    centre = (float(k + first), float(row + top), float(column + left))
    return Located(tuple(marks), series, grid, covered, start, centre)


def _places(marks: list[Mark], series: Series, grid: Grid, index: SeriesIndex) -> dict[str, int]:
    """Return the slice of each picture that the nodule is outlined on."""
    half_step = grid.spacing_mm[0] / 2
    places: dict[str, int] = {}
    missing: set[str] = set()
    for outline in (outline for mark in marks for outline in mark.outlines):
        k = index.slice_of(series, outline.sop_uid)
        if k is None:
            missing.add(outline.sop_uid)
            continue
        places[outline.sop_uid] = k
        z_mm = float(grid.to_patient((k, 0, 0))[2])
        if outline.z_mm is not None and abs(outline.z_mm - z_mm) > half_step:
            raise ValueError(
                f"its picture lies at z {z_mm:g} mm, but the reading says {outline.z_mm:g} mm. The images "
                "were changed, or are not those that were read; the nodule is left out."
            )
    if missing:
        total = len(missing) + len(places)
        raise ValueError(
            f"{len(missing)} of its {total} pictures are not in the series; the nodule is left out. Complete "
            "the series and import again."
        )
    return places
