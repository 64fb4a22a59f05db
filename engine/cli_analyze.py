"""The sub-command `analyze`: folders of studies to reports, with progress for people or for the window.

Exit code 0: every series worth analysing has its report; 1: one could not be analysed, or the run was stopped
or could not go on; 2: the command line was not understood.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from engine.output import answer, write_json, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.batch.executors import Workers
    from engine.batch.run import Result
    from engine.batch.summary import Row

#: What one worker may need (bytes): a chest of 500 slices and its lungs, and the libraries.
WORKER_BYTES = 2 << 30


def analyze(
    paths: Annotated[
        list[Path],
        typer.Argument(exists=True, metavar="PATH", help="Folders, files, ZIP archives or DICOMDIRs."),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="Folder for the results.")],
    model: Annotated[str | None, typer.Option(help="Model to use instead of the active one.")] = None,
    formats: Annotated[
        str, typer.Option(help="Any of json,csv,sr,seg,sc,ko,pm,pdf; json is always written.")
    ] = "json,csv",
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Series at a time; by default as many as cores and memory allow."),
    ] = None,
    executor: Annotated[
        str | None, typer.Option(metavar="dask://HOST:PORT", help="Workers of a Dask cluster.")
    ] = None,
    deidentify: Annotated[
        bool, typer.Option("--deidentify", help="Replace what identifies a patient in all results.")
    ] = False,
    observer: Annotated[str, typer.Option(help="Name of the reader, for DICOM objects and PDF.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON document.")] = False,
    json_events: Annotated[bool, typer.Option("--json-events", help="Print progress as JSON lines.")] = False,
) -> None:
    """Suggest and judge the nodules of every chest CT under PATH. Not for sole diagnosis.

    Run again, it goes on where it was stopped: what holds is not done twice.
    """
    names = _formats(formats)
    _check_places(paths, out)
    if as_json and json_events:
        raise typer.BadParameter("Choose --json or --json-events, not both.")
    with answer() as text:
        from engine.batch.executors import ExecutorError
        from engine.batch.job import Settings
        from engine.batch.run import BatchError, run_batch
        from engine.dicom.errors import Cancelled
        from engine.models.package import PackageError
        from engine.models.registry import Registry
        from engine.reports import Options
        from engine.store import StoreError, open_store

        try:
            package, note = (Registry().get(model), "") if model else Registry().active()
            if note:
                typer.echo(note, err=True)
            chosen = _workers(executor, workers)
            try:
                with open_store() as store, _until_signalled() as stopped:
                    _copy_store(store.path)
                    result = run_batch(
                        paths,
                        out,
                        package=package,
                        settings=Settings(names, Options(deidentify, observer.strip())),
                        workers=chosen,
                        store=store,
                        emit=_lines(text) if json_events else _progress(),
                        cancelled=stopped,
                    )
            finally:
                chosen.close()
        except (BatchError, ExecutorError, PackageError, StoreError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        except Cancelled:
            typer.echo("Stopped before anything was analysed.", err=True)
            raise typer.Exit(1) from None
        _answer(text, result, out, as_json=as_json, quiet=json_events)
    raise typer.Exit(_exit_code(result))


def _copy_store(path: Path) -> None:
    """Copy the store once a day; where that fails, the batch goes on."""
    from engine.store import StoreError
    from engine.store.backups import back_up_daily

    try:
        back_up_daily(path)
    except StoreError as error:
        typer.echo(f"Today's backup of the store could not be made. {error}", err=True)


def _formats(text: str) -> tuple[str, ...]:
    from engine.reports import FORMATS, missing

    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        missing_one = f"There is no format {', '.join(unknown)}" if unknown else "No format is named"
        raise typer.BadParameter(f"{missing_one}; there are {', '.join(FORMATS)}.")
    if absent := missing(names):
        raise typer.BadParameter(f"This installation cannot write {', '.join(absent)}.")
    return names


def _check_places(paths: list[Path], out: Path) -> None:
    """Keep results out of the images' folders: they would be found as images by the next run."""
    target = out.resolve()
    for path in paths:
        if path.is_dir() and target.is_relative_to(path.resolve()):
            raise typer.BadParameter(
                f"The results must not go into a folder of images: {out} lies in {path}.", param_hint="--out"
            )


def _workers(executor: str | None, count: int | None) -> Workers:
    from engine.batch.executors import cores, dask, processes

    if executor is not None:
        return dask(executor, count)
    if count is None:
        import psutil

        count = max(1, min(cores(), psutil.virtual_memory().available // WORKER_BYTES))
    return processes(count)


@contextmanager
def _until_signalled() -> Iterator[Callable[[], bool]]:
    """Yield whether the user, or the system, has asked this process to stop."""
    asked = threading.Event()
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(kind, lambda *_: asked.set()) for kind in kinds]
    try:
        yield asked.is_set
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)


# ---------------------------------------------------------------- what is told


def _lines(out: TextIO) -> Callable[..., None]:
    def emit(event: str, **fields: Any) -> None:
        out.write(json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n")
        out.flush()

    return emit


def _progress() -> Callable[..., None]:
    """Tell people on standard error: a line for the plan and for each series."""

    def emit(event: str, **fields: Any) -> None:
        if event == "plan":
            typer.echo(
                f"{fields['series']} series: {fields['to_analyse']} to analyse,"
                f" {fields['finished']} done before, {fields['left_out']} left out.",
                err=True,
            )
        elif event == "series":
            what = fields["reason"] if fields["state"] == "failed" else f"{fields['suggestions']} suggestions"
            left = f"; {fields['left']} left" if fields["left"] else ""
            if fields["left"] and fields["seconds_left"] is not None:
                left += f", about {_duration(fields['seconds_left'])}"
            typer.echo(f"{fields['series_uid']}: {what}{left}", err=True)

    return emit


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "half a minute"
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _answer(text: TextIO, result: Result, out: Path, *, as_json: bool, quiet: bool) -> None:
    from engine.batch.summary import JSON, State

    if result.stopped:
        typer.echo("Stopped. The same command goes on from here.", err=True)
    if as_json:
        write_json(text, json.loads((out / JSON).read_text(encoding="utf-8")))
    elif quiet:
        counts = {state.value: result.count(state) for state in State}
        _lines(text)("end", interrupted=result.stopped, series=counts)
    else:
        write_table(
            text, ("state", "suggestions", "highest p", "series", "why"), [_cells(r) for r in result.rows]
        )
        text.write(f"\nThe results are in {out}. Not for sole diagnosis.\n")


def _cells(row: Row) -> tuple[str, ...]:
    from engine.findings import probability_text

    document = row.document()
    probability = document["highest_probability"]
    return (
        row.state.value.replace("_", " "),
        "-" if document["suggestions"] is None else str(document["suggestions"]),
        "-" if probability is None else probability_text(probability),
        row.facts.series_uid,
        row.reason,
    )


def _exit_code(result: Result) -> int:
    from engine.batch.summary import State

    return int(result.stopped or result.count(State.FAILED) > 0)
