"""`noduscope screenshots`: pictures of the views, the same every time, and nothing of whoever takes them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPixmap

from app.gallery.command import png
from app.gallery.registry import every_view, view
from app.palette import DARK, LIGHT, Role

ROOT = Path(__file__).resolve().parents[2]


def take(out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Take pictures as from a shell."""
    home = out.parent / "home of whoever takes them"
    return subprocess.run(
        [sys.executable, "-m", "app", "screenshots", str(out), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, "NODUSCOPE_HOME": str(home)},
    )  # fmt: skip


def test_pictures_have_the_theme_and_the_scale_and_are_the_same_every_time(tmp_path):
    words = ("keys", "network-settings", "--theme", "light", "--scale", "2")
    first, second = take(tmp_path / "a", *words), take(tmp_path / "b", *words)
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert names == ["keys.png", "network-settings.png"]
    assert first.stdout.split() == [str(tmp_path / "a" / n) for n in reversed(names)]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    image = QImage(str(tmp_path / "a" / "network-settings.png"))
    assert image.width() == 2 * 760
    assert image.pixelColor(2, 2).name() == LIGHT[Role.WINDOW]
    table = {QColor(c).name() for c in QImage(str(tmp_path / "a" / "keys.png")).colorTable()}
    assert {LIGHT[role] for role in Role} <= table
    assert not (tmp_path / "home of whoever takes them").exists()


def test_pictures_are_in_the_language_that_was_asked_for(tmp_path):
    words = ("hanging", "network-send")
    english, chinese = take(tmp_path / "en", *words), take(tmp_path / "zh", *words, "--language", "zh_CN")
    assert english.returncode == chinese.returncode == 0, english.stderr + chinese.stderr
    for name in ("hanging.png", "network-send.png"):
        assert (tmp_path / "en" / name).read_bytes() != (tmp_path / "zh" / name).read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nothing",), 1, "There is no view called 'nothing'; there are start, viewer,"),
        (("--theme", "pink"), 2, "'pink' is no theme"),
        (("keys", "--language", "xx"), 1, "There is no language 'xx'; there are en, zh_CN."),
        (("--scale", "9"), 2, "--scale"),
    ],
)
def test_what_cannot_be_taken_is_said(tmp_path, words, code, said):
    done = take(tmp_path / "a", *words)
    assert done.returncode == code
    assert said in done.stderr


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "a").write_text("a file", "utf-8")
    done = take(tmp_path / "a", "keys")
    assert done.returncode == 1
    assert "a" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_picture_keeps_the_colours_of_the_window_however_few_pixels_have_them(qapp):
    noise = np.random.default_rng(1).integers(0, 256, (300, 300, 3), np.uint8)
    noise[0, 0] = (0x14, 0x17, 0x1A)
    image = QImage(noise.data, 300, 300, 900, QImage.Format.Format_RGB888)
    small = QImage.fromData(png(QPixmap.fromImage(image)))
    assert small.pixelColor(0, 0).name() == DARK[Role.WINDOW] == "#14171a"


def test_no_two_views_have_one_name():
    with pytest.raises(ValueError, match="two views called 'keys'"):
        view("keys")(every_view()["keys"])


#: Windows that a reader opens, and the views that show them.
DIALOGS = {
    "AuditDialog": "audit", "BatchDialog": "analyze", "DriftDialog": "drift", "FineTuneWizard": "finetune",
    "HangingDialog": "hanging", "HistoryDialog": "label-history", "KeySheet": "keys",
    "ModelManager": "models", "NetworkSettings": "network-settings", "PriorChooser": "prior",
    "QueryDialog": "network-query", "QueueDialog": "queue", "ReportDialog": "report",
    "SendDialog": "network-send", "SkippedDialog": "skipped", "TagDialog": "tags",
    "WorklistDialog": "worklist",
}  # fmt: skip


def test_every_dialog_has_a_view():
    said = " ".join(p.read_text("utf-8") for p in (ROOT / "app").rglob("*.py"))
    bases = dict(re.findall(r"class (\w+)\((QDialog|\w+Dialog)\)", said))
    assert set(bases) - set(bases.values()) == set(DIALOGS)  # what is only a base of others is no dialog
    assert set(DIALOGS.values()) <= set(every_view())


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1", "2"])
@pytest.mark.parametrize(("theme", "language"), [("dark", "en"), ("light", "en"), ("dark", "zh_CN")])
def test_every_view_can_be_read_on_the_synthetic_chest(tmp_path, theme, language, scale):
    done = take(tmp_path / "a", "--theme", theme, "--language", language, "--scale", scale)
    assert done.returncode == 0, done.stderr
    assert {p.stem for p in (tmp_path / "a").iterdir()} == set(every_view())
