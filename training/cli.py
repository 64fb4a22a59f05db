"""`noduscope train ...`: from labelled nodules to a model package.

Heavy libraries are imported inside the commands, so that ``--help`` and a mistyped command answer at once.
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from training import (
    cli_ablate,
    cli_compress,
    cli_detection,
    cli_doctor,
    cli_finetune,
    cli_harmonise,
    cli_import,
    cli_judging,
    cli_nets,
    cli_pretrain,
    cli_report,
    cli_verdict,
)
from training.console import (
    DatasetOption,
    JsonOption,
    open_dataset,
    sentences,
    show,
)

if TYPE_CHECKING:
    from training.cases import Dataset
    from training.leave_out import LeaveOut
    from training.splits import Split

app = typer.Typer(
    name="train",
    help="Import labelled nodules, train, judge and export a model.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(cli_import.import_app, name="import")


class Tracker(StrEnum):
    """Where a training can be tracked: see `training.tracking.sinks`."""

    TENSORBOARD = "tensorboard"
    DVC = "dvc"
    WANDB = "wandb"
    WANDB_ONLINE = "wandb-online"


LeaveOutOption = Annotated[
    Literal["manufacturer", "thick-slices", "test-set"] | None,
    typer.Option(
        "--leave-out",
        help="Hold out each manufacturer in turn, slices above 2.5 mm, or 15 % of the patients as a test set "
        "(15 % more to adapt by, 70 % to train on).",
    ),
]


@app.command()
def check(dataset: DatasetOption, as_json: JsonOption = False) -> None:
    """Check a dataset: its hash, and that no patient, series or picture would be in two folds."""
    with sentences():
        data = open_dataset(dataset)
        _split(data, 5, 0)
        cli_import.print_summary(data, as_json)


@app.command()
def split(
    dataset: DatasetOption,
    folds: Annotated[int, typer.Option(min=2, max=20, help="Where the dataset gives none.")] = 5,
    seed: Annotated[int, typer.Option(help="Where the dataset gives no folds.")] = 0,
    leave_out: LeaveOutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the patient-level folds of a dataset."""
    with sentences():
        data = open_dataset(dataset)
        result = _split(data, folds, seed, leave_out)
        rows = []
        for fold in range(result.n_folds):
            cases = [case for case, number in zip(data.cases, result.folds, strict=True) if number == fold]
            counted = [case for case in cases if case.reportable]
            rows.append(
                {
                    "fold": fold,
                    **({"held_out": result.names[fold]} if result.names else {}),
                    "cases": len(cases),
                    "patients": len({case.patient_id for case in cases}),
                    "reportable": len(counted),
                    "malignant": sum(case.label == 1 for case in counted),
                }
            )
        document = {"schema": 1, "given": result.given, "sha256": result.sha256, "folds": rows}
        notes = _notes(data, result)
        if result.leave_out:
            document |= {"leave_out": result.leave_out, "notes": notes}
        if result.validation is not None:
            document["validation"] = int(result.validation.sum())
            notes.append(
                f"{document['validation']} cases are kept to adapt by: no training learns from them."
            )
        show(document, as_json, "\n".join([_table(rows), *notes]))


