"""The bottom line: what the engine does, the active model, memory, what is being loaded, and the reminder."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from app.engine_client import EngineState
from app.labels import small_button
from engine.protocol import ModelInfo

NOT_FOR_SOLE_DIAGNOSIS = "Not for sole diagnosis"

_STATES = {
    EngineState.STARTING: "engine starting …",
    EngineState.READY: "engine ready",
    EngineState.RESTARTING: "engine restarting …",
    EngineState.FAILED: "engine stopped",
    EngineState.STOPPED: "engine stopped",
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
        self.engine = QLabel("engine stopped")
        self.model = QLabel("no model yet")
        self.network = QLabel()
        self.network.hide()
        self.memory = QLabel()
        self.reminder = QLabel(NOT_FOR_SOLE_DIAGNOSIS)
        self.reminder.setObjectName("reminder")
        self.activity = QLabel()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedSize(120, 10)
        self.cancel = small_button("✕", "Cancel (Esc)")
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
        self.engine.setText(_STATES[self._state] + runtime)
        if self._model is not None:
            self.model.setText(f"model {self._model.id}-{self._model.version}")
            self.model.setToolTip(f"SHA-256 {self._model.sha256}\n{self._model.precision}")
        else:
            self.model.setText("no model" if self._error else "model loading …")
            self.model.setToolTip(self._error)

    def set_memory(self, window_mb: float, engine_mb: float | None) -> None:
        """Say how much memory window and engine hold."""
        total = window_mb + (engine_mb or 0)
        self.memory.setText(f"{total / 1024:.1f} GB" if total >= 1000 else f"{total:.0f} MB")
        engine = "not running" if engine_mb is None else f"{engine_mb:.0f} MB"
        self.memory.setToolTip(f"Window with the series on screen {window_mb:.0f} MB, engine {engine}")

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
