"""Tables of paired scores whose verdict is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from training.calibrate import sigmoid
from training.finetune.paired import PairedReference, PairedScores


def paired(old: np.ndarray, new: np.ndarray, label: np.ndarray, **changes: Any) -> PairedScores:
    """Scores from logits; two nodules a patient, every seventh patient untouched."""
    n = len(label)
    patient = np.array([f"P{i // 2:03d}" for i in range(n)])
    untouched = (np.arange(n) // 2) % 7 == 0
    scores = PairedScores(
        mode="finetune",
        case=np.array([f"case-{i}" for i in range(n)]),
        patient=patient,
        label=label.astype(np.intp),
        diameter_mm=8.0 + 4.0 * label + np.random.default_rng(9).normal(0, 3, n).clip(-6, 6),
        fold=(np.arange(n) // 2) % 5,
        old_logit=old,
        new_logit=new,
        old_probability=sigmoid(old),
        new_probability=sigmoid(new),
        untouched=untouched,
        confirm_probability=np.where(untouched, sigmoid(new), np.nan),
        old_cam=np.zeros((n, 1, 3, 3), np.float32),
        new_cam=np.ones((n, 1, 3, 3), np.float32),
    )
    return replace(scores, **changes)


def simulated(n: int, old: float, new: float, seed: int = 1, **changes: Any) -> PairedScores:
    """Scores of two models whose classes lie `old` and `new` standard deviations apart; half is malignant."""
    random = np.random.default_rng(seed)
    label = (np.arange(n) // 2 + np.arange(n)) % 2
    shared, own = random.normal(size=(2, n)), random.normal(size=(2, n))
    noise = 0.6 * shared[0] + 0.8 * own
    side = 2 * label - 1
    return paired(side * old / 2 + noise[0], side * new / 2 + noise[1], label, **changes)


def reference(n: int, old: float, new: float, *, seen: bool = False) -> PairedReference:
    """Two models on a reference set; the same noise for both, so that a loss is a loss."""
    random = np.random.default_rng(5)
    label = np.arange(n) % 2
    noise = random.normal(size=n)
    side = 2 * label - 1
    return PairedReference(
        patient=np.array([f"R{i // 2:04d}" for i in range(n)]),
        label=label.astype(np.intp),
        old_probability=sigmoid(side * old / 2 + noise),
        new_probability=sigmoid(side * new / 2 + noise),
        seen=np.full(n, seen),
    )
