"""`noduscope train ...`: from labelled nodules to a model package.

Heavy libraries are imported inside the commands, so that ``--help`` and a mistyped command answer at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from training import cli_detection, cli_judging
from training.console import (
    BAD_USE,
    DatasetOption,
    JsonOption,
    figure_text,
    open_dataset,
    open_package,
    sentences,
    show,
    stop,
)

if TYPE_CHECKING:
    from training.cases import Dataset
    from training.splits import Split

app = typer.Typer(
    name="train",
    help="Import labelled nodules, train, judge and export a model.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
import_app = typer.Typer(
    help="Make a dataset from a source of labelled nodules.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(import_app, name="import")


@import_app.command("lidc-crops")
def import_lidc_crops(
    source: Annotated[Path, typer.Argument(help="Folder with lidc_nodules.csv and lidc_maxslice.npz.")],
    out: Annotated[Path, typer.Option("--out", help="Dataset folder to write.")],
    as_json: JsonOption = False,
) -> None:
    """Import a folder of LIDC-IDRI nodule crops."""
    if not source.is_dir():
        stop(f"There is no folder {source}.", BAD_USE)
    with sentences():
        from training.cases import write_dataset
        from training.datasets.lidc_crops import import_lidc_crops as read

        dataset = read(source)
        write_dataset(dataset, out)
        _print_summary(dataset, as_json)


@app.command()
def check(dataset: DatasetOption, as_json: JsonOption = False) -> None:
    """Check a dataset: its hash, and that no patient, series or picture would be in two folds."""
    with sentences():
        data = open_dataset(dataset)
        _split(data, 5, 0)
        _print_summary(data, as_json)


@app.command()
def split(
    dataset: DatasetOption,
    folds: Annotated[int, typer.Option(min=2, max=20, help="Where the dataset gives none.")] = 5,
    seed: Annotated[int, typer.Option(help="Where the dataset gives no folds.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Show the patient-level folds of a dataset."""
    with sentences():
        data = open_dataset(dataset)
        result = _split(data, folds, seed)
        rows = []
        for fold in range(result.n_folds):
            cases = [case for case, number in zip(data.cases, result.folds, strict=True) if number == fold]
            counted = [case for case in cases if case.reportable]
            rows.append(
                {
                    "fold": fold,
                    "cases": len(cases),
                    "patients": len({case.patient_id for case in cases}),
                    "reportable": len(counted),
                    "malignant": sum(case.label == 1 for case in counted),
                }
            )
        document = {"schema": 1, "given": result.given, "sha256": result.sha256, "folds": rows}
        show(document, as_json, _table(rows))


@app.command()
def fit(
    dataset: DatasetOption,
    out: Annotated[Path, typer.Option("--out", help="Run folder; an interrupted run there is taken up.")],
    recipe: Annotated[str, typer.Option(help="Name of a recipe, or path of a YAML file.")] = "default",
    json_events: Annotated[
        bool, typer.Option("--json-events", help="Print progress as JSON lines (always in OUT too).")
    ] = False,
) -> None:
    """Train every fold and the final model. Run again after an interruption: nothing finished is repeated."""
    with sentences():
        from training.recipe import read_recipe

        chosen = read_recipe(recipe)
        data = open_dataset(dataset)
        folds = _split(data, chosen.folds, chosen.seed)
        from training.events import emitter
        from training.fit import fit as run_fit
        from training.runs import RunFolder

        run = RunFolder(out)
        run.prepare()
        run_fit(data, folds, chosen, out, dataset_folder=dataset, emit=emitter(run.log, stdout=json_events))
        if not json_events:
            typer.echo(f"Trained {folds.n_folds} folds and the final model into {out}.")


