"""The graph in whole numbers (INT8): shipped only where it is measured to be faster here and as accurate.

Convolutions alone are quantised, statically, by ONNX Runtime's quantiser; what pools, adds and calibrates
them stays in floating point. Whatever comes out is held against the same graph in floating point, on the
site's own nodules and on this machine.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.runtimes.base import Float32Array, usable_cores
from engine.runtimes.openvino_runtime import import_openvino
from training.graph import INPUT
from training.metrics import auc

XML, BIN = "model_int8.xml", "model_int8.bin"
#: What it may lose against the graph in floating point: of the AUC, and of the calls.
MAX_AUC_LOSS, MAX_CALLS_CHANGED = 0.005, 0.01
#: How alike the maps must stay (correlation over all cells of all nodules).
MIN_CAM_CORRELATION = 0.95
#: Twice the largest difference of a probability on the parity patches: the most that a manifest allows.
MAX_TOLERANCE = 0.1
#: Patches that ranges of activations are taken from at most; more change little.
CALIBRATION = 300
#: Timed runs of one patch each, in turns, after a few to warm up.
ROUNDS, WARM_UP = 60, 5
THRESHOLD = 0.5

#: Patches in, named outputs back.
Answer = Callable[[Float32Array], dict[str, Float32Array]]


@dataclass(frozen=True, eq=False)
class Int8Result:
    """What came of the attempt.

    Parameters
    ----------
    files
        The graph in whole numbers as OpenVINO IR; empty where it may not be shipped.
    metrics
        What was measured.
    reasons
        Why it is not shipped, in sentences; empty where it is.
    tolerance
        Twice the largest differences on the parity patches: of logit, probability and map.
    """

    files: dict[str, bytes]
    metrics: dict[str, Any]
    reasons: tuple[str, ...]
    tolerance: dict[str, float]

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest's part; `None` where it is not shipped."""
        return {**self.tolerance, "metrics": self.metrics} if self.files else None

    def text(self) -> str:
        """Say it in words, for the card."""
        m = self.metrics
        measured = (
            f"AUC {m['auc']['int8']:.3f} against {m['auc']['fp32']:.3f}, {m['calls_changed']} of {m['n']} "
            f"calls changed, maps correlate by {m['cam_correlation']:.3f}; one patch "
            f"{m['ms']['int8']['median']:.1f} ms against {m['ms']['fp32']['median']:.1f} ms"
        )
        if self.files:
            return f"The graph in whole numbers (INT8) is included: {measured}."
        return f"A graph in whole numbers (INT8) is not included: {measured}. {' '.join(self.reasons)}"


