"""The one entry point, `noduscope`: the window, or a sub-command handed on to the engine or to training.

Everything heavy is imported where it is needed: the window's process never loads what a sub-command uses, and
``noduscope engine`` never loads Qt.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from app.program import can_train, why_no_training
from engine.paths import SAFE_MODE

#: Sub-commands that this file answers itself; all others are the engine's.
OWN = frozenset({"open", "demo", "train", "bench", "self-test", "screenshots"})
_HANDED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

cli = typer.Typer(
    name="noduscope",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Review lung nodules on chest CT. Without a command the window opens. Not for sole diagnosis.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Screenshot = Annotated[
    Path | None,
    typer.Option("--screenshot", help="Assess nodules, save a picture of the window there, and end."),
]
At = Annotated[
    list[str] | None,
    typer.Option("--at", metavar="X,Y,Z", help="Nodule to assess for the picture, patient mm (LPS)."),
]
Timing = Annotated[bool, typer.Option("--startup-timing", help="Print how long each step of the start took.")]

SafeMode = Annotated[
    bool,
    typer.Option(
        "--safe-mode", help="Without your settings, keys, models, network and caches; they stay as they are."
    ),
]


@cli.callback(invoke_without_command=True)
def window(context: typer.Context, startup_timing: Timing = False, safe_mode: SafeMode = False) -> None:
    """Open the window where no command is named."""
    if safe_mode:
        _enter_safe_mode()
    if context.invoked_subcommand is None:
        _run_window(startup_timing=startup_timing)


@cli.command("open")
def open_(
    paths: Annotated[list[Path], typer.Argument(help="Folders, files, a ZIP or a DICOMDIR.")],
    screenshot: Screenshot = None,
    at: At = None,
    startup_timing: Timing = False,
) -> None:
    """Open the window on folders, files, a ZIP or a DICOMDIR."""
    _run_window(
        paths=tuple(str(p.expanduser().absolute()) for p in paths),
        screenshot=screenshot,
        points=tuple(_point(text) for text in at or ()),
        startup_timing=startup_timing,
    )


@cli.command()
def demo(screenshot: Screenshot = None, startup_timing: Timing = False) -> None:
    """Open the window on the synthetic chest."""
    _run_window(demo=True, screenshot=screenshot, startup_timing=startup_timing)


@cli.command(context_settings=_HANDED_ON)
def train(context: typer.Context) -> None:
    """Import labelled nodules, fit, evaluate and export a model (needs the `training` extra)."""
    if not can_train():
        typer.echo(why_no_training(), err=True)
        raise typer.Exit(1)
    from training.cli import app as training

    training(context.args, prog_name="noduscope train")


@cli.command(context_settings=_HANDED_ON)
def bench(context: typer.Context) -> None:
    """Time runtimes, reading and the window on this machine."""
    from app.bench import command

    raise typer.Exit(command.main(context.args))


@cli.command("self-test")
def self_test(
    as_json: Json = False,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a report for support, without identifiers (JSON)."),
    ] = None,
) -> None:
    """Check everything that an installation must be able to do, window and training included."""
    from app import selfcheck, training_check
    from engine.selftest import main as run_checks

    checks = (selfcheck.CHECK, training_check.CHECK)
    raise typer.Exit(run_checks(as_json=as_json, report=report, extra_checks=checks))


@cli.command(hidden=True)
def screenshots(
    out: Annotated[Path, typer.Argument(help="Folder for the pictures.")],
    only: Annotated[list[str] | None, typer.Argument(metavar="VIEW", help="Views; all without one.")] = None,
    theme: Annotated[str, typer.Option(help="dark or light.")] = "dark",
    scale: Annotated[float, typer.Option(min=1.0, max=4.0, help="2 for a picture at 200 %.")] = 1.0,
    language: Annotated[str, typer.Option(help="Code of the window's language.")] = "en",
) -> None:
    """Take a picture of every view of the window on the synthetic chest, for the user guide."""
    from app.gallery.command import run
    from app.gallery.stage import StageError

    if theme not in ("dark", "light"):
        raise typer.BadParameter(f"{theme!r} is no theme; there are dark and light.", param_hint="--theme")
    try:
        faults = run(out, theme=theme, scale=scale, language=language, only=only or (), say=typer.echo)
    except (StageError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for fault in faults:
        typer.echo(fault, err=True)
    raise typer.Exit(1 if faults else 0)


def _run_window(
    *,
    paths: tuple[str, ...] = (),
    demo: bool = False,
    screenshot: Path | None = None,
    points: tuple[tuple[float, float, float], ...] = (),
    startup_timing: bool = False,
) -> None:
    entered = time.time()
    from app.start_check import import_problem, screen_problem, tell

    try:
        from app.application import Start, run
    except ImportError as error:
        if not (sentence := import_problem(error)):
            raise
        tell(sentence)
        raise typer.Exit(1) from None
    if sentence := screen_problem():
        tell(sentence)
        raise typer.Exit(1)
    start = Start(paths, demo, screenshot, points)
    raise typer.Exit(run(start, entered=entered, print_timing=startup_timing))


def _enter_safe_mode() -> None:
    """Put settings and caches of this process and of those it starts into a folder that goes at the end."""
    folder = tempfile.mkdtemp(prefix="noduscope-safe-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[SAFE_MODE] = folder


def _point(text: str) -> tuple[float, float, float]:
    try:
        x, y, z = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no position; three numbers are needed: X,Y,Z.") from None
    return (x, y, z)


def main() -> None:
    """Run what the command line asks for; ends the process."""
    multiprocessing.freeze_support()
    first = next((a for a in sys.argv[1:] if not a.startswith("-")), None)
    if (first is None and "--help" in sys.argv[1:]) or (first is not None and first not in OWN):
        from engine.cli import app as engine

        # Merged, not nested: one help text, one message for a command that does not exist.
        cli.registered_commands += [c for c in engine.registered_commands if c.name not in OWN]
        cli.registered_groups += engine.registered_groups
    cli(prog_name="noduscope")


if __name__ == "__main__":
    main()