@app.command()
def evaluate(
    dataset: DatasetOption,
    model: Annotated[
        str | None, typer.Option(help="ID-VERSION, `default`, or the path of a package.")
    ] = None,
    run: Annotated[Path | None, typer.Option(help="A run folder, in place of a model.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Judge a model, or a run's folds, on a dataset: no case by a model that has seen its patient."""
    if (model is None) == (run is None):
        stop("Give either --model or --run.", BAD_USE)
    with sentences():
        data = open_dataset(dataset)
        from training import judge
        from training.evaluate import evaluate as verdict
        from training.runs import RunFolder

        judged = (
            judge.judge_run(data, RunFolder(run))
            if run is not None
            else judge.judge_package(data, open_package(str(model)))
        )
        document = verdict(data, judged)
        show(document, as_json, _verdict_text(document))


@app.command()
def export(
    *,
    run: Annotated[Path, typer.Option(help="A run folder.")],
    out: Annotated[Path, typer.Option(help="Package folder to write.")],
    dataset: Annotated[
        Path | None, typer.Option(help="The run's dataset, if it has moved since the training.")
    ] = None,
    model_id: Annotated[
        str | None, typer.Option("--id", help="By default the first word of the dataset's name.")
    ] = None,
    version: Annotated[str, typer.Option(help="Three numbers.")] = "1.0.0",
    as_json: JsonOption = False,
) -> None:
    """Write a run's final model as a package: ONNX, OpenVINO, card, parity vectors, out-of-fold scores."""
    with sentences():
        from training.runs import RunFolder

        folder = RunFolder(run)
        data = open_dataset(dataset or Path(folder.record().dataset_folder))
        from training.export import export as write

        manifest = write(data, folder, out, model_id=model_id, model_version=version)
        document = {"schema": 1, "id": manifest["id"], "version": manifest["version"], "folder": str(out)}
        show(document, as_json, f"Wrote the model {manifest['id']} {manifest['version']} to {out}.")


def _verdict_text(document: dict[str, Any]) -> str:
    def line(name: str, figure: dict[str, float | None]) -> str:
        return f"{name}: {figure_text(figure)}"

    lines = [f"{document['n']} nodules of {document['n_patients']} patients"]
    lines += [line(name, document[name]) for name in ("auc", "accuracy", "f1", "sensitivity", "specificity")]
    lines += [line(name, document[f"{name}_interval"]) for name in ("ece", "brier")]
    if document["baseline_diameter"] is not None:
        lines += [
            line(f"size alone, {name}", document["baseline_diameter"][name]) for name in ("auc", "accuracy")
        ]
    lines += [f"{warning['code']}: {warning['text']}" for warning in document["warnings"]]
    return "\n".join(lines)


cli_judging.add_to(app)
cli_detection.add_to(app)


@app.command("bench-eager", hidden=True)
def bench_eager() -> None:
    """Time torch eager with `grad-cam`; a part of `bench`, which puts these figures beside the engine's."""
    with sentences():
        from training.bench import time_eager

        sys.stdout.write(json.dumps(time_eager()) + "\n")


def _split(dataset: Dataset, folds: int, seed: int) -> Split:
    from training.leakage import check_near_duplicates
    from training.splits import make_split

    result = make_split(dataset, n_folds=folds, seed=seed)
    check_near_duplicates(dataset, result.folds)
    return result


def _print_summary(dataset: Dataset, as_json: bool) -> None:
    counted = [case for case in dataset.cases if case.reportable]
    document = {
        "schema": 1,
        "name": dataset.name,
        "sha256": dataset.sha256,
        "cases": len(dataset),
        "patients": len({case.patient_id for case in dataset.cases}),
        "reportable": len(counted),
        "reportable_patients": len({case.patient_id for case in counted}),
        "malignant": sum(case.label == 1 for case in counted),
        "never_train": list(dataset.never_train),
        "never_train_cases": int((~dataset.trainable).sum()),
        "licence": dataset.licence,
    }
    text = (
        f"{dataset.name}: {document['cases']} cases of {document['patients']} patients; figures count "
        f"{document['reportable']} of {document['reportable_patients']} patients ({document['malignant']} "
        f"malignant). {document['never_train_cases']} cases are of patients never trained on."
    )
    show(document, as_json, text)


def _table(rows: list[dict[str, Any]]) -> str:
    lines = ["  ".join(f"{name:>10}" for name in rows[0])]
    lines += ["  ".join(f"{value:>10}" for value in row.values()) for row in rows]
    return "\n".join(lines)
