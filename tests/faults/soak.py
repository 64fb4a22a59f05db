"""A day's work in one window, round after round, with what it costs: memory, shared memory, handles, threads.

``python -m tests.faults.soak --rounds 500`` opens the phantom, scrolls through it, classifies a nodule and
closes it again, in one window with its engine, offscreen where there is no display. After each round it notes
what both processes hold, and at the end the slope of each figure. It must not know how a panel works.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from engine.findings import Point
from engine.phantom import Kind, NoduleSpec, PhantomSpec, make_phantom, write_dicom

MAPS = Path("/proc/self/maps")
#: Rounds at the beginning that are left out: caches and pools fill.
WARM_UP = 0.1
#: Rounds follow each other, so their figures do, too: means of so many stretches are taken as independent.
STRETCHES = 20
#: MB, handles, threads, blocks or widgets for each hundred rounds. A long day has 200 studies; what
#: allocators still take in while they settle is below.
LIMIT_PER_100 = 1.0
WAIT_MS = 120_000
NODULE: Point = (-76.0, 22.0, -26.0)


@dataclass(frozen=True)
class Sample:
    """What window and engine hold after a round; memory in MB."""

    round: int
    seconds: float
    window_mb: float
    engine_mb: float
    window_handles: int
    engine_handles: int
    window_threads: int
    engine_threads: int
    shm_blocks: int
    widgets: int
    store_kb: float


#: The figures that must not grow with rounds. The store may: it keeps what was done.
HELD = tuple(f.name for f in fields(Sample) if f.name not in ("round", "seconds", "store_kb"))


@dataclass(frozen=True)
class Slope:
    """Growth of a figure for each hundred rounds, with its 95 % interval."""

    name: str
    first: float
    last: float
    per_100: float
    low: float
    high: float

    @property
    def grows(self) -> bool:
        """Whether it surely grows by more than `LIMIT_PER_100`."""
        return self.low > LIMIT_PER_100


def slope(name: str, values: Sequence[float], warm_up: float = WARM_UP) -> Slope:
    """Return the slope of a figure over rounds, by least squares on the means of `STRETCHES` stretches.

    Parameters
    ----------
    name
        Of the figure.
    values
        One for each round, in order.
    warm_up
        Share of rounds at the beginning to leave out.
    """
    from scipy import stats

    kept = np.asarray(values, dtype=float)[int(len(values) * warm_up) :]
    parts = np.array_split(np.arange(len(kept)), min(STRETCHES, len(kept)))
    x = np.array([part.mean() for part in parts])
    y = np.array([kept[part].mean() for part in parts])
    spread = float(((x - x.mean()) ** 2).sum())
    steepness = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    rest = y - y.mean() - steepness * (x - x.mean())
    error = float(np.sqrt((rest**2).sum() / (len(x) - 2) / spread))
    half = float(stats.t.ppf(0.975, len(x) - 2)) * error
    per_100 = [100 * value for value in (steepness, steepness - half, steepness + half)]
    return Slope(name, float(kept[0]), float(kept[-1]), *per_100)


def chest(folder: Path, slices: int = 52) -> Path:
    """Write a part of the synthetic chest with one nodule at `NODULE`; return the folder of its files."""
    nodules = (NoduleSpec(Kind.SOLID, NODULE, 9.0),)
    spec = PhantomSpec(size=(slices, 256, 256), focus_mm=NODULE, nodules=nodules)
    write_dicom(make_phantom(spec), folder / "chest")
    return folder / "chest"


class Soak:
    """One window on a home of its own, and rounds in it.

    Parameters
    ----------
    home
        `NODUSCOPE_HOME` of the window, set before.
    series
        Folder of the phantom.
    """

    def __init__(self, home: Path, series: Path) -> None:
        from app import theme
        from app.engine_client import EngineClient
        from app.settings import Settings
        from app.window import MainWindow

        self.app = QApplication.instance() or QApplication(["noduscope"])
        theme.apply(self.app)
        self._home, self._series = home, series
        self.client = EngineClient()
        self.window = MainWindow(self.client, Settings(home / "config"))
        self.window.resize(1360, 860)
        self.window.show()
        self.window.start()
        _wait(self.client.modelChanged, lambda: self.client.model_known)

    def round(self, number: int) -> Sample:
        """Open, scroll through, classify, close; return what is held then."""
        window, start = self.window, time.perf_counter()
        window.open_paths([self._series])
        _wait(window.opening.loaded, lambda: False)
        volume = window.session.open
        assert volume is not None
        for k in range(volume.volume.grid.size[0]):
            window.viewport.set_slice(k)
            window.viewport.canvas.repaint()
            self.app.processEvents()
        window.review.point_at(NODULE)
        _wait(window.assessor.assessed, lambda: not window.assessor.busy)
        (entry,) = window.session.nodules.ordered()
        assert entry.probability is not None, window.strip.text
        window.viewport.canvas.repaint()
        window.session.select(entry.id)
        window.review.remove()
        window.opening.loader.close()
        _settle()
        return self._sample(number, time.perf_counter() - start)

    def _sample(self, number: int, seconds: float) -> Sample:
        own, engine = psutil.Process(), psutil.Process(self.client.pid)
        handles = psutil.Process.num_handles if sys.platform == "win32" else psutil.Process.num_fds
        store = self._home / "data" / "store.sqlite"
        return Sample(
            number,
            round(seconds, 3),
            *(round(p.memory_info().rss / 2**20, 2) for p in (own, engine)),
            *(handles(p) for p in (own, engine)),
            *(p.num_threads() for p in (own, engine)),
            _blocks(),
            len(QApplication.allWidgets()),
            round(store.stat().st_size / 1024, 1) if store.exists() else 0.0,
        )

    def close(self) -> None:
        """Close the window and end the engine."""
        self.window.close()
        self.window.deleteLater()
        self.app.processEvents()


def run(rounds: int, table: Path | None = None) -> list[Sample]:
    """Do so many rounds in one window; each is a row of the CSV file `table` as soon as it is done."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    samples: list[Sample] = []
    before = os.environ.get("NODUSCOPE_HOME")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        os.environ["NODUSCOPE_HOME"] = str(home)
        try:
            soak = Soak(home, chest(Path(folder)))
            try:
                for number in range(1, rounds + 1):
                    samples.append(soak.round(number))
                    if table is not None:
                        _append(table, samples[-1])
            finally:
                soak.close()
        finally:
            os.environ.pop("NODUSCOPE_HOME")
            if before is not None:
                os.environ["NODUSCOPE_HOME"] = before
    return samples


