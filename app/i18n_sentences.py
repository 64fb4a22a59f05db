"""What the engine says, in the reader's language: finished English sentences are recognised and translated.

The engine knows no language: it says English. Its sentences stand in its source as templates, which
`app.i18n_extract` collects; here a sentence is matched against them, and what stood in the fields is put into
the translation. Knows no widget and no Qt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter

from app.i18n_catalogue import EITHER, texts

#: Where one sentence ends and the next begins.
_BETWEEN = re.compile(r"(?<=[.!?…”)]) +(?=[“\"(A-Z0-9])")
#: After these no space is wanted: they bring their own.
_WIDE = "。！？；：，、”）"
#: The longest run of sentences that is taken for one template.
_LONGEST = 8
#: A template needs a piece of plain text as long as this: “{a} to {b}” would fit anything.
LEAST_LITERAL = 9
#: In a field of another one, where there are a few words with figures, this is enough.
LEAST_IN_FIELD, MOST_IN_FIELD = 4, 60


class Sentences:
    """Recognises sentences.

    Parameters
    ----------
    catalogue
        English template, with named fields, to its translation.
    words
        Words that may stand in a field, and theirs.
    """

    def __init__(self, catalogue: dict[str, str], words: Mapping[str, str] | None = None) -> None:
        self._plain = dict(words or {})
        self._templates: list[tuple[str, str, str]] = []
        for source, target in catalogue.items():
            literal = longest_literal(source)
            if literal == source:
                self._plain[source] = target
            elif len(literal) >= LEAST_IN_FIELD:
                self._templates.append((literal, source, target))
        # The more that is fixed, the surer the match.
        self._templates.sort(key=lambda row: -_fixed(row[1]))
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.translate = lru_cache(maxsize=2000)(self._translate)

    @classmethod
    def read(cls, path: Path, words: Mapping[str, str]) -> Sentences:
        """Read a catalogue; one that is damaged leaves everything English."""
        return cls(texts([path])[0], words)

    def _translate(self, text: str) -> str:
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        """Translate the longest runs of sentences that are known; the others stay."""
        whole = self._match(line)
        if whole is not None:
            return whole
        parts = _BETWEEN.split(line)
        if len(parts) == 1:
            return line
        done = ""
        start = 0
        while start < len(parts):
            for end in range(min(len(parts), start + _LONGEST), start, -1):
                found = self._match(" ".join(parts[start:end]))
                if found is not None:
                    break
            else:
                end, found = start + 1, parts[start]
            done += ("" if not done or done[-1] in _WIDE else " ") + found
            start = end
        return done

    def _match(self, text: str, least: int = LEAST_LITERAL) -> str | None:
        if text in self._plain:
            return self._plain[text]
        for literal, source, target in self._templates:
            if len(literal) >= least and literal in text and (match := self._pattern(source).fullmatch(text)):
                return target.format(
                    **{name: self._value(value) for name, value in match.groupdict().items()}
                )
        return None

    def _value(self, value: str) -> str:
        """Return what stood in a field: a word, some figures, or sentences again."""
        if value in self._plain:
            return self._plain[value]
        if len(value) <= MOST_IN_FIELD and any(sign.isdigit() for sign in value):
            found = self._match(value, LEAST_IN_FIELD)
            if found is not None:
                return found
        return self.translate(value) if " " in value else value

    def _pattern(self, source: str) -> re.Pattern[str]:
        if source not in self._patterns:
            self._patterns[source] = re.compile(_regex(source), re.DOTALL)
        return self._patterns[source]


def longest_literal(source: str) -> str:
    """Return the longest piece of a template that holds no field."""
    return max((literal for literal, *_ in Formatter().parse(source)), key=len, default="")


def _fixed(source: str) -> int:
    return sum(len(literal) for literal, *_ in Formatter().parse(source))


def _regex(source: str) -> str:
    seen: set[str] = set()
    pattern = ""
    for literal, name, _, _ in Formatter().parse(source):
        pattern += re.escape(literal)
        if name is not None:
            pattern += (
                f"(?P={name})" if name in seen else f"(?P<{name}>.{'*' if name.startswith(EITHER) else '+'}?)"
            )
            seen.add(name)
    return pattern
