"""The model card: what the model is for, what it is not, and how good it is, in one page of Markdown."""

from __future__ import annotations

from typing import Any

from training.calibrate import ALPHA
from training.explain import SHIFT_MM, TOLERANCE_MM

_FIGURES = {
    "auc": "AUC",
    "accuracy": "Accuracy",
    "f1": "F1",
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "ece_interval": "ECE (10 bins of equal mass)",
    "brier_interval": "Brier score",
}


def model_card(manifest: dict[str, Any], *, pretrained: bool, dataset_name: str) -> str:
    """Write the card.

    Parameters
    ----------
    manifest
        The manifest's fields.
    pretrained
        Whether the network started from ImageNet weights.
    dataset_name
        Name of the dataset it was trained on.

    Returns
    -------
    str
        Markdown.
    """
    metrics, envelope = manifest["metrics"], manifest["envelope"]
    net = manifest.get("recipe", {}).get("net", {})
    base = (
        "The first eleven blocks of EfficientNet-lite0 started from ImageNet weights "
        "(Google, tensorflow/tpu; PyTorch port by ML Illustrated; both Apache-2.0) and were fine-tuned."
        if pretrained
        else "All weights were trained from scratch."
    )
    if pretrained and net.get("kind", "lite11") != "lite11":
        base = (
            f"The backbone, {net['kind']}, started from the weights {net['weights_file']} and was fine-tuned."
        )
    parts = [
        _head(manifest),
        _figures(metrics),
        _abstention(metrics),
        _audits(metrics),
        _limits(metrics, envelope),
        _origin(manifest, base, dataset_name),
    ]
    return "\n\n".join(parts) + "\n"


def _head(manifest: dict[str, Any]) -> str:
    size, spacing = manifest["input"]["size"], manifest["input"]["spacing_mm"]
    return f"""# Model card: {manifest["id"]} {manifest["version"]}

Malignancy score of one lung nodule on chest CT, with the map behind the score and an outline of the lesion.
Not a medical device. Not for sole diagnosis.

## Intended use

A radiologist has marked a nodule on a chest CT; the model says how suspicious it looks, and where it looked.
One axial slice of {size[1]} x {size[2]} pixels at {spacing[1]:g} mm is judged, centred on the nodule.

Not for: finding nodules, ruling out cancer, masses over {manifest["envelope"]["max_diameter_mm"]:g} mm,
children, or any decision without a reader."""


def _figures(metrics: dict[str, Any]) -> str:
    rows = "\n".join(f"| {text} | {_interval(metrics[name])} |" for name, text in _FIGURES.items())
    counts = f"{metrics['n']} nodules of {metrics['n_patients']} patients, {metrics['n_malignant']} malignant"
    return f"""## Figures

Out of fold, by patient: every nodule was scored by a model that never saw its patient.
{counts}. In brackets: 95 % interval, bootstrap by patient.
Threshold 0.5 on the calibrated probability; the temperature was fitted on the other folds.

| | model |
| --- | --- |
{rows}

{_size_text(metrics)}

{_strata_table(metrics)}"""


def _abstention(metrics: dict[str, Any]) -> str:
    selective = metrics["selective"]
    coverage, right = _share(selective["coverage"]), _share(selective["accuracy"])
    return f"""The model may abstain (prediction sets at {100 * ALPHA:g} % error a class, quantiles from
the other folds). It then decides {coverage} of the nodules, {right} of those as the readers did.""" + (
        _sets_text(metrics) + _target_text(metrics)
    )


def _audits(metrics: dict[str, Any]) -> str:
    cam, lesion = metrics["cam"], metrics["lesion"]
    energy, chance = _share(cam["energy_in_lesion"]), _share(cam["chance"])
    peak, moved = _share(cam["pointing_game"]), _share(cam["pointing_game_shifted"])
    dice, error = _number(lesion["dice"]), _number(lesion["long_axis_error_mm"])
    median = _median_text(lesion)
    return f"""The map, on {cam["n"]} nodules called malignant: {energy} of its positive part lies within
{TOLERANCE_MM:g} mm of the readers' outline (an area of {chance} of the patch), and its peak does in {peak}.
Nodules are centred, which makes that easy: on patches cut {SHIFT_MM:g} mm beside the nodule the peak is on
the lesion in {moved}.
Where the call is benign, the map shows an absence and outlines nothing.

The lesion mask: Dice {dice} against the readers' consensus. Its longest diameter differs from the readers' by
{error} mm on average (theirs is the largest over all slices, drawn just outside the nodule).{median}"""


