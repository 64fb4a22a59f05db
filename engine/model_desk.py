"""What the engine process does with models for the window: list, install, choose, check, export.

It knows the registry and messages; which model is in use is `engine.service`'s affair.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.models.checks import check_runtimes
from engine.models.facts import facts_of
from engine.models.package import PackageError, pack
from engine.models.registry import Registry, name_of
from engine.models.signature import origin_of
from engine.protocol_models import ModelRequest, ModelsResult
from engine.trail import note

#: What the audit log says of a change.
_NOTED = {
    "install": ("model", "installed"), "activate": ("model", "active"), "rollback": ("model", "active again"),
    "remove": ("model", "removed"), "export": ("export", "model package"),
}  # fmt: skip


class ModelDesk:
    """Fulfils requests about models; two lanes may call it at the same time.

    Parameters
    ----------
    registry
        The models of this user.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._changing = threading.Lock()

    def handle(self, request: ModelRequest) -> ModelsResult:
        """Fulfil one request.

        Raises
        ------
        PackageError
            If it cannot be fulfilled, in a sentence; nothing has changed then.
        """
        name, text, ok = request.name, "", True
        match request.action:
            case "install":
                with self._change("installed"):
                    name = name_of(self._registry.install(Path(request.path)))
                text = f"{name} is installed."
            case "activate":
                with self._change("activated"):
                    name = name_of(self._registry.activate(name))
                text = f"{name} is active."
            case "rollback":
                with self._change("activated"):
                    name = name_of(self._registry.rollback())
                text = f"{name} is active again."
            case "reload":
                name = name_of(self._registry.active()[0])
                text = f"{name} is active."
            case "remove":
                with self._change("removed"):
                    self._registry.remove(name)
                text = f"{name} is removed."
            case "verify":
                package = self._registry.get(name)
                results = check_runtimes(package)
                ok, signed = all(result.ok for result in results), origin_of(package.signature).text
                text = f"{name}: its files are as they were exported; it is {signed}. "
                text += " ".join(result.text for result in results)
            case "export":
                self._export(name, Path(request.path))
                text = f"{name} is exported."
        if request.action in _NOTED:
            action, word = _NOTED[request.action]
            remark = note(action, subject=name, detail=word)
            text = f"{text} {remark}".rstrip()
        return ModelsResult(
            models=tuple(facts_of(entry) for entry in self._registry.entries()),
            earlier=self._registry.earlier(),
            name=name,
            text=text,
            ok=ok,
        )

    @contextmanager
    def _change(self, what: str) -> Iterator[None]:
        try:
            with self._changing:
                yield
        except OSError as error:
            reason = error.strerror or "unknown error"
            raise PackageError(f"The model could not be {what}: {reason}. Nothing has changed.") from error

    def _export(self, name: str, path: Path) -> None:
        package = self._registry.get(name)
        try:
            pack(package.folder, path)
        except OSError as error:
            reason = error.strerror or "unknown error"
            raise PackageError(f"The model could not be written to {path}: {reason}.") from error
