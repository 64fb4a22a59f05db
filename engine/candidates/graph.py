"""A graph of named arrays, run by OpenVINO, or by ONNX Runtime where that cannot be used.

The runtimes of `engine.runtimes` answer for one nodule in the classifier's own terms; candidates come in
batches and have other inputs and outputs, so all there is in common is how to open the libraries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from engine.models.package import ModelPackage, PackageError
from engine.runtimes.base import RuntimeUnavailableError, usable_cores
from engine.runtimes.openvino_runtime import import_openvino

Arrays = dict[str, npt.NDArray[np.float32]]


class Graph(Protocol):
    """A compiled graph."""

    @property
    def name(self) -> str:
        """Of the library and its version."""
        ...

    def run(self, inputs: Mapping[str, npt.NDArray[np.float32]]) -> Arrays:
        """Run it."""
        ...


def open_graph(
    package: ModelPackage,
    who: str,
    *,
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    threads: int | None = None,
) -> Graph:
    """Open a package's ``candidates`` graph.

    Parameters
    ----------
    package
        The model.
    who
        Begins the sentence of an error.
    inputs, outputs
        Names that the graph must have.
    threads
        For one inference; the default leaves a core for the window.

    Raises
    ------
    PackageError
        If no runtime can use it, or it lacks a name.
    """
    reasons = []
    for opener in (_OpenVinoGraph, _OnnxGraph):
        try:
            graph = opener(package, threads or usable_cores())
        except (RuntimeUnavailableError, PackageError) as error:
            reasons.append(str(error))
            continue
        lacking = [n for n in inputs if n not in graph.inputs] + [
            n for n in outputs if n not in graph.outputs
        ]
        if lacking:
            raise PackageError(f"{who} lacks the input or output {', '.join(lacking)} (docs/detection.md).")
        return graph
    raise PackageError(f"{who} cannot be used: {' '.join(reasons)}")


class _OpenVinoGraph:
    def __init__(self, package: ModelPackage, threads: int) -> None:
        ov = import_openvino()
        self.name = f"OpenVINO {str(ov.__version__).split('-', maxsplit=1)[0]}"
        properties: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads,
            "ENABLE_CPU_PINNING": False,
            "INFERENCE_PRECISION_HINT": "f32",
        }
        try:
            core = ov.Core()
            core.set_property({"ENABLE_MMAP": False})
            model = core.read_model(package.file("candidates.xml"), package.file("candidates.bin"))
            self._compiled = core.compile_model(model, "CPU", properties)
        except RuntimeError as error:
            raise RuntimeUnavailableError(
                f"OpenVINO cannot use it ({str(error).splitlines()[-1]})."
            ) from error
        self.inputs = {name for port in self._compiled.inputs for name in port.get_names()}
        self.outputs = {name for port in self._compiled.outputs for name in port.get_names()}

    def run(self, inputs: Mapping[str, npt.NDArray[np.float32]]) -> Arrays:
        result = self._compiled(dict(inputs))
        return {
            name: np.array(result[self._compiled.output(name)], dtype=np.float32) for name in self.outputs
        }


class _OnnxGraph:
    def __init__(self, package: ModelPackage, threads: int) -> None:
        try:
            import onnxruntime as ort
        except (ImportError, OSError) as error:
            raise RuntimeUnavailableError(
                f"ONNX Runtime cannot be loaded on this machine ({error})."
            ) from error
        ort.disable_telemetry_events()  # its Windows builds report usage to the system otherwise
        self.name = f"ONNX Runtime {ort.__version__}"
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = package.file("candidates.onnx")
        try:
            self._session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        # The library's own errors have no common base of their own.
        except Exception as error:
            raise RuntimeUnavailableError(f"ONNX Runtime cannot use it ({error}).") from error
        self.inputs = {node.name for node in self._session.get_inputs()}
        self.outputs = {node.name for node in self._session.get_outputs()}

    def run(self, inputs: Mapping[str, npt.NDArray[np.float32]]) -> Arrays:
        names = sorted(self.outputs)
        values = self._session.run(names, dict(inputs))
        return {name: np.asarray(value, dtype=np.float32) for name, value in zip(names, values, strict=True)}
