"""Safe mode as the engine sees it: scratch settings and caches, the program's model, the same store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import paths
from engine.models.package import PackageError
from engine.models.registry import Registry, name_of


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_settings_and_caches_are_elsewhere_findings_and_logs_are_not(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not paths.safe_mode()
    monkeypatch.setenv(paths.SAFE_MODE, str(tmp_path / "scratch"))
    assert paths.safe_mode()
    assert paths.config_dir() == tmp_path / "scratch" / "config"
    assert paths.cache_dir() == tmp_path / "scratch" / "cache"
    assert paths.store_file() == home / "data" / "store.sqlite"
    assert paths.log_dir() == home / "logs"


def test_the_network_is_closed(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.network import config

    config.config_file().parent.mkdir(parents=True)
    config.config_file().write_text(json.dumps({"receive": True}), "utf-8")
    assert config.load().receive
    monkeypatch.setenv(paths.SAFE_MODE, str(tmp_path / "scratch"))
    assert not config.load().receive


def test_the_model_of_the_program_is_used_and_the_choice_is_kept(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointer = home / "data" / "models" / "active.json"
    pointer.parent.mkdir(parents=True)
    pointer.write_text(json.dumps({"active": ["own-1.0.0", "default"]}), "utf-8")
    registry = Registry(check=lambda _package: None)
    package, note = registry.active()
    assert "own-1.0.0" in note
    monkeypatch.setenv(paths.SAFE_MODE, str(tmp_path / "scratch"))
    assert registry.active()[1] == ""
    with pytest.raises(PackageError, match="In safe mode the model that came with the program"):
        registry.activate(name_of(package))
    assert json.loads(pointer.read_bytes()) == {"active": ["own-1.0.0", "default"]}
