"""Timings of the engine's own work on this machine: reading a series, pictures of planes, one nodule.

Every figure is taken in turns with what it is to beat, so that a ratio survives a busy machine; that both do
the same work is checked before. The window's timings are `app.bench.window`'s, those of torch and MONAI
`training.bench`'s; `noduscope bench` puts them together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine import bench_vtk
from engine.bench_same import largest_difference
from engine.dicom.load import load, load_slice
from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.models.package import ModelPackage
from engine.models.registry import Registry
from engine.patch import make_patch
from engine.runtimes.base import Runtime
from engine.runtimes.choose import RUNTIMES
from engine.volume import Volume

Timings = dict[str, list[float]]
#: What can be timed here.
READING, PICTURES, NODULE = PARTS = ("reading", "pictures", "nodule")
#: Slopes may be fractions, which not everybody rounds alike.
ROUNDING_HU = 1


class BenchError(RuntimeError):
    """Something that cannot be timed, in a sentence."""


@dataclass
class Timed:
    """What was timed, and what was found before.

    Parameters
    ----------
    timings
        Milliseconds of each round, by part and row.
    agreement
        Largest difference between what two programs made, by the row of the other one: HU, or steps of grey.
    left_out
        Rows that could not be timed here and why, in sentences.
    size
        Slices, rows and columns of the series.
    """

    timings: dict[str, Timings] = field(default_factory=dict)
    agreement: dict[str, float] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    size: tuple[int, int, int] = (0, 0, 0)


def in_turns(actions: dict[str, Callable[[], object]], rounds: int, warm_up: int = 1) -> Timings:
    """Time several actions in turns, so that whatever else the machine does hits all of them alike.

    Returns
    -------
    dict
        Milliseconds of each round by name; the warm-up rounds are left out.
    """
    timings: Timings = {name: [] for name in actions}
    for number in range(warm_up + rounds):
        for name, action in actions.items():
            start = time.perf_counter()
            action()
            if number >= warm_up:
                timings[name].append((time.perf_counter() - start) * 1000)
    return timings


def time_reading(folder: Path, rounds: int = 5) -> tuple[Timings, dict[str, float]]:
    """Time from a folder to a HU volume, and to one slice, beside SimpleITK and plain pydicom.

    Parameters
    ----------
    folder
        A folder with a CT series; its files are in the disk cache after the first round.
    rounds
        Timed rounds of each.

    Returns
    -------
    dict
        Milliseconds of each round by row.
    dict
        By how many HU the others' volumes differ from ours, by row.

    Raises
    ------
    engine.bench_same.DisagreementError
        If they are not the same.
    """
    # Neither of the others looks into the folders inside a folder.
    files = Path(_largest(folder).paths[0]).parent
    others = {
        "simpleitk_series_reader": lambda: _read_with_simpleitk(files),
        "plain_pydicom": lambda: _read_with_pydicom(files),
    }
    ours = load(_largest(folder)).volume.hu
    agreement = {
        f"{READING}.{name}": largest_difference(ours, read(), ROUNDING_HU, f"The volume of {name!r}", "HU")
        for name, read in others.items()
    }
    actions: dict[str, Callable[[], object]] = {
        "scan_and_volume": lambda: load(_largest(folder)).volume,
        **others,
        "scan_and_middle_slice": lambda: _read_middle(folder),
    }
    return in_turns(actions, rounds), agreement


def _largest(folder: Path) -> Series:
    return max(scan([folder]).series, key=lambda series: series.size[0])


def _read_middle(folder: Path) -> None:
    series = _largest(folder)
    load_slice(series, series.size[0] // 2)


def _read_with_simpleitk(folder: Path) -> npt.NDArray[np.generic]:
    """HU of the largest series in a folder, as SimpleITK's own example reads it."""
    import SimpleITK as sitk  # heavy; only for the comparison

    reader = sitk.ImageSeriesReader()
    series = (reader.GetGDCMSeriesFileNames(str(folder), uid) for uid in reader.GetGDCMSeriesIDs(str(folder)))
    reader.SetFileNames(max(series, key=len))
    hu: npt.NDArray[np.generic] = sitk.GetArrayFromImage(reader.Execute())
    return hu


def _read_with_pydicom(folder: Path) -> npt.NDArray[np.int16]:
    """HU of the largest series in a folder, as scripts do: read all, sort, rescale, stack."""
    import pydicom  # only for the comparison

    series: dict[str, list[pydicom.Dataset]] = {}
    for path in folder.iterdir():
        if path.is_file():
            dataset = pydicom.dcmread(path, force=True)
            if "PixelData" in dataset and "ImagePositionPatient" in dataset:
                series.setdefault(str(dataset.SeriesInstanceUID), []).append(dataset)
    slices = max(series.values(), key=len)
    orientation = np.asarray(slices[0].ImageOrientationPatient, dtype=float)
    normal = np.cross(orientation[:3], orientation[3:])
    slices.sort(key=lambda s: float(normal @ np.asarray(s.ImagePositionPatient, dtype=float)))
    return np.stack(
        [(s.pixel_array * float(s.RescaleSlope) + float(s.RescaleIntercept)).astype(np.int16) for s in slices]
    )


def time_runtimes(
    package: ModelPackage, runtimes: Sequence[Runtime], volume: Volume, rounds: int = 60
) -> Timings:
    """Time one nodule, from volume to answer and map in a batch of one, through each runtime in turns."""
    spec = package.manifest.input.patch_spec
    x, y, z = (float(v) for v in volume.grid.to_patient((np.asarray(volume.grid.size) - 1) / 2))

    def answer(runtime: Runtime) -> Callable[[], object]:
        return lambda: runtime.run(make_patch(volume, (x, y, z), spec).hu[None])

    return in_turns(
        {runtime.name.lower().replace(" ", "_"): answer(runtime) for runtime in runtimes}, rounds, warm_up=5
    )


def time_engine(folder: Path, parts: Sequence[str] = PARTS) -> Timed:
    """Time the engine on the largest series in a folder, with the active model.

    Parameters
    ----------
    folder
        Where the series lies.
    parts
        Which of `PARTS`.

    Raises
    ------
    BenchError
        If the folder holds no CT series.
    engine.bench_same.DisagreementError
        If another program does not make of it what ours makes.
    engine.models.package.PackageError
        If there is no model that can be used.
    engine.runtimes.base.RuntimeUnavailableError
        If one of the runtimes cannot be used on this machine.
    """
    if not scan([folder]).series:
        raise BenchError(f"There is no CT series in {folder}.")
    result = Timed()
    if READING in parts:
        result.timings[READING], agreement = time_reading(folder)
        result.agreement |= agreement
    volume = load(_largest(folder)).volume
    result.size = volume.grid.size
    if PICTURES in parts:
        _time_pictures(volume, result)
    if NODULE in parts:
        package, _ = Registry().active()
        runtimes = [open_runtime(package) for open_runtime in RUNTIMES.values()]
        result.timings[NODULE] = time_runtimes(package, runtimes, volume)
    return result


def _time_pictures(volume: Volume, result: Timed) -> None:
    reason = bench_vtk.reason_to_leave_out(volume)
    if reason:
        result.left_out.append(reason)
        return
    actions, differences = bench_vtk.checked_pairs(volume)
    result.agreement |= {f"{PICTURES}.vtk_{name}": value for name, value in differences.items()}
    result.timings[PICTURES] = in_turns(actions, bench_vtk.ROUNDS)
