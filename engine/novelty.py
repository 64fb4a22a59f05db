"""How unlike the training nodules a nodule looks to the network: `novelty.npz`, distance, percentile, flag.

The distance is Mahalanobis', in the signed square roots of the embedding: pooled activations have long
tails, and their roots are nearly normal. It is made by `training.novelty`; here it is only read and applied.
Numpy only; it must not know patches or how a call is made.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.findings import Flag, Novelty
from engine.models.arrays import read_arrays
from engine.models.package import ModelPackage, PackageError
from engine.runtimes.base import Float32Array

FILE = "novelty.npz"
#: Beyond the distance of this share of the nodules that a model had not seen, a nodule is unlike them.
UNLIKE_PERCENTILE = 99.0
#: Fewer held-out nodules than this cannot tell their 99th percentile.
ENOUGH = 100


@dataclass(frozen=True, eq=False)
class NoveltyReference:
    """The training nodules as the network sees them.

    Parameters
    ----------
    mean
        Of the training nodules' embeddings, transformed; float32, shape ``(K,)``.
    whitening
        Brings a transformed embedding's difference to the mean to unit variance and to the unit of the
        distance; float32, shape ``(K, K)``.
    held_out
        Distances, ascending, of nodules to the training nodules of a model that had not seen them; float32,
        shape ``(M,)``.

    Raises
    ------
    ValueError
        If the arrays do not fit together.
    """

    mean: Float32Array
    whitening: Float32Array
    held_out: Float32Array

    def __post_init__(self) -> None:
        width = self.mean.size
        if self.mean.shape != (width,) or self.whitening.shape != (width, width) or self.held_out.ndim != 1:
            raise ValueError("mean, whitening and held_out need the shapes (K,), (K, K) and (M,)")
        arrays = (self.mean, self.whitening, self.held_out)
        if not width or not len(self.held_out) or not all(np.isfinite(a).all() for a in arrays):
            raise ValueError("mean, whitening and held_out must be finite numbers, at least one each")
        if (np.diff(self.held_out) < 0).any():
            raise ValueError("held_out must ascend")

    @property
    def limit(self) -> float:
        """Distance beyond which a nodule is unlike the training nodules; infinite where it is not known."""
        if len(self.held_out) < ENOUGH:
            return float("inf")
        return float(np.percentile(self.held_out, UNLIKE_PERCENTILE))

    def distances(self, embedding: Float32Array) -> npt.NDArray[np.float64]:
        """Return how far nodules lie from the training nodules, one being typical of these.

        Parameters
        ----------
        embedding
            Shape ``(N, K)``.

        Returns
        -------
        numpy.ndarray
            Shape ``(N,)``.
        """
        away: npt.NDArray[np.float64] = (transformed(embedding) - self.mean) @ self.whitening
        far: npt.NDArray[np.float64] = np.sqrt((away**2).sum(1))
        return far

    def novelty(self, distance: float) -> Novelty:
        """Say where a distance falls among those of held-out nodules."""
        nearer = int(np.searchsorted(self.held_out, distance, side="right"))
        return Novelty(distance, 100 * nearer / len(self.held_out))

    def to_bytes(self) -> bytes:
        """Return it as the file of a model package."""
        file = io.BytesIO()
        np.savez_compressed(file, mean=self.mean, whitening=self.whitening, held_out=self.held_out)
        return file.getvalue()


def transformed(embedding: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Return the signed square roots of embeddings."""
    values = np.asarray(embedding, dtype=np.float64)
    return np.sign(values) * np.sqrt(np.abs(values))


def read_novelty(package: ModelPackage) -> NoveltyReference | None:
    """Read a package's `novelty.npz`; `None` where it has none.

    Raises
    ------
    PackageError
        If it cannot be read, or is not of the package's network.
    """
    if FILE not in package.manifest.files:
        return None
    who = f"The file {FILE} of the model {package.manifest.id} {package.manifest.version}"
    try:
        arrays = read_arrays(package.file(FILE))
        reference = NoveltyReference(
            *(np.asarray(arrays[name], np.float32) for name in ("mean", "whitening", "held_out"))
        )
        width = read_arrays(package.file("parity.npz"))["embedding"].shape[-1]
    except (OSError, KeyError, ValueError, TypeError, IndexError) as error:
        raise PackageError(f"{who} cannot be read: {error}.") from error
    if reference.mean.size != width:
        raise PackageError(
            f"{who} is of another network: it knows embeddings of {reference.mean.size} numbers, the network"
            f" gives {width}."
        )
    return reference


def unlike_training(novelty: Novelty, reference: NoveltyReference) -> tuple[Flag, ...]:
    """Flag a nodule that lies farther from the training nodules than held-out nodules do."""
    if novelty.distance <= reference.limit:
        return ()
    return (
        Flag(
            "unlike_training",
            "This looks unlike the nodules that the model was trained on"
            f" ({novelty.distance:.1f} times as far away as they typically are; {UNLIKE_PERCENTILE:.0f} % of"
            f" unseen nodules stay within {reference.limit:.1f}), so there is no score.",
        ),
    )
