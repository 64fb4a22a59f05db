"""Measuring tools over a slice, one file a tool, and the mouse that draws them."""

from __future__ import annotations

from app.viewer.tools.angle import Angle
from app.viewer.tools.bidirectional import Bidirectional
from app.viewer.tools.ellipse import Ellipse
from app.viewer.tools.length import Length
from app.viewer.tools.note import Note
from app.viewer.tools.probe import Probe
from app.viewer.tools.tool import Tool

#: Every tool by the kind that the store keeps.
TOOLS: dict[str, Tool] = {
    tool.kind: tool for tool in (Length(), Bidirectional(), Ellipse(), Probe(), Angle(), Note())
}
