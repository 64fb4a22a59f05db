"""Models through the engine process: chosen, checked, refused, and an engine killed in the middle of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import protocol
from engine.models.package import load_package
from engine.models.registry import Registry
from engine.phantom import Kind, NoduleSpec, PhantomSpec, make_phantom, write_dicom
from engine.protocol_models import DriftRequest, ModelRequest, ModelsResult
from engine.shared_memory import SharedBlock
from tests.engine.models.two_models import SHIPPED, write_other, write_two
from tests.engine.test_server import ROOT, Window, load_request, posix

NODULE = NoduleSpec(Kind.SOLID, (-70.0, 48.0, -40.0), 10.0)
CHOICES = ("tiny-1.0.0", "tiny-2.0.0")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_two(tmp_path / "home")


@pytest.fixture
def window(home: Path) -> Iterator[Window]:
    opened = Window(home)
    opened.wait_for_model()
    yield opened
    opened.close()


def models(window: Window, action: str, name: str = "", path: Path | str = "") -> Any:
    """Ask; return the result or the error."""
    return window.ask(lambda i: ModelRequest(id=i, action=action, name=name, path=str(path)))


def active(result: ModelsResult) -> str:
    (name,) = [m.name for m in result.models if m.active]
    return name


def test_the_list_tells_what_a_card_shows(window: Window) -> None:
    result = models(window, "list")
    assert [m.name for m in result.models if not m.bundled] == list(CHOICES)
    assert (active(result), result.earlier, result.text) == ("tiny-1.0.0", SHIPPED, "")
    tiny = next(m for m in result.models if m.name == "tiny-1.0.0")
    assert (tiny.created, tiny.threshold, tiny.card) == ("2026-01-02", 0.5, "# Tiny\n")
    assert tiny.dataset_sha256 == "0" * 64
    assert tiny.envelope["slice_thickness_mm"] == {"low": 0.6, "high": 3.0}
    assert tiny.lineage is None
    shipped = next(m for m in result.models if m.bundled)
    assert shipped.figures["auc"].low < shipped.figures["auc"].value < shipped.figures["auc"].high
    assert shipped.figures["ece"].low is not None
    assert shipped.figures["size_auc"].value < shipped.figures["auc"].value
    assert shipped.n_patients > 100


def test_a_broken_model_is_listed_with_its_problem(window: Window, home: Path) -> None:
    (home / "data" / "models" / "tiny-2.0.0" / "model.bin").write_bytes(b"no")
    broken = next(m for m in models(window, "list").models if m.name == "tiny-2.0.0")
    assert "model.bin" in broken.problem
    refused = models(window, "activate", "tiny-2.0.0")
    assert (refused.event, refused.code) == ("error", "model")
    assert "model.bin" in refused.text
    assert active(models(window, "list")) == "tiny-1.0.0"


def test_row_25_the_next_nodule_is_judged_by_the_model_chosen_and_the_old_answers_return(
    window: Window, tmp_path: Path
) -> None:
    folder = tmp_path / "ct"
    write_dicom(
        make_phantom(PhantomSpec(size=(24, 128, 128), focus_mm=NODULE.near_mm, nodules=(NODULE,))), folder
    )
    series = window.scan(folder)
    with (
        SharedBlock.create("int16", series.size) as voxels,
        SharedBlock.create("float32", (3, 11, 11)) as cam,
    ):
        ref = window.ask(load_request(series, voxels)).volume

        def request(i: int) -> protocol.AssessRequest:
            return protocol.AssessRequest(id=i, volume=ref, point_mm=NODULE.near_mm, map_values=cam.ref)

        def assess() -> tuple[protocol.AssessResult, bytes]:
            return window.ask(request), cam.array.tobytes()

        first, first_map = assess()
        # What is asked before the change is judged by the model before it, whatever waits.
        early = window.send(request)
        change = window.send(lambda i: ModelRequest(id=i, action="activate", name="tiny-2.0.0"))
        late = window.send(request)
        events = window.until(lambda e: e.event in ("result", "error") and e.id == late)
        results = {e.id: e.result for e in events if e.event == "result"}
        kinds = [e.event if e.event == "model" else e.id for e in events]
        assert kinds == [early, "model", change, late]
        assert results[early].finding == first.finding
        assert (results[early].model.version, results[late].model.version) == ("1.0.0", "2.0.0")
        assert results[late].finding["probability"] > first.finding["probability"]
        assert active(results[change]) == "tiny-2.0.0"
        assert results[change].text == "tiny-2.0.0 is active."

        back = models(window, "rollback")
        assert (active(back), back.name, back.earlier) == ("tiny-1.0.0", "tiny-1.0.0", SHIPPED)
        again, again_map = assess()
        assert again.finding == first.finding
        assert again.model == first.model
        assert again_map == first_map


def test_install_verify_export_and_remove(window: Window, home: Path, tmp_path: Path) -> None:
    models(window, "remove", "tiny-2.0.0")
    result = models(window, "install", path=home / "tiny-2.0.0.noduscope")
    assert (result.name, result.text) == ("tiny-2.0.0", "tiny-2.0.0 is installed.")
    assert active(result) == "tiny-1.0.0", "installing activates nothing"
    held = models(window, "verify", "tiny-2.0.0")
    assert held.ok
    assert "OpenVINO" in held.text
    assert "ONNX Runtime" in held.text
    target = tmp_path / "out" / "mine.noduscope"
    models(window, "export", "tiny-2.0.0", target)
    assert load_package(target).sha256 == load_package(home / "second").sha256
    gone = models(window, "remove", "tiny-2.0.0")
    assert "tiny-2.0.0" not in [m.name for m in gone.models]


def test_a_verification_that_fails_says_so(window: Window, home: Path) -> None:
    shutil.rmtree(home / "data" / "models" / "tiny-2.0.0")
    wrong = write_other(home / "wrong")
    right = load_package(home / "first")
    # The first one's answers beside the second one's network.
    from engine.models.package import write_package

    manifest = load_package(wrong).manifest
    fields = manifest.model_dump(mode="json", exclude={"files"})
    files = {name: wrong / name for name in manifest.files} | {"parity.npz": right.folder / "parity.npz"}
    write_package(home / "data" / "models" / "tiny-2.0.0", fields, files)
    result = models(window, "verify", "tiny-2.0.0")
    assert not result.ok
    assert "does not give the answers recorded" in result.text
    refused = models(window, "activate", "tiny-2.0.0")
    assert "does not give the answers recorded" in refused.text
    assert active(models(window, "list")) == "tiny-1.0.0"


def test_what_is_refused_changes_nothing(window: Window, home: Path, tmp_path: Path) -> None:
    flipped = tmp_path / "flipped.noduscope"
    with zipfile.ZipFile(home / "tiny-2.0.0.noduscope") as source, zipfile.ZipFile(flipped, "w") as target:
        for name in source.namelist():
            content = bytearray(source.read(name))
            if name == "model.bin":
                content[0] ^= 1
            target.writestr(name, bytes(content))
    (tmp_path / "file").write_text("x")
    wrong = [
        ("install", "", flipped, "SHA-256"),
        ("install", "", tmp_path / "none.noduscope", "no model package"),
        ("activate", "nobody-1.0.0", "", "no model 'nobody-1.0.0'"),
        ("remove", "tiny-1.0.0", "", "is active"),
        ("remove", SHIPPED, "", "came with the program"),
        ("verify", "nobody-1.0.0", "", "no model"),
        ("export", "tiny-1.0.0", tmp_path / "file" / "x.noduscope", "could not be written"),
    ]
    before = models(window, "list")
    for action, name, path, said in wrong:
        error = models(window, action, name, path)
        assert error.event == "error", action
        assert (error.code, said in error.text) == ("model", True), error.text
    assert models(window, "list") == before


def test_a_choice_made_by_another_program_is_taken_up_when_asked(window: Window, home: Path) -> None:
    Registry(home / "data" / "models", check=lambda _: None).activate("tiny-2.0.0")
    number = window.send(lambda i: ModelRequest(id=i, action="reload"))
    event, result = window.until(lambda e: e.event == "result" and e.id == number)
    assert (event.model.version, active(result.result)) == ("2.0.0", "tiny-2.0.0")
    assert result.result.text == "tiny-2.0.0 is active."


def test_the_drift_of_the_active_model(window: Window) -> None:
    document = window.ask(lambda i: DriftRequest(id=i)).document
    assert (document["model"]["version"], document["state"]) == ("1.0.0", "too_little")


# ------------------------------------------------------------ killed in the middle


@posix
@pytest.mark.parametrize("delay_s", [0.0, 0.02, 0.06, 0.15])
def test_an_engine_killed_while_it_activates_leaves_the_old_model_or_the_new_one(
    home: Path, window: Window, delay_s: float
) -> None:
    window.send(lambda i: ModelRequest(id=i, action="activate", name="tiny-2.0.0"))
    time.sleep(delay_s)
    os.kill(window.process.pid, signal.SIGKILL)
    window.process.wait()
    package, note = Registry(home / "data" / "models", check=lambda _: None).active()
    assert (package.manifest.version in ("1.0.0", "2.0.0"), note) == (True, "")
    after = Window(home)
    try:
        assert after.wait_for_model().model.version == package.manifest.version
        assert models(after, "activate", "tiny-2.0.0").text == "tiny-2.0.0 is active."
    finally:
        after.close()


@posix
def test_killed_just_before_the_choice_is_written_the_old_model_stays(home: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from engine.models.registry import Registry\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Registry(Path(sys.argv[1]), check=lambda _: None).activate('tiny-2.0.0')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, home / "data" / "models"], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    registry = Registry(home / "data" / "models", check=lambda _: None)
    assert registry.active()[0].manifest.version == "1.0.0"
    assert registry.activate("tiny-2.0.0").manifest.version == "2.0.0"
    assert registry.active()[0].manifest.version == "2.0.0"
