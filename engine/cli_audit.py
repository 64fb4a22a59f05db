"""The sub-command `audit`: the log of what was done, as lines, JSON or CSV, and whether it is whole."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from engine.output import answer, write_json, write_table

if TYPE_CHECKING:
    from engine.store.audit import Entry, Verdict

_HEADER = ("when (UTC)", "who", "what", "of", "series", "detail")


def audit(
    *,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, in this computer's time.")
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only check that no row was changed or removed.")
    ] = False,
    noted: Annotated[
        str, typer.Option(metavar="HASH", help="With --verify: a hash that an earlier check printed.")
    ] = "",
    store: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Instead of the user's store.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Show what was decided, signed, exported, sent and changed, by whom and when.

    Exit code 1: --verify found that the log is not whole.
    """
    faults = (
        (as_json and as_csv, "--json and --csv exclude each other."),
        (
            verify and (as_csv or since),
            "--verify looks at all rows: it goes with --noted and --json only.",
        ),
        (noted and not verify, "--noted goes with --verify."),
    )
    for wrong, sentence in faults:
        if wrong:
            raise typer.BadParameter(sentence)
    with answer() as out:
        from engine.store import StoreError, open_store

        try:
            with open_store(store) as opened:
                if verify:
                    whole = _tell(out, opened.audit.verify(noted.strip()), as_json=as_json)
                else:
                    entries = opened.audit.entries(since=since.astimezone() if since else None)
                    _show(out, entries, as_json=as_json, as_csv=as_csv)
                    whole = True
        except StoreError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
    if not whole:
        raise typer.Exit(1)


def _tell(out: TextIO, verdict: Verdict, *, as_json: bool) -> bool:
    if as_json:
        write_json(out, {"ok": not verdict.problem, **asdict(verdict)})
    elif not verdict.problem:
        out.write(f"The audit log is whole: {verdict.rows} rows. Hash of the last: {verdict.digest}\n")
    if verdict.problem:
        typer.echo(verdict.problem, err=True)
    return not verdict.problem


def _show(out: TextIO, entries: list[Entry], *, as_json: bool, as_csv: bool) -> None:
    documents = [_document(entry) for entry in entries]
    if as_json:
        write_json(out, {"entries": documents})
    elif as_csv:
        from engine.reports.csv import csv_text

        out.write(csv_text(_COLUMNS, [list(document.values()) for document in documents]))
    elif entries:
        write_table(out, _HEADER, [_line(entry) for entry in entries])
    else:
        out.write("The audit log has no such rows.\n")


_COLUMNS = ("number", "made", "reader", "action", "series_uid", "subject", "detail", "software", "digest")


def _document(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "made": entry.made.isoformat(timespec="seconds")}


def _line(entry: Entry) -> tuple[str, ...]:
    return (
        f"{entry.made:%Y-%m-%d %H:%M:%S}",
        entry.reader or "-",
        entry.action,
        entry.subject or "-",
        entry.series_uid or "-",
        entry.detail,
    )
