"""`noduscope train verdict`, `finetune-export` and `site-study`: is a tuned model better, and out with it.

Heavy libraries are imported inside the commands.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from training.console import BAD_USE, DatasetOption, JsonOption, open_dataset, sentences, show, stop

RunOption = Annotated[Path, typer.Option("--run", help="A run folder of `noduscope train finetune`.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(verdict)
    app.command("finetune-export")(finetune_export)
    app.command("site-study")(site_study)


def verdict(*, run: RunOption, as_json: JsonOption = False) -> None:
    """Say whether a fine-tuned model is better here, and what it costs elsewhere.

    Pictures of the nodules that change side are drawn into RUN/flips.
    """
    with sentences():
        from training.finetune.contents import cam_limit
        from training.finetune.flips import draw_flips
        from training.finetune.paired import read_paired
        from training.finetune.result import read_finetuned
        from training.finetune.verdict import verdict as verdict_of
        from training.finetune.verdict_text import verdict_text

        scores = read_paired(run)
        tuned = read_finetuned(run)
        found = verdict_of(scores)
        pictures = draw_flips(
            scores,
            found.changed,
            tuned.dataset,
            tuned.recipe.input.spec,
            limit=cam_limit(scores),
            run=run,
        )
        document = found.document(scores, pictures)
        show(document, as_json, verdict_text(document))


def finetune_export(
    *,
    run: RunOption,
    out: Annotated[Path, typer.Option("--out", help="The .noduscope file to write.")],
    model_id: Annotated[
        str | None, typer.Option("--id", help="By default the parent's with -site behind it.")
    ] = None,
    version: Annotated[
        str | None, typer.Option("--version", help="Three numbers; by default the next one not installed.")
    ] = None,
    override: Annotated[
        str | None,
        typer.Option("--override", metavar="REASON", help="Why it shall be used although not found better."),
    ] = None,
    reader: Annotated[str | None, typer.Option("--reader", help="Who takes that upon them.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a fine-tuned model as a signed package: ONNX, OpenVINO, INT8 where it pays, card, weights.

    One that was not found better is refused, unless somebody overrides that by name and reason.
    """
    reason, name = (override or "").strip(), (reader or "").strip()
    if (override is not None or reader is not None) and not (reason and name):
        stop("An override needs both a reason (--override) and a name (--reader).", BAD_USE)
    with sentences():
        from datetime import UTC, datetime

        from engine.models.manifest import Override
        from training.finetune.export import export_finetuned

        document = export_finetuned(
            run,
            out,
            model_id=model_id,
            model_version=version,
            override=Override(reason=reason, reader=name, when=datetime.now(UTC).replace(microsecond=0))
            if reason
            else None,
        )
        text = (
            f"Wrote the model {document['id']} {document['version']} to {out}, signed by this site (key "
            f"{document['signed_by']}). {document['lineage']['sentence']} Install it with `noduscope models "
            f"install {out}`."
        )
        show(document, as_json, text)


def site_study(
    *,
    dataset: DatasetOption,
    manufacturer: Annotated[str, typer.Option(help="Who plays the site: the first word of the name.")],
    out: Annotated[Path, typer.Option("--out", help="JSON file to write; trainings are kept beside it.")],
    repeats: Annotated[int, typer.Option(min=1, max=100, help="Divisions of the site's patients.")] = 10,
    choice: Annotated[
        Literal["gentle", "standard", "thorough"], typer.Option("--choice", help="How much may change.")
    ] = "standard",
    recipe: Annotated[str, typer.Option(help="Of the base model.")] = "default",
    as_json: JsonOption = False,
) -> None:
    """Try what fine-tuning gives a site whose scanner the base has never seen, and what it costs elsewhere.

    Run again after an interruption: finished trainings are not repeated.
    """
    with sentences():
        from training.recipe import read_recipe

        chosen = read_recipe(recipe)
        data = open_dataset(dataset)
        from engine.files import write_whole
        from training.events import emitter
        from training.finetune.site_study import site_study as study
        from training.finetune.study_figures import study_text

        work = out.with_suffix(".trainings")
        work.mkdir(parents=True, exist_ok=True)
        document = study(
            data,
            manufacturer,
            repeats,
            work,
            chosen,
            choice=choice,
            emit=emitter(work / "progress.jsonl"),
        )
        write_whole(out, json.dumps(document, indent=1) + "\n")
        show(document, as_json, study_text(document))
