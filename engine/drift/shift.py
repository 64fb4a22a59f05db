"""How far a sample lies from a reference: stability index, Kolmogorov-Smirnov, shares with intervals.

Numbers in, numbers out; numpy only. What a shift means is `engine.drift.hint`'s work.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Bins of the index: tenths of the reference.
BINS = 10
#: Fewer scores than this say nothing about a distribution.
MIN_SCORES = 30
#: From here on a shift is large, by a rule of thumb (Siddiqi, Credit Risk Scorecards, 2006).
LARGE_PSI = 0.25
#: Error allowed to the Kolmogorov-Smirnov test.
ALPHA = 0.01
#: Normal quantiles of 95 % one-sided and two-sided.
_Z95, _Z975 = 1.6448536269514722, 1.959963984540054

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval (Wilson); of nothing, it is `None` between 0 and 1."""

    count: int
    of: int
    value: float | None
    low: float
    high: float


@dataclass(frozen=True)
class Shift:
    """How far a sample lies from a reference.

    Parameters
    ----------
    n, n_reference
        Scores in the sample and in the reference.
    psi
        Population stability index over tenths of the reference.
    noise
        What chance alone makes of the index in 95 of 100 samples of this size.
    ks, p
        Largest distance of the two distribution functions, and how often chance makes it as large.
    """

    n: int
    n_reference: int
    psi: float
    noise: float
    ks: float
    p: float

    @property
    def large(self) -> bool:
        """Whether the shift is large, and no chance by either measure."""
        return self.psi > max(LARGE_PSI, self.noise) and self.p < ALPHA


def shift(reference: Values, sample: Values) -> Shift | None:
    """Compare a sample with a reference; `None` where either is too small to tell.

    Parameters
    ----------
    reference, sample
        Finite numbers, any order, shapes ``(m,)`` and ``(n,)``.
    """
    if min(len(reference), len(sample)) < MIN_SCORES:
        return None
    index, bins = stability_index(reference, sample)
    distance, p = kolmogorov_smirnov(reference, sample)
    return Shift(
        len(sample), len(reference), index, index_noise(len(reference), len(sample), bins), distance, p
    )


def stability_index(reference: Values, sample: Values, bins: int = BINS) -> tuple[float, int]:
    """Return the population stability index and the number of bins it was taken over.

    ``sum((q - p) log(q / p))`` over bins that each hold as much of the reference; half a count is added to
    every bin (Jeffreys' prior), so that an empty one costs no infinity. Equal values can leave fewer bins.
    """
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1]))
    p, q = (_fractions(np.searchsorted(edges, v, side="right"), len(edges) + 1) for v in (reference, sample))
    return float(np.sum((q - p) * np.log(q / p))), len(edges) + 1


def _fractions(index: npt.NDArray[np.intp], bins: int) -> Values:
    counts: Values = np.bincount(index, minlength=bins).astype(np.float64)
    return (counts + 0.5) / (len(index) + 0.5 * bins)


def index_noise(n_reference: int, n: int, bins: int = BINS) -> float:
    """Return the index that chance alone exceeds in 5 of 100 samples.

    Without a shift the index is about ``(1/n + 1/m)`` times a chi-square variable of ``bins - 1`` degrees of
    freedom (Yurdakul & Naranjo, Statistical properties of the population stability index, Journal of Risk
    Model Validation, 2020); its quantile after Wilson & Hilferty (PNAS 17, 1931).
    """
    df = bins - 1
    if df < 1:
        return 0.0
    quantile = df * (1 - 2 / (9 * df) + _Z95 * math.sqrt(2 / (9 * df))) ** 3
    return quantile * (1 / n_reference + 1 / n)


def kolmogorov_smirnov(reference: Values, sample: Values) -> tuple[float, float]:
    """Return the two-sample Kolmogorov-Smirnov distance and its p.

    The p is asymptotic with Stephens' correction for small samples (Journal of the Royal Statistical Society
    B 32, 1970); of distributions with ties it is on the safe side.
    """
    both = np.concatenate([reference, sample])
    of_reference, of_sample = (
        np.searchsorted(np.sort(v), both, side="right") / len(v) for v in (reference, sample)
    )
    distance = float(np.abs(of_reference - of_sample).max())
    root = math.sqrt(len(reference) * len(sample) / (len(reference) + len(sample)))
    x = (root + 0.12 + 0.11 / root) * distance
    if x < 0.2:  # the series does not converge there, and is 1 to all figures
        return distance, 1.0
    series = sum((-1) ** (k - 1) * math.exp(-2 * (k * x) ** 2) for k in range(1, 101))
    return distance, min(1.0, max(0.0, 2 * series))


def share(count: int, of: int) -> Share:
    """Return a share with its Wilson interval (Wilson, JASA 22, 1927)."""
    if of == 0:
        return Share(0, 0, None, 0.0, 1.0)
    z2 = _Z975**2
    value, scale = count / of, 1 + z2 / of
    middle = (value + z2 / (2 * of)) / scale
    half = _Z975 * math.sqrt(value * (1 - value) / of + z2 / (4 * of**2)) / scale
    # The interval holds its value; at none and all, rounding would leave it out by 1e-16.
    low, high = max(0.0, min(middle - half, value)), min(1.0, max(middle + half, value))
    return Share(count, of, value, low, high)
