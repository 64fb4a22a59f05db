"""What the status bar says of the engine: its state, its model, and the memory of both processes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.engine_client import EngineClient, EngineState
from app.memory import own_mb
from app.status_bar import StatusBar
from engine.protocol import StatusRequest, StatusResult

#: How often memory is asked for and shown.
MEMORY_MS = 5000


class EngineWatch(QObject):
    """Keeps the status bar true.

    Parameters
    ----------
    client
        The engine.
    status
        Where it is shown.
    """

    def __init__(self, client: EngineClient, status: StatusBar, parent: QObject) -> None:
        super().__init__(parent)
        self._client, self._status = client, status
        self._timer = QTimer(self)
        self._timer.setInterval(MEMORY_MS)
        self._timer.timeout.connect(self._ask_memory)
        client.stateChanged.connect(self._state_changed)
        client.modelChanged.connect(status.set_model)

    def start(self) -> None:
        """Ask from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def _state_changed(self, state: EngineState) -> None:
        self._status.set_engine(state)
        if state is EngineState.READY:
            self._ask_memory()

    def _ask_memory(self) -> None:
        if self._client.state is not EngineState.READY:
            self._status.set_memory(own_mb(), None)
            return
        job = self._client.send(lambda i: StatusRequest(id=i))
        job.result.connect(
            lambda r: self._status.set_memory(own_mb(), r.memory_mb) if isinstance(r, StatusResult) else None
        )
