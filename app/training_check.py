"""Training's part of `noduscope self-test`: one step of a fine-tuning, in a process as the wizard starts one.

It knows no widgets, and loads nothing of training into this process.
"""

from __future__ import annotations

import os
import subprocess

from app import program
from app.child import VARIABLES, why
from engine import json_text
from engine.checks import Check

#: It takes half a minute on two idle cores; the slowest machine that this is for, while others work on it.
TIMEOUT_S = 900
ABSENT = "Not in this build."


class TrainingCheckError(Exception):
    """What a training could not do, in a sentence."""


def check_training() -> str:
    """Have this same program fine-tune on a synthetic site, export the result and read it back.

    Returns
    -------
    str
        A sentence about what worked, or that this build has no training.

    Raises
    ------
    TrainingCheckError
        If it did not work.
    """
    if not program.can_train():
        return ABSENT
    try:
        done = subprocess.run(  # noqa: S603 - this same program
            program.command("train", "self-test", "--json"),
            cwd=program.HOME,
            env={**os.environ, **VARIABLES},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TrainingCheckError(f"The fine-tuning did not end within {TIMEOUT_S} seconds.") from None
    if done.returncode:
        said = why(done.stderr.decode("utf-8", "replace").splitlines())
        raise TrainingCheckError(said or f"The fine-tuning ended with code {done.returncode}.")
    try:
        document = json_text.parse(done.stdout)
        nodules, runtime = document["nodules"], document["runtime"]
    except (ValueError, LookupError, TypeError):
        raise TrainingCheckError("The answer of the fine-tuning could not be read.") from None
    return f"One step on {nodules} synthetic nodules; exported, read back, and answering on {runtime}."


CHECK = Check("training", check_training)
