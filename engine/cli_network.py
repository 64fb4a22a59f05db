"""The sub-commands `receive`, `query`, `retrieve` and `send`: DICOM over the network, each its own process.

The window runs the same commands and reads their events: one JSON document a line.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from engine.cli_nodes import fail
from engine.output import answer, write_json, write_table

if TYPE_CHECKING:
    from engine.network.config import Network, Node

#: How often the listener looks after what died, and whether it was asked to stop.
TICK_S = 0.5
#: Progress is told no more often.
_TELL_S = 0.2

NodeName = Annotated[str, typer.Argument(help="Name of a node (`noduscope nodes list`).")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Events = Annotated[
    bool, typer.Option("--json-events", help="Print a JSON line for each step; the last one is the result.")
]
#: For a window that starts the command: closing the pipe stops it, and so does the window's death.
StopOnEof = Annotated[bool, typer.Option("--stop-on-eof", hidden=True)]


@contextlib.contextmanager
def _stopping(stop_on_eof: bool) -> Iterator[threading.Event]:
    """Yield an event that is set on Ctrl+C, on a wish to end, or when standard input closes."""
    stop = threading.Event()
    before = {s: signal.signal(s, lambda *_: stop.set()) for s in (signal.SIGINT, signal.SIGTERM)}

    def watch() -> None:
        with contextlib.suppress(OSError, ValueError):
            # Not through sys.stdin: a thread that waits in its buffer would break the interpreter's end.
            while os.read(0, 4096):
                pass
        stop.set()

    if stop_on_eof:
        threading.Thread(target=watch, daemon=True).start()
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ready(name: str) -> tuple[Network, Node]:
    from engine.network.config import NetworkError, load

    try:
        config = load()
        return config, config.node(name)
    except NetworkError as error:
        fail(str(error))


def _note(node: str, what: str, study_uid: str = "") -> None:
    """Put it in the audit log; of a query its words are not, since they may name a patient."""
    from engine.trail import note

    detail = f"{what}, study {study_uid}" if study_uid else what
    if sentence := note("network", subject=node, detail=detail):
        typer.echo(sentence, err=True)


class _Teller:
    """Writes events as JSON lines, progress not too often."""

    def __init__(self, out: TextIO, on: bool) -> None:
        self._out, self._on, self._last = out, on, 0.0
        self._writing = threading.Lock()

    def __call__(self, event: dict[str, Any]) -> None:
        if not self._on:
            return
        with self._writing:
            self._out.write(json.dumps(event, ensure_ascii=False) + "\n")
            self._out.flush()

    def progress(self, done: int, of: int) -> None:
        if time.monotonic() - self._last > _TELL_S or done == of:
            self._last = time.monotonic()
            self({"event": "progress", "done": done, "of": of})


def receive(stop_on_eof: StopOnEof = False) -> None:
    """Take what allowed stations send, until Ctrl+C. Off until `noduscope nodes own --receive` allows it.

    Prints a JSON line for everything that happens; none names a patient.
    """
    from engine.network.config import NetworkError, load

    with answer() as out, _stopping(stop_on_eof) as stop:
        try:
            config = load()
            if not config.receive:
                fail("Receiving is off. Switch it on with `noduscope nodes own --receive`.")
            if not config.peers:
                fail(
                    "Nobody may send here yet. Allow a station with `noduscope nodes allow AE-TITLE ADDRESS`."
                )
            from engine.listing import Lister
            from engine.network.listener import Listener

            tell = _Teller(out, True)

            def told(event: dict[str, Any]) -> None:
                tell(event)
                lister.take(event)
                if event["event"] == "ended" and event["n_images"]:
                    whole = "" if event["whole"] else ", cut off"
                    _note(event["calling"], f"{event['n_images']} images received{whole}")

            with Lister(tell) as lister, Listener(config, told) as listener:
                while not stop.wait(TICK_S):
                    listener.sweep()
        except NetworkError as error:
            fail(str(error))
        except OSError:  # whoever read our lines is gone
            raise typer.Exit(1) from None


def query(
    node: NodeName,
    *,
    patient_id: Annotated[str, typer.Option(help="Patient's ID.")] = "",
    name: Annotated[str, typer.Option(help="Beginning of the patient's name; * and ? are wildcards.")] = "",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of the study.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the study.")
    ] = None,
    modality: Annotated[str, typer.Option(help="Such as CT.")] = "",
    accession: Annotated[str, typer.Option(help="Accession number.")] = "",
    study: Annotated[str, typer.Option(metavar="UID", help="List the series of this study instead.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=5000, help="Most answers taken.")] = 200,
    as_json: Json = False,
    stop_on_eof: StopOnEof = False,
) -> None:
    """Ask a node for studies, or for the series of one."""
    config, station = _ready(node)
    with answer() as out, _stopping(stop_on_eof) as stop:
        from engine.network.config import NetworkError
        from engine.network.query import Criteria, find_series, find_studies

        try:
            if study:
                kind, found = "series", find_series(config, station, study, limit=limit, stop=stop)
            else:
                criteria = Criteria(
                    patient_id=patient_id,
                    patient_name=name,
                    since=since.date() if since else None,
                    until=until.date() if until else None,
                    modality=modality,
                    accession_number=accession,
                )
                kind = "studies"
                found = find_studies(config, station, criteria, limit=limit, stop=stop)
        except NetworkError as error:
            fail(str(error))
        _note(node, f"asked for {kind}, {len(found.rows)} answers")
        rows = [dict(vars(row)) for row in found.rows]
        if as_json:
            write_json(out, {kind: rows, "more": found.more})
        elif rows:
            table = [tuple("-" if v in (None, "") else str(v) for v in row.values()) for row in rows]
            # The UID last: it is the longest, and what the next command needs.
            write_table(out, (*[*rows[0]][1:], "uid"), [(*r[1:], r[0]) for r in table])
        else:
            out.write(f"{station.name} has nothing like that.\n")
        if found.more:
            typer.echo(f"There is more than {limit}; ask more narrowly or raise --limit.", err=True)


def retrieve(
    node: NodeName,
    *,
    study: Annotated[str, typer.Option(metavar="UID", help="StudyInstanceUID.")],
    series: Annotated[
        list[str] | None,
        typer.Option(metavar="UID", help="SeriesInstanceUID; may be repeated. All by default."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to put it in instead of the receive folder.")
    ] = None,
    images: Annotated[int, typer.Option(hidden=True)] = 0,
    as_json: Json = False,
    json_events: Events = False,
    stop_on_eof: StopOnEof = False,
) -> None:
    """Fetch a study from a node, or series of it: all of them, or nothing."""
    config, station = _ready(node)
    with answer() as text, _stopping(stop_on_eof) as stop:
        from engine.network.config import NetworkError
        from engine.network.retrieve import Wanted
        from engine.network.retrieve import retrieve as fetch

        tell = _Teller(text, json_events)
        wanted = Wanted(study, tuple(series or ()), images)
        try:
            folders = fetch(config, station, wanted, root=out, progress=tell.progress, stop=stop)
        except NetworkError as error:
            fail(str(error))
        _note(node, f"{len(folders)} series fetched", study)
        document = {"folders": [str(f) for f in folders]}
        tell({"event": "done", **document})
        if json_events:
            return  # whoever reads them opens what came, and that lists it
        _list(folders)
        if as_json:
            write_json(text, document)
        else:
            text.writelines(f"{folder}\n" for folder in folders)


def _list(folders: Sequence[Path]) -> None:
    """Put what was fetched on the worklist; that it did not go is said, and no failure."""
    from engine.listing import NOT_LISTED, list_folders
    from engine.store import StoreError

    try:
        list_folders(set(folders))
    except StoreError as error:
        typer.echo(f"{NOT_LISTED} {error}", err=True)


def send(
    node: NodeName,
    paths: Annotated[list[Path], typer.Argument(exists=True, help="DICOM files, or folders of them.")],
    as_json: Json = False,
    json_events: Events = False,
    stop_on_eof: StopOnEof = False,
) -> None:
    """Send DICOM files to a node; what it has already is only replaced there."""
    config, station = _ready(node)
    with answer() as out, _stopping(stop_on_eof) as stop:
        from engine.network.config import NetworkError
        from engine.network.send import send as deliver

        tell = _Teller(out, json_events)
        try:
            done = deliver(config, station, paths, progress=tell.progress, stop=stop)
        except NetworkError as error:
            fail(str(error))
        _note(node, f"{len(done.sent)} files sent, {len(done.failed)} not")
        document = {
            "sent": len(done.sent),
            "failed": _listed(done.failed),
            "skipped": _listed(done.skipped),
            "cancelled": done.cancelled,
        }
        tell({"event": "done", **document})
        if as_json:
            write_json(out, document)
        elif not json_events:
            out.write(f"{len(done.sent)} files were sent to {station.name}.\n")
            for path, reason in (*done.failed, *done.skipped):
                typer.echo(f"{path}: {reason}", err=True)
        if done.cancelled:
            fail(f"Cancelled after {len(done.sent)} files.")
        if done.failed:
            fail(
                f"{len(done.failed)} files were not sent. Send them again; what arrived already does no harm."
            )


def _listed(files: list[tuple[Path, str]]) -> list[dict[str, str]]:
    return [{"path": str(path), "reason": reason} for path, reason in files]


#: What `engine.cli` takes over.
COMMANDS: tuple[Callable[..., None], ...] = (receive, query, retrieve, send)
