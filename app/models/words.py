"""What is said of a model, in words: pure functions from its facts to text. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import mark, sentence, tr
from engine.protocol_models import Figure, ModelFacts

#: Figures in the card's order, and what they are called there.
FIGURES = {
    "auc": mark("AUC"),
    "size_auc": mark("AUC of size alone"),
    "sensitivity": mark("Sensitivity"),
    "specificity": mark("Specificity"),
    "accuracy": mark("Accuracy"),
    "ece": mark("Calibration error (ECE)"),
    "brier": mark("Brier score"),
}
#: Actions as the dialog's state line says them.
BUSY = {
    "install": mark("Checking the package …"),
    "activate": mark("Opening the model …"),
    "rollback": mark("Opening the model …"),
    "reload": mark("Opening the model …"),
    "remove": mark("Removing …"),
    "verify": mark("Checking its answers on every runtime …"),
    "export": mark("Writing …"),
}


def figure(value: Figure | None) -> str:
    """Return a figure with its interval; a dash where the package has none."""
    if value is None:
        return "–"
    if value.low is None or value.high is None:
        return f"{value.value:.3f}"
    return tr("{value:.3f} ({low:.3f} to {high:.3f})", value=value.value, low=value.low, high=value.high)


def figure_rows(model: ModelFacts, other: ModelFacts | None) -> list[tuple[str, str, str]]:
    """Return name, figure, and the other model's figure, for each that one of them has."""
    rows = []
    for key, name in FIGURES.items():
        mine, theirs = model.figures.get(key), other.figures.get(key) if other else None
        if mine is not None or theirs is not None:
            rows.append((tr(name), figure(mine), figure(theirs) if other else ""))
    return rows


def figures_note(model: ModelFacts, other: ModelFacts | None) -> str:
    """Say what the figures were measured on, and whether two columns may be compared."""
    if not model.figures:
        return tr("The package has no figures: how well it judges was not measured, or not told.")
    parts = [tr("Out of fold, 95 % interval by patient")]
    if model.n is not None and model.n_patients is not None:
        parts = [
            tr(
                "{n} nodules of {n_patients} patients, out of fold; 95 % interval by patient",
                n=model.n,
                n_patients=model.n_patients,
            )
        ]
    text = tr("{text}.", text=parts[0])
    if other is None or not other.figures or other.dataset_sha256 == model.dataset_sha256:
        return text
    if model.lineage is not None and model.lineage.parent == other.name:
        text += tr(
            " The two columns are of different data; its verdict compares the two on the same nodules."
        )
    else:
        text += tr(
            " The two columns are of different data and cannot be compared:"
            " Fine-tune and `noduscope train compare` do it on the same nodules."
        )
    return text


def warnings(model: ModelFacts) -> str:
    """Return what must be known before a model is used, a line each; empty where there is nothing."""
    lineage = model.lineage
    texts = list(model.warnings)
    if lineage is not None and lineage.override:
        verdict = sentence(lineage.verdict.replace("_", " "))
        texts.insert(
            0,
            tr(
                "It was let through although its verdict is “{verdict}”: {override}",
                verdict=verdict,
                override=lineage.override,
            ),
        )
    return "\n".join(f"⚠ {sentence(text)}" for text in texts)


def origin(model: ModelFacts) -> str:
    """Where a model is from, for the list."""
    return tr("with the program") if model.bundled else tr("installed")


def state(model: ModelFacts) -> str:
    """Its state in a word or two, for the list."""
    if model.problem:
        return tr("chosen, but refused") if model.active else tr("refused")
    return tr("active") if model.active else ""


def provenance(model: ModelFacts) -> list[tuple[str, str]]:
    """Return the rows on where a model comes from; hashes in full, for comparing."""
    lineage = model.lineage
    rows = [
        (
            tr("Made"),
            tr(
                "{created}, {model}, {megabytes:.1f} MB",
                created=model.created,
                model=origin(model),
                megabytes=model.megabytes,
            ),
        ),
        (tr("Parent"), lineage.parent if lineage else tr("none: it was not fine-tuned from another")),
    ]
    if lineage is not None:
        rows.append(
            (tr("Verdict"), f"{sentence(lineage.verdict.replace('_', ' '))}. {sentence(lineage.sentence)}")
        )
        rows.append((tr("Site's data set (SHA-256)"), lineage.dataset_sha256))
    rows += [
        (tr("Signature"), sentence(model.signature)),
        (
            tr("Trained on"),
            tr("{n_training_patients} patients", n_training_patients=model.n_training_patients),
        ),
        (tr("Data set (SHA-256)"), model.dataset_sha256),
        (tr("Recipe (SHA-256)"), model.recipe_sha256),
        (tr("Package (SHA-256)"), model.sha256),
        (tr("Licence"), model.licence),
    ]
    return rows


def envelope(model: ModelFacts) -> list[tuple[str, str]]:
    """Return the rows on what a model may judge."""
    of = model.envelope
    if not of:
        return []
    largest = min(of["diameter_mm"]["high"], of["max_diameter_mm"])
    kernels = ", ".join(of["kernels"]) or tr("not told")
    return [
        (tr("Nodules"), tr("{low:g} to {high:g} mm", low=of["diameter_mm"]["low"], high=largest)),
        (tr("Slice thickness"), tr("up to {most} mm", most=f"{of['slice_thickness_mm']['high']:g}")),
        (tr("Pixel size"), tr("up to {most} mm", most=f"{of['pixel_spacing_mm']['high']:.2f}")),
        (tr("Scanners"), ", ".join(of["manufacturers"])),
        (tr("Kernels"), kernels),
        (tr("Threshold"), f"{model.threshold:g}" if model.threshold is not None else "–"),
    ]


def kept(count: int, names: Sequence[str]) -> str:
    """Say that nodules keep the score of the model that judged them; empty without any."""
    if not count:
        return ""
    judges = tr(" and ").join(names)
    if count == 1:
        return tr(
            "The nodule on screen keeps its score by {judges} until it is assessed again.", judges=judges
        )
    return tr(
        "The {count} nodules of this series keep their score by {judges} until they are assessed again.",
        count=count,
        judges=judges,
    )
