"""Texts as they stand in the program's source: what is marked for translation, and what the engine says.

Reads source files as syntax trees; imports none of them. For developers (`app.i18n_extract`) and the tests.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.i18n_catalogue import EITHER, ENGINE, Message, fields_of
from app.i18n_sentences import LEAST_IN_FIELD, longest_literal

#: Catalogue of the modules that lie beside the packages of the window.
WINDOW = "window"
#: Packages and modules whose sentences the window shows.
SPOKEN = ("engine", "training/finetune", "training/verdict_warnings.py", "training/datasets/site.py")
#: Of these, what only the command line, a developer or a file that stays English is told.
UNSPOKEN = re.compile(
    r"engine/(cli|bench|selftest|commands|arguments|phantom|geometry|volume|slab|patch|checks"
    r"|dicom/(anonymise|deidentify|profile|datasets)|labels/|candidates/graph"
    r"|reports/(pdf|key_image|objects|dicom_)|runtimes/tensorrt)|training/finetune/(card|record|study|plan)"
)
#: Modules whose short words are shown too: facts and values of risk models, signatures, reasons of drift.
WORDS_OF = re.compile(
    r"engine/(prior/growth|risk/(facts|lung_rads_inputs|mayo|terms)|models/signature|drift/months)\.py"
)
#: A word or some words; no file name, key or code.
_WORD = re.compile(r"[A-Za-z][a-z]+(-[a-z]+)?|[A-Za-z-]+,? [\w ,;:(){}/.-]*")
_SENTENCE = re.compile(r"[^\W\d_{}]{2,}[,;:]? [^\W_]|\} [a-z]{2,}|[a-z]{2,}[,:]? \{")


class SourceError(Exception):
    """A text that cannot be translated as it is written, in a sentence with its place."""


def catalogue_of(path: Path, root: Path) -> str:
    """Return the name of the catalogue of a module of the window."""
    parts = path.relative_to(root / "app").parts
    return parts[0] if len(parts) > 1 else WINDOW


def window_messages(root: Path) -> dict[str, list[Message]]:
    """Return the marked texts of the window by catalogue, in the order of their modules and lines.

    Raises
    ------
    SourceError
        If a text is an f-string, or something else that no one can look up.
    """
    found: dict[str, dict[str, Message]] = {}
    for path in sorted((root / "app").rglob("*.py")):
        module = path.relative_to(root).as_posix()
        texts = found.setdefault(catalogue_of(path, root), {})
        for source, one in _marked(path, module):
            _add(texts, source, one, module)
    return {name: list(texts.values()) for name, texts in found.items() if texts}


def engine_messages(root: Path) -> list[Message]:
    """Return what the engine and a training say, as templates with named fields."""
    texts: dict[str, Message] = {}
    for folder in SPOKEN:
        place = root / folder
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            module = path.relative_to(root).as_posix()
            if UNSPOKEN.match(module):
                continue
            for source in _sentences(ast.parse(path.read_text("utf-8")), words=bool(WORDS_OF.match(module))):
                _add(texts, source, "", module)
    return list(texts.values())


def messages(root: Path) -> dict[str, list[Message]]:
    """Return all texts by catalogue."""
    return {**window_messages(root), ENGINE: engine_messages(root)}


def _add(texts: dict[str, Message], source: str, one: str, module: str) -> None:
    before = texts.get(source)
    if before is None:
        texts[source] = Message(source, one, modules=(module,))
    elif module not in before.modules:
        texts[source] = replace(before, modules=(*before.modules, module))


# ---------------------------------------------------------------- the window


def _marked(path: Path, module: str) -> Iterator[tuple[str, str]]:
    for node in in_order(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name, args = node.func.id, node.args
        if name in {"tr", "mark"} and args:
            yield from ((text, "") for text in _texts(args[0], f"{module}:{node.lineno}"))
        elif name == "trn" and len(args) > 1:
            place = f"{module}:{node.lineno}"
            forms = [text for arg in args[:2] for text in _texts(arg, place)]
            if len(forms) == 2:
                yield forms[1], forms[0]
            elif not isinstance(args[0], ast.Starred):  # a pair that is marked where it is made
                raise SourceError(f"{place}: both forms of a text with a number are written out here.")
        elif name == "Command" and len(args) > 3:
            for arg in (args[1], args[3]):
                yield from ((text, "") for text in _texts(arg, f"{module}:{node.lineno}"))


def _texts(node: ast.expr, place: str) -> Iterator[str]:
    """Yield the text of an argument; a name holds one that was marked elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value and fields_of(node.value) is None:
            raise SourceError(f"{place}: the braces of {node.value!r} do not match.")
        if node.value:
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, place)
        yield from _texts(node.orelse, place)
    elif isinstance(node, (ast.JoinedStr, ast.BinOp)):
        raise SourceError(f"{place}: a text to be translated is put together; name its fields instead.")


