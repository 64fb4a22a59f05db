"""What the engine process does for each request: it knows series, volumes and the model, not threads.

It keeps the series of recent scans. A request names the paths of its series, so that an engine that was
started anew, and remembers nothing, scans them again.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import psutil

from engine import protocol
from engine.assess import Assessor, open_assessor
from engine.classify import blocking, classify
from engine.commands import CommandError, drift_of
from engine.dicom.errors import Cancelled, DicomError
from engine.dicom.load import load, load_slice
from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.findings import Finding, Flag, Point
from engine.lesion import LesionError, contours
from engine.mask_box import MaskBox
from engine.messages import answer_tags, ends, grid_model, model_info, summary, vector, volume_ref
from engine.model_desk import ModelDesk
from engine.models.manifest import Manifest
from engine.models.package import PackageError
from engine.models.registry import Registry
from engine.prior.alignment import AlignmentError
from engine.prior.answer import compare_with_prior
from engine.protocol_models import DriftRequest, DriftResult, ModelRequest
from engine.protocol_outline import OutlineRequest
from engine.protocol_report import ReportRequest, ReportResult
from engine.protocol_tags import TagsRequest, TagsResult, TagValueRequest, TagValueResult
from engine.report import finding_json
from engine.report_desk import HandoverError, hand_over
from engine.server import JobCancelledError, RequestError
from engine.shared_memory import SharedMemoryError, attached
from engine.trail import note

if TYPE_CHECKING:
    from engine.server import Job

#: Series kept from recent scans: a rail full of them.
MAX_SERIES = 256

Key = tuple[str, tuple[str, ...]]


class Service:
    """Fulfils requests. The reading and the assessing lane may call it at the same time.

    Parameters
    ----------
    registry
        The models of this user.
    """

    def __init__(self, registry: Registry | None = None) -> None:
        self._registry = registry or Registry()
        self._models = ModelDesk(self._registry)
        self._assessor: Assessor | None = None
        self._no_model = "the model is still being loaded."
        self._series: OrderedDict[Key, Series] = OrderedDict()  # the reading lane's alone

    def open_model(self) -> protocol.ModelEvent:
        """Open the active model, at the start and after another one was chosen."""
        try:
            self._assessor, note = open_assessor(self._registry)
        except PackageError as error:
            self._assessor, self._no_model = None, str(error)
            return protocol.ModelEvent(model=None, error=str(error))
        except BaseException as error:
            self._assessor = None
            self._no_model = f"the model failed to start ({type(error).__name__})."
            raise
        return protocol.ModelEvent(model=model_info(self._assessor), error=note)

    def status(self) -> protocol.StatusResult:
        """Tell memory and model."""
        assessor = self._assessor
        return protocol.StatusResult(
            memory_mb=round(psutil.Process().memory_info().rss / 2**20, 1),
            model=model_info(assessor) if assessor else None,
        )

    def handle(self, job: Job) -> protocol.Result:
        """Fulfil one request.

        Raises
        ------
        RequestError
            If it cannot be fulfilled, in a sentence.
        JobCancelledError
            If it was given up.
        """
        try:
            return self._fulfil(job)
        except Cancelled as error:
            raise JobCancelledError from error
        except DicomError as error:
            raise RequestError("dicom", str(error)) from error
        except HandoverError as error:
            raise RequestError("report", str(error)) from error
        except LesionError as error:
            raise RequestError("lesion", str(error)) from error
        except AlignmentError as error:
            raise RequestError("alignment", str(error)) from error
        except (PackageError, CommandError) as error:
            raise RequestError("model", str(error)) from error
        except SharedMemoryError as error:
            raise RequestError("shared_memory", str(error)) from error

    def _fulfil(self, job: Job) -> protocol.Result:
        request = job.request
        result: protocol.Result
        match request:
            case protocol.ScanRequest():
                result = self._scan(request, job)
            case protocol.LoadRequest():
                result = self._load(request, job)
            case protocol.ThumbnailRequest():
                result = self._thumbnail(request, job)
            case protocol.AssessRequest() | OutlineRequest():
                result = self._assess(request, job)
            case TagsRequest() | TagValueRequest():
                result = self._tags(request, job)
            case ReportRequest():
                result = self._report(request, job)
            case protocol.PriorRequest():
                result = compare_with_prior(request, job)
            case ModelRequest():
                result = self._models.handle(request)
            case DriftRequest():
                result = DriftResult(document=drift_of())
            case _:
                raise RequestError("bad_request", f"The engine has no {request.kind} request.")
        return result

    # ------------------------------------------------------------ reading

    def _scan(self, request: protocol.ScanRequest, job: Job) -> protocol.ScanResult:
        found = scan(request.paths, progress=job.progress, cancelled=job.cancelled)
        for series in found.series:
            self._remember(series)
        return protocol.ScanResult(
            series=tuple(summary(series) for series in found.series),
            skipped=tuple(protocol.SkippedFile(path=s.path, reason=s.reason) for s in found.skipped),
        )

    def _remember(self, series: Series) -> None:
        key = (series.series_uid, series.paths)
        self._series[key] = series
        self._series.move_to_end(key)
        while len(self._series) > MAX_SERIES:
            self._series.popitem(last=False)

    def _find(self, uid: str, paths: tuple[str, ...], job: Job) -> Series:
        known = self._series.get((uid, paths))
        if known is None:
            known = next(
                (s for s in scan(paths, cancelled=job.cancelled).series if s.series_uid == uid), None
            )
        if known is None:
            raise RequestError(
                "gone", "The files of this series have been moved, changed or removed. Open it again."
            )
        self._remember(known)
        return known

    def _load(self, request: protocol.LoadRequest, job: Job) -> protocol.LoadResult:
        series = self._find(request.series_uid, request.paths, job)
        total = series.size[0]
        if request.voxels.shape != series.size or request.voxels.dtype != "int16":
            raise RequestError(
                "gone", "The files of this series have changed since it was opened. Open it again."
            )
        done = 0

        def on_slice(k: int) -> None:
            nonlocal done
            done += 1
            job.progress(done, total, slices=(k,))

        with attached(request.voxels) as voxels:
            job.progress(0, total, volume=volume_ref(series, request.voxels))
            loaded = load(
                series, voxels, first_slice=request.first_slice, on_slice=on_slice, cancelled=job.cancelled
            )
            failed = loaded.failed
            ref = volume_ref(series, request.voxels, loaded.warnings, failed)
            del loaded, voxels  # no view may outlive the attachment
        return protocol.LoadResult(volume=ref, failed_slices=failed)

    def _thumbnail(self, request: protocol.ThumbnailRequest, job: Job) -> protocol.DoneResult:
        series = self._find(request.series_uid, request.paths, job)
        if not 0 <= request.slice < series.size[0] or len(request.pixels.shape) != 2:
            raise RequestError("bad_request", f"The series has no slice {request.slice}.")
        small = reduced(load_slice(series, request.slice), request.pixels.shape)
        with attached(request.pixels) as pixels:
            pixels[...] = small
            del pixels
        return protocol.DoneResult()

    def _tags(self, request: TagsRequest | TagValueRequest, job: Job) -> TagsResult | TagValueResult:
        series = self._find(request.series_uid, request.paths, job)
        if not 0 <= request.slice < series.size[0]:
            raise RequestError("bad_request", f"The series has no slice {request.slice}.")
        return answer_tags(request, series.slices[request.slice])

    # ------------------------------------------------------------ assessing

    def _assess(self, request: protocol.AssessRequest | OutlineRequest, job: Job) -> protocol.AssessResult:
        job.check()
        with attached(request.volume.voxels) as voxels:
            finding = self._classify(request, voxels, job)
            del voxels
        job.check()
        activation = finding.assessment.map
        if activation is not None:
            if activation.values.size > np.prod(request.map_values.shape, dtype=int):
                raise RequestError("map_size", "The model has changed meanwhile. Please click again.")
            with attached(request.map_values) as values:
                values.reshape(-1)[: activation.values.size] = activation.values.reshape(-1)
                del values
        nodule, spec_grid = finding.nodule, None
        if activation is not None and self._assessor is not None:
            spec_grid = self._assessor.package.manifest.input.patch_spec.grid_at(nodule.centre_mm)
        return protocol.AssessResult(
            finding=finding_json(finding),
            largest_slice=nodule.largest_slice,
            long_axis_mm=ends(nodule.long_axis),
            short_axis_mm=ends(nodule.short_axis),
            contours_mm={
                k: tuple(tuple(vector(point) for point in polygon) for polygon in polygons)
                for k, polygons in contours(nodule).items()
            },
            size_probability=finding.assessment.size_probability,
            map_grid=grid_model(activation.grid) if activation else None,
            map_patch_grid=grid_model(spec_grid) if spec_grid else None,
            model=model_info(self._assessor) if self._assessor else None,
        )

    def _classify(
        self, request: protocol.AssessRequest | OutlineRequest, voxels: npt.NDArray[np.int16], job: Job
    ) -> Finding:
        ref = request.volume
        warnings = tuple(Flag(w.code, w.text) for w in ref.warnings)
        return classify(
            ref.volume(voxels),
            _where(request),
            self._assessor,
            gate=() if ref.analysable else blocking(warnings),
            failed_slices=ref.failed_slices,
            no_model=self._no_model,
            between_steps=job.check,
        )

    # ------------------------------------------------------------ handing over

    def _report(self, request: ReportRequest, job: Job) -> ReportResult:
        manifest = self._manifest(request.model) if request.model else None
        with attached(request.volume.voxels) as voxels:
            done = hand_over(request, voxels, manifest=manifest, progress=job.progress, check=job.check)
        how = " ".join(request.formats) + (", de-identified" if request.deidentify else "")
        remark = note(
            "export", reader=request.reader, series_uid=request.series_uid, subject="report", detail=how
        )
        return done.model_copy(update={"remark": remark})

    def _manifest(self, model: protocol.ModelInfo) -> Manifest | None:
        """Return the manifest of the model that judged; `None` where it has been removed meanwhile."""
        if self._assessor is not None and self._assessor.package.sha256 == model.sha256:
            return self._assessor.package.manifest
        packages = (entry.package for entry in self._registry.entries())
        return next((p.manifest for p in packages if p is not None and p.sha256 == model.sha256), None)


def _where(request: protocol.AssessRequest | OutlineRequest) -> Point | MaskBox:
    if isinstance(request, protocol.AssessRequest):
        return request.point_mm
    try:
        return request.outline.box()
    except ValueError as error:
        raise RequestError("bad_request", str(error)) from error


def reduced(plane: npt.NDArray[np.int16], shape: tuple[int, ...]) -> npt.NDArray[np.int16]:
    """Shrink a slice to a shape by averaging; a side that would grow repeats pixels."""
    means = plane.astype(np.float64)
    for axis in (0, 1):
        size, wanted = means.shape[axis], shape[axis]
        starts = np.arange(wanted) * size // wanted
        counts = np.maximum(np.diff(starts, append=size), 1)
        means = np.add.reduceat(means, starts, axis=axis)
        means /= counts[:, None] if axis == 0 else counts[None, :]
    return np.rint(means).astype(np.int16)
