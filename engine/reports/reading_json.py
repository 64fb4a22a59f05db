"""What a reader adds to a report, as the ``reading`` of ``report.json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from engine.report import POSITION_DECIMALS
from engine.reports import Export


def reading_json(export: Export) -> dict[str, Any]:
    """Return the reading of an export, which must have one; slices count from 0 as everywhere in the JSON."""
    reading = export.reading
    if reading is None:
        raise ValueError("An export without a reading has none to write.")
    signature = reading.signature
    return {
        "state": "draft" if signature is None else "signed",
        "observer": export.options.observer,
        "signature": None
        if signature is None
        else {
            "name": signature.name,
            "organisation": signature.organisation,
            "signed": signature.signed.isoformat(timespec="seconds"),
        },
        "impression": reading.impression,
        "labels": dict(reading.labels),
        "growth": {finding_id: asdict(growth) for finding_id, growth in reading.growth.items()},
        "key_images": list(reading.key_images),
        "measurements": [
            {
                "kind": m.kind,
                "slice": m.slice,
                "points_mm": [[round(v, POSITION_DECIMALS) + 0.0 for v in p] for p in m.points_mm],
                "values": {name: round(value, 4) for name, value in m.values.items()},
                "text": m.text,
            }
            for m in reading.measurements
        ],
    }
