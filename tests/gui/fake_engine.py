"""An engine that speaks the protocol and does as it is told: run as a script by the window's tests.

It has one CT series of eight small slices whose voxel (k, r, c) is ``-1000 + 10 k + r`` HU, and answers every
nodule with a square of 8 mm round the point; on slice 0 there is nothing to measure.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from pathlib import Path

import numpy as np

from engine import protocol
from engine.geometry import Grid
from engine.lesion import contours, measure_outline
from engine.messages import ends, vector
from engine.protocol import AssessRequest
from engine.protocol_base import Message
from engine.protocol_outline import OutlineRequest
from engine.report import flags_json
from engine.shared_memory import attached

LOCK = threading.Lock()
SIZE = (8, 64, 64)
SPACING = (2.5, 1.0, 1.0)
GRID = Grid.axial(SIZE, SPACING, (-32.0, -32.0, -100.0))
GRID_MODEL = protocol.GridModel(size=GRID.size, origin_mm=GRID.origin_mm, steps_mm=GRID.steps_mm)
PRIOR_HIGHER_MM = 5.0
MODEL = protocol.ModelInfo(
    id="fake",
    version="1.2.0",
    sha256="0" * 64,
    runtime="OpenVINO",
    precision="FP32",
    device="CPU",
    threshold=0.5,
    cam_shape=(1, 4, 4),
    cam_limit=3.0,
)


def hu() -> np.ndarray:
    k, r, c = np.ogrid[: SIZE[0], : SIZE[1], : SIZE[2]]
    return (-1000 + 10 * k + r + 0 * c).astype(np.int16)


def series(uid: str, path: str, **changes: object) -> protocol.SeriesSummary:
    values: dict[str, object] = {
        "series_uid": uid,
        "study_uid": "1.2",
        "patient_key": "k",
        "description": f"Chest {uid}",
        "modality": "CT",
        "date": "20000101",
        "n_slices": SIZE[0],
        "size": SIZE,
        "spacing_mm": SPACING,
        "acquisition": protocol.AcquisitionModel(modality="CT", kernel="LUNG"),
        "analysable": True,
        "warnings": (),
        "paths": (path,),
        "thumbnail_slice": 4,
    }
    return protocol.SeriesSummary(**(values | changes))


def say(message: Message) -> None:
    with LOCK:
        sys.stdout.buffer.write(protocol.encode(message))
        sys.stdout.buffer.flush()


def answer_load(request: protocol.LoadRequest, delay: float) -> protocol.LoadResult:
    gap = protocol.WarningText(code="gap", text="A slice is missing.")
    ref = protocol.VolumeRef(
        voxels=request.voxels,
        grid=GRID_MODEL,
        series_uid=request.series_uid,
        acquisition=protocol.AcquisitionModel(modality="CT"),
        warnings=(gap,) if "gap" in request.series_uid else (),
    )
    order = [request.first_slice, *(k for k in range(SIZE[0]) if k != request.first_slice)]
    with attached(request.voxels) as voxels:
        for n, k in enumerate(order, 1):
            voxels[k] = hu()[k]
            say(
                protocol.ProgressEvent(
                    id=request.id, done=n, total=SIZE[0], slices=(k,), volume=ref if n == 1 else None
                )
            )
            time.sleep(delay)
    return protocol.LoadResult(volume=ref)


def answer_assess(request: protocol.AssessRequest) -> protocol.AssessResult | str:
    k, r, c = (round(float(v)) for v in GRID.to_voxel(request.point_mm))
    if k == 0:
        return "There is no nodule at this point: it is air."
    x, y, z = (float(v) for v in GRID.to_patient((k, r, c)))
    if request.map_values.shape == MODEL.cam_shape:
        with attached(request.map_values) as values:
            values[:] = 1.5
    # The further down the image, the more suspicious; the last rows are masses.
    probability = round(r / SIZE[1], 4)
    call = "malignant" if probability >= 0.5 else "benign"
    flags = []
    half = 4.0
    if request.map_values.shape != MODEL.cam_shape:
        call, probability = "out_of_range", None
        flags = [{"code": "no_model", "text": "No score: there is no model."}]
    elif r >= 58:
        call, probability, half = "out_of_range", None, 16.0
        flags = [{"code": "mass", "text": "Mass, 32 mm: suspicious by size, no score."}]
    square = ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
    return protocol.AssessResult(
        finding={
            "id": f"{k}-{r}-{c}",
            "source": "reader",
            "centre_mm": [x, y, z],
            "centre_voxel": [k, r, c],
            "long_axis_mm": 2 * half,
            "short_axis_mm": 2 * half,
            "volume_mm3": 268.1,
            "mean_hu": 31.0,
            "detection_score": None,
            "probability": probability,
            "call": call,
            "flags": flags,
            "cam_peak_mm": None,
            "percentile_benign": 90.0 if probability else None,
            "percentile_malignant": 40.0 if probability else None,
        },
        largest_slice=k,
        long_axis_mm=((x - half, y, z), (x + half, y, z)),
        short_axis_mm=((x, y - half, z), (x, y + half, z)),
        contours_mm={k: (tuple((a, b, z) for a, b in square),)},
        map_grid=protocol.GridModel(
            size=(1, 4, 4),
            origin_mm=(x - 12, y - 12, z),
            steps_mm=((0.0, 0.0, 2.5), (0.0, 8.0, 0.0), (8.0, 0.0, 0.0)),
        )
        if probability is not None
        else None,
        map_patch_grid=protocol.GridModel(
            size=(1, 33, 33),
            origin_mm=(x - 16, y - 16, z),
            steps_mm=((0.0, 0.0, 2.5), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)),
        ),
        model=MODEL,
    )


def answer_prior(request: protocol.PriorRequest) -> protocol.PriorResult | str:
    """The prior lies 5 mm higher; nodules were 6 mm wide there; on the right there was none."""
    if "stranger" in request.prior.series_uid and request.alignment is None:
        return "The scans cannot be compared by position: their lungs do not look alike."
    rows = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    lies = request.alignment or protocol.AlignmentModel(
        rotation=rows, shift_mm=(0.0, 0.0, PRIOR_HIGHER_MM), correlation=0.9
    )
    pairs = []
    for (x, y, z), held in zip(
        request.centres_mm, request.held_mm or (None,) * len(request.centres_mm), strict=True
    ):
        at = held or (x + lies.shift_mm[0], y + lies.shift_mm[1], z + lies.shift_mm[2])
        if held is None and x < 0:
            pairs.append(
                protocol.PriorPair(expected_mm=at, before=None, text="No nodule was measured there.")
            )
            continue
        a, b, c = at
        square = ((a - 3, b - 3, c), (a + 3, b - 3, c), (a + 3, b + 3, c), (a - 3, b + 3, c))
        k = round(float(GRID.to_voxel(at)[0]))
        before = protocol.PriorNodule(
            centre_mm=at,
            largest_slice=k,
            long_axis_mm=((a - 3, b, c), (a + 3, b, c)),
            short_axis_mm=((a, b - 3, c), (a, b + 3, c)),
            volume_mm3=113.1,
            contours_mm={k: (square,)},
        )
        told = {
            "now_mm": 8.0,
            "before_mm": 6.0,
            "change_mm": 2.0,
            "volume_share": 1.37,
            "doubling_days": 72.3,
        }
        pairs.append(
            protocol.PriorPair(expected_mm=at, before=before, change="grown", text="grown by 2 mm", **told)
        )
    return protocol.PriorResult(alignment=lies, pairs=tuple(pairs))


def answer_outline(request: OutlineRequest) -> protocol.AssessResult:
    """Measure a reader's outline as the engine does; the score is that of its middle."""
    nodule = measure_outline(request.volume.volume(hu()), request.outline.box())
    at = AssessRequest(
        id=request.id, volume=request.volume, point_mm=nodule.centre_mm, map_values=request.map_values
    )
    said = answer_assess(at)
    if isinstance(said, str):
        said = answer_assess(at.model_copy(update={"point_mm": GRID.to_patient((4, 20, 20))}))
    figures = {
        "centre_mm": list(nodule.centre_mm),
        "long_axis_mm": nodule.long_axis_mm,
        "short_axis_mm": nodule.short_axis_mm,
        "volume_mm3": nodule.volume_mm3,
        "mean_hu": nodule.mean_hu,
        "flags": flags_json(nodule.flags),
    }
    return said.model_copy(
        update={
            "finding": {**said.finding, **figures},
            "largest_slice": nodule.largest_slice,
            "long_axis_mm": ends(nodule.long_axis),
            "short_axis_mm": ends(nodule.short_axis),
            "contours_mm": {
                k: tuple(tuple(vector(point) for point in polygon) for polygon in polygons)
                for k, polygons in contours(nodule).items()
            },
        }
    )


