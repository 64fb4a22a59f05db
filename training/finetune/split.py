"""How a site's nodules are divided: 70/15/15 and into folds, by patient, stratified, proven disjoint.

Two patient numbers that show one picture count as one patient throughout. Undecided nodules are in no part.
Knows cases only, nothing of networks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.cases import Dataset
from training.errors import TrainingError
from training.leakage import Pair, check_near_duplicates
from training.splits import LeakageError

#: Of the nodules: to learn from, to stop early by, and untouched.
SHARES = (0.70, 0.15, 0.15)
PARTS = ("train", "val", "test")
#: Of a fold's nodules: to learn from, and to stop early by.
FOLD_SHARES = (0.85, 0.15)
#: Shuffles of the patients that the most even division is chosen from.
SHUFFLES = 200

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Site:
    """A dataset's nodules as they may be divided; arrays of shape ``(cases,)``.

    Parameters
    ----------
    dataset
        The cases.
    group
        Whose they are, one patient under two numbers being one.
    decided
        Which have a decided label and may be trained on.
    """

    dataset: Dataset
    group: npt.NDArray[np.str_]
    decided: npt.NDArray[np.bool_]

    @property
    def label(self) -> npt.NDArray[np.intp]:
        """1 malignant, 0 benign or undecided."""
        return np.array([int(case.label or 0) for case in self.dataset.cases], dtype=np.intp)

    @property
    def chosen(self) -> Indices:
        """Places of the decided cases."""
        return np.flatnonzero(self.decided)


def site_of(dataset: Dataset, pictures: list[Pair]) -> Site:
    """Return a dataset as it may be divided.

    Parameters
    ----------
    dataset
        The cases.
    pictures
        What `training.leakage.same_pictures` found among them.
    """
    group = np.array([case.patient_id for case in dataset.cases], dtype=np.str_)
    for pair in pictures:
        group[group == group[pair.second]] = group[pair.first]
    decided = dataset.trainable & np.array([case.reportable for case in dataset.cases], dtype=bool)
    return Site(dataset, group, decided)


def three_parts(site: Site, seed: int) -> tuple[Indices, Indices, Indices]:
    """Return the places of the cases to train on, to stop early by, and to leave untouched.

    Raises
    ------
    TrainingError
        If there are fewer than three patients.
    """
    train, val, test = _by_shares(site, site.chosen, SHARES, seed)
    return train, val, test


def folds_of(site: Site, n_folds: int, seed: int) -> Indices:
    """Return the fold in which each case is judged, shape ``(cases,)``; -1 where it is undecided.

    Raises
    ------
    TrainingError
        If there are fewer patients than folds.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    chosen = site.chosen
    patients = len(np.unique(site.group[chosen]))
    if patients < n_folds:
        raise TrainingError(f"{n_folds} folds need at least as many patients; there are {patients}.")
    folds = np.full(len(site.dataset), -1, dtype=np.intp)
    splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
    label, group = site.label[chosen], site.group[chosen]
    for number, (_, held_out) in enumerate(splitter.split(group, label, group)):
        folds[chosen[held_out]] = number
    return folds


def of_fold(site: Site, folds: Indices, fold: int, seed: int) -> tuple[Indices, Indices]:
    """Return the places of the cases that a fold's training learns from, and those it stops early by."""
    others = np.flatnonzero((folds >= 0) & (folds != fold))
    train, val = _by_shares(site, others, FOLD_SHARES, seed)
    return train, val


def prove_disjoint(site: Site, part: Indices) -> None:
    """Refuse a division in which a patient, a series or a picture is in more than one part.

    Parameters
    ----------
    site
        The cases.
    part
        Shape ``(cases,)``: the part of each; -1 is in none.

    Raises
    ------
    LeakageError
        If one is.
    """
    used = np.flatnonzero(part >= 0)
    for what, names in (
        ("patient", site.group),
        ("series", np.array([case.series_uid for case in site.dataset.cases], dtype=np.str_)),
    ):
        shared = shared_between(names[used], part[used])
        if shared:
            raise LeakageError(f"{shared} {what}(s) are in more than one part of the division.")
    check_near_duplicates(site.dataset.only(used), part[used])


def shared_between(names: npt.NDArray[np.str_], part: Indices) -> int:
    """Return how many names (empty ones aside) are in more than one part."""
    parts: dict[str, set[int]] = {}
    for name, number in zip(names, part, strict=True):
        if name:
            parts.setdefault(str(name), set()).add(int(number))
    return sum(len(numbers) > 1 for numbers in parts.values())


def part_of(site: Site, parts: Mapping[int, Indices] | tuple[Indices, ...]) -> Indices:
    """Return the number of each case's part, shape ``(cases,)``; -1 where it is in none."""
    items = parts.items() if isinstance(parts, Mapping) else enumerate(parts)
    number = np.full(len(site.dataset), -1, dtype=np.intp)
    for which, places in items:
        number[places] = which
    return number


def _by_shares(site: Site, chosen: Indices, shares: tuple[float, ...], seed: int) -> list[Indices]:
    """Divide cases by patient: of many shuffles, the one whose parts are nearest to their shares by class."""
    names, owner = np.unique(site.group[chosen], return_inverse=True)
    if len(names) < len(shares):
        raise TrainingError(f"{len(names)} patients cannot be divided into {len(shares)} parts.")
    label = site.label[chosen]
    counts = np.stack([np.bincount(owner[label == value], minlength=len(names)) for value in (0, 1)], axis=1)
    wanted = np.outer(shares, counts.sum(0))
    ends = np.cumsum(shares)[:-1] * len(chosen)
    random = np.random.default_rng(seed)
    best, least = np.zeros(len(names), dtype=np.intp), np.inf
    for _ in range(SHUFFLES):
        order = random.permutation(len(names))
        # A patient belongs where the middle of his nodules falls.
        sizes = counts[order].sum(1)
        place = np.searchsorted(ends, np.cumsum(sizes) - sizes / 2, side="right")
        part = np.empty(len(names), dtype=np.intp)
        part[order] = place
        found = np.stack([counts[part == number].sum(0) for number in range(len(shares))])
        away = float(np.abs(found - wanted).sum())
        if away < least and len(np.unique(part)) == len(shares):
            best, least = part, away
    return [chosen[best[owner] == number] for number in range(len(shares))]
