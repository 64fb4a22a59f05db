"""A site's own detector: the contract of its graph, blocks that cover the lungs, and what is refused.

The detector here is a graph of a few nodes: every voxel above 500 HU is a finding 5 mm wide.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from typer.testing import CliRunner

from engine.candidates import open_filter, propose
from engine.candidates.tiles import tiles
from engine.geometry import Grid
from engine.lungs import Lungs
from engine.models.manifest import CandidateDetector
from engine.models.package import load_package
from engine.volume import Volume
from tests.engine.tiny_model import write_tiny


def graph(path: Path, outputs=("centre", "diameter_mm", "score")) -> Path:
    def constant(name, value, kind=TensorProto.FLOAT):
        value = np.atleast_1d(value)
        return helper.make_tensor(name, kind, list(value.shape), value.tolist())

    nodes = [
        helper.make_node("Greater", ["hu", "limit"], ["bright"]),
        helper.make_node("NonZero", ["bright"], ["places"]),  # [4, n]: batch, slice, row, column
        helper.make_node("Transpose", ["places"], ["rows"], perm=[1, 0]),
        helper.make_node("Slice", ["rows", "one", "four", "axis"], ["whole"]),
        helper.make_node("Cast", ["whole"], [outputs[0]], to=TensorProto.FLOAT),
        helper.make_node("ReduceMax", [outputs[0], "axis"], ["largest"], keepdims=0),
        helper.make_node("Mul", ["largest", "zero"], ["nothing"]),
        helper.make_node("Add", ["nothing", "width"], [outputs[1]]),
        helper.make_node("Add", ["nothing", "sure"], [outputs[2]]),
    ]
    initial = [
        constant("limit", 500.0),
        constant("one", 1, TensorProto.INT64),
        constant("four", 4, TensorProto.INT64),
        constant("axis", 1, TensorProto.INT64),
        constant("zero", 0.0),
        constant("width", 5.0),
        constant("sure", 0.75),
    ]
    made = helper.make_graph(
        nodes,
        "detector",
        [helper.make_tensor_value_info("hu", TensorProto.FLOAT, [1, 24, 24, 24])],
        [
            helper.make_tensor_value_info(outputs[0], TensorProto.FLOAT, ["n", 3]),
            helper.make_tensor_value_info(outputs[1], TensorProto.FLOAT, ["n"]),
            helper.make_tensor_value_info(outputs[2], TensorProto.FLOAT, ["n"]),
        ],
        initial,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, path)
    return path


def call(*arguments):
    from training.cli import app

    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stderr


@pytest.fixture
def package(tmp_path):
    folder = write_tiny(tmp_path / "tiny")
    made = graph(tmp_path / "d.onnx")
    options = ("--step-mm", 2.0, "--block", 24, "--overlap", 6, "--threshold", 0.6)
    code, err = call("add-detector", folder, made, "--name", "our own", *options)
    assert code == 0, err
    return load_package(folder)


def scan(bright):
    """A lung of 80 mm cubes with bright cubes of 4 mm at voxels of 2 mm; and lungs that leave a rim out."""
    hu = np.full((40, 40, 40), -850, dtype=np.int16)
    for k, r, c in bright:
        hu[k, r, c] = 1000
    grid = Grid(hu.shape, (10.0, -20.0, 500.0), ((0.0, 0.0, -2.0), (0.0, 2.0, 0.0), (2.0, 0.0, 0.0)))
    mask = np.zeros(hu.shape, dtype=bool)
    mask[4:36, 4:36, 4:36] = True
    return Volume(hu, grid), Lungs(mask, mask, grid, 300.0)


def test_its_findings_come_back_in_patient_positions(package):
    places = [(8, 9, 10), (20, 20, 20), (33, 12, 30), (22, 23, 5)]
    volume, lungs = scan(places)
    found = propose(volume, lungs, open_filter(package, threads=1))
    assert len(found) == 4
    assert {(c.diameter_mm, c.score) for c in found} == {(5.0, 0.75)}
    expected = volume.grid.to_patient(places)
    for c in found:
        assert np.linalg.norm(expected - c.centre_mm, axis=1).min() < 1e-3


def test_what_lies_outside_the_lungs_is_left_out(package):
    volume, lungs = scan([(1, 20, 20), (20, 20, 20)])
    found = propose(volume, lungs, open_filter(package, threads=1))
    assert [np.rint(volume.grid.to_voxel(c.centre_mm)).tolist() for c in found] == [[20, 20, 20]]


def test_one_in_the_overlap_of_blocks_is_one_finding(package):
    volume, lungs = scan([(20, 20, 20)])
    section = package.manifest.candidates
    blocks = list(tiles(volume, lungs, section))
    seen = sum(int((hu > 500).any()) for hu, _ in blocks)
    assert seen > 1
    assert len(propose(volume, lungs, open_filter(package, threads=1))) == 1


def test_blocks_are_of_one_size_and_cover_the_lungs():
    volume, lungs = scan([])
    section = CandidateDetector(name="x", step_mm=2.0, block=(24, 16, 24), overlap=6, threshold=0.5)
    covered = np.zeros(volume.hu.shape, dtype=bool)
    for hu, grid in tiles(volume, lungs, section):
        assert hu.shape == (24, 16, 24) == grid.size
        voxels = np.rint(volume.grid.to_voxel(grid.points_mm())).astype(int).reshape(-1, 3)
        inside = ((voxels >= 0) & (voxels < 40)).all(1)
        covered[tuple(voxels[inside].T)] = True
        assert set(np.unique(hu)) <= {-850.0, -1024.0}
    assert covered[lungs.mask].all()


def test_the_reader_sees_its_name_and_its_threshold(package):
    detector = open_filter(package, threads=1)
    assert detector.name.startswith("our own (")
    assert detector.threshold == 0.6


def test_a_graph_without_the_outputs_is_refused_and_the_package_stays(package, tmp_path):
    before = package.sha256
    wrong = graph(tmp_path / "wrong.onnx", outputs=("boxes", "diameter_mm", "score"))
    code, err = call("add-detector", package.folder, wrong, "--name", "x", "--block", 24, "--overlap", 4)
    assert code == 1
    assert "lacks the input or output centre" in err
    assert load_package(package.folder).sha256 == before


def test_what_is_no_graph_is_refused(package, tmp_path):
    (tmp_path / "no.onnx").write_bytes(b"not a graph")
    code, err = call("add-detector", package.folder, tmp_path / "no.onnx", "--name", "x")
    assert code == 1
    assert "is not an ONNX graph" in err
    code, err = call("add-detector", package.folder, tmp_path / "no.onnx", "--name", "x", "--overlap", 200)
    assert code == 2
    assert "larger than the overlap" in err
