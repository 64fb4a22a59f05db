"""Row 27: all that an installation must be able to do works without a network, and nothing asks for one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Imported by every Python process at its start: other computers cannot be reached, and each try is noted.
BLOCK = """
import os, socket

HERE = ("127.", "::1", "localhost")

def refuse(host):
    if not str(host or "127.0.0.1").startswith(HERE):
        with open(os.environ["OFFLINE_LOG"], "a", encoding="utf-8") as log:
            log.write(f"{host}\\n")
        raise OSError("There is no network.")

class Socket(socket.socket):
    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse(address[0])
        return super().connect(address)

    connect_ex = connect

ask = socket.getaddrinfo

def getaddrinfo(host, *others, **more):
    refuse(host)
    return ask(host, *others, **more)

socket.socket, socket.getaddrinfo = Socket, getaddrinfo
"""


@pytest.mark.timeout(600)  # a step of a fine-tuning is in it
def test_row_27_the_self_test_passes_without_a_network_and_asks_for_none(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCK, "utf-8")
    log = tmp_path / "asked.txt"
    env = {
        **os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "OFFLINE_LOG": str(log),
        "NODUSCOPE_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=560,
            check=False,
        )

    # The block holds: an address that is nobody's is not even tried.
    tried = run("-c", "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)")
    assert "There is no network." in tried.stderr
    assert log.read_text("utf-8").split() == ["192.0.2.1"]
    log.unlink()

    done = run("-m", "app", "self-test", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["ok"] is True
    assert not log.exists()
