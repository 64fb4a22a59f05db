"""The commands of `noduscope train` about finding nodules: the filter's training, the test bed, the package.

Heavy libraries are imported inside the commands.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from training.console import BAD_USE, JsonOption, figure_text, open_package, sentences, show, stop

if TYPE_CHECKING:
    from training.detect.hosts import Host
    from training.detect.volumes import NoduleVolume

SourceOption = Annotated[
    Path,
    typer.Option("--source", help="Folder with lidc_nodules.csv, lidc_voi3d* and luna16_candidates2d.npz."),
]
RunOption = Annotated[Path, typer.Option("--run", help="Run folder of fit-filter.")]
HostOption = Annotated[
    list[Path], typer.Option("--host", help="Folder of one chest CT to insert nodules into; may be repeated.")
]
FoldsOption = Annotated[str, typer.Option("--folds", help="Folds whose nodules are inserted, with commas.")]


def fit_filter(
    *,
    source: SourceOption,
    out: Annotated[Path, typer.Option("--out", help="Run folder; an interrupted run there is taken up.")],
    epochs: Annotated[int, typer.Option(min=1)] = 30,
    seed: Annotated[int, typer.Option(min=0)] = 20240601,
    json_events: Annotated[bool, typer.Option("--json-events", help="Print progress as JSON lines.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Train the network that scores candidates. Run again after an interruption: it goes on where it was."""
    _need_folder(source)
    with sentences():
        from training.detect.fit import LOG, FilterRecipe
        from training.detect.fit import fit_filter as fit
        from training.events import emitter

        out.mkdir(parents=True, exist_ok=True)
        emit = emitter(out / LOG, stdout=json_events)
        record = fit(source, out, FilterRecipe(epochs=epochs, seed=seed), emit)
        show(
            record,
            as_json,
            f"Trained the filter on {sum(record['examples'].values())} crops into {out}; AUC of unseen crops"
            f" {record['validation_auc']:.3f}. Judge it on whole scans: noduscope train froc.",
        )


