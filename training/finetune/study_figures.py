"""What a site study found: mean AUC before, after and its change, with intervals by patient; and in words."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from training.metrics import auc, mean_with_intervals

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]


def mean_changes(
    runs: list[tuple[Floats, Floats, npt.NDArray[np.bool_]]], label: Rows, patients: npt.NDArray[np.str_]
) -> dict[str, Any]:
    """Return the mean AUC over the repeats: old, new and change, with intervals by patient.

    Parameters
    ----------
    runs
        Of each repeat the old logits, the new ones, and which cases it judges; shape ``(cases,)`` each.
    label, patients
        Of the cases.
    """

    def of_run(old: Floats, new: Floats, judged: npt.NDArray[np.bool_], rows: Rows) -> dict[str, float]:
        rows = rows[judged[rows]]
        before, after = auc(label[rows], old[rows]), auc(label[rows], new[rows])
        return {"old": before, "new": after, "change": after - before}

    return mean_with_intervals([partial(of_run, *one) for one in runs], patients)


def study_text(document: dict[str, Any]) -> str:
    """Return the document of ``noduscope train site-study`` as text."""
    site, base = document["site"], document["base"]
    of_site = f"{document['manufacturer']}, {site['n']} nodules of {site['patients']} patients"
    lines = [
        f"The site: {of_site}, divided {len(document['repeats'])} times",
        f"The base: trained on {base['cases']} nodules of {base['patients']} other patients",
    ]
    for name, text in (("site", "the site's untouched patients"), ("elsewhere", "patients from elsewhere")):
        auc_of, n = document[name]["auc"], document[name]["n"]
        change = auc_of["change"]
        lines.append(
            f"{text} ({n} nodules): AUC {auc_of['old']['value']:.3f} before, {auc_of['new']['value']:.3f} "
            f"after, change {change['value']:+.3f} ({change['low']:+.3f} to {change['high']:+.3f})"
        )
    return "\n".join(lines)
