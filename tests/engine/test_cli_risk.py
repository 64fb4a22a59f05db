"""`noduscope risk`: inputs by name, every one shown, none assumed."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from engine.cli import app

BROCK = [
    "age_years=65",
    "sex=female",
    "family_history=no",
    "emphysema=no",
    "diameter_mm=8",
    "nodule_type=solid",
    "upper_lobe=yes",
    "nodule_count=1",
]


def _run(*arguments: str):
    return CliRunner().invoke(app, ["risk", *arguments])


def test_brock_prints_the_figure_and_every_input(capfd) -> None:
    done = _run("brock", *BROCK, "spiculation=no")
    assert done.exit_code == 0
    text = capfd.readouterr().out
    assert "Brock (PanCan) full model with spiculation, 2013: 6.3%" in text
    assert "  spiculation = no" in text
    assert "  nodule_type = solid" in text


def test_json_is_one_document(capfd) -> None:
    _run("brock-without-spiculation", *BROCK, "--json")
    document = json.loads(capfd.readouterr().out)
    assert document["computed"] is True
    assert document["probability"] == pytest.approx(0.0711, abs=5e-5)
    assert document["inputs"]["spiculation"] is None
    _run("lung-rads", "exam=complete", "finding=no nodule", "--json")
    document = json.loads(capfd.readouterr().out)
    assert (document["category"], document["stated_risk"]) == ("1", "< 1 %")


def test_what_is_missing_is_an_answer(capfd) -> None:
    done = _run("brock", *BROCK)
    assert done.exit_code == 0
    text = capfd.readouterr().out
    assert "Not computed. The spiculation is missing." in text
    assert "  spiculation = not given" in text
    _run("mayo", "--json")
    document = json.loads(capfd.readouterr().out)
    assert document["computed"] is False
    assert len(document["reasons"]) == 6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["herder"], "no rule 'herder'"),
        (["mayo", "age=60"], "'age=60' is not NAME=VALUE"),
        (["mayo", "age_years"], "'age_years' is not NAME=VALUE"),
        (["mayo", "age_years=old"], "age_years is a number, not 'old'"),
        (["mayo", "age_years=60", "age_years=61"], "age_years is given twice"),
        (["mayo", "upper_lobe=1"], "upper_lobe is yes or no"),
        (["brock", "sex=f"], "sex is female, male, not 'f'"),
    ],
)
def test_a_line_that_is_not_understood_is_told(arguments: list[str], words: str) -> None:
    done = _run(*arguments)
    assert done.exit_code == 2
    assert words in " ".join(done.output.split())