def froc(
    *,
    source: Annotated[
        Path | None, typer.Option("--source", help="Folder with lidc_voi3d*: what is inserted.")
    ] = None,
    host: HostOption = [],  # noqa: B006 - typer makes a new list
    model: Annotated[
        str | None, typer.Option(help="ID-VERSION, `default`, or the path of a package.")
    ] = None,
    folds: FoldsOption = "0,1",
    nodules: Annotated[int, typer.Option(min=0, help="How many are inserted into each host.")] = 240,
    phantoms: Annotated[int, typer.Option(min=0, help="How many synthetic chests are searched too.")] = 0,
    worse: Annotated[
        bool, typer.Option("--worse", help="Also each host in slices twice as thick, sharper and noisier.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of the nodules' choice and places.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Measure detection: FROC on real nodules inserted into hosts, and on synthetic chests.

    Without --model places are ranked by shape alone. Nodules of folds that a filter was trained on must not
    be inserted: it is refused.
    """
    if bool(host) != (source is not None):
        stop("--host and --source go together: a scan, and the nodules to insert into it.", BAD_USE)
    if not host and not phantoms:
        stop("Give --host with --source, or --phantoms.", BAD_USE)
    with sentences():
        from engine.candidates import open_filter
        from training.detect.bed import judge
        from training.detect.hosts import drawn

        package = open_package(model) if model else None
        filter_ = open_filter(package) if package else None
        if package is not None and filter_ is None:
            stop(f"The model {model} brings nothing to find candidates with.", BAD_USE)
        numbers = _folds(folds)
        _refuse_trained_folds(package, numbers)
        document = judge(
            _hosts(host, worse, seed),
            _nodules(source, numbers, nodules, seed) if source else [],
            filter_,
            seed=seed,
            drawn=[drawn(seed + i) for i in range(phantoms)],
            tell=_tell,
        )
        show(document, as_json, _froc_text(document))


def add_filter(
    *,
    package: Annotated[Path, typer.Argument(help="Model package folder to add it to.")],
    run: Annotated[Path | None, typer.Option("--run", help="Run folder of fit-filter.")] = None,
    from_package: Annotated[
        Path | None, typer.Option("--from", help="A package whose candidates part is taken over.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--source", help="With --run: nodules for calibration.")
    ] = None,
    host: HostOption = [],  # noqa: B006 - typer makes a new list
    folds: FoldsOption = "0,1",
    as_json: JsonOption = False,
) -> None:
    """Put a filter into a model package; the package's other files stay as they are.

    With --run it is calibrated on the test bed of --source and --host; with --from the finished part of
    another package is copied.
    """
    if (run is None) == (from_package is None):
        stop("Give either --run or --from.", BAD_USE)
    with sentences():
        if from_package is not None:
            from engine.models.candidates import copy_candidates

            changed = copy_candidates(open_package(str(from_package)), package)
        else:
            if source is None or not host:
                stop("A filter is calibrated on the test bed: give --source and --host with --run.", BAD_USE)
            from training.detect.calibrate import add_calibrated

            nodules = _nodules(source, _folds(folds), None, 0)
            changed = add_calibrated(package, Path(str(run)), _hosts(host, worse=False, seed=0), nodules)
        section = changed.manifest.candidates
        assert section is not None  # noqa: S101 - it was just added
        document = {"schema": 1, "folder": str(package), "kind": section.kind, "threshold": section.threshold}
        show(document, as_json, f"Added the {section.kind} {section.name!r} to {package}.")


def add_detector(
    *,
    package: Annotated[Path, typer.Argument(help="Model package folder to add it to.")],
    graph: Annotated[Path, typer.Argument(help="ONNX file; its contract is in docs/detection.md.")],
    name: Annotated[str, typer.Option(help="Shown to readers.")],
    step_mm: Annotated[float, typer.Option(help="Millimetres between the voxels it expects.")] = 1.0,
    block: Annotated[int, typer.Option(help="Side of the cube of voxels that it expects.")] = 96,
    overlap: Annotated[int, typer.Option(help="Voxels that neighbouring cubes share.")] = 32,
    threshold: Annotated[float, typer.Option(min=0, max=1, help="Score worth showing unasked.")] = 0.5,
    as_json: JsonOption = False,
) -> None:
    """Put a site's own detector into a model package, in place of the filter."""
    with sentences():
        from engine.models.manifest import CandidateDetector
        from training.detect.export import add_detector as add

        try:
            section = CandidateDetector(
                name=name, step_mm=step_mm, block=(block, block, block), overlap=overlap, threshold=threshold
            )
        except ValueError as error:
            stop(f"This detector cannot be described: {error}", BAD_USE)
        add(package, graph, section)
        document = {"schema": 1, "folder": str(package), "kind": "detector", "threshold": threshold}
        show(document, as_json, f"Added the detector {name!r} to {package}.")


def add_to(app: typer.Typer) -> None:
    """Add the commands to `noduscope train`."""
    app.command("fit-filter")(fit_filter)
    app.command()(froc)
    app.command("add-filter")(add_filter)
    app.command("add-detector")(add_detector)


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


def _need_folder(folder: Path) -> None:
    if not folder.is_dir():
        stop(f"There is no folder {folder}.", BAD_USE)


def _folds(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        stop(f"--folds takes whole numbers with commas, not {text!r}.", BAD_USE)


def _hosts(paths: list[Path], worse: bool, seed: int) -> list[Host]:
    import numpy as np

    from training.detect.hosts import read_host, told_apart
    from training.detect.hosts import worse as worsened

    for path in paths:
        _need_folder(path)
    hosts = told_apart([read_host(path) for path in paths])
    return hosts + [worsened(host, np.random.default_rng(seed)) for host in hosts if worse]


def _nodules(source: Path, folds: tuple[int, ...], count: int | None, seed: int) -> list[NoduleVolume]:
    import numpy as np

    from training.detect.volumes import read_nodule_volumes

    _need_folder(source)
    found = read_nodule_volumes(source, folds)
    if count is None or count >= len(found):
        return found
    return [found[i] for i in sorted(np.random.default_rng(seed).choice(len(found), count, replace=False))]


def _refuse_trained_folds(package: Any, folds: tuple[int, ...]) -> None:
    section = package.manifest.candidates if package is not None else None
    if section is None or section.kind != "filter" or not section.training:
        return
    seen = sorted(set(folds) - set(section.training["recipe"]["test_folds"]))
    if seen:
        stop(
            f"The filter was trained on nodules of fold {', '.join(map(str, seen))}, so they cannot judge it."
            f" Insert those of {', '.join(map(str, section.training['recipe']['test_folds']))}.",
            BAD_USE,
        )


def _froc_text(document: dict[str, Any]) -> str:
    lines = [document["filter"]]
    for name, host in document["hosts"].items():
        lines.append(f"\n{name}: {host.get('n', 0)} nodules, {host.get('n_scans', 0)} copies")
        if host.get("n"):
            lines.append(
                f"  proposed: {figure_text(host['proposal_recall'])}    CPM: {figure_text(host['cpm'])}"
            )
            lines += [f"  {rate:>5} false marks: {figure_text(f)}" for rate, f in host["sensitivity"].items()]
            lines += [
                f"  at 4, {stratum} ({part['n']}): {figure_text(part['sensitivity']['4'])}"
                for stratum, part in host["strata"].items()
                if part["n"]
            ]
        for marked in host.get("marked", []):
            place = "not among them" if marked["rank"] is None else f"rank {marked['rank']}"
            lines.append(
                f"  {marked['name']} ({marked['diameter_mm']:.1f} mm, {marked['readers']} readers): {place}"
            )
    return "\n".join(lines)
