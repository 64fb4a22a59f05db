"""What is said of a nodule, in words: pure functions from an entry to text. No widgets.

Two rules hold for every sentence here: a number never stands without what it was compared with, and where
the model must not judge there is a reason and no verdict.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.findings.description import agreement, words_of
from app.findings.entry import NoduleEntry
from app.i18n import mark, sentence, tr
from engine.findings import Call, probability_text
from engine.protocol import ModelInfo
from engine.risk.facts import UNKNOWN
from engine.statements import Statement

READERS_NOT_PATHOLOGY = mark(
    "The model learned from what readers of chest CT rated, not from pathology. Not for sole diagnosis."
)
NO_MODEL = mark("No model has judged this nodule; it is measured only.")


def number_mm(value: float) -> str:
    """Millimetres as they are read out: whole from 10 mm on, one decimal below.

    Between 30 and 31 mm the decimal stays: a mass of 30.3 mm must not read 30 mm, which would be a nodule.
    """
    return f"{value:.0f}" if value >= 9.95 and not 30 < value < 31 else f"{value:.1f}"


def size_short(entry: NoduleEntry) -> str:
    """Long axis, for the list."""
    return tr("{length_mm} mm", length_mm=number_mm(entry.long_axis.length_mm))


def size_text(entry: NoduleEntry) -> str:
    """Long by short axis."""
    return tr(
        "{length_mm:.1f} × {length_mm2:.1f} mm",
        length_mm=entry.long_axis.length_mm,
        length_mm2=entry.short_axis.length_mm,
    )


def corrected_mm(entry: NoduleEntry, own: Mapping[str, Statement]) -> tuple[float, float] | None:
    """Long and short axis as a reader corrected them; `None` where neither was."""
    axes = []
    for name, measured in (("long_axis_mm", entry.long_axis), ("short_axis_mm", entry.short_axis)):
        said = own.get(name)
        axes.append(None if said is None or said.value == UNKNOWN else float(said.value or 0))
        if axes[-1] is None:
            axes[-1] = measured.length_mm
    long, short = (float(axis or 0) for axis in axes)
    return (long, short) if (long, short) != (entry.long_axis.length_mm, entry.short_axis.length_mm) else None


def size_with_correction(entry: NoduleEntry, own: Mapping[str, Statement]) -> str:
    """Long by short axis; as the reader corrected them, with what was measured."""
    corrected = corrected_mm(entry, own)
    if corrected is None:
        return size_text(entry)
    measured = size_text(entry).removesuffix(" mm")
    return tr(
        "{corrected:.1f} × {corrected2:.1f} mm\n(measured {measured})",
        corrected=corrected[0],
        corrected2=corrected[1],
        measured=measured,
    )


def outline_text(entry: NoduleEntry) -> str:
    """Whose the outline is, all figures being measured on it; with those of the proposal beside."""
    edited = entry.edited
    if edited is None:
        return tr("as proposed")
    made = edited.made.astimezone()
    text = tr("edited by {reader}\n{made}", reader=edited.reader, made=f"{made:%Y-%m-%d %H:%M}")
    before = edited.proposal
    if before is None:
        return text
    score = "-" if before.probability is None else probability_text(before.probability)
    return f"{text}\n" + tr("was {size},\nscore {score}", size=size_text(before), score=score)


def stated_text(said: Statement | None) -> str:
    """What a reader stated, or that nobody did."""
    return f"{sentence(str(said.value))} ({said.reader})" if said is not None else tr("not stated")


def volume_text(entry: NoduleEntry) -> str:
    """Volume in mm3, three figures being all that a segmentation bears."""
    return f"{float(f'{entry.volume_mm3:.3g}'):,.0f} mm³".replace(",", " ")


def chip(entry: NoduleEntry) -> str:
    """What the list shows beside the size."""
    if entry.call is Call.OUT_OF_RANGE:
        return (
            tr("mass")
            if entry.is_mass
            else tr("no model")
            if entry.has_flag("no_model")
            else tr("out of range")
        )
    if entry.probability is None:
        return tr("not judged")
    if entry.call is Call.INDETERMINATE:
        return f"{probability_text(entry.probability)} ?"
    return probability_text(entry.probability)


def verdict(entry: NoduleEntry) -> str:
    """The call, in a few words."""
    if entry.call is Call.OUT_OF_RANGE:
        if entry.is_mass:
            return tr("Mass: no score")
        return tr("Measured only: no model") if entry.has_flag("no_model") else tr("Out of range: no score")
    if entry.probability is None:
        return tr("Not judged")
    return {
        Call.MALIGNANT: tr("Favours malignant"),
        Call.BENIGN: tr("Favours benign"),
        Call.INDETERMINATE: tr("Indeterminate"),
    }[entry.call]


def reason(entry: NoduleEntry) -> str:
    """Why the call is what it is, in one sentence."""
    if entry.is_mass:
        return tr("Suspicious by its size. The model knows nodules and must not judge it.")
    if entry.probability is None:
        judged = tr("The model must not judge this nodule; the reason is below.")
        return tr(NO_MODEL) if entry.has_flag("no_model") else judged
    text = tr("Probability of malignancy {probability}", probability=probability_text(entry.probability))
    if entry.model is None:
        return tr("{text}.", text=text)
    threshold = tr("the threshold {threshold:.2f}", threshold=entry.model.threshold)
    if entry.call is Call.INDETERMINATE:
        return tr("{text}: too near {threshold} to take a side.", text=text, threshold=threshold)
    if entry.probability >= entry.model.threshold:
        return tr("{text}, at or above {threshold}.", text=text, threshold=threshold)
    return tr("{text}, below {threshold}.", text=text, threshold=threshold)


def reference(entry: NoduleEntry) -> str:
    """Where the score falls among the reference nodules; empty where it is not known."""
    benign, malignant = entry.percentile_benign, entry.percentile_malignant
    if benign is not None and malignant is not None:
        return tr(
            "It scores higher than {benign:.0f} % of the benign and {malignant:.0f} % of the malignant"
            " reference nodules.",
            benign=benign,
            malignant=malignant,
        )
    if benign is not None:
        return tr("It scores higher than {benign:.0f} % of the benign reference nodules.", benign=benign)
    if malignant is not None:
        return tr(
            "It scores higher than {malignant:.0f} % of the malignant reference nodules.", malignant=malignant
        )
    return ""


def size_alone(entry: NoduleEntry) -> str:
    """What the long axis alone would say; empty where it is not known, or where a flag says it already."""
    if entry.size_probability is None or entry.has_flag("large_for_benign"):
        return ""
    return tr(
        "Size alone ({size}) would say {size_probability}.",
        size=size_short(entry),
        size_probability=probability_text(entry.size_probability),
    )


def readers(entry: NoduleEntry) -> str:
    """Whether readers would agree; empty where it is not known. Where they would differ a flag says why."""
    if entry.readers is None:
        return ""
    if entry.has_flag("readers_would_differ"):
        return tr("Ratings expected of readers:")
    return agreement(entry.readers)


def looks(entry: NoduleEntry) -> str:
    """What the nodule looks like to the model; empty where it cannot say."""
    text = words_of(entry.description)
    return tr("As the model sees it: {text}.", text=text) if text else ""


def outdated(entry: NoduleEntry, active: ModelInfo | None) -> str:
    """Say that another model is active than the one that judged it; empty where that is not so."""
    if active is None or not entry.outdated(active):
        return ""
    name = f"{active.id}-{active.version}"
    if not entry.judged_by:
        return tr("It was measured before a model was there; {name} has not judged it.", name=name)
    return tr(
        "Judged by {judged_by}. {name} is active now and has not judged it.",
        judged_by=entry.judged_by,
        name=name,
    )


def map_note(entry: NoduleEntry) -> str:
    """Say why there is no heat map on the image; empty where there is one."""
    if entry.lacks_outline:
        return ""
    if entry.map is None and entry.probability is not None:
        return tr("The heat map can only be drawn by the model that judged it.")
    if entry.map is None:
        return tr("There is no heat map where there is no score.")
    if entry.call is Call.BENIGN and not entry.show_map:
        return tr("A benign call shows the outline: what speaks for benign is an absence, not a spot.")
    return ""


def model_line(entry: NoduleEntry) -> str:
    """Which model said it, on what, and how long it took."""
    if entry.suggested_by:
        again = (
            tr(" · judged again by {judged_by}", judged_by=entry.judged_by)
            if entry.judged_by != entry.suggested_by
            else ""
        )
        return tr(
            "suggested by Analyze folder with {suggested_by}{again}",
            suggested_by=entry.suggested_by,
            again=again,
        )
    if entry.model is None:
        return tr("no model")
    parts = [
        f"{entry.model.id}-{entry.model.version}",
        f"{entry.model.runtime} {entry.model.precision}",
        tr("answered in {answered_ms:.0f} ms", answered_ms=entry.answered_ms),
    ]
    return " · ".join(parts)
