"""The sub-commands `labels`: list, import, export and merge what is known about nodules.

Exit code 1 also where some of the labels could not be taken; the others are kept.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from engine.labels.kinds import Label, LabelSource
from engine.output import answer, write_json, write_table

if TYPE_CHECKING:
    from engine.labels.incoming import Incoming, Said
    from engine.labels.label import SiteLabel
    from engine.store import Store

labels = typer.Typer(
    help="List, import, export and merge the labels of nodules.", no_args_is_help=True, rich_markup_mode=None
)

_Result = TypeVar("_Result")
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
StoreFile = Annotated[
    Path | None, typer.Option("--store", dir_okay=False, help="The store; by default the user's.")
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key", dir_okay=False, help="File with a secret that the workstations share."),
]


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)


@labels.command("list")
def list_(store: StoreFile = None, as_json: Json = False) -> None:
    """List the labels that hold, and how many there are of each kind."""
    with answer() as out:
        from engine.store import StoreError, open_store

        try:
            with open_store(store) as opened:
                found = opened.labels.everything()
        except StoreError as error:
            _fail(str(error))
        counts = Counter(label.label for label in found)
        patients = len({label.series.patient_key or label.series.series_uid for label in found})
        if as_json:
            write_json(
                out,
                {
                    "labels": [_document(label) for label in found],
                    "counts": {str(kind): counts[kind] for kind in Label},
                    "patients": patients,
                },
            )
            return
        write_table(
            out,
            ("label", "source", "review", "voxels", "reader", "x, y, z mm", "series"),
            [_row(label) for label in found],
        )
        kinds = ", ".join(f"{kind} {counts[kind]}" for kind in Label)
        out.write(f"\nLabels: {len(found)}, patients: {patients}; {kinds}.\n")


@labels.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            exists=True, metavar="PATH", help="CSV, DICOM SR (TID 1500), or LIDC-IDRI's XML file or folder."
        ),
    ],
    *,
    images: Annotated[
        Path | None, typer.Option(exists=True, help="Where the series lie: labels then keep their voxels.")
    ] = None,
    label: Annotated[Label | None, typer.Option(help="Of nodules that the file gives none.")] = None,
    source: Annotated[LabelSource | None, typer.Option(help="How the labels are known.")] = None,
    reader: Annotated[str, typer.Option(help="Who says so, where the file does not name one.")] = "",
    evidence_date: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="Day of the biopsy or the last follow-up.")
    ] = "",
    store: StoreFile = None,
    as_json: Json = False,
) -> None:
    """Take labels over from other programs' files.

    Nodules are measured in their images, so that training needs these no more. Run again, it adds the new.
    """
    day = _day(evidence_date)
    with answer() as out:
        from engine.dicom.scan import scan
        from engine.labels.importing import import_labels
        from engine.labels.incoming import LabelFileError, Said
        from engine.store import StoreError, open_store

        try:
            incoming = _read(files, Said(label, source, reader.strip(), day))
            folders = [images] if images else [path for path in files if path.is_dir()]
            scanned = scan(folders, progress=_told("Files")) if folders and incoming.labels else None
            tell, total = _told("Labels"), len(incoming.labels)
            with open_store(store) as opened:
                done = import_labels(
                    opened, incoming.labels, scanned, progress=lambda number: tell(number, total)
                )
        except (LabelFileError, StoreError) as error:
            _fail(str(error))
        problems = incoming.problems + done.problems
        if as_json:
            write_json(
                out,
                {
                    "added": done.added,
                    "unchanged": done.unchanged,
                    "without_voxels": done.without_voxels,
                    "notes": done.notes,
                    "problems": problems,
                },
            )
        else:
            out.write(f"Labels: {done.added} new, {done.unchanged} unchanged.\n")
            if done.without_voxels:
                out.write(
                    f"Without voxels, so of no use for training: {done.without_voxels}. Import them again"
                    " with --images.\n"
                )
        for sentence in done.notes + problems:
            typer.echo(sentence, err=True)
        if problems:
            _fail(f"Not taken: {len(problems)} (see above).")


@labels.command()
def export(
    out: Annotated[Path, typer.Option("--out", dir_okay=False, help="File to write, .zip.")],
    *,
    key: KeyFile = None,
    comments: Annotated[bool, typer.Option("--comments", help="With comments, which are free text.")] = False,
    store: StoreFile = None,
    as_json: Json = False,
) -> None:
    """Write all labels, their history and voxels to one file for another workstation.

    No names, no numbers, no descriptions: series and patients have names that nobody can turn back.
    """
    with answer() as text:
        from engine.labels.bundle import export_labels
        from engine.store.audit import Action, Done, account

        def write(opened: Store) -> int:
            written = export_labels(opened, out, key=_key(key), comments=comments)
            opened.audit.add(Done(Action.EXPORT, account(), subject="labels", detail=f"labels {written}"))
            return written

        count = _with_store(store, write)
        if as_json:
            write_json(text, {"labels": count, "file": str(out)})
        else:
            text.write(f"{count} labels are in {out}.\n")


@labels.command()
def merge(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What `labels export` wrote.")],
    *,
    key: KeyFile = None,
    store: StoreFile = None,
    as_json: Json = False,
) -> None:
    """Add another workstation's labels. Where two differ, both stay in the history and the newer holds."""
    with answer() as out:
        from engine.labels.merge import merge_file

        done = _with_store(store, lambda s: merge_file(s, file, key=_key(key)))
        if as_json:
            conflicts = [
                {
                    "series_uid": c.series_uid,
                    "centre_mm": [round(v, 2) for v in c.centre_mm],
                    "here": c.here.label,
                    "there": c.there.label,
                    "holds": c.holds.label,
                }
                for c in done.conflicts
            ]
            write_json(
                out,
                {
                    "labels": done.labels,
                    "reviews": done.reviews,
                    "conflicts": conflicts,
                    "problems": list(done.problems),
                },
            )
        else:
            out.write(f"{done.labels} labels and {done.reviews} reviews are new.\n")
        for problem in done.problems:
            typer.echo(problem, err=True)
        for conflict in () if as_json else done.conflicts:
            place = ", ".join(f"{v:.1f}" for v in conflict.centre_mm)
            here, there = (f"{_word(e.label)} by {e.reader}" for e in (conflict.here, conflict.there))
            out.write(
                f"Series {conflict.series_uid}, nodule at {place} mm: {here} here, {there} in the file; the"
                f" newer one, {_word(conflict.holds.label)}, holds.\n"
            )
        if done.problems:
            raise typer.Exit(1)


