"""Calibrate a filter on the test bed: what a score means for a mark on a whole scan.

Crops cannot tell, since nodules are far rarer among a scan's candidates. Two numbers are fitted, a slope and
an offset; the test bed's many nodules are weighed down to what a scan holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.candidates import open_filter
from engine.models.package import ModelPackage
from training.detect.bed import judge, search_all
from training.detect.export import add_filter
from training.detect.froc import Outcome, sort_out
from training.detect.hosts import Host
from training.detect.volumes import NoduleVolume
from training.errors import TrainingError

#: Nodules a scan: 1,186 in 888 scans (LUNA16, Setio et al., Med Image Anal 42 (2017) 1-13).
NODULES_A_SCAN = 1186 / 888
#: Suggestions are shown unasked from the score that costs so many false marks a scan.
SHOWN_AT = 4.0


def fit_calibration(outcome: Outcome) -> tuple[float, float]:
    """Fit slope and offset of the logit.

    Parameters
    ----------
    outcome
        Marks of an uncalibrated filter (slope 1, offset 0).

    Raises
    ------
    TrainingError
        If there are no true or no false marks.
    """
    from sklearn.linear_model import LogisticRegression

    true = outcome.best[np.isfinite(outcome.best)]
    if not len(true) or not len(outcome.false):
        raise TrainingError("The test bed gave no true or no false marks, so nothing can be calibrated.")
    x = _logit(np.concatenate([true, outcome.false]))
    label = np.concatenate([np.ones(len(true)), np.zeros(len(outcome.false))])
    weight = np.where(label == 1, NODULES_A_SCAN * outcome.scans / len(outcome.best), 1.0)
    fit = LogisticRegression(C=np.inf).fit(x[:, None], label, sample_weight=weight)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def add_calibrated(
    package: Path, run: Path, hosts: Sequence[Host], nodules: Sequence[NoduleVolume]
) -> ModelPackage:
    """Export a filter into a package, calibrated and with its figures.

    Calibration and figures come from the same test bed. That flatters the calibration, not the ranking, which
    a slope and an offset cannot change.
    """
    raw = open_filter(add_filter(package, run))
    outcome = sort_out(search_all(hosts, nodules, raw))
    slope, offset = fit_calibration(outcome)
    threshold = outcome.threshold_at(SHOWN_AT)
    shown = float(1 / (1 + np.exp(-(slope * _logit(np.array([threshold]))[0] + offset))))
    done = add_filter(package, run, slope=slope, offset=offset, threshold=shown)
    metrics: dict[str, Any] = judge(hosts, nodules, open_filter(done))
    return add_filter(package, run, slope=slope, offset=offset, threshold=shown, metrics=metrics)


def _logit(probability: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    safe = np.clip(probability.astype(float), 1e-7, 1 - 1e-7)
    return np.asarray(np.log(safe / (1 - safe)))
