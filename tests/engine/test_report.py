"""A finding's JSON has exactly the agreed keys and rounding; findings are read in the agreed order."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from engine.findings import (
    ActivationMap,
    Assessment,
    Attribute,
    Call,
    Finding,
    Flag,
    Nodule,
    Novelty,
    ReaderRatings,
    Segment,
    Source,
    probability_text,
)
from engine.geometry import Grid
from engine.report import finding_json, finding_text, reading_order


def make(
    name: str = "abc", size_mm: float = 10.0, probability: float | None = 0.5, flags: tuple[Flag, ...] = ()
) -> Finding:
    nodule = Nodule(
        centre_mm=(1.23456, -2.34567, -0.001),
        mask=np.ones((1, 1, 1), bool),
        mask_grid=Grid.axial((1, 1, 1), (1.0, 1.0, 1.0)),
        largest_slice=3,
        long_axis=Segment((0, 0, 0), (size_mm, 0, 0)),
        short_axis=Segment((0, 0, 0), (0, 7.849, 0)),
        volume_mm3=523.598,
        mean_hu=-12.345,
        flags=(Flag("wall", "It touches the chest wall."),),
    )
    values = np.zeros((1, 2, 2), np.float32)
    values[0, 1, 0] = 3
    activation = ActivationMap(values, Grid.axial((1, 2, 2), (2.5, 3.0, 3.0), (10.0, 20.0, -30.0)))
    assessment = Assessment(
        call=Call.OUT_OF_RANGE if probability is None else Call.MALIGNANT,
        probability=probability,
        logit=probability,
        map=None if probability is None else activation,
        flags=flags,
        percentile_benign=None if probability is None else 98.7654,
        percentile_malignant=None if probability is None else 12.0,
    )
    return Finding(name, Source.READER, nodule, assessment, (3.0, 100.126, 200.0))


def test_a_finding_is_written_as_agreed() -> None:
    flags = (Flag("lossy", "Lossy."),)
    assert finding_json(make(size_mm=13.149, probability=0.912345, flags=flags)) == {
        "id": "abc",
        "source": "reader",
        "centre_mm": [1.23, -2.35, 0.0],
        "centre_voxel": [3.0, 100.13, 200.0],
        "long_axis_mm": 13.1,
        "short_axis_mm": 7.8,
        "volume_mm3": 523.6,
        "mean_hu": -12.3,
        "detection_score": None,
        "probability": 0.9123,
        "call": "malignant",
        "flags": [
            {"code": "wall", "text": "It touches the chest wall."},
            {"code": "lossy", "text": "Lossy."},
        ],
        "cam_peak_mm": [10.0, 23.0, -30.0],
        "percentile_benign": 98.8,
        "percentile_malignant": 12.0,
        "description": None,
        "readers": None,
        "novelty": None,
    }


def test_what_the_model_says_beyond_its_call_is_written_with_its_scale() -> None:
    plain = make()
    assessment = replace(
        plain.assessment,
        description=(Attribute("margin", 4.345, 1, 5), Attribute("calcification_absent", 0.98, 0, 1)),
        readers=ReaderRatings((0.1, 0.2, 0.4, 0.3, 0.0)),
        novelty=Novelty(1.2345, 87.654),
    )
    full = replace(plain, assessment=assessment)
    document = finding_json(full)
    assert document["description"] == {
        "margin": {"value": 4.34, "low": 1, "high": 5},
        "calcification_absent": {"value": 0.98, "low": 0, "high": 1},
    }
    # 0.1 + 0.4 + 1.2 + 1.2 = 2.9; squares 0.1 + 0.8 + 3.6 + 4.8 = 9.3, 9.3 - 8.41 = 0.89
    # split: 2 * 0.3 * 0.3 + 0.4 * 0.6 = 0.42
    assert document["readers"] == {
        "ratings": [0.1, 0.2, 0.4, 0.3, 0.0], "mean": 2.9, "deviation": 0.94, "split": 0.42,
    }  # fmt: skip
    assert document["novelty"] == {"distance": 1.23, "percentile": 87.7}
    text = finding_text(full)
    assert "readers would rate it 2.9 +- 0.9 (1 benign to 5 malignant)" in text
    assert "as the model sees it: margin 4.3 of 5, calcification absent 1.0 of 1" in text


@pytest.mark.parametrize(
    ("shares", "split"),
    [
        ((1, 0, 0, 0, 0), 0.0),
        ((0, 0, 1, 0, 0), 0.0),  # all undecided: they agree on that
        ((0.5, 0, 0, 0, 0.5), 0.5),  # two against two
        ((0, 0.75, 0, 0.25, 0), 0.375),  # three against one
        ((0.5, 0, 0.5, 0, 0), 0.25),  # half a disagreement, half of the time
        ((0.125, 0.125, 0.5, 0.125, 0.125), 0.375),
    ],
)
def test_how_often_two_readers_take_different_sides(shares: tuple[float, ...], split: float) -> None:
    assert ReaderRatings(shares).split == pytest.approx(split)  # type: ignore[arg-type]
    # The same by going through all pairs; 1 and 2 are one side, 4 and 5 the other, 3 is half-way.
    side = (0, 0, 0.5, 1, 1)
    pairs = sum(p * q * abs(a - b) for p, a in zip(shares, side) for q, b in zip(shares, side))  # noqa: B905
    assert pairs == pytest.approx(split)


def test_a_flag_that_measurement_and_assessment_share_is_said_once() -> None:
    flags = (Flag("wall", "The assessment says more."),)
    assert finding_json(make(flags=flags))["flags"] == [{"code": "wall", "text": "The assessment says more."}]


def test_its_keys_keep_their_order_and_it_survives_json() -> None:
    document = finding_json(make())
    assert list(document) == [
        "id", "source", "centre_mm", "centre_voxel", "long_axis_mm", "short_axis_mm", "volume_mm3", "mean_hu",
        "detection_score", "probability", "call", "flags", "cam_peak_mm", "percentile_benign",
        "percentile_malignant", "description", "readers", "novelty",
    ]  # fmt: skip
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_what_must_not_be_said_is_null() -> None:
    document = finding_json(make(probability=None))
    assert document["call"] == "out_of_range"
    assert [document[k] for k in ("probability", "cam_peak_mm", "percentile_benign")] == [None, None, None]
    assert "-0.0" not in json.dumps(document)


def test_masses_come_first_then_falling_probability_then_the_unscored() -> None:
    mass = (Flag("mass", "Mass."),)
    findings = [
        make("low", probability=0.1),
        make("unscored small", 4, None),
        make("mass", 31, None, mass),
        make("high", probability=0.9),
        make("unscored large", 8, None),
        make("larger mass", 45, None, mass),
    ]
    assert [f.id for f in reading_order(findings)] == [
        "larger mass", "mass", "high", "low", "unscored large", "unscored small",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("probability", "text"),
    [(1.0, "> 0.99"), (0.995, "> 0.99"), (0.9949, "0.99"), (0.5, "0.50"), (0.005, "0.01"), (0.0, "< 0.01")],
)
def test_a_probability_is_never_shown_as_a_certainty(probability: float, text: str) -> None:
    assert probability_text(probability) == text
