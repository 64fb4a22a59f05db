"""Stores with a few labels, as two workstations of one hospital have them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from engine.geometry import Grid
from engine.labels.crop import NoduleCrop
from engine.labels.kinds import LabelSource
from engine.labels.label import LabelledNodule
from engine.report import SeriesFacts
from engine.store import Store, open_store
from engine.volume import Acquisition

FACTS = SeriesFacts("1.2.826.7", "1.2.826.7.3", "0123456789ab", "Lung MUSTERMANN", "CT", 120)
OTHER = SeriesFacts("1.2.826.7", "1.2.826.7.4", "0123456789ab", "Lung 2.0", "CT", 60)
UID = FACTS.series_uid
OPINION = LabelSource.READER


def clock(start: datetime) -> Callable[[], datetime]:
    """Return a clock that goes on by a minute whenever it is looked at."""
    minutes = itertools.count()
    return lambda: start + timedelta(minutes=next(minutes))


def workstation(path: Path, hour: int) -> Store:
    """Open a store whose entries are made from an hour of one morning on."""
    store = open_store(path)
    store.labels._database.now = clock(datetime(2026, 3, 4, hour, tzinfo=UTC))
    return store


def a_crop(seed: int = 0) -> NoduleCrop:
    rng = np.random.default_rng(seed)
    hu = rng.integers(-1000, 400, (4, 20, 30)).astype(np.int16)
    grid = Grid.axial(hu.shape, (2.5, 0.8, 0.7), (-10.0, -5.0, 0.125))
    mask = (rng.random(hu.shape) > 0.7).astype(np.uint8)
    return NoduleCrop(hu, mask, grid, Acquisition("CT", "SCANCO", "B50", 2.5, contrast=True))


def a_nodule(name: str = "a", x: float = 1.0, *, seed: int | None = None) -> LabelledNodule:
    crop = None if seed is None else a_crop(seed)
    return LabelledNodule(name, (x, 2.0, 0.1 + 0.2), 9.5, 0.8, "lidc-1.1.0", crop)
