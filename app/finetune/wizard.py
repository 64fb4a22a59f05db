"""The window of Fine-tune: the steps at the left, one page, Back and Next, and why one cannot go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.finetune.data_check import DataCheckPage
from app.finetune.install import InstallPage
from app.finetune.page import Draft, Page
from app.finetune.recipe import RecipePage
from app.finetune.request import TuneRequest
from app.finetune.run import RunState, TuneRun
from app.finetune.split import SplitPage
from app.finetune.training import TrainingPage
from app.finetune.verdict import VerdictPage
from app.finetune.workspace import INSTALLED_FILE, attempt_of
from app.i18n import mark, sentence, tr
from app.labels import quiet, rule
from app.room import size_within

DATA, SPLIT, RECIPE, TRAINING, VERDICT, INSTALL = range(6)
#: Room for the widest step in bold.
STEPS_WIDTH = 176
ANOTHER_RUNS = mark("A fine-tuning is running already; this is it. One at a time.")
NOTE = mark("Nothing here changes the model in use, except the last page's button. Not for sole diagnosis.")


class FineTuneWizard(QDialog):
    """Leads from the labels to a model in use. Closing it only hides it; a training goes on.

    Signals
    -------
    activated()
        Another model is the active one now.
    """

    activated = Signal()

    def __init__(self, run: TuneRun, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Fine-tune"))
        self.setModal(False)
        self.setMinimumSize(940, 600)
        size_within(self, 1080, 720)
        self.run, self.draft = run, draft
        self.data, self.split, self.recipe = DataCheckPage(draft), SplitPage(draft), RecipePage(draft)
        self.training, self.verdict, self.install = (
            TrainingPage(draft, run),
            VerdictPage(draft),
            InstallPage(draft),
        )
        self.pages: tuple[Page, ...] = (
            self.data, self.split, self.recipe, self.training, self.verdict, self.install,
        )  # fmt: skip
        self.stack = QStackedWidget()
        self.steps = [QLabel() for _ in self.pages]
        self.why = quiet()
        self.over_button = QPushButton(tr("Start over"))
        self.over_button.setToolTip(tr("Begin a new fine-tuning with the labels as they are now."))
        self.over_button.clicked.connect(self.start_over)
        self.back_button, self.next_button = QPushButton(tr("Back")), QPushButton(tr("Next"))
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)
        self._lay_out()
        for page in self.pages:
            page.changed.connect(self.refresh)
        self.training.deleted.connect(self.start_over)
        self.install.activated.connect(self.activated)
        self._began = False

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(4)
        for step in self.steps:
            step.setMinimumWidth(STEPS_WIDTH)
            left.addWidget(step)
        left.addStretch(1)
        for page in self.pages:
            area = QScrollArea(widgetResizable=True)
            area.setWidget(page)
            area.setProperty("ground", "window")
            self.stack.addWidget(area)
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addLayout(left)
        middle.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.over_button)
        foot.addWidget(self.why, 1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(middle, 1)
        layout.addWidget(rule())
        layout.addLayout(foot)
        layout.addWidget(quiet(tr(NOTE)))
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    # ------------------------------------------------------------ where one is

    @property
    def page(self) -> Page:
        """The page on screen."""
        return self.pages[self.stack.currentIndex()]

    def begin(self) -> None:
        """Show the page where things stand: the run that is there, or the first page."""
        if self._began:
            if self.page is self.data and not self.data.command.running:
                self.draft.check = None  # more may have been labelled meanwhile
            self.page.enter()
            return
        self._began = True
        state, request = self.run.state, self.run.request
        if request is None or (attempt_of(request) / INSTALLED_FILE).exists():
            self.go_to(DATA)
            return
        self.draft.request, self.draft.dataset, self.draft.base = request, request.dataset, request.base
        self.go_to(VERDICT if state is RunState.DONE else TRAINING)

    def go_to(self, index: int) -> None:
        """Show a page."""
        if self.stack.currentIndex() != index:
            self.page.leave()
        self.stack.setCurrentIndex(index)
        self.page.enter()
        self.refresh()

    def next(self) -> None:
        """Go on, where the page lets one."""
        index = self.stack.currentIndex()
        if self.page.fault():
            return
        if index == INSTALL:
            self.close()
            return
        if index == RECIPE:
            request = self.recipe.request()
            if request is None:
                return
            self._start(request)
        self.go_to(index + 1)

    def _start(self, request: TuneRequest) -> None:
        """Start a training, or show the one that another window has started."""
        other = self.draft.workspace.running()
        if other is not None and self.run.attach(other) and self.run.request is not None:
            self.training.fail(tr(ANOTHER_RUNS))
            request = self.run.request
        else:
            self.run.start(request)
        self.draft.request, self.draft.verdict, self.draft.exported = request, None, None

    def back(self) -> None:
        """Go to the page before."""
        if self.stack.currentIndex() not in (DATA, TRAINING):
            self.go_to(self.stack.currentIndex() - 1)

    def start_over(self) -> None:
        """Begin anew, with the labels as they are now; a finished run stays on disk."""
        if not self.run.state.alive:
            self.run.forget()
            self.draft.clear()
            self.go_to(DATA)

    def refresh(self) -> None:
        """Show where one is, and why one cannot go on."""
        index, fault = self.stack.currentIndex(), sentence(self.page.fault())
        for number, (step, page) in enumerate(zip(self.steps, self.pages, strict=True)):
            step.setText(f"{'✓' if number < index else number + 1}  {tr(page.title)}")
            theme.restyle(step, "step", "now" if number == index else "other")
        self.why.setText(fault if fault != self.page.message.text() else "")
        self.next_button.setText(tr(self.page.next_text))
        self.next_button.setEnabled(not fault)
        self.next_button.setToolTip(fault)
        self.back_button.setEnabled(index not in (DATA, TRAINING))
        self.over_button.setVisible(index >= TRAINING)
        self.over_button.setEnabled(not self.run.state.alive)

    @property
    def busy(self) -> bool:
        """Whether a page has a command under way."""
        return any(page.busy for page in self.pages)

    def close_commands(self) -> None:
        """End what the pages asked for; the main window closes."""
        for page in self.pages:
            page.close_commands()
            page.leave()  # and nothing is asked any more
