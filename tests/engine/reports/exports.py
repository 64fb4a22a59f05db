"""Reports to be written, made from a synthetic scan: real masks, made-up verdicts."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.findings import ActivationMap, Assessment, Call, Finding, Flag, Source
from engine.geometry import Grid
from engine.lesion import measure
from engine.models.manifest import Manifest
from engine.models.package import load_package
from engine.paths import resources_dir
from engine.phantom import Kind, NoduleSpec, PhantomSpec, make_phantom, write_dicom
from engine.report import ModelUsed, Report, SeriesFacts
from engine.reports import Export, Options
from engine.volume import Volume

CENTRES = ((-70.0, 48.0, -40.0), (-82.0, 60.0, -46.0))
DIAMETERS = (9.0, 6.0)
ROTATED = (9.0, -7.0, 30.0)
PROBABILITIES = (0.912345678, 0.0031234567)
CREATED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def write_scan(folder: Path, rotation_deg: tuple[float, float, float] = ROTATED) -> Path:
    """Write an anisotropic scan of two nodules."""
    nodules = tuple(
        NoduleSpec(Kind.SOLID, centre, diameter) for centre, diameter in zip(CENTRES, DIAMETERS, strict=True)
    )
    spec = PhantomSpec(
        size=(15, 64, 76),
        spacing_mm=(2.0, 0.9, 0.7),
        focus_mm=(-76.0, 54.0, -43.0),
        rotation_deg=rotation_deg,
        noise_hu=0.0,
        nodules=nodules,
    )
    write_dicom(make_phantom(spec), folder)
    return folder


def manifest() -> Manifest:
    """The shipped model's."""
    return load_package(resources_dir() / "models" / "default").manifest


def finding(volume: Volume, number: int, model: Manifest) -> Finding:
    """A nodule that is really measured, with a verdict made up for it."""
    nodule = measure(volume, CENTRES[number])
    patch = model.input.patch_spec.grid_at(nodule.centre_mm)
    origin, step = patch.origin_mm, 16 * 0.4
    grid = Grid((1, 7, 7), origin, ((0.0, 0.0, 1.0), (0.0, step, 0.0), (step, 0.0, 0.0)))
    values = np.random.default_rng(number).normal(0, 5, (1, 7, 7)).astype(np.float32)
    return Finding(
        id=f"{number:012x}",
        source=Source.CANDIDATE,
        nodule=nodule,
        assessment=Assessment(
            call=(Call.MALIGNANT, Call.BENIGN)[number],
            probability=PROBABILITIES[number],
            logit=1.0,
            map=ActivationMap(values, grid),
            flags=(Flag("example", "A remark of the model."),),
            percentile_benign=99.0,
            percentile_malignant=40.0,
            size_probability=0.4,
        ),
        centre_voxel=(0.0, 0.0, 0.0),
        detection_score=0.9,
    )


def export_of(series: Series, volume: Volume, findings: tuple[Finding, ...], **options: object) -> Export:
    """A report of some findings."""
    facts = SeriesFacts(
        series.study_uid, series.series_uid, series.patient_key, series.description, series.modality,
        len(series.slices),
    )  # fmt: skip
    used = ModelUsed("lidc", "1.0.1", "ab" * 32, "OpenVINO 2026.0", "FP32", "CPU")
    assert series.spacing_mm is not None
    report = Report(
        facts, series.size, series.spacing_mm, series.warnings, used, findings, {}, CREATED, "0.1.0"
    )
    return Export(report, series, volume, options=Options(**options), manifest=manifest())  # type: ignore[arg-type]


def make_export(folder: Path, **options: object) -> Export:
    """The report of the scan in a folder."""
    (series,) = scan([folder]).series
    volume = load(series).volume
    model = manifest()
    return export_of(series, volume, tuple(finding(volume, n, model) for n in (0, 1)), **options)


def with_report(export: Export, **changes: object) -> Export:
    """The same export of a changed report."""
    return dataclasses.replace(export, report=dataclasses.replace(export.report, **changes))  # type: ignore[arg-type]
