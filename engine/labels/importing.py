"""Labels of other programs' files into the store: find the series, measure at the place, keep the voxels.

An entry that matches no series or no lesion is told in a sentence, and the others are kept. A second run
finds its labels there and changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from engine.dicom.errors import DicomError
from engine.dicom.load import Loaded, load
from engine.dicom.scan import Scan
from engine.dicom.series import Series
from engine.findings import Nodule, Point, finding_id
from engine.labels.crop import NoduleCrop, crop_of
from engine.labels.incoming import IncomingLabel, InPatient, InSeries
from engine.labels.label import LabelledNodule, StoredLabel, same_reader
from engine.lesion import LesionError, measure
from engine.matching import SAME_PLACE_MM, match
from engine.report import SeriesFacts
from engine.selection import refusal
from engine.store import Store


@dataclass
class Imported:
    """What became of incoming labels.

    Parameters
    ----------
    added, unchanged
        Labels that are new, and those that were taken before.
    without_voxels
        How many of both have no voxels, so that they cannot be trained on.
    notes
        A sentence for each that was taken before and has been replaced since; it was left so.
    problems
        A sentence for each that was not taken.
    """

    added: int = 0
    unchanged: int = 0
    without_voxels: int = 0
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _NotTaken(Exception):  # noqa: N818 - the reason, in a sentence
    """An incoming label that cannot be kept."""


@dataclass(frozen=True)
class _Located:
    incoming: IncomingLabel
    facts: SeriesFacts
    nodule: LabelledNodule


def import_labels(
    store: Store,
    incoming: Iterable[IncomingLabel],
    images: Scan | None = None,
    *,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Keep incoming labels.

    Parameters
    ----------
    store
        Where to.
    incoming
        What files say.
    images
        The series they may be about. Without it a label is kept for a series that the store knows, at the
        place that the file gives in patient millimetres, and has no voxels.
    progress
        Called with the number of labels done.

    Raises
    ------
    engine.store.errors.StoreError
        If the store cannot be written; what was kept until then stays, and a second run goes on.
    """
    result = Imported()
    finder = _WithImages(images) if images is not None else _InStore(store)
    taken: dict[str, list[tuple[Point, str]]] = {}
    for done, label in enumerate(sorted(incoming, key=lambda one: one.series_uid), 1):
        try:
            located = finder.locate(label)
            _refuse_twice(located, taken)
        except _NotTaken as reason:
            result.problems.append(f"{label.origin}: {reason}")
        else:
            _keep(store, located, result)
        if progress:
            progress(done)
    return result


def _refuse_twice(located: _Located, taken: dict[str, list[tuple[Point, str]]]) -> None:
    """Refuse a second label for one nodule: the next run could not tell which of them holds."""
    there = taken.setdefault(located.facts.series_uid, [])
    found = match([located.nodule.centre_mm], [centre for centre, _ in there])
    if found:
        raise _NotTaken(f"it is the nodule of {there[found[0]][1]}, which was taken.")
    there.append((located.nodule.centre_mm, located.incoming.origin))


def _keep(store: Store, located: _Located, result: Imported) -> None:
    incoming, nodule = located.incoming, located.nodule
    uid = located.facts.series_uid
    here = [e for e in store.labels.history(uid) if math.dist(e.centre_mm, nodule.centre_mm) <= SAME_PLACE_MM]
    current = store.labels.current(uid)
    found = match([nodule.centre_mm], [label.centre_mm for label in current])
    holds = current[found[0]] if found else None
    result.without_voxels += nodule.crop is None and not (holds and holds.has_crop)
    if any(_says_the_same(entry, incoming) for entry in here if not entry.is_review):
        # A file read again must not bring back what readers have changed since.
        if holds is None:
            result.notes.append(f"{incoming.origin}: this label was taken back since; it was left so.")
        elif not _says_the_same(holds, incoming):
            result.notes.append(
                f"{incoming.origin}: {holds.reader} labelled this nodule {holds.label} since; that was left."
            )
        elif nodule.crop is not None and not holds.has_crop:
            store.labels.keep_crop(uid, holds.finding_id, nodule.crop)
        result.unchanged += 1
        return
    store.labels.add(
        located.facts,
        nodule,
        incoming.label,
        source=incoming.source,
        reader=incoming.reader,
        evidence_date=incoming.evidence_date,
        comment=incoming.comment,
    )
    result.added += 1


