"""Folds that hold out a kind of scanner, to ask what a model does on one it has never seen.

Knows cases and folds only, nothing of networks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from training.cases import Case, Dataset
from training.errors import TrainingError
from training.splits import Split, check_leakage, digest
from training.three_way import three_way_split

LeaveOut = Literal["manufacturer", "thick-slices", "test-set"]
#: Slices above this are thick: partial volume blurs what is smaller than a few of them.
THICK_MM = 2.5
#: With fewer counted nodules a part's own figures are hardly worth an interval.
SMALL = 100
#: Fold of cases that no training holds out.
NEVER_HELD_OUT = -1


def manufacturer_of(case: Case) -> str:
    """Return the first word of the recorded manufacturer, in one spelling; empty where none is recorded."""
    word = re.search(r"\w+", case.manufacturer)
    if word is None:
        return ""
    return word[0].upper() if len(word[0]) <= 3 else word[0].capitalize()


def leave_out_split(dataset: Dataset, what: LeaveOut) -> Split:
    """Hold out one manufacturer after the other, or all thick slices once.

    A patient scanned by two manufacturers is judged in the fold of the one with most of its cases (in doubt
    the first by name), one with thick and thin slices among the thick; no training of a fold sees any
    patient of the fold or any other case of the scanner that it holds out.

    Parameters
    ----------
    dataset
        The cases.
    what
        ``"manufacturer"``: a fold each, the manufacturer being the first word of what is recorded.
        ``"thick-slices"``: one fold with the slices above `THICK_MM`; the others are held out by none.
        ``"test-set"``: no kind of scanner but 15 % of the patients (`training.three_way`).

    Returns
    -------
    Split

    Raises
    ------
    LeakageError
        If a series filed under two patients would be in two folds.
    TrainingError
        If a case lacks what is split by, or if there is nothing to hold out or nothing left to train on.
    """
    if what == "test-set":
        return three_way_split(dataset)
    if what == "manufacturer":
        kinds = [manufacturer_of(case) for case in dataset.cases]
        _all_known([bool(name) for name in kinds], "manufacturer")
        names = tuple(sorted(set(kinds)))
        if len(names) < 2:
            raise TrainingError(
                f"All cases are from scanners of {names[0]}; without them nothing is left to train on."
            )
        kind = np.array([names.index(name) for name in kinds], dtype=np.intp)
        folds = _by_patient(dataset.cases, kind, _commonest)
    else:
        thickness = [case.slice_thickness_mm or 0.0 for case in dataset.cases]
        _all_known([mm > 0 for mm in thickness], "slice thickness")
        names = (f"slices > {THICK_MM:g} mm",)
        kind = np.where(np.array(thickness) > THICK_MM, 0, NEVER_HELD_OUT)
        folds = _by_patient(dataset.cases, kind, max)
        if len(np.unique(folds)) < 2:
            which = "No" if folds[0] == NEVER_HELD_OUT else "Every"
            raise TrainingError(
                f"{which} patient has slices of more than {THICK_MM:g} mm, so there is nothing to compare."
            )
    check_leakage(dataset.cases, folds)
    return Split(folds, False, digest(dataset.cases, folds), leave_out=what, names=names, kind=kind)


def notes(dataset: Dataset, split: Split) -> list[str]:
    """Say in sentences what a split by scanner cannot show: small parts, cases that stay with a patient."""
    found = []
    reportable = np.array([case.reportable for case in dataset.cases])
    for fold, name in enumerate(split.names):
        counted = int((reportable & (split.folds == fold)).sum())
        if counted < SMALL:
            found.append(
                f"{name}: only {counted} nodules count in figures, so its own figures say little; they count "
                "in the pooled ones."
            )
    if split.kind is not None and (strays := np.count_nonzero(split.kind != split.folds)):
        found.append(
            f"{strays} cases are of another kind of scanner than most of their patient's: they are judged "
            "with their patient, and no training that holds out their own kind sees them."
        )
    return found


def _all_known(known: list[bool], what: str) -> None:
    if missing := known.count(False):
        raise TrainingError(
            f"{missing} of {len(known)} cases have no {what}, so nobody can say whether a model has seen "
            "their kind of scanner. Give it for all, or leave these cases out of the dataset."
        )


def _by_patient(
    cases: Sequence[Case], kind: npt.NDArray[np.intp], choose: Callable[[list[int]], int]
) -> npt.NDArray[np.intp]:
    """Give all cases of a patient the kind that is chosen from theirs."""
    own: dict[str, list[int]] = {}
    for case, number in zip(cases, kind, strict=True):
        own.setdefault(case.patient_id, []).append(int(number))
    chosen = {patient: choose(numbers) for patient, numbers in own.items()}
    return np.array([chosen[case.patient_id] for case in cases], dtype=np.intp)


def _commonest(numbers: list[int]) -> int:
    return Counter(sorted(numbers)).most_common(1)[0][0]
