"""Catalogues of translated texts: Qt Linguist's .ts files, read and written. Knows no widget and no Qt.

One file a language and package of the window (`app.batch` is ``batch.ts``, modules beside the packages are
``window.ts``), and ``engine.ts`` for what the engine says. A text is found by its English source alone; the
context is the file's name, for the translator.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter

from engine.paths import resources_dir

FOLDER = resources_dir() / "i18n"
#: Catalogue of what the engine and a training say, in a file of its own: matched, not looked up.
ENGINE = "engine"
#: Fields that are one of two words, such as an English plural's s: a translation may leave them out.
EITHER = "either"


class CatalogueError(Exception):
    """A catalogue that cannot be used, in a sentence."""


@dataclass(frozen=True)
class Message:
    """One text and its translation.

    Attributes
    ----------
    source
        English, with named fields in braces; of a text with a number, the form for many.
    one
        English for the number one; empty for a text without a number.
    translation
        Empty where there is none yet. Of a text with a number, the form for many: Chinese has one form.
    finished
        Whether a translator has looked at it.
    vanished
        Whether the program no longer says it; kept, since a text that comes back is translated already.
    modules
        Files that say it, relative to the repository, for the translator.
    """

    source: str
    one: str = ""
    translation: str = ""
    finished: bool = False
    vanished: bool = False
    modules: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether the window may show the translation: it is there, and has the fields of its source."""
        return bool(self.translation) and not self.vanished and fits(self.source, self.translation)


def fields_of(text: str) -> set[str] | None:
    """Return the named fields of a text; `None` where its braces do not match."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def fits(source: str, translation: str) -> bool:
    """Whether a translation names the fields of its source, each that must be there and no other."""
    wanted, named = fields_of(source), fields_of(translation)
    if wanted is None or named is None:
        return False
    return named <= wanted and all(name.startswith(EITHER) for name in wanted - named)


def read(path: Path) -> list[Message]:
    """Read a catalogue.

    Raises
    ------
    CatalogueError
        If the file cannot be read or is no catalogue.
    """
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - a file of this program
    except (OSError, ET.ParseError) as error:
        raise CatalogueError(f"The catalogue {path.name} cannot be read ({error}).") from error
    if root.tag != "TS":
        raise CatalogueError(f"{path.name} is not a catalogue of Qt Linguist.")
    return [_message(node) for node in root.iter("message")]


def _message(node: ET.Element) -> Message:
    target = node.find("translation")
    kind = "unfinished" if target is None else target.get("type", "")
    numerus = node.get("numerus") == "yes"
    form = target.find("numerusform") if numerus and target is not None else target
    return Message(
        source=node.findtext("source", ""),
        one=node.findtext("extracomment", "").removeprefix(_ONE) if numerus else "",
        translation=(form.text or "") if form is not None else "",
        finished=kind == "",
        vanished=kind in {"vanished", "obsolete"},
        modules=tuple(place.get("filename", "") for place in node.iter("location")),
    )


_ONE = "For one: "


def write(path: Path, language: str, messages: Iterable[Message]) -> None:
    """Write a catalogue as Qt Linguist does, the texts that have vanished last."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
        "<context>",
        f"    <name>{path.stem}</name>",
    ]
    for message in sorted(messages, key=lambda m: m.vanished):
        lines += _lines(message)
    lines += ["</context>", "</TS>", ""]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), "utf-8", newline="\n")


def escape(text: str) -> str:
    """Return a text as it stands in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(message: Message) -> list[str]:
    kind = ' type="vanished"' if message.vanished else "" if message.finished else ' type="unfinished"'
    text = escape(message.translation)
    lines = ['    <message numerus="yes">' if message.one else "    <message>"]
    lines += [f'        <location filename="{module}"/>' for module in message.modules]
    lines.append(f"        <source>{escape(message.source)}</source>")
    if message.one:
        lines.append(f"        <extracomment>{_ONE}{escape(message.one)}</extracomment>")
        lines.append(f"        <translation{kind}><numerusform>{text}</numerusform></translation>")
    else:
        lines.append(f"        <translation{kind}>{text}</translation>")
    return [*lines, "    </message>"]


def merge(old: Iterable[Message], new: Iterable[Message]) -> list[Message]:
    """Return the texts of the program as it is now with the translations known so far.

    Parameters
    ----------
    old
        Of the catalogue, perhaps with those of the others behind it: the first translation of a text counts.
    new
        As extracted.
    """
    known: dict[tuple[str, bool], Message] = {}
    for message in old:
        known.setdefault((message.source, bool(message.one)), message)
    merged = []
    for message in new:
        before = known.pop((message.source, bool(message.one)), None)
        if before is not None and before.translation:
            finished = before.finished or before.vanished
            merged.append(replace(message, translation=before.translation, finished=finished))
        else:
            merged.append(message)
    return merged


def texts(paths: Iterable[Path]) -> tuple[dict[str, str], list[str]]:
    """Return English to translation over some catalogues, and a sentence for each that cannot be read."""
    found: dict[str, str] = {}
    problems = []
    for path in paths:
        try:
            found |= {message.source: message.translation for message in read(path) if message.usable}
        except CatalogueError as error:
            problems.append(str(error))
    return found, problems
