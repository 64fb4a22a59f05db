"""The commands of `noduscope train` that look closer at a finished model or run.

Heavy libraries are imported inside the commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from training.console import (
    BAD_USE,
    FAILURE,
    DatasetOption,
    JsonOption,
    figure_text,
    open_dataset,
    open_package,
    sentences,
    show,
    stop,
)
from training.verdict_text import verdict_text

if TYPE_CHECKING:
    from engine.volume import Volume
    from training.cases import Dataset
    from training.evaluate import Judged

_SIDE = "A run folder, or a model: ID-VERSION, `default`, or the path of a package."


def evaluate(
    dataset: DatasetOption,
    model: Annotated[
        str | None, typer.Option(help="ID-VERSION, `default`, or the path of a package.")
    ] = None,
    run: Annotated[
        list[Path] | None,
        typer.Option(help="A run folder, in place of a model; give several seeds' runs to average them."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Judge a model, or runs' folds, on a dataset: no case by a model that has seen its patient."""
    if (model is None) == (not run):
        stop("Give either --model or --run.", BAD_USE)
    with sentences():
        data = open_dataset(dataset)
        from training import judge
        from training.evaluate import evaluate as verdict
        from training.runs import RunFolder

        if model is not None:
            document = verdict(data, judge.judge_package(data, open_package(model)))
        else:
            folders = [RunFolder(folder) for folder in run or []]
            document = verdict(data, *judge.judge_runs(data, folders))
            document["seeds"] = [folder.record().seed for folder in folders]
        show(document, as_json, verdict_text(document))


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


def novelty(
    dataset: DatasetOption,
    run: Annotated[Path, typer.Option(help="A run folder.")],
    ct: Annotated[
        list[Path] | None,
        typer.Option(help="Also take places that are no nodule from the CTs in this folder."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Try whether a run's embedding distance tells nodules from noise, other tissue and worse images."""
    with sentences():
        data = open_dataset(dataset)
        from training.novelty_audit import audit_novelty
        from training.runs import RunFolder

        document = audit_novelty(data, RunFolder(run), _volumes(ct or []))
        show(document, as_json, _novelty_text(document))


def audit(
    dataset: DatasetOption,
    run: Annotated[Path, typer.Option(help="A run folder.")],
    as_json: JsonOption = False,
) -> None:
    """Audit the maps and masks of a run's fold models: do they show why, and does the score hang on it?"""
    with sentences():
        data = open_dataset(dataset)
        from training.audit.document import audit as document_of
        from training.audit.text import text_of
        from training.runs import RunFolder

        document = document_of(data, RunFolder(run))
        show(document, as_json, text_of(document))


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(evaluate)
    app.command()(compare)
    app.command()(stress)
    app.command()(novelty)
    app.command()(audit)


def _judged(data: Dataset, name: str) -> Judged:
    from training import judge
    from training.runs import RunFolder

    folder = Path(name)
    if (folder / "run.json").is_file():
        return judge.judge_run(data, RunFolder(folder))
    return judge.judge_package(data, open_package(name))


def _volumes(folders: list[Path]) -> dict[str, Volume]:
    """The synthetic chest and the CTs of some folders, under names that name nobody."""
    from engine.dicom.load import load
    from engine.dicom.scan import scan
    from engine.phantom import make_phantom

    for folder in folders:
        if not folder.exists():
            stop(f"There is no folder {folder}.", BAD_USE)
    found = [s for folder in folders for s in scan([folder]).series if s.modality == "CT" and s.grid]
    if folders and not found:
        stop("No CT with a known geometry was found in the folders given with --ct.", FAILURE)
    scanned = {f"CT {number}": load(series).volume for number, series in enumerate(found, 1)}
    return {"synthetic chest": make_phantom().volume, **scanned}


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


def _novelty_text(document: dict[str, Any]) -> str:
    lines = []
    for number, fold in enumerate(document["folds"]):
        held_out, training = fold["held_out"], fold["training"]
        lines.append(
            f"fold {number}: {fold['n']} nodules held out, median {held_out['median']:.2f}, 99th percentile "
            f"{held_out['p99']:.2f} (training nodules {training['median']:.2f}, {training['p99']:.2f})"
        )
    lines.append("beyond the 99th percentile of the other fold's nodules; AUC against the nodules held out:")
    rows = {"nodules held out": document["nodules"], **document["worse_images"], **document["strangers"]}
    lines += [
        f"{name}: {row['flagged']:.1%} of {row['n']}, median {row['median']:.2f}, AUC {row['auc']:.3f}"
        for name, row in rows.items()
    ]
    return "\n".join(lines)
