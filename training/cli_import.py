"""`noduscope train import ...`: datasets made of what readers have labelled."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from training.console import BAD_USE, JsonOption, sentences, show, stop

if TYPE_CHECKING:
    from training.cases import Dataset

OutOption = Annotated[Path, typer.Option("--out", help="Dataset folder to write.")]

import_app = typer.Typer(
    help="Make a dataset from a source of labelled nodules.", no_args_is_help=True, rich_markup_mode=None
)


@import_app.command("lidc-crops")
def import_lidc_crops(
    source: Annotated[Path, typer.Argument(help="Folder with lidc_nodules.csv and lidc_maxslice.npz.")],
    out: OutOption,
    neighbours: Annotated[
        bool, typer.Option("--neighbours", help="Take neighbouring slices too, for recipes of three slices.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Import a folder of LIDC-IDRI nodule crops."""
    if not source.is_dir():
        stop(f"There is no folder {source}.", BAD_USE)
    with sentences():
        from training.cases import write_dataset
        from training.datasets.lidc_crops import import_lidc_crops as read

        dataset = read(source, neighbours=neighbours)
        write_dataset(dataset, out)
        print_summary(dataset, as_json)


@import_app.command("lidc")
def import_lidc(
    source: Annotated[
        Path, typer.Argument(help="Folder with LIDC-IDRI's DICOM series and XML files, at any depth.")
    ],
    out: OutOption,
    as_json: JsonOption = False,
) -> None:
    """Import LIDC-IDRI as it is published: DICOM and the readers' XML files.

    Run again after an interruption: readings that are finished (in OUT.parts) are not read again.
    """
    if not source.is_dir():
        stop(f"There is no folder {source}.", BAD_USE)
    with sentences():
        from training.cases import check_target
        from training.datasets.lidc_dicom import write_lidc

        check_target(out)
        imported = write_lidc(source, out, told=_told("readings"))
        for problem in imported.problems:
            sys.stderr.write(problem + "\n")
        print_summary(imported.dataset, as_json)


@import_app.command("site")
def import_site(
    out: OutOption,
    store: Annotated[
        Path | None, typer.Option("--store", help="File of the store; by default this user's.")
    ] = None,
    approved_only: Annotated[
        bool, typer.Option("--approved-only", help="Take only labels that a second reader approved.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take what was labelled here out of the store, without identifiers."""
    with sentences():
        from engine import paths
        from training.cases import write_dataset
        from training.datasets.site import import_site as read

        dataset = read(store or paths.store_file(), approved_only=approved_only)
        write_dataset(dataset, out)
        print_summary(dataset, as_json)


def _told(what: str, every: int = 25) -> Callable[[int, int], None]:
    """Return what tells the progress on standard error, now and then."""

    def told(done: int, total: int) -> None:
        if done % every == 0 and done < total:
            sys.stderr.write(f"{done} of {total} {what}\n")

    return told


def print_summary(dataset: Dataset, as_json: bool) -> None:
    """Print what is in a dataset."""
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
        "left_out": dict(dataset.left_out),
        "licence": dataset.licence,
    }
    text = (
        f"{dataset.name}: {document['cases']} cases of {document['patients']} patients; figures count "
        f"{document['reportable']} of {document['reportable_patients']} patients ({document['malignant']} "
        f"malignant). {document['never_train_cases']} cases are of patients never trained on."
    )
    for reason, number in dataset.left_out.items():
        text += f" Left out: {number} ({reason.replace('_', ' ')})."
    show(document, as_json, text)
