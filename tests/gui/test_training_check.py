"""Training's part of the self-test: a process of this program, and what it says where there is none."""

from __future__ import annotations

import json
import sys

import pytest

from app import program, training_check
from app.training_check import TrainingCheckError, check_training

DOCUMENT = {"schema": 1, "nodules": 60, "patients": 30, "trainings": 3, "loss": 2.2, "runtime": "OpenVINO"}


def answering(monkeypatch: pytest.MonkeyPatch, code: str) -> list[tuple[str, ...]]:
    asked: list[tuple[str, ...]] = []

    def command(*words: str) -> list[str]:
        asked.append(words)
        return [sys.executable, "-c", code]

    monkeypatch.setattr(program, "can_train", lambda: True)
    monkeypatch.setattr(program, "command", command)
    return asked


def test_without_training_nothing_is_started_and_it_is_said(monkeypatch):
    asked = answering(monkeypatch, "")
    monkeypatch.setattr(program, "can_train", lambda: False)
    result = training_check.CHECK.run()
    assert (result.name, result.ok, result.text) == ("training", True, "Not in this build.")
    assert asked == []


def test_it_starts_this_program_for_another_job(monkeypatch):
    asked = answering(monkeypatch, f"print({json.dumps(json.dumps(DOCUMENT))})")
    assert "One step on 60 synthetic nodules" in check_training()
    assert asked == [("train", "self-test", "--json")]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import sys; print('note\\nThe training diverged.', file=sys.stderr); sys.exit(1)", "diverged"),
        ("import sys; sys.exit(3)", "ended with code 3"),
        ("print('{')", "could not be read"),
        ("print('[1]')", "could not be read"),
        ("import time; time.sleep(60)", "did not end within"),
    ],
)
def test_what_does_not_work_is_a_sentence(monkeypatch, code, sentence):
    answering(monkeypatch, code)
    monkeypatch.setattr(training_check, "TIMEOUT_S", 2 if "sleep" in code else 60)
    with pytest.raises(TrainingCheckError, match=sentence):
        check_training()


def test_a_frozen_program_is_not_told_to_install_an_extra(monkeypatch):
    assert program.why_no_training() == program.NO_TRAINING
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "pip" not in program.why_no_training()
