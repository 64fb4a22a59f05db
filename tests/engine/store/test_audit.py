"""The audit log: whatever is done is in it, and nothing can be taken out unnoticed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from engine import __version__, trail
from engine.cli import app
from engine.findings import Decision
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import LabelledNodule
from engine.mask_box import MaskBox
from engine.report import SeriesFacts
from engine.statements import Statement
from engine.store import Store, StoreError, open_store
from engine.store.audit import Action, Done

FACTS = SeriesFacts("1.2", "1.2.3", "0123456789ab", "Lung 1.0", "CT", 120)
PLACE = (10.0, -20.0, 30.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


def three(file: Path) -> None:
    with open_store(file) as store:
        for word in (Decision.ACCEPTED, None, Decision.REJECTED):
            store.decisions.add(FACTS, "abc", PLACE, word, reader="Dr. A", comment="of Mrs. Planted")


def said(store: Store) -> list[tuple[str, str, str, str, str]]:
    return [(e.action, e.reader, e.series_uid, e.subject, e.detail) for e in store.audit.entries()]


def test_what_readers_do_is_in_it_without_their_free_text(file: Path) -> None:
    with open_store(file) as store:
        store.decisions.add(FACTS, "abc", PLACE, Decision.REJECTED, reader="A", comment="Planted")
        store.decisions.add(FACTS, "abc", PLACE, None, reader="A")
        store.labels.add(
            FACTS, LabelledNodule("abc", PLACE, None), Label.MALIGNANT,
            source=LabelSource.PATHOLOGY, evidence_date=date(2024, 5, 1), comment="Planted", reader="A",
        )  # fmt: skip
        store.labels.review("1.2.3", "abc", Review.APPROVED, "B", "Planted")
        store.labels.take_back("1.2.3", "abc", "B")
        store.statements.add(FACTS, Statement("comment", "Planted", "A", "abc", PLACE))
        box = MaskBox(np.ones((1, 2, 2), bool), (0, 0, 0))
        store.outlines.add(FACTS, "abc", PLACE, volume=(4, 4, 4), box=box, reader="A")
        store.reports.keep(FACTS, "Planted", reader="A")
        store.reports.sign(FACTS, name="A", organisation="Planted", digest="d1")
        assert said(store) == [
            ("decision", "A", "1.2.3", "abc", "rejected"),
            ("decision", "A", "1.2.3", "abc", "none"),
            ("label", "A", "1.2.3", "abc", "malignant, pathology"),
            ("label review", "B", "1.2.3", "abc", "approved"),
            ("label", "B", "1.2.3", "abc", "taken back"),
            ("statement", "A", "1.2.3", "abc", "comment"),
            ("outline", "A", "1.2.3", "abc", "edited"),
            ("signature", "A", "1.2.3", "report", "d1"),
        ]
        assert {e.software for e in store.audit.entries()} == {__version__}
        assert not store.audit.verify().problem


def test_what_was_not_kept_is_not_in_it(file: Path) -> None:
    with open_store(file) as store:
        with pytest.raises(StoreError, match="no label"):
            store.labels.review("1.2.3", "abc", Review.APPROVED, "B")
        connection = sqlite3.connect(file)
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
        connection.close()
        with pytest.raises(StoreError):
            store.decisions.add(FACTS, "abc", PLACE, Decision.REJECTED, reader="A")
        assert store.audit.entries() == []


def test_a_row_is_the_hash_of_what_it_says_and_of_the_row_before(file: Path) -> None:
    three(file)
    rows = (
        sqlite3.connect(file)
        .execute(
            "SELECT made, reader, action, series_uid, subject, detail, software, before, digest FROM audit"
        )
        .fetchall()
    )
    before = ""
    for *fields, digest in rows:
        assert fields[-1] == before
        assert hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest() == digest
        before = digest


@pytest.mark.parametrize("statement", ["UPDATE audit SET reader = 'B' WHERE id = 2", "DELETE FROM audit"])
def test_a_row_can_be_neither_changed_nor_removed(file: Path, statement: str) -> None:
    three(file)
    connection = sqlite3.connect(file)
    with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE audit SET reader = 'B' WHERE id = 2", "Row 2 of the audit log was changed"),
        ("UPDATE audit SET made = '2020-01-01T00:00:00+00:00' WHERE id = 1", "Row 1 of the audit log w"),
        ("DELETE FROM audit WHERE id = 1", "Row 1 of the audit log is missing"),
        ("DELETE FROM audit WHERE id = 2", "Row 2 of the audit log is missing"),
        ("DELETE FROM audit WHERE id = 3", "it had 3 rows and has 2"),
        ("DELETE FROM audit", "it had 3 rows and has 0"),
    ],
)  # fmt: skip
def test_who_takes_the_triggers_away_is_found_out(file: Path, statement: str, sentence: str) -> None:
    three(file)
    tamper(file, statement)
    with open_store(file) as store:
        assert sentence in store.audit.verify().problem


def test_a_log_that_was_made_anew_lacks_the_hash_that_was_noted(file: Path) -> None:
    three(file)
    with open_store(file) as store:
        noted = store.audit.verify().digest
        store.audit.add(Done(Action.MODEL, "A", subject="m-1", detail="active"))
        assert not store.audit.verify(noted).problem
    tamper(file, "DELETE FROM audit", "DELETE FROM sqlite_sequence WHERE name = 'audit'")
    three(file)
    with open_store(file) as store:
        assert not store.audit.verify().problem
        assert "noted is not in the log" in store.audit.verify(noted).problem


def test_several_programs_write_one_chain(file: Path) -> None:
    open_store(file).close()

    def write(name: str) -> None:
        with open_store(file) as store:
            for _ in range(10):
                store.audit.add(Done(Action.NETWORK, name, subject="node", detail="1 files sent, 0 not"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "ABC"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(file) as store:
        verdict = store.audit.verify()
        assert (verdict.rows, verdict.problem) == (30, "")


def test_rows_can_be_asked_for_by_time_and_number(file: Path) -> None:
    three(file)
    with open_store(file) as store:
        made = [entry.made for entry in store.audit.entries()]
        assert [e.number for e in store.audit.entries(since=made[1])] == [2, 3]
        assert store.audit.entries(since=datetime.now(UTC) + timedelta(days=1)) == []
        assert [e.number for e in store.audit.entries(newest=2)] == [2, 3]


def test_a_note_that_cannot_be_kept_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path))
    assert trail.note("model", subject="m-1", detail="active") == ""
    (tmp_path / "data" / "store.sqlite").write_bytes(b"no store at all, but long enough to be one" * 40)
    for name in ("store.sqlite-wal", "store.sqlite-shm"):
        (tmp_path / "data" / name).unlink(missing_ok=True)
    assert trail.note("model", subject="m-1").startswith("This is not in the audit log. The store ")


# ---------------------------------------------------------------- the command


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command; return exit code, standard output and error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        result = CliRunner().invoke(app, ["audit", *arguments])
        out, err = capfd.readouterr()
        return result.exit_code, out, err + result.stderr

    return command


def test_the_command_prints_lines_json_and_csv(file: Path, run: Run) -> None:
    three(file)
    with open_store(file) as store:
        store.audit.add(Done(Action.EXPORT, "=cmd()", "1.2.3", "report", "pdf"))
    lines = run("--store", str(file))[1].splitlines()
    assert lines[0].split()[:2] == ["when", "(UTC)"]
    assert "Dr. A   decision  abc     1.2.3   accepted" in lines[1]
    document = json.loads(run("--store", str(file), "--json")[1])
    assert [e["detail"] for e in document["entries"]] == ["accepted", "none", "rejected", "pdf"]
    rows = list(csv.DictReader(io.StringIO(run("--store", str(file), "--csv")[1])))
    assert [row["action"] for row in rows] == ["decision"] * 3 + ["export"]
    assert rows[3]["reader"] == "'=cmd()"
    later = run("--store", str(file), "--since", "2999-01-01")
    assert later[:2] == (0, "The audit log has no such rows.\n")


def test_the_command_verifies(file: Path, run: Run) -> None:
    three(file)
    code, out, _ = run("--store", str(file), "--verify")
    assert (code, out[:31]) == (0, "The audit log is whole: 3 rows.")
    assert run("--store", str(file), "--verify", "--noted", out.split()[-1])[0] == 0
    tamper(file, "DELETE FROM audit WHERE id = 3")
    code, out, err = run("--store", str(file), "--verify")
    assert (code, out, err) == (1, "", "The end of the audit log is missing: it had 3 rows and has 2.\n")
    told = json.loads(run("--store", str(file), "--verify", "--json")[1])
    assert (told["ok"], told["rows"]) == (False, 2)


@pytest.mark.parametrize(
    "wrong", [["--json", "--csv"], ["--verify", "--csv"], ["--noted", "ab"], ["--since", "x"]]
)
def test_the_command_refuses_what_makes_no_sense(wrong: list[str], run: Run) -> None:
    assert run(*wrong)[0] == 2


def tamper(file: Path, *statements: str) -> None:
    """Do what only somebody with the file in hand can do."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("DROP TRIGGER audit_no_delete")
    for statement in statements:
        connection.execute(statement)
    connection.close()
