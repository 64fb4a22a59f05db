"""The heat map's legend: its fixed colour scale and what the reader may change about it.

The scale is the model's, from ``-limit`` to ``+limit`` in logit units, and never fitted to an image: equal
colours mean equal evidence in every case. Knows no findings.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from app import theme
from app.i18n import tr
from app.palette import Role
from app.viewer.images import rgba_image
from app.viewer.overlay import OverlaySettings, colour
from app.viewer.viewport import Viewport

_STEPS = 100
_BAR_PX = 12
#: The grey of soft tissue in the lung window: what the colours are mostly seen on.
_BEHIND = "#5a5a5a"


class ColourBar(QWidget):
    """The scale as it looks on the image: threshold and opacity included, its ends and middle numbered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = OverlaySettings()
        font = self.font()
        font.setPointSizeF(theme.SMALL_PT)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(180)

    def set_settings(self, settings: OverlaySettings) -> None:
        """Show another scale."""
        self._settings = settings
        self.setAccessibleName(
            tr(
                "Colour scale from {limit:+g}, speaks for benign, to {limit2:+g}, speaks for malignant, in "
                "logit units",
                limit=-settings.limit,
                limit2=settings.limit,
            )
        )
        self.update()

    def ticks(self) -> tuple[str, str, str]:
        """Return the numbers under the bar."""
        limit = self._settings.limit
        return f"{-limit:+.3g}", "0", f"{limit:+.3g}"

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(220, _BAR_PX + 8 + 2 * self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar, numbers and words."""
        painter = QPainter(self)
        bar = QRect(0, 0, self.width(), _BAR_PX)
        values = np.linspace(
            -self._settings.limit, self._settings.limit, max(bar.width(), 2), dtype=np.float32
        )
        painter.fillRect(bar, QColor(_BEHIND))
        painter.drawImage(QRectF(bar), rgba_image(colour(values[None, :], self._settings)))
        painter.setPen(QPen(theme.colour(Role.BORDER), 1))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))

        height = self.fontMetrics().height()
        numbers = QRect(0, _BAR_PX + 5, self.width(), height)
        words = numbers.translated(0, height + 1)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        places = (left, Qt.AlignmentFlag.AlignHCenter, right)
        painter.setPen(theme.colour(Role.TEXT_QUIET))
        for x in (0, self.width() // 2, self.width() - 1):
            painter.drawLine(x, _BAR_PX, x, _BAR_PX + 3)
        painter.setPen(theme.colour(Role.TEXT))
        for text, place in zip(self.ticks(), places, strict=True):
            painter.drawText(numbers, place, text)
        painter.setPen(theme.colour(Role.TEXT_QUIET))
        painter.drawText(words, left, tr("speaks for benign"))
        painter.drawText(words, right, tr("for malignant"))


class HeatMapLegend(QWidget):
    """Scale, on/off, opacity and threshold of the heat map; `link` joins it to a viewport both ways."""

    settingsChanged = Signal(object)
    """`OverlaySettings`, when the reader changed them here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = OverlaySettings()
        self._on = QCheckBox(tr("Heat map and outlines"))
        self._on.setToolTip(tr("On or off; the key toggles it, or peeks while held"))
        self._bar = ColourBar()
        self._opacity, self._opacity_text = _slider(tr("Opacity of the heat map")), QLabel()
        self._threshold, self._threshold_text = _slider(tr("Smallest value shown")), QLabel()

        sliders = QGridLayout()
        sliders.setHorizontalSpacing(8)
        sliders.setVerticalSpacing(3)
        for row, (name, slider, text) in enumerate(
            (
                (tr("Opacity"), self._opacity, self._opacity_text),
                (tr("Hide below"), self._threshold, self._threshold_text),
            )
        ):
            label = QLabel(name)
            label.setProperty("quiet", True)
            label.setBuddy(slider)
            text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            text.setMinimumWidth(text.fontMetrics().horizontalAdvance("± 00.00"))
            sliders.addWidget(label, row, 0)
            sliders.addWidget(slider, row, 1)
            sliders.addWidget(text, row, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._on)
        layout.addWidget(self._bar)
        layout.addLayout(sliders)

        self._show()
        self._on.toggled.connect(lambda on: self._change(replace(self._settings, on=on)))
        self._opacity.valueChanged.connect(self._on_opacity)
        self._threshold.valueChanged.connect(self._on_threshold)

    def link(self, viewport: Viewport) -> None:
        """Show the viewport's settings from now on, and change them."""
        self.set_settings(viewport.overlay)
        viewport.overlayChanged.connect(self.set_settings)
        self.settingsChanged.connect(viewport.set_overlay)

    @property
    def settings(self) -> OverlaySettings:
        """How the heat map is shown."""
        return self._settings

    def set_settings(self, settings: OverlaySettings) -> None:
        """Show other settings, without telling of a change."""
        self._settings = settings
        self._show()

    def _change(self, settings: OverlaySettings) -> None:
        if settings != self._settings:
            self.set_settings(settings)
            self.settingsChanged.emit(settings)

    def _on_opacity(self, percent: int) -> None:
        self._change(replace(self._settings, opacity=percent / _STEPS))

    def _on_threshold(self, percent: int) -> None:
        self._change(replace(self._settings, threshold=percent / _STEPS * self._settings.limit))

    def _show(self) -> None:
        settings = self._settings
        controls = (self._on, self._opacity, self._threshold)
        blocked = [control.blockSignals(True) for control in controls]
        self._on.setChecked(settings.on)
        self._opacity.setValue(round(settings.opacity * _STEPS))
        self._threshold.setValue(round(settings.threshold / settings.limit * _STEPS))
        for control, before in zip(controls, blocked, strict=True):
            control.blockSignals(before)
        self._opacity.setEnabled(settings.on)
        self._threshold.setEnabled(settings.on)
        self._opacity_text.setText(f"{settings.opacity:.0%}")
        self._threshold_text.setText(f"± {settings.threshold:.2f}")
        self._bar.set_settings(settings)


def _slider(name: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, _STEPS)
    slider.setPageStep(10)
    slider.setAccessibleName(name)
    return slider
