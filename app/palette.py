"""The colours of the window by what they are for, in two themes. Plain data; knows neither Qt nor a widget.

Text on its background has a contrast of at least 4.5 : 1, the edge of a control and what marks the focus at
least 3 : 1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11, level AA).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Theme(StrEnum):
    """A set of colours."""

    DARK = "dark"
    LIGHT = "light"


class Role(StrEnum):
    """What a colour is for; its value is its name in the style sheet."""

    WINDOW = "window"
    PANEL = "panel"
    FIELD = "field"
    RAISED = "raised"
    #: Lines that only divide.
    BORDER = "border"
    #: Edges by which a control is known.
    EDGE = "edge"
    #: What a slider or a bar of shares runs in.
    GROOVE = "groove"
    TRACK = "track"
    HANDLE = "handle"
    TEXT = "text"
    TEXT_QUIET = "text_quiet"
    TEXT_DISABLED = "text_disabled"
    ACCENT = "accent"
    #: Behind what is selected, pressed or done.
    ACCENT_DEEP = "accent_deep"
    WARNING = "warning"
    WARNING_BACKGROUND = "warning_background"
    ERROR = "error"
    #: A nodule's slice on the bar beside the image.
    MARK = "mark"
    MARK_SELECTED = "mark_selected"


DARK: Mapping[Role, str] = {
    Role.WINDOW: "#14171a",
    Role.PANEL: "#1b1f23",
    Role.FIELD: "#101214",
    Role.RAISED: "#2a3036",
    Role.BORDER: "#343b42",
    Role.EDGE: "#77838e",
    Role.GROOVE: "#33393f",
    Role.TRACK: "#6a7580",
    Role.HANDLE: "#c7d0d8",
    Role.TEXT: "#dfe5ea",
    Role.TEXT_QUIET: "#9aa7b2",
    Role.TEXT_DISABLED: "#75818c",
    Role.ACCENT: "#4fb6c9",
    Role.ACCENT_DEEP: "#1a525e",
    Role.WARNING: "#f0c05a",
    Role.WARNING_BACKGROUND: "#3a2f14",
    Role.ERROR: "#ff8f84",
    Role.MARK: "#a9b8c2",
    Role.MARK_SELECTED: "#7df0c8",
}

LIGHT: Mapping[Role, str] = {
    Role.WINDOW: "#eceff2",
    Role.PANEL: "#f7f9fa",
    Role.FIELD: "#ffffff",
    Role.RAISED: "#e0e5ea",
    Role.BORDER: "#c9d1d8",
    Role.EDGE: "#6f7a84",
    Role.GROOVE: "#d3dae0",
    Role.TRACK: "#77828c",
    Role.HANDLE: "#222a31",
    Role.TEXT: "#14191d",
    Role.TEXT_QUIET: "#4c5761",
    Role.TEXT_DISABLED: "#717c86",
    Role.ACCENT: "#0a5f70",
    Role.ACCENT_DEEP: "#b4dde6",
    Role.WARNING: "#714b00",
    Role.WARNING_BACKGROUND: "#fbecc4",
    Role.ERROR: "#a8201a",
    Role.MARK: "#55626d",
    Role.MARK_SELECTED: "#00775a",
}

THEMES: Mapping[Theme, Mapping[Role, str]] = {Theme.DARK: DARK, Theme.LIGHT: LIGHT}
