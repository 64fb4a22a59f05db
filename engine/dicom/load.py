"""A series to a volume: decode every slice to HU, the one on screen first, then outward from it.

A slice that cannot be decoded becomes air and is named in a warning; the others are there all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.dicom.errors import Cancelled, DicomError
from engine.dicom.flags import listing
from engine.dicom.pixels import FrameReader
from engine.dicom.series import Series
from engine.dicom.sources import Reader
from engine.dicom.stack import MAX_VOXELS
from engine.findings import Flag
from engine.geometry import Grid
from engine.volume import Volume

AIR_HU = -1024


@dataclass(frozen=True)
class Loaded:
    """A volume and what went wrong in decoding it.

    Parameters
    ----------
    volume
        Its voxels are the array given to `load`. Of a series without a grid it lies on one of 1 mm steps,
        which mean nothing: such a series is not analysable.
    failed
        Slices that hold air because they could not be decoded. No nodule that reaches one may be judged.
    warnings
        One for each reason; those of the series itself are not repeated.
    """

    volume: Volume
    failed: tuple[int, ...]
    warnings: tuple[Flag, ...]


def load(
    series: Series,
    out: npt.NDArray[np.int16] | None = None,
    *,
    first_slice: int = 0,
    on_slice: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Loaded:
    """Decode a series.

    Parameters
    ----------
    series
        From a scan.
    out
        int16, shape ``series.size``; where to write, shared memory for instance. A new array by default.
    first_slice
        The slice to decode first; its neighbours follow, outward.
    on_slice
        Called with the index of every slice that is ready.
    cancelled
        Asked before every slice.

    Returns
    -------
    Loaded

    Raises
    ------
    Cancelled
        If `cancelled` says so; slices already reported stay valid.
    DicomError
        If not one slice can be decoded, or the series is too large.
    """
    hu = _target(series, out)
    reasons: dict[str, list[int]] = {}
    with Reader() as reader:
        frames = FrameReader(reader)
        for k in outward(first_slice, len(series.slices)):
            if cancelled and cancelled():
                raise Cancelled
            try:
                frames.hu(series.slices[k], hu[k])
            except Exception as error:  # noqa: BLE001 - one slice, whatever it holds, must not stop the rest
                hu[k] = AIR_HU
                reasons.setdefault(_reason(error), []).append(k)
            if on_slice:
                on_slice(k)
    failed = tuple(sorted(k for slices in reasons.values() for k in slices))
    if len(failed) == len(series.slices):
        raise DicomError(f"Not one of its {len(failed)} slices could be decoded. {next(iter(reasons))}")
    warnings = tuple(_undecodable(series, reason, sorted(slices)) for reason, slices in reasons.items())
    volume = Volume(
        hu,
        series.grid or Grid.axial(series.size, (1.0, 1.0, 1.0)),
        series.series_uid,
        series.acquisition,
        series.slice_origins_mm,
    )
    return Loaded(volume, failed, warnings)


def load_slice(series: Series, k: int) -> npt.NDArray[np.int16]:
    """Decode slice `k` alone: int16 HU, shape ``(rows, columns)``.

    Raises
    ------
    DicomError
        If it cannot be decoded; the message says why.
    """
    with Reader() as reader:
        try:
            return FrameReader(reader).hu(series.slices[k])
        except DicomError as error:
            raise DicomError(f"{series.slices[k].name}: {error}") from error


def outward(first: int, count: int) -> Iterator[int]:
    """Yield ``0 ... count - 1``, beginning at `first` (moved into range), nearest first."""
    first = min(max(first, 0), count - 1)
    return iter(sorted(range(count), key=lambda k: (abs(k - first), k < first)))


def _target(series: Series, out: npt.NDArray[np.int16] | None) -> npt.NDArray[np.int16]:
    if np.prod(series.size, dtype=float) > MAX_VOXELS:
        raise DicomError("The series has more voxels than can be held in memory and is not loaded.")
    if out is None:
        try:
            return np.empty(series.size, np.int16)
        except MemoryError as error:
            raise DicomError("There is not enough free memory for this series.") from error
    if out.dtype != np.int16 or out.shape != series.size:
        raise DicomError(f"The series needs int16 of shape {series.size}, not {out.dtype} of {out.shape}.")
    return out


def _reason(error: Exception) -> str:
    if isinstance(error, DicomError):
        return str(error)
    if isinstance(error, MemoryError):
        return "There is not enough free memory to decode it."
    return "The picture is damaged in a way that the decoder does not know."


def _undecodable(series: Series, reason: str, slices: list[int]) -> Flag:
    names = listing([series.slices[k].name for k in slices])
    many = len(slices) > 1
    return Flag(
        "undecodable_slices",
        f"{len(slices)} slice{'s' if many else ''} could not be decoded ({names}) and "
        f"{'are' if many else 'is'} shown as air: {reason} "
        "Nodules that reach such a slice are not measured or judged.",
    )
