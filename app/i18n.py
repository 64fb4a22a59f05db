"""The words of the window in the reader's language. Knows no widget: whoever shows a text asks for it here.

The English text itself is the key. What is computed stands in it as a named field, never as a piece of an
f-string, so that a translator sees the whole sentence and may put its parts in another order.
"""

from __future__ import annotations


def mark(text: str) -> str:
    """Return `text` as it is, and say that it is to be translated where it is shown.

    For constants and tables that are made at import time, when no language has been chosen yet.
    """
    return text


def tr(text: str, /, **fields: object) -> str:
    """Return a text in the reader's language.

    Parameters
    ----------
    text
        English, as written in the source or passed through `mark`. Named fields in braces are filled from
        `fields`; with no fields given, braces stay as they are.
    **fields
        Values of the named fields.
    """
    return text.format(**fields) if fields else text


def trn(one: str, many: str, /, n: int, **fields: object) -> str:
    """Return one of two texts by number, in the reader's language; both may name the field ``n``."""
    return tr(one if n == 1 else many, n=n, **fields)