def _word(label: Label | None) -> str:
    return label.value if label else "taken back"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"--evidence-date is {text!r}; it has to be YYYY-MM-DD.") from None


def _told(what: str) -> Callable[[int, int], None]:
    """Tell people at a terminal how far it is, at most twice a second and at the end."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if sys.stderr.isatty() and (done == total or now - last > 0.5):
            last = now
            typer.echo(f"\r{what}: {done} of {total}", err=True, nl=done == total)

    return tell


def _with_store(path: Path | None, action: Callable[[Store], _Result]) -> _Result:
    from engine.labels.incoming import LabelFileError
    from engine.store import StoreError, open_store

    try:
        with open_store(path) as store:
            return action(store)
    except (LabelFileError, StoreError) as error:
        _fail(str(error))


def _key(path: Path | None) -> bytes:
    if path is None:
        return b""
    from engine.dicom.deidentify import load_key
    from engine.dicom.errors import DicomError

    try:
        return load_key(path)
    except (DicomError, OSError) as error:
        _fail(str(error))


def _read(paths: list[Path], said: Said) -> Incoming:
    from engine.labels.csv_file import read_csv
    from engine.labels.incoming import Incoming, LabelFileError
    from engine.labels.lidc import read_lidc
    from engine.labels.lidc_xml import is_lidc
    from engine.labels.sr import read_sr

    total = Incoming()
    for path in paths:
        files = sorted(p for p in path.rglob("*.xml") if is_lidc(p)) if path.is_dir() else [path]
        if not files:
            raise LabelFileError(f"{path} holds no XML file of LIDC-IDRI; name CSV and SR files themselves.")
        for file in files:
            if path.is_dir():
                found = _reading(file)
            elif is_lidc(file):
                found = read_lidc(file)
            elif file.suffix.lower() in (".csv", ".tsv", ".txt"):
                found = read_csv(file, said)
            else:
                found = read_sr(file, said)
            total.labels += found.labels
            total.problems += found.problems
    return total


def _reading(file: Path) -> Incoming:
    """Read one of a folder's XML files: a damaged one does not stop the others."""
    from engine.labels.incoming import Incoming, LabelFileError
    from engine.labels.lidc import read_lidc

    try:
        return read_lidc(file)
    except LabelFileError as error:
        return Incoming(problems=[str(error)])


def _row(label: SiteLabel) -> tuple[str, ...]:
    return (
        _word(label.label),
        label.source.value,
        label.review.value,
        "yes" if label.has_crop else "no",
        label.reader,
        ", ".join(f"{v:.1f}" for v in label.centre_mm),
        label.series.series_uid,
    )


def _document(label: SiteLabel) -> dict[str, Any]:
    return {
        "series_uid": label.series.series_uid,
        "patient_key": label.series.patient_key,
        "finding_id": label.finding_id,
        "centre_mm": [round(v, 2) for v in label.centre_mm],
        "long_axis_mm": None if label.long_axis_mm is None else round(label.long_axis_mm, 1),
        "label": _word(label.label),
        "source": label.source.value,
        "evidence_date": label.evidence_date.isoformat() if label.evidence_date else None,
        "reader": label.reader,
        "made": label.made.isoformat(timespec="seconds"),
        "comment": label.comment,
        "review": label.review.value,
        "reviewer": label.reviewer,
        "review_comment": label.review_comment,
        "voxels": label.has_crop,
    }
