"""The geometry gate's vocabulary: every warning of a series, its sentence, and whether it stops the analysis.

A sentence says what was found, in which files and at how many millimetres, and what it means. Thresholds and
meanings are listed in docs/reading-ct.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.findings import Flag

#: Slices further apart, or thicker, than this blur small nodules: the reader is warned (mm).
THICK_WARNING_MM = 3.0
#: Beyond this nothing is measured or judged (mm). Lung-RADS asks for 2.5 mm or less; LIDC ends at 5 mm.
THICK_LIMIT_MM = 5.0
#: Slack of both thresholds, relative: positions are written with few digits.
THICK_TOLERANCE = 0.01

NO_ANALYSIS = "The slices can be viewed; nothing is measured in 3-D and no verdict is given."
LISTED = 3

#: Codes that leave a series viewable but not analysable.
BLOCKING = frozenset(
    {
        "ambiguous_duplicates", "capture", "gantry_tilt", "localizer", "missing_slices", "no_position",
        "no_spacing", "not_axial", "not_hu", "no_rescale", "single_slice",
        "too_large", "too_thick", "uneven_spacing",
    }
)  # fmt: skip


def listing(names: Sequence[str]) -> str:
    """Name the first few, and count the rest."""
    shown = ", ".join(names[:LISTED])
    return f"{shown} and {len(names) - LISTED} more" if len(names) > LISTED else shown


def mm(value: float) -> str:
    """Write a length with two decimals."""
    return f"{value:.2f} mm"


def missing_slices(gaps: Sequence[tuple[str, str, float, int]], spacing_mm: float) -> Flag:
    """Between `gaps` (file, next file, distance, slices missing) something is not there."""
    parts = [f"{n} between {a} and {b}, which are {mm(distance)} apart" for a, b, distance, n in gaps]
    total = sum(gap[3] for gap in gaps)
    text = (
        f"{total} slice{'s are' if total > 1 else ' is'} missing from a stack with {mm(spacing_mm)} steps: "
    )
    return Flag("missing_slices", f"{text}{listing(parts)}. {NO_ANALYSIS}")


def uneven_spacing(low: tuple[str, str, float], high: tuple[str, str, float], off_mm: float) -> Flag:
    """Report slices off a regular stack by up to `off_mm`; the narrowest and the widest step."""
    return Flag(
        "uneven_spacing",
        f"The slices are unevenly spaced: {mm(low[2])} between {low[0]} and {low[1]}, {mm(high[2])} between "
        f"{high[0]} and {high[1]}; they lie up to {mm(off_mm)} off a regular stack. {NO_ANALYSIS}",
    )


def sideways(name: str, off_mm: float) -> Flag:
    """Report a slice that is shifted within its plane."""
    return Flag(
        "uneven_spacing",
        f"The slices are shifted sideways against each other, {name} by {mm(off_mm)}. {NO_ANALYSIS}",
    )


def gantry_tilt(degrees: float) -> Flag:
    """Report a stack whose slices are not square to the way from slice to slice."""
    return Flag(
        "gantry_tilt",
        f"The gantry was tilted by {degrees:.1f} degrees: the slices slide against each other along the "
        "stack. "
        f"{NO_ANALYSIS}",
    )


def single_slice(name: str) -> Flag:
    """Report a stack of one."""
    return Flag(
        "single_slice", f"There is one slice only ({name}), so nothing has a known depth. {NO_ANALYSIS}"
    )


def thick(spacing_mm: float, thickness_mm: float | None) -> Flag | None:
    """Judge the distance between slices and their nominal thickness."""
    worst = max(spacing_mm, thickness_mm or 0.0)
    what = "apart" if spacing_mm >= worst else "thick"
    if worst > THICK_LIMIT_MM * (1 + THICK_TOLERANCE):
        return Flag(
            "too_thick",
            f"The slices are {mm(worst)} {what}, more than {THICK_LIMIT_MM:g} mm: small nodules may lie "
            "between them or "
            f"vanish in them. {NO_ANALYSIS}",
        )
    if worst > THICK_WARNING_MM * (1 + THICK_TOLERANCE):
        return Flag(
            "thick_slices",
            f"The slices are {mm(worst)} {what}, more than {THICK_WARNING_MM:g} mm: sizes along the stack "
            "are "
            "uncertain and small nodules can be missed.",
        )
    return None


def not_axial(plane: str) -> Flag:
    """Report another plane than the axial one."""
    return Flag("not_axial", f"The slices are {plane}; nodules are judged on axial slices. {NO_ANALYSIS}")


def no_position(name: str) -> Flag:
    """Report missing or impossible positions or orientations."""
    return Flag(
        "no_position",
        f"Position or orientation of the slices is missing or impossible (first in {name}); they are "
        "ordered by their "
        f"number only. Nothing is measured in mm and no verdict is given.",
    )


def no_spacing(name: str) -> Flag:
    """Report a missing or impossible pixel spacing."""
    return Flag(
        "no_spacing",
        f"The distance between pixels is missing or impossible (first in {name}). Nothing is measured in "
        "mm and no "
        "verdict is given.",
    )


def identical(names: Sequence[str]) -> Flag:
    """Report copies that were left out."""
    n = len(names)
    return Flag(
        "duplicate_slices",
        f"{n} file{'s are copies' if n > 1 else ' is a copy'} of slices at the same position and "
        f"{'were' if n > 1 else 'was'} left out: {listing(names)}. The analysis is not affected.",
    )


def phases(count: int) -> Flag:
    """Report several pictures per position that the files tell apart."""
    return Flag(
        "split_by_phase",
        f"The series holds {count} pictures at each position (other times, kernels or image types); each "
        "set is shown "
        "as a stack of its own. The analysis of each is not affected.",
    )


def ambiguous(names: Sequence[str], position_mm: float) -> Flag:
    """Report different pictures at one position that nothing tells apart."""
    return Flag(
        "ambiguous_duplicates",
        f"Different pictures share a position ({listing(names)} at {mm(position_mm)}) and nothing in the "
        "files says which "
        f"belong together; they are shown as separate stacks. {NO_ANALYSIS}",
    )


def mixed_sizes(sizes: Sequence[str]) -> Flag:
    """Report a series of several matrix sizes."""
    return Flag(
        "mixed_sizes",
        f"The series mixes slices of different size ({listing(sizes)}); each size is shown as a stack of "
        "its own.",
    )


def lossy(name: str) -> Flag:
    """Report lossy compression."""
    return Flag(
        "lossy",
        f"The pictures were compressed with loss (first in {name}): Hounsfield units are approximate, and "
        "so are mean "
        "density and the model's probability.",
    )


def no_rescale(name: str) -> Flag:
    """Report values that nothing turns into HU."""
    return Flag(
        "no_rescale",
        f"Rescale slope or intercept is missing (first in {name}); the values may not be Hounsfield "
        f"units. {NO_ANALYSIS}",
    )


def not_hu(name: str) -> Flag:
    """Report values that are something else."""
    return Flag("not_hu", f"The values are not Hounsfield units according to {name}. {NO_ANALYSIS}")


def unspecified_unit(name: str) -> Flag:
    """Report values whose unit the file leaves open."""
    return Flag(
        "unspecified_unit",
        f"The files leave the unit of the values open (first {name}); they are rescaled as CT is and read "
        "as Hounsfield "
        "units.",
    )


def no_modality(name: str) -> Flag:
    """Report pictures that do not say what they are."""
    return Flag(
        "no_modality",
        f"The modality is missing (first in {name}); the pictures are read as CT. Check that they are "
        "before you trust "
        "a verdict.",
    )


def localizer() -> Flag:
    """Report a scout."""
    return Flag("localizer", f"This is a scout (localizer), not a stack of slices. {NO_ANALYSIS}")


def capture() -> Flag:
    """Report a secondary capture."""
    return Flag(
        "capture",
        "This is a secondary capture: its values are grey levels of a picture, not of a scanner. "
        f"{NO_ANALYSIS}",
    )


def too_large(voxels: int) -> Flag:
    """Report a stack that would fill the memory."""
    return Flag(
        "too_large",
        f"The stack has {voxels / 1e9:.1f} thousand million voxels, more than can be held in memory, and "
        "is not loaded.",
    )
