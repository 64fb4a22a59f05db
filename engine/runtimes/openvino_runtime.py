"""The network compiled by OpenVINO. It knows packages and patches; it must not know what a nodule is."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import numpy as np

from engine.models.package import ModelPackage
from engine.runtimes.base import (
    FP32,
    INT8,
    OPTIONAL_OUTPUTS,
    REQUIRED_OUTPUTS,
    Float32Array,
    Outputs,
    RuntimeUnavailableError,
    usable_cores,
)
from engine.runtimes.blob_cache import BlobCache

log = logging.getLogger(__name__)


def import_openvino() -> Any:
    """Import openvino without its telemetry.

    ``import openvino`` sends a usage event over the network unless the user opted out; nothing here may
    phone home. The library has a silent stand-in for an installation without the telemetry package, and
    takes it when that package cannot be imported. Import openvino through this function everywhere.

    Raises
    ------
    RuntimeUnavailableError
        If the library is missing or cannot be loaded here.
    """
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type] # None makes its import fail
    try:
        import openvino
    except (ImportError, OSError) as error:
        raise RuntimeUnavailableError(f"OpenVINO cannot be loaded on this machine ({error}).") from error
    return openvino


class OpenVinoRuntime:
    """A package's OpenVINO IR on the CPU, with a batch of one: the click path.

    Larger batches are run one patch after the other. On a CPU that costs nothing (batch 8 is no faster per
    patch than batch 1), and makes a batch of N exactly N single runs.

    Parameters
    ----------
    package
        The model.
    cache
        Where compiled blobs are kept; `None` compiles anew.
    threads
        Threads for one inference; the default leaves a core for the window.
    precision
        `FP32`, or `INT8` for the package's graph in whole numbers.

    Raises
    ------
    RuntimeUnavailableError
        If OpenVINO is not there or cannot compile the model.
    """

    name = "OpenVINO"
    device = "CPU"

    def __init__(
        self,
        package: ModelPackage,
        cache: BlobCache | None = None,
        threads: int | None = None,
        precision: str = FP32,
    ) -> None:
        self.precision = precision
        name = "model_int8" if precision == INT8 else "model"
        files = package.file(f"{name}.xml"), package.file(f"{name}.bin")
        ov = import_openvino()
        self.version = str(ov.__version__).split("-", maxsplit=1)[0]
        properties: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads or usable_cores(),
            # Pinned threads of two processes would fight for the same core.
            "ENABLE_CPU_PINNING": False,
            # Newer CPUs would choose bfloat16 by themselves, and miss the parity vectors.
            "INFERENCE_PRECISION_HINT": "f32",
        }
        folder = None
        if cache is not None:
            # Of FP32, the same key as before there was another.
            kind = "openvino" if precision == FP32 else f"openvino {precision}"
            folder = cache.folder(package.sha256, kind, str(ov.__version__), self.device)
        try:
            core = ov.Core()
            # A mapped file cannot be replaced or removed on Windows while the model is in use.
            core.set_property({"ENABLE_MMAP": False})
            compiled = _compile(core, files, package.manifest.input.size, properties, folder)
            names = {name for output in compiled.outputs for name in output.get_names()}
        except (RuntimeError, ValueError) as error:  # names that are no text raise the latter
            raise RuntimeUnavailableError(
                f"OpenVINO cannot use this model ({_first_line(error)})."
            ) from error
        if cache is not None:
            cache.prune()
        missing = [name for name in REQUIRED_OUTPUTS if name not in names]
        if missing:
            raise RuntimeUnavailableError(f"The network lacks the outputs {', '.join(missing)}.")
        self._outputs = {
            name: compiled.output(name) for name in (*REQUIRED_OUTPUTS, *OPTIONAL_OUTPUTS) if name in names
        }
        self._request = compiled.create_infer_request()

    def run(self, patches: Float32Array) -> Outputs:
        """Run the network; see `engine.runtimes.base.Runtime.run`."""
        rows: dict[str, list[Float32Array]] = {name: [] for name in self._outputs}
        for patch in np.ascontiguousarray(patches, dtype=np.float32):
            results = self._request.infer({0: patch[None]}, share_inputs=True)
            for name, port in self._outputs.items():
                rows[name].append(np.array(results[port], dtype=np.float32))
        return Outputs(**{name: np.concatenate(values) for name, values in rows.items()})


def _compile(
    core: Any,
    files: tuple[Path, Path],
    size: tuple[int, int, int],
    properties: dict[str, Any],
    folder: Path | None,
) -> Any:
    model = core.read_model(*files)
    model.reshape([1, *size])
    if folder is None:
        return core.compile_model(model, "CPU", properties)
    try:
        return core.compile_model(model, "CPU", {**properties, "CACHE_DIR": str(folder)})
    except RuntimeError as error:
        # A damaged or unwritable cache must not cost the model.
        log.warning("compiling without the model cache: %s", type(error).__name__)
        return core.compile_model(model, "CPU", properties)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
