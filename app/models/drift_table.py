"""The months in a table: what was read, from where, and how far it lies from what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app import theme
from app.i18n import mark, sentence, tr
from app.palette import Role

#: Heads of the columns and what they mean.
COLUMNS = {
    mark("Month"): mark("Of the first analysis or label with this model (UTC)"),
    mark("Series"): mark("Read with this model"),
    mark("Patients"): mark("Different ones"),
    mark("Outside"): mark(
        "Series from outside the training data: too thick, too coarse, or of another manufacturer"
    ),
    mark("Suggested"): mark("By the program, and not rejected"),
    mark("Median p"): mark("Of the suggestions' scores"),
    mark("No side"): mark(
        "Suggestions on which the model took no side: indeterminate or out of range, without masses"
    ),
    mark("PSI, first"): mark("PSI of the suggestions' scores against the first months"),
    mark("Accepted"): mark("Nodules that readers accepted or labelled"),
    mark("Median p "): mark("Of the accepted nodules' scores"),
    mark("PSI, ref."): mark("PSI of the accepted nodules' scores against the package's reference nodules"),
    mark("Slices mm"): mark("Thickness, smallest to largest"),
    mark("New"): mark("Scanners and kernels that no earlier month had"),
}
_TEXT_COLUMNS = (0, 11, 12)


class DriftTable(QTreeWidget):
    """The table.

    Signals
    -------
    chosen(int)
        Number of the selected month, from the top.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(theme.TintDelegate(self))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels([tr(name) for name in COLUMNS])
        self.setAccessibleName(tr("Months"))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        self.setStyleSheet("QTreeView::item { padding: 1px 5px; }")
        head = self.headerItem()
        for column, meaning in enumerate(COLUMNS.values()):
            if head is not None:
                head.setToolTip(column, tr(meaning))
                head.setTextAlignment(column, _alignment(column))
        self.currentItemChanged.connect(lambda item: self.chosen.emit(self.indexOfTopLevelItem(item)))

    def set_months(self, months: Sequence[dict[str, Any]]) -> None:
        """Show months, the newest first."""
        self.blockSignals(True)
        self.clear()
        for month in reversed(months):
            self.addTopLevelItem(_item(month))
        self.blockSignals(False)

    def texts(self) -> list[list[str]]:
        """The rows in words, from the top."""
        items = (self.topLevelItem(i) for i in range(self.topLevelItemCount()))
        return [[item.text(c) for c in range(len(COLUMNS))] for item in items if item is not None]


def _item(month: dict[str, Any]) -> QTreeWidgetItem:
    suggested, accepted, outside = month["suggested"], month["accepted"], month["outside"]
    slices, new = month["acquisition"]["slice_thickness_mm"], month["acquisition"]["new"]
    texts = [
        month["month"],
        str(month["series"]),
        str(month["patients"]),
        str(outside["count"]) if month["series"] else "",
        str(suggested["n"]),
        _number(suggested["median"]),
        _percent(suggested["abstained"]["value"]),
        _index(suggested["against_baseline"]),
        str(accepted["n"]),
        _number(accepted["median"]),
        _index(accepted["against_reference"]),
        "" if slices is None else _range(slices["low"], slices["high"]),
        ", ".join(new),
    ]
    item = QTreeWidgetItem(texts)
    for column in range(len(COLUMNS)):
        item.setTextAlignment(column, _alignment(column))
        if not month["series"]:
            theme.tint_item(item, column, Role.TEXT_DISABLED)
    for column, shift in ((7, suggested["against_baseline"]), (10, accepted["against_reference"])):
        item.setToolTip(column, _explained(shift))
        if shift is not None and shift["large"]:
            theme.tint_item(item, column, Role.WARNING)
            font = item.font(column)
            font.setBold(True)
            item.setFont(column, font)
    if outside["count"]:
        theme.tint_item(item, 3, Role.WARNING)
        item.setToolTip(
            3, ", ".join(f"{sentence(key.replace('_', ' '))}: {n}" for key, n in outside["reasons"].items())
        )
    item.setToolTip(12, "\n".join(new))
    item.setToolTip(11, acquisition_text(month["acquisition"]))
    return item


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in _TEXT_COLUMNS else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _index(shift: dict[str, Any] | None) -> str:
    return "" if shift is None else f"{shift['psi']:.2f}"


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else tr("{low:g} to {high:g}", low=low, high=high)


def _explained(shift: dict[str, Any] | None) -> str:
    if shift is None:
        return tr("Too few scores to tell, or nothing to compare with yet")
    return tr(
        "PSI {psi:.2f}, of which chance explains {noise:.2f}; KS {ks:.2f}, p {p:.3f};"
        " {n} scores against {n_reference}",
        **shift,
    )


def acquisition_text(acquisition: dict[str, Any]) -> str:
    """Return how the scans were made: scanners and kernels with their series, slices and pixels."""
    slices, pixels = acquisition["slice_thickness_mm"], acquisition["pixel_spacing_mm"]
    if slices is None or pixels is None:
        return ""
    makers = ", ".join(f"{name} ({n})" for name, n in acquisition["manufacturers"].items())
    kernels = ", ".join(f"{name} ({n})" for name, n in acquisition["kernels"].items())
    return tr(
        "Scanners: {makers}.   Kernels: {kernels}.\nSlices {slices} mm, pixels {pixels} mm.",
        makers=makers,
        kernels=kernels,
        slices=_range(slices["low"], slices["high"]),
        pixels=_range(pixels["low"], pixels["high"]),
    )
