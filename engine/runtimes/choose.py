"""Which runtime answers: the preferred one if it works and is right, else the next, said in a sentence.

A runtime is only handed out after it gave the answers recorded in the package, which also warms it up.
"""

from __future__ import annotations

import logging
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine import paths
from engine.models.package import ModelPackage, PackageError, verify
from engine.runtimes.base import INT8, Runtime, RuntimeUnavailableError
from engine.runtimes.blob_cache import BlobCache
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from engine.runtimes.openvino_runtime import OpenVinoRuntime
from engine.runtimes.tensorrt_runtime import FP16, TensorRtRuntime

log = logging.getLogger(__name__)

Opener = Callable[[ModelPackage], Runtime]


def _open_openvino(package: ModelPackage) -> Runtime:
    cache = BlobCache(paths.cache_dir() / "compiled")
    exact = OpenVinoRuntime(package, cache)
    if package.manifest.int8 is None:
        return exact
    # Its tolerance is wide, and must not excuse what is wrong in floating point.
    verify(package, exact)
    try:
        whole = OpenVinoRuntime(package, cache, precision=INT8)
        verify(package, whole)
    except (RuntimeUnavailableError, PackageError) as error:
        # Nothing is lost but some speed: the graph in floating point is the one that counts.
        log.warning("the graph in whole numbers is not used: %s", error)
        return exact
    # It passed its gate where it was made; here it has to be faster, too.
    return pick_fastest([exact, whole], package)


def _open_tensorrt(package: ModelPackage) -> Runtime:
    cache = BlobCache(paths.cache_dir() / "tensorrt")
    exact = TensorRtRuntime(package, cache)
    verify(package, exact)
    try:
        half = TensorRtRuntime(package, cache, precision=FP16)
        verify(package, half)
    except (RuntimeUnavailableError, PackageError) as error:
        log.warning("half precision is not used: %s", error)
        return exact
    return pick_fastest([exact, half], package)


def _open_fastest(package: ModelPackage) -> Runtime:
    processor = _open_openvino(package)
    try:
        # It also answers rightly, or it is not timed; without a GPU this costs nothing.
        return pick_fastest([processor, _open_tensorrt(package)], package)
    except (RuntimeUnavailableError, PackageError) as error:
        log.info("no GPU is used: %s", error)
        return processor


#: How to open the runtimes that every installation has, the preferred one first.
RUNTIMES: Mapping[str, Opener] = {"openvino": _open_openvino, "onnxruntime": OnnxRuntime}
#: Every runtime that can be asked for by name.
NAMED: Mapping[str, Opener] = {**RUNTIMES, "tensorrt": _open_tensorrt}
#: What is tried where none is asked for.
AUTOMATIC: Mapping[str, Opener] = {"fastest": _open_fastest, "onnxruntime": OnnxRuntime}


@dataclass(frozen=True)
class Choice:
    """A checked, warm runtime.

    Parameters
    ----------
    runtime
        The runtime.
    note
        Why it is not the preferred one; empty if it is.
    """

    runtime: Runtime
    note: str = ""


def choose(
    package: ModelPackage, name: str | None = None, openers: Mapping[str, Opener] | None = None
) -> Choice:
    """Open the first runtime that works for a package and gives its recorded answers.

    Parameters
    ----------
    package
        The model.
    name
        Use this runtime and no other.
    openers
        Runtimes to try, in order; by default `AUTOMATIC`, or `NAMED` to look up a name in.

    Returns
    -------
    Choice

    Raises
    ------
    PackageError
        If none will do, with every reason.
    """
    if openers is None:
        openers = AUTOMATIC if name is None else NAMED
    if name is not None and name not in openers:
        raise PackageError(f"There is no runtime {name!r}; there are {', '.join(openers)}.")
    reasons: list[str] = []
    for key in [name] if name is not None else list(openers):
        try:
            runtime = openers[key](package)
            verify(package, runtime)
        except (RuntimeUnavailableError, PackageError) as error:
            reasons.append(str(error))
            continue
        note = f"{' '.join(reasons)} Using {runtime.name} instead." if reasons else ""
        return Choice(runtime, note or getattr(runtime, "note", ""))
    raise PackageError(" ".join(reasons))


def pick_fastest(runtimes: Sequence[Runtime], package: ModelPackage, rounds: int = 30) -> Runtime:
    """Return the runtime with the smallest median time for one patch on this machine.

    They are timed in turns, so that whatever else the machine does hits all of them alike.

    Parameters
    ----------
    runtimes
        At least one.
    package
        The model, for the size of its patch.
    rounds
        Timed rounds of each, after three to warm up.
    """
    patch = np.full((1, *package.manifest.input.size), -600, np.float32)
    timings: list[list[float]] = [[] for _ in runtimes]
    for number in range(rounds + 3):
        for runtime, taken in zip(runtimes, timings, strict=True):
            start = time.perf_counter()
            runtime.run(patch)
            if number >= 3:
                taken.append(time.perf_counter() - start)
    return min(zip(runtimes, timings, strict=True), key=lambda pair: statistics.median(pair[1]))[0]
