"""The table of features (`docs/features.md`): every row is there, and the tests that it names exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "features.md"
#: Must and should.
ROWS = range(1, 43)
STATES = ("done", "done, with a limit: ", "not reached: ")


def rows() -> dict[int, tuple[str, list[str], str]]:
    """Feature, tests and state by number."""
    found = {}
    for line in TABLE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0].isdigit():
            assert int(cells[0]) not in found, f"Row {cells[0]} is there twice."
            found[int(cells[0])] = (cells[1], re.findall(r"`([^`]+\.py::[^`]+)`", cells[2]), cells[3])
    return found


@cache
def functions_in(path: Path) -> frozenset[str]:
    """Names of the test functions of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_row_is_in_the_table_with_a_state() -> None:
    found = rows()
    assert list(found) == list(ROWS)
    for number, (feature, _, state) in found.items():
        assert feature, f"Row {number} names no feature."
        known = state == STATES[0] or state.startswith(STATES[1:])
        assert known, f"The state of row {number} is {state!r}."
        assert not state.endswith(": "), f"Row {number} lacks its reason."


def test_every_test_that_is_named_exists() -> None:
    for number, (_, named, _) in rows().items():
        for name in named:
            path, _, function = name.partition("::")
            assert (ROOT / path).is_file(), f"Row {number}: there is no file {path}."
            assert function in functions_in(ROOT / path), f"Row {number}: {path} has no {function}."


def test_every_row_that_was_reached_has_a_test_named_after_it() -> None:
    for number, (_, named, state) in rows().items():
        if not state.startswith("not reached"):
            own = [name for name in named if f"::test_row_{number:02}_" in name]
            assert own, f"No test of row {number} is named test_row_{number:02}_..."


def test_every_test_named_after_a_row_is_in_the_table() -> None:
    named = {name for _, tests, _ in rows().values() for name in tests}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for function in functions_in(path):
            if re.match(r"test_row_\d\d_", function):
                assert f"{path.relative_to(ROOT).as_posix()}::{function}" in named, (
                    f"{function} is in no row."
                )
