"""The store: one SQLite file with what must not be lost, from findings and decisions to the jobs of a batch.

`open_store` is the entry. It names no patient, and files only where the worklist needs them; it must not know
DICOM, networks or the window, so that the window may open it itself (once it shows: SQLAlchemy takes a moment
to load).
"""

from __future__ import annotations

from engine.store.errors import StoreDamagedError, StoreError
from engine.store.opening import open_store
from engine.store.store import Store

__all__ = ["Store", "StoreDamagedError", "StoreError", "open_store"]
