"""From a finished fine-tuning to a signed model package; without a good verdict only by an override.

The graph goes through the same parity gate as any other (`training.export`), and the file is read and run
before it is handed out. What is in it is `training.finetune.contents`' work.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from engine.models.manifest import Lineage, Manifest, Override, Parent
from engine.models.package import SUFFIX, load_package, pack, write_package
from engine.models.registry import Registry
from engine.models.signature import SignatureError, sign, site_key
from engine.runtimes.choose import choose
from training.export import ExportError
from training.finetune.contents import contents
from training.finetune.paired import read_paired
from training.finetune.result import read_finetuned
from training.finetune.verdict import verdict

SITE_SUFFIX = "-site"


def export_finetuned(
    run: Path,
    out: Path,
    *,
    model_id: str | None = None,
    model_version: str | None = None,
    override: Override | None = None,
) -> dict[str, Any]:
    """Write a run's final model as a signed `.noduscope` file.

    Parameters
    ----------
    run
        A finished run of a fine-tuning.
    out
        The file.
    model_id, model_version
        By default the parent's id with ``-site``, and the next version that is not installed.
    override
        Who lets it be used although it was not found better; noted only where that is so.

    Returns
    -------
    dict
        The JSON document of ``noduscope train finetune-export``.

    Raises
    ------
    ExportError
        If it was not found better and nobody overrides that, the graph fails its parity gate, or the site's
        key cannot be used.
    TrainingError
        If the run is not finished, or what it was made from has changed.
    engine.models.package.PackageError
        If the package cannot be written, or does not answer as recorded when it is read back.
    """
    if out.suffix != SUFFIX:
        raise ExportError(f"{out.name} must end in {SUFFIX}.")
    tuned, scores = read_finetuned(run), read_paired(run)
    found = verdict(scores)
    if not found.installable and override is None:
        raise ExportError(
            f"The model was not exported, since it was not found better. {found.sentence} Whoever wants it "
            "all the same gives a reason and a name (--override REASON --reader NAME); both go into the "
            "package."
        )
    lineage = Lineage(
        parent=Parent(
            id=tuned.base.manifest.id, version=tuned.base.manifest.version, sha256=tuned.base.sha256
        ),
        dataset_sha256=tuned.dataset.sha256,
        verdict=found.outcome.value,
        sentence=found.sentence,
        override=None if found.installable else override,
    )
    name = model_id or _site_id(tuned.base.manifest.id)
    fields, files = contents(
        tuned, scores, found, lineage, name=name, number=model_version or next_version(name)
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=out.parent) as scratch:
        folder = write_package(Path(scratch) / "package", fields, files, sign=_signer())
        choose(load_package(folder))  # as an installation will
        pack(folder, out)
    written = load_package(out)
    return {
        "schema": 1,
        "id": written.manifest.id,
        "version": written.manifest.version,
        "sha256": written.sha256,
        "file": str(out),
        "lineage": lineage.model_dump(mode="json"),
        "int8": written.manifest.int8 is not None,
        "signed_by": written.signature.fingerprint if written.signature else None,
    }


def next_version(name: str) -> str:
    """Return the version after the highest one of this id that is installed; 1.0.0 for the first."""
    manifests: list[Manifest] = [e.package.manifest for e in Registry().entries() if e.package is not None]
    known = [tuple(int(part) for part in m.version.split(".")) for m in manifests if m.id == name]
    if not known:
        return "1.0.0"
    major, minor, _ = max(known)
    return f"{major}.{minor + 1}.0"


def _signer() -> Callable[[bytes], bytes]:
    try:
        return partial(sign, key=site_key())
    except SignatureError as error:
        raise ExportError(f"The model was not exported: {error}") from error


def _site_id(parent: str) -> str:
    return parent if parent.endswith(SITE_SUFFIX) else parent + SITE_SUFFIX