def slopes(samples: Sequence[Sample]) -> list[Slope]:
    """Return the slope of each figure of `HELD`."""
    return [slope(name, [getattr(s, name) for s in samples]) for name in HELD]


def report(samples: Sequence[Sample]) -> str:
    """Return the slopes as a table."""
    lines = [
        f"{len(samples)} rounds, {sum(s.seconds for s in samples) / len(samples):.2f} s each; per 100 rounds:"
    ]
    lines += [
        f"{s.name:<16}{s.first:9.1f} -> {s.last:9.1f}{s.per_100:+9.2f}  [{s.low:+.2f}, {s.high:+.2f}]"
        for s in slopes(samples)
    ]
    return "\n".join(lines)


def _append(table: Path, sample: Sample) -> None:
    new = not table.exists()
    with table.open("a", newline="") as file:
        writer = csv.DictWriter(file, [f.name for f in fields(Sample)])
        if new:
            writer.writeheader()
        writer.writerow(asdict(sample))


def _wait(signal: SignalInstance, already: object) -> None:
    """Run the event loop until a signal comes, unless what is waited for is there."""
    if callable(already) and already():
        return
    loop, came = QEventLoop(), []

    def arrived(*_arguments: object) -> None:
        came.append(True)
        loop.quit()

    signal.connect(arrived)
    timer = QTimer(singleShot=True)
    timer.timeout.connect(loop.quit)
    timer.start(WAIT_MS)
    loop.exec()
    signal.disconnect(arrived)
    assert came, "the window waited for the engine in vain"


def _blocks() -> int:
    """Count the blocks of shared memory that this process has, also those that no longer have a name."""
    return sum("/psm_" in line for line in MAPS.read_text().splitlines()) if MAPS.exists() else 0


def _settle() -> None:
    """Let what follows a closed series happen."""
    loop = QEventLoop()
    QTimer.singleShot(20, loop.quit)
    loop.exec()


def main() -> int:
    """Run from the command line; exit code 1 where something grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--table", type=Path, help="CSV file with a row for each round")
    parser.add_argument("--json", action="store_true", help="print the slopes as JSON")
    options = parser.parse_args()
    samples = run(options.rounds, options.table)
    print(json.dumps([asdict(s) for s in slopes(samples)]) if options.json else report(samples))
    return 1 if any(s.grows for s in slopes(samples)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
