"""FROC: the hit rule and its figures, against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.candidates import Candidate
from training.detect.froc import Scan, froc, sort_out, were_proposed
from training.detect.insert import Inserted


def nodule(x, diameter=8.0, texture="solid", wall=False, patient=None):
    return Inserted(f"n{x}", patient or f"p{x}", (float(x), 0.0, 0.0), diameter, texture, wall)


def mark(x, score, y=0.0):
    return Candidate((float(x), y, 0.0), 6.0, score)


def scan(nodules, marks, ignored=()):
    return Scan(
        tuple(nodules),
        tuple(ignored),
        tuple(marks),
        were_proposed(nodules, np.array([m.centre_mm for m in marks]).reshape(-1, 3)),
    )


def test_a_mark_hits_within_the_radius_and_no_further():
    outcome = sort_out([scan([nodule(0)], [mark(4.0, 0.9), mark(4.1, 0.8)])])
    assert outcome.best.tolist() == [0.9]
    assert outcome.false.tolist() == [0.8]


def test_a_second_mark_on_a_nodule_counts_for_nothing_and_the_best_counts():
    outcome = sort_out([scan([nodule(0)], [mark(3, 0.4), mark(1, 0.7)])])
    assert outcome.best.tolist() == [0.7]
    assert outcome.false.size == 0


def test_what_is_ignored_is_neither_hit_nor_false():
    outcome = sort_out([scan([nodule(0)], [mark(50, 0.9)], ignored=[((50.0, 0.0, 0.0), 6.0)])])
    assert outcome.best.tolist() == [-np.inf]
    assert outcome.false.size == 0


def test_sensitivity_at_a_number_of_false_marks():
    """Two scans; false marks at .9, .6, .5, .2; nodules at .95, .7, .55, .1 and one missed.

    At half a false mark a scan one false mark is allowed: the threshold is the second false mark's score.
    """
    scans = [
        scan([nodule(0), nodule(100)], [mark(0, 0.95), mark(100, 0.7), mark(30, 0.9), mark(40, 0.6)]),
        scan(
            [nodule(0), nodule(100), nodule(200)],
            [mark(0, 0.55), mark(100, 0.1), mark(30, 0.5), mark(40, 0.2)],
        ),
    ]
    outcome = sort_out(scans)
    everyone = np.arange(5)
    assert outcome.threshold_at(0.5) == 0.6
    assert outcome.sensitivity(0.125, everyone) == pytest.approx(1 / 5)
    assert outcome.sensitivity(0.5, everyone) == pytest.approx(2 / 5)
    assert outcome.sensitivity(1, everyone) == pytest.approx(3 / 5)
    assert outcome.sensitivity(2, everyone) == pytest.approx(4 / 5)
    document = froc(scans)
    # .125, .25: one of five; .5: two; 1: three; 2, 4, 8: four.
    assert document["cpm"]["value"] == pytest.approx((1 + 1 + 2 + 3 + 4 + 4 + 4) / 35, abs=1e-4)
    assert document["false_marks_a_scan"] == 2
    assert document["proposal_recall"]["value"] == pytest.approx(4 / 5)
    assert document["n"] == 5


def test_a_tie_with_a_false_mark_is_not_in_the_nodules_favour():
    outcome = sort_out([scan([nodule(0)], [mark(0, 0.5), mark(30, 0.5)])])
    assert outcome.sensitivity(0.5, np.arange(1)) == 0


def test_strata_hold_what_they_say():
    nodules = [
        nodule(0, 5.0),
        nodule(100, 9.0, "ground glass", wall=True),
        nodule(200, 15.0),
        nodule(300, 25.0),
    ]
    strata = froc([scan(nodules, [mark(100, 0.9)])])["strata"]
    assert {name: part["n"] for name, part in strata.items()} == {
        "0-6 mm": 1, "6-10 mm": 1, "10-20 mm": 1, "> 20 mm": 1, ">= 6 mm": 3,
        "solid": 3, "part-solid": 0, "ground glass": 1, "on a wall": 1, "free": 3,
    }  # fmt: skip
    assert strata["ground glass"]["sensitivity"]["4"]["value"] == 1
    assert strata["solid"]["sensitivity"]["4"]["value"] == 0


def test_intervals_go_by_patient():
    """Ten nodules of one patient are one draw: there is nothing to vary."""
    nodules = [nodule(100 * i, patient="one") for i in range(10)]
    figure = froc([scan(nodules, [mark(0, 0.9), mark(100, 0.8)])])["sensitivity"]["4"]
    assert figure["low"] == figure["value"] == figure["high"] == pytest.approx(0.2)


def test_proposals_within_four_millimetres_count_for_small_nodules():
    places = np.array([[3.9, 0.0, 0.0], [105.0, 0.0, 0.0]])
    assert were_proposed([nodule(0, 4.0), nodule(100, 4.0), nodule(100, 12.0)], places) == (True, False, True)
