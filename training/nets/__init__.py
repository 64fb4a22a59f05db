"""Networks. Each takes HU patches and keeps its logit linear on pooled features, so that its map is exact."""

from __future__ import annotations

from training.nets.heads import Network, Outputs, laid_out
from training.nets.registry import build

__all__ = ["Network", "Outputs", "build", "laid_out"]
