"""The monthly view as one JSON document: what was read with a model, against its package and against before.

It puts counts and comparisons side by side; the sentence at its head is `engine.drift.hint`'s. Most
suggestions are no nodules, and what is suggested depends on the candidates as much as on the model: they are
compared with the site's own first months. Only what readers accepted is compared with the package's
reference nodules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.drift.hint import Recent, hint
from engine.drift.months import (
    OUTSIDE,
    Period,
    Population,
    by_month,
    outside,
    pixel_mm,
    pooled,
    recorded,
    thickness_mm,
)
from engine.drift.shift import BINS, Share, Shift, Values, share, shift
from engine.models.manifest import Envelope
from engine.models.package import ModelPackage
from engine.models.reference import reference_scores
from engine.store.readings import Reading

SCHEMA = 1
#: The first months that together have so many scores are what later ones are compared with.
BASELINE_SCORES = 100
#: Months judged together for the hint: one alone is mostly chance.
RECENT_MONTHS = 3


@dataclass(frozen=True)
class _Frame:
    """What the months are compared with."""

    envelope: Envelope
    reference: Values
    baseline: Period


def drift_document(
    package: ModelPackage, readings: Sequence[Reading], n_of_other_models: int = 0
) -> dict[str, Any]:
    """Return the view of what was read with a model; its form is in docs/models.md.

    Parameters
    ----------
    package
        The model.
    readings
        What was read with it.
    n_of_other_models
        Series read with other models only, which are left out.

    Raises
    ------
    PackageError
        If the package's reference scores cannot be read.
    """
    manifest = package.manifest
    reference = np.sort(np.array([p for of in reference_scores(package) for p in of], float))
    months = by_month(readings)
    n_baseline = _baseline(months)
    frame = _Frame(manifest.envelope, reference, pooled(months[:n_baseline]))
    later = months[n_baseline:]
    recent_months = [m for m in (later or months)[-RECENT_MONTHS:] if m.readings]
    recent = pooled(recent_months)
    abstained = manifest.metrics.get("conformal", {}).get("abstained")
    state = _recent(recent, frame, abstained, compared=bool(later))
    return {
        "schema": SCHEMA,
        "model": {"id": manifest.id, "version": manifest.version, "sha256": package.sha256},
        **hint(state),
        "n_series": len(readings),
        "n_series_of_other_models": n_of_other_models,
        "reference": {
            "n": len(reference),
            "histogram": _histogram(reference),
            "median": _median(reference),
            "abstained": abstained,
            "envelope": manifest.envelope.model_dump(mode="json"),
        },
        "baseline": {"months": [m.name for m in months[:n_baseline]], **_period(frame.baseline, frame)},
        "recent": _period(recent, frame, compared=bool(later)),
        "months": [
            _period(month, frame, compared=k >= n_baseline, known=months[:k])
            for k, month in enumerate(months)
        ],
    }


def _baseline(months: Sequence[Period]) -> int:
    """Return how many of the first months have enough scores to be compared with; 0 while none have."""
    scores = 0
    for number, month in enumerate(months, start=1):
        scores += len(month.suggested.scores)
        if scores >= BASELINE_SCORES:
            return number
    return 0


def _recent(period: Period, frame: _Frame, abstained: dict[str, float] | None, *, compared: bool) -> Recent:
    baseline = frame.baseline.suggested
    return Recent(
        name=period.name,
        outside=_outside(period, frame.envelope),
        reasons=_reasons(period, frame.envelope),
        accepted=_abstained(period.accepted),
        accepted_shift=shift(frame.reference, period.accepted.scores),
        expected_abstention=abstained["high"] if abstained else None,
        suggested=_abstained(period.suggested),
        suggested_shift=shift(baseline.scores, period.suggested.scores) if compared else None,
        before=_abstained(baseline) if compared else None,
        n_accepted=len(period.accepted.scores),
    )


def _period(
    period: Period, frame: _Frame, *, compared: bool = False, known: Sequence[Period] = ()
) -> dict[str, Any]:
    """Return one month, or several as one."""
    readings = period.readings
    before = [r for m in known for r in m.readings]
    return {
        "month": period.name,
        "series": len(readings),
        "patients": period.patients,
        "suggested": {
            **_population(period.suggested),
            "against_baseline": _shift(shift(frame.baseline.suggested.scores, period.suggested.scores))
            if compared
            else None,
        },
        "accepted": {
            **_population(period.accepted),
            "against_reference": _shift(shift(frame.reference, period.accepted.scores)),
        },
        "outside": {
            **_share(_outside(period, frame.envelope)),
            "reasons": _reasons(period, frame.envelope),
        },
        "acquisition": {
            "manufacturers": recorded(readings, "manufacturer"),
            "kernels": recorded(readings, "kernel"),
            "slice_thickness_mm": _spread([thickness_mm(r) for r in readings]),
            "pixel_spacing_mm": _spread([pixel_mm(r) for r in readings]),
            "new": _new(readings, before) if before else [],
        },
    }


def _population(population: Population) -> dict[str, Any]:
    scores = population.scores
    return {
        "n": len(population.nodules),
        "judged": len(scores),
        "calls": population.calls,
        "abstained": _share(_abstained(population)),
        "median": _median(scores),
        "histogram": _histogram(scores),
    }


def _abstained(population: Population) -> Share:
    return share(population.abstained, population.judgeable)


def _outside(period: Period, envelope: Envelope) -> Share:
    return share(sum(bool(outside(r, envelope)) for r in period.readings), len(period.readings))


def _reasons(period: Period, envelope: Envelope) -> dict[str, int]:
    """Count the series outside the training data by reason."""
    counts = Counter(key for r in period.readings for key in outside(r, envelope))
    return {key: counts[key] for key in OUTSIDE if counts[key]}


def _new(readings: Sequence[Reading], before: Sequence[Reading]) -> list[str]:
    """Return manufacturers and kernels that no earlier month had."""
    return [
        f"{word} {name}"
        for field, word in (("manufacturer", "scanner"), ("kernel", "kernel"))
        for name in recorded(readings, field)
        if name != "not recorded" and name not in recorded(before, field)
    ]


def _share(value: Share) -> dict[str, Any]:
    return {key: round(v, 4) if isinstance(v, float) else v for key, v in asdict(value).items()}


def _shift(value: Shift | None) -> dict[str, Any] | None:
    if value is None:
        return None
    rounded = {key: round(v, 4) if isinstance(v, float) else v for key, v in asdict(value).items()}
    return {**rounded, "large": value.large}


def _histogram(scores: Values) -> list[int]:
    return [int(n) for n in np.histogram(scores, bins=BINS, range=(0, 1))[0]]


def _median(values: Values) -> float | None:
    return round(float(np.median(values)), 4) if len(values) else None


def _spread(measured: Sequence[float | None]) -> dict[str, float] | None:
    values = [value for value in measured if value is not None]
    if not values:
        return None
    return {
        "low": round(min(values), 3),
        "median": round(float(np.median(values)), 3),
        "high": round(max(values), 3),
    }
