"""From a recipe to its network: the one place that knows every backbone."""

from __future__ import annotations

from training.errors import TrainingError
from training.nets import timm_trunk
from training.nets.backbone import Backbone
from training.nets.heads import Network
from training.nets.trunk import Trunk
from training.nets.volume import VolumeTrunk
from training.recipe import InputRecipe, NetRecipe


def build(recipe: NetRecipe, grid: InputRecipe, *, pretrained: bool | None = None) -> Network:
    """Build a recipe's network.

    Parameters
    ----------
    recipe, grid
        The recipe's parts.
    pretrained
        Overrides the recipe's choice: a network whose weights will be loaded needs no pretrained ones.

    Returns
    -------
    Network

    Raises
    ------
    training.nets.backbone.WeightsError
        If pretrained weights are wanted but not installed.
    TrainingError
        If the input's size is not of the form 16 n + 1, or a library or a file of weights is missing.
    """
    if any(pixels % 16 != 1 or pixels < 17 for pixels in grid.size[1:]):
        raise TrainingError(f"The network needs 16 n + 1 pixels along rows and columns; got {grid.size[1:]}.")
    chosen = recipe.pretrained if pretrained is None else pretrained
    return Network(_trunk(recipe, grid, pretrained=chosen), recipe, grid)


def _trunk(recipe: NetRecipe, grid: InputRecipe, *, pretrained: bool) -> Trunk:
    if recipe.kind in timm_trunk.KINDS:
        return timm_trunk.TimmTrunk(recipe, grid, pretrained=pretrained)
    if recipe.kind == "volume":
        return VolumeTrunk()
    backbone = Backbone(pretrained=pretrained)
    backbone.freeze(recipe.frozen_blocks)
    return backbone
