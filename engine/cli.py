"""The engine's sub-commands: `scan`, `classify`, `models`, `phantom`, `self-test`, and `engine` for the
window. `analyze`, `compare`, `drift`, `labels`, `risk` and the network are in files of their own
(`engine.cli_*`).

With ``--json`` standard output is one JSON document; errors go to standard error. Exit code 2: the command
line was not understood; 1: it was, but what it asks could not be done. Heavy libraries are imported by the
command that needs them, so that the engine process is there at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from engine.arguments import point
from engine.cli_analyze import analyze
from engine.cli_audit import audit
from engine.cli_compare import compare
from engine.cli_drift import drift
from engine.cli_labels import labels
from engine.cli_network import COMMANDS as NETWORK
from engine.cli_nodes import nodes
from engine.cli_risk import risk
from engine.cli_store import store
from engine.output import answer, write_json, write_table

app = typer.Typer(
    name="noduscope",
    help="Find series, analyse folders, classify nodules, manage models. Not a medical device.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
models = typer.Typer(help="List, install and choose models.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(models, name="models")
app.add_typer(labels, name="labels")
app.add_typer(store, name="store")
app.command()(analyze)
app.command()(compare)
app.command()(drift)
app.command()(risk)
app.command()(audit)
app.add_typer(nodes, name="nodes")
for _command in NETWORK:
    app.command()(_command)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
SupportReport = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="Write a report for support, without identifiers (JSON)."),
]
RuntimeName = Annotated[str | None, typer.Option("--runtime", help="openvino or onnxruntime.")]
Readable = Annotated[Path, typer.Argument(exists=True, help="A folder, file, ZIP archive or DICOMDIR.")]
ModelName = Annotated[str, typer.Argument(help="ID-VERSION, an id that is unique, or 'default'.")]


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)


def _runtime(name: str | None) -> str | None:
    if name not in (None, "openvino", "onnxruntime", "tensorrt"):
        raise typer.BadParameter(f"There is no runtime {name!r}: choose openvino, onnxruntime or tensorrt.")
    return name


@app.command()
def scan(path: Readable, as_json: Json = False) -> None:
    """List the series under PATH, and the files that are part of none with the reason."""
    with answer() as out:
        from engine.commands import scan_document

        document = scan_document(path)
        if as_json:
            write_json(out, document)
            return
        rows = [
            (
                str(series["n_slices"]),
                " x ".join(f"{v:g}" for v in series["spacing_mm"]) if series["spacing_mm"] else "-",
                series["modality"] or "-",
                "yes" if series["analysable"] else "no",
                series["series_uid"],
                series["description"],
            )
            for series in document["series"]
        ]
        write_table(out, ("slices", "mm", "modality", "analysable", "series", "description"), rows)
        for series in document["series"]:
            for warning in series["warnings"]:
                out.write(f"\n{series['series_uid']}: {warning['text']}\n")
        if document["skipped"]:
            out.write(f"\n{len(document['skipped'])} files are part of no series:\n")
            for file in document["skipped"]:
                out.write(f"  {file['path']}: {file['reason']}\n")


@app.command()
def classify(
    path: Readable,
    *,
    at: Annotated[
        list[str],
        typer.Option(
            "--at", metavar="X,Y,Z", help="Position of a nodule in patient mm (LPS). May be repeated."
        ),
    ],
    series: Annotated[
        str | None, typer.Option(help="SeriesInstanceUID, where several series hold it.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model to use instead of the active one.")] = None,
    runtime: RuntimeName = None,
    as_json: Json = False,
) -> None:
    """Measure and classify the nodule at a position. Not for sole diagnosis.

    Several positions give a list in reading order: masses first, then by falling probability.
    """
    points = [point(text) for text in at]
    _runtime(runtime)
    with answer() as out:
        from engine.commands import CommandError, classify_points
        from engine.report import finding_json, finding_text

        try:
            done = classify_points(path, points, series_uid=series, model=model, runtime=runtime)
        except CommandError as error:
            _fail(str(error))
        for note in done.notes:
            typer.echo(note, err=True)
        if as_json and done.findings:
            documents = [finding_json(finding) for finding in done.findings]
            write_json(out, documents[0] if len(points) == 1 else documents)
        elif not as_json:
            if done.model and done.findings:
                out.write(f"Model {done.model}. Not for sole diagnosis.\n")
            for finding in done.findings:
                out.write("\n" + finding_text(finding))
        for problem in done.problems:
            typer.echo(problem, err=True)
        if done.problems:
            raise typer.Exit(1)


@app.command()
def phantom(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    slices: Annotated[
        int | None, typer.Option(min=2, max=2000, help="Cut the chest into so many slices; 120 by default.")
    ] = None,
    earlier: Annotated[
        bool, typer.Option("--earlier", help="The same patient 90 days earlier, to be compared with.")
    ] = False,
) -> None:
    """Write the synthetic chest as a DICOM series, with the truth about its nodules."""
    with answer() as text:
        from engine.demo import write_demo

        try:
            count = write_demo(out, slices, earlier=earlier)
        except OSError as error:
            _fail(f"The synthetic chest could not be written to {out}: {error.strerror}.")
        text.write(f"{count} slices are in {out / 'dicom'}, their nodules in {out / 'nodules.json'}.\n")


@app.command()
def anonymise(
    path: Readable,
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    key: Annotated[
        Path | None,
        typer.Option(help="File with the site's secret; by default one in the user's data folder."),
    ] = None,
    skip_burned_in: Annotated[
        bool, typer.Option("--skip-burned-in", help="Leave out pictures that may show writing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Copy the DICOM files under PATH without what names the patient.

    Names, numbers and identifiers are replaced, dates are shifted, free text and private elements are left
    out: the same way in every run with the same key. Pixels are not changed.
    """
    with answer() as text:
        from engine.commands import CommandError, anonymise_files

        try:
            done = anonymise_files(path, out, key=key, keep_burned_in=not skip_burned_in)
        except CommandError as error:
            _fail(str(error))
        if as_json:
            write_json(
                text,
                {
                    "written": [str(file) for file in done.written],
                    "burned_in": [{"path": str(file), "reason": reason} for file, reason in done.burned_in],
                    "skipped": [{"path": file.path, "reason": file.reason} for file in done.skipped],
                },
            )
        else:
            text.write(f"{len(done.written)} files are in {out}.\n")
        for file, reason in done.burned_in:
            typer.echo(f"{file}: {reason}", err=True)
        for skipped in done.skipped:
            typer.echo(f"{skipped.path}: {skipped.reason}", err=True)
        if not done.written:
            _fail(f"Nothing under {path} could be copied.")
    _note("export", subject="de-identified images", detail=f"files {len(done.written)}")


