"""What a fine-tuning may choose, three plain presets of it, and how many nodules each kind of it needs.

Knows no torch: plans are shown before any heavy library is loaded.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from training.recipe import Recipe

Preset = Literal["gentle", "standard", "thorough"]
#: ``none`` trains nothing: there is too little to learn or to calibrate from.
Mode = Literal["finetune", "recalibrate", "none"]

#: With fewer decided nodules, or patients, the probability alone is recalibrated: a network would learn the
#: nodules by heart, and no test could tell.
MIN_NODULES, MIN_PATIENTS = 50, 30
#: Of each class: to fine-tune (two in each of five folds), and to recalibrate.
MIN_OF_CLASS_FINETUNE, MIN_OF_CLASS_RECALIBRATE = 10, 5
#: Reference nodules that replay draws from at most: beyond, cutting them takes longer than they help.
REPLAY_POOL = 600


class Choices(BaseModel):
    """Everything about a fine-tuning that is a choice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: Preset
    epochs: int = Field(gt=0, le=200)
    """At most: training stops `patience` epochs after the best one."""
    patience: int = Field(gt=0)
    batch: int = Field(gt=1)
    frozen_blocks: int = Field(ge=0, le=11)
    """Blocks of the backbone that stay as they are, with the stem."""
    lr_backbone: float = Field(gt=0)
    lr_heads: float = Field(gt=0)
    replay: float = Field(ge=0, le=10)
    """Reference nodules in an epoch for each local one; 0 without a reference set."""
    l2sp: float = Field(ge=0)
    """Pull back to the base model's weights: half of it times their squared distance is added to the loss
    (L2-SP, Li et al. 2018)."""
    folds: int = Field(ge=2, le=10)
    seed: int = Field(ge=0)


_COMMON = {"patience": 4, "batch": 16, "folds": 5, "seed": 0}
#: See docs/decisions/0015 for the trials behind the figures.
_PRESETS: dict[Preset, dict[str, Any]] = {
    "gentle": {"epochs": 8, "frozen_blocks": 9, "lr_backbone": 5e-5, "lr_heads": 2e-4},
    "standard": {"epochs": 12, "frozen_blocks": 6, "lr_backbone": 1e-4, "lr_heads": 4e-4},
    "thorough": {"epochs": 20, "frozen_blocks": 3, "lr_backbone": 2e-4, "lr_heads": 8e-4},
}
_L2SP_ALONE, _L2SP_WITH_REPLAY, _REPLAY = 0.1, 0.01, 1.0


def choices_of(preset: Preset, *, reference: bool, **own: Any) -> Choices:
    """Return a preset's choices, with a user's own ones in their place.

    Parameters
    ----------
    preset
        Which.
    reference
        Whether there is a reference set to replay; without it the pull to the base's weights is stronger.
    own
        Fields of `Choices`; `None` leaves the preset's.

    Raises
    ------
    pydantic.ValidationError
        If a value is out of range.
    """
    guard = (
        {"replay": _REPLAY, "l2sp": _L2SP_WITH_REPLAY} if reference else {"replay": 0.0, "l2sp": _L2SP_ALONE}
    )
    chosen = {name: value for name, value in own.items() if value is not None}
    return Choices.model_validate({"preset": preset, **_COMMON, **_PRESETS[preset], **guard, **chosen})


def recipe_of(base: Recipe, choices: Choices) -> Recipe:
    """Return the recipe of a fine-tuning: the base's network and augmentation, the choices' training.

    Mixing of patches is left out: it would mix a site's certain labels with the readers' ratings.
    """
    return base.model_copy(
        update={
            "name": f"{base.name} fine-tuned"[:80],
            "seed": choices.seed,
            "folds": choices.folds,
            "net": base.net.model_copy(update={"frozen_blocks": choices.frozen_blocks}),
            "augment": base.augment.model_copy(update={"mixup_chance": 0.0}),
            "optimiser": base.optimiser.model_copy(
                update={
                    "epochs": choices.epochs,
                    "batch": choices.batch,
                    "lr_backbone": choices.lr_backbone,
                    "lr_heads": choices.lr_heads,
                    # The pull to the base's weights is in its place.
                    "weight_decay": 0.0,
                    "ema_decay": 0.0,
                }
            ),
        }
    )


def mode_of(malignant: int, benign: int, patients: int) -> Mode:
    """Return what so many decided nodules of so many patients allow."""
    fewer = min(malignant, benign)
    if fewer < MIN_OF_CLASS_RECALIBRATE:
        return "none"
    enough = malignant + benign >= MIN_NODULES and patients >= MIN_PATIENTS
    return "finetune" if enough and fewer >= MIN_OF_CLASS_FINETUNE else "recalibrate"
