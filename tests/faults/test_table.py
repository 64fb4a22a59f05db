"""The table of docs/faults.md: every test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [line for line in (ROOT / "docs" / "faults.md").read_text("utf-8").splitlines() if "::test_" in line]


def test_every_fault_has_a_test_that_exists() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        fault, _said, _kept, test = (cell.strip() for cell in row.strip("|").split("|"))
        found = re.fullmatch(r"`([\w/.]+\.py)::(test_\w+)`", test)
        assert found, fault
        path = ROOT / (found[1] if "/" in found[1] else f"tests/faults/{found[1]}")
        names = {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if hasattr(node, "name")}
        assert found[2] in names, f"{fault}: there is no {test}"
