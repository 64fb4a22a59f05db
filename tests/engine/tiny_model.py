"""A real model package so small that its answers can be worked out by hand.

The network averages the patch over cells of 3 x 3 pixels::

    map   = gain * (mean HU of the cell) / 1000
    logit = mean(map) + bias
    probability = 1 / (1 + exp(-logit / temperature))
    embedding = (mean of the map, its maximum)

With heads it has two more outputs::

    attributes  = (3 + mean of the map, 1 + its maximum)      margin and spiculation, 1 to 5
    ratings     = softmax of (-2, -1, 0, 1, 2) * mean of the map

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


#: What the manifest says of the attributes.
ATTRIBUTES = (
    {"name": "margin", "low": 1.0, "high": 5.0},
    {"name": "spiculation", "low": 1.0, "high": 5.0},
)
OUTPUTS = ("logit", "probability", "cam", "embedding")


def heads_manifest(**changes: Any) -> dict[str, Any]:
    """The manifest of the network with heads."""
    return manifest(**{"outputs": (*OUTPUTS, "attributes", "ratings"), "attributes": ATTRIBUTES, **changes})


def expected(patches: np.ndarray, *, heads: bool = False) -> dict[str, np.ndarray]:
    """The network in numpy, for patches of shape (N, 3, 33, 33)."""
    n, d, h, w = patches.shape
    cells = patches.astype(np.float64).reshape(n, d, h // CELL, CELL, w // CELL, CELL).mean(axis=(3, 5))
    cam = GAIN * cells / 1000
    mean, top = cam.mean(axis=(1, 2, 3)), cam.max(axis=(1, 2, 3))
    logit = mean + BIAS
    ratings = np.exp(np.arange(-2, 3) * mean[:, None])
    more = {
        "attributes": np.stack([3 + mean, 1 + top], axis=1),
        "ratings": ratings / ratings.sum(1, keepdims=True),
    }
    return {
        "logit": logit,
        "probability": 1 / (1 + np.exp(-logit / TEMPERATURE)),
        "cam": cam,
        "embedding": np.stack([mean, top], axis=1),
        **(more if heads else {}),
    }


def onnx_model(*, heads: bool = False, scale: float = 1.0) -> onnx.ModelProto:
    """The network as an ONNX graph with a free batch axis; `scale` makes its map so many times as strong."""

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
    extra = [
        helper.make_node("Add", ["embedding", "from"], ["attributes"]),
        helper.make_node("Mul", ["mean1", "steps"], ["ratings_logit"]),
        helper.make_node("Softmax", ["ratings_logit"], ["ratings"], axis=1),
    ]
    extra_outputs = [
        helper.make_tensor_value_info("attributes", TensorProto.FLOAT, ["N", 2]),
        helper.make_tensor_value_info("ratings", TensorProto.FLOAT, ["N", 5]),
    ]
    cam_size = [SIZE[0], SIZE[1] // CELL, SIZE[2] // CELL]
    graph = helper.make_graph(
        [*nodes, *(extra if heads else [])],
        "tiny",
        [helper.make_tensor_value_info("patch", TensorProto.FLOAT, ["N", *SIZE])],
        [
            helper.make_tensor_value_info("logit", TensorProto.FLOAT, ["N"]),
            helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["N"]),
            helper.make_tensor_value_info("cam", TensorProto.FLOAT, ["N", *cam_size]),
            helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["N", 2]),
            *(extra_outputs if heads else []),
        ],
        [
            axes,
            helper.make_tensor("one", TensorProto.INT64, [1], [1]),
            helper.make_tensor("from", TensorProto.FLOAT, [2], [3, 1]),
            helper.make_tensor("steps", TensorProto.FLOAT, [5], [-2, -1, 0, 1, 2]),
            scalar("scale", scale * GAIN / 1000),
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
        "outputs": OUTPUTS,
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


def parity(n: int = 4, *, heads: bool = False) -> dict[str, np.ndarray]:
    """Fixed patches and the answers that numpy gives for them."""
    patch = np.random.default_rng(7).uniform(-1000, 400, (n, *SIZE)).astype(np.float32)
    return {
        "patch": patch,
        **{name: v.astype(np.float32) for name, v in expected(patch, heads=heads).items()},
    }


def npz(arrays: dict[str, np.ndarray]) -> bytes:
    """The bytes of an `.npz` file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def package_files(*, heads: bool = False) -> dict[str, bytes]:
    """Every file of the package but the manifest."""
    model = onnx_model(heads=heads)
    graph = {"model.onnx": model.SerializeToString(), **_openvino_files(model, "model")}
    scores = "label,probability\n" + "".join(f"0,{p}\n" for p in (0.1, 0.2, 0.3, 0.6))
    scores += "".join(f"1,{p}\n" for p in (0.4, 0.7, 0.8, 0.9))
    return {
        **graph,
        "parity.npz": npz(parity(heads=heads)),
        "reference_scores.csv": scores.encode(),
        "card.md": b"# Tiny\n",
    }


def int8_files(scale: float) -> dict[str, bytes]:
    """A second graph, in place of one in whole numbers: one whose map is so many times as strong."""
    return _openvino_files(onnx_model(scale=scale), "model_int8")


def _openvino_files(model: onnx.ModelProto, name: str) -> dict[str, bytes]:
    ov = import_openvino()
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "source.onnx", Path(scratch) / f"{name}.xml"
        source.write_bytes(model.SerializeToString())
        ov.save_model(ov.Core().read_model(source), target, compress_to_fp16=False)
        return {file.name: file.read_bytes() for file in (target, target.with_suffix(".bin"))}


def write_tiny(folder: Path, files: dict[str, bytes] | None = None, **changes: Any) -> Path:
    """Write the package; `changes` replace fields of the manifest, `files` add to or replace its files."""
    return write_package(folder, manifest(**changes), {**package_files(), **(files or {})})
