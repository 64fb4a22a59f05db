"""The words of the window in the reader's language. Knows no widget: whoever shows a text asks for it here.

The English text itself is the key. What is computed stands in it as a named field, never as a piece of an
f-string, so that a translator sees the whole sentence and may put its parts in another order. Catalogues are
read when a language is chosen (`app.i18n_catalogue`); what the engine says is translated where it is shown
(`sentence`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.i18n_sentences import Sentences

ENGLISH = "en"
#: Code to the language's own name, as the menu shows it in every language.
LANGUAGES = {ENGLISH: "English", "zh_CN": "简体中文"}


class _State:
    """The chosen language; a class, so that nobody holds a copy of it."""

    language = ENGLISH
    texts: dict[str, str] = {}  # noqa: RUF012 - replaced, never changed
    sentences: Sentences | None = None


def mark(text: str) -> str:
    """Return `text` as it is, and say that it is to be translated where it is shown.

    For constants and tables that are made at import time, when no language has been chosen yet.
    """
    return text


def tr(text: str, /, **fields: object) -> str:
    """Return a text in the reader's language; in English where there is no translation.

    Parameters
    ----------
    text
        English, as written in the source or passed through `mark`. Named fields in braces are filled from
        `fields`; with no fields given, braces stay as they are.
    **fields
        Values of the named fields.
    """
    translated = _State.texts.get(text, text)
    return translated.format(**fields) if fields else translated


def trn(one: str, many: str, /, n: int, **fields: object) -> str:
    """Return one of two texts by number, in the reader's language; both may name the field ``n``."""
    text = one if n == 1 and many not in _State.texts else many
    return tr(text, n=n, **fields)


def sentence(text: str) -> str:
    """Return what the engine or a training said in the reader's language, as far as it is known there.

    A text that is in the reader's language already comes back as it is.
    """
    if _State.language == ENGLISH or not text:
        return text
    if text in _State.texts:
        return _State.texts[text]
    if _State.sentences is None:
        from app.i18n_catalogue import ENGINE, FOLDER
        from app.i18n_sentences import Sentences

        _State.sentences = Sentences.read(FOLDER / _State.language / f"{ENGINE}.ts", _State.texts)
    return _State.sentences.translate(text)


def language() -> str:
    """Return the code of the reader's language."""
    return _State.language


def set_language(code: str) -> str:
    """Choose a language; texts asked for from now on are in it.

    Parameters
    ----------
    code
        One of `LANGUAGES`; any other is English.

    Returns
    -------
    str
        A sentence where catalogues are damaged, else empty: their texts stay English.
    """
    known = code if code in LANGUAGES else ENGLISH
    _State.language, _State.texts, _State.sentences = known, {}, None
    if known == ENGLISH:
        return ""
    from app.i18n_catalogue import ENGINE, FOLDER, texts

    paths = sorted(path for path in (FOLDER / known).glob("*.ts") if path.stem != ENGINE)
    _State.texts, problems = texts(paths)
    if not paths:
        problems = [f"There are no catalogues for {LANGUAGES[known]}."]
    return " ".join([*problems, "Texts without a translation are shown in English."]) if problems else ""


def best_language(wanted: str) -> str:
    """Return the language for a locale, such as ``zh_CN`` or ``zh_Hans_SG``; English where there is none."""
    traditional = ("_Hant", "_TW", "_HK", "_MO")
    is_chinese = wanted.split("_", maxsplit=1)[0] == "zh" and not any(part in wanted for part in traditional)
    return "zh_CN" if is_chinese else ENGLISH


def day_and_time(moment: datetime) -> str:
    """Return a moment by this computer's clock, as the reader's language writes it."""
    local = moment.astimezone()
    if _State.language == "zh_CN":
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"
