"""The data check before a fine-tuning: who is in the dataset, what is wrong with it, what it allows."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from engine.models.manifest import Envelope
from engine.models.package import ModelPackage
from training.cases import Case, Dataset, hashed_identifier
from training.finetune.choices import (
    MIN_NODULES,
    MIN_OF_CLASS_FINETUNE,
    MIN_OF_CLASS_RECALIBRATE,
    MIN_PATIENTS,
    Mode,
    mode_of,
)
from training.finetune.split import site_of
from training.leakage import Pair, same_pictures

#: A share of the commoner class above this leaves little to learn of the other.
LOPSIDED = 0.85


def check_site(dataset: Dataset, base: ModelPackage, pictures: list[Pair] | None = None) -> dict[str, Any]:
    """Check a site's dataset against the model that it would be fine-tuned from.

    Parameters
    ----------
    dataset
        The site's.
    base
        The model.
    pictures
        What `training.leakage.same_pictures` found in the dataset, where that is known.

    Returns
    -------
    dict
        The JSON document of ``noduscope train site-check``. Cases are named as in the dataset, by salted
        hashes.
    """
    pictures = same_pictures(dataset) if pictures is None else pictures
    site = site_of(dataset, pictures)
    label, decided = site.label[site.chosen], site.chosen
    patients = len(np.unique(site.group[decided]))
    malignant, benign = int(label.sum()), int((label == 0).sum())
    mode = mode_of(malignant, benign, patients)
    cases = dataset.cases
    alone = [pair for pair in pictures if cases[pair.first].patient_id == cases[pair.second].patient_id]
    apart = [pair for pair in pictures if pair not in alone]
    outside = [
        {"case": case.id, "why": why}
        for case in cases
        if (why := out_of_envelope(case, base.manifest.envelope))
    ]
    trained_on = set(base.manifest.training_patients_sha256)
    seen = {case.patient_id for case in cases if hashed_identifier(case.patient_id) in trained_on}
    document: dict[str, Any] = {
        "schema": 1,
        "dataset_sha256": dataset.sha256,
        "base": {"id": base.manifest.id, "version": base.manifest.version},
        "cases": len(dataset),
        "patients": patients,
        "benign": benign,
        "malignant": malignant,
        "unsure": sum(case.label is None for case in cases),
        "flagged": dataset.left_out.get("flagged", 0),
        "left_out": dict(dataset.left_out),
        "sources": dict(sorted(Counter(case.source or "unknown" for case in cases).items())),
        "duplicates": [_pair(dataset, pair) for pair in alone],
        "same_patient": [_pair(dataset, pair) for pair in apart],
        "out_of_envelope": outside,
        "mode": mode,
    }
    document["problems"] = _problems(document, base, len(seen))
    document["advice"] = _advice(document)
    return document


def out_of_envelope(case: Case, envelope: Envelope) -> str:
    """Say in what a case differs from those that a model was trained on; empty if in nothing."""
    found = []
    size = case.edge_diameter_mm
    if size and size > envelope.max_diameter_mm:
        found.append(f"{size:.0f} mm is a mass, for which no score is given")
    elif case.diameter_mm and not envelope.diameter_mm.low <= case.diameter_mm <= envelope.diameter_mm.high:
        found.append(
            f"diameter {case.diameter_mm:.1f} mm (trained: {envelope.diameter_mm.low:g} to "
            f"{envelope.diameter_mm.high:g})"
        )
    thickness, known = case.slice_thickness_mm, envelope.slice_thickness_mm
    if thickness and not known.low <= thickness <= known.high:
        found.append(f"slices of {thickness:g} mm (trained: {known.low:g} to {known.high:g})")
    pixel, known = float(np.mean(case.grid.spacing_mm[1:])), envelope.pixel_spacing_mm
    if not known.low <= pixel <= known.high:
        found.append(f"pixels of {pixel:.2f} mm (trained: {known.low:g} to {known.high:g})")
    makers = {_first_word(name) for name in envelope.manufacturers}
    if case.manufacturer and _first_word(case.manufacturer) not in makers:
        found.append(f"scanner of {case.manufacturer}")
    if case.kernel and envelope.kernels and case.kernel not in envelope.kernels:
        found.append(f"kernel {case.kernel}")
    return "; ".join(found)


def _problems(document: dict[str, Any], base: ModelPackage, seen: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def say(code: str, text: str, *, stops: bool = False) -> None:
        found.append({"code": code, "text": text, "stops": stops})

    benign, malignant, patients = document["benign"], document["malignant"], document["patients"]
    if document["mode"] == "none":
        say(
            "too_few_of_a_class",
            f"There are {benign} benign and {malignant} malignant nodules; at least "
            f"{MIN_OF_CLASS_RECALIBRATE} of each are needed to learn or to calibrate anything.",
            stops=True,
        )
    elif document["mode"] == "recalibrate":
        say(
            "too_few",
            f"{benign + malignant} decided nodules of {patients} patients ({benign} benign, {malignant} "
            f"malignant) are too few to train a network: that takes {MIN_NODULES} nodules, {MIN_PATIENTS} "
            f"patients and {MIN_OF_CLASS_FINETUNE} nodules of each class. The probability alone is "
            "recalibrated.",
        )
    if seen:
        say(
            "seen_by_base",
            f"The model {base.manifest.id} {base.manifest.version} was trained on {seen} of these patients, "
            "so nothing could be proven on them. Start from the model that it was made from, or leave these "
            "patients out.",
            stops=True,
        )
    if document["same_patient"]:
        say(
            "same_patient",
            f"{len(document['same_patient'])} pair(s) of nodules under different patient numbers show one "
            "picture. Such patients are kept in one part.",
        )
    if document["duplicates"]:
        say("duplicates", f"{len(document['duplicates'])} nodule(s) are in the dataset twice.")
    if document["out_of_envelope"]:
        say(
            "out_of_envelope",
            f"{len(document['out_of_envelope'])} nodule(s) are unlike those that the model was trained on in "
            "size, slices, pixels or scanner.",
        )
    return found


def _advice(document: dict[str, Any]) -> list[str]:
    advice = []
    benign, malignant = document["benign"], document["malignant"]
    nodules = benign + malignant
    mode: Mode = document["mode"]
    if mode != "finetune":
        missing = [
            (MIN_NODULES - nodules, "decided nodules"),
            (MIN_PATIENTS - document["patients"], "patients"),
            (MIN_OF_CLASS_FINETUNE - benign, "benign nodules"),
            (MIN_OF_CLASS_FINETUNE - malignant, "malignant nodules"),
        ]
        wanted = ", ".join(f"{number} more {what}" for number, what in missing if number > 0)
        advice.append(f"For a fine-tuning label {wanted}.")
    elif max(benign, malignant) > LOPSIDED * nodules:
        rarer = "malignant" if malignant < benign else "benign"
        advice.append(f"Few nodules are {rarer}: more of them would help more than any others.")
    if document["unsure"]:
        advice.append(
            f"{document['unsure']} nodule(s) labelled unsure are neither trained on nor counted; a follow-up "
            "or pathology would decide them."
        )
    if document["flagged"]:
        advice.append(
            f"{document['flagged']} flagged nodule(s) stay out until a second reader approves them."
        )
    if document["duplicates"]:
        advice.append("Take back one label of each nodule that is in the dataset twice.")
    if document["same_patient"]:
        advice.append("Look whether these patients were filed under two numbers.")
    return advice


def _pair(dataset: Dataset, pair: Pair) -> dict[str, Any]:
    names = [dataset.cases[pair.first].id, dataset.cases[pair.second].id]
    return {"cases": names, "correlation": round(pair.correlation, 3)}


def _first_word(name: str) -> str:
    return next(iter(name.casefold().split()), "")
