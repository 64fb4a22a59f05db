"""`noduscope train report`: one file for a person to read.

Heavy libraries are imported inside the command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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


def report(
    *,
    dataset: DatasetOption,
    out: Annotated[Path, typer.Option("--out", help="FILE.html or FILE.pdf; an older one is replaced.")],
    run: Annotated[
        list[Path] | None, typer.Option(help="A run folder; again for runs of other seeds beside it.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="ID-VERSION, `default`, or the path of a package; in place of runs.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write FILE.pdf beside FILE.html.")] = False,
    stress: Annotated[Path | None, typer.Option(help="What `train stress --json` printed.")] = None,
    audit: Annotated[Path | None, typer.Option(help="What `train audit --json` printed.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a report on a run or model: figures, plots, and its worst failures with their maps."""
    if (model is None) == (not run):
        stop("Give either --model or --run.", BAD_USE)
    with sentences():
        from training.report.write import check_target, write_report

        check_target(out)
        data = open_dataset(dataset)
        from training.report import subject as judging
        from training.report.document import compose
        from training.report.documents import check_stress, read_document
        from training.runs import RunFolder

        if model is not None:
            subjects = [judging.subject_of_package(data, open_package(model))]
        else:
            subjects = [judging.subject_of_run(data, RunFolder(folder)) for folder in run or ()]
        judging.check_same_cases(subjects)
        documents = {
            name: read_document(path, f"noduscope train {name}", part, subjects[0])
            for name, path, part in (("stress", stress, "conditions"), ("audit", audit, "calls"))
            if path is not None
        }
        if stress is not None:
            check_stress(documents["stress"], stress, subjects[0])
        written = write_report(compose(data, subjects, **documents), out, pdf=pdf)
        document = {"schema": 1, "files": [str(path) for path in written]}
        show(document, as_json, f"Wrote {' and '.join(map(str, written))}.")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)
