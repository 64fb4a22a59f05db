"""A finding as JSON, and the order in which findings are read. It must not know how a finding was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.findings import Decision, Finding, Flag, probability_text

#: Decimals by kind of figure: finer than a scanner or a reader can tell, coarse enough to be read.
POSITION_DECIMALS = 2
VOXEL_DECIMALS = 2
LENGTH_DECIMALS = 1
VOLUME_DECIMALS = 1
HU_DECIMALS = 1
SCORE_DECIMALS = 4
PERCENTILE_DECIMALS = 1


@dataclass(frozen=True)
class SeriesFacts:
    """What a report says of its series."""

    study_uid: str
    series_uid: str
    patient_key: str
    description: str
    modality: str
    n_slices: int


@dataclass(frozen=True)
class ModelUsed:
    """Which model answered, on what."""

    id: str
    version: str
    sha256: str
    runtime: str = ""
    precision: str = ""
    device: str = ""
    detector: str = ""


@dataclass(frozen=True)
class Report:
    """All findings of a series."""

    series: SeriesFacts
    size: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]
    warnings: tuple[Flag, ...]
    model: ModelUsed | None
    findings: tuple[Finding, ...]
    created: datetime
    software: str
    timing_ms: dict[str, float] = field(default_factory=dict)

    @property
    def kept(self) -> tuple[Finding, ...]:
        """Findings without those that a reader rejected."""
        return tuple(f for f in self.findings if f.decision is not Decision.REJECTED)


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as the JSON of reports, of the command line and of the engine's answers.

    Positions are patient millimetres in LPS; what was not measured or must not be said is `None`.
    """
    nodule, assessment = finding.nodule, finding.assessment
    return {
        "id": finding.id,
        "source": finding.source.value,
        "centre_mm": _rounded(nodule.centre_mm, POSITION_DECIMALS),
        "centre_voxel": _rounded(finding.centre_voxel, VOXEL_DECIMALS),
        "long_axis_mm": round(nodule.long_axis_mm, LENGTH_DECIMALS),
        "short_axis_mm": round(nodule.short_axis_mm, LENGTH_DECIMALS),
        "volume_mm3": round(nodule.volume_mm3, VOLUME_DECIMALS),
        "mean_hu": round(nodule.mean_hu, HU_DECIMALS),
        "detection_score": _maybe(finding.detection_score, SCORE_DECIMALS),
        "probability": _maybe(assessment.probability, SCORE_DECIMALS),
        "call": assessment.call.value,
        "flags": [{"code": flag.code, "text": flag.text} for flag in finding.flags],
        "cam_peak_mm": _rounded(assessment.map.peak_mm, POSITION_DECIMALS) if assessment.map else None,
        "percentile_benign": _maybe(assessment.percentile_benign, PERCENTILE_DECIMALS),
        "percentile_malignant": _maybe(assessment.percentile_malignant, PERCENTILE_DECIMALS),
    }


def finding_text(finding: Finding) -> str:
    """Return a finding as a few lines for a terminal."""
    nodule, assessment = finding.nodule, finding.assessment
    x, y, z = nodule.centre_mm
    lines = [
        f"Nodule {finding.id} at x {x:.1f}, y {y:.1f}, z {z:.1f} mm (slice {nodule.largest_slice + 1})",
        f"  {nodule.long_axis_mm:.1f} x {nodule.short_axis_mm:.1f} mm, {nodule.volume_mm3:.0f} mm3",
        f"  {nodule.mean_hu:.0f} HU on average",
    ]
    call = assessment.call.value.replace("_", " ")
    if assessment.probability is None:
        lines.append(f"  {call}")
    else:
        lines.append(f"  {call}, probability of malignancy {probability_text(assessment.probability)}")
    lines += [f"  - {flag.text}" for flag in finding.flags]
    return "\n".join(lines) + "\n"


def reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings as they are read: masses first by size, then by falling probability, then those without
    a score by size.
    """

    def key(finding: Finding) -> tuple[int, float, float]:
        probability = finding.assessment.probability
        is_mass = any(flag.code == "mass" for flag in finding.flags)
        return (
            0 if is_mass else 1 if probability is not None else 2,
            -(probability or 0.0),
            -finding.nodule.long_axis_mm,
        )

    return sorted(findings, key=key)


def _rounded(values: Iterable[float], decimals: int) -> list[float]:
    return [round(value, decimals) + 0.0 for value in values]  # + 0.0 turns -0.0 into 0.0


def _maybe(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
