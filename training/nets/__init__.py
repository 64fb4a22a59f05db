"""Networks. Each takes HU patches and keeps its logit linear on pooled features, so that its map is exact."""

from __future__ import annotations

from training.nets.lite11 import Lite11, Outputs, build

__all__ = ["Lite11", "Outputs", "build"]
