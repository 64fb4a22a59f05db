"""The engine as the window meets it: a process, lines of JSON, arrays in shared memory."""

from __future__ import annotations

import contextlib
import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import protocol
from engine.brush import ball
from engine.mask_box import MaskBox
from engine.models.package import write_package
from engine.models.registry import Registry
from engine.outline_mask import mask_of
from engine.phantom import Kind, NoduleSpec, Phantom, PhantomSpec, make_phantom, write_dicom
from engine.protocol_outline import OutlineModel, OutlineRequest
from engine.server import Channel, Job, JobCancelledError, RequestError, Server
from engine.service import reduced
from engine.shared_memory import SharedBlock, SharedMemoryError, attached
from tests.engine import tiny_model

ROOT = Path(__file__).resolve().parents[2]
NODULE = NoduleSpec(Kind.SOLID, (-70.0, 48.0, -40.0), 10.0)
SPEC = PhantomSpec(size=(24, 128, 128), focus_mm=NODULE.near_mm, nodules=(NODULE,))
posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture(scope="module")
def phantom() -> Phantom:
    return make_phantom(SPEC)


@pytest.fixture(scope="module")
def folder(phantom: Phantom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ct") / "Ünï 胸部"
    write_dicom(phantom, path)
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user whose active model is the tiny one."""
    root = tmp_path_factory.mktemp("home")
    package = write_package(root / "new", tiny_model.manifest(), tiny_model.package_files())
    registry = Registry(root / "data" / "models", check=lambda _: None)
    registry.install(package)
    registry.activate("tiny-1.0.0")
    return root


class Window:
    """The window's side of the pipes."""

    def __init__(self, home: Path) -> None:
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "engine", "engine"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
            env={**os.environ, "NODUSCOPE_HOME": str(home), "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        self._events: queue.Queue[protocol.Event | None] = queue.Queue()
        self.stderr = b""
        threading.Thread(target=self._read, daemon=True).start()
        self._errors = threading.Thread(target=self._read_errors, daemon=True)
        self._errors.start()
        self._next = 0

    def _read(self) -> None:
        for line in self.process.stdout:
            self._events.put(protocol.EVENT.validate_json(line))
        self._events.put(None)

    def _read_errors(self) -> None:
        self.stderr = self.process.stderr.read()

    def next(self, timeout: float = 30) -> protocol.Event | None:
        return self._events.get(timeout=timeout)

    def until(self, wanted: Callable[[Any], bool]) -> list[Any]:
        """Events up to the first that is wanted."""
        events = []
        while True:
            event = self.next()
            assert event is not None, f"the engine ended; it said {self.stderr.decode()}"
            events.append(event)
            if wanted(event):
                return events

    def send_line(self, line: bytes) -> None:
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def send(self, make: Callable[[int], protocol.Request]) -> int:
        self._next += 1
        self.send_line(protocol.encode(make(self._next)))
        return self._next

    def ask(self, make: Callable[[int], protocol.Request]) -> Any:
        """Send a request; return its result or its error event."""
        number = self.send(make)
        last = self.until(lambda e: e.event in ("result", "error") and e.id == number)[-1]
        return last.result if last.event == "result" else last

    def wait_for_model(self) -> protocol.ModelEvent:
        return self.until(lambda e: e.event == "model")[-1]

    def scan(self, folder: Path) -> protocol.SeriesSummary:
        (series,) = self.ask(lambda i: protocol.ScanRequest(id=i, paths=(str(folder),))).series
        return series

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self._errors.join(5)
            self.process.stdout.close()
            self.process.stderr.close()


@pytest.fixture
def start(home: Path) -> Iterator[Callable[[], Window]]:
    windows: list[Window] = []

    def begin() -> Window:
        windows.append(Window(home))
        return windows[-1]

    yield begin
    for window in windows:
        window.close()


@pytest.fixture(scope="module")
def shared_window(home: Path) -> Iterator[Window]:
    window = Window(home)
    window.wait_for_model()
    yield window
    window.close()


def load_request(series: protocol.SeriesSummary, block: SharedBlock, first: int = 0, **change: Any) -> Any:
    def make(i: int) -> protocol.LoadRequest:
        fields = {
            "series_uid": series.series_uid,
            "paths": series.paths,
            "voxels": block.ref,
            "first_slice": first,
        }
        return protocol.LoadRequest(id=i, **{**fields, **change})

    return make


# ------------------------------------------------------------ the process


def test_it_is_ready_at_once_and_the_model_follows(start: Callable[[], Window]) -> None:
    window = start()
    ready = window.next()
    taken = time.perf_counter() - window.started
    assert ready.event == "ready"
    assert ready.protocol == protocol.PROTOCOL_VERSION
    assert ready.pid == window.process.pid
    assert taken < 5, "generous: the machine may be busy"
    model = window.wait_for_model()
    assert model.error == ""
    assert (model.model.id, model.model.cam_shape, model.model.threshold) == ("tiny", (3, 11, 11), 0.5)
    assert model.model.runtime.startswith("OpenVINO")


def test_nothing_heavy_is_imported_before_the_first_line() -> None:
    code = (
        "import sys, engine.cli, engine.server\n"
        "heavy = ('numpy', 'pydicom', 'openvino', 'onnxruntime', 'cv2', 'SimpleITK')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_what_libraries_print_never_reaches_the_window() -> None:
    code = (
        "import os\n"
        "from engine.server import claim_stdout\n"
        "out = claim_stdout()\n"
        "print('python noise'); os.write(1, b'native noise')\n"
        "os.system('echo noise of a child')\n"
        "out.write(b'message'); out.flush()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout == b"message"
    assert done.stderr.count(b"noise") == 3


def test_scan_load_and_assess_over_shared_memory(
    shared_window: Window, folder: Path, phantom: Phantom
) -> None:
    series = shared_window.scan(folder)
    assert series.size == SPEC.size
    assert series.analysable
    assert series.thumbnail_slice == 12
    with (
        SharedBlock.create("int16", series.size) as voxels,
        SharedBlock.create("float32", (3, 11, 11)) as cam,
    ):
        number = shared_window.send(load_request(series, voxels, first=10))
        *progress, last = shared_window.until(lambda e: e.event in ("result", "error") and e.id == number)
        assert progress[0].volume is not None, "geometry comes first"
        assert progress[0].slices == ()
        assert progress[1].slices[0] == 10, "then the slice on screen"
        assert sorted(k for e in progress for k in e.slices) == list(range(24)), "each slice is told once"
        assert [e.volume is None for e in progress[1:]] == [True] * len(progress[1:])
        assert progress[-1].done == progress[-1].total == 24
        ref = last.result.volume
        assert ref.analysable
        np.testing.assert_array_equal(voxels.array, phantom.volume.hu)
        np.testing.assert_allclose(ref.grid.origin_mm, phantom.volume.grid.origin_mm)

        result = shared_window.ask(
            lambda i: protocol.AssessRequest(id=i, volume=ref, point_mm=NODULE.near_mm, map_values=cam.ref)
        )
        finding = result.finding
        assert finding["long_axis_mm"] == pytest.approx(10, rel=0.25)
        assert np.linalg.norm(np.subtract(finding["centre_mm"], NODULE.near_mm)) < 2.5
        assert finding["call"] in ("benign", "malignant")
        assert result.largest_slice in result.contours_mm
        for k, polygons in result.contours_mm.items():
            for polygon in polygons:
                voxel = phantom.volume.grid.to_voxel(np.asarray(polygon))
                np.testing.assert_allclose(voxel[:, 0], k, atol=1e-6)
        # The map in shared memory is the model's own: mean + bias = logit.
        logit = float(cam.array.mean()) + tiny_model.BIAS
        expected = 1 / (1 + np.exp(-logit / tiny_model.TEMPERATURE))
        assert finding["probability"] == pytest.approx(expected, abs=1e-4)
        assert result.map_grid.size == (3, 11, 11)
        assert result.map_patch_grid.size == tiny_model.SIZE
        peak = np.unravel_index(cam.array.argmax(), cam.array.shape)
        grid = result.map_grid
        at = np.asarray(grid.origin_mm) + np.asarray(peak) @ np.asarray(grid.steps_mm)
        np.testing.assert_allclose(at, finding["cam_peak_mm"], atol=0.01)


def test_an_outline_is_measured_as_it_is_and_judged_about_its_middle(
    shared_window: Window, folder: Path, phantom: Phantom
) -> None:
    series = shared_window.scan(folder)
    grid, place = phantom.volume.grid, NODULE.near_mm
    box = ball(grid, place, (place[0] + 8.0, place[1], place[2]), 4.0)
    with (
        SharedBlock.create("int16", series.size) as voxels,
        SharedBlock.create("float32", (3, 11, 11)) as cam,
    ):
        ref = shared_window.ask(load_request(series, voxels)).volume
        outline = OutlineModel.of(box)
        result = shared_window.ask(
            lambda i: OutlineRequest(id=i, volume=ref, outline=outline, map_values=cam.ref)
        )
        damaged = outline.model_copy(update={"runs": "AAAA"})
        refused = shared_window.ask(
            lambda i: OutlineRequest(id=i, volume=ref, outline=damaged, map_values=cam.ref)
        )
    finding = result.finding
    assert finding["volume_mm3"] == pytest.approx(box.n_voxels * grid.voxel_volume_mm3, abs=0.1)
    assert finding["long_axis_mm"] == pytest.approx(16.0, abs=1.5)
    assert finding["flags"][0]["code"] == "outline_edited"
    mask, start = mask_of(result.contours_mm, grid)
    assert MaskBox(mask, start).same(box)
    # The patch lies about the mask, not about the nodule that is there.
    patch = result.map_patch_grid.grid()
    middle = patch.to_patient([(n - 1) / 2 for n in patch.size])
    np.testing.assert_allclose(middle, finding["centre_mm"], atol=0.01)
    assert finding["centre_mm"][0] == pytest.approx(place[0] + 4.0, abs=1.0)
    assert (refused.code, refused.text) == ("bad_request", "The packed mask is damaged.")


def test_an_engine_that_remembers_nothing_loads_from_the_paths(
    start: Callable[[], Window], shared_window: Window, folder: Path, phantom: Phantom
) -> None:
    series = shared_window.scan(folder)
    with SharedBlock.create("int16", series.size) as block:
        result = start().ask(load_request(series, block))
        assert result.failed_slices == ()
        np.testing.assert_array_equal(block.array, phantom.volume.hu)


def test_a_thumbnail_is_the_slice_averaged(shared_window: Window, folder: Path, phantom: Phantom) -> None:
    series = shared_window.scan(folder)
    with SharedBlock.create("int16", (32, 64)) as block:

        def make(k: int) -> Callable[[int], protocol.ThumbnailRequest]:
            return lambda i: protocol.ThumbnailRequest(
                id=i, series_uid=series.series_uid, paths=series.paths, slice=k, pixels=block.ref
            )

        shared_window.ask(make(12))
        expected = phantom.volume.hu[12].reshape(32, 4, 64, 2).mean(axis=(1, 3))
        np.testing.assert_allclose(block.array, expected, atol=0.51, rtol=0)
        assert shared_window.ask(make(24)).code == "bad_request"


def test_slices_without_a_picture_forbid_a_verdict(shared_window: Window, folder: Path) -> None:
    series = shared_window.scan(folder)
    with (
        SharedBlock.create("int16", series.size) as voxels,
        SharedBlock.create("float32", (3, 11, 11)) as cam,
    ):
        ref = shared_window.ask(load_request(series, voxels)).volume

        def finding(**change: Any) -> dict[str, Any]:
            changed = ref.model_copy(update=change)
            return shared_window.ask(
                lambda i: protocol.AssessRequest(
                    id=i, volume=changed, point_mm=NODULE.near_mm, map_values=cam.ref
                )
            ).finding

        assert finding(failed_slices=(0, 23))["probability"] is not None, "far away"
        near = finding(failed_slices=(12,))
        assert (near["call"], near["probability"]) == ("out_of_range", None)
        assert near["flags"][0]["text"].endswith("Slice 13 here could not be decoded.")
        gate = (protocol.WarningText(code="gantry_tilt", text="The gantry was tilted."),)
        tilted = finding(analysable=False, warnings=gate)
        assert (tilted["call"], tilted["flags"][0]["code"]) == ("out_of_range", "not_analysable")


def test_what_cannot_be_done_is_said(shared_window: Window, folder: Path, tmp_path: Path) -> None:
    series = shared_window.scan(folder)
    with SharedBlock.create("int16", series.size) as block:
        other = shared_window.ask(load_request(series, block, series_uid="9.9"))
        assert (other.code, other.text) == (
            "gone", "The files of this series have been moved, changed or removed. Open it again.",
        )  # fmt: skip
        missing = block.ref.model_copy(update={"name": "psm_nothing_here"})
        assert shared_window.ask(load_request(series, block, voxels=missing)).code == "shared_memory"
        wrong = block.ref.model_copy(update={"shape": (1, 2, 3)})
        assert shared_window.ask(load_request(series, block, voxels=wrong)).code == "gone"
    with SharedBlock.create("int16", (1, 128, 128)) as small:
        lying = small.ref.model_copy(update={"shape": series.size})
        error = shared_window.ask(load_request(series, small, voxels=lying))
        assert error.code == "shared_memory"
        assert "holds" in error.text
    empty = shared_window.ask(lambda i: protocol.ScanRequest(id=i, paths=(str(tmp_path / "nothing"),)))
    assert empty.series == ()


def test_a_click_on_nothing_and_a_map_without_room_are_said(shared_window: Window, folder: Path) -> None:
    series = shared_window.scan(folder)
    with SharedBlock.create("int16", series.size) as voxels, SharedBlock.create("float32", (1, 1, 1)) as cam:
        ref = shared_window.ask(load_request(series, voxels)).volume

        def at(point: tuple[float, float, float]) -> Any:
            return shared_window.ask(
                lambda i: protocol.AssessRequest(id=i, volume=ref, point_mm=point, map_values=cam.ref)
            )

        assert at((0.0, 0.0, 9999.0)).code == "lesion"
        assert at(NODULE.near_mm).code == "map_size"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (b"not json\n", None),
        (b"\xff\xfe\n", None),
        (b'{"kind": "scan"}\n', None),
        (b"[" * 100_000 + b"\n", None),
        (b'{"kind": "dance", "id": 901}\n', 901),
        (b'{"kind": "scan", "id": 902, "paths": 3}\n', 902),
        (b'{"kind": "scan", "id": 903, "paths": [], "extra": 1}\n', 903),
    ],
)
def test_a_line_that_is_no_request_costs_nothing(
    shared_window: Window, line: bytes, number: int | None
) -> None:
    shared_window.send_line(line)
    error = shared_window.next()
    assert (error.event, error.id, error.code) == ("error", number, "bad_request")
    status = shared_window.ask(lambda i: protocol.StatusRequest(id=i))
    assert status.model.id == "tiny"
    assert 20 < status.memory_mb < 4000


def test_shutdown_and_a_closed_input_end_the_process(start: Callable[[], Window]) -> None:
    asked, orphan = start(), start()
    asked.next(), orphan.next()
    assert asked.ask(lambda i: protocol.ShutdownRequest(id=i)).kind == "done"
    orphan.process.stdin.close()
    for window in (asked, orphan):
        assert window.process.wait(10) == 0
        window.close()
        assert b"Traceback" not in window.stderr


# ------------------------------------------------------------ killed


def big_series(folder: Path, tmp_path: Path) -> Path:
    """A series that takes a while: every slice of the phantom, eight times as large."""
    import pydicom

    target = tmp_path / "big"
    target.mkdir()
    for path in folder.iterdir():
        dataset = pydicom.dcmread(path)
        dataset.PixelData = np.kron(dataset.pixel_array, np.ones((8, 8), dataset.pixel_array.dtype)).tobytes()
        dataset.Rows, dataset.Columns = 1024, 1024
        dataset.PixelSpacing = [0.0875, 0.0875]
        dataset.compress(pydicom.uid.RLELossless, generate_instance_uid=False)
        dataset.save_as(target / path.name)
    return target


@posix
def test_a_killed_engine_takes_no_shared_memory_with_it(
    start: Callable[[], Window], folder: Path, tmp_path: Path
) -> None:
    first, second = start(), start()
    series = first.scan(big_series(folder, tmp_path))
    with SharedBlock.create("int16", series.size) as block:
        first.send(load_request(series, block))
        first.until(lambda e: e.event == "progress" and bool(e.slices))
        os.kill(first.process.pid, signal.SIGKILL)
        assert first.process.wait(5) == -signal.SIGKILL
        half = np.array(block.array)
        # Before Python 3.13 the dead engine's resource tracker would unlink the block, a moment later.
        time.sleep(1.0)
        assert is_there(block.name)
        np.testing.assert_array_equal(block.array, half)
        assert second.ask(load_request(series, block)).failed_slices == ()
        assert not (block.array == half).all(), "the second engine wrote what the first could not"


def is_there(name: str) -> bool:
    """Whether a third process can still attach."""
    code = (
        "import sys; from engine.protocol import SharedArray; from engine.shared_memory import attached\n"
        f"with attached(SharedArray(name={name!r}, dtype='int16', shape=(1,))): print('there')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    return done.stdout.strip() == "there"


@posix
def test_a_running_request_is_cancelled_and_the_next_one_answered(
    start: Callable[[], Window], folder: Path, tmp_path: Path
) -> None:
    window = start()
    series = window.scan(big_series(folder, tmp_path))
    with SharedBlock.create("int16", series.size) as block:
        running = window.send(load_request(series, block))
        queued = window.send(load_request(series, block))
        window.until(lambda e: e.event == "progress" and bool(e.slices))
        window.send(lambda i: protocol.CancelRequest(id=i, target=queued))
        window.send(lambda i: protocol.CancelRequest(id=i, target=running))
        events = window.until(lambda e: e.event == "error" and e.id == running)
        assert events[-1].code == "cancelled"
        assert {e.id for e in events if e.event == "error"} == {queued, running}
        assert not [e for e in events if e.event == "result" and e.id in (queued, running)]
        window.send(lambda i: protocol.CancelRequest(id=i, target=running))  # too late: nothing happens
        assert window.ask(load_request(series, block)).failed_slices == ()


# ------------------------------------------------------------ lanes and progress, without a process


class Pipe:
    """An input that stays open until closed, and the events written so far."""

    def __init__(self) -> None:
        self._lines: queue.Queue[bytes] = queue.Queue()
        self.out = io.BytesIO()

    def readline(self, _limit: int) -> bytes:
        return self._lines.get()

    def put(self, request: protocol.Request) -> None:
        self._lines.put(protocol.encode(request))

    def end(self) -> None:
        self._lines.put(b"")

    def events(self) -> list[Any]:
        return [protocol.EVENT.validate_json(line) for line in self.out.getvalue().splitlines()]

    def wait(self, wanted: Callable[[list[Any]], bool]) -> list[Any]:
        until = time.monotonic() + 10
        while not wanted(self.events()):
            assert time.monotonic() < until, f"waited in vain; got {self.events()}"
            time.sleep(0.002)
        return self.events()


@contextlib.contextmanager
def serving(handle: Callable[[Job], protocol.Result], open_model: Any = None) -> Iterator[Pipe]:
    pipe = Pipe()
    status = protocol.StatusResult(memory_mb=1, model=None)
    opener = open_model or (lambda: protocol.ModelEvent(model=None, error="none"))
    server = Server(Channel(pipe.out), handle, opener, lambda: status)
    thread = threading.Thread(target=server.run, args=(pipe,))
    thread.start()
    try:
        yield pipe
    finally:
        pipe.end()
        thread.join(5)
    assert not thread.is_alive()


REF = protocol.SharedArray(name="x", dtype="int16", shape=(1, 1, 1))
GRID = protocol.GridModel(size=(1, 1, 1), origin_mm=(0, 0, 0), steps_mm=((0, 0, 1), (0, 1, 0), (1, 0, 0)))
VOLUME = protocol.VolumeRef(voxels=REF, grid=GRID, series_uid="1", acquisition=protocol.AcquisitionModel())


def a_load(i: int) -> protocol.LoadRequest:
    return protocol.LoadRequest(id=i, series_uid="1", paths=(), voxels=REF, first_slice=0)


def a_click(i: int) -> protocol.AssessRequest:
    return protocol.AssessRequest(id=i, volume=VOLUME, point_mm=(0, 0, 0), map_values=REF)


def a_thumbnail(i: int) -> protocol.ThumbnailRequest:
    return protocol.ThumbnailRequest(id=i, series_uid="1", paths=(), slice=0, pixels=REF)


def ended(events: list[Any]) -> list[int]:
    return [e.id for e in events if e.event in ("result", "error")]


def test_a_click_is_answered_while_a_series_loads() -> None:
    release = threading.Event()

    def handle(job: Job) -> protocol.Result:
        if job.request.kind == "load":
            assert release.wait(10)
        return protocol.DoneResult()

    with serving(handle) as pipe:
        pipe.put(a_load(1))
        pipe.put(a_click(2))
        assert ended(pipe.wait(lambda e: 2 in ended(e))) == [2]
        release.set()
        pipe.wait(lambda e: 1 in ended(e))


def test_a_load_goes_before_the_thumbnails_that_wait() -> None:
    release, order = threading.Event(), []

    def handle(job: Job) -> protocol.Result:
        order.append(job.request.id)
        assert release.wait(10)
        return protocol.DoneResult()

    with serving(handle) as pipe:
        pipe.put(a_thumbnail(1))
        pipe.wait(lambda _: order == [1])
        for i in (2, 3):
            pipe.put(a_thumbnail(i))
        pipe.put(a_load(4))
        time.sleep(0.05)  # until all four are queued
        release.set()
        pipe.wait(lambda e: len(ended(e)) == 4)
    assert order == [1, 4, 2, 3]


def test_a_queued_request_is_cancelled_at_once_and_never_begun() -> None:
    release, begun = threading.Event(), []

    def handle(job: Job) -> protocol.Result:
        begun.append(job.request.id)
        assert release.wait(10)
        return protocol.DoneResult()

    with serving(handle) as pipe:
        pipe.put(a_load(1))
        pipe.wait(lambda _: begun == [1])
        pipe.put(a_load(2))
        pipe.put(protocol.CancelRequest(id=3, target=2))
        events = pipe.wait(lambda e: 3 in ended(e))
        assert [(e.id, e.code) for e in events if e.event == "error"] == [(2, "cancelled")]
        release.set()
        pipe.wait(lambda e: 1 in ended(e))
    assert begun == [1]
    assert sorted(ended(pipe.events())) == [1, 2, 3], "each request ends once"


def test_a_result_that_comes_after_the_cancel_is_not_delivered() -> None:
    begun, release = threading.Event(), threading.Event()

    def handle(_job: Job) -> protocol.Result:
        begun.set()
        assert release.wait(10)
        return protocol.DoneResult()

    with serving(handle) as pipe:
        pipe.put(a_click(1))
        assert begun.wait(10)
        pipe.put(protocol.CancelRequest(id=2, target=1))
        pipe.wait(lambda e: 2 in ended(e))
        release.set()
        events = pipe.wait(lambda e: 1 in ended(e))
    assert [e.code for e in events if e.event == "error"] == ["cancelled"]


def test_row_20_errors_are_sentences_and_the_log_holds_no_names(caplog: pytest.LogCaptureFixture) -> None:
    errors = {
        1: RequestError("gone", "The files are gone."),
        2: JobCancelledError(),
        3: MemoryError(),
        4: ValueError("cannot open /home/x/Mueller^Hans/1.dcm"),
    }

    def handle(job: Job) -> protocol.Result:
        raise errors[job.request.id]

    with serving(handle) as pipe:
        for i in errors:
            pipe.put(a_click(i))
        events = pipe.wait(lambda e: len(ended(e)) == 4)
    found = {e.id: (e.code, e.text) for e in events if e.event == "error"}
    assert found[1] == ("gone", "The files are gone.")
    assert found[2][0] == "cancelled"
    assert found[3][0] == "memory"
    assert found[4] == ("internal", "The engine failed at this (ValueError). The log says where.")
    assert "ValueError at handle" in caplog.text
    assert "Mueller" not in caplog.text


def test_a_model_that_cannot_be_opened_costs_no_request() -> None:
    def broken() -> protocol.ModelEvent:
        raise OSError("disk")

    with serving(lambda _: protocol.DoneResult(), broken) as pipe:
        pipe.put(a_click(1))
        events = pipe.wait(lambda e: 1 in ended(e))
    assert events[0].event == "model"
    assert events[0].error == "The model failed to start (OSError)."


def test_an_id_in_use_is_refused() -> None:
    release = threading.Event()

    def handle(_: Job) -> protocol.Result:
        assert release.wait(10)
        return protocol.DoneResult()

    with serving(handle) as pipe:
        pipe.put(a_load(1))
        pipe.put(a_load(1))
        events = pipe.wait(lambda e: any(x.event == "error" for x in e))
        assert [e.id for e in events if e.event == "error"] == [None]
        release.set()
        pipe.wait(lambda e: 1 in ended(e))


def test_the_end_of_the_input_cancels_what_runs() -> None:
    def handle(job: Job) -> protocol.Result:
        while not job.cancelled():
            time.sleep(0.005)
        raise JobCancelledError

    with serving(handle) as pipe:
        pipe.put(a_load(1))
        pipe.put(a_load(2))
        pipe.put(a_click(3))
        time.sleep(0.05)
    codes = {e.id: e.code for e in pipe.events() if e.event == "error"}
    assert codes == {1: "cancelled", 2: "cancelled", 3: "cancelled"}


def test_progress_is_throttled_but_every_slice_is_told() -> None:
    def handle(job: Job) -> protocol.Result:
        job.progress(0, 1000, volume=VOLUME)
        for k in range(1000):
            job.progress(k + 1, 1000, slices=(k,))
        return protocol.DoneResult()

    with serving(handle) as pipe:
        start = time.monotonic()
        pipe.put(a_load(1))
        events = pipe.wait(lambda e: 1 in ended(e))
        taken = time.monotonic() - start
    progress = [e for e in events if e.event == "progress"]
    assert progress[0].volume == VOLUME
    assert progress[1].slices == (0,), "the first slice is told at once"
    assert [k for e in progress for k in e.slices] == list(range(1000))
    assert len(progress) <= 4 + taken * 20
    assert events.index(progress[-1]) < next(i for i, e in enumerate(events) if e.event == "result")


# ------------------------------------------------------------ shared memory


def test_a_block_is_seen_by_whoever_attaches() -> None:
    with SharedBlock.create("float32", (2, 3)) as block:
        assert block.array.shape == (2, 3)
        assert not block.array.any()
        with attached(block.ref) as view:
            view[1, 2] = 7
            del view
        assert block.array[1, 2] == 7


def test_a_view_may_outlive_the_block() -> None:
    block = SharedBlock.create("int16", (4,))
    view = block.array
    view[:] = 5
    name = block.name
    block.close()
    block.close()
    assert view.sum() == 20
    with pytest.raises(SharedMemoryError, match="was closed"):
        _ = block.array
    with pytest.raises(FileNotFoundError):
        SharedMemory(name)


def test_an_exception_inside_does_not_hide_behind_the_attachment() -> None:
    with SharedBlock.create("int16", (4,)) as block:

        def use() -> None:
            with attached(block.ref) as view:
                view[0] = 1
                raise KeyError("mine")

        with pytest.raises(KeyError, match="mine"):
            use()
        assert block.array[0] == 1


@pytest.mark.parametrize(
    ("dtype", "shape"), [("float64", (1,)), ("int16", ()), ("int16", (0, 3)), ("int16", (-1,))]
)
def test_shapes_that_make_no_sense_are_refused(dtype: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(SharedMemoryError, match="cannot hold"):
        SharedBlock.create(dtype, shape)


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="Linux")
def test_more_than_there_is_is_refused_before_it_kills() -> None:
    before = set(Path("/dev/shm").iterdir())
    with pytest.raises(SharedMemoryError, match="not enough shared memory"):
        SharedBlock.create("int16", (1 << 20, 1 << 14, 64))
    assert set(Path("/dev/shm").iterdir()) <= before


def test_attaching_leaves_no_trace_in_the_resource_tracker() -> None:
    code = (
        "import sys; from multiprocessing import resource_tracker\n"
        "from engine.protocol import SharedArray; from engine.shared_memory import attached\n"
        "with attached(SharedArray(name=sys.argv[1], dtype='int16', shape=(2,))) as view: view[0] = 3\n"
        "print(resource_tracker._resource_tracker._pid)"
    )
    with SharedBlock.create("int16", (2,)) as block:
        done = subprocess.run(
            [sys.executable, "-c", code, block.name], capture_output=True, text=True, cwd=ROOT, check=True
        )
        assert done.stdout.strip() == "None"
        assert done.stderr == ""
        assert block.array[0] == 3


# ------------------------------------------------------------ small pictures


def test_reducing_averages_and_growing_repeats() -> None:
    plane = np.array([[0, 10, 20, 30], [40, 50, 60, 70]], np.int16)
    assert reduced(plane, (1, 2)).tolist() == [[25, 45]]
    assert reduced(plane, (2, 4)).tolist() == plane.tolist()
    assert reduced(plane, (4, 4)).tolist() == [plane[0].tolist()] * 2 + [plane[1].tolist()] * 2
    assert reduced(plane, (2, 3)).tolist() == [[0, 10, 25], [40, 50, 65]]
    assert reduced(np.full((3, 3), -1024, np.int16), (2, 2)).tolist() == [[-1024] * 2] * 2


def test_events_are_one_line_of_json_each() -> None:
    out = io.BytesIO()
    Channel(out).error(None, "x", "two\nlines and 胸部")
    (line,) = out.getvalue().splitlines()
    assert json.loads(line)["text"] == "two\nlines and 胸部"
