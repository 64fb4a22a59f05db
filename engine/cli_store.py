"""The sub-commands `store check`, `store backup` and `store restore`: the store's file, not what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from engine import paths
from engine.output import answer, write_json, write_table

store = typer.Typer(help="Check, copy or restore the store.", no_args_is_help=True, rich_markup_mode=None)
StoreFile = Annotated[
    Path | None, typer.Option("--store", dir_okay=False, help="The store; by default the user's.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)


@store.command()
def check(file: StoreFile = None, as_json: Json = False) -> None:
    """Look through every page of the store, count what is in it, list its backups.

    Exit code 1: it is not sound.
    """
    with answer() as out:
        from engine.store.backups import sound
        from engine.store.checkup import check_up

        found = check_up(file or paths.store_file())
        copies: list[dict[str, Any]] = [
            {"name": b.path.name, "day": b.day.isoformat(), "bytes": b.size, "sound": sound(b.path)}
            for b in found.backups
        ]
        if as_json:
            document = {
                "schema": 1, "path": str(found.path), "sound": not found.problem, "problem": found.problem,
                "version": found.version, "rows": found.rows, "backups": copies,
            }  # fmt: skip
            write_json(out, document)
        else:
            if found.problem:
                typer.echo(found.problem, err=True)
            elif found.version:
                out.write(f"The store {found.path} is sound (tables of version {found.version}).\n")
            else:
                out.write(f"There is no store {found.path} yet.\n")
            write_table(out, ("kept", "rows"), [(name, str(n)) for name, n in found.rows.items()])
            out.write("\n")
            rows = [
                (c["day"], f"{c['bytes'] / 2**20:.1f} MB", "yes" if c["sound"] else "no", c["name"])
                for c in copies
            ]
            write_table(out, ("day", "size", "sound", "backup"), rows)
        if found.problem:
            raise typer.Exit(1)


@store.command()
def backup(file: StoreFile = None) -> None:
    """Copy the store now, while Noduscope runs or not. The window does so once a day."""
    with answer() as out:
        from engine.store import StoreError
        from engine.store.backups import KEEP, back_up

        path = file or paths.store_file()
        if not path.exists():
            _fail(f"There is no store {path} yet, so there is nothing to copy.")
        try:
            made = back_up(path)
        except StoreError as error:
            _fail(str(error))
        out.write(f"Copied to {made.path} ({made.size / 2**20:.1f} MB). The last {KEEP} copies are kept.\n")


@store.command()
def restore(
    name: Annotated[
        str | None,
        typer.Option("--backup", help="File name of the backup; by default the last one that is sound."),
    ] = None,
    file: StoreFile = None,
) -> None:
    """Put a backup in the store's place; the store that is there now is kept under another name."""
    with answer() as out:
        from engine.store import StoreError, open_store
        from engine.store import backups as kept

        path = file or paths.store_file()
        try:
            done = kept.restore(path, name)
            open_store(path).close()
        except StoreError as error:
            _fail(str(error))
        out.write(f"The store {path} is the backup of {done.backup.day.isoformat()} now.\n")
        if done.aside is not None:
            out.write(f"What was there before is kept as {done.aside}.\n")
