"""The data check says what is there, what is wrong, and what it allows."""

from __future__ import annotations

import json

import pytest

from tests.training.finetune.synthetic_site import changed, site
from training.finetune.check import check_site, out_of_envelope
from training.finetune.choices import mode_of


@pytest.mark.parametrize(
    ("malignant", "benign", "patients", "mode"),
    [
        (25, 25, 30, "finetune"),
        (25, 24, 30, "recalibrate"),
        (25, 25, 29, "recalibrate"),
        (9, 60, 50, "recalibrate"),
        (60, 10, 50, "finetune"),
        (5, 5, 10, "recalibrate"),
        (4, 90, 60, "none"),
        (0, 0, 0, "none"),
    ],
)
def test_what_so_many_nodules_allow(malignant, benign, patients, mode):
    assert mode_of(malignant, benign, patients) == mode


def test_a_sound_site(package, site):
    document = check_site(site, package)
    json.dumps(document)
    assert document["mode"] == "finetune"
    assert (document["cases"], document["patients"]) == (64, 32)
    assert (document["benign"], document["malignant"]) == (32, 32)
    assert document["sources"] == {"pathology": 64}
    assert document["duplicates"] == document["same_patient"] == document["problems"] == []


def test_undecided_and_flagged_nodules_are_counted_apart(package):
    import dataclasses

    dataset = changed(site(40), {0: {"label": None}, 1: {"label": None, "source": "reader"}})
    document = check_site(dataclasses.replace(dataset, left_out={"flagged": 3}), package)
    assert (document["unsure"], document["flagged"]) == (2, 3)
    assert document["benign"] + document["malignant"] == 78
    assert document["patients"] == 39  # the first patient has no decided nodule
    assert document["sources"] == {"pathology": 79, "reader": 1}
    assert any("3 flagged" in text for text in document["advice"])


def test_one_picture_twice_is_told_apart_by_patient(package):
    dataset = changed(site(32), {1: {"hu_of": 0}, 20: {"hu_of": 50}})
    document = check_site(dataset, package)
    assert [pair["cases"] for pair in document["duplicates"]] == [["s000", "s001"]]
    assert [pair["cases"] for pair in document["same_patient"]] == [["s020", "s050"]]
    assert document["same_patient"][0]["correlation"] > 0.99
    assert document["patients"] == 31  # the two numbers are one patient
    assert {problem["code"] for problem in document["problems"]} == {"duplicates", "same_patient"}
    assert not any(problem["stops"] for problem in document["problems"])


def test_too_few_say_what_is_missing(package):
    document = check_site(site(12), package)
    assert document["mode"] == "recalibrate"
    assert document["problems"][0]["code"] == "too_few"
    assert "26 more decided nodules, 18 more patients" in document["advice"][0]
    document = check_site(site(30, malignant=0.05), package)
    assert document["mode"] == "none"
    assert document["problems"][0]["stops"]


def test_patients_that_the_base_was_trained_on_stop_it(package):
    dataset = changed(site(32), {0: {"patient_id": "P05"}, 1: {"patient_id": "P05"}})
    [problem] = check_site(dataset, package)["problems"]
    assert problem["code"] == "seen_by_base"
    assert problem["stops"]
    assert "trained on 1 of these patients" in problem["text"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"diameter_mm": 41.0}, "is a mass"),
        ({"diameter_mm": 1.0}, "diameter 1.0 mm"),
        ({"slice_thickness_mm": 5.0}, "slices of 5 mm"),
        ({"manufacturer": "Acme CT"}, "scanner of Acme CT"),
        ({"manufacturer": "Siemens Healthineers"}, ""),
        ({"steps_mm": ((0, 0, 1.25), (0, 1.4, 0), (1.4, 0, 0))}, "pixels of 1.40 mm"),
    ],
)
def test_what_is_unlike_the_models_data(package, fields, said):
    case = site(1).cases[0].model_copy(update={"diameter_mm": 8.0} | fields)
    found = out_of_envelope(case, package.manifest.envelope)
    assert found == "" if not said else said in found
