"""The graph that is exported: network, calibration and map in one, HU in and answers out.

What the engine runs is this module and nothing else, so no second program repeats a window or a
temperature.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from engine.runtimes.base import Outputs
from training.nets import Lite11, build
from training.recipe import Recipe

INPUT = "patch"
OUTPUTS = ("logit", "probability", "cam", "embedding", "lesion", "attributes")


class Graph(nn.Module):
    """A trained network with its temperature.

    Parameters
    ----------
    net
        The network.
    temperature
        The probability is ``sigmoid(logit / temperature)``; nothing else is calibrated.
    """

    def __init__(self, net: Lite11, temperature: float = 1.0) -> None:
        super().__init__()
        self.net = net
        self.temperature = temperature

    def forward(self, patch: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return the outputs named in `OUTPUTS` for patches [N, 1, H, W] in HU."""
        out = self.net(patch)
        # Mask cells lie on every second pixel, the first and the last included.
        lesion = nn.functional.interpolate(
            out.lesion_logit, size=patch.shape[-2:], mode="bilinear", align_corners=True
        )
        return (
            out.logit,
            torch.sigmoid(out.logit / self.temperature),
            out.cam,
            out.embedding,
            torch.sigmoid(lesion),
            out.attributes,
        )


def graph_of(weights: dict[str, torch.Tensor], recipe: Recipe, temperature: float = 1.0) -> Graph:
    """Return the graph of a finished training, ready to judge."""
    net = build(recipe.net, recipe.input, pretrained=False)
    net.load_state_dict(weights)
    return Graph(net, temperature).eval()


@torch.no_grad()
def run(graph: Graph, patches: npt.NDArray[np.float32], batch: int = 32) -> Outputs:
    """Run a graph in torch; the counterpart of `engine.runtimes`' `run`.

    Parameters
    ----------
    graph
        In evaluation mode.
    patches
        HU, shape ``(N, 1, H, W)``.
    batch
        How many at once.

    Returns
    -------
    engine.runtimes.base.Outputs
    """
    parts = [graph(torch.from_numpy(patches[i : i + batch])) for i in range(0, len(patches), batch)]
    named = {
        name: torch.cat(values).numpy()
        for name, values in zip(OUTPUTS, zip(*parts, strict=True), strict=True)
    }
    del named["attributes"]
    return Outputs(**named)
