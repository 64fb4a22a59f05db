"""What forbids a verdict on a nodule, and what the reader must know beside one: flags, each a sentence.

It compares a nodule and its scan with what the model was trained on. It must not know the network.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.findings import Flag, Nodule
from engine.models.manifest import Envelope, Range
from engine.patch import Patch
from engine.risk.terms import LARGEST_NODULE_MM
from engine.volume import Volume

#: Used where no model says otherwise.
MASS_MM = LARGEST_NODULE_MM
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


def mass(nodule: Nodule, limit_mm: float) -> tuple[Flag, ...]:
    """Flag a lesion that is too large to be a nodule."""
    if nodule.long_axis_mm <= limit_mm:
        return ()
    # 30.3 mm must not read "Mass, 30 mm", which would be a nodule.
    size = f"{nodule.long_axis_mm:.{0 if round(nodule.long_axis_mm) > limit_mm else 1}f}"
    return (Flag("mass", f"Mass, {size} mm: suspicious by size, no score."),)


def what_forbids(subject: Subject, envelope: Envelope) -> tuple[Flag, ...]:
    """Flags that leave no verdict, the weightiest first."""
    size_mm = subject.nodule.long_axis_mm
    flags = [*mass(subject.nodule, envelope.max_diameter_mm)]
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
    if any(flag.code == "cut_by_volume_border" for flag in subject.nodule.flags):
        flags.append(Flag("incomplete", "The nodule is not wholly in the scan, so there is no score."))
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
                "outside",
                f"Only {subject.patch.inside:.0%} of what the model looks at lies in the scan, so there is no"
                " score.",
            )
        )
    return tuple(flags)


def what_limits(subject: Subject, envelope: Envelope) -> tuple[Flag, ...]:
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
    elif maker(acquisition.manufacturer) not in {maker(name) for name in envelope.manufacturers}:
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


def maker(name: str) -> str:
    """Return the first word of a manufacturer's name: sites and years write the rest differently."""
    return next(iter(name.casefold().split()), "")
