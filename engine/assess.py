"""From patches to assessments: probability, call, map in the patient, and what forbids or limits a verdict.

It knows the model's manifest and a runtime. It must not know DICOM files, the window, or how a nodule was
found.
"""

from __future__ import annotations

import bisect
import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.findings import ActivationMap, Assessment, Call, Flag, Nodule
from engine.geometry import Grid
from engine.models.manifest import CamGrid, Envelope, Range
from engine.models.package import ModelPackage, PackageError
from engine.patch import Patch
from engine.runtimes.base import Float32Array, Runtime
from engine.volume import Volume

#: A nodule is at most 30 mm, a larger lesion is a mass (Fleischner Society glossary of terms, 2024).
#: Used where no model says otherwise.
MASS_MM = 30.0
#: Below this share of the patch inside the volume there is no verdict: most of it would repeat the border.
MIN_INSIDE = 0.5
#: Below this share the reader is told.
COMPLETE_INSIDE = 0.95


@dataclass(frozen=True)
class Subject:
    """One nodule to assess.

    Parameters
    ----------
    volume
        The CT it lies in.
    nodule
        Its measurements.
    patch
        What the network will see, cut at the nodule's centre.
    gate
        Why the series must not be analysed; empty if it may be.
    """

    volume: Volume
    nodule: Nodule
    patch: Patch
    gate: tuple[Flag, ...] = ()


class Assessor:
    """A model and the runtime that runs it.

    Parameters
    ----------
    package
        The model.
    runtime
        Its compiled network.

    Raises
    ------
    PackageError
        If the package's reference scores cannot be read.
    """

    def __init__(self, package: ModelPackage, runtime: Runtime) -> None:
        self.package = package
        self.runtime = runtime
        self._reference = _read_reference(package)

    def assess(self, subjects: Sequence[Subject]) -> list[Assessment]:
        """Assess nodules; those that must not be judged never reach the network.

        Parameters
        ----------
        subjects
            Any number of nodules, of one volume or several.

        Returns
        -------
        list of Assessment
            In the same order.
        """
        manifest = self.package.manifest
        forbidding = [_what_forbids(subject, manifest.envelope) for subject in subjects]
        notes = [_what_limits(subject, manifest.envelope) for subject in subjects]
        judged = [i for i, flags in enumerate(forbidding) if not flags]
        result = [
            Assessment(Call.OUT_OF_RANGE, None, None, None, (*flags, *more))
            for flags, more in zip(forbidding, notes, strict=True)
        ]
        if judged:
            outputs = self.runtime.run(np.stack([subjects[i].patch.hu for i in judged]))
            for row, i in enumerate(judged):
                result[i] = self._judge(
                    subjects[i].patch,
                    float(outputs.logit[row]),
                    float(outputs.probability[row]),
                    outputs.cam[row],
                    notes[i],
                )
        return result

    def _judge(
        self, patch: Patch, logit: float, probability: float, cam: Float32Array, notes: tuple[Flag, ...]
    ) -> Assessment:
        if not (math.isfinite(logit) and math.isfinite(probability) and np.isfinite(cam).all()):
            failed = Flag(
                "no_answer", "The network gave no usable number for this nodule, so there is no score."
            )
            return Assessment(Call.OUT_OF_RANGE, None, None, None, (failed, *notes))
        return Assessment(
            call=self._call(probability),
            probability=probability,
            logit=logit,
            map=ActivationMap(cam, cam_grid(patch.grid, self.package.manifest.cam)),
            flags=notes,
            percentile_benign=_percentile(self._reference[0], probability),
            percentile_malignant=_percentile(self._reference[1], probability),
        )

    def _call(self, probability: float) -> Call:
        """Benign or malignant by the threshold; where there are conformal quantiles, by the prediction set."""
        quantiles = self.package.manifest.conformal
        if quantiles:
            benign = probability <= quantiles["benign"]
            malignant = 1 - probability <= quantiles["malignant"]
            if benign == malignant:
                return Call.INDETERMINATE
            return Call.MALIGNANT if malignant else Call.BENIGN
        return Call.MALIGNANT if probability >= self.package.manifest.threshold else Call.BENIGN


def without_model(nodule: Nodule, reason: str) -> Assessment:
    """Return the assessment of a nodule that no model can judge: the measurements still tell a mass.

    Parameters
    ----------
    nodule
        The measured lesion.
    reason
        Why there is no model, as a sentence.
    """
    flags = (*_mass(nodule, MASS_MM), Flag("no_model", f"No score: {reason}"))
    return Assessment(Call.OUT_OF_RANGE, None, None, None, flags)


def cam_grid(patch_grid: Grid, cam: CamGrid) -> Grid:
    """Return where the cells of a map lie in the patient, given the patch they were computed from."""
    origin = patch_grid.to_patient(cam.offset)
    cells = np.asarray(cam.offset) + np.diag(cam.stride)
    steps = patch_grid.to_patient(cells) - origin
    x, y, z = (float(v) for v in origin)
    s, r, c = ((float(v[0]), float(v[1]), float(v[2])) for v in steps)
    return Grid(cam.size, (x, y, z), (s, r, c))


# ---------------------------------------------------------------- flags


def _mass(nodule: Nodule, limit_mm: float) -> tuple[Flag, ...]:
    if nodule.long_axis_mm <= limit_mm:
        return ()
    # 30.3 mm must not read "Mass, 30 mm", which would be a nodule.
    size = f"{nodule.long_axis_mm:.{0 if round(nodule.long_axis_mm) > limit_mm else 1}f}"
    return (Flag("mass", f"Mass, {size} mm: suspicious by size, no score."),)


