"""`noduscope self-test`: everything an installation, a frozen one above all, must be able to do.

It uses a synthetic scan, the installed libraries and the bundled model; it must not know the window, which
adds its own check through `run`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np

from engine import __version__, protocol
from engine.assess import Assessor, open_assessor
from engine.checks import Check, CheckResult
from engine.classify import classify
from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.findings import Finding
from engine.models.package import verify
from engine.models.registry import DEFAULT, Registry
from engine.output import answer, write_json
from engine.phantom import Kind, NoduleSpec, Phantom, PhantomSpec, make_phantom, write_dicom
from engine.runtimes.choose import RUNTIMES
from engine.shared_memory import SharedBlock

NODULE = NoduleSpec(Kind.SOLID, (-70.0, 48.0, -40.0), 10.0)
SPEC = PhantomSpec(size=(24, 160, 160), focus_mm=NODULE.near_mm, nodules=(NODULE,))
#: How far a measured diameter may be off the drawn one.
SIZE_TOLERANCE = 0.25
#: How long the engine process may take for all it is asked.
ENGINE_TIMEOUT_S = 60.0
_SILENT = "The engine process ended, or was silent for too long."


class CheckFailedError(Exception):
    """What a check found wrong, in a sentence."""


def run(extra_checks: Sequence[Check] = ()) -> tuple[CheckResult, ...]:
    """Run all checks, each in turn, whatever came of those before.

    Parameters
    ----------
    extra_checks
        Further ones, tried last.
    """
    with tempfile.TemporaryDirectory(prefix="noduscope-selftest-") as scratch:
        bench = _Bench(Path(scratch))
        checks = (
            Check("decode", bench.decode),
            Check("codecs", bench.codecs),
            Check("model", bench.model),
            *(Check(f"parity {key}", lambda key=key: bench.parity(key)) for key in RUNTIMES),  # type: ignore[misc]
            Check("classify", bench.classify),
            Check("map", bench.map),
            Check("reports", bench.reports),
            Check("store", bench.store),
            Check("network", bench.network),
            Check("engine process", bench.engine_process),
            *extra_checks,
        )
        return tuple(check.run() for check in checks)


def main(*, as_json: bool = False, report: Path | None = None, extra_checks: Sequence[Check] = ()) -> int:
    """Run all checks and print what came of them.

    Parameters
    ----------
    report
        File for the people who help: the same and this installation, without identifiers.
    extra_checks
        Further ones, tried last.

    Returns
    -------
    int
        Exit code: 0 if everything works, 1 if not, or if the report could not be written.
    """
    with answer() as out:
        results = run(extra_checks)
        ok = all(result.ok for result in results)
        if as_json:
            write_json(out, {"ok": ok, "checks": [result.document() for result in results]})
        else:
            out.writelines(result.line() for result in results)
            out.write("Everything works.\n" if ok else "This installation is not complete.\n")
        if report is not None:
            from engine.support import write_report

            try:
                write_report(report, results)
            except OSError as error:
                sys.stderr.write(f"{report} could not be written: {error.strerror or error}.\n")
                return 1
    return 0 if ok else 1


class _Bench:
    """The synthetic scan and what was made of it; each step is made when first asked for."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    @cached_property
    def _phantom(self) -> Phantom:
        return make_phantom(SPEC)

    @cached_property
    def _folder(self) -> Path:
        # Accents and Chinese characters: names that a wrongly built installation stumbles over.
        folder = self._scratch / "é 胸部"
        write_dicom(self._phantom, folder)
        return folder

    @cached_property
    def _assessor(self) -> Assessor:
        return open_assessor(Registry(), DEFAULT)[0]

    @cached_property
    def _finding(self) -> Finding:
        return classify(self._phantom.volume, NODULE.near_mm, self._assessor)

    def decode(self) -> str:
        """Read a series that was just written, voxel for voxel."""
        self._same_voxels(self._folder)
        return f"{SPEC.size[0]} slices were read back voxel for voxel."

    def codecs(self) -> str:
        """Write a slice in every transfer syntax and read it back."""
        from engine.selftest_codecs import check

        middle = sorted(self._folder.iterdir())[SPEC.size[0] // 2]
        return check(middle, self._scratch / "codecs")

    def _same_voxels(self, folder: Path) -> None:
        (series,) = scan([folder]).series
        if not np.array_equal(load(series).volume.hu, self._phantom.volume.hu):
            raise CheckFailedError("The voxels read are not those written.")

    def model(self) -> str:
        """Read the bundled model and check its hashes."""
        package = Registry().get(DEFAULT)
        return f"{package.manifest.id} {package.manifest.version}, {len(package.manifest.files)} files."

    def parity(self, key: str) -> str:
        """Compare a runtime with the recorded answers."""
        package = Registry().get(DEFAULT)
        runtime = RUNTIMES[key](package)
        verify(package, runtime)
        return f"{runtime.name} {runtime.version} gives the recorded answers."

    def classify(self) -> str:
        """Measure and assess the drawn nodule."""
        finding = self._finding
        off = abs(finding.nodule.long_axis_mm - NODULE.diameter_mm) / NODULE.diameter_mm
        if off > SIZE_TOLERANCE:
            raise CheckFailedError(
                f"A nodule of {NODULE.diameter_mm:g} mm was measured as {finding.nodule.long_axis_mm:.1f} mm."
            )
        if finding.assessment.probability is None:
            raise CheckFailedError(" ".join(flag.text for flag in finding.flags) or "There was no score.")
        size_mm, probability = finding.nodule.long_axis_mm, finding.assessment.probability
        return f"{size_mm:.1f} mm measured, probability {probability:.3f}."

    def map(self) -> str:
        """Look where the map lies and whether it holds anything."""
        activation = self._finding.assessment.map
        if activation is None or not np.isfinite(activation.values).all() or not activation.values.any():
            raise CheckFailedError("The model gave no map.")
        if not activation.grid.contains(self._finding.nodule.centre_mm):
            raise CheckFailedError("The map does not lie on the nodule.")
        return f"{' x '.join(map(str, activation.grid.size))} cells on the nodule."

    def reports(self) -> str:
        """Write the finding in every DICOM format and as a PDF, and read the objects back."""
        import pydicom

        from engine.report import ModelUsed, Report
        from engine.reports import Export, writer

        (series,) = scan([self._folder]).series
        manifest = self._assessor.package.manifest
        runtime = self._assessor.runtime
        model = ModelUsed(
            manifest.id, manifest.version, self._assessor.package.sha256, runtime.name, "", runtime.device
        )
        volume = self._phantom.volume
        report = Report(
            series.facts,
            series.size,
            volume.grid.spacing_mm,
            (),
            model,
            (self._finding,),
            {},
            datetime.now(UTC),
            __version__,
        )
        folder = self._scratch / "reports"
        folder.mkdir()
        export = Export(report, series, volume, manifest=manifest)
        paths = [p for name in ("seg", "sr", "sc", "pm", "pdf") for p in writer(name)(export, folder)]
        for path in paths:
            if path.suffix == ".dcm" and pydicom.dcmread(path).StudyInstanceUID != series.study_uid:
                raise CheckFailedError(f"{path.name} is not in the study of its images.")
        written = {path.name: path for path in paths}
        if not pydicom.dcmread(written["seg.dcm"]).pixel_array.any():
            raise CheckFailedError("The SEG holds no outline.")
        if not pydicom.dcmread(written["report_sr.dcm"]).ContentSequence:
            raise CheckFailedError("The SR holds no finding.")
        pdf = written["report.pdf"].read_bytes()
        if not (pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")):
            raise CheckFailedError("The PDF is not whole.")
        return f"{len(paths)} files written and read back: SEG, SR, key image, map and PDF."

    def store(self) -> str:
        """Make a store by its migrations, keep a decision in it, and read it back."""
        from engine.findings import Decision
        from engine.store import open_store

        path = self._scratch / "store" / "store.sqlite"
        (series,) = scan([self._folder]).series
        with open_store(path) as store:
            store.decisions.add(
                series.facts, self._finding.id, NODULE.near_mm, Decision.REJECTED, reader="self-test"
            )
        with open_store(path) as store:
            kept = store.decisions.current(series.series_uid)
        if [d.finding_id for d in kept] != [self._finding.id]:
            raise CheckFailedError("The store did not keep a decision.")
        return "Made, written, and read back."

    def network(self) -> str:
        """Send the series to this computer and receive it."""
        from engine.network.check import send_to_self

        return send_to_self(self._folder, self._scratch / "received")

    def engine_process(self) -> str:
        """Start the engine process and have it scan, load and assess over shared memory."""
        with _engine() as ask:
            shape = ask.model().cam_shape
            scanned = ask(protocol.ScanRequest(id=1, paths=(str(self._folder),)))
            if not isinstance(scanned, protocol.ScanResult):
                raise CheckFailedError("The engine process did not scan.")
            (series,) = scanned.series
            with (
                SharedBlock.create("int16", series.size) as voxels,
                SharedBlock.create("float32", shape) as cam,
            ):
                loaded = ask(
                    protocol.LoadRequest(
                        id=2,
                        series_uid=series.series_uid,
                        paths=series.paths,
                        voxels=voxels.ref,
                        first_slice=0,
                    )
                )
                if not isinstance(loaded, protocol.LoadResult):
                    raise CheckFailedError("The engine process did not load.")
                if not np.array_equal(voxels.array, self._phantom.volume.hu):
                    raise CheckFailedError("The voxels in shared memory are not those written.")
                result = ask(
                    protocol.AssessRequest(
                        id=3, volume=loaded.volume, point_mm=NODULE.near_mm, map_values=cam.ref
                    )
                )
                if not isinstance(result, protocol.AssessResult) or not cam.array.any():
                    raise CheckFailedError("The engine process gave no map.")
            ask(protocol.ShutdownRequest(id=4))
        return f"scanned, loaded and assessed; probability {result.finding['probability']}."


@contextlib.contextmanager
def _engine() -> Iterator[_Ask]:
    """Start this same program as an engine process; it is killed if it takes too long."""
    if getattr(sys, "frozen", False):
        command = [sys.executable, "engine"]
    else:
        command = [sys.executable, "-m", "engine", "engine"]
    root = Path(__file__).resolve().parents[1]
    process = subprocess.Popen(  # noqa: S603 - this same program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    timer = threading.Timer(ENGINE_TIMEOUT_S, process.kill)
    timer.start()
    try:
        yield _Ask(process)
        process.wait()
    finally:
        timer.cancel()
        process.kill()
        process.communicate()


class _Ask:
    """Sends one request at a time to an engine process, and waits for its end."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def model(self) -> protocol.ModelInfo:
        """Wait for the model; call this first."""
        for event in self._events():
            if isinstance(event, protocol.ModelEvent):
                if event.model is None:
                    raise CheckFailedError(f"The engine process has no model: {event.error}")
                return event.model
        raise CheckFailedError(_SILENT)

    def __call__(self, request: protocol.Request) -> protocol.Result:
        """Return the result; an error event, or the end of the process, fails the check."""
        if self._process.stdin is not None:
            self._process.stdin.write(protocol.encode(request))
            self._process.stdin.flush()
        for event in self._events():
            if isinstance(event, protocol.ErrorEvent):
                raise CheckFailedError(f"The engine process: {event.text}")
            if isinstance(event, protocol.ResultEvent) and event.id == request.id:
                return event.result
        raise CheckFailedError(_SILENT)

    def _events(self) -> Iterator[protocol.Event]:
        for line in self._process.stdout or ():
            yield protocol.EVENT.validate_json(line)
