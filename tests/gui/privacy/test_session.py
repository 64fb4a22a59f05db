"""Rows 19, 20 and 27: a whole session, offline, on files full of identifiers; then all files are searched.

What may name whom is the table of docs/privacy-security.md. Exports have their own tests;
what is searched here is everything else that was written.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pydicom
import pytest

from tests.engine.batch.chests import ROOT, write_chest, write_home

#: What stands for a patient or a person in a header; none of it may be in any file outside the exports.
PLANTED = {
    "PatientName": "Zzplanted^Given",
    "PatientID": "ZZID4711",
    "OtherPatientIDs": "ZZOTHER12",
    "PatientBirthDate": "19470813",
    "PatientAddress": "ZZSTREET 5",
    "PatientTelephoneNumbers": "ZZPHONE",
    "AccessionNumber": "ZZACC0815",
    "ReferringPhysicianName": "Zzreferrer^Ann",
    "OperatorsName": "Zzoperator^Bo",
    "InstitutionName": "ZZHOSPITAL",
    "StationName": "ZZSTATION",
    "StudyID": "ZZSTUDYID",
    "PatientComments": "ZZCOMMENT",
    "RequestedProcedureDescription": "ZZPROCEDURE",
    "StudyDescription": "ZZSTUDYTEXT",
}
IDENTIFIERS = (
    "Zzplanted",
    "Given",
    *(v for k, v in PLANTED.items() if k != "PatientName"),
    "Zzreferrer",
    "Ann^",
)
#: What the program keeps on purpose, and the files (beginnings of their paths) that may hold it.
FOLDER, SERIES = "zzfolder", "ZZSERIESTEXT"
STORE = "home/data/store.sqlite"
BACKUPS = "home/data/backups/"
ALLOWED = {
    FOLDER: (STORE, BACKUPS, "home/config/window.json"),
    SERIES: (STORE, BACKUPS, "home/config/window.json"),
}
#: Takes the network away from every Python process of the session, and notes who asked for it.
SITE = """
import os, socket
def refused(self, address, *rest):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        with open(os.environ["ASKED_FOR_NETWORK"], "a") as file:
            file.write(repr(address) + "\\n")
        raise OSError("no network in this test")
    return real(self, address, *rest)
def looked_up(name, *rest, **more):
    with open(os.environ["ASKED_FOR_NETWORK"], "a") as file:
        file.write(repr(name) + "\\n")
    raise socket.gaierror("no network in this test")
real = socket.socket.connect
socket.socket.connect = refused
socket.getaddrinfo = looked_up
"""


@dataclass(frozen=True)
class Done:
    """What a session left: its folder, what it printed, who asked for the network."""

    folder: Path
    printed: str
    asked: Path

    def files(self) -> dict[str, bytes]:
        """Every file but the images, the exports and the test's own, by its path."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for part in ("home", "tmp", "user")
            for path in sorted((self.folder / part).rglob("*"))
            if path.is_file()
        }


def plant(folder: Path, date: str) -> None:
    for path in folder.rglob("*.dcm"):
        ds = pydicom.dcmread(path)
        for name, value in PLANTED.items():
            setattr(ds, name, value)
        ds.SeriesDescription, ds.StudyDate = SERIES, date
        ds.private_block(0x0011, "ZZPRIVATE", create=True).add_new(1, "LO", PLANTED["PatientID"])
        ds.save_as(path)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("session")
    for name, seed, date in (("now", 1, "20240131"), ("before", 2, "20230131")):
        write_chest(folder / "images" / FOLDER / name, seed)
        plant(folder / "images" / FOLDER / name, date)
    write_home(folder / "home")
    for name in ("out", "tmp", "site", "user"):
        (folder / name).mkdir()
    (folder / "site" / "sitecustomize.py").write_text(SITE, "utf-8")
    environment = {
        **os.environ, "NODUSCOPE_HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"), "HOME": str(folder / "user"),
        "PYTHONPATH": os.pathsep.join((str(folder / "site"), str(ROOT))), "OMP_NUM_THREADS": "1",
        "QT_QPA_PLATFORM": "offscreen", "ASKED_FOR_NETWORK": str(folder / "asked"), "PYTHONUTF8": "1",
    }  # fmt: skip
    script = Path(__file__).with_name("session.py")
    done = subprocess.run(
        [*without_network(), sys.executable, str(script), str(folder)],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return Done(folder, done.stdout + done.stderr, folder / "asked")


def without_network() -> list[str]:
    """A command that runs another without any network, native code included, where the system has one."""
    unshare = shutil.which("unshare")
    works = unshare and subprocess.run([unshare, "-rn", "true"], check=False).returncode == 0
    return [unshare, "-rn"] if unshare and works else []


def hits(content: bytes, word: str) -> bool:
    folded = content.lower()
    return any(word.lower().encode(code) in folded for code in ("utf-8", "utf-16-le", "utf-16-be"))


def test_every_part_of_it_has_written_something(session: Done) -> None:
    """Else the search below would find nothing because nothing was there."""
    names = session.files().keys()
    for begin in ("home/data/store.sqlite", "home/config/window.json", "home/data/places/", "home/logs/"):
        assert any(name.startswith(begin) for name in names), (begin, sorted(names))
    out = {path.suffix for path in (session.folder / "out").rglob("*") if path.is_file()}
    assert {".png", ".pdf", ".json", ".csv"} <= out
    import sqlite3

    store = sqlite3.connect(session.folder / STORE)
    for table in ("analysis", "finding", "decision", "label", "statement", "report_draft", "report_signature",
                  "study", "audit"):  # fmt: skip
        assert store.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    actions = {row[0] for row in store.execute("SELECT action FROM audit")}
    store.close()
    assert {"decision", "label", "statement", "signature", "export"} <= actions


@pytest.mark.parametrize("word", IDENTIFIERS)
def test_no_identifier_is_in_any_file(session: Done, word: str) -> None:
    assert [name for name, content in session.files().items() if hits(content, word)] == []
    assert not hits(session.printed.encode(), word)


@pytest.mark.parametrize("word", ALLOWED)
def test_descriptions_and_folders_are_where_the_page_says_and_nowhere_else(session: Done, word: str) -> None:
    found = [name for name, content in session.files().items() if hits(content, word)]
    assert found, "it is kept on purpose"
    assert [name for name in found if not name.startswith(ALLOWED[word])] == []
    assert not hits(session.printed.encode(), word)


def test_no_name_of_a_file_says_whose_it_is(session: Done) -> None:
    names = [p.relative_to(session.folder).as_posix() for p in session.folder.rglob("*")]
    written = [n for n in names if not n.startswith("images/")]
    assert [n for n in written for word in (*IDENTIFIERS, FOLDER, SERIES) if word.lower() in n.lower()] == []


def test_nothing_is_left_in_the_users_folder_or_among_temporary_files(session: Done) -> None:
    """A library that writes there writes what nobody here knows: ONNX Runtime's telemetry did."""
    left = [name for name in session.files() if name.startswith(("tmp/", "user/"))]
    assert [name for name in left if not name.startswith("user/.cache/fontconfig/")] == []


def test_nothing_asked_for_the_network(session: Done) -> None:
    assert not session.asked.exists(), session.asked.read_text()


def test_the_crash_is_in_the_log_without_its_message(session: Done) -> None:
    log = (session.folder / "home" / "logs" / "window.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "session.py" in log