def _limits(metrics: dict[str, Any], envelope: dict[str, Any]) -> str:
    noted = "\n".join(f"- {warning['text']}" for warning in metrics["warnings"]) or "- None noted."
    return f"""## Limits

{noted}
- The figures are of fold models; the shipped network was trained by the same recipe on all training patients
  together and has no test set of its own.
- One slice is judged; growth, patient history and the rest of the lung are not.
- Range of the training data: diameter {_range(envelope["diameter_mm"])} mm,
  slice thickness {_range(envelope["slice_thickness_mm"])} mm,
  pixels {_range(envelope["pixel_spacing_mm"])} mm,
  scanners: {", ".join(envelope["manufacturers"]) or "not recorded"}. Outside it the program says so.
- Other hospitals, doses and reconstruction kernels were not tested."""


def _origin(manifest: dict[str, Any], base: str, dataset_name: str) -> str:
    patients = len(manifest["training_patients_sha256"])
    never = ", ".join(manifest["never_trained_on"]) or "none"
    return f"""## Training

- Data: {dataset_name} (hash `{manifest["dataset_sha256"][:16]}`), {patients} patients trained on.
  Never trained on: {never}.
- Recipe `{manifest["recipe"]["name"]}` (hash `{manifest["recipe_sha256"][:16]}`), seed {manifest["seed"]}.
- {base}
- Licence: {manifest["licence"]}

## Attribution

{manifest["attribution"]}"""


def _size_text(metrics: dict[str, Any]) -> str:
    if metrics["baseline_diameter"] is None:
        return "Too few diameters are known to say what size alone would give."
    gain = metrics["gain_over_diameter"]
    return (
        "Size alone (logistic regression on the readers' log diameter, same folds) gives AUC "
        f"{_interval(metrics['baseline_diameter']['auc'])} and accuracy "
        f"{_interval(metrics['baseline_diameter']['accuracy'])}. The model's gain over it, paired: AUC "
        f"{_interval(gain['auc'])}, accuracy {_interval(gain['accuracy'])}.{_calcification_text(metrics)}"
    )


# Packages of earlier versions lack the figures of the following sentences.


def _calcification_text(metrics: dict[str, Any]) -> str:
    figures = metrics.get("baseline_diameter_calcification")
    if figures is None:
        return ""
    return (
        "\n\nFor reference only: size together with the readers' own rating of calcification, which no "
        f"program is given, gives AUC {_interval(figures['auc'])} and accuracy "
        f"{_interval(figures['accuracy'])}."
    )


def _sets_text(metrics: dict[str, Any]) -> str:
    sets = metrics.get("conformal")
    if sets is None:
        return ""
    return (
        f"\nThe sets hold the true class of {_percent(sets['benign'])} of the benign and "
        f"{_percent(sets['malignant'])} of the malignant nodules; {100 * sets['nominal']:g} % was meant."
    )


def _target_text(metrics: dict[str, Any]) -> str:
    selective = metrics.get("selective_target")
    if selective is None:
        return ""
    size = selective.get("baseline_diameter")
    alone = (
        f" By size alone the same gives {_percent(size['accuracy'])} right on {_percent(size['coverage'])}."
        if size
        else ""
    )
    return (
        f"\n\nWhere only calls are kept that are certain enough for {100 * selective['accuracy_target']:g} % "
        f"accuracy (threshold from the other folds), {_percent(selective['coverage'])} of the nodules are "
        f"kept and {_percent(selective['accuracy'])} of those are right.{alone}"
    )


def _median_text(lesion: dict[str, Any]) -> str:
    median = lesion.get("long_axis_error_median_mm")
    if median is None or median["value"] is None:
        return ""
    return (
        f"\nAgainst the readers' diameter less one pixel, where their outlines run, the median error is "
        f"{median['value']:.2f} mm ({median['low']:.2f} to {median['high']:.2f})."
    )


def _strata_table(metrics: dict[str, Any]) -> str:
    lines = [
        "| readers' diameter | nodules (malignant) | AUC | accuracy | size alone: AUC |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, stratum in metrics["strata"].items():
        size = stratum.get("baseline_diameter")
        lines.append(
            f"| {name} | {stratum['n']} ({stratum['n_malignant']}) | {_interval(stratum['auc'])} "
            f"| {_interval(stratum['accuracy'])} | {_interval(size['auc']) if size else '-'} |"
        )
    return "\n".join(lines)


def _interval(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "-"
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"


def _percent(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "-"
    low, high = 100 * figure["low"], 100 * figure["high"]
    return f"{100 * figure['value']:.1f} % ({low:.1f} to {high:.1f})"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f} %"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _range(limits: dict[str, float]) -> str:
    return f"{limits['low']:.3g} to {limits['high']:.3g}"
