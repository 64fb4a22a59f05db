"""The manager's words: figures with their interval where there is one, and what may not be compared."""

from __future__ import annotations

from app.models import words
from engine.protocol_models import Figure, LineageFacts, ModelFacts

MODEL = ModelFacts(
    name="lidc-1.1.0", bundled=True, active=True, created="2026-01-02", megabytes=10.5, n=687, n_patients=421,
    figures={"auc": Figure(value=0.9606, low=0.9439, high=0.9747), "ece": Figure(value=0.024)},
    n_training_patients=696, dataset_sha256="a" * 64, signature="not signed", licence="Apache-2.0",
)  # fmt: skip
OTHER = MODEL.model_copy(update={"name": "site-1.0.0", "bundled": False, "active": False})


def test_figures_have_their_intervals_and_stand_beside_the_active_ones():
    assert words.figure_rows(MODEL, None) == [
        ("AUC", "0.961 (0.944 to 0.975)", ""), ("Calibration error (ECE)", "0.024", ""),
    ]  # fmt: skip
    better = OTHER.model_copy(update={"figures": {"brier": Figure(value=0.1, low=0.05, high=0.2)}})
    assert words.figure_rows(better, MODEL)[-1] == ("Brier score", "0.100 (0.050 to 0.200)", "–")


def test_figures_of_other_data_are_not_to_be_compared():
    assert words.figures_note(OTHER, MODEL) == (
        "687 nodules of 421 patients, out of fold; 95 % interval by patient."
    )
    other_data = OTHER.model_copy(update={"dataset_sha256": "b" * 64})
    assert "cannot be compared" in words.figures_note(other_data, MODEL)
    assert "was not measured" in words.figures_note(ModelFacts(name="x", bundled=False, active=False), None)


def test_a_fine_tuned_model_tells_its_parent_verdict_and_override():
    lineage = LineageFacts(
        parent="lidc-1.1.0", parent_sha256="1" * 64, dataset_sha256="c" * 64, verdict="not_proven",
        sentence="The gain is not proven.", override="Dr A, 2026-03-01: we need it",
    )  # fmt: skip
    rows = dict(words.provenance(OTHER.model_copy(update={"lineage": lineage, "signature": "signed by me"})))
    assert rows["Parent"] == "lidc-1.1.0"
    assert rows["Verdict"] == "not proven. The gain is not proven."
    tuned = OTHER.model_copy(update={"lineage": lineage, "warnings": ("Opinions.",)})
    assert words.warnings(tuned) == (
        "⚠ It was let through although its verdict is “not proven”: Dr A, 2026-03-01: we need it\n⚠ Opinions."
    )
    assert words.warnings(MODEL) == ""
    site_data = tuned.model_copy(update={"dataset_sha256": "c" * 64})
    assert "its verdict compares the two on the same nodules" in words.figures_note(site_data, MODEL)
    assert rows["Site's data set (SHA-256)"] == "c" * 64
    assert rows["Signature"] == "signed by me"
    assert dict(words.provenance(MODEL))["Parent"] == "none: it was not fine-tuned from another"


def test_how_many_nodules_keep_their_score():
    assert words.kept(0, []) == ""
    assert words.kept(1, ["a-1.0.0"]) == (
        "The nodule on screen keeps its score by a-1.0.0 until it is assessed again."
    )
    assert "The 3 nodules of this series keep their score by a-1.0.0 and b-1.0.0" in words.kept(
        3, ["a-1.0.0", "b-1.0.0"]
    )
