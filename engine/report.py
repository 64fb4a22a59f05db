"""A finding and the report of a series as JSON, and the order in which findings are read.

It must not know how a finding was made, nor where a report is written to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.findings import (
    Assessment,
    Attribute,
    Decision,
    Finding,
    Flag,
    Novelty,
    ReaderRatings,
    Segment,
    probability_text,
)
from engine.stated_report import reading_json
from engine.volume import Acquisition

#: Version of the report's JSON.
SCHEMA = 1

#: Decimals by kind of figure: finer than a scanner or a reader can tell, coarse enough to be read.
POSITION_DECIMALS = 2
VOXEL_DECIMALS = 2
LENGTH_DECIMALS = 1
VOLUME_DECIMALS = 1
HU_DECIMALS = 1
SCORE_DECIMALS = 4
PERCENTILE_DECIMALS = 1
ATTRIBUTE_DECIMALS = 2
SPACING_DECIMALS = 4


@dataclass(frozen=True)
class SeriesFacts:
    """What a report says of its series. `patient_key` stands for the patient; nothing here names one."""

    study_uid: str
    series_uid: str
    patient_key: str
    description: str
    modality: str
    n_slices: int


@dataclass(frozen=True)
class ModelUsed:
    """Which network answered, on what. `detector` names the candidates' filter; empty if none ran."""

    id: str
    version: str
    sha256: str
    runtime: str
    precision: str
    device: str
    detector: str = ""