def try_int8(
    files: dict[str, bytes],
    *,
    calibration: Float32Array,
    patches: Float32Array,
    label: npt.NDArray[np.intp],
    parity: dict[str, Float32Array],
) -> Int8Result:
    """Quantise an exported graph and judge it.

    Parameters
    ----------
    files
        ``model.onnx``, ``model.xml`` and ``model.bin`` of the graph in floating point.
    calibration
        HU patches whose activations set the ranges, shape ``(N, D, H, W)``.
    patches, label
        Nodules that both graphs are judged on, and 1 or 0 for each.
    parity
        The package's parity vectors: ``patch`` and the outputs in floating point.

    Returns
    -------
    Int8Result
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        quantise(folder / "model.onnx", folder / "int8.onnx", calibration[:CALIBRATION])
        openvino = import_openvino()
        openvino.save_model(
            openvino.convert_model(folder / "int8.onnx"), folder / XML, compress_to_fp16=False
        )
        fp32 = compiled_graph(openvino, folder / "model.xml", patches.shape[1:])
        int8 = compiled_graph(openvino, folder / XML, patches.shape[1:])
        metrics = measure(fp32(patches), int8(patches), label)
        metrics["ms"] = time_in_turns({"fp32": fp32, "int8": int8}, patches[:1])
        tolerance = tolerance_of(int8, parity)
        reasons = tuple(objections(metrics, tolerance["probability"]))
        made = {name: (folder / name).read_bytes() for name in (XML, BIN)}
    return Int8Result({} if reasons else made, metrics, reasons, tolerance)


def tolerance_of(answer: Answer, parity: Mapping[str, Float32Array]) -> dict[str, float]:
    """Return twice the largest differences from the recorded answers of logit, probability and map.

    Twice, for whole numbers differ between processors.
    """
    got = answer(parity["patch"])
    return {
        name: max(1e-6, 2 * float(np.abs(got[name] - parity[name]).max()))
        for name in ("logit", "probability", "cam")
    }


def quantise(source: Path, target: Path, calibration: Float32Array) -> None:
    """Write a graph whose convolutions compute in whole numbers (QDQ form).

    Weights by channel, symmetric; activations by tensor, ranges from the extremes met in calibration.
    """
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Patches(CalibrationDataReader):
        """Gives the calibration patches one by one."""

        def __init__(self) -> None:
            self._left: Iterator[Float32Array] = iter(calibration)

        def get_next(self) -> dict[str, Float32Array] | None:
            """Return the next patch."""
            patch = next(self._left, None)
            return None if patch is None else {INPUT: patch[None]}

    logger = logging.getLogger()
    level = logger.level
    logger.setLevel(logging.ERROR)  # the quantiser gives advice on the root logger
    try:
        prepared = target.with_suffix(".prepared.onnx")
        quant_pre_process(source, prepared, skip_symbolic_shape=True)
        quantize_static(
            prepared,
            target,
            Patches(),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
    finally:
        logger.setLevel(level)


def measure(
    fp32: dict[str, Float32Array], int8: dict[str, Float32Array], label: npt.NDArray[np.intp]
) -> dict[str, Any]:
    """Compare the answers of the two graphs on the same nodules."""
    called = [answer["probability"] >= THRESHOLD for answer in (fp32, int8)]
    first, second = (answer["cam"].ravel().astype(np.float64) for answer in (fp32, int8))
    flat = first.std() == 0 or second.std() == 0
    return {
        "n": len(label),
        "auc": {
            "fp32": round(auc(label, fp32["logit"]), 4),
            "int8": round(auc(label, int8["logit"]), 4),
        },
        "calls_changed": int((called[0] != called[1]).sum()),
        "cam_correlation": 0.0 if flat else round(float(np.corrcoef(first, second)[0, 1]), 4),
        "largest_logit_difference": round(float(np.abs(int8["logit"] - fp32["logit"]).max()), 4),
    }


def objections(metrics: dict[str, Any], probability_tolerance: float) -> Iterator[str]:
    """Say what speaks against shipping the graph in whole numbers."""
    loss = metrics["auc"]["fp32"] - metrics["auc"]["int8"]
    # Written so that a NaN objects too.
    if not loss <= MAX_AUC_LOSS:
        yield f"Its AUC is lower by {loss:.3f} (at most {MAX_AUC_LOSS:g})."
    if not metrics["calls_changed"] <= MAX_CALLS_CHANGED * metrics["n"]:
        yield f"It changes {metrics['calls_changed']} calls (at most {MAX_CALLS_CHANGED:.0%})."
    if not metrics["cam_correlation"] >= MIN_CAM_CORRELATION:
        yield f"Its maps differ (correlation below {MIN_CAM_CORRELATION:g})."
    if not probability_tolerance <= MAX_TOLERANCE:
        yield "Its probabilities on the parity patches differ by more than 0.05."
    ms = metrics["ms"]
    if not all(ms["int8"][name] < ms["fp32"][name] for name in ("median", "p95")):
        yield "It is not faster on this machine."


def time_in_turns(
    graphs: Mapping[str, Answer], patch: Float32Array | Mapping[str, Float32Array]
) -> dict[str, dict[str, float]]:
    """Time one patch through each graph in turns, so that whatever else the machine does hits them alike.

    `patch` is one for all, or one for each graph by name.
    """
    patches = patch if isinstance(patch, Mapping) else dict.fromkeys(graphs, patch)
    taken: dict[str, list[float]] = {name: [] for name in graphs}
    for number in range(ROUNDS + WARM_UP):
        for name, run in graphs.items():
            start = time.perf_counter()
            run(patches[name])
            if number >= WARM_UP:
                taken[name].append(1000 * (time.perf_counter() - start))
    return {
        name: {"median": round(float(np.median(ms)), 3), "p95": round(float(np.quantile(ms, 0.95)), 3)}
        for name, ms in taken.items()
    }


def onnx_graph(path: Path) -> Answer:
    """Open a graph in ONNX Runtime as the engine does, for one patch at a time."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = usable_cores(), 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]

    def answer(patches: Float32Array) -> dict[str, Float32Array]:
        rows = [session.run(names, {INPUT: patch[None]}) for patch in patches]
        return {name: np.concatenate([row[i] for row in rows]) for i, name in enumerate(names)}

    return answer


def compiled_graph(openvino: Any, path: Path, size: tuple[int, ...]) -> Answer:
    """Compile a graph as the engine does, for one patch at a time."""
    core = openvino.Core()
    model = core.read_model(path)
    model.reshape([1, *size])
    compiled = core.compile_model(
        model,
        "CPU",
        {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": usable_cores(),
            "ENABLE_CPU_PINNING": False,
            "INFERENCE_PRECISION_HINT": "f32",
        },
    )
    names = [next(iter(output.get_names())) for output in compiled.outputs]

    def answer(patches: Float32Array) -> dict[str, Float32Array]:
        rows = [[np.array(value) for value in compiled(patch[None]).values()] for patch in patches]
        return {name: np.concatenate([row[i] for row in rows]) for i, name in enumerate(names)}

    return answer
