"""What every runtime offers: patches in, the graph's outputs back. It must not know any one library."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]

#: Outputs that every exported graph has, in no particular order.
REQUIRED_OUTPUTS = ("logit", "probability", "cam", "embedding")
#: Outputs of graphs whose network has the heads.
OPTIONAL_OUTPUTS = ("lesion", "attributes", "size", "ratings")
#: How a runtime names its arithmetic.
FP32, INT8 = "FP32", "INT8"
#: Malignancy ratings that a reader may give: 1 (highly unlikely) to 5 (highly suspicious).
N_RATINGS = 5


def usable_cores() -> int:
    """Cores this process may use, less one for the window."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores - 1)


class RuntimeUnavailableError(RuntimeError):
    """A runtime that cannot be used on this machine, or cannot read this model; in a sentence."""


@dataclass(frozen=True)
class Outputs:
    """The graph's outputs for N patches.

    Parameters
    ----------
    logit, probability
        float32, shape ``(N,)``. The probability is calibrated.
    cam
        float32, shape ``(N, d, h, w)``: signed, in logit units.
    embedding
        float32, shape ``(N, K)``.
    lesion
        float32, shape ``(N, 1, H, W)``: of the patch's middle slice, where the network has that head.
    attributes
        float32, shape ``(N, A)``, where the network has that head; the manifest names the columns.
    size
        float32, shape ``(N,)``, where the size of the mask enters the logit: its term. The mean of the map, a
        constant and this are the logit.
    ratings
        float32, shape ``(N, 5)``, where the network has that head: the probability of each malignancy rating
        from 1 to 5 that a reader would give.
    """

    logit: Float32Array
    probability: Float32Array
    cam: Float32Array
    embedding: Float32Array
    lesion: Float32Array | None = None
    attributes: Float32Array | None = None
    size: Float32Array | None = None
    ratings: Float32Array | None = None

    def row(self, i: int) -> Outputs:
        """Return the outputs for one patch, N being 1."""
        return Outputs(**{name: values[i : i + 1] for name, values in self._given().items()})

    @property
    def finite(self) -> bool:
        """Whether every number is one."""
        return all(np.isfinite(values).all() for values in self._given().values())

    def _given(self) -> dict[str, Float32Array]:
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: values for name, values in named.items() if values is not None}


class Runtime(Protocol):
    """A compiled network. One runtime serves one thread at a time."""

    @property
    def name(self) -> str:
        """Of the library, as the reader sees it."""
        ...

    @property
    def version(self) -> str:
        """Of the library."""
        ...

    @property
    def device(self) -> str:
        """What it runs on."""
        ...

    @property
    def precision(self) -> str:
        """Of the arithmetic: ``FP32``, ``INT8`` ..."""
        ...

    def run(self, patches: Float32Array) -> Outputs:
        """Run the network on patches of HU.

        Parameters
        ----------
        patches
            float32, shape ``(N, D, H, W)``; N may be any number from one up.

        Returns
        -------
        Outputs
            A batch of N gives what N single runs give.
        """
        ...
