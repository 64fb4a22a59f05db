"""What there is to label, in which order, and how much of it is done. Plain data; no widgets, no store.

The order is that of active learning: first what nobody has labelled, and of that what the active model is
least sure of, since a label there teaches it most (uncertainty sampling, Lewis and Gale, SIGIR 1994; for
two classes by entropy, as Settles, *Active Learning Literature Survey*, 2009, section 3.1).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.i18n import mark, tr, trn
from app.labelling.state import LabelState, nearest
from app.labelling.words import LABELS, REVIEWS
from engine.findings import Decision, Point
from engine.labels.kinds import Label, Review
from engine.matching import match

if TYPE_CHECKING:
    from engine.labels.label import SiteLabel
    from engine.store.decisions import StoredDecision
    from engine.store.findings import StoredAnalysis


@dataclass(frozen=True)
class QueueItem:
    """One nodule of the store, or of the window.

    Parameters
    ----------
    series_uid, patient_key, description
        Of its series.
    finding_id, centre_mm, long_axis_mm
        The nodule.
    probability, model
        What a model says of it, and which one (``ID-VERSION``); empty where none has.
    state
        Its label.
    """

    series_uid: str
    patient_key: str
    description: str
    finding_id: str
    centre_mm: Point
    long_axis_mm: float | None
    probability: float | None
    model: str
    state: LabelState | None = None

    @property
    def entropy_bits(self) -> float | None:
        """How unsure the model is: from 0 (certain) to 1 (even chances); `None` without a probability."""
        return None if self.probability is None else entropy_bits(self.probability)


def entropy_bits(probability: float) -> float:
    """Return the entropy of a yes-or-no with this probability (Shannon 1948), in bits.

    Examples
    --------
    >>> entropy_bits(0.5), entropy_bits(1.0)
    (1.0, 0.0)
    """
    shares = (probability, 1.0 - probability)
    return abs(sum(-share * math.log2(share) for share in shares if share > 0))


def ordered(items: Iterable[QueueItem], active: str) -> list[QueueItem]:
    """Return what to label first, at the beginning.

    Unlabelled ones before labelled ones; of these drafts, which wait for a second reader, before those that
    were seen. Scores of the active model before those of others, which say nothing of what this one would
    learn; the least sure first; those without a score last.

    Parameters
    ----------
    items
        In any order; equal ones keep it.
    active
        The active model, ``ID-VERSION``.
    """

    def key(item: QueueItem) -> tuple[int, int, float]:
        entropy = item.entropy_bits
        stage = 0
        if item.state is not None:
            stage = 1 if item.state.review is Review.DRAFT else 2
        scored = 2 if entropy is None else 0 if item.model == active else 1
        return (stage, scored, -(entropy or 0.0))

    return sorted(items, key=key)


#: What the queue can be narrowed to.
FILTERS: dict[str, Callable[[LabelState | None], bool]] = {
    mark("To label"): lambda state: state is None,
    mark("All"): lambda _state: True,
    mark("Labelled"): lambda state: state is not None,
    mark("Waits for a second reader"): lambda state: state is not None and state.review is Review.DRAFT,
    mark("Flagged"): lambda state: state is not None and state.review is Review.FLAGGED,
    mark("Approved"): lambda state: state is not None and state.review is Review.APPROVED,
    mark("Benign"): lambda state: state is not None and state.label is Label.BENIGN,
    mark("Malignant"): lambda state: state is not None and state.label is Label.MALIGNANT,
    mark("Unsure"): lambda state: state is not None and state.label is Label.UNSURE,
}


def next_to_label(items: Sequence[QueueItem], active: str, after: QueueItem | None) -> QueueItem | None:
    """Return the next one without a label.

    Parameters
    ----------
    items
        In any order.
    active
        The active model, ``ID-VERSION``.
    after
        The nodule that is looked at: the search goes on from its place in the order, whether it was labelled
        or passed over, and round the end.
    """
    here = next((item for item in items if after is not None and same_nodule(item, after)), None)
    line = ordered((replace(item, state=None) if item is here else item for item in items), active)
    at = next((i for i, item in enumerate(line) if here is not None and same_nodule(item, here)), -1)
    around = [*line[at + 1 :], *line[: at + 1]]
    return next((i for i in around if i.state is None and not (here and same_nodule(i, here))), None)


def same_nodule(one: QueueItem, other: QueueItem) -> bool:
    """Whether two items are one nodule."""
    return one.series_uid == other.series_uid and bool(match([one.centre_mm], [other.centre_mm]))


def with_states(items: Sequence[QueueItem], series_uid: str, states: Sequence[LabelState]) -> list[QueueItem]:
    """Return the items with the labels that hold in one series now."""
    at = [i for i, item in enumerate(items) if item.series_uid == series_uid]
    found = nearest([items[i].centre_mm for i in at], states)
    changed = list(items)
    for n, i in enumerate(at):
        changed[i] = replace(items[i], state=found.get(n))
    return changed


def with_more(items: Sequence[QueueItem], more: Iterable[QueueItem]) -> list[QueueItem]:
    """Return the items and those of `more` that are not among them: nodules that only the window knows."""
    return [*items, *(new for new in more if not any(same_nodule(new, item) for item in items))]


def counts_text(items: Sequence[QueueItem]) -> str:
    """Return how much is done, in a line."""
    labelled = [item.state for item in items if item.state is not None]
    patients = {item.patient_key for item in items if item.state is not None}
    parts = [tr("{n} of {n2} nodules labelled", n=len(labelled), n2=len(items))]
    parts += [
        f"{sum(state.label is label for state in labelled)} {tr(LABELS[label]).lower()}" for label in Label
    ]
    parts.append(trn("1 patient", "{n} patients", len(patients)))
    for review in (Review.APPROVED, Review.FLAGGED):
        parts.append(f"{sum(state.review is review for state in labelled)} {tr(REVIEWS[review])}")
    return " · ".join(parts)


# ------------------------------------------------------------ out of the store


def items_of(
    analyses: Sequence[StoredAnalysis],
    decided: Mapping[str, Sequence[StoredDecision]],
    labels: Sequence[SiteLabel],
) -> tuple[QueueItem, ...]:
    """Return the nodules of the store: what a batch suggests first and nobody rejected, and what is labelled.

    Parameters
    ----------
    analyses
        The newest of every series.
    decided
        Series UID to the decisions that hold.
    labels
        Of all series.
    """
    items: list[QueueItem] = []
    for analysis in analyses:
        items += _suggested(analysis, decided.get(analysis.series.series_uid, ()))
    by_series: dict[str, list[SiteLabel]] = {}
    for label in labels:
        by_series.setdefault(label.series.series_uid, []).append(label)
    for series_uid, of_series in by_series.items():
        known = [(i, item) for i, item in enumerate(items) if item.series_uid == series_uid]
        pairs = match([item.centre_mm for _, item in known], [label.centre_mm for label in of_series])
        taken = set(pairs.values())
        for n, j in pairs.items():
            i, item = known[n]
            items[i] = replace(item, state=LabelState.of(of_series[j]))
        items += [_labelled(label) for j, label in enumerate(of_series) if j not in taken]
    return tuple(items)


def _suggested(analysis: StoredAnalysis, decided: Sequence[StoredDecision]) -> list[QueueItem]:
    series, found = analysis.series, analysis.findings
    centres = [_point(f["centre_mm"]) for f in found]
    pairs = match(centres, [d.centre_mm for d in decided])
    decision = {i: decided[j].decision for i, j in pairs.items()}
    model = f"{analysis.model_id}-{analysis.model_version}" if analysis.model_id else ""
    return [
        QueueItem(
            series.series_uid, series.patient_key, series.description, str(f["id"]), centres[i],
            f["long_axis_mm"], f["probability"], model,
        )
        for i, f in enumerate(found)
        if decision.get(i) is not Decision.REJECTED and (f.get("shown", True) or i in decision)
    ]  # fmt: skip


def _labelled(label: SiteLabel) -> QueueItem:
    series = label.series
    return QueueItem(
        series.series_uid, series.patient_key, series.description, label.finding_id, label.centre_mm,
        label.long_axis_mm, label.probability, label.model or "", LabelState.of(label),
    )  # fmt: skip


def _point(values: Sequence[float]) -> Point:
    x, y, z = (float(v) for v in values)
    return (x, y, z)
