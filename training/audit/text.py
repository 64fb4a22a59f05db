"""An audit in words, for the command line. Knows the document alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from training.console import figure_text

_MARKS = {True: "passes", False: "FAILS", None: "undecided"}


def text_of(document: dict[str, Any]) -> str:
    """Return the audit's figures and its verdict, a line each."""
    lines = [f"{document['n']} nodules of {document['n_patients']} patients"]
    for name, calls in document["calls"].items():
        lines.append(f"{name} calls: {calls['n']} ({calls['n_with_outline']} with a consensus outline)")
        lines += [f"  {line}" for line in _of_calls(calls, document["settings"])] if calls["n"] else []
    if document["sample"]["n"]:
        lines.append(f"sample of {document['sample']['n']} malignant calls")
        lines += [f"  {line}" for line in _of_sample(document["sample"])]
    lines.append(f"mask: {_of_mask(document['lesion'])}")
    verdict = document["verdict"]
    lines += [f"{_MARKS[check['passes']]}: {check['text']}" for check in verdict["checks"]]
    lines.append(verdict["text"])
    return "\n".join(lines)


def _of_calls(calls: dict[str, Any], settings: dict[str, Any]) -> Iterator[str]:
    energy, nodule, stability = calls["energy"], calls["nodule"], calls["stability"]
    yield (
        f"energy within {settings['margin_mm']:g} mm: {figure_text(energy['map'])}; flat map "
        f"{figure_text(energy['flat'])}, centre Gaussian (sd {settings['gaussian_sd_mm']:g} mm) "
        f"{figure_text(energy['gaussian'])}; negative part {figure_text(energy['negative'])}"
    )
    crops = {"centred": "centred", "shifted": f"{settings['shift_mm']:g} mm beside"}
    for crop, words in crops.items():
        for kind, part in calls["pointing"][crop].items():
            if part["n"]:
                strict, near = ({n: figure_text(f) for n, f in part[what].items()} for what in ("in", "near"))
                yield (
                    f"peak, {words}, {kind} crops ({part['n']}): in the nodule {strict['map']}, centre pixel "
                    f"{strict['centre']}; within {settings['margin_mm']:g} mm {near['map']}, centre pixel "
                    f"{near['centre']}"
                )
    yield (
        f"map's correlation after {settings['jitter_mm']:g} mm {figure_text(stability['jitter'])}, under "
        f"{settings['noise_hu']:g} HU of noise {figure_text(stability['noise'])}"
    )
    yield (
        f"probability {figure_text(nodule['probability'])}, with the nodule filled with lung "
        f"{figure_text(nodule['filled'])}; malignant then {figure_text(nodule['still_malignant'])}"
    )
    yield f"mask: {_of_mask(calls['lesion'])}"


def _of_sample(sample: dict[str, Any]) -> Iterator[str]:
    crops = {"centred": "centred", "shifted": f"shifted, whole ({sample['n_shifted']})"}
    for crop, words in crops.items():
        for what, areas in sample.get(crop, {}).items():
            yield (
                f"{what}, {words}: area {figure_text(areas['map'])}; random order "
                f"{figure_text(areas['random'])}, centre Gaussian {figure_text(areas['gaussian'])}"
            )
    road = sample["road"]
    yield (
        f"ROAD: probability {figure_text(road['most'])} without the most relevant, "
        f"{figure_text(road['least'])} without the least relevant"
    )
    for part, figure in sample["random_weights"].items():
        yield f"random weights down to the {part}: absolute correlation {figure_text(figure)}"


def _of_mask(lesion: dict[str, Any]) -> str:
    if not lesion.get("dice"):
        return "-"
    error = {name: figure_text(part["absolute"]) for name, part in lesion["long_axis_error_mm"].items()}
    return (
        f"Dice {figure_text(lesion['dice'])}; median error of the long axis in mm {error['to_readers']} to "
        f"the readers' less a pixel, {error['to_outline']} to the consensus outline's"
    )
