"""Made-up months in a store: series with suggestions of known scores, calls and scanners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.findings import Decision
from engine.report import SeriesFacts
from engine.store import Store

MODEL = {"id": "tiny", "version": "1.0.0", "sha256": "f" * 64, "runtime": "OpenVINO"}


def facts(uid: str) -> SeriesFacts:
    return SeriesFacts(f"1.{uid}", uid, f"patient {uid}", "Chest", "CT", 100)


def finding(number: int, probability: float | None, call: str = "", **changes: Any) -> dict[str, Any]:
    """A suggestion 30 mm from its neighbours; by default called by 0.5."""
    called = call or (
        "out_of_range" if probability is None else "malignant" if probability >= 0.5 else "benign"
    )
    return {
        "id": f"f{number}", "source": "candidate", "centre_mm": [30.0 * number, 0.0, 0.0],
        "centre_voxel": [0.0, 0.0, 0.0], "long_axis_mm": 8.0, "short_axis_mm": 6.0, "volume_mm3": 200.0,
        "mean_hu": 0.0, "detection_score": 0.9, "probability": probability, "call": called, "flags": [],
        "cam_peak_mm": None, "percentile_benign": None, "percentile_malignant": None, "decision": None,
        "shown": True, **changes,
    }  # fmt: skip


def read(
    store: Store,
    uid: str,
    day: str,
    scores: Sequence[float | None] = (),
    *,
    findings: Sequence[dict[str, Any]] | None = None,
    accepted: bool = False,
    manufacturer: str | None = "SIEMENS",
    kernel: str = "B50f",
    thickness_mm: float = 2.0,
    model: dict[str, Any] = MODEL,
    key: str = "key",
) -> None:
    """Record a series that was analysed on a day (``YYYY-MM-DD``); its suggestions may all be accepted."""
    found = list(findings) if findings is not None else [finding(i, p) for i, p in enumerate(scores)]
    geometry: dict[str, Any] = {"spacing_mm": [2.0, 0.7, 0.7], "size": [100, 512, 512], "warnings": []}
    if manufacturer is not None:
        geometry["acquisition"] = {
            "manufacturer": manufacturer, "kernel": kernel, "slice_thickness_mm": thickness_mm,
            "contrast": None, "lossy": False,
        }  # fmt: skip
    series = facts(uid)
    report = {
        "schema": 1, "software": "0.1.0", "created": f"{day}T12:00:00+00:00",
        "series": series.__dict__, "geometry": geometry, "model": model, "findings": found, "timing_ms": {},
    }  # fmt: skip
    store.findings.record(report, key, {})
    if accepted:
        for one in found:
            x, y, z = one["centre_mm"]
            store.decisions.add(series, one["id"], (x, y, z), Decision.ACCEPTED, reader="reader")
