"""Brings the catalogues up to date with the source: ``make translations``. A developer's command.

New texts are added as unfinished, translations are kept, texts that the program no longer says are marked as
vanished. A text that another catalogue has translated already comes with that translation.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.i18n import ENGLISH, LANGUAGES
from app.i18n_catalogue import FOLDER, Message, merge, read, write
from app.i18n_source import SourceError, messages

ROOT = Path(__file__).resolve().parent.parent


def update(root: Path, folder: Path, language: str) -> dict[str, tuple[int, int]]:
    """Bring the catalogues of a language up to date.

    Parameters
    ----------
    root
        Where the source lies.
    folder
        Where the languages lie, each in a folder of its own.

    Returns
    -------
    dict
        Texts, and how many of them have no finished translation, by catalogue.
    """
    old = {path.stem: read(path) for path in sorted((folder / language).glob("*.ts"))}
    everything = [message for known in old.values() for message in known if message.translation]
    counts = {}
    wanted = messages(root)
    for name in sorted(wanted.keys() | old.keys()):
        now = merge([*old.get(name, ()), *everything], wanted.get(name, ()))
        write(folder / language / f"{name}.ts", language, now + _vanished(old.get(name, []), now))
        counts[name] = (len(now), sum(not (m.finished and m.translation) for m in now))
    return counts


def _vanished(old: list[Message], now: list[Message]) -> list[Message]:
    said = {(m.source, bool(m.one)) for m in now}
    return [
        Message(m.source, m.one, m.translation, vanished=True)
        for m in old
        if m.translation and (m.source, bool(m.one)) not in said
    ]


def main() -> int:
    """Update every language and say what is missing."""
    try:
        for language in LANGUAGES.keys() - {ENGLISH}:
            for name, (total, missing) in update(ROOT, FOLDER, language).items():
                print(f"{language} {name:<12} {total:5} texts, {missing:4} without a translation")  # noqa: T201
    except SourceError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
