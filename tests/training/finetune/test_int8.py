"""The gate of the graph in whole numbers, on a convolution small enough to follow."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from engine.runtimes.openvino_runtime import import_openvino
from training.finetune import int8
from training.finetune.int8 import Int8Result, measure, objections, time_in_turns, try_int8

SIZE = (1, 33, 33)
FASTER = {"fp32": {"median": 5.0, "p95": 6.0}, "int8": {"median": 2.0, "p95": 3.0}}
SOUND = {
    "n": 100,
    "auc": {"fp32": 0.9, "int8": 0.898},
    "calls_changed": 1,
    "cam_correlation": 0.99,
    "ms": FASTER,
}


def graph(scale: float = 1.0) -> dict[str, bytes]:
    """Blur, rectify, and weigh: the map is the blurred patch over 1000 HU, the logit its mean."""
    kernel = np.full((1, 1, 3, 3), scale / 9 / 1000, np.float32)
    nodes = [
        helper.make_node("Conv", ["patch", "kernel"], ["features"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["features"], ["cam"]),
        helper.make_node("ReduceMean", ["cam", "axes"], ["mean"], keepdims=0),
        helper.make_node("Sub", ["mean", "offset"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["probability"]),
    ]
    made = helper.make_graph(
        nodes,
        "conv",
        [helper.make_tensor_value_info("patch", TensorProto.FLOAT, ["N", *SIZE])],
        [
            helper.make_tensor_value_info("logit", TensorProto.FLOAT, ["N"]),
            helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["N"]),
            helper.make_tensor_value_info("cam", TensorProto.FLOAT, ["N", *SIZE]),
        ],
        [
            numpy_helper.from_array(kernel, "kernel"),
            helper.make_tensor("axes", TensorProto.INT64, [3], [1, 2, 3]),
            helper.make_tensor("offset", TensorProto.FLOAT, [], [0.25]),
        ],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.checker.check_model(model)
    return {"model.onnx": model.SerializeToString()}


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, bytes]:
    folder: Path = tmp_path_factory.mktemp("graph")
    made = graph()
    (folder / "model.onnx").write_bytes(made["model.onnx"])
    openvino = import_openvino()
    openvino.save_model(
        openvino.convert_model(folder / "model.onnx"), folder / "model.xml", compress_to_fp16=False
    )
    return {name: (folder / name).read_bytes() for name in ("model.onnx", "model.xml", "model.bin")}


def patches(n: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(2)
    label = np.arange(n) % 2
    level = np.where(label == 1, 700.0, 100.0) + random.normal(0, 80, n)
    noise = random.normal(0, 100, (n, *SIZE))
    return (level[:, None, None, None] + noise).astype(np.float32), label


def answers(hu: np.ndarray) -> dict[str, np.ndarray]:
    import cv2

    cam = np.stack([cv2.blur(p[0], (3, 3), borderType=cv2.BORDER_CONSTANT)[None] for p in hu]) / 1000
    cam = np.maximum(cam, 0)
    logit = cam.mean((1, 2, 3)) - 0.25
    return {"patch": hu, "cam": cam, "logit": logit, "probability": 1 / (1 + np.exp(-logit))}


def attempt(files: dict[str, bytes], calibration: np.ndarray | None = None) -> Int8Result:
    hu, label = patches(40)
    return try_int8(
        files,
        calibration=hu if calibration is None else calibration,
        patches=hu,
        label=label,
        parity=answers(hu[:8]),
    )


def test_a_graph_that_stays_accurate_and_is_faster_is_shipped(files, monkeypatch):
    monkeypatch.setattr(int8, "time_in_turns", lambda *_: FASTER)
    result = attempt(files)
    assert result.reasons == ()
    assert set(result.files) == {"model_int8.xml", "model_int8.bin"}
    assert b"FakeQuantize" in result.files["model_int8.xml"] or b"u8" in result.files["model_int8.xml"]
    assert result.metrics["calls_changed"] == 0
    assert result.metrics["cam_correlation"] > 0.99
    manifest = result.manifest()
    # 8 bits over less than 1.3 units of the map: a step of 0.005.
    assert 0 < manifest["cam"] < 0.05
    assert manifest["metrics"]["ms"] == FASTER
    assert "is included: AUC" in result.text()


def test_a_graph_that_is_no_faster_is_not_shipped(files, monkeypatch):
    slower = {"fp32": FASTER["int8"], "int8": FASTER["fp32"]}
    monkeypatch.setattr(int8, "time_in_turns", lambda *_: slower)
    result = attempt(files)
    assert result.files == {}
    assert result.manifest() is None
    assert result.reasons == ("It is not faster on this machine.",)
    assert "is not included" in result.text()


def test_ranges_that_do_not_fit_spoil_the_answers_and_are_found_out(files, monkeypatch):
    """Calibrated on patches a tenth as dense: everything above is cut off."""
    monkeypatch.setattr(int8, "time_in_turns", lambda *_: FASTER)
    result = attempt(files, patches(40)[0] / 10)
    assert result.files == {}
    assert any("calls" in reason for reason in result.reasons)


@pytest.mark.parametrize(
    ("path", "value", "tolerance", "said"),
    [
        (("auc", "int8"), 0.894, 0.01, "AUC is lower by 0.006"),
        (("auc", "int8"), float("nan"), 0.01, "AUC is lower"),
        (("calls_changed",), 2, 0.01, "changes 2 calls"),
        (("cam_correlation",), 0.94, 0.01, "maps differ"),
        (("ms", "int8", "median"), 5.1, 0.01, "not faster"),
        (("ms", "int8", "p95"), 6.1, 0.01, "not faster"),
        (("n",), 100, 0.11, "parity patches"),
    ],
)
def test_each_condition_alone_refuses(path, value, tolerance, said):
    metrics = copy.deepcopy(SOUND)
    inner = metrics
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    (reason,) = objections(metrics, tolerance)
    assert said in reason


def test_within_every_bound_nothing_is_said():
    assert list(objections(SOUND, 0.1)) == []


def test_what_is_measured_by_hand():
    fp32 = {
        "logit": np.array([-1.0, 1.0, 2.0, 3.0]),
        "probability": np.array([0.2, 0.6, 0.8, 0.9]),
        "cam": np.arange(8.0).reshape(4, 1, 1, 2),
    }
    whole = {
        "logit": np.array([-1.0, 2.5, 2.0, 3.0]),
        "probability": np.array([0.2, 0.4, 0.8, 0.9]),
        "cam": 2 * fp32["cam"] + 1,
    }
    found = measure(fp32, whole, np.array([0, 0, 1, 1]))
    assert found == {
        "n": 4,
        "auc": {"fp32": 1.0, "int8": 0.75},
        "calls_changed": 1,
        "cam_correlation": 1.0,
        "largest_logit_difference": 1.5,
    }


def test_turns_are_timed_apart(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(int8.time, "perf_counter", lambda: now[0])

    def takes(seconds: float):
        def run(_):
            now[0] += seconds
            return {}

        return run

    timed = time_in_turns({"fp32": takes(0.004), "int8": takes(0.002)}, np.zeros((1, *SIZE), np.float32))
    assert timed == {"fp32": {"median": 4.0, "p95": 4.0}, "int8": {"median": 2.0, "p95": 2.0}}
