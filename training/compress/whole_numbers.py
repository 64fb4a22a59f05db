"""Graphs in whole numbers (INT8) by NNCF, post-training: what is rounded, and what stays in floating point.

The counterpart with ONNX Runtime's quantiser, which needs no further library, is `training.finetune.int8`;
both are judged alike there.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.runtimes.base import Float32Array
from engine.runtimes.openvino_runtime import import_openvino
from training.errors import TrainingError

#: Operations that the map and the logit are read from; the rest of the tail has no weights to round.
TAIL_OUTPUTS = ("cam", "logit", "lesion", "attributes")


def import_nncf() -> Any:
    """Import NNCF, without its telemetry and its advice.

    Raises
    ------
    TrainingError
        If it is not installed.
    """
    import_openvino()  # hides the telemetry package, which NNCF uses too
    try:
        import nncf
    except ImportError as error:
        raise TrainingError(
            "Whole numbers need NNCF, which is not installed. Install the extra `compress`: "
            "pip install noduscope[compress]."
        ) from error
    nncf.set_log_level(logging.ERROR)
    return nncf


def convolutions(model: Any) -> list[str]:
    """Return the names of an OpenVINO model's operations that carry weights, in their order."""
    kinds = ("Convolution", "GroupConvolution", "MatMul")
    return [op.get_friendly_name() for op in model.get_ordered_ops() if op.get_type_name() in kinds]


def tail(model: Any) -> list[str]:
    """Return the convolution that the map comes from, and those after it: what the logit is read from."""
    names = convolutions(model)
    ops = {op.get_friendly_name(): op for op in model.get_ordered_ops()}
    return [name for name in names if ops[name].get_output_partial_shape(0)[1].get_length() == 1]


def quantised(
    path: Path, calibration: Float32Array, *, preset: str = "mixed", kept: Sequence[str] = ()
) -> Any:
    """Return an OpenVINO model in whole numbers.

    Parameters
    ----------
    path
        Of ``model.xml``, in floating point.
    calibration
        HU patches of training cases, shape ``(N, D, H, W)``: ranges of activations are taken from them.
    preset
        ``performance`` (activations symmetric about zero) or ``mixed`` (with an offset).
    kept
        Names of operations that stay in floating point.
    """
    nncf = import_nncf()
    return nncf.quantize(
        _read(path, calibration.shape[1:]),
        nncf.Dataset([patch[None] for patch in calibration]),
        preset=nncf.QuantizationPreset(preset),
        subset_size=len(calibration),
        ignored_scope=nncf.IgnoredScope(names=list(kept)),
    )


def with_accuracy_control(
    path: Path,
    calibration: Float32Array,
    score: Callable[[Callable[[Float32Array], Float32Array]], float],
    patches: Float32Array,
    *,
    max_drop: float,
) -> Any:
    """Return an OpenVINO model in whole numbers of which NNCF turned operations back until `score` held.

    Parameters
    ----------
    path, calibration
        As for `quantised`.
    score
        Of a function that answers patches with logits; higher is better.
    patches
        Training cases that `score` asks about. Cases that the result is reported on must not be among them.
    max_drop
        How much `score` may fall.
    """
    nncf = import_nncf()

    def validate(compiled: Any, _: Any) -> tuple[float, None]:
        def answer(asked: Float32Array) -> Float32Array:
            return np.concatenate([np.array(compiled(patch[None])["logit"]) for patch in asked])

        return score(answer), None

    return nncf.quantize_with_accuracy_control(
        _read(path, calibration.shape[1:]),
        nncf.Dataset([patch[None] for patch in calibration]),
        nncf.Dataset([patch[None] for patch in patches]),
        validation_fn=validate,
        max_drop=max_drop,
        drop_type=nncf.DropType.ABSOLUTE,
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(calibration),
    )


def with_fake_quantisers(net: Any, patches: Any) -> Any:
    """Return a torch network whose convolutions round as the graph in whole numbers does, weights trainable.

    Parameters
    ----------
    net
        In evaluation mode.
    patches
        HU of training cases, a tensor ``(N, D, H, W)``.
    """
    nncf = import_nncf()
    return nncf.quantize(
        net,
        nncf.Dataset([patch[None] for patch in patches]),
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(patches),
    )


def _read(path: Path, size: tuple[int, ...]) -> Any:
    model = import_openvino().Core().read_model(path)
    model.reshape([1, *size])
    return model
