"""The store damaged, emptied or gone: said in a sentence, left as it is, and a backup takes its place."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.store import StoreDamagedError, StoreError, backups, open_store
from engine.store.backups import back_up, back_up_daily, restore
from engine.store.backups import backups as backups_of
from engine.store.checkup import check_up
from engine.store.opening import HEAD
from tests.faults.kept import COUNT, decided, keep, nodules

DAY = date(2026, 5, 4)


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2 + 7]


def noise(content: bytes) -> bytes:
    return random.Random(3).randbytes(len(content))


def noise_behind_the_head(content: bytes) -> bytes:
    return content[:4096] + random.Random(4).randbytes(len(content) - 4096)


def zeros(content: bytes) -> bytes:
    return content[:4096] + bytes(len(content) - 4096)


def emptied(content: bytes) -> bytes:
    return b""


DAMAGES = (truncated, noise, noise_behind_the_head, zeros, emptied)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_store_is_left_as_it_is_and_a_backup_brings_all_back(
    store: Path, damage: Callable[[bytes], bytes]
) -> None:
    back_up(store, DAY)
    broken = damage(store.read_bytes())
    store.write_bytes(broken)
    with pytest.raises(
        StoreDamagedError, match=r"The store .* (is damaged|is not a store|is missing or empty)"
    ) as said:
        open_store(store)
    assert "noduscope store restore" in str(said.value)
    assert store.read_bytes() == broken
    done = restore(store)
    assert done.backup.day == DAY
    assert done.aside is not None
    assert done.aside.read_bytes() == broken
    assert decided(store) == nodules()


def test_wherever_it_is_cut_off_nothing_is_read_out_of_half_a_store(store: Path) -> None:
    content, chance = store.read_bytes(), random.Random(1)
    for length in [1, 99, 100, 4095, 4096, *(chance.randrange(1, len(content)) for _ in range(20))]:
        store.write_bytes(content[:length])
        with pytest.raises(StoreDamagedError):
            open_store(store)
        assert store.read_bytes() == content[:length]


def test_a_store_that_is_gone_is_not_begun_anew_unseen(store: Path) -> None:
    back_up(store, DAY)
    store.unlink()
    with pytest.raises(StoreDamagedError, match="is missing or empty, though there are backups of it"):
        open_store(store)
    assert not store.exists()
    assert restore(store).aside is None
    assert decided(store) == nodules()


def test_what_is_still_in_the_log_beside_the_store_is_in_the_backup(store: Path) -> None:
    with open_store(store) as opened:
        keep(opened, COUNT, 5)
        assert store.with_name(store.name + "-wal").stat().st_size > 0
        back_up(store, DAY)
    store.unlink()
    restore(store)
    assert decided(store) == nodules(count=COUNT + 5)


def test_the_log_of_the_damaged_store_is_put_aside_with_it(store: Path) -> None:
    back_up(store, DAY)
    old = store.read_bytes()
    with open_store(store) as opened:
        keep(opened, COUNT, 5)
        shutil.copy(store.with_name(store.name + "-wal"), store.with_name("kept-wal"))
    store.write_bytes(truncated(old))
    store.with_name("kept-wal").replace(store.with_name(store.name + "-wal"))  # as a kill leaves it
    done = restore(store)
    assert done.aside is not None
    assert done.aside.with_name(done.aside.name + "-wal").exists()
    assert decided(store) == nodules()


def test_one_copy_a_day_and_seven_of_them(store: Path) -> None:
    made = [back_up_daily(store, DAY + timedelta(days=n // 2)) for n in range(24)]
    assert [copy is not None for copy in made] == [True, False] * 12
    days = [copy.day for copy in backups_of(store)]
    assert days[: backups.KEEP] == [DAY + timedelta(days=11 - n) for n in range(backups.KEEP)]
    assert len(days) <= backups.KEEP + 1


def test_a_store_begun_anew_does_not_push_out_the_copy_of_the_full_one(store: Path) -> None:
    full = back_up(store, DAY)
    store.unlink()
    (store.parent / backups.FOLDER).rename(store.parent / "elsewhere")
    with open_store(store) as opened:
        keep(opened, 0, 1)
    (store.parent / "elsewhere").rename(store.parent / backups.FOLDER)
    for n in range(1, 15):
        back_up(store, DAY + timedelta(days=n))
    assert full.path in [copy.path for copy in backups_of(store)]
    restore(store, full.path.name)
    assert decided(store) == nodules()


def test_a_clock_that_goes_back_and_forth_keeps_the_order_of_the_copies(store: Path) -> None:
    days = [DAY, DAY + timedelta(days=36_500), DAY - timedelta(days=400), DAY]
    made = [back_up_daily(store, day) for day in days]
    assert [copy.day for copy in backups_of(store)] == list(reversed(days))
    assert backups_of(store)[0] == made[-1]
    with open_store(store) as opened:
        keep(opened, COUNT, 1)
    back_up(store, DAY - timedelta(days=9000))
    store.unlink()
    restore(store)
    assert decided(store) == nodules(count=COUNT + 1)


def test_a_damaged_backup_is_passed_over(store: Path) -> None:
    back_up(store, DAY)
    later = back_up(store, DAY + timedelta(days=1))
    later.path.write_bytes(truncated(later.path.read_bytes()))
    store.write_bytes(b"")
    assert restore(store).backup.day == DAY
    assert decided(store) == nodules()


def test_no_copy_is_made_of_a_damaged_store(store: Path) -> None:
    good = back_up(store, DAY)
    store.write_bytes(truncated(store.read_bytes()))
    with pytest.raises(StoreDamagedError, match="is damaged"):
        back_up(store, DAY + timedelta(days=1))
    assert backups_of(store) == [good]
    assert list((store.parent / backups.FOLDER).iterdir()) == [good.path]


def test_without_a_backup_nothing_is_touched(store: Path) -> None:
    store.write_bytes(b"no store")
    with pytest.raises(StoreError, match=r"has no backup that could be read\. Nothing was changed"):
        restore(store)
    assert store.read_bytes() == b"no store"
    assert sorted(p.name for p in store.parent.iterdir()) == ["store.sqlite"]


def test_a_store_that_is_open_elsewhere_is_not_replaced_under_it(store: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows itself refuses to replace an open file")
    back_up(store, DAY)
    other = subprocess.Popen(
        [sys.executable, "-c", "import sys; f = open(sys.argv[1]); print(1, flush=True); sys.stdin.read()",
         str(store)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreError, match=r"is open in another window or program\. Close it there"):
            restore(store)
    finally:
        other.communicate("")
    assert decided(store) == nodules()
    restore(store)
    assert decided(store) == nodules()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
@pytest.mark.parametrize("step", range(6))
def test_killed_at_any_step_of_restoring_the_next_try_brings_all_back(store: Path, step: int) -> None:
    back_up(store, DAY)
    store.write_bytes(truncated(store.read_bytes()))
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom engine.store.backups import restore\n"
        "left = [int(sys.argv[2])]\n"
        "def watch(event, arguments):\n"
        "    part = event == 'open' and 'restoring' in str(arguments[0])\n"
        "    if part or event in ('os.rename', 'os.remove'):\n"
        "        left[0] -= 1\n"
        "        if left[0] < 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.addaudithook(watch)\nrestore(Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(store), str(step)], check=False)
    if done.returncode == -signal.SIGKILL:
        with pytest.raises(StoreDamagedError):
            open_store(store)
        restore(store)
    else:
        assert done.returncode == 0
        assert step >= 4
    assert decided(store) == nodules()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_a_copy_that_is_killed_leaves_no_half_one_and_the_next_clears_it_away(store: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom engine.store import backups\n"
        "backups._sync = lambda path: os.kill(os.getpid(), signal.SIGKILL)\n"
        "backups.back_up(Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(store)], check=False)
    assert done.returncode == -signal.SIGKILL
    folder = store.parent / backups.FOLDER
    assert backups_of(store) == []
    assert len(list(folder.glob("*.part"))) == 1
    back_up(store, DAY)
    assert [p.name for p in folder.iterdir()] == [f"store-000001-{DAY}.sqlite"]


def test_an_older_backup_is_brought_up_to_date_when_it_is_opened(store: Path) -> None:
    copy = back_up(store, DAY)
    connection = sqlite3.connect(copy.path)
    for table in ("outline", "audit"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("UPDATE alembic_version SET version_num = '0005'")
    connection.commit()
    connection.close()
    store.unlink()
    restore(store)
    assert decided(store) == nodules()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", "store", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )


def test_the_command_line_checks_copies_and_restores(store: Path) -> None:
    made = run("backup")
    assert made.returncode == 0, made.stderr
    assert "Copied to" in made.stdout
    store.write_bytes(truncated(store.read_bytes()))
    found = run("check")
    assert found.returncode == 1
    assert "is damaged" in found.stderr
    assert "yes" in found.stdout  # the backup is sound
    done = run("restore")
    assert done.returncode == 0, done.stderr
    assert "What was there before is kept as" in done.stdout
    assert decided(store) == nodules()


def test_a_checkup_counts_what_a_reader_would_miss(store: Path) -> None:
    back_up(store, DAY)
    found = check_up(store)
    assert (found.problem, found.version, found.rows["decision"]) == ("", HEAD, COUNT)
    assert [copy.day for copy in found.backups] == [DAY]
    store.unlink()
    assert "missing or empty" in check_up(store).problem
    with pytest.raises(StoreError, match="There is no backup store-9"):
        restore(store, "store-9.sqlite")