@app.command("bench-engine", hidden=True)
def bench_engine(
    series: Annotated[Path, typer.Option("--series", exists=True, help="Folder with a CT series.")],
    part: Annotated[
        list[str] | None, typer.Option(help="reading, pictures or nodule; all by default.")
    ] = None,
) -> None:
    """Time reading, pictures and the runtimes; a part of `bench`, which puts these figures beside others."""
    with answer() as out:
        from dataclasses import asdict

        from engine.bench import PARTS, BenchError, time_engine
        from engine.bench_same import DisagreementError
        from engine.models.package import PackageError
        from engine.runtimes.base import RuntimeUnavailableError

        try:
            write_json(out, asdict(time_engine(series, part or PARTS)))
        except (BenchError, DisagreementError, PackageError, RuntimeUnavailableError) as error:
            _fail(str(error))


@app.command()
def engine() -> None:
    """Run the engine process: requests as JSON lines on standard input, events on standard output."""
    from engine.server import main

    main()


@app.command("self-test")
def self_test(as_json: Json = False, report: SupportReport = None) -> None:
    """Check everything that an installation must be able to do."""
    from engine.selftest import main

    raise typer.Exit(main(as_json=as_json, report=report))


def _note(action: str, **what: str) -> None:
    from engine.trail import note

    if sentence := note(action, **what):
        typer.echo(sentence, err=True)


# ---------------------------------------------------------------- models


@models.command("list")
def list_(as_json: Json = False) -> None:
    """List the models; the active one is marked."""
    with answer() as out:
        from engine.models.registry import Registry

        entries = Registry().entries()
        if as_json:
            write_json(
                out,
                {
                    "models": [
                        {
                            "name": entry.name,
                            "id": entry.package.manifest.id if entry.package else None,
                            "version": entry.package.manifest.version if entry.package else None,
                            "bundled": entry.bundled,
                            "active": entry.active,
                            "sha256": entry.package.sha256 if entry.package else None,
                            "problem": entry.problem or None,
                        }
                        for entry in entries
                    ]
                },
            )
            return
        rows = [
            (
                "*" if entry.active else "",
                entry.name,
                "with the program" if entry.bundled else "installed",
                entry.problem or f"made {entry.package.manifest.created:%Y-%m-%d}"
                if entry.package
                else entry.problem,
            )
            for entry in entries
        ]
        write_table(out, ("", "model", "from", ""), rows)


