"""The table of figures in the verdict: old, new, gain, with intervals. It shows and decides nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app import theme
from app.columns import set_widths
from app.finetune.verdict_document import Change, Comparison, Interval, Verdict
from app.i18n import mark, tr
from app.palette import Role

_COLUMNS = ("", mark("Old model"), mark("New model"), mark("Gain (above 0 is better)"))
#: Field, name, tooltip.
_ROWS = (
    ("auc", mark("AUC"), mark("How well malignant and benign are told apart; 0.5 is chance, 1 is perfect.")),
    ("sensitivity", mark("Sensitivity"), mark("Share of malignant nodules that are called so.")),
    ("specificity", mark("Specificity"), mark("Share of benign nodules that are called so.")),
    (
        "ece",
        mark("Calibration error"),
        mark("How far a probability is from what really happens; 0 is perfect."),
    ),
    ("brier", mark("Brier score"), mark("Mean squared error of the probability; 0 is perfect.")),
    ("log_loss", mark("Log loss"), mark("Mean surprise at the truth; 0 is perfect.")),
)
_SECTIONS = (
    ("local", mark("All your nodules, each scored by models that never saw its patient")),
    ("untouched", mark("The untouched part, scored by the model that would be installed")),
    ("reference", mark("The reference set")),
)
NO_REFERENCE = mark(
    "The reference set: none installed, so what is lost on other sites' nodules was not measured."
)
NONE_THERE = mark("not measured")


class FiguresTable(QTreeWidget):
    """The table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(theme.TintDelegate(self))
        self.setHeaderLabels([tr(name) if name else "" for name in _COLUMNS])
        self.setAccessibleName(tr("Figures of both models"))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(14)
        self.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        set_widths(self, (210, 190, 190, 210))

    def set_verdict(self, verdict: Verdict) -> None:
        """Show a verdict's figures."""
        self.clear()
        for name, title in _SECTIONS:
            comparison: Comparison | None = getattr(verdict, name)
            if comparison is None:
                self._head(tr(NO_REFERENCE) if name == "reference" else f"{tr(title)}: {tr(NONE_THERE)}")
            else:
                self._section(tr(title), comparison)
        self.expandAll()

    def _head(self, text: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [text])
        item.setFirstColumnSpanned(True)
        theme.tint_item(item, 0, Role.TEXT_QUIET)
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        return item

    def _section(self, title: str, comparison: Comparison) -> None:
        few = "" if comparison.auc is not None else tr("; too few of one class for figures")
        top = self._head(
            tr(
                "{title}: {n} nodules, {patients} patients{few}",
                title=title,
                n=comparison.n,
                patients=comparison.patients,
                few=few,
            )
        )
        for field, name, tip in _ROWS:
            change: Change | None = getattr(comparison, field)
            if change is None:
                continue
            gain = change.gain
            item = QTreeWidgetItem(
                top, [tr(name), text_of(change.old), text_of(change.new), text_of(gain, sign=True)]
            )
            item.setToolTip(0, tr(tip))
            theme.tint_item(item, 3, _colour(gain))
        tests = [
            f"{name} p = {test.p:.3f}"
            for name, test in (
                (tr("DeLong (AUC)"), comparison.delong),
                (tr("McNemar (calls)"), comparison.mcnemar),
            )
            if test is not None and test.p is not None
        ]
        if tests:
            item = QTreeWidgetItem(top, [tr("Paired tests: {tests}", tests=tr(", ").join(tests))])
            item.setFirstColumnSpanned(True)
        if comparison.baseline_diameter is not None:
            alone = text_of(comparison.baseline_diameter.auc)
            item = QTreeWidgetItem(top, [tr("AUC by diameter alone"), alone])
            item.setToolTip(0, tr("What the diameter alone, without any network, would reach."))

    def texts(self) -> list[list[str]]:
        """All lines, those of a section after its title."""
        lines = []
        for i in range(self.topLevelItemCount()):
            top = self.topLevelItem(i)
            if top is None:
                continue
            lines.append([top.text(0)])
            children = (top.child(j) for j in range(top.childCount()))
            lines += [[item.text(c) for c in range(4)] for item in children if item is not None]
        return lines


def text_of(figure: Interval | None, *, sign: bool = False) -> str:
    """Return a figure and its interval."""
    if figure is None or figure.value is None:
        return tr(NONE_THERE)
    form = "+.3f" if sign else ".3f"
    text = f"{figure.value:{form}}".replace("-", "−")
    if figure.low is None or figure.high is None:
        return text
    low, high = (f"{end:{form}}".replace("-", "−") for end in (figure.low, figure.high))
    return tr("{text}  ({low} to {high})", text=text, low=low, high=high)


def _colour(gain: Interval | None) -> Role | None:
    """Colour only what the interval shows: all of it on one side of 0."""
    if gain is None or gain.low is None or gain.high is None:
        return None
    return Role.ERROR if gain.high < 0 else Role.ACCENT if gain.low > 0 else None
