"""The pipeline: what it finds, what readers decided before, when it stops, what it refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import engine.analyse
from engine import __version__
from engine.analyse import MAX_SHOWN, AnalysisError, Decided, analyse
from engine.assess import Assessor
from engine.candidates import Candidate
from engine.dicom.errors import Cancelled
from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.findings import Decision, Nodule, Point, Source
from engine.models.package import load_package
from engine.report import Report, report_json
from engine.runtimes.choose import choose
from engine.volume import Volume
from tests.engine import tiny_model
from tests.engine.batch import chests

STEPS = ["load", "lungs", "candidates", "measure", "patch", "assess"]


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Series:
    folder = tmp_path_factory.mktemp("chest")
    chests.write_chest(folder, 1)
    (found,) = scan([folder]).series
    return found


@pytest.fixture(scope="module")
def assessor(tmp_path_factory: pytest.TempPathFactory) -> Assessor:
    package = load_package(tiny_model.write_tiny(tmp_path_factory.mktemp("model") / "tiny"))
    return Assessor(package, choose(package, "onnxruntime").runtime)


@pytest.fixture(scope="module")
def report(series: Series, assessor: Assessor) -> Report:
    return analyse(series, assessor, None).report


def at(report: Report, place: tuple[float, float, float]) -> list[int]:
    """Ranks of the findings at a place."""
    return [
        i for i, f in enumerate(report.findings) if np.linalg.norm(np.subtract(f.nodule.centre_mm, place)) < 5
    ]


def test_the_nodules_of_the_phantom_are_the_first_suggestions(report: Report) -> None:
    assert sorted(at(report, chests.NODULE_MM) + at(report, chests.NEIGHBOUR_MM)) == [0, 1]
    scores = [f.detection_score for f in report.findings]
    assert scores == sorted(scores, reverse=True)
    assert 2 <= len(report.findings) <= MAX_SHOWN  # without a filter no more are looked at
    assert {f.source for f in report.findings} == {Source.CANDIDATE}
    assert {f.decision for f in report.findings} == {None}


def test_the_report_says_what_was_analysed_with_what(
    report: Report, series: Series, assessor: Assessor
) -> None:
    document = report_json(report)
    assert document["schema"] == 1
    assert document["software"] == __version__
    assert document["series"] == {
        "study_uid": series.study_uid, "series_uid": series.series_uid, "patient_key": series.patient_key,
        "description": "Phantom 2.5 mm", "modality": "CT", "n_slices": 4,
    }  # fmt: skip
    assert document["geometry"]["size"] == [4, 96, 96]
    assert document["geometry"]["spacing_mm"] == [2.5, 3.5, 3.5]
    assert document["geometry"]["acquisition"]["slice_thickness_mm"] == 2.5
    codes = [w["code"] for w in document["geometry"]["warnings"]]
    assert "no_candidate_filter" in codes
    assert document["model"]["sha256"] == assessor.package.sha256
    assert document["model"]["runtime"].startswith("ONNX Runtime ")
    assert list(document["timing_ms"]) == STEPS
    assert all(ms >= 0 for ms in document["timing_ms"].values())
    first = document["findings"][0]
    assert first["shown"] is True
    assert first["decision"] is None
    ends = np.asarray(first["long_axis_ends_mm"])
    assert np.linalg.norm(ends[0] - ends[1]) == pytest.approx(first["long_axis_mm"], abs=0.06)


def test_the_same_series_gives_the_same_report(report: Report, series: Series, assessor: Assessor) -> None:
    again = analyse(series, assessor, None, threads=3).report
    assert chests.lasting(report_json(again)) == chests.lasting(report_json(report))


def test_each_lesion_is_found_once(report: Report) -> None:
    assert len({f.id for f in report.findings}) == len(report.findings)
    for one in report.findings:
        for other in report.findings:
            if one is not other:
                index = np.rint(one.nodule.mask_grid.to_voxel(other.nodule.centre_mm)).astype(int)
                inside = ((index >= 0) & (index < one.nodule.mask.shape)).all()
                assert not (inside and one.nodule.mask[tuple(index)])


def test_a_lesion_whose_middle_is_not_in_its_mask_is_found_once(
    series: Series, assessor: Assessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = engine.analyse.measure

    def hollow(volume: Volume, point: Point) -> Nodule:
        nodule = real(volume, point)
        mask = nodule.mask.copy()
        mask[tuple(np.rint(nodule.mask_grid.to_voxel(nodule.centre_mm)).astype(int))] = False
        return replace(nodule, mask=mask)

    x, y, z = chests.NODULE_MM
    twice = [Candidate((x, y, z), 10.0, 0.5), Candidate((x + 1, y, z), 10.0, 0.4)]
    monkeypatch.setattr("engine.analyse.measure", hollow)
    monkeypatch.setattr("engine.analyse.propose", lambda *_args, **_more: twice)
    (finding,) = analyse(series, assessor, None).report.findings
    assert finding.detection_score == 0.5


def test_rejected_stays_rejected_where_it_was_and_goes_last(
    report: Report, series: Series, assessor: Assessor
) -> None:
    first = report.findings[0]
    x, y, z = first.nodule.centre_mm
    # 4 mm on, as another version of the program might have found it.
    decided = [Decided((x, y, z + 4.0), Decision.REJECTED)]
    again = analyse(series, assessor, None, decided=decided).report
    assert again.findings[-1].id == first.id
    assert [f.decision for f in again.findings] == [None] * (len(again.findings) - 1) + [Decision.REJECTED]
    assert first.id not in {f.id for f in again.kept}
    assert first.id not in {f.id for f in again.suggestions}
    shown = {f["id"]: f["shown"] for f in report_json(again)["findings"]}
    assert shown[first.id] is False
    # 6 mm on is another place.
    decided = [Decided((x, y, z + 6.0), Decision.REJECTED)]
    assert {f.decision for f in analyse(series, assessor, None, decided=decided).report.findings} == {None}


def test_an_accepted_nodule_is_measured_though_no_candidate_found_it(
    series: Series, assessor: Assessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.analyse.propose", lambda *_args, **_more: [])
    assert analyse(series, assessor, None).report.findings == ()
    report = analyse(series, assessor, None, decided=[Decided(chests.NODULE_MM, Decision.ACCEPTED)]).report
    (finding,) = report.suggestions
    assert finding.source is Source.READER
    assert finding.detection_score is None
    assert finding.decision is Decision.ACCEPTED
    assert at(report, chests.NODULE_MM) == [0]
    # A place that was rejected is not looked for.
    rejected = [Decided(chests.NODULE_MM, Decision.REJECTED)]
    assert analyse(series, assessor, None, decided=rejected).report.findings == ()


@pytest.mark.parametrize("step", STEPS)
def test_it_can_be_stopped_at_every_step(series: Series, assessor: Assessor, step: str) -> None:
    begun: list[str] = []

    def stop(name: str) -> None:
        begun.append(name)
        if name == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        analyse(series, assessor, None, on_step=stop)
    assert list(dict.fromkeys(begun)) == STEPS[: STEPS.index(step) + 1]


def test_a_series_that_the_gate_refuses_is_not_analysed(series: Series, assessor: Assessor) -> None:
    with pytest.raises(AnalysisError, match="not analysable"):
        analyse(replace(series, analysable=False), assessor, None)


def test_without_lungs_there_is_no_suggestion_and_the_report_says_why(
    assessor: Assessor, tmp_path: Path
) -> None:
    from tests.engine.dicom.dicom_maker import Maker

    Maker(rows=32, columns=32).series(tmp_path, 6)
    (series,) = scan([tmp_path]).series
    report = analyse(series, assessor, None).report
    assert report.findings == ()
    assert "lungs_not_found" in {flag.code for flag in report.warnings}
