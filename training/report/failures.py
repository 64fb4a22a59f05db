"""The worst failures: nodules that were called wrongly with the greatest certainty, each with its picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.patch import PatchSpec
from training.cases import Case, Dataset, hashed_identifier
from training.leave_out import THICK_MM, manufacturer_of
from training.metrics import with_intervals
from training.report.blocks import CaseCard
from training.report.case_picture import HALF, case_png, outlined
from training.report.columns import Columns
from training.report.subject import Seen

COUNT = 18
#: A nodule of LIDC-IDRI as its importer names it; the collection and its identifiers are public.
_LIDC = re.compile(r"(LIDC-IDRI-\d{4})_n\d+")
_CALCIFIED = "CALCIFIED"
#: Below this share of readers (or this mean) the attribute ``calcification_absent`` counts as calcified.
_CALCIFIED_BELOW = 0.5


def public_name(case: Case) -> str:
    """Return a case's identifier if it is of a public collection, else a hash that tells nothing."""
    public = _LIDC.fullmatch(case.id)
    if public and public[1] == case.patient_id:
        return case.id
    return f"case {hashed_identifier(case.id)[:12]}"


def is_calcified(case: Case) -> bool | None:
    """Whether the readers called a nodule calcified; `None` where they were not asked."""
    absent = case.attributes.get("calcification_absent")
    return None if absent is None else absent < _CALCIFIED_BELOW


def worst(columns: Columns, count: int) -> npt.NDArray[np.intp]:
    """Return the rows that were called wrongly, the most certain first."""
    rows = np.flatnonzero(columns.wrong)
    return rows[np.argsort(-columns.certainty[rows], kind="stable")][:count]


def cards(
    dataset: Dataset,
    columns: Columns,
    rows: Sequence[int],
    seen: dict[int, Seen],
    *,
    spec: PatchSpec,
    limit: float,
) -> tuple[CaseCard, ...]:
    """Make the cards of some rows.

    Parameters
    ----------
    dataset, columns, rows
        The cases.
    seen
        What the network made of them, by place in the dataset; missing ones are shown without.
    spec
        The network's input: what of the image is shown.
    limit
        Fixed end of the maps' colour scale, in logit units.
    """
    made = []
    for number, row in enumerate(rows, start=1):
        index, case = int(columns.index[row]), columns.cases[row]
        made.append(
            CaseCard(
                title=f"{number}. {public_name(case)}",
                mark=_CALCIFIED if is_calcified(case) else "",
                lines=(*_lines(case, float(columns.probability[row])), *_no_outline(dataset, index, spec)),
                picture=case_png(dataset, index, seen.get(index), spec, limit),
            )
        )
    return tuple(made)


def common_traits(columns: Columns) -> list[tuple[str, int, int, dict[str, float | None]]]:
    """Return for kinds of nodules how many were called wrongly: name, wrong, all, share with interval."""
    size = np.array([case.diameter_mm or np.nan for case in columns.cases], dtype=float)
    scores = [case.scores for case in columns.cases]
    kinds: dict[str, npt.NDArray[np.bool_]] = {
        "all": np.ones(len(size), dtype=bool),
        "benign (called malignant)": columns.label == 0,
        "malignant (called benign)": columns.label == 1,
        "below 8 mm": size < 8,
        "8 to 15 mm": (size >= 8) & (size < 15),
        "15 mm and more": size >= 15,
        "calcified, say the readers": np.array([bool(is_calcified(case)) for case in columns.cases]),
        "readers on both sides of 3": np.array([bool(s) and min(s) < 3 < max(s) for s in scores]),
        f"slices above {THICK_MM:g} mm": np.array(
            [(case.slice_thickness_mm or 0) > THICK_MM for case in columns.cases]
        ),
        "model certain (p < 0.1 or > 0.9)": columns.certainty > 0.9,
    }
    found = []
    for name, flags in kinds.items():
        if not flags.any():
            continue

        def share(rows: npt.NDArray[np.intp], flags: npt.NDArray[np.bool_] = flags) -> dict[str, float]:
            inside = columns.wrong[rows][flags[rows]]
            return {"wrong": float(inside.mean()) if len(inside) else float("nan")}

        figure = with_intervals(share, columns.patients)["wrong"]
        found.append((name, int(columns.wrong[flags].sum()), int(flags.sum()), figure))
    return found


def _lines(case: Case, probability: float) -> tuple[str, ...]:
    readers = "malignant" if case.label == 1 else "benign"
    called = "malignant" if probability >= 0.5 else "benign"
    ratings = f" (ratings {', '.join(map(str, sorted(case.scores)))})" if case.scores else ""
    facts = [
        f"{case.diameter_mm:.1f} mm" if case.diameter_mm else "diameter unknown",
        f"slices {case.slice_thickness_mm:g} mm" if case.slice_thickness_mm else "",
        manufacturer_of(case),
    ]
    rated = ", ".join(
        f"{name.replace('_', ' ')} {value:g}"
        for name, value in case.attributes.items()
        if name != "calcification_absent"
    )
    calcified = {True: "calcified", False: "not calcified", None: ""}[is_calcified(case)]
    attributes = ", ".join(part for part in (rated, calcified) if part)
    lines = [
        f"Readers: {readers}{ratings}",
        f"Model: {called}, probability {probability:.3f}",
        ", ".join(part for part in facts if part),
    ]
    return (*lines, f"Readers' attributes: {attributes}") if attributes else tuple(lines)


def _no_outline(dataset: Dataset, index: int, spec: PatchSpec) -> tuple[str, ...]:
    return (
        ()
        if outlined(dataset, index, spec).max() >= HALF
        else ("Fewer than half of the readers outlined it on this slice.",)
    )