@dataclass(frozen=True)
class Report:
    """All findings of a series.

    Parameters
    ----------
    series
        What it is.
    size, spacing_mm
        Voxels and millimetres along ``(slice, row, column)``.
    warnings
        What the gate, the decoding and the search for the lungs found, a sentence each.
    model
        The network; `None` where none could be used.
    findings
        The best suggestion first; those that a reader rejected last.
    timing_ms
        Milliseconds of each step.
    created
        When it was made, with its time zone.
    software
        Version of Noduscope.
    key
        Where a batch made it, stands for all that decides the result: files, model, software, settings,
        decisions.
    shown
        How many suggestions are worth showing; the others are there for those who want more.
    acquisition
        What the scanner recorded.
    """

    series: SeriesFacts
    size: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]
    warnings: tuple[Flag, ...]
    model: ModelUsed | None
    findings: tuple[Finding, ...]
    timing_ms: dict[str, float]
    created: datetime
    software: str
    shown: int = 10
    key: str = ""
    acquisition: Acquisition = field(default_factory=Acquisition)

    @property
    def suggestions(self) -> tuple[Finding, ...]:
        """What a reader is shown first: the best ones of those not rejected, and all that were accepted."""
        return tuple(f for i, f in enumerate(self.kept) if i < self.shown or f.decision is Decision.ACCEPTED)

    @property
    def kept(self) -> tuple[Finding, ...]:
        """The findings without those that a reader rejected."""
        return tuple(f for f in self.findings if f.decision is not Decision.REJECTED)


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as the JSON of ``report.json``; documented in docs/batch.md.

    All that depends on the moment is under ``created`` and ``timing_ms``; the rest is the same for the same
    files, model, software, settings and decisions.
    """
    series, model = report.series, report.model
    shown = {finding.id for finding in report.suggestions}
    return {
        "schema": SCHEMA,
        "software": report.software,
        "created": report.created.isoformat(timespec="seconds"),
        "key": report.key,
        "series": {
            "study_uid": series.study_uid,
            "series_uid": series.series_uid,
            "patient_key": series.patient_key,
            "description": series.description,
            "modality": series.modality,
            "n_slices": series.n_slices,
        },
        "geometry": {
            "spacing_mm": [round(v, SPACING_DECIMALS) for v in report.spacing_mm],
            "size": list(report.size),
            "warnings": flags_json(report.warnings),
            "acquisition": {
                "manufacturer": report.acquisition.manufacturer.strip(),
                "kernel": report.acquisition.kernel.strip(),
                "slice_thickness_mm": report.acquisition.slice_thickness_mm,
                "contrast": report.acquisition.contrast,
                "lossy": report.acquisition.lossy,
            },
        },
        "model": {
            "id": model.id,
            "version": model.version,
            "sha256": model.sha256,
            "runtime": model.runtime,
            "precision": model.precision,
            "device": model.device,
            "detector": model.detector,
        }
        if model
        else None,
        "findings": [_reported(finding, finding.id in shown) for finding in report.findings],
        "timing_ms": {step: round(ms, 1) for step, ms in report.timing_ms.items()},
    }


def _reported(finding: Finding, shown: bool) -> dict[str, Any]:
    nodule = finding.nodule
    return {
        **finding_json(finding),
        "shown": shown,
        "decision": finding.decision.value if finding.decision else None,
        **reading_json(finding.reading),
        "largest_slice": nodule.largest_slice,
        "long_axis_ends_mm": _ends(nodule.long_axis),
        "short_axis_ends_mm": _ends(nodule.short_axis),
    }


def _ends(axis: Segment) -> list[list[float]]:
    return [_rounded(point, POSITION_DECIMALS) for point in (axis.start_mm, axis.end_mm)]


def flags_json(flags: Iterable[Flag]) -> list[dict[str, str]]:
    """Return flags as JSON."""
    return [{"code": flag.code, "text": flag.text} for flag in flags]


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
        "flags": flags_json(finding.flags),
        "cam_peak_mm": _rounded(assessment.map.peak_mm, POSITION_DECIMALS) if assessment.map else None,
        "percentile_benign": _maybe(assessment.percentile_benign, PERCENTILE_DECIMALS),
        "percentile_malignant": _maybe(assessment.percentile_malignant, PERCENTILE_DECIMALS),
        "description": _description_json(assessment.description),
        "readers": _readers_json(assessment.readers),
        "novelty": _novelty_json(assessment.novelty),
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
    lines += [f"  {line}" for line in seen_text(assessment)]
    lines += [f"  - {flag.text}" for flag in finding.flags]
    return "\n".join(lines) + "\n"


def seen_text(assessment: Assessment) -> list[str]:
    """Return how readers would rate a nodule and what it looks like to the model, where the model says it."""
    lines = []
    if assessment.readers:
        expected = f"{assessment.readers.mean:.1f} +- {assessment.readers.deviation:.1f}"
        lines.append(f"readers would rate it {expected} (1 benign to 5 malignant)")
    if assessment.description:
        seen = (f"{a.name.replace('_', ' ')} {a.value:.1f} of {a.high:g}" for a in assessment.description)
        lines.append(f"as the model sees it: {', '.join(seen)}")
    return lines


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


def _description_json(description: Sequence[Attribute]) -> dict[str, dict[str, float]] | None:
    if not description:
        return None
    return {
        a.name: {"value": round(a.value, ATTRIBUTE_DECIMALS), "low": a.low, "high": a.high}
        for a in description
    }


def _readers_json(readers: ReaderRatings | None) -> dict[str, Any] | None:
    if readers is None:
        return None
    return {
        "ratings": _rounded(readers.shares, SCORE_DECIMALS),
        "mean": round(readers.mean, ATTRIBUTE_DECIMALS),
        "deviation": round(readers.deviation, ATTRIBUTE_DECIMALS),
        "split": round(readers.split, SCORE_DECIMALS),
    }


def _novelty_json(novelty: Novelty | None) -> dict[str, float] | None:
    if novelty is None:
        return None
    return {
        "distance": round(novelty.distance, ATTRIBUTE_DECIMALS),
        "percentile": round(novelty.percentile, PERCENTILE_DECIMALS),
    }


def _rounded(values: Iterable[float], decimals: int) -> list[float]:
    return [round(value, decimals) + 0.0 for value in values]  # + 0.0 turns -0.0 into 0.0


def _maybe(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
