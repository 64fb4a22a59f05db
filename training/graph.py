"""The graph that is exported: network, calibration and map in one, HU in and answers out.

What the engine runs is this module and nothing else, so no second program repeats a window or a
temperature.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from engine.runtimes.base import Outputs
from training.compress.shapes import shaped_like
from training.fields import narrowed, widened
from training.nets import Network, build
from training.nets import Outputs as NetOutputs
from training.ratings import RatingThresholds
from training.recipe import Recipe
from training.targets import described

INPUT = "patch"
OUTPUTS = ("logit", "probability", "cam", "embedding", "lesion", "attributes", "size")
#: Where the readers' ratings are known.
RATINGS_OUTPUT = "ratings"

#: Axes that each mirrored view is turned over.
VIEWS: tuple[tuple[int, ...], ...] = ((), (-1,), (-2,), (-2, -1))
#: Cells of the map between two cells of the network's own. Between those the map is a cubic, as smooth as
#: what the features could tell apart, so that a peak need not lie on one of the network's few cells.
MAP_STEPS = 4
#: What the first runs did not keep with their weights.
_LATER = ("attribute_mean", "attribute_deviation")


class Graph(nn.Module):
    """Trained networks that answer as one, with their temperature.

    Logits, maps, masks and attributes are the means over the networks and the mirrored views of a patch, each
    map and mask turned back; so the logit is still the mean of the map plus bias and named terms.

    Parameters
    ----------
    nets
        The networks.
    temperature
        The probability is ``sigmoid(logit / temperature)``; nothing else is calibrated.
    views
        How many of `VIEWS` each network judges.
    thresholds
        Of the readers' ratings; without them there is no output `RATINGS_OUTPUT`.
    fields
        Fields of view that each network judges, as shares of the patch's sides, the whole first: see
        `training.fields`. Mask and size, which are in mm, are those of the whole.
    """

    def __init__(
        self,
        nets: Sequence[Network],
        temperature: float = 1.0,
        views: int = 1,
        thresholds: RatingThresholds | None = None,
        fields: Sequence[float] = (1.0,),
    ) -> None:
        super().__init__()
        self.fields = tuple(fields)
        self.nets = nn.ModuleList(nets)
        # A size in millimetres is measured, not rated.
        names = self.members[0].attributes
        self.described = [names.index(name) for name in described(names)]
        self.outputs = OUTPUTS if thresholds is None else (*OUTPUTS, RATINGS_OUTPUT)
        self.thresholds = thresholds
        self.temperature = temperature
        self.views = VIEWS[:views]

    def forward(self, patch: torch.Tensor, facts: torch.Tensor | None = None) -> tuple[torch.Tensor, ...]:
        """Return the outputs named in `outputs` for patches [N, D, H, W] in HU, and facts [N, F] if any.

        The embedding is that of all networks in a row, each averaged over the views.
        """
        pictures = [self._mirrored(narrowed(patch, share)) for share in self.fields]
        repeated = None if facts is None else facts.repeat(len(self.views), 1)
        answers = [self._of_fields(net, pictures, repeated) for net in self.members]
        logit, cam, lesion, attributes, size = (
            torch.stack(parts).mean(0) for parts in zip(*(a[:-1] for a in answers), strict=True)
        )
        # Mask cells lie on every second pixel, the first and the last included.
        lesion = nn.functional.interpolate(
            lesion, size=patch.shape[-2:], mode="bilinear", align_corners=True
        ).sigmoid()
        embedding = torch.cat([a[-1] for a in answers], 1)
        probability = torch.sigmoid(logit / self.temperature)
        # Maps of several fields come finer already: on the network's few cells they could not be laid back.
        fine = finer(cam) if len(self.fields) == 1 else cam
        answer = (logit, probability, fine, embedding, lesion, attributes, size)
        return answer if self.thresholds is None else (*answer, self._ratings(logit, self.thresholds))

    def _ratings(self, logit: torch.Tensor, thresholds: RatingThresholds) -> torch.Tensor:
        """Probability [N, 5] of each rating: see `training.ratings.RatingThresholds`."""
        beyond = torch.sigmoid(thresholds.slope * logit[:, None] - torch.tensor(thresholds.thresholds))
        ends = torch.ones_like(logit[:, None]), torch.zeros_like(logit[:, None])
        return torch.cat([ends[0], beyond], 1) - torch.cat([beyond, ends[1]], 1)

    @property
    def members(self) -> list[Network]:
        """The networks."""
        return cast("list[Network]", list(self.nets))

    def _mirrored(self, patch: torch.Tensor) -> torch.Tensor:
        return torch.cat([patch.flip(axes) if axes else patch for axes in self.views])

    def _of_fields(
        self, net: Network, pictures: list[torch.Tensor], facts: torch.Tensor | None
    ) -> tuple[torch.Tensor, ...]:
        """Means over the fields of view; each map, made finer, on the whole patch; the size of the whole."""
        whole, *others = (self._averaged(net, picture, facts) for picture in pictures)
        if not others:
            return whole
        logit, cam, lesion, attributes, size, embedding = ([part] for part in whole)
        cam = [finer(cam[0])]
        for share, (its_logit, its_cam, _, its_attributes, its_size, its_embedding) in zip(
            self.fields[1:], others, strict=True
        ):
            logit.append(its_logit - its_size + size[0])
            cam.append(widened(finer(its_cam), share))
            attributes.append(its_attributes)
            embedding.append(its_embedding)
        means = (torch.stack(parts).mean(0) for parts in (logit, cam, lesion, attributes, size, embedding))
        return tuple(means)

    def _averaged(
        self, net: Network, mirrored: torch.Tensor, facts: torch.Tensor | None
    ) -> tuple[torch.Tensor, ...]:
        out: NetOutputs = net(mirrored, facts)
        attributes = (out.attributes * net.attribute_deviation + net.attribute_mean)[:, self.described]
        parts = (out.logit, out.cam, out.lesion_logit, attributes, out.terms["size"], out.embedding)
        return tuple(self._mean_over_views(part) for part in parts)

    def _mean_over_views(self, stacked: torch.Tensor) -> torch.Tensor:
        """Mean of [views * N, ...] over the views; pictures (four axes) are turned back first."""
        parts = list(stacked.unflatten(0, (len(self.views), -1)).unbind())
        if stacked.ndim == 4:
            parts = [part.flip(axes) if axes else part for part, axes in zip(parts, self.views, strict=True)]
        return torch.stack(parts).mean(0)


def finer(cam: torch.Tensor) -> torch.Tensor:
    """Return a map [N, 1, h, w] on `MAP_STEPS` times as many cells, cubic between its own and of its mean."""
    rows, columns = (MAP_STEPS * (n - 1) + 1 for n in cam.shape[-2:])
    fine = nn.functional.interpolate(cam, size=(rows, columns), mode="bicubic", align_corners=True)
    # Cells on the border count half as much as before, so the mean has to be put back: the logit is its mean.
    return fine + (cam.mean((2, 3), keepdim=True) - fine.mean((2, 3), keepdim=True))


def graph_of(
    weights: Sequence[dict[str, torch.Tensor]],
    recipe: Recipe,
    temperature: float = 1.0,
    thresholds: RatingThresholds | None = None,
) -> Graph:
    """Return the graph of finished trainings (one for each member), ready to judge."""
    return Graph(
        [net_of(part, recipe) for part in weights], temperature, recipe.views, thresholds, recipe.fields
    ).eval()


def net_of(weights: dict[str, torch.Tensor], recipe: Recipe) -> Network:
    """Return the network of a finished training, ready to judge."""
    net = build(recipe.net, recipe.input, pretrained=False)
    if recipe.compress.kind in ("prune", "quantise"):  # the latter may begin with a pruned one
        net = shaped_like(net, weights)
    older = {name: value for name, value in net.state_dict().items() if name.startswith(_LATER)}
    net.load_state_dict(older | weights)
    return net.eval()


@torch.no_grad()
def run(
    graph: Graph,
    patches: npt.NDArray[np.float32],
    batch: int = 32,
    facts: npt.NDArray[np.float32] | None = None,
) -> Outputs:
    """Run a graph in torch; the counterpart of `engine.runtimes`' `run`.

    Parameters
    ----------
    graph
        In evaluation mode.
    patches
        HU, shape ``(N, D, H, W)``.
    batch
        How many at once.
    facts
        See `training.facts`, shape ``(N, F)``; for networks that take them.

    Returns
    -------
    engine.runtimes.base.Outputs
    """
    parts = [
        graph(
            torch.from_numpy(patches[i : i + batch]),
            None if facts is None else torch.from_numpy(facts[i : i + batch]),
        )
        for i in range(0, len(patches), batch)
    ]
    named = {
        name: torch.cat(values).numpy()
        for name, values in zip(graph.outputs, zip(*parts, strict=True), strict=True)
    }
    return Outputs(**named)
