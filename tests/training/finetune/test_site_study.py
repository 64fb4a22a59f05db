"""A site study on two synthetic manufacturers: who is trained on, who is untouched, and that it goes on."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from tests.training.finetune.synthetic_site import site as make_site
from training.cases import Dataset, write_dataset
from training.cli import app
from training.errors import TrainingError
from training.finetune import site_study as study_module
from training.finetune.choices import choices_of
from training.finetune.material import together
from training.finetune.site_study import as_local, site_study
from training.finetune.study_base import divide


def renamed(dataset: Dataset, prefix: str, manufacturer: str, readers: int = 4) -> Dataset:
    """The same as of another manufacturer and other patients, read by readers."""
    cases = tuple(
        case.model_copy(
            update={
                "id": prefix + case.id,
                "patient_id": prefix + case.patient_id,
                "series_uid": prefix + case.series_uid,
                "manufacturer": manufacturer,
                "source": "",
                "readers": readers,
                "scores": (5,) * readers if case.label else (1,) * readers,
            }
        )
        for case in dataset.cases
    )
    return replace(dataset, cases=cases, outlines=tuple(readers * outline for outline in dataset.outlines))


@pytest.fixture(scope="module")
def two() -> Dataset:
    return together(
        renamed(make_site(20, seed=3), "s", "SIEMENS"),
        renamed(make_site(20, seed=4), "g", "GE MEDICAL SYSTEMS"),
    )


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 50)
    monkeypatch.setattr(
        study_module, "choices_of", lambda *a, **k: choices_of(*a, **k, epochs=2, frozen_blocks=0)
    )


def test_no_patient_is_in_two_parts(two):
    division = divide(two, "siemens")
    parts = [
        {two.cases[i].patient_id for i in rows} for rows in (division.site, division.base, division.elsewhere)
    ]
    assert len(division.site) == 40
    assert len(division.base) + len(division.elsewhere) == 40
    assert len(division.elsewhere) >= 4
    assert sum(map(len, parts)) == len(set.union(*parts))
    assert all(two.cases[i].manufacturer == "SIEMENS" for i in division.site)


def test_a_patient_with_two_scanners_is_the_sites(two):
    cases = list(two.cases)
    other = len(cases) - 1
    cases[other] = cases[other].model_copy(update={"patient_id": cases[0].patient_id, "series_uid": "x"})
    division = divide(replace(two, cases=tuple(cases)), "SIEMENS")
    assert other in division.site


def test_an_unknown_manufacturer_and_an_only_one_are_told(two):
    with pytest.raises(TrainingError, match="No case is from a scanner of 'Philips'; there are GE, Siemens"):
        divide(two, "Philips")
    with pytest.raises(TrainingError, match="nothing is left for a base model"):
        divide(two.only(np.arange(40)), "Siemens")


def test_the_site_has_labels_and_one_outline_and_no_ratings(two):
    half = replace(two, outlines=tuple(np.where(o > 0, 2, 0).astype(np.uint8) for o in two.outlines))
    local = as_local(half.only(np.arange(3)))
    for case, outline, before in zip(local.cases, local.outlines, two.outlines, strict=False):
        assert (case.readers, case.scores, case.attributes) == (None, (), {})
        assert case.reportable
        # Half of four readers is a consensus; the background is none.
        np.testing.assert_array_equal(outline, before > 0)


def test_the_study_and_a_second_run_that_trains_nothing(two, recipe, tmp_path, monkeypatch):
    first = site_study(two, "Siemens", 2, tmp_path / "kept", recipe)
    assert (first["base"]["cases"], first["site"]["n"]) == (len(divide(two, "Siemens").base), 40)
    assert [r["train"] + r["val"] + r["untouched"] for r in first["repeats"]] == [40, 40]
    for where in ("site", "elsewhere"):
        auc = first[where]["auc"]
        assert len(auc["change"]["runs"]) == 2
        assert auc["change"]["value"] == pytest.approx(auc["new"]["value"] - auc["old"]["value"], abs=2e-4)
    # The base is the same in every repeat, so on the same cases it judges the same.
    assert len(set(first["elsewhere"]["auc"]["old"]["runs"])) == 1

    def train_again(*_, **__):
        raise AssertionError("a finished training is repeated")

    monkeypatch.setattr(study_module, "tune", train_again)
    monkeypatch.setattr("training.finetune.study_base.train", train_again)
    assert site_study(two, "Siemens", 2, tmp_path / "kept", recipe) == first


def test_the_command(two, tmp_path, monkeypatch):
    write_dataset(two, tmp_path / "data")
    given = {}

    def study(data, manufacturer, repeats, folder, recipe, *, choice, emit):
        given.update(sha=data.sha256, manufacturer=manufacturer, repeats=repeats, choice=choice)
        auc = {name: {"value": 0.9, "low": 0.8, "high": 1.0} for name in ("old", "new", "change")}
        part = {"n": 40, "patients": 20, "malignant": 20, "auc": auc}
        return {
            "manufacturer": manufacturer, "repeats": [{}] * repeats, "site": part, "elsewhere": part,
            "base": {"cases": 30, "patients": 15},
        }  # fmt: skip

    monkeypatch.setattr(study_module, "site_study", study)
    out = tmp_path / "study.json"
    options = ["--dataset", str(tmp_path / "data"), "--manufacturer", "Siemens", "--out", str(out)]
    done = CliRunner().invoke(app, ["site-study", *options, "--repeats", "3", "--choice", "gentle"])
    assert done.exit_code == 0, done.output
    assert given == {"sha": two.sha256, "manufacturer": "Siemens", "repeats": 3, "choice": "gentle"}
    assert "divided 3 times" in done.stdout
    assert "change +0.900 (+0.800 to +1.000)" in done.stdout
    assert json.loads(out.read_text())["manufacturer"] == "Siemens"
