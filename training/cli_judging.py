"""The commands of `noduscope train` that look closer at a finished model or run.

Heavy libraries are imported inside the commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from training.console import (
    DatasetOption,
    JsonOption,
    figure_text,
    open_dataset,
    open_package,
    sentences,
    show,
)

if TYPE_CHECKING:
    from training.cases import Dataset
    from training.evaluate import Judged

_SIDE = "A run folder, or a model: ID-VERSION, `default`, or the path of a package."


def compare(
    dataset: DatasetOption,
    a: Annotated[str, typer.Argument(help=_SIDE)],
    b: Annotated[str, typer.Argument(help=_SIDE)],
    as_json: JsonOption = False,
) -> None:
    """Compare two models or runs, paired, on the cases that neither has seen; differences are A minus B."""
    with sentences():
        data = open_dataset(dataset)
        from training.compare import compare as verdict

        document = verdict(data, _judged(data, a), _judged(data, b), (a, b))
        show(document, as_json, _comparison_text(document))


def stress(
    dataset: DatasetOption,
    run: Annotated[Path, typer.Option(help="A run folder.")],
    as_json: JsonOption = False,
) -> None:
    """Judge a run's fold models on images made worse: noise, blur, wrong spacing, HU offset, wrong clicks."""
    with sentences():
        data = open_dataset(dataset)
        from training.runs import RunFolder
        from training.stress import stress as verdict

        document = verdict(data, RunFolder(run))
        show(document, as_json, _stress_text(document))


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(compare)
    app.command()(stress)


def _judged(data: Dataset, name: str) -> Judged:
    from training import judge
    from training.runs import RunFolder

    folder = Path(name)
    if (folder / "run.json").is_file():
        return judge.judge_run(data, RunFolder(folder))
    return judge.judge_package(data, open_package(name))


def _comparison_text(document: dict[str, Any]) -> str:
    counted = f"{document['n']} nodules of {document['n_patients']} patients"
    alone = f"by A alone {document['only_a_judges']}, by B alone {document['only_b_judges']}"
    lines = [f"{counted} (judged {alone}: not counted)"]
    parts = {"all": document, **document["strata"]}
    for table in ("by_manufacturer", "by_slice_thickness"):
        parts |= {f"{name} ({part['n']})": part for name, part in document[table].items()}
    for name, part in parts.items():
        if "auc" not in part:
            lines.append(f"{name}: too few, or of one class, for a figure")
            continue
        for what in ("auc", "accuracy"):
            figures = part[what]
            p = figures["delong"]["p"] if what == "auc" else figures["mcnemar"]["p"]
            test = "DeLong" if what == "auc" else "McNemar"
            lines.append(
                f"{name}, {what}: A {figures['a']['value']:.3f}, B {figures['b']['value']:.3f}, difference "
                f"{figure_text(figures['difference'])}, {test} p {p:.3g}"
            )
    flips = document["flips"]
    right = sum(flip["right"] == "a" for flip in flips)
    lines.append(f"{len(flips)} called differently; A is right in {right} of them")
    return "\n".join(lines)


def _stress_text(document: dict[str, Any]) -> str:
    lines = [f"{document['n']} nodules of {document['n_patients']} patients; drops are paired with clean"]
    lines += [
        f"{row['text']}: AUC {row['auc']['value']:.3f}, drop {figure_text(row['auc_drop'])}; accuracy "
        f"{row['accuracy']['value']:.3f}, drop {figure_text(row['accuracy_drop'])}; {row['flips']} flips"
        for row in document["conditions"]
    ]
    return "\n".join(lines)
