"""Third page: how far the network may move: three plain choices, and what can be set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any, cast, get_args

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QRadioButton,
    QToolButton,
    QWidget,
)

from app import theme
from app.finetune.advanced import AdvancedFields
from app.finetune.documents import Plan, Split, read_as
from app.finetune.page import Draft, Page
from app.finetune.request import Choice, TuneRequest
from app.i18n import mark, tr, trn
from app.labels import paragraph, quiet
from app.palette import Role
from app.time_left import duration

CHOICES: dict[Choice, tuple[str, str]] = {
    "gentle": (
        mark("Gentle"),
        (
            mark(
                "Only the last layers move. The least that can go wrong; for few nodules, or a scanner "
                "much like "
                "those that the base model knows."
            )
        ),
    ),
    "standard": (mark("Standard"), mark("The upper half of the network moves, slowly. For most sites.")),
    "thorough": (
        mark("Thorough"),
        (
            mark(
                "Most of the network moves. For some hundred nodules, or images that differ much; takes "
                "longest, "
                "and forgets most where there is no reference set."
            )
        ),
    ),
}
RECALIBRATE = mark(
    "With so few nodules the network itself stays as it is; slope and offset of its logit are fitted. There "
    "is nothing to choose, and it takes a moment."
)
ANOTHER_SPLIT = mark("Another split than before, with this seed.")
#: Typing is over after this.
_SETTLE_MS = 500


class RecipePage(Page):
    """Makes the request out of what is chosen; asks for the plan of each choice, and so for its time."""

    title = mark("Recipe")
    next_text = mark("Start training")

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.buttons: dict[str, QRadioButton] = {}
        self.times: dict[str, QLabel] = {}
        group = QButtonGroup(self)
        self.choices = QWidget()
        grid = QGridLayout(self.choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (name, (title, words)) in enumerate(CHOICES.items()):
            button, time = QRadioButton(tr(title)), QLabel()
            button.setStyleSheet("font-weight: 600;")
            group.addButton(button)
            grid.addWidget(button, row, 0)
            grid.addWidget(paragraph(tr(words)), row, 1)
            grid.addWidget(time, row, 2)
            self.buttons[name], self.times[name] = button, time
        self.buttons["standard"].setChecked(True)
        group.buttonToggled.connect(lambda _button, checked: self._chosen() if checked else None)
        self.fold_out = QToolButton()
        self.fold_out.setText(tr("Advanced ▸"))
        self.fold_out.setCheckable(True)
        self.fold_out.setAutoRaise(True)
        self.advanced = AdvancedFields()
        self.advanced.changed.connect(self._advanced_changed)
        self.fold_out.toggled.connect(self._fold)
        self.advanced.hide()
        self.facts = quiet()
        self.only = paragraph(tr(RECALIBRATE))
        self._seen: Split | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._plan_next)
        for widget in (self.only, self.choices, self.fold_out, self.advanced, self.facts):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    # ------------------------------------------------------------ what is chosen

    @property
    def choice(self) -> Choice:
        """Which of the three."""
        return cast("Choice", next(name for name, button in self.buttons.items() if button.isChecked()))

    def enter(self) -> None:
        """Ask how long each choice would take."""
        recalibrate = self.draft.plan is not None and self.draft.plan.mode == "recalibrate"
        self.only.setVisible(recalibrate)
        for widget in (self.choices, self.fold_out):
            widget.setVisible(not recalibrate)
        self.advanced.setVisible(self.fold_out.isChecked() and not recalibrate)
        self._seen = self.draft.plan.split if self.draft.plan is not None else None
        self._show()
        if not recalibrate:
            self._plan_next()

    def fault(self) -> str:
        """The time need not be known to begin, but a refusal must be read first."""
        fault = self.advanced.fault() or self.message.text()
        if not fault and self._seeded and self.choice not in self.draft.plans:
            return tr("The split is being made anew with this seed.")
        return fault

    @property
    def _seeded(self) -> bool:
        return bool(self.advanced.fields["seed"].text())

    def request(self) -> TuneRequest | None:
        """Return what is to be trained."""
        if self.draft.request is None or self.advanced.fault():
            return None
        return self.draft.request.model_copy(
            update={"choice": self.choice, "advanced": self.advanced.values()}
        )

    def leave(self) -> None:
        """Nothing is asked any more."""
        self._settle.stop()
        super().leave()

    # ------------------------------------------------------------ how long it takes

    def _chosen(self) -> None:
        self._show()
        self._settle.start()
        self.changed.emit()

    def _advanced_changed(self) -> None:
        self.command.cancel()  # it was asked about other values
        self.show_wait("")
        self.draft.plans = {}
        self._chosen()

    def _plan_next(self) -> None:
        """Ask for the plan of the chosen one first, then of the others."""
        request = self.request()
        if request is None:
            return
        order = [self.choice, *(c for c in get_args(Choice) if c != self.choice)]
        missing = [c for c in order if c not in self.draft.plans]
        if missing:
            wanted = request.model_copy(update={"choice": missing[0]})
            self.ask(
                tr("Estimating the time on this computer …"), *wanted.arguments(plan=True),
                then=lambda document: self._planned(missing[0], document),
            )  # fmt: skip

    def _planned(self, choice: str, document: dict[str, Any]) -> None:
        plan = self.draft.plans[choice] = read_as(Plan, document)
        if choice == self.choice:
            self.draft.plan = plan
        self._show()
        self._plan_next()

    def _show(self) -> None:
        for name, label in self.times.items():
            seconds = seconds_of(name, self.draft.plans)
            label.setText("…" if seconds is None else duration(seconds))
            theme.tint(label, Role.TEXT if name == self.choice else Role.TEXT_QUIET)
        plan = self.draft.plans.get(self.choice)
        if plan is None and self.draft.plan is not None and self.draft.plan.mode == "recalibrate":
            plan = self.draft.plan
        text = facts_text(plan) if plan else ""
        another = plan is not None and plan.split != self._seen
        self.facts.setText(f"{tr(ANOTHER_SPLIT)} {text}" if another else text)
        self.advanced.show_plan(plan)

    def _fold(self, out: bool) -> None:
        self.fold_out.setText(tr("Advanced ▾") if out else tr("Advanced ▸"))
        self.advanced.setVisible(out)


def seconds_of(choice: str, plans: Mapping[str, Plan]) -> float | None:
    """Return how long a choice takes; `None` while it is not known.

    Every plan measures this computer's pace anew, and while it is busy with other things the figures differ
    by more than the choices do. So the middle pace of all of them, in seconds per epoch, counts for each.
    """
    plan = plans.get(choice)
    if plan is None or plan.estimated_seconds is None:
        return None
    paces = [p.estimated_seconds / _epochs(p) for p in plans.values() if p.estimated_seconds is not None]
    return median(paces) * _epochs(plan)


def _epochs(plan: Plan) -> float:
    return float(plan.choices.get("epochs", 1))


def facts_text(plan: Plan) -> str:
    """Return where and how it would be trained, in one line."""
    device = tr("the graphics card") if plan.device.startswith(("cuda", "gpu")) else tr("the processor")
    what = trn("1 training", "{n} trainings", plan.trainings) if plan.trainings else tr("Fitted")
    parts = [tr("{what} on {device}", what=what, device=device)]
    if plan.threads:
        parts.append(trn("1 thread", "{n} threads", plan.threads))
    if plan.memory_limit_mb:
        parts.append(
            tr("at most {memory_limit_mb:.1f} GB of memory", memory_limit_mb=plan.memory_limit_mb / 1024)
        )
    return tr(", ").join(parts) + tr(
        ". Reading goes on meanwhile: it runs with low priority, and this window may be closed."
    )
