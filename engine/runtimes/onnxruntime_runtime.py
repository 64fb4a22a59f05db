"""The network run by ONNX Runtime: the alternative where OpenVINO cannot be used.

It must not know what a nodule is.
"""

from __future__ import annotations

import numpy as np

from engine.models.package import ModelPackage
from engine.runtimes.base import (
    OPTIONAL_OUTPUTS,
    REQUIRED_OUTPUTS,
    Float32Array,
    Outputs,
    RuntimeUnavailableError,
    usable_cores,
)


class OnnxRuntime:
    """A package's ONNX graph on the CPU.

    Larger batches are run one patch after the other, as by the other runtimes.

    Parameters
    ----------
    package
        The model.
    threads
        Threads for one inference; the default leaves a core for the window.

    Raises
    ------
    RuntimeUnavailableError
        If ONNX Runtime is not there or cannot read the model.
    """

    name = "ONNX Runtime"
    device = "CPU"
    precision = "FP32"

    def __init__(self, package: ModelPackage, threads: int | None = None) -> None:
        try:
            import onnxruntime as ort
        except (ImportError, OSError) as error:
            raise RuntimeUnavailableError(
                f"ONNX Runtime cannot be loaded on this machine ({error})."
            ) from error
        ort.disable_telemetry_events()  # its Windows builds report usage to the system otherwise
        self.version = str(ort.__version__)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads or usable_cores()
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(
                str(package.file("model.onnx")), options, providers=["CPUExecutionProvider"]
            )
        # The library's own errors have no common base of their own.
        except Exception as error:
            raise RuntimeUnavailableError(f"ONNX Runtime cannot use this model ({error}).") from error
        inputs = [node.name for node in self._session.get_inputs()]
        names = [node.name for node in self._session.get_outputs()]
        missing = [name for name in REQUIRED_OUTPUTS if name not in names]
        if missing or len(inputs) != 1:
            raise RuntimeUnavailableError(
                f"The network must take one input (it takes {len(inputs)}) and lacks the outputs"
                f" {', '.join(missing) or 'none'}."
            )
        self._input = inputs[0]
        self._names = [name for name in (*REQUIRED_OUTPUTS, *OPTIONAL_OUTPUTS) if name in names]

    def run(self, patches: Float32Array) -> Outputs:
        """Run the network; see `engine.runtimes.base.Runtime.run`."""
        rows = [
            self._session.run(self._names, {self._input: patch[None]})
            for patch in np.ascontiguousarray(patches, dtype=np.float32)
        ]
        return Outputs(
            **{name: np.concatenate([row[i] for row in rows]) for i, name in enumerate(self._names)}
        )