def _says_the_same(stored: StoredLabel, incoming: IncomingLabel) -> bool:
    return (
        same_reader(stored.reader, incoming.reader)
        and stored.label is incoming.label
        and stored.source is incoming.source
        and stored.evidence_date == incoming.evidence_date
        and stored.comment == incoming.comment
    )


class _InStore:
    """Finds series in the store: no images, no measurement."""

    def __init__(self, store: Store) -> None:
        self._known = {facts.series_uid: facts for facts in store.labels.known_series()}

    def locate(self, label: IncomingLabel) -> _Located:
        if not isinstance(label.place, InPatient):
            raise _NotTaken("it gives its place in voxels; name the folder of its images with --images.")
        facts = self._known.get(label.series_uid)
        if facts is None:
            raise _NotTaken(
                f"the store does not know series {label.series_uid}; name the folder of its images with"
                " --images."
            )
        centre = label.place.point_mm
        return _Located(label, facts, LabelledNodule(finding_id(label.series_uid, centre), centre))


class _WithImages:
    """Finds series among images, and measures there. Holds one series' voxels at a time."""

    def __init__(self, images: Scan) -> None:
        self._images = images
        self._loaded: tuple[str, Loaded] | None = None

    def locate(self, label: IncomingLabel) -> _Located:
        series, point = self._place(label)
        if reason := refusal(series):
            raise _NotTaken(f"nothing can be measured in series {series.series_uid}. {reason}")
        try:
            loaded = self._load(series)
            nodule = measure(loaded.volume, point)
        except (DicomError, LesionError) as error:
            raise _NotTaken(str(error)) from error
        crop = _crop(loaded, nodule)
        known = LabelledNodule(
            finding_id(series.series_uid, nodule.centre_mm),
            nodule.centre_mm,
            nodule.long_axis_mm,
            crop=crop,
        )
        return _Located(label, series.facts, known)

    def _load(self, series: Series) -> Loaded:
        if self._loaded is None or self._loaded[0] != series.series_uid:
            self._loaded = None  # two chests need not be in memory at once
            self._loaded = (series.series_uid, load(series))
        return self._loaded[1]

    def _place(self, label: IncomingLabel) -> tuple[Series, Point]:
        """Return the series that a label is about and the patient position in it."""
        named = [
            s
            for s in self._images.series
            if not label.series_uid or label.series_uid in (s.series_uid, s.dicom_series_uid)
        ]
        if not named:
            raise _NotTaken(f"series {label.series_uid} is not among the images.")
        places = [(s, p) for s in named if (p := _point(s, label)) is not None]
        if not places:
            where = f"series {label.series_uid}" if label.series_uid else "the images"
            raise _NotTaken(f"its place is not in {where}.")
        return places[0]  # the scan puts analysable ones first


def _point(series: Series, label: IncomingLabel) -> Point | None:
    """Return where a label lies in a series; `None` if it does not."""
    place, grid = label.place, series.grid
    if grid is None:
        return None
    if isinstance(place, InPatient):
        frame = series.slices[0].file.frame_of_reference
        if place.frame_of_reference and frame and frame != place.frame_of_reference:
            return None
        point = place.point_mm
    elif isinstance(place, InSeries):
        point = _three(grid.to_patient(place.voxel))
    else:
        k = next(
            (
                k
                for k, s in enumerate(series.slices)
                if s.file.sop_uid == place.sop_uid and s.frame == place.frame
            ),
            None,
        )
        if k is None:
            return None
        point = _three(grid.to_patient((k, place.row, place.column)))
    return point if bool(grid.contains(point)) else None


def _crop(loaded: Loaded, nodule: Nodule) -> NoduleCrop:
    grid = loaded.volume.grid
    k, r, c = (int(v) for v in np.rint(grid.to_voxel(nodule.mask_grid.origin_mm)))
    if any(k - 1 <= failed <= k + nodule.mask.shape[0] for failed in loaded.failed):
        raise _NotTaken("a slice of the nodule or one beside it could not be decoded.")
    return crop_of(loaded.volume, nodule.mask, (k, r, c), nodule.centre_mm)


def _three(values: np.typing.NDArray[np.float64]) -> Point:
    x, y, z = (float(v) for v in values)
    return (x, y, z)
