"""Linux libraries as the compiler's own tools show them: what they need, what they define; smaller ones made.

Needs `readelf`, `nm`, `strip` and `gcc` of the machine that builds a bundle; knows nothing of bundles.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

TOOLS = ("gcc", "nm", "readelf", "strip")


def available() -> bool:
    """Whether the tools are there."""
    return all(shutil.which(tool) for tool in TOOLS)


def is_library(path: Path) -> bool:
    """Whether a file is an ELF file, whatever its name."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def needed(path: Path) -> set[str]:
    """Names of the libraries that one is linked to."""
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", _output("readelf", "-dW", path)))


def soname(path: Path) -> str:
    """Name by which others are linked to a library."""
    found = re.search(r"\(SONAME\).*\[(.+)\]", _output("readelf", "-dW", path))
    return found[1] if found else path.name


def strip(path: Path) -> int:
    """Take symbols and debug information from a library that loading does not need; bytes saved.

    A library stays as it is if `strip` does not understand it, or moves its segments off their pages: that
    happens to those whose links were rewritten when their wheel was made.
    """
    before = path.stat().st_size
    with tempfile.TemporaryDirectory() as scratch:
        smaller = Path(scratch) / path.name
        done = subprocess.run(
            ["strip", "--strip-unneeded", "-o", smaller, path], capture_output=True, check=False
        )
        if done.returncode or smaller.stat().st_size >= before or not _on_pages(smaller):
            return 0
        path.write_bytes(smaller.read_bytes())
    return before - path.stat().st_size


def functions(path: Path) -> dict[str, str]:
    """Functions that a library defines, and the version node of each (empty where it has none).

    Raises
    ------
    ValueError
        If it defines data too, which no stand-in could replace.
    """
    found = {}
    for line in _output("nm", "-D", "--defined-only", path).splitlines():
        _, kind, symbol = line.split(maxsplit=2)
        name, _, version = symbol.partition("@")
        if kind in "TtWi":
            found[name] = version.lstrip("@")
        elif kind != "A":  # the version nodes themselves
            found.pop(name, None)
    return found


def undefined(path: Path) -> set[str]:
    """Names that a library takes from others."""
    lines = _output("nm", "-D", "--undefined-only", path).splitlines()
    return {line.split()[-1].partition("@")[0] for line in lines}


def write_stand_in(path: Path, users: Iterable[Path], message: str) -> int:
    """Replace a library by one with the same name and functions, none of which does anything.

    Each of them prints the message and ends the process: a call that was thought impossible must not pass
    for an answer.

    Parameters
    ----------
    path
        The library; replaced.
    users
        The libraries that are linked to it: only what they take from it is defined.
    message
        One line.

    Returns
    -------
    int
        Number of functions.

    Raises
    ------
    ValueError
        If they take something from it that is no function.
    """
    theirs = functions(path)
    wanted = sorted(set().union(*(undefined(user) for user in users)) & _defined(path))
    if data := [name for name in wanted if name not in theirs]:
        raise ValueError(f"{path.name} has data that others read: {', '.join(data)}.")
    nodes: dict[str, list[str]] = defaultdict(list)
    for name in wanted:
        nodes[theirs[name]].append(name)
    source = [
        "#include <stdio.h>",
        "#include <stdlib.h>",
        f'static void left_out(void) {{ fputs("{message}\\n", stderr); abort(); }}',
        *(f'void {name}(void) __attribute__((alias("left_out")));' for name in wanted),
    ]
    versions = [
        f"{node or 'NONE'} {{ global: {'; '.join(names)}; }};" for node, names in nodes.items() if node
    ]
    _compile(path, "\n".join(source) + "\n", "c", versions)
    return len(wanted)


def write_blob(path: Path, symbol: str, blob: bytes) -> None:
    """Replace a library that is one read-only block of data by one with another block."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(blob)
        file.flush()
        source = (
            f".section .rodata\n.balign 16\n.global {symbol}\n.type {symbol}, %object\n"
            f'{symbol}:\n.incbin "{file.name}"\n'
            f".size {symbol}, {len(blob)}\n"
        )
        _compile(path, source, "assembler", [])


def read_blob(path: Path, symbol: str) -> bytes:
    """Return a library's block of data, from its symbol to the end of the section that holds it."""
    table = _output("nm", "-D", "--defined-only", path)
    (address,) = [int(line.split()[0], 16) for line in table.splitlines() if line.split()[2] == symbol]
    for line in _output("readelf", "-SW", path).splitlines():
        found = re.search(r"\] \S+ +PROGBITS +([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+)", line)
        if found:
            start, offset, size = (int(number, 16) for number in found.groups())
            if start <= address < start + size:
                with path.open("rb") as file:
                    file.seek(offset + address - start)
                    return file.read(start + size - address)
    raise ValueError(f"{path.name} holds no {symbol}.")


def _on_pages(path: Path) -> bool:
    """Whether every loaded segment lies in the file as it will lie in memory, page for page."""
    segments = re.findall(
        r"^ +LOAD +(0x\w+) (0x\w+) .*(0x\w+)$", _output("readelf", "-lW", path), re.MULTILINE
    )
    numbers = [[int(field, 16) for field in segment] for segment in segments]
    return bool(numbers) and all((offset - address) % align == 0 for offset, address, align in numbers)


def _defined(path: Path) -> set[str]:
    lines = _output("nm", "-D", "--defined-only", path).splitlines()
    return {line.split(maxsplit=2)[2].partition("@")[0] for line in lines}


def _compile(target: Path, source: str, language: str, versions: list[str]) -> None:
    name = soname(target)
    with tempfile.TemporaryDirectory() as scratch:
        code, script, made = (Path(scratch) / part for part in ("code", "versions", "made.so"))
        code.write_text(source, "utf-8")
        script.write_text("\n".join(versions), "utf-8")
        extra = [f"-Wl,--version-script={script}"] if versions else []
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-Os", "-s", "-fno-builtin", "-Wl,-z,noexecstack",
             f"-Wl,-soname,{name}", *extra, "-x", language, code, "-o", made],
            check=True,
        )  # fmt: skip
        target.write_bytes(made.read_bytes())


def _output(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
