"""From a nodule on screen to what the store keeps of it: its place, its figures, and the voxels round it.

The voxels go with the label, so that a data set can be made of labels without looking for the images again.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.findings.entry import NoduleEntry
from app.session import OpenVolume, Session
from engine.findings import Point
from engine.labels.crop import NoduleCrop, crop_of
from engine.labels.label import LabelledNodule
from engine.outline_mask import mask_of
from engine.protocol import SeriesSummary
from engine.report import SeriesFacts


@dataclass(frozen=True)
class Target:
    """A nodule that is labelled, and the series it is in."""

    series: SeriesFacts
    entry: NoduleEntry
    crop: NoduleCrop | None = None

    @property
    def finding_id(self) -> str:
        """Its name."""
        return self.entry.identity

    @property
    def centre_mm(self) -> Point:
        """Its place."""
        return self.entry.place_mm

    def nodule(self) -> LabelledNodule:
        """Return what the store keeps of it."""
        entry = self.entry
        model = f"{entry.model.id}-{entry.model.version}" if entry.model else entry.suggested_by
        return LabelledNodule(
            finding_id=entry.identity,
            centre_mm=entry.place_mm,
            long_axis_mm=entry.long_axis.length_mm,
            probability=entry.probability,
            model=model or None if entry.probability is not None else None,
            crop=self.crop,
        )


def target_of(session: Session, entry: NoduleEntry) -> Target | None:
    """Return a nodule of the open series; `None` where none is open."""
    volume = session.open
    if volume is None:
        return None
    return Target(facts_of(volume.summary), entry, crop_at(volume, entry))


def facts_of(summary: SeriesSummary) -> SeriesFacts:
    """Return what the store knows of a series."""
    return SeriesFacts(
        study_uid=summary.study_uid,
        series_uid=summary.series_uid,
        patient_key=summary.patient_key,
        description=summary.description,
        modality=summary.modality,
        n_slices=summary.n_slices,
    )


def crop_at(volume: OpenVolume, entry: NoduleEntry) -> NoduleCrop | None:
    """Return the voxels round a nodule, a copy; `None` while its outline or the series is not there yet."""
    if not volume.complete or entry.lacks_outline or not entry.contours_mm:
        return None
    mask, start = mask_of(entry.contours_mm, volume.volume.grid)
    return crop_of(volume.volume, mask, start, entry.centre_mm)