@app.command()
def fit(
    *,
    dataset: DatasetOption,
    out: Annotated[Path, typer.Option("--out", help="Run folder; an interrupted run there is taken up.")],
    recipe: Annotated[str, typer.Option(help="Name of a recipe, or path of a YAML file.")] = "default",
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="In place of the recipe's; folds that the dataset lacks stay the recipe's."),
    ] = None,
    leave_out: LeaveOutOption = None,
    devices: Annotated[int, typer.Option(min=1, help="Processes on this machine, one a device.")] = 1,
    nodes: Annotated[int, typer.Option(min=1, help="Machines; the same command is started on each.")] = 1,
    strategy: Annotated[str, typer.Option(help="Lightning's, where more than one process trains.")] = "ddp",
    track: Annotated[
        list[Tracker] | None,
        typer.Option(help="Where to track; may be repeated. Only wandb-online sends anything anywhere."),
    ] = None,
    crops: Annotated[
        Path | None,
        typer.Option(help="Pretraining: a folder with LUNA16 candidate crops to learn from as well."),
    ] = None,
    source: Annotated[
        list[Path] | None,
        typer.Option(help="A finished run to distil, prune or quantise, as the recipe says; again for more."),
    ] = None,
    plain: Annotated[
        Path | None,
        typer.Option(help="To distil: a run of the student without a teacher, which the teachers must beat."),
    ] = None,
    json_events: Annotated[
        bool, typer.Option("--json-events", help="Print progress as JSON lines (always in OUT too).")
    ] = False,
) -> None:
    """Train every fold and the final model. Run again after an interruption: nothing finished is repeated.

    With --leave-out the folds hold out kinds of scanners or one test set, and no final model is trained.
    """
    with sentences():
        from training.recipe import read_recipe, recipe_kind

        kind = recipe_kind(recipe)
        if kind == "images":
            cli_pretrain.fit_images(dataset, recipe, out, seed=seed, json_events=json_events)
            return
        if kind == "simclr":
            cli_pretrain.fit(dataset, recipe, out, crops, seed=seed, json_events=json_events)
            return
        chosen = read_recipe(recipe)
        data = open_dataset(dataset)
        folds = _split(data, chosen.folds, chosen.seed, leave_out)
        if seed is not None:
            chosen = chosen.model_copy(update={"seed": seed})
        from training.around import Around
        from training.compress.sources import open_sources
        from training.events import emitter
        from training.fit import fit as run_fit
        from training.runs import RunFolder
        from training.scaling import Scale, is_first
        from training.tracking.sinks import sinks_for

        sources = open_sources(chosen, data, folds, source or [], plain)
        run = RunFolder(out)
        run.prepare()
        first = is_first()
        sinks = sinks_for([str(name) for name in track or ()], out / "tracking") if first else ()
        for note in _notes(data, folds) if first else ():
            sys.stderr.write(note + "\n")
        run_fit(
            data,
            folds,
            chosen,
            out,
            dataset_folder=dataset,
            emit=emitter(run.log, stdout=json_events),
            around=Around(Scale(devices, nodes, strategy), sinks),
            sources=sources,
        )
        if not json_events and first:
            what = f"{folds.n_folds} folds" if folds.n_folds > 1 else "1 fold"
            last = "no final model" if folds.leave_out else "the final model"
            typer.echo(f"Trained {what} and {last} into {out}.")


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


cli_ablate.add_to(app)
cli_compress.add_to(app)
cli_judging.add_to(app)
cli_nets.add_to(app)
cli_report.add_to(app)
cli_verdict.add_to(app)
cli_detection.add_to(app)
cli_finetune.add_to(app)
cli_doctor.add_to(app)
cli_harmonise.add_to(app)


@app.command("bench-eager", hidden=True)
def bench_eager() -> None:
    """Time torch eager with `grad-cam`; a part of `bench`, which puts these figures beside the engine's."""
    with sentences():
        from training.bench import time_eager

        sys.stdout.write(json.dumps(time_eager()) + "\n")


@app.command("bench-monai", hidden=True)
def bench_monai(
    series: Annotated[Path, typer.Option(exists=True, help="Folder with a CT series.")],
) -> None:
    """Time MONAI on a series; a part of `bench`, which puts these figures beside the engine's."""
    with sentences():
        from engine.bench import BenchError
        from engine.bench_same import DisagreementError
        from training.bench import time_monai
        from training.errors import TrainingError

        try:
            sys.stdout.write(json.dumps(time_monai(series)) + "\n")
        except (BenchError, DisagreementError) as error:
            raise TrainingError(str(error)) from error


def _split(dataset: Dataset, folds: int, seed: int, leave_out: LeaveOut | None = None) -> Split:
    from training.leakage import check_near_duplicates
    from training.leave_out import leave_out_split
    from training.splits import make_split

    if leave_out is not None:
        result = leave_out_split(dataset, leave_out)
    else:
        result = make_split(dataset, n_folds=folds, seed=seed)
    check_near_duplicates(dataset, result.folds)
    return result


def _notes(dataset: Dataset, split: Split) -> list[str]:
    from training.leave_out import notes

    return notes(dataset, split) if split.leave_out else []


def _table(rows: list[dict[str, Any]]) -> str:
    lines = ["  ".join(f"{name:>10}" for name in rows[0])]
    lines += ["  ".join(f"{value:>10}" for value in row.values()) for row in rows]
    return "\n".join(lines)
