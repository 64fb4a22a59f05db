"""A report onto the disk: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from training.errors import TrainingError
from training.report.blocks import Report
from training.report.html import to_html

SUFFIXES = (".html", ".htm", ".pdf")


def check_target(out: Path) -> None:
    """Refuse a place where no report can be written, before anything is computed.

    Raises
    ------
    TrainingError
        In a sentence.
    """
    if out.suffix.lower() not in SUFFIXES:
        raise TrainingError(
            f"A report is HTML or PDF, so --out must end in .html or .pdf, unlike {out.name}."
        )
    if out.is_dir():
        raise TrainingError(f"{out} is a folder. Give the name of a file with --out.")
    if not out.parent.is_dir():
        raise TrainingError(f"There is no folder {out.parent} to write the report to.")


def write_report(report: Report, out: Path, *, pdf: bool = False) -> list[Path]:
    """Write a report; an older one there is replaced.

    Parameters
    ----------
    report
        What it says.
    out
        The file; its suffix says whether it is HTML or PDF.
    pdf
        Whether to write PDF beside the HTML.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    TrainingError
        If it cannot be written; what was there before is unchanged then.
    """
    check_target(out)
    wanted = [out, out.with_suffix(".pdf")] if pdf and out.suffix.lower() != ".pdf" else [out]
    contents = {}
    for path in wanted:
        if path.suffix.lower() == ".pdf":
            from training.report.pdf import to_pdf

            contents[path] = to_pdf(report)
        else:
            contents[path] = to_html(report).encode()
    for path, content in contents.items():
        _replace(path, content)
    return wanted


def _replace(path: Path, content: bytes) -> None:
    part = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            part = Path(file.name)
            file.write(content)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise TrainingError(
            f"The report {path} could not be written ({reason}). What was there before is unchanged."
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _umask() -> int:
    """Return the mask that new files get; a temporary file would stay private otherwise."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
