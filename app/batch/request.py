"""What the reader asks of Analyze folder, and the command line that says it. Plain data, nothing else."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.i18n import mark, tr

#: Formats of results as ``noduscope analyze --formats`` names them, and what a reader calls them.
FORMATS = {
    "json": "JSON",
    "csv": "CSV",
    "sr": mark("DICOM SR"),
    "seg": mark("DICOM segmentation"),
    "sc": mark("Key images"),
    "ko": mark("DICOM key objects"),
    "pm": mark("DICOM heat map"),
    "pdf": "PDF",
}


class BatchRequest(BaseModel):
    """One run, as it is started, and started again to go on.

    Parameters
    ----------
    paths
        Folders, files, archives or DICOMDIRs with the images.
    out
        Folder for the results.
    formats
        Names in `FORMATS`; ``json`` is always written.
    workers
        Series at a time; 0 for as many as this computer can take.
    deidentify
        Replace what identifies a patient in all results.
    observer
        Name of the reader in DICOM objects and PDF.
    """

    model_config = ConfigDict(frozen=True)

    paths: tuple[str, ...] = ()
    out: str = ""
    formats: tuple[str, ...] = ("json", "csv")
    workers: int = 0
    deidentify: bool = False
    observer: str = ""

    def arguments(self) -> list[str]:
        """Return the arguments for `app.program.command`."""
        options = ["--out", self.out, "--formats", ",".join(self.formats or ("json",)), "--json-events"]
        if self.workers:
            options += ["--workers", str(self.workers)]
        if self.deidentify:
            options.append("--deidentify")
        if self.observer.strip():
            options += ["--observer", self.observer.strip()]
        return ["analyze", *options, "--", *self.paths]

    def fault(self) -> str:
        """Return why it cannot be started, in a sentence; empty if it can be tried."""
        if not self.paths:
            return tr("Choose a folder of images first.")
        missing = next((path for path in self.paths if not Path(path).exists()), None)
        if missing is not None:
            return tr("There is nothing at {missing}.", missing=missing)
        if not self.out:
            return tr("Choose a folder for the results first.")
        out = Path(self.out).resolve()
        for path in map(Path, self.paths):
            if path.is_dir() and out.is_relative_to(path.resolve()):
                return tr(
                    "The results must not go into a folder of images: {out} lies in {path}.",
                    out=self.out,
                    path=path,
                )
        return ""


class BatchMemory(BaseModel):
    """The last run, and whether there is work left in it."""

    model_config = ConfigDict(frozen=True)

    request: BatchRequest
    unfinished: bool


def suggested_out(paths: tuple[str, ...]) -> str:
    """Return a folder for the results beside the images, where none was chosen."""
    if not paths:
        return ""
    first = Path(paths[0])
    return str(first.with_name(f"{first.stem if first.is_file() else first.name}-noduscope"))
