"""Asks the engine about models and has it change them. It knows messages; it must not know widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.engine_client import EngineClient, Job
from engine.protocol_models import DriftRequest, DriftResult, ModelRequest, ModelsResult


class ModelDesk(QObject):
    """The window's end of `engine.model_desk`. What is asked for while something is under way waits.

    Signals
    -------
    listed(object)
        A `ModelsResult`, whatever was asked for.
    done(str, object)
        An action other than looking, and the `ModelsResult` after it.
    failed(str, str)
        The action, and a sentence; nothing has changed.
    drift(object)
        The document of the active model's months.
    busyChanged(str)
        What is under way; empty when nothing is.
    """

    listed = Signal(object)
    done = Signal(str, object)
    failed = Signal(str, str)
    drift = Signal(object)
    busyChanged = Signal(str)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.result: ModelsResult | None = None
        self._jobs: dict[int, str] = {}

    @property
    def busy(self) -> str:
        """The change or check that is under way; empty when there is none."""
        return next((action for action in self._jobs.values() if action not in ("list", "drift")), "")

    def refresh(self) -> None:
        """Look which models there are; `listed` or `failed` follows."""
        self._ask("list")

    def install(self, path: str) -> None:
        """Check a package and install it; it does not become active."""
        self._ask("install", path=path)

    def activate(self, name: str) -> None:
        """Use a model from now on, as ``ID-VERSION`` or ``default``."""
        self._ask("activate", name)

    def rollback(self) -> None:
        """Go back to the model that was active before."""
        self._ask("rollback")

    def reload(self) -> None:
        """Take up a choice that another program has made."""
        self._ask("reload")

    def remove(self, name: str) -> None:
        """Delete an installed model."""
        self._ask("remove", name)

    def verify(self, name: str) -> None:
        """Check a model's files and its recorded answers on every runtime."""
        self._ask("verify", name)

    def export(self, name: str, path: str) -> None:
        """Write a model as one file."""
        self._ask("export", name, path)

    def ask_drift(self) -> None:
        """Look at the active model's months; `drift` or `failed` follows."""
        self._follow("drift", self._client.send(lambda i: DriftRequest(id=i)))

    def _ask(self, action: str, name: str = "", path: str = "") -> None:
        fields = {"action": action, "name": name, "path": path}
        job = self._client.send(lambda i: ModelRequest.model_validate({"id": i, **fields}))
        self._follow(action, job)

    def _follow(self, action: str, job: Job) -> None:
        self._jobs[job.id] = action
        job.result.connect(lambda result: self._take(job, action, result))
        job.failed.connect(lambda _code, text: self._fail(job, action, text))
        self.busyChanged.emit(self.busy)

    def _end(self, job: Job) -> None:
        self._jobs.pop(job.id, None)
        self.busyChanged.emit(self.busy)

    def _take(self, job: Job, action: str, result: object) -> None:
        self._end(job)
        if isinstance(result, DriftResult):
            self.drift.emit(result.document)
        elif isinstance(result, ModelsResult):
            self.result = result
            self.listed.emit(result)
            if action != "list":
                self.done.emit(action, result)

    def _fail(self, job: Job, action: str, text: str) -> None:
        self._end(job)
        self.failed.emit(action, text)
