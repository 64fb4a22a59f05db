"""The cases that figures count, as columns: who they are, what the readers said, how large they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.cases import Case, Dataset


@dataclass(frozen=True, eq=False)
class Cohort:
    """Counted cases; arrays of shape ``(cases,)``.

    Parameters
    ----------
    cases
        The cases, all with a decided label.
    fold
        Of each.
    """

    cases: tuple[Case, ...]
    fold: npt.NDArray[np.intp]

    @classmethod
    def of(cls, dataset: Dataset, index: npt.NDArray[np.intp], fold: npt.NDArray[np.intp]) -> Cohort:
        """Take cases of a dataset by their places."""
        return cls(tuple(dataset.cases[i] for i in index), fold)

    def __len__(self) -> int:
        return len(self.cases)

    @property
    def label(self) -> npt.NDArray[np.intp]:
        """1 malignant, 0 benign."""
        return np.array([case.label for case in self.cases], dtype=np.intp)

    @property
    def patients(self) -> npt.NDArray[np.str_]:
        """Whose they are."""
        return np.array([case.patient_id for case in self.cases])

    @property
    def diameter_mm(self) -> npt.NDArray[np.float64]:
        """As the readers drew it; NaN where unknown."""
        return np.array([case.diameter_mm or np.nan for case in self.cases], dtype=float)

    @property
    def edge_diameter_mm(self) -> npt.NDArray[np.float64]:
        """The same from edge to edge: see `training.cases.Case.edge_diameter_mm`."""
        return np.array([case.edge_diameter_mm or np.nan for case in self.cases], dtype=float)

    @property
    def rated(self) -> npt.NDArray[np.bool_]:
        """Whether the readers' single ratings are known."""
        return np.array([bool(case.scores) for case in self.cases])

    @property
    def agreed(self) -> npt.NDArray[np.bool_]:
        """Whether every reader rated it on the same side: all above 3, or all below."""
        return np.array(
            [bool(case.scores) and (min(case.scores) > 3 or max(case.scores) < 3) for case in self.cases]
        )

    @property
    def opposed(self) -> npt.NDArray[np.bool_]:
        """Whether one reader rated it above 3 and another below."""
        return np.array(
            [bool(case.scores) and min(case.scores) < 3 < max(case.scores) for case in self.cases]
        )
