"""Which models there are, and which one is active: those that came with the program, and those installed.

A model is named by ``ID-VERSION``, or by ``default`` for the one that came with the program. The pointer to
the active one is replaced in one step, so a crash leaves the old or the new choice, never a broken one.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine import json_text, paths
from engine.files import replace_folder
from engine.models.package import ModelPackage, PackageError, load_package
from engine.runtimes.choose import choose

DEFAULT = "default"
#: How many earlier choices `rollback` can go back through.
HISTORY = 10
_STALE_S = 24 * 3600


@dataclass(frozen=True)
class Entry:
    """A model on this machine.

    Parameters
    ----------
    name
        ``ID-VERSION``; of a broken package its folder's name.
    folder
        Where it lies.
    bundled
        Whether it came with the program.
    active
        Whether it is the one in use.
    package
        The package, or `None` if it must not be used; then `problem` says why.
    """

    name: str
    folder: Path
    bundled: bool
    active: bool
    package: ModelPackage | None
    problem: str = ""


def _check_parity(package: ModelPackage) -> None:
    choose(package)


class Registry:
    """The models of this user.

    Parameters
    ----------
    installed
        Folder of the installed ones; by default in the user's data folder.
    bundled
        Folder of those that came with the program.
    check
        Refuses a package whose recorded answers do not hold on this machine; raises `PackageError`.
    """

    def __init__(
        self,
        installed: Path | None = None,
        bundled: Path | None = None,
        check: Callable[[ModelPackage], None] = _check_parity,
    ) -> None:
        self._installed = installed or paths.data_dir() / "models"
        self._bundled = bundled or paths.resources_dir() / "models"
        self._check = check

    # ------------------------------------------------------------ reading

    def entries(self) -> tuple[Entry, ...]:
        """All models, bundled ones first; broken ones are listed with their problem."""
        chosen = self._read_pointer()[0][0]
        found = []
        for root, bundled in ((self._bundled, True), (self._installed, False)):
            for folder in _package_folders(root):
                package, problem = None, ""
                try:
                    package = load_package(folder)
                except PackageError as error:
                    problem = str(error)
                name = name_of(package) if package else folder.name
                names = (name, DEFAULT) if bundled and folder.name == DEFAULT else (name,)
                found.append(Entry(name, folder, bundled, chosen in names, package, problem))
        return tuple(found)

    def get(self, name: str) -> ModelPackage:
        """Return a model by ``ID-VERSION``, by ``default``, or by an id that only one version has.

        Raises
        ------
        PackageError
            If there is none, or more than one, or it must not be used.
        """
        if name == DEFAULT:
            return load_package(self._bundled / DEFAULT)
        entries = self.entries()
        found = [e for e in entries if e.name == name]
        found = found or [e for e in entries if e.package and e.package.manifest.id == name]
        if not found:
            raise PackageError(f"There is no model {name!r}; `noduscope models list` shows those there are.")
        if len({e.package.sha256 if e.package else e.name for e in found}) > 1:
            versions = ", ".join(e.name for e in found)
            raise PackageError(f"More than one version of {name!r} is installed: name one of {versions}.")
        if found[0].package is None:
            raise PackageError(found[0].problem)
        return found[0].package

    def active(self) -> tuple[ModelPackage, str]:
        """Return the model in use, and a sentence if it is not the one chosen.

        Raises
        ------
        PackageError
            If neither the chosen model nor the one that came with the program can be used.
        """
        (chosen, *_), note = self._read_pointer()
        if chosen != DEFAULT:
            try:
                return self.get(chosen), note
            except PackageError as error:
                note = f"{error} The model that came with the program is used instead."
        return self.get(DEFAULT), note

    def earlier(self) -> str:
        """Return the name of the model that `rollback` would go to if its answers hold; empty without one."""
        for name in self._read_pointer()[0][1:]:
            try:
                return name_of(self.get(name))
            except PackageError:
                continue
        return ""

    # ------------------------------------------------------------ changing

    def install(self, source: Path) -> ModelPackage:
        """Check a package and copy it to the installed ones; it does not become active.

        Raises
        ------
        PackageError
            If it must not be used, its verdict is neither better nor overridden, or another package of the
            same id and version is there.
        """
        package = load_package(source)
        self._gate(package)
        target = self._installed / name_of(package)
        if target.exists():
            try:
                present = load_package(target)
            except PackageError:
                pass  # the one there is broken: this one repairs it
            else:
                if present.sha256 != package.sha256:
                    raise PackageError(
                        f"Another model named {name_of(package)} is installed, with other contents;"
                        " remove it first, or export this one with a new version."
                    )
                if package.signature in (None, present.signature):
                    return present
        self._installed.mkdir(parents=True, exist_ok=True)
        _remove_stale(self._installed)
        with tempfile.TemporaryDirectory(prefix=".install-", dir=self._installed) as scratch:
            fresh = Path(scratch) / "new"
            fresh.mkdir()
            for file in package.members:
                shutil.copyfile(package.folder / file, fresh / file)
            load_package(fresh)
            replace_folder(fresh, target)
        return load_package(target)

    def activate(self, name: str) -> ModelPackage:
        """Make a model the one in use, once its recorded answers hold here.

        Raises
        ------
        PackageError
            If it must not be used; the active model stays.
        """
        package = self.get(name)
        self._gate(package)
        history = self._read_pointer()[0]
        chosen = DEFAULT if name == DEFAULT else name_of(package)
        if history[0] != chosen:
            self._write_pointer([chosen, *history])
        return package

    def rollback(self) -> ModelPackage:
        """Go back to the model that was active before; one that is gone is passed over.

        Raises
        ------
        PackageError
            If there is no earlier model that can be used.
        """
        history = self._read_pointer()[0]
        for position, name in enumerate(history[1:], start=1):
            try:
                package = self.get(name)
                self._gate(package)
            except PackageError:
                continue
            self._write_pointer(history[position:])
            return package
        raise PackageError("There is no earlier model to go back to.")

    def remove(self, name: str) -> None:
        """Delete an installed model.

        Raises
        ------
        PackageError
            If there is none of that name, it came with the program, or it is active.
        """
        found = [
            e for e in self.entries() if e.name == name or (name == DEFAULT and e.folder.name == DEFAULT)
        ]
        installed = [e for e in found if not e.bundled]
        if not found:
            raise PackageError(f"There is no model {name!r} to remove.")
        if not installed:
            raise PackageError(f"The model {name!r} came with the program and cannot be removed.")
        if installed[0].active:
            raise PackageError(f"The model {name!r} is active; activate another one first.")
        try:
            shutil.rmtree(installed[0].folder)
        except OSError as error:
            raise PackageError(
                f"The model {name!r} could not be removed: {error.strerror}. Is it in use?"
            ) from error

    def _gate(self, package: ModelPackage) -> None:
        """Refuse what may not be put to work here, however sound its files are."""
        lineage = package.manifest.lineage
        if lineage is not None and not lineage.usable:
            raise PackageError(
                f"The model {name_of(package)} was refused, since it was not found better than its parent "
                f"{lineage.parent.id} {lineage.parent.version}. {lineage.sentence} Whoever wants it all the "
                "same must export it again with an override that names a reason and a reader."
            )
        self._check(package)

    # ------------------------------------------------------------ the pointer

    @property
    def _pointer(self) -> Path:
        return self._installed / "active.json"

    def _read_pointer(self) -> tuple[list[str], str]:
        """Names of the active model and of those before it, and a sentence if the file is damaged."""
        if paths.safe_mode():
            return [DEFAULT], ""
        try:
            names = json_text.read(self._pointer)["active"]
        except FileNotFoundError:
            return [DEFAULT], ""
        except (OSError, ValueError, KeyError, TypeError):
            names = None
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            return [
                DEFAULT
            ], "The choice of model could not be read; the one that came with the program is used."
        return names, ""

    def _write_pointer(self, names: list[str]) -> None:
        if paths.safe_mode():
            raise PackageError(
                "In safe mode the model that came with the program is used; start without it to choose"
                " another."
            )
        self._installed.mkdir(parents=True, exist_ok=True)
        scratch = self._pointer.with_suffix(f".{os.getpid()}.part")
        with scratch.open("w", encoding="utf-8") as file:
            json.dump({"active": names[:HISTORY]}, file)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(self._pointer)


def name_of(package: ModelPackage) -> str:
    """Return the name under which a package is installed and chosen."""
    return f"{package.manifest.id}-{package.manifest.version}"


def _package_folders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return sorted(p for p in root.iterdir() if p.is_dir() and not p.name.startswith((".", "__")))


def _remove_stale(root: Path) -> None:
    """Remove what an installation that was killed left behind."""
    for path in root.glob(".install-*"):
        if time.time() - path.stat().st_mtime > _STALE_S:
            shutil.rmtree(path, ignore_errors=True)
