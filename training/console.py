"""What every `noduscope train` command shares: its options, its sentences, how it prints.

It knows no command, and loads no heavy library before one is needed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from engine.models.package import PackageError
from engine.runtimes.base import RuntimeUnavailableError
from training.errors import TrainingError

if TYPE_CHECKING:
    from engine.models.package import ModelPackage
    from training.cases import Dataset

BAD_USE, FAILURE = 2, 1

DatasetOption = Annotated[Path, typer.Option("--dataset", help="A dataset folder.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def open_dataset(folder: Path) -> Dataset:
    """Read a dataset, or stop with a sentence if there is no such folder."""
    from training.cases import read_dataset

    if not folder.is_dir():
        stop(f"There is no dataset folder {folder}.", BAD_USE)
    return read_dataset(folder)


def open_package(name: str) -> ModelPackage:
    """Open a model package by its path or its name."""
    from engine.models.package import load_package
    from engine.models.registry import Registry

    path = Path(name)
    return load_package(path) if path.exists() else Registry().get(name)


def show(document: dict[str, Any], as_json: bool, text: str) -> None:
    """Print a document as JSON, or its text."""
    typer.echo(json.dumps(document, indent=2) if as_json else text)


def figure_text(figure: dict[str, Any]) -> str:
    """Return a figure with its interval in words; the mean of several runs with each run's value."""
    if figure["value"] is None:
        return "-"
    text = f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"
    runs = figure.get("runs")
    if not runs or figure["sd"] == 0:  # a baseline is the same in every run
        return text
    each = ", ".join("-" if value is None else f"{value:.3f}" for value in runs)
    return f"{text}; runs {each}, sd {figure['sd']:.4f}"


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what can go wrong in use into a sentence on standard error; anything else is a fault of ours."""
    try:
        yield
    except ImportError as error:
        stop(f"This needs the extra `training` (pip install 'noduscope[training]'): {error}.", FAILURE)
    except (TrainingError, PackageError, RuntimeUnavailableError, OSError) as error:
        stop(str(error), FAILURE)


def stop(sentence: str, code: int) -> NoReturn:
    """End the command with a sentence on standard error."""
    sys.stderr.write(sentence + "\n")
    raise typer.Exit(code)
