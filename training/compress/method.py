"""What a compressing recipe changes in a training: the network before it, the loss in it, the weights after.

One method serves one training. It knows nothing of folds; see `training.compress.sources`.
"""

from __future__ import annotations

from typing import Protocol

import torch

from training.nets import Network, Outputs

Losses = dict[str, torch.Tensor]


class Method(Protocol):
    """A way to compress."""

    def prepare(self, net: Network, patches: torch.Tensor) -> Network:
        """Return the network to train, from the recipe's fresh one.

        Parameters
        ----------
        net
            With the scale of its attributes set.
        patches
            HU of training cases, not augmented, shape ``(n, D, H, W)``.
        """
        ...

    def losses(
        self, parts: Losses, outputs: Outputs, hu: torch.Tensor, batch: dict[str, torch.Tensor]
    ) -> Losses:
        """Return the loss of a batch and its parts, from those without this method."""
        ...

    def finished(self, net: Network) -> Network:
        """Return the plain network to keep, from the trained one."""
        ...


class Unchanged:
    """Changes nothing; what methods that do less than all three are made from."""

    def prepare(self, net: Network, patches: torch.Tensor) -> Network:  # noqa: ARG002 - the protocol's
        """Return the network as it is."""
        return net

    def losses(
        self,
        parts: Losses,
        outputs: Outputs,  # noqa: ARG002 - the protocol's
        hu: torch.Tensor,  # noqa: ARG002
        batch: dict[str, torch.Tensor],  # noqa: ARG002
    ) -> Losses:
        """Return the losses as they are."""
        return parts

    def finished(self, net: Network) -> Network:
        """Return the network as it is."""
        return net