def answer_scan(request: protocol.ScanRequest) -> protocol.ScanResult:
    first = request.paths[0]
    old = {"date": "1999-10-03", "study_uid": "1.1"}
    known = {
        "months": (series("now", first, date="2000-01-01"), series("old", first, **old, n_slices=7)),
        "before": (series("old", first, **old),),
        "stranger": (series("stranger", first, **old, patient_key="another"),),
    }
    if Path(first).name in known:
        return protocol.ScanResult(series=known[Path(first).name], skipped=())
    skipped = (protocol.SkippedFile(path=first + "/notes.txt", reason="It is no DICOM file."),)
    if Path(first).name == "nothing":
        return protocol.ScanResult(series=(), skipped=skipped)
    gap = (protocol.WarningText(code="gap", text="A slice is missing."),)
    found = (
        series("one.thick", first, spacing_mm=(5.0, 1.0, 1.0)),
        series("two", first),
        series("three.gap", first, analysable=False, warnings=gap),
    )
    name = Path(first).name
    if name.startswith("study"):  # a study of its own for each such folder, else always the same one
        own = {s.series_uid: {"study_uid": name, "series_uid": f"{name}.{s.series_uid}"} for s in found}
        found = tuple(s.model_copy(update=own[s.series_uid]) for s in found)
    return protocol.ScanResult(series=found, skipped=skipped)


