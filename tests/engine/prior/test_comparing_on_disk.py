"""Two scans on disk, 90 days apart: the command, and the engine process's answer."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine import protocol
from engine.cli import app
from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.messages import volume_ref
from engine.phantom import PhantomSpec, make_phantom, write_dicom
from engine.phantom.spec import DEFAULT_NODULES
from engine.prior.answer import compare_with_prior
from engine.server import Channel, Job, JobCancelledError
from engine.shared_memory import SharedBlock, attached

SPEC = PhantomSpec(size=(100, 192, 192), spacing_mm=(3.0, 1.8, 1.8))
GROWING = "-70,48,-40"


def test_a_place_for_some_of_the_nodules_only_is_no_request() -> None:
    at = (0.0, 0.0, 0.0)
    grid = protocol.GridModel(
        size=(2, 2, 2), origin_mm=at, steps_mm=((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    )
    ref = protocol.VolumeRef(
        voxels=protocol.SharedArray(name="x", dtype="int16", shape=(2, 2, 2)),
        grid=grid,
        series_uid="1",
        acquisition=protocol.AcquisitionModel(modality="CT"),
    )
    with pytest.raises(ValueError, match="as many places"):
        protocol.PriorRequest(id=1, current=ref, prior=ref, centres_mm=(at, at), held_mm=(at,))


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("scans")
    nodules = list(DEFAULT_NODULES)
    nodules[4] = replace(nodules[4], diameter_mm=5.0)
    write_dicom(make_phantom(SPEC), root / "now", study_date="20260401")
    write_dicom(make_phantom(replace(SPEC, nodules=tuple(nodules), seed=2)), root / "before")
    return root / "now", root / "before"


def test_the_command_tells_growth_and_doubling_time(
    scans: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    now, before = map(str, scans)
    done = CliRunner().invoke(app, ["compare", now, before, "--at", GROWING, "--json"])
    assert done.exit_code == 0, done.stderr
    document = json.loads(capfd.readouterr().out)
    assert document["days"] == 90
    (nodule,) = document["nodules"]
    assert nodule["change"] == "grown"
    assert nodule["change_mm"] > 1.5
    assert 20 < nodule["doubling_days"] < 90
    CliRunner().invoke(app, ["compare", now, before, "--at", GROWING])
    assert nodule["text"] in capfd.readouterr().out


def test_what_the_command_cannot_do_is_said(scans: tuple[Path, Path], tmp_path: Path) -> None:
    now, before = map(str, scans)
    nothing = CliRunner().invoke(app, ["compare", now, str(tmp_path), "--at", GROWING])
    assert nothing.exit_code == 1
    assert "No CT that may be analysed" in nothing.stderr
    missing = CliRunner().invoke(app, ["compare", now, before, "--at", GROWING, "--prior-series", "1.2.3"])
    assert missing.exit_code == 1
    assert "no series 1.2.3" in missing.stderr
    assert CliRunner().invoke(app, ["compare", now, before, "--at", "1,2"]).exit_code == 2


def test_the_engine_answers_with_places_and_figures_and_can_be_stopped(scans: tuple[Path, Path]) -> None:
    refs, blocks = [], []
    for path in scans:
        (series,) = scan([path]).series
        block = SharedBlock.create("int16", series.size)
        blocks.append(block)
        with attached(block.ref) as voxels:
            load(series, voxels)
            del voxels
        refs.append(volume_ref(series, block.ref))
    request = protocol.PriorRequest(
        id=1, current=refs[0], prior=refs[1], centres_mm=((-70.0, 48.0, -40.0), (0.0, 0.0, 0.0)), days=90
    )
    try:
        job = Job(request, Channel(io.BytesIO()))
        result = compare_with_prior(request, job)
        assert result.alignment.correlation > 0.5
        grown, none = result.pairs
        assert grown.change == "grown"
        assert grown.before is not None
        assert grown.before.largest_slice in grown.before.contours_mm
        assert (grown.now_mm, grown.change_mm) == (
            pytest.approx(grown.before_mm + grown.change_mm),
            pytest.approx(grown.now_mm - grown.before_mm),
        )
        assert none.expected_mm is None
        assert none.text
        # How they lie is told: nothing is aligned again, even where it is wrong; the reader's place holds.
        lain = result.alignment.model_copy(update={"shift_mm": (0.0, 0.0, 12.0), "correlation": 0.0})
        told = request.model_copy(update={"alignment": lain, "held_mm": ((-70.0, 48.0, -40.0), None)})
        again = compare_with_prior(told, job)
        assert again.alignment == lain
        assert again.pairs[0].before is not None
        assert again.pairs[0].before.centre_mm == pytest.approx(grown.before.centre_mm, abs=1.0)
        assert again.pairs[0].change_mm == pytest.approx(grown.change_mm, abs=0.2)
        job.cancel()
        with pytest.raises(JobCancelledError):
            compare_with_prior(request, job)
    finally:
        for block in blocks:
            block.close()
