"""The sub-command `drift`: whether what a model reads still looks like its training data, by month."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from engine.output import answer, write_json, write_table


def drift(
    model: Annotated[str | None, typer.Option(help="Model to look at instead of the active one.")] = None,
    store: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Store to read instead of the user's.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Compare what was read with a model, month by month, with its training data and with the first months.

    Reads the store that `analyze` and the window fill. Exit code 0 whatever it finds.
    """
    with answer() as out:
        from engine.commands import CommandError, drift_of

        try:
            document = drift_of(model, store)
        except CommandError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        if as_json:
            write_json(out, document)
        else:
            _write(out, document)


def _write(out: TextIO, document: dict[str, Any]) -> None:
    model = document["model"]
    out.write(f"Model {model['id']}-{model['version']}. {document['title']}. {document['hint']}\n")
    out.writelines(f"- {signal['text']}\n" for signal in document["signals"])
    if document["n_series_of_other_models"]:
        out.write(
            f"{document['n_series_of_other_models']} series were read with other models and are left out.\n"
        )
    if not document["months"]:
        return
    out.write("\n")
    header = ("month", "series", "outside", "suggested", "median p", "no side", "accepted", "median p", "new")
    write_table(out, header, [_row(month) for month in document["months"]])


def _row(month: dict[str, Any]) -> tuple[str, ...]:
    suggested, accepted = month["suggested"], month["accepted"]
    return (
        month["month"],
        str(month["series"]),
        str(month["outside"]["count"]),
        str(suggested["n"]),
        _number(suggested["median"]),
        "-" if suggested["abstained"]["value"] is None else f"{suggested['abstained']['value']:.0%}",
        str(accepted["n"]),
        _number(accepted["median"]),
        ", ".join(month["acquisition"]["new"]) or "-",
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
