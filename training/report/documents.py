"""What other commands printed with ``--json`` and the report shows; refused if it is of something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.errors import TrainingError
from training.report.subject import Subject

#: An AUC that differs by more is of another model.
_SAME_AUC = 0.001


def read_document(path: Path, what: str, part: str, subject: Subject) -> dict[str, Any]:
    """Read a JSON document of another command.

    Parameters
    ----------
    path
        What the command printed with ``--json``.
    what
        The command's name.
    part
        A field that its documents have.
    subject
        Who the report is on; the document must be of as many nodules.

    Raises
    ------
    TrainingError
        If it is not such a document, or of another dataset.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path} cannot be read as the output of `{what} --json`: {error}") from error
    if not isinstance(document, dict) or document.get("schema") != 1 or not {"n", part} <= document.keys():
        raise TrainingError(f"{path} is not what `{what} --json` prints (schema 1).")
    if document["n"] != subject.verdict["n"]:
        raise TrainingError(
            f"{path} is about {document['n']} nodules, the report about {subject.verdict['n']}: they are of "
            f"different data. Run `{what} --json` on the same dataset and run."
        )
    return document


def check_stress(document: dict[str, Any], path: Path, subject: Subject) -> None:
    """Refuse a stress test of another run: on the images as recorded it must rank as the verdict does.

    Raises
    ------
    TrainingError
        If it does not.
    """
    recorded = [row["auc"]["value"] for row in document["conditions"] if row["name"] == "clean"]
    expected = subject.verdict["auc"]["value"]
    if not recorded or abs(recorded[0] - expected) > _SAME_AUC:
        found = f"an AUC of {recorded[0]:.3f}" if recorded else "no figure"
        raise TrainingError(
            f"{path} has {found} on the images as recorded, {subject.name} has {expected:.3f}: it is the "
            "stress test of another run."
        )
