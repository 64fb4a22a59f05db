"""The loss of the multi-task network: soft label, lesion mask, auxiliary ratings."""

from __future__ import annotations

import torch
from monai.losses import DiceLoss
from monai.losses.focal_loss import sigmoid_focal_loss
from torch import nn

from training.nets import Outputs
from training.recipe import LossRecipe

_dice = DiceLoss(sigmoid=True, reduction="none")


def multi_task_loss(
    outputs: Outputs, batch: dict[str, torch.Tensor], recipe: LossRecipe
) -> dict[str, torch.Tensor]:
    """Return the loss and its parts.

    Parameters
    ----------
    outputs
        Of the network, for N patches.
    batch
        ``label`` [N] from 0 to 1, ``weight`` [N], ``lesion`` [N, 1, H, W] from 0 to 1 (all zero where no
        outline is known), ``attributes`` [N, A] with NaN where unknown.
    recipe
        Weights of the parts.

    Returns
    -------
    dict
        ``loss`` (to minimise) and the parts ``label``, ``lesion``, ``attributes``, unweighted.
    """
    label = (label_loss(outputs.logit, batch["label"], recipe) * batch["weight"]).mean()
    lesion = _lesion_loss(outputs.lesion_logit, batch["lesion"], recipe.lesion_bce)
    attributes = _attribute_loss(outputs.attributes, batch["attributes"])
    loss = label + recipe.lesion * lesion + recipe.attributes * attributes
    return {
        "loss": loss,
        "label": label.detach(),
        "lesion": lesion.detach(),
        "attributes": attributes.detach(),
    }


def label_loss(logit: torch.Tensor, label: torch.Tensor, recipe: LossRecipe) -> torch.Tensor:
    """Return the loss [N] of logits [N] against soft labels [N].

    A soft label is a mixture of the two classes, and so is its loss: the focal factor (Lin et al., ICCV 2017)
    needs the probability of a true class, which a soft label by itself does not have. It makes no difference
    to cross-entropy, which is linear in the label.

    Parameters
    ----------
    logit, label
        Of N patches; labels from 0 to 1.
    recipe
        Focal exponent and weights of the classes.
    """
    benign, malignant = recipe.class_alpha
    if not recipe.focal_gamma and benign == malignant == 1:
        return nn.functional.binary_cross_entropy_with_logits(logit, label, reduction="none")
    as_malignant = sigmoid_focal_loss(logit, torch.ones_like(logit), recipe.focal_gamma)
    as_benign = sigmoid_focal_loss(logit, torch.zeros_like(logit), recipe.focal_gamma)
    loss: torch.Tensor = malignant * label * as_malignant + benign * (1 - label) * as_benign
    return loss


def _lesion_loss(logit: torch.Tensor, share: torch.Tensor, bce_weight: float) -> torch.Tensor:
    # The mask has a cell on every second pixel of the patch.
    target = share[:, :, ::2, ::2]
    # Dice has no gradient towards an empty mask, and an unknown outline is not an absent lesion.
    known = (target.amax((1, 2, 3)) > 0).float()
    dice = _dice(logit, target).reshape(len(logit))
    bce = nn.functional.binary_cross_entropy_with_logits(logit, target, reduction="none").mean((1, 2, 3))
    return ((dice + bce_weight * bce) * known).sum() / known.sum().clamp(min=1)


def _attribute_loss(predicted: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    known = torch.isfinite(target)
    difference = torch.where(known, predicted - torch.nan_to_num(target), 0.0)
    return difference.square().sum() / known.sum().clamp(min=1)
