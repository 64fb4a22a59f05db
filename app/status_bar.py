"""The bottom line: what the engine does, the active model, memory, what is being loaded, and the reminder."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from app.engine_client import EngineState
from app.i18n import mark, tr
from app.labels import small_button
from engine.protocol import ModelInfo

NOT_FOR_SOLE_DIAGNOSIS = mark("Not for sole diagnosis")

_STATES = {
    EngineState.STARTING: mark("engine starting …"),
    EngineState.READY: mark("engine ready"),
    EngineState.RESTARTING: mark("engine restarting …"),
    EngineState.FAILED: mark("engine stopped"),
    EngineState.STOPPED: mark("engine stopped"),
}


class StatusBar(QStatusBar):
    """Labels only; the window tells it what to say.

    Signals
    -------
    cancelRequested()
        The reader wants to cancel what the progress bar shows.
    """

    cancelRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self.engine = QLabel(tr("engine stopped"))
        self.model = QLabel(tr("no model yet"))
        self.network = QLabel()
        self.network.hide()
        self.memory = QLabel()
        self.reminder = QLabel(tr(NOT_FOR_SOLE_DIAGNOSIS))
        self.reminder.setObjectName("reminder")
        self.activity = QLabel()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedSize(120, 10)
        self.cancel = small_button("✕", tr("Cancel (Esc)"))
        self.cancel.clicked.connect(self.cancelRequested)
        for widget in (self.engine, self.model, self.activity, self.bar, self.cancel):
            self.addWidget(widget)
        for widget in (self.network, self.memory, self.reminder):
            self.addPermanentWidget(widget)
        self._state = EngineState.STOPPED
        self._model: ModelInfo | None = None
        self._error = ""
        self.hide_progress()

    def set_engine(self, state: EngineState) -> None:
        """Say what the engine does."""
        self._state = state
        self._write()

    def set_model(self, model: ModelInfo | None, error: str) -> None:
        """Say which model is active, or that there is none and why (in the tooltip)."""
        self._model, self._error = model, error
        self._write()

    def _write(self) -> None:
        runtime = ""
        if self._model is not None and self._state is EngineState.READY:
            runtime = f" · {self._model.runtime} {self._model.device}"
        self.engine.setText(tr(_STATES[self._state]) + runtime)
        if self._model is not None:
            self.model.setText(tr("model {id}-{version}", id=self._model.id, version=self._model.version))
            self.model.setToolTip(
                tr(
                    "SHA-256 {sha256}\n{precision}",
                    sha256=self._model.sha256,
                    precision=self._model.precision,
                )
            )
        else:
            self.model.setText(tr("no model") if self._error else tr("model loading …"))
            self.model.setToolTip(self._error)

    def set_memory(self, window_mb: float, engine_mb: float | None) -> None:
        """Say how much memory window and engine hold."""
        total = window_mb + (engine_mb or 0)
        self.memory.setText(
            tr("{total:.1f} GB", total=total / 1024) if total >= 1000 else tr("{total:.0f} MB", total=total)
        )
        engine = tr("not running") if engine_mb is None else tr("{engine_mb:.0f} MB", engine_mb=engine_mb)
        self.memory.setToolTip(
            tr(
                "Window with the series on screen {window_mb:.0f} MB, engine {engine}",
                window_mb=window_mb,
                engine=engine,
            )
        )

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Show how far something is; a total of 0 means that nobody knows."""
        self.activity.setText(text)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        for widget in (self.activity, self.bar, self.cancel):
            widget.show()

    def hide_progress(self) -> None:
        """Nothing is being loaded."""
        for widget in (self.activity, self.bar, self.cancel):
            widget.hide()

    @property
    def busy(self) -> bool:
        """Whether it shows progress."""
        return not self.bar.isHidden()