def _what_forbids(subject: Subject, envelope: Envelope) -> tuple[Flag, ...]:
    """Flags that leave no verdict, the weightiest first."""
    size_mm = subject.nodule.long_axis_mm
    flags = [*_mass(subject.nodule, envelope.max_diameter_mm)]
    if not flags and size_mm > envelope.diameter_mm.high:
        flags.append(
            Flag(
                "larger_than_training",
                f"{size_mm:.0f} mm is larger than any nodule the model was trained on"
                f" (up to {envelope.diameter_mm.high:g} mm), so there is no score.",
            )
        )
    if size_mm < envelope.diameter_mm.low:
        flags.append(
            Flag(
                "smaller_than_training",
                f"{size_mm:.1f} mm is smaller than any nodule the model was trained on"
                f" (from {envelope.diameter_mm.low:g} mm), so there is no score.",
            )
        )
    if subject.gate:
        reasons = " ".join(flag.text for flag in subject.gate)
        flags.append(Flag("not_analysable", f"No score, because of the series: {reasons}"))
    thickness = _thickness_mm(subject.volume)
    if thickness > envelope.slice_thickness_mm.high:
        flags.append(
            Flag(
                "thick_slices",
                f"Slices of {thickness:g} mm are thicker than those the model was trained on"
                f" (up to {envelope.slice_thickness_mm.high:g} mm), so there is no score.",
            )
        )
    pixel = max(subject.volume.grid.spacing_mm[1:])
    if pixel > envelope.pixel_spacing_mm.high:
        flags.append(
            Flag(
                "coarse_pixels",
                f"Pixels of {pixel:.2f} mm are coarser than those the model was trained on"
                f" (up to {envelope.pixel_spacing_mm.high:g} mm), so there is no score.",
            )
        )
    if subject.patch.inside < MIN_INSIDE:
        flags.append(
            Flag(
                "incomplete",
                f"Only {subject.patch.inside:.0%} of what the model looks at lies in the scan, so there is no"
                " score.",
            )
        )
    return tuple(flags)


def _what_limits(subject: Subject, envelope: Envelope) -> tuple[Flag, ...]:
    """Notes that the reader must see beside a verdict.

    Finer than the training data is only a note: resampling to the patch takes detail away, it cannot add
    what a coarse scan lost.
    """
    flags = []
    acquisition = subject.volume.acquisition
    thickness = _thickness_mm(subject.volume)
    if thickness < envelope.slice_thickness_mm.low:
        flags.append(_finer("thin_slices", f"Slices of {thickness:g} mm", envelope.slice_thickness_mm))
    pixel = min(subject.volume.grid.spacing_mm[1:])
    if pixel < envelope.pixel_spacing_mm.low:
        flags.append(_finer("fine_pixels", f"Pixels of {pixel:.2f} mm", envelope.pixel_spacing_mm))
    if not acquisition.manufacturer.strip():
        flags.append(Flag("manufacturer", "The files do not name the scanner's manufacturer."))
    elif _maker(acquisition.manufacturer) not in {_maker(name) for name in envelope.manufacturers}:
        flags.append(
            Flag(
                "manufacturer",
                f"The model was not trained on scanners of {acquisition.manufacturer.strip()}.",
            )
        )
    if acquisition.kernel and envelope.kernels and acquisition.kernel not in envelope.kernels:
        flags.append(Flag("kernel", f"The model was not trained on the kernel {acquisition.kernel}."))
    if acquisition.lossy:
        flags.append(Flag("lossy", "The images were compressed with loss, which may change the score."))
    if MIN_INSIDE <= subject.patch.inside < COMPLETE_INSIDE:
        flags.append(
            Flag(
                "partly_outside",
                f"{1 - subject.patch.inside:.0%} of what the model looks at lies outside the scan.",
            )
        )
    return tuple(flags)


def _finer(code: str, what: str, trained: Range) -> Flag:
    return Flag(code, f"{what} are finer than those the model was trained on (from {trained.low:g} mm).")


def _thickness_mm(volume: Volume) -> float:
    """Slice thickness as recorded, else the distance between slices."""
    return volume.acquisition.slice_thickness_mm or volume.grid.spacing_mm[0]


def _maker(name: str) -> str:
    """First word of a manufacturer's name: sites and years write the rest differently."""
    return next(iter(name.casefold().split()), "")


# ---------------------------------------------------------------- reference cases


def _read_reference(package: ModelPackage) -> tuple[list[float], list[float]]:
    """Sorted probabilities of the benign and of the malignant reference cases; empty if there are none."""
    if "reference_scores.csv" not in package.manifest.files:
        return [], []
    scores: tuple[list[float], list[float]] = ([], [])
    try:
        with package.file("reference_scores.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                scores[("0", "1").index(row["label"])].append(float(row["probability"]))
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise PackageError(
            f"The reference scores of the model {package.manifest.id} cannot be read: they need the columns"
            f" label (0 or 1) and probability ({error})."
        ) from error
    return sorted(scores[0]), sorted(scores[1])


def _percentile(ordered: list[float], probability: float) -> float | None:
    """Share in percent of the reference cases with at most this probability."""
    if not ordered:
        return None
    return 100 * bisect.bisect_right(ordered, probability) / len(ordered)
