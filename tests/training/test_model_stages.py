"""`dvc.yaml` and `make model` name commands and files that exist, and the same ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
import yaml

from training.cli import app

ROOT = Path(__file__).resolve().parents[2]
STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]


def words_of(text: str) -> list[str]:
    """A line's command without variables and redirection, as words."""
    plain = re.sub(r"\$[({](\w+)[)}]", lambda match: match[1].lower().replace("model", "out"), text)
    return shlex.split(plain.partition(" > ")[0])


def made() -> list[list[str]]:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nmodel:")[1].split("\n\n")[0]
    return [words_of(line.replace("$(BIN)/", "")) for line in recipe.splitlines() if "noduscope" in line]


def test_the_stages_are_those_of_a_model_in_their_order():
    assert list(STAGES) == ["import", "split", "fit", "evaluate", "export"]
    assert [words_of(stage["cmd"]) for stage in STAGES.values()] == made()


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_is_a_command_that_exists_with_options_that_it_has(name):
    words = words_of(STAGES[name]["cmd"])
    assert words[:2] == ["noduscope", "train"]
    command, rest = typer.main.get_command(app), words[2:]
    while hasattr(command, "commands"):
        assert rest[0] in command.commands, rest[0]
        command, rest = command.commands[rest[0]], rest[1:]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known
    needed = {p.opts[0] for p in command.params if p.required and p.opts[0].startswith("--")}
    assert needed <= set(rest)


def test_what_a_stage_depends_on_is_there_or_made_by_an_earlier_one():
    outs: set[str] = set()
    for stage in STAGES.values():
        for needed in stage["deps"]:
            assert needed in outs or (ROOT / needed).exists(), needed
        for made_by_it in [*stage.get("outs", []), *stage.get("metrics", [])]:
            outs |= {made_by_it} if isinstance(made_by_it, str) else set(made_by_it)
