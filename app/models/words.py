"""What is said of a model, in words: pure functions from its facts to text. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from engine.protocol_models import Figure, ModelFacts

#: Figures in the card's order, and what they are called there.
FIGURES = {
    "auc": "AUC",
    "size_auc": "AUC of size alone",
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "accuracy": "Accuracy",
    "ece": "Calibration error (ECE)",
    "brier": "Brier score",
}
#: Actions as the dialog's state line says them.
BUSY = {
    "install": "Checking the package …",
    "activate": "Opening the model …",
    "rollback": "Opening the model …",
    "reload": "Opening the model …",
    "remove": "Removing …",
    "verify": "Checking its answers on every runtime …",
    "export": "Writing …",
}


def figure(value: Figure | None) -> str:
    """Return a figure with its interval; a dash where the package has none."""
    if value is None:
        return "–"
    if value.low is None or value.high is None:
        return f"{value.value:.3f}"
    return f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})"


def figure_rows(model: ModelFacts, other: ModelFacts | None) -> list[tuple[str, str, str]]:
    """Return name, figure, and the other model's figure, for each that one of them has."""
    rows = []
    for key, name in FIGURES.items():
        mine, theirs = model.figures.get(key), other.figures.get(key) if other else None
        if mine is not None or theirs is not None:
            rows.append((name, figure(mine), figure(theirs) if other else ""))
    return rows


def figures_note(model: ModelFacts, other: ModelFacts | None) -> str:
    """Say what the figures were measured on, and whether two columns may be compared."""
    if not model.figures:
        return "The package has no figures: how well it judges was not measured, or not told."
    parts = ["Out of fold, 95 % interval by patient"]
    if model.n is not None and model.n_patients is not None:
        parts = [f"{model.n} nodules of {model.n_patients} patients, out of fold; 95 % interval by patient"]
    text = f"{parts[0]}."
    if other is None or not other.figures or other.dataset_sha256 == model.dataset_sha256:
        return text
    if model.lineage is not None and model.lineage.parent == other.name:
        text += " The two columns are of different data; its verdict compares the two on the same nodules."
    else:
        text += (
            " The two columns are of different data and cannot be compared:"
            " Fine-tune and `noduscope train compare` do it on the same nodules."
        )
    return text


def warnings(model: ModelFacts) -> str:
    """Return what must be known before a model is used, a line each; empty where there is nothing."""
    lineage = model.lineage
    texts = list(model.warnings)
    if lineage is not None and lineage.override:
        verdict = lineage.verdict.replace("_", " ")
        texts.insert(0, f"It was let through although its verdict is “{verdict}”: {lineage.override}")
    return "\n".join(f"⚠ {text}" for text in texts)


def origin(model: ModelFacts) -> str:
    """Where a model is from, for the list."""
    return "with the program" if model.bundled else "installed"


def state(model: ModelFacts) -> str:
    """Its state in a word or two, for the list."""
    if model.problem:
        return "chosen, but refused" if model.active else "refused"
    return "active" if model.active else ""


def provenance(model: ModelFacts) -> list[tuple[str, str]]:
    """Return the rows on where a model comes from; hashes in full, for comparing."""
    lineage = model.lineage
    rows = [
        ("Made", f"{model.created}, {origin(model)}, {model.megabytes:.1f} MB"),
        ("Parent", lineage.parent if lineage else "none: it was not fine-tuned from another"),
    ]
    if lineage is not None:
        rows.append(("Verdict", f"{lineage.verdict.replace('_', ' ')}. {lineage.sentence}"))
        rows.append(("Site's data set (SHA-256)", lineage.dataset_sha256))
    rows += [
        ("Signature", model.signature),
        ("Trained on", f"{model.n_training_patients} patients"),
        ("Data set (SHA-256)", model.dataset_sha256),
        ("Recipe (SHA-256)", model.recipe_sha256),
        ("Package (SHA-256)", model.sha256),
        ("Licence", model.licence),
    ]
    return rows


def envelope(model: ModelFacts) -> list[tuple[str, str]]:
    """Return the rows on what a model may judge."""
    of = model.envelope
    if not of:
        return []
    largest = min(of["diameter_mm"]["high"], of["max_diameter_mm"])
    kernels = ", ".join(of["kernels"]) or "not told"
    return [
        ("Nodules", f"{of['diameter_mm']['low']:g} to {largest:g} mm"),
        ("Slices", f"up to {of['slice_thickness_mm']['high']:g} mm"),
        ("Pixels", f"up to {of['pixel_spacing_mm']['high']:.2f} mm"),
        ("Scanners", ", ".join(of["manufacturers"])),
        ("Kernels", kernels),
        ("Threshold", f"{model.threshold:g}" if model.threshold is not None else "–"),
    ]


def kept(count: int, names: Sequence[str]) -> str:
    """Say that nodules keep the score of the model that judged them; empty without any."""
    if not count:
        return ""
    judges = " and ".join(names)
    if count == 1:
        return f"The nodule on screen keeps its score by {judges} until it is assessed again."
    return f"The {count} nodules of this series keep their score by {judges} until they are assessed again."
