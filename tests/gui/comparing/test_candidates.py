"""Which series may be the prior: the proposal and its reason, and what speaks against others."""

from __future__ import annotations

import pytest

from app.comparing.candidates import candidates, proposed
from engine.protocol import AcquisitionModel, SeriesSummary

SPACING = (2.5, 0.7, 0.7)


def series(uid: str, date: str = "2026-01-01", **changes: object) -> SeriesSummary:
    values: dict[str, object] = {
        "series_uid": uid,
        "study_uid": uid,
        "patient_key": "ada",
        "description": uid,
        "modality": "CT",
        "date": date,
        "n_slices": 120,
        "size": (120, 512, 512),
        "spacing_mm": SPACING,
        "acquisition": AcquisitionModel(modality="CT", kernel="B60"),
        "analysable": True,
        "warnings": (),
        "paths": (uid,),
        "thumbnail_slice": 60,
    }
    return SeriesSummary(**(values | changes))


NOW = series("now", "2026-04-01")
SOFT = AcquisitionModel(modality="CT", kernel="B30")


def test_the_last_earlier_scan_with_the_most_alike_slices_and_kernel_is_proposed_with_the_reason():
    older = series("older", "2025-10-01")
    thick = series("thick", spacing_mm=(5.0, 0.7, 0.7))
    soft = series("soft", acquisition=SOFT)
    alike = series("alike")
    found = proposed(NOW, [NOW, older, thick, soft, alike])
    assert found is not None
    candidate, why = found
    assert candidate.summary is alike
    assert candidate.days == 90
    assert "2026-01-01, 90 days before" in why
    assert "slices 2.5 mm apart, same kernel" in why
    order = [c.summary.series_uid for c in candidates(NOW, [older, thick, soft, alike])]
    assert order == ["alike", "soft", "thick", "older"]


def test_a_whole_chest_comes_before_a_later_block():
    block = series("block", "2026-03-01", n_slices=12)
    found = proposed(NOW, [block, series("chest")])
    assert found is not None
    assert found[0].summary.series_uid == "chest"


@pytest.mark.parametrize(
    "other",
    [
        series("another", patient_key="bob"),
        series("nobody", patient_key=""),
        series("later", "2026-05-01"),
        series("same day", "2026-04-01"),
        series("undated", ""),
        series("unsound", analysable=False),
        series("scout", modality="MR"),
        NOW,
    ],
)
def test_nothing_else_is_proposed(other: SeriesSummary):
    assert proposed(NOW, [other]) is None


def test_what_speaks_against_a_series_is_said():
    told = {c.summary.series_uid: c for c in candidates(NOW, [
        series("own"), series("another", patient_key="bob"), series("nobody", patient_key=""), NOW,
        series("scout", modality="MR"),
    ])}  # fmt: skip
    assert set(told) == {"own", "another", "nobody"}
    assert told["own"].objection == ""
    assert "another patient" in told["another"].objection
    assert "do not say" in told["nobody"].objection
    assert told["own"].interval == "90 days before"


def test_a_series_that_is_in_the_rail_and_in_a_folder_is_one():
    assert len(candidates(NOW, [series("own"), series("own")])) == 1
