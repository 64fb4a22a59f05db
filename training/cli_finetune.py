"""`noduscope train site-check`, `finetune`, `self-test`: from a site's nodules to a model of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from training.console import (
    BAD_USE,
    DatasetOption,
    JsonOption,
    open_dataset,
    open_package,
    sentences,
    show,
    stop,
)

if TYPE_CHECKING:
    from training.finetune.choices import Choices
    from training.finetune.plan import Plan

BaseOption = Annotated[
    str, typer.Option("--base", help="Model to start from: default, ID-VERSION, or the path of a package.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("site-check")(site_check)
    app.command()(finetune)
    app.command("self-test")(self_test)


def site_check(*, dataset: DatasetOption, base: BaseOption = "default", as_json: JsonOption = False) -> None:
    """Check a site's dataset before a fine-tuning: counts, doubles, what is unlike the model's data."""
    with sentences():
        from training.finetune.check import check_site

        document = check_site(open_dataset(dataset), open_package(base))
        show(document, as_json, _check_text(document))


def finetune(
    *,
    dataset: DatasetOption,
    base: BaseOption = "default",
    out: Annotated[
        Path | None, typer.Option("--out", help="Run folder; an interrupted run there is taken up.")
    ] = None,
    choice: Annotated[
        Literal["gentle", "standard", "thorough"], typer.Option("--choice", help="How much may change.")
    ] = "standard",
    reference: Annotated[
        Path | None, typer.Option(help="Dataset folder to replay from and to measure forgetting on.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, max=200, help="At most.")] = None,
    replay: Annotated[
        float | None, typer.Option(min=0, max=10, help="Reference nodules for each local one.")
    ] = None,
    l2sp: Annotated[float | None, typer.Option(min=0, help="Pull back to the base's weights.")] = None,
    frozen: Annotated[int | None, typer.Option(min=0, max=11, help="Blocks that stay as they are.")] = None,
    folds: Annotated[int | None, typer.Option(min=2, max=10)] = None,
    seed: Annotated[int | None, typer.Option(min=0)] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Only say what would be done.")] = False,
    as_json: JsonOption = False,
    json_events: Annotated[
        bool, typer.Option("--json-events", help="Print progress as JSON lines (always in OUT too).")
    ] = False,
) -> None:
    """Fine-tune a model on a site's nodules: every fold, for the verdict, and the model to install.

    Run again with the same OUT after an interruption. Write pause, run or stop into OUT/control to steer it.
    """
    if out is None and not plan:
        stop("Say where the run goes (--out), or ask for the plan alone (--plan).", BAD_USE)
    with sentences():
        from training.finetune.choices import choices_of

        chosen = choices_of(
            choice,
            reference=reference is not None,
            epochs=epochs,
            replay=replay,
            l2sp=l2sp,
            frozen_blocks=frozen,
            folds=folds,
            seed=seed,
        )
        if plan:
            from training.finetune.plan import plan_document

            document = plan_document(_plan(dataset, base, chosen, reference))
            show(document, as_json, _plan_text(document))
        elif out is not None:
            _run(dataset, base, chosen, reference, out, json_events=json_events)


def self_test(*, base: BaseOption = "default", as_json: JsonOption = False) -> None:
    """Try a fine-tuning: one step on a synthetic site, exported and read back. Nothing of it stays."""
    with sentences():
        from training.self_test import check

        document = check(base)
        text = (
            f"{document['trainings']} trainings of one step on {document['nodules']} synthetic nodules of "
            f"{document['patients']} patients; exported, read back and run on {document['runtime']}."
        )
        show(document, as_json, text)


def _run(
    dataset: Path, base: str, choices: Choices, reference: Path | None, out: Path, *, json_events: bool
) -> None:
    # Held before anything slow is loaded, so that a second start answers at once.
    from training.events import emitter
    from training.finetune.control import Control, Stopped, only_one

    for folder in (dataset, reference):
        if folder is not None and not folder.is_dir():
            stop(f"There is no dataset folder {folder}.", BAD_USE)
    with only_one(out):
        from training.finetune.record import FineTuneFolder

        run = FineTuneFolder(out)
        emit = emitter(run.log, stdout=json_events)
        control = Control(out, emit, end=os._exit)  # the process is this run's alone
        with control.listening():
            from training.finetune.run import Origin, run_held
            from training.finetune.run import finetune as work

            known = {str(out): "the run folder", base: "the base model", str(dataset): "the dataset"}
            if reference is not None:
                known[str(reference)] = "the reference set"
            origin = Origin(_absolute(base), dataset, reference)
            try:
                record = run_held(
                    lambda: work(_plan(dataset, base, choices, reference), origin, run, emit, control),
                    emit,
                    control,
                    known,
                )
            except Stopped:
                if not json_events:
                    typer.echo(f"Stopped. Run it again with --out {out} to go on.")
                return
        if not json_events:
            done = "Fine-tuned" if record.mode == "finetune" else "Recalibrated (too few nodules to train)"
            typer.echo(f"{done} into {out}. `noduscope train verdict --run {out}` says whether it is better.")


def _plan(dataset: Path, base: str, choices: Choices, reference: Path | None) -> Plan:
    from training.finetune.plan import make_plan

    return make_plan(
        open_dataset(dataset),
        open_package(base),
        choices,
        open_dataset(reference) if reference is not None else None,
    )


def _absolute(base: str) -> str:
    """Return a package's path so that it can be found from elsewhere too; a name stays."""
    return str(Path(base).resolve()) if Path(base).exists() else base


def _check_text(document: dict[str, Any]) -> str:
    modes = {
        "finetune": "There is enough to fine-tune.",
        "recalibrate": "There is enough to recalibrate only.",
        "none": "There is too little to begin with.",
    }
    lines = [
        (
            f"{document['benign']} benign and {document['malignant']} malignant nodules of "
            f"{document['patients']} patients; {document['unsure']} unsure, {document['flagged']} flagged. "
            f"{modes[document['mode']]}"
        ),
        *(problem["text"] for problem in document["problems"]),
        *document["advice"],
    ]
    return "\n".join(lines)


def _plan_text(document: dict[str, Any]) -> str:
    parts = ", ".join(
        f"{name} {counts['cases']} of {counts['patients']} patients ({counts['malignant']} malignant)"
        for name, counts in document["split"].items()
        if isinstance(counts, dict)
    )
    what = (
        f"{document['trainings']} trainings of at most {document['choices']['epochs']} epochs"
        if document["trainings"]
        else "the probability is recalibrated"
    )
    return (
        f"Nodules: {parts}; {document['split']['shared_patients']} patients in two parts.\n"
        f"{what[0].upper()}{what[1:]}, about {document['estimated_seconds']} s on {document['device']} with "
        f"{document['threads']} thread(s) and at most {document['memory_limit_mb']} MB."
    )