def answer_thumbnail(request: protocol.ThumbnailRequest) -> protocol.DoneResult:
    with attached(request.pixels) as pixels:
        pixels[:] = -600
    return protocol.DoneResult()


def answer(request: protocol.Request, options: argparse.Namespace) -> protocol.Result | str:
    if request.kind == "scan":
        return answer_scan(request)
    if request.kind == "load":
        return answer_load(request, options.delay)
    if request.kind == "thumbnail":
        return answer_thumbnail(request)
    if request.kind == "assess":
        time.sleep(options.assess_delay)
        return answer_assess(request)
    if request.kind == "prior":
        time.sleep(options.prior_delay)
        return answer_prior(request)
    if request.kind == "outline":
        time.sleep(options.assess_delay)
        return answer_outline(request)
    if request.kind == "status":
        return protocol.StatusResult(memory_mb=100.0, model=MODEL)
    return protocol.DoneResult()


def finish(request: protocol.Request, options: argparse.Namespace) -> None:
    result = answer(request, options)
    if isinstance(result, str):
        say(protocol.ErrorEvent(id=request.id, code="no_lesion", text=result))
    else:
        say(protocol.ResultEvent(id=request.id, result=result))


def greet(options: argparse.Namespace) -> None:
    if options.stderr:
        print(options.stderr, file=sys.stderr, flush=True)
    say(protocol.ReadyEvent(protocol=options.protocol, software="fake", pid=os.getpid()))
    if options.no_model:
        say(protocol.ModelEvent(model=None, error=options.no_model))
        return
    line = protocol.encode(protocol.ModelEvent(model=MODEL))
    pieces = (line,)
    if options.noise:
        sys.stdout.buffer.write(b"a library prints\n\xff\xfe\x00{\n[1, 2\n" + b"x" * 3_000_000 + b"\n\n")
        pieces = (line[:10], line[10:40], line[40:])
    for piece in pieces:
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        time.sleep(0.03 if options.noise else 0)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--die-on", default="", help="kind of request to die of, once")
    parser.add_argument("--once", default="", help="file that says that it has died already")
    parser.add_argument("--die-at-start", action="store_true")
    parser.add_argument("--noise", action="store_true", help="print what is no message; messages in pieces")
    parser.add_argument("--protocol", type=int, default=protocol.PROTOCOL_VERSION)
    parser.add_argument("--stderr", default="")
    parser.add_argument("--stubborn", action="store_true", help="does not leave when told to")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between two slices")
    parser.add_argument("--assess-delay", type=float, default=0.0)
    parser.add_argument("--prior-delay", type=float, default=0.0)
    parser.add_argument("--no-model", default="")
    parser.add_argument("--later-model", action="store_true", help="have another model than the usual one")
    parser.add_argument("--silent-slice", type=int, help="nodules on this slice never get an answer")
    return parser.parse_args()


def is_silent(request: protocol.Request, slice_index: int | None) -> bool:
    if slice_index is None or not isinstance(request, protocol.AssessRequest):
        return False
    return round(float(GRID.to_voxel(request.point_mm)[0])) == slice_index


def main() -> None:
    global MODEL  # noqa: PLW0603 - a script
    options = parse()
    if options.later_model:
        MODEL = MODEL.model_copy(update={"version": "2.0.0", "sha256": "1" * 64})
    if options.die_at_start:
        os._exit(3)
    greet(options)
    for line in sys.stdin.buffer:
        request = protocol.REQUEST.validate_json(line)
        if request.kind == options.die_on and not (options.once and Path(options.once).exists()):
            if options.once:
                Path(options.once).touch()
            os._exit(9)
        if request.kind == "shutdown" and not options.stubborn:
            return
        # Two lanes, like the real one: a nodule does not hold up a series.
        if is_silent(request, options.silent_slice):
            continue
        if request.kind in ("assess", "outline", "prior"):
            threading.Thread(target=finish, args=(request, options), daemon=True).start()
        else:
            finish(request, options)
    if options.stubborn:
        time.sleep(60)


if __name__ == "__main__":
    main()
