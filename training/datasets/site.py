"""A site's own dataset: what its readers labelled, taken out of the store without identifiers.

Patients, series and nodules get names that are hashes with a secret of this installation, so that nobody
outside can find a patient by guessing; positions are told from the nodule's centre. The same store and secret
give the same dataset, byte for byte.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine import paths
from engine.labels.crop import NoduleCrop
from engine.labels.kinds import Label, Review
from engine.labels.label import SiteLabel
from engine.phantom.spec import MANUFACTURER
from engine.store import Store, StoreError, open_store
from training.cases import Case, Dataset, DatasetError

NAME = "Site"
LICENCE = "this site's own; not for distribution"
SALT = "site-salt"
_SALT_BYTES = 32
_LABELS = {Label.BENIGN: 0, Label.MALIGNANT: 1, Label.UNSURE: None}


def import_site(store_file: Path, *, salt: bytes | None = None, approved_only: bool = False) -> Dataset:
    """Read the labels that hold, with their voxels.

    Flagged labels are left out, and so are those whose voxels or patient are not known, and those of the
    synthetic chest, which people try the program out on; `Dataset.left_out` counts them.

    Parameters
    ----------
    store_file
        The store.
    salt
        The secret of the hashes; by default this installation's (`site_salt`).
    approved_only
        Leave out what no second reader approved.

    Returns
    -------
    Dataset
        Cases in the order of their hashed names.

    Raises
    ------
    DatasetError
        If there is no store, it cannot be read, or it holds no label that can be used.
    """
    if not store_file.is_file():
        raise DatasetError(f"There is no store at {store_file}: nothing has been labelled here yet.")
    salt = site_salt() if salt is None else salt
    left_out: Counter[str] = Counter()
    found: dict[str, tuple[Case, NoduleCrop]] = {}
    try:
        with open_store(store_file) as store:
            for label in store.labels.everything():
                reason, crop = _usable(store, label, approved_only=approved_only)
                if crop is None:
                    left_out[reason] += 1
                    continue
                case = _case(label, crop, salt)
                found[case.id] = (case, crop)
    except StoreError as error:
        raise DatasetError(str(error)) from error
    if not found:
        why = [_left_out(reason, number) for reason, number in left_out.items()]
        raise DatasetError(" ".join(("Nothing that was labelled here can be learned from.", *why)))
    rows = [found[name] for name in sorted(found)]
    return Dataset(
        name=NAME,
        licence=LICENCE,
        attribution="",
        cases=tuple(case for case, _ in rows),
        hu=tuple(crop.hu for _, crop in rows),
        outlines=tuple(crop.mask for _, crop in rows),
        left_out=dict(sorted(left_out.items())),
    )


def _left_out(reason: str, number: int) -> str:
    # No two begin or end alike: the window tells them apart in a line, to say them in another language.
    return {
        "flagged": f"Flagged labels are left out ({number} flagged).",
        "not_approved": f"Labels that nobody approved are left out ({number} not approved).",
        "no_patient": f"Labels without a patient are left out ({number} without one).",
        "synthetic": f"Labels of the synthetic chest are left out ({number} synthetic).",
        "no_voxels": f"Labels without voxels are left out ({number} without voxels).",
    }[reason]


def site_salt(file: Path | None = None) -> bytes:
    """Return this installation's secret; made when it is first asked for, readable by this user alone.

    Parameters
    ----------
    file
        Where it is kept; by default in the user's data folder.

    Raises
    ------
    DatasetError
        If the file holds something else.
    """
    path = file or paths.data_dir() / SALT
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w", encoding="ascii") as writing:
            writing.write(secrets.token_hex(_SALT_BYTES))
    try:
        salt = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        salt = b""
    if len(salt) != _SALT_BYTES:
        raise DatasetError(
            f"{path} does not hold this installation's secret for names of patients. Put it back from a "
            "backup; if it is lost, remove the file: patients then get new names."
        )
    return salt


def hashed_name(salt: bytes, kind: str, *parts: object) -> str:
    """Return the name that stands for a patient, a series or a nodule in a dataset."""
    text = "\n".join([kind, *(str(part) for part in parts)])
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()[:24]


def _usable(store: Store, label: SiteLabel, *, approved_only: bool) -> tuple[str, NoduleCrop | None]:
    """The voxels of a label that may be learned from, or why it may not."""
    if label.review is Review.FLAGGED:
        return "flagged", None
    if approved_only and label.review is not Review.APPROVED:
        return "not_approved", None
    if not label.series.patient_key:
        return "no_patient", None
    crop = store.labels.crop(label)
    if crop is not None and crop.acquisition.manufacturer == MANUFACTURER:
        return "synthetic", None
    return "no_voxels", crop


def _case(label: SiteLabel, crop: NoduleCrop, salt: bytes) -> Case:
    acquisition, series = crop.acquisition, label.series.series_uid
    # Datasets measure as LIDC's readers drew, through the first pixels outside: see Case.edge_diameter_mm.
    pixel_mm = float(np.mean(crop.grid.spacing_mm[1:]))
    return Case(
        id=hashed_name(salt, "nodule", series, *(round(v, 1) for v in label.centre_mm)),
        patient_id=hashed_name(salt, "patient", label.series.patient_key),
        series_uid=hashed_name(salt, "series", series),
        label=_LABELS[label.label] if label.label is not None else None,
        source=label.source.value,
        diameter_mm=round(label.long_axis_mm + pixel_mm, 3) if label.long_axis_mm else None,
        centre_mm=(0.0, 0.0, 0.0),
        size=crop.grid.size,
        origin_mm=_three(np.subtract(crop.grid.origin_mm, label.centre_mm)),
        steps_mm=crop.grid.steps_mm,
        manufacturer=acquisition.manufacturer,
        kernel=acquisition.kernel,
        slice_thickness_mm=acquisition.slice_thickness_mm or crop.grid.spacing_mm[0],
        contrast=acquisition.contrast,
    )


def _three(values: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = (round(float(v), 6) for v in values)
    return (x, y, z)
