"""A real model package so small that its answers can be worked out by hand.

The network averages the patch over cells of 3 x 3 pixels::

    map   = gain * (mean HU of the cell) / 1000
    logit = mean(map) + bias
    probability = 1 / (1 + exp(-logit / temperature))
    embedding = (mean of the map, its maximum)

The patch is 3 x 33 x 33 pixels of 2.5 x 1 x 1 mm, the map 3 x 11 x 11 cells; cell (i, j, k) has its centre on
patch pixel (i, 1 + 3j, 1 + 3k).
"""

from __future__ import annotations

import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper

from engine.models.package import write_package
from engine.runtimes.openvino_runtime import import_openvino

GAIN = 2.0
BIAS = 0.25
TEMPERATURE = 0.5
SIZE = (3, 33, 33)
SPACING_MM = (2.5, 1.0, 1.0)
CELL = 3


def expected(patches: np.ndarray) -> dict[str, np.ndarray]:
    """The network in numpy, for patches of shape (N, 3, 33, 33)."""
    n, d, h, w = patches.shape
    cells = patches.astype(np.float64).reshape(n, d, h // CELL, CELL, w // CELL, CELL).mean(axis=(3, 5))
    cam = GAIN * cells / 1000
    logit = cam.mean(axis=(1, 2, 3)) + BIAS
    return {
        "logit": logit,
        "probability": 1 / (1 + np.exp(-logit / TEMPERATURE)),
        "cam": cam,
        "embedding": np.stack([cam.mean(axis=(1, 2, 3)), cam.max(axis=(1, 2, 3))], axis=1),
    }


def onnx_model() -> onnx.ModelProto:
    """The network as an ONNX graph with a free batch axis."""

    def scalar(name: str, value: float) -> onnx.TensorProto:
        return helper.make_tensor(name, TensorProto.FLOAT, [], [value])

    axes = helper.make_tensor("axes", TensorProto.INT64, [3], [1, 2, 3])
    nodes = [
        helper.make_node(
            "AveragePool", ["patch"], ["cells"], kernel_shape=[CELL, CELL], strides=[CELL, CELL]
        ),
        helper.make_node("Mul", ["cells", "scale"], ["cam"]),
        helper.make_node("ReduceMean", ["cam", "axes"], ["mean"], keepdims=0),
        helper.make_node("ReduceMax", ["cam", "axes"], ["top"], keepdims=0),
        helper.make_node("Add", ["mean", "bias"], ["logit"]),
        helper.make_node("Div", ["logit", "temperature"], ["scaled"]),
        helper.make_node("Sigmoid", ["scaled"], ["probability"]),
        helper.make_node("Unsqueeze", ["mean", "one"], ["mean1"]),
        helper.make_node("Unsqueeze", ["top", "one"], ["top1"]),
        helper.make_node("Concat", ["mean1", "top1"], ["embedding"], axis=1),
    ]
    cam_size = [SIZE[0], SIZE[1] // CELL, SIZE[2] // CELL]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("patch", TensorProto.FLOAT, ["N", *SIZE])],
        [
            helper.make_tensor_value_info("logit", TensorProto.FLOAT, ["N"]),
            helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["N"]),
            helper.make_tensor_value_info("cam", TensorProto.FLOAT, ["N", *cam_size]),
            helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["N", 2]),
        ],
        [
            axes,
            helper.make_tensor("one", TensorProto.INT64, [1], [1]),
            scalar("scale", GAIN / 1000),
            scalar("bias", BIAS),
            scalar("temperature", TEMPERATURE),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.checker.check_model(model)
    return model


def manifest(**changes: Any) -> dict[str, Any]:
    """Its manifest's fields, without ``files``."""
    fields: dict[str, Any] = {
        "id": "tiny",
        "version": "1.0.0",
        "created": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "input": {"size": SIZE, "spacing_mm": SPACING_MM},
        "cam": {
            "size": (SIZE[0], SIZE[1] // CELL, SIZE[2] // CELL),
            "stride": (1.0, 3.0, 3.0),
            "offset": (0.0, 1.0, 1.0),
            "limit": 2.0,
        },
        "outputs": ("logit", "probability", "cam", "embedding"),
        "threshold": 0.5,
        "temperature": TEMPERATURE,
        "envelope": {
            "diameter_mm": {"low": 3.0, "high": 30.0},
            "slice_thickness_mm": {"low": 0.6, "high": 3.0},
            "pixel_spacing_mm": {"low": 0.4, "high": 1.0},
            "manufacturers": ("GE MEDICAL SYSTEMS", "SIEMENS"),
        },
        "dataset_sha256": "0" * 64,
        "recipe": {},
        "recipe_sha256": "0" * 64,
        "seed": 1,
        "metrics": {},
        "training_patients_sha256": (),
        "licence": "Apache-2.0",
        "attribution": "none",
        "software": {},
    }
    return {**fields, **changes}


def parity(n: int = 4) -> dict[str, np.ndarray]:
    """Fixed patches and the answers that numpy gives for them."""
    patch = np.random.default_rng(7).uniform(-1000, 400, (n, *SIZE)).astype(np.float32)
    return {"patch": patch, **{name: v.astype(np.float32) for name, v in expected(patch).items()}}


def npz(arrays: dict[str, np.ndarray]) -> bytes:
    """The bytes of an `.npz` file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def package_files() -> dict[str, bytes]:
    """Every file of the package but the manifest."""
    model = onnx_model()
    ov = import_openvino()
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "model.onnx", Path(scratch) / "model.xml"
        source.write_bytes(model.SerializeToString())
        ov.save_model(ov.Core().read_model(source), target, compress_to_fp16=False)
        graph = {f.name: f.read_bytes() for f in (source, target, target.with_suffix(".bin"))}
    scores = "label,probability\n" + "".join(f"0,{p}\n" for p in (0.1, 0.2, 0.3, 0.6))
    scores += "".join(f"1,{p}\n" for p in (0.4, 0.7, 0.8, 0.9))
    return {
        **graph,
        "parity.npz": npz(parity()),
        "reference_scores.csv": scores.encode(),
        "card.md": b"# Tiny\n",
    }


def write_tiny(folder: Path, files: dict[str, bytes] | None = None, **changes: Any) -> Path:
    """Write the package; `changes` replace fields of the manifest, `files` add to or replace its files."""
    return write_package(folder, manifest(**changes), {**package_files(), **(files or {})})