def in_order(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a tree in the order of their lines."""
    for child in ast.iter_child_nodes(tree):
        yield child
        yield from in_order(child)


# ---------------------------------------------------------------- the engine


def _sentences(tree: ast.AST, *, words: bool) -> Iterator[str]:
    skipped = documentation(tree) | _parts(tree)
    for node in in_order(tree):
        if id(node) in skipped:
            continue
        text = template(node)
        is_word = words and _WORD.fullmatch(text) and "_" not in re.sub(r"{[^}]*}", "", text)
        if text and (is_sentence(text) or (is_word and not _is_key(node, tree))):
            yield text


def _parts(tree: ast.AST) -> set[int]:
    """Return the ids of the nodes that are a piece of a text."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found |= {id(part) for part in node.values}
        elif template(node) and isinstance(node, ast.BinOp):
            found |= {id(part) for part in (node.left, node.right)}
    return found


def _is_key(node: ast.AST, tree: ast.AST) -> bool:
    """Whether a word names something in the program: a key, a field, a parameter; none of these is shown."""
    return any(
        (isinstance(parent, ast.Dict) and node in parent.keys)
        or (isinstance(parent, ast.Call) and parent.args[:1] == [node])
        or (isinstance(parent, ast.Compare))
        for parent in ast.walk(tree)
        if node in ast.iter_child_nodes(parent)
    )


def documentation(tree: ast.AST) -> set[int]:
    """Return the ids of the nodes that are docstrings, or texts that stand alone."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def template(node: ast.AST) -> str:
    """Return a string as a text with named fields; empty for what is none."""
    if isinstance(node, ast.Constant):
        return _plain(node.value) if isinstance(node.value, str) else ""
    names: dict[str, str] = {}
    text = "".join(part if isinstance(part, str) else f"{{{_field(part, names)}}}" for part in _pieces(node))
    return text if isinstance(node, ast.JoinedStr) or longest_literal(text) else ""


def _pieces(node: ast.AST) -> Iterator[str | ast.expr]:
    """Yield the plain pieces of a text that is put together, and the expressions between them."""
    if isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield part.value
            elif isinstance(part, ast.Constant):
                yield str(part.value).replace("{", "{{").replace("}", "}}")
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for side in (node.left, node.right):
            if isinstance(side, (ast.JoinedStr, ast.BinOp)) or (
                isinstance(side, ast.Constant) and isinstance(side.value, str)
            ):
                yield from _pieces(side)
            else:
                yield side
    elif isinstance(node, ast.Constant):
        yield str(node.value).replace("{", "{{").replace("}", "}}")


def _plain(text: str) -> str:
    """Return a text that is no f-string; it may be a template all the same, for `str.format`."""
    if fields_of(text):
        return re.sub(r"{(\w+)[^}]*}", r"{\1}", text)
    return text.replace("{", "{{").replace("}", "}}")


def _field(value: ast.expr, names: dict[str, str]) -> str:
    """Name a field after what is put into it: one name an expression, and one expression a name."""
    written = ast.unparse(value)
    words = re.findall(r"[A-Za-z][A-Za-z0-9_]*", re.sub(r"'[^']*'", "", written))
    name = EITHER if isinstance(value, ast.IfExp) else words[-1] if words else "value"
    known = {field: expression for expression, field in names.items()}
    number = 1
    while known.get(field := name if number == 1 else f"{name}{number}", written) != written:
        number += 1
    names[written] = field
    return field


def is_sentence(text: str) -> bool:
    """Whether a string of the engine is something that it says: words with a space between them."""
    return (
        bool(re.match(r"[A-Z{“(]", text))
        and bool(_SENTENCE.search(text))
        and len(longest_literal(text)) >= LEAST_IN_FIELD
        and "\n\n" not in text
        and not re.match(r"^(SELECT|CREATE|INSERT|UPDATE|DELETE|PRAGMA|BEGIN)\b", text)
    )
