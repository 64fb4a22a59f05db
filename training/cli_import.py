"""`noduscope train import ...`: datasets made of what readers have labelled."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from training.console import BAD_USE, JsonOption, sentences, show, stop

if TYPE_CHECKING:
    from training.cases import Dataset
    from training.datasets.image_set import ImageSet

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


@import_app.command("images")
def import_images(
    *,
    table: Annotated[Path, typer.Argument(help="CSV in CheXpert's layout.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write.")],
    images: Annotated[
        Path | None,
        typer.Option(help="Folder that the CSV's paths begin in; by default the CSV's own or the one above."),
    ] = None,
    uncertain: Annotated[
        Literal["ignore", "zeros", "ones"], typer.Option(help="What a label of -1 is taken for.")
    ] = "ignore",
    blank: Annotated[
        Literal["ignore", "zeros"], typer.Option(help="What a finding that is not mentioned is taken for.")
    ] = "zeros",
    side: Annotated[int, typer.Option(min=33, max=1024, help="Rows and columns that pictures get.")] = 240,
    as_json: JsonOption = False,
) -> None:
    """Import labelled chest X-rays to pretrain on: 8- or 16-bit gray PNG or JPEG.

    Run again after an interruption: pictures that are finished (in OUT.parts) are not read again.
    """
    if not table.is_file():
        stop(f"There is no table {table}.", BAD_USE)
    if images is not None and not images.is_dir():
        stop(f"There is no folder {images}.", BAD_USE)
    with sentences():
        from training.datasets.image_table import Policy
        from training.datasets.images import import_images as read

        imported = read(
            table,
            out,
            root=images,
            uncertain=Policy(uncertain),
            blank=Policy(blank),
            side=side,
            told=_told("parts", every=1),
        )
        for problem in imported.problems:
            sys.stderr.write(problem + "\n")
        _show_images(imported.images, as_json)


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


def _show_images(images: ImageSet, as_json: bool) -> None:
    index, known = images.index, images.labels
    document = {
        "schema": 1,
        "sha256": index.sha256,
        "pictures": len(images),
        "patients": len(set(images.patients.tolist())),
        "judged": int(images.judged.sum()),
        "uncertain": index.uncertain,
        "blank": index.blank,
        "labels": {
            name: {"1": int((column == 1).sum()), "0": int((column == 0).sum())}
            for name, column in zip(index.labels, known.T, strict=True)
        },
        "left_out": index.left_out,
    }
    text = (
        f"{document['pictures']} pictures of {document['patients']} patients; {document['judged']} are kept "
        f"aside to judge by, by patient. Uncertain labels: {index.uncertain}; not mentioned: {index.blank}."
    )
    for name, column in zip(index.labels, known.T, strict=True):
        text += f"\n{name}: {int((column == 1).sum())} with, {int((column == 0).sum())} without."
    show(document, as_json, text)


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
