"""What surrounds a training and leaves its result alone: what it runs on, and who watches it.

Nothing here is part of a recipe or of a training's key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from training.scaling import Scale

if TYPE_CHECKING:
    import pytorch_lightning as pl

    from training.recipe import Recipe
    from training.samples import TrainingSamples
    from training.tracking.sinks import Sink


@dataclass(frozen=True)
class Around:
    """What a training runs on and who watches it.

    Parameters
    ----------
    scale
        How many processes train together.
    sinks
        Where what is tracked goes.
    """

    scale: Scale = field(default_factory=Scale)
    sinks: tuple[Sink, ...] = ()

    def callbacks(self, samples: TrainingSamples, recipe: Recipe) -> list[pl.Callback]:
        """Return what must be called during a training."""
        from training.scaling import is_first

        if not self.sinks or not is_first():
            return []
        from training.tracking.callback import Track

        return [Track(self.sinks, samples, recipe)]

    def start(self, name: str, facts: dict[str, Any]) -> None:
        """Say that a fold's training (or the final one) begins, and all that it depends on."""
        for sink in self.sinks:
            sink.start(name, facts)

    def finish(self) -> None:
        """Say that it has ended."""
        for sink in self.sinks:
            sink.finish()
