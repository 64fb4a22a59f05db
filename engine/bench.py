"""Timings of the engine's own work on this machine: reading a series, and one nodule through each runtime.

Every figure is taken in turns with what it is to beat, so that a ratio survives a busy machine. The window's
timings are `app.bench_window`'s, those of torch `training.bench`'s; `noduscope bench` puts them together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

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


class BenchError(RuntimeError):
    """Something that cannot be timed, in a sentence."""


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


def time_reading(folder: Path, rounds: int = 5) -> Timings:
    """Time from a folder to a HU volume, and to one slice, beside `SimpleITK.ImageSeriesReader`.

    Parameters
    ----------
    folder
        A folder with a CT series; its files are in the disk cache after the first round.
    rounds
        Timed rounds of each.
    """
    # SimpleITK does not look into the folders inside a folder.
    files = Path(_largest(folder).paths[0]).parent
    return in_turns(
        {
            "scan_and_volume": lambda: load(_largest(folder)).volume,
            "simpleitk_series_reader": lambda: _read_with_simpleitk(files),
            "scan_and_middle_slice": lambda: _read_middle(folder),
        },
        rounds,
    )


def _largest(folder: Path) -> Series:
    return max(scan([folder]).series, key=lambda series: series.size[0])


def _read_middle(folder: Path) -> None:
    series = _largest(folder)
    load_slice(series, series.size[0] // 2)


def _read_with_simpleitk(folder: Path) -> None:
    import SimpleITK as sitk  # heavy; only for the comparison

    reader = sitk.ImageSeriesReader()
    series = (reader.GetGDCMSeriesFileNames(str(folder), uid) for uid in reader.GetGDCMSeriesIDs(str(folder)))
    reader.SetFileNames(max(series, key=len))
    sitk.GetArrayFromImage(reader.Execute())


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


def time_engine(folder: Path) -> dict[str, Timings]:
    """Time everything here on the series in a folder, with the active model.

    Returns
    -------
    dict
        ``reading`` and ``nodule``: milliseconds of each round by name.

    Raises
    ------
    BenchError
        If the folder holds no CT series.
    engine.models.package.PackageError
        If there is no model that can be used.
    engine.runtimes.base.RuntimeUnavailableError
        If one of the runtimes cannot be used on this machine.
    """
    package, _ = Registry().active()
    runtimes = [open_runtime(package) for open_runtime in RUNTIMES.values()]
    if not scan([folder]).series:
        raise BenchError(f"There is no CT series in {folder}.")
    reading = time_reading(folder)
    volume = load(_largest(folder)).volume
    return {"reading": reading, "nodule": time_runtimes(package, runtimes, volume)}
