"""Two small models with different answers, in a home of their own."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from engine.models.package import load_package, pack
from engine.models.registry import Registry, name_of
from engine.paths import resources_dir
from tests.engine import tiny_model

#: The one that comes with the program.
SHIPPED = name_of(load_package(resources_dir() / "models" / "default"))
#: Of the second one: the first one's is `tiny_model.BIAS`.
OTHER_BIAS = 1.5
OTHER_LIMIT = 4.0


def write_other(folder: Path, **changes: object) -> Path:
    """Write ``tiny-2.0.0``, which is surer of everything and has another scale for its map."""
    fields = {"version": "2.0.0", "cam": {**tiny_model.manifest()["cam"], "limit": OTHER_LIMIT}, **changes}
    with patch.object(tiny_model, "BIAS", OTHER_BIAS):
        return tiny_model.write_tiny(folder, **fields)


def write_two(home: Path) -> Path:
    """Make a user's folder with both installed and the first one active; the second one's file is beside."""
    registry = Registry(home / "data" / "models", check=lambda _: None)
    registry.install(tiny_model.write_tiny(home / "first"))
    registry.activate("tiny-1.0.0")
    other = write_other(home / "second")
    registry.install(other)
    pack(other, home / "tiny-2.0.0.noduscope")
    return home