@models.command()
def show(
    name: Annotated[str | None, typer.Argument(help="The active one by default.")] = None,
    as_json: Json = False,
) -> None:
    """Show a model's manifest: what it was trained on, its threshold, its figures."""
    with answer() as out:
        from engine.models.package import PackageError
        from engine.models.registry import Registry

        try:
            package, note = (Registry().get(name), "") if name else Registry().active()
        except PackageError as error:
            _fail(str(error))
        if note:
            typer.echo(note, err=True)
        from engine.models.signature import origin_of

        origin = origin_of(package.signature)
        document = {
            "sha256": package.sha256,
            "signature": origin.document(),
            **package.manifest.model_dump(mode="json"),
        }
        if as_json:
            write_json(out, document)
            return
        for key, value in document.items():
            if key not in ("files", "training_patients_sha256", "recipe", "metrics", "signature"):
                out.write(f"{key}: {value}\n")
        out.write(f"signature: {origin.text}\n")
        out.write(f"training patients: {len(package.manifest.training_patients_sha256)}\n")
        if "card.md" in package.manifest.files:
            out.write("\n" + package.file("card.md").read_text(encoding="utf-8"))


def _change(action: str, name: str = "") -> None:
    with answer() as out:
        from engine.models.package import PackageError
        from engine.models.registry import Registry

        registry = Registry()
        try:
            if action == "removed":
                registry.remove(name)
            else:
                package = {
                    "installed": lambda: registry.install(Path(name)),
                    "active": lambda: registry.activate(name),
                    "active again": registry.rollback,
                }[action]()
                name = f"{package.manifest.id}-{package.manifest.version}"
        except PackageError as error:
            _fail(str(error))
        out.write(f"{name} is {action}.\n")
    _note("model", subject=name, detail=action)


@models.command()
def install(
    package: Annotated[Path, typer.Argument(exists=True, help="A .noduscope file or a package folder.")],
) -> None:
    """Check a model package and install it. It does not become active."""
    _change("installed", str(package))


@models.command()
def activate(name: ModelName) -> None:
    """Use a model from now on."""
    _change("active", name)


@models.command()
def rollback() -> None:
    """Go back to the model that was active before."""
    _change("active again")


@models.command()
def remove(name: ModelName) -> None:
    """Delete an installed model."""
    _change("removed", name)


@models.command()
def export(
    name: ModelName,
    out: Annotated[Path, typer.Option("--out", dir_okay=False, help="The .noduscope file to write.")],
) -> None:
    """Write a model as one file, to be installed elsewhere."""
    with answer() as text:
        from engine.models.package import PackageError, pack
        from engine.models.registry import Registry

        try:
            pack(Registry().get(name).folder, out)
        except PackageError as error:
            _fail(str(error))
        except OSError as error:
            _fail(f"The model could not be written to {out}: {error.strerror}.")
        text.write(f"{name} is in {out}.\n")
    _note("export", subject=name, detail="model package")


@models.command()
def verify(
    name: Annotated[
        str, typer.Argument(help="A model's name, a package folder or a .noduscope file.")
    ] = "default",
    runtime: RuntimeName = None,
    as_json: Json = False,
) -> None:
    """Check a model's hashes, schema, signature and recorded answers on every runtime."""
    _runtime(runtime)
    with answer() as out:
        from engine.commands import CommandError, signed_by, verify_model

        try:
            results = verify_model(name, runtime)
            origin = signed_by(name)
        except CommandError as error:
            _fail(str(error))
        if as_json:
            write_json(
                out,
                {
                    "model": name,
                    "ok": all(r.ok for r in results),
                    "signature": origin.document(),
                    "checks": [r.document() for r in results],
                },
            )
        else:
            for result in results:
                out.write(result.line())
            out.write(f"The package is {origin.text}.\n")
        if not all(result.ok for result in results):
            raise typer.Exit(1)
