"""The network run by TensorRT through ONNX Runtime, on an NVIDIA GPU. It must not know what a nodule is.

ONNX Runtime hands each part of the graph to the first provider that takes it: TensorRT, then CUDA, then the
CPU. Which of them are really there is asked for and said. One that would run on the CPU alone is refused,
since `engine.runtimes.onnxruntime_runtime` does that without a second library. Engines and tactic timings fit
one GPU, one driver and one TensorRT: they are kept in the user's cache under all of these and not shipped.
"""

from __future__ import annotations

import logging
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from engine.models.package import ModelPackage
from engine.runtimes.base import (
    FP32,
    OPTIONAL_OUTPUTS,
    REQUIRED_OUTPUTS,
    Float32Array,
    Outputs,
    RuntimeUnavailableError,
)
from engine.runtimes.blob_cache import BlobCache

log = logging.getLogger(__name__)

FP16 = "FP16"
TENSORRT, CUDA, CPU = "TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"
_WORDS = {TENSORRT: "TensorRT", CUDA: "CUDA"}


class TensorRtRuntime:
    """A package's ONNX graph on an NVIDIA GPU.

    Parameters
    ----------
    package
        The model.
    cache
        Where engines and timings are kept; `None` builds them anew, which takes minutes.
    precision
        `FP32`, or `FP16`, which a caller must hold against the package's recorded answers.

    Attributes
    ----------
    note
        What is not as asked for, in a sentence; empty where TensorRT runs the graph.

    Raises
    ------
    RuntimeUnavailableError
        If ONNX Runtime has no provider for a GPU, none opens here, or both its packages are installed.
    """

    name = "TensorRT"

    def __init__(self, package: ModelPackage, cache: BlobCache | None = None, precision: str = FP32) -> None:
        self.precision = precision
        ort = _onnxruntime()
        available = ort.get_available_providers()
        wanted = [name for name in (TENSORRT, CUDA) if name in available]
        if not wanted:
            raise RuntimeUnavailableError(_missing_words())
        folder = None
        if cache is not None:
            folder = cache.folder(package.sha256, "tensorrt", precision, str(ort.__version__), *_versions())
        providers = [(name, _options(name, precision, folder)) for name in wanted]
        options = ort.SessionOptions()
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(
                str(package.file("model.onnx")), options, providers=[*providers, (CPU, {})]
            )
        # The library's own errors have no common base of their own.
        except Exception as error:
            raise RuntimeUnavailableError(f"TensorRT cannot use this model ({error}).") from error
        if cache is not None:
            cache.prune()
        # A provider whose libraries do not load is left out without an error.
        running = [name for name in self._session.get_providers() if name in wanted]
        if not running:
            raise RuntimeUnavailableError(
                "ONNX Runtime has providers for a GPU, but none of them opens here: the driver, CUDA or "
                "TensorRT is missing or of another version."
            )
        self.device = f"GPU ({_WORDS[running[0]]})"
        self.version = str(ort.__version__)
        self.note = (
            "" if running[0] == TENSORRT else "TensorRT does not open here; CUDA runs the model instead."
        )
        if self.note:
            log.warning(self.note)
            if precision == FP16:
                raise RuntimeUnavailableError(f"{self.note} FP16 is TensorRT's.")
        given = {node.name for node in self._session.get_outputs()}
        missing = [name for name in REQUIRED_OUTPUTS if name not in given]
        if missing:
            raise RuntimeUnavailableError(f"The network lacks the outputs {', '.join(missing)}.")
        self._input = self._session.get_inputs()[0].name
        self._names = [name for name in (*REQUIRED_OUTPUTS, *OPTIONAL_OUTPUTS) if name in given]

    def run(self, patches: Float32Array) -> Outputs:
        """Run the network; see `engine.runtimes.base.Runtime.run`."""
        # One patch at a time: an engine is built for each shape it meets.
        rows = [
            self._session.run(self._names, {self._input: patch[None]})
            for patch in np.ascontiguousarray(patches, dtype=np.float32)
        ]
        return Outputs(
            **{name: np.concatenate([row[i] for row in rows]) for i, name in enumerate(self._names)}
        )


def both_installed() -> bool:
    """Whether `onnxruntime` and `onnxruntime-gpu` are both installed: they overwrite each other's files."""
    return all(_version_of(name) is not None for name in ("onnxruntime", "onnxruntime-gpu"))


def _onnxruntime() -> Any:
    if both_installed():
        raise RuntimeUnavailableError(
            "The packages onnxruntime and onnxruntime-gpu are both installed and overwrite each other. "
            "Uninstall both, then install onnxruntime-gpu alone (docs/techniques/compression.md)."
        )
    try:
        import onnxruntime
    except (ImportError, OSError) as error:
        raise RuntimeUnavailableError(f"ONNX Runtime cannot be loaded on this machine ({error}).") from error
    onnxruntime.disable_telemetry_events()
    return onnxruntime


def _options(provider: str, precision: str, folder: Path | None) -> dict[str, str]:
    if provider != TENSORRT:
        # TF32 would miss the parity vectors.
        return {"use_tf32": "0"}
    chosen = {"trt_fp16_enable": str(precision == FP16)}
    if folder is None:
        return chosen
    return chosen | {
        "trt_engine_cache_enable": "True",
        "trt_engine_cache_path": str(folder),
        "trt_timing_cache_enable": "True",
        "trt_timing_cache_path": str(folder),
    }


def _versions() -> list[str]:
    """What an engine fits: the libraries' versions, the driver and the GPU, as far as they can be told."""
    libraries = [f"{name} {_version_of(name)}" for name in ("tensorrt", "tensorrt-cu12", "tensorrt-cu13")]
    driver = Path("/proc/driver/nvidia/version")
    told = driver.read_text(encoding="utf-8").splitlines()[:1] if driver.is_file() else []
    cards = sorted(Path("/proc/driver/nvidia/gpus").glob("*/information"))
    models = [
        line.strip()
        for card in cards
        for line in card.read_text(encoding="utf-8").splitlines()
        if line.startswith("Model")
    ]
    return [*libraries, *told, *models]


def _missing_words() -> str:
    if _version_of("onnxruntime-gpu") is None:
        return (
            "TensorRT needs the package onnxruntime-gpu in place of onnxruntime "
            "(docs/techniques/compression.md); it is not installed."
        )
    return "This ONNX Runtime has no provider for a GPU."


def _version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
