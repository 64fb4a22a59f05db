"""Graphs in whole numbers (INT8) by NNCF, post-training: what is rounded, and what stays in floating point.

The counterpart with ONNX Runtime's quantiser, which needs no further library, is `training.finetune.int8`;
both are judged alike there.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from engine.runtimes.base import Float32Array
from engine.runtimes.openvino_runtime import import_openvino
from training.errors import TrainingError

#: The only operations that are rounded. NNCF by itself rounds what follows them, too, by the mean over the
#: calibration cases of each one's smallest and largest value; of a number such as the logit both are the mean
#: logit, so every higher one is cut off: docs/techniques/compression.md.
ROUNDED = ("Convolution", "GroupConvolution")
#: The first convolutions stay in floating point: they see the HU windows, and the first depthwise one alone
#: makes nearly all of the error. They cost little time: docs/techniques/compression.md.
FIRST = 3


#: The same for networks of torch, by NNCF's names such as ``backbone/stem/0/conv2d/0``: all that is no
#: convolution, and those that mask and map (a function's, so without a module) are read off.
NOT_ROUNDED = ("^(?!.*conv[23]d/).*$", "^lesion/conv2d/.*$", "^/conv2d/.*$")


def import_nncf() -> Any:
    """Import NNCF, without its telemetry and its advice.

    Raises
    ------
    TrainingError
        If it is not installed.
    """
    import_openvino()  # hides the telemetry package, which NNCF uses too
    # Its quantisers for torch are compiled at their first use, which may take minutes on a busy machine.
    os.environ.setdefault("NNCF_EXTENSION_LOAD_TIMEOUT", "0")
    try:
        import nncf
    except ImportError as error:
        raise TrainingError(
            "Whole numbers need NNCF, which is not installed. Install the extra `compress`: "
            "pip install noduscope[compress]."
        ) from error
    nncf.set_log_level(logging.ERROR)
    return nncf


def _quietly() -> contextlib.redirect_stdout[io.StringIO]:
    """Keep NNCF's progress bars out of what a command prints."""
    return contextlib.redirect_stdout(io.StringIO())


def quantised(path: Path, calibration: Float32Array, *, everything: bool = False) -> Any:
    """Return an OpenVINO model in whole numbers.

    Parameters
    ----------
    path
        Of ``model.xml``, in floating point.
    calibration
        HU patches of training cases, shape ``(N, D, H, W)``: ranges of activations are taken from them.
    everything
        Round whatever NNCF rounds by itself; by default convolutions alone, and of them not the `FIRST` ones
        and not the one that the map comes from. For comparison: see `ROUNDED`.
    """
    nncf = import_nncf()
    model = _read(path, calibration.shape[1:])
    with _quietly():
        return nncf.quantize(
            model,
            nncf.Dataset([patch[None] for patch in calibration]),
            preset=nncf.QuantizationPreset.MIXED,
            subset_size=len(calibration),
            ignored_scope=None if everything else _tail(nncf, model),
        )


def _tail(nncf: Any, model: Any) -> Any:
    """What stays exact: all but convolutions, the first of those, and what is read off as a map or a mask."""
    operations = model.get_ordered_ops()
    convolutions = [op for op in operations if op.get_type_name() in ROUNDED]
    others = {op.get_type_name() for op in operations} - {*ROUNDED, "Constant", "Parameter", "Result"}
    read_off = [op for op in convolutions if op.get_output_partial_shape(0)[1].get_length() == 1]
    exact = {op.get_friendly_name() for op in (*convolutions[:FIRST], *read_off)}
    return nncf.IgnoredScope(names=sorted(exact), types=sorted(others))


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

    model = _read(path, calibration.shape[1:])
    with _quietly():
        return nncf.quantize_with_accuracy_control(
            model,
            nncf.Dataset([patch[None] for patch in calibration]),
            nncf.Dataset([patch[None] for patch in patches]),
            validation_fn=validate,
            max_drop=max_drop,
            drop_type=nncf.DropType.ABSOLUTE,
            preset=nncf.QuantizationPreset.MIXED,
            subset_size=len(calibration),
            ignored_scope=_tail(nncf, model),
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
    with _quietly():
        return nncf.quantize(
            net,
            nncf.Dataset([patch[None] for patch in patches]),
            preset=nncf.QuantizationPreset.MIXED,
            subset_size=len(patches),
            ignored_scope=nncf.IgnoredScope(patterns=list(NOT_ROUNDED)),
        )


def _read(path: Path, size: tuple[int, ...]) -> Any:
    model = import_openvino().Core().read_model(path)
    model.reshape([1, *size])
    return model
