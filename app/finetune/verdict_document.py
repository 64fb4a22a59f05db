"""The document of ``train verdict``: the honest comparison of the new model with the old one. Plain data."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True)


class Interval(_Document):
    """A figure with its 95 % interval."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


class Change(_Document):
    """A figure of the old model, of the new one, and the gain: above 0 where the new one is better."""

    old: Interval = Interval()
    new: Interval = Interval()
    gain: Interval | None = None


class SizeAlone(_Document):
    """What the diameter alone would reach."""

    auc: Interval = Interval()


class Test(_Document):
    """A paired test."""

    p: float | None = None


class Comparison(_Document):
    """Both models on the same nodules."""

    n: int = 0
    patients: int = 0
    auc: Change | None = None
    sensitivity: Change | None = None
    specificity: Change | None = None
    ece: Change | None = None
    brier: Change | None = None
    log_loss: Change | None = None
    baseline_diameter: SizeAlone | None = None
    delong: Test | None = None
    mcnemar: Test | None = None


class Flip(_Document):
    """A case that changes side."""

    case: str
    label: int
    old: float
    new: float
    right: str
    picture: str | None = None


class Verdict(_Document):
    """What the comparison comes to."""

    verdict: str
    sentence: str
    more_nodules: int | None = None
    local: Comparison | None = None
    untouched: Comparison | None = None
    reference: Comparison | None = None
    sides_changed: tuple[Flip, ...] = ()
    installable: bool = False
    needs_override: bool = True
    warnings: tuple[str, ...] = ()
