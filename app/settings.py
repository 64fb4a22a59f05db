"""What the window remembers between two starts: recent series, its place on screen, the reader's own keys.

One small JSON file, written whole and moved into place. Nothing in it names a patient: a recent entry has the
series' description, its size and the folder that the reader opened. Readers stand as they name themselves.
"""

from __future__ import annotations

import base64
import contextlib
import getpass
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.batch.request import BatchMemory
from app.i18n import mark, tr
from engine import json_text
from engine.files import private_folder
from engine.paths import safe_mode

#: Recent entries kept.
RECENTS = 12
#: Readers' names kept.
READERS = 12
FILE = "window.json"


class Recent(BaseModel):
    """Something opened before."""

    model_config = ConfigDict(frozen=True)

    paths: tuple[str, ...]
    series_uid: str
    description: str
    size: str
    opened: datetime
    chosen: bool = False
    """Whether the reader chose this series, against the preselected one."""

    @property
    def exists(self) -> bool:
        """Whether all of it is still there."""
        return all(Path(p).exists() for p in self.paths)


class Stored(BaseModel):
    """The file's content. Unknown fields of a later version are left out."""

    schema_version: Literal[1] = 1
    geometry: str = ""
    splitter: str = ""
    recents: tuple[Recent, ...] = ()
    keys: dict[str, str | list[str]] = Field(default_factory=dict)
    batch: BatchMemory | None = None
    readers: tuple[str, ...] = ()
    order: str = ""
    report_folder: str = ""
    organisation: str = ""
    language: str = ""
    theme: str = ""
    go_on: bool = False
    opening_itself: bool = False
    private: bool = False
    layout: str = ""
    hanging: dict[str, object] = Field(default_factory=dict)


class Settings:
    """The settings, saved at each change.

    Parameters
    ----------
    folder
        Where the file lies. A file that cannot be read is put aside as ``window.json.bad`` and the defaults
        are used; a folder that cannot be written costs the memory, never the window.

    Attributes
    ----------
    problem
        A sentence where the file could not be read, else empty.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self.problem = ""
        self._stored = self._read()

    def _read(self) -> Stored:
        try:
            return Stored.model_validate(json_text.read(self._path))
        except FileNotFoundError:
            return Stored()
        except (OSError, ValueError, ValidationError):
            self.problem = mark(
                "The window's settings could not be read and start afresh; the old file is kept as "
                "window.json.bad."
            )
            try:
                self._path.replace(self._path.with_name(FILE + ".bad"))
            except OSError:
                self.problem = mark("The window's settings could not be read; the defaults are used.")
            return Stored()

    def _save(self, **changes: object) -> None:
        self._stored = self._stored.model_copy(update=changes)
        if safe_mode():  # what was opened is nobody's affair after it
            return
        temporary = self._path.with_name(f"{FILE}.{os.getpid()}.tmp")
        try:
            private_folder(self._path.parent)
            temporary.write_text(self._stored.model_dump_json(indent=1), "utf-8")
            temporary.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()

    # ------------------------------------------------------------ recent series

    @property
    def recents(self) -> tuple[Recent, ...]:
        """What was opened before, the latest first."""
        return self._stored.recents

    def add_recent(
        self, paths: tuple[str, ...], series_uid: str, description: str, size: str, *, chosen: bool = False
    ) -> None:
        """Note that a series was opened; an older entry for the same one goes."""
        entry = Recent(
            paths=paths,
            series_uid=series_uid,
            description="" if self.private else description,
            size=size,
            opened=datetime.now(UTC).replace(microsecond=0),
            chosen=chosen,
        )
        rest = [r for r in self.recents if r.series_uid != series_uid or r.paths != paths]
        self._save(recents=(entry, *rest)[:RECENTS])

    def clear_recents(self) -> None:
        """Forget what was opened before."""
        self._save(recents=())

    # ------------------------------------------------------------ going on, and privacy

    @property
    def go_on(self) -> bool:
        """Whether what was read last is opened by itself at the start."""
        return self._stored.go_on

    def set_go_on(self, wanted: bool) -> None:
        """Open it by itself from now on, or no longer."""
        self._save(go_on=wanted)

    @property
    def opening_itself(self) -> bool:
        """Whether something that was opened by itself has not come on screen yet."""
        return self._stored.opening_itself

    def set_opening_itself(self, under_way: bool) -> None:
        """Note that it begins, or that it is there."""
        if under_way != self.opening_itself:
            self._save(opening_itself=under_way)

    @property
    def private(self) -> bool:
        """Whether what was opened before is listed without descriptions and folders."""
        return self._stored.private

    def set_private(self, wanted: bool) -> None:
        """List it without, from now on; the descriptions kept so far go."""
        recents = tuple(r.model_copy(update={"description": ""}) if wanted else r for r in self.recents)
        self._save(private=wanted, recents=recents)

    # ------------------------------------------------------------ Analyze folder

    @property
    def batch(self) -> BatchMemory | None:
        """The last run of Analyze folder."""
        return self._stored.batch

    def set_batch(self, memory: BatchMemory) -> None:
        """Remember a run."""
        self._save(batch=memory)

    # ------------------------------------------------------------ who reads

    @property
    def readers(self) -> tuple[str, ...]:
        """Readers' names, the present one first; before one is given, who is logged in to the computer."""
        return self._stored.readers or (_logged_in(),)

    def set_reader(self, name: str) -> None:
        """Note who reads from now on."""
        self._save(readers=(name, *(known for known in self._stored.readers if known != name))[:READERS])

    # ------------------------------------------------------------ the nodule list

    @property
    def order(self) -> str:
        """The nodule list's order, as `app.findings.order.Order` names it; empty where none was chosen."""
        return self._stored.order

    def set_order(self, order: str) -> None:
        """Remember it."""
        self._save(order=order)

    # ------------------------------------------------------------ colours

    @property
    def theme(self) -> str:
        """The theme, as `app.theme.Choice` names it; empty where none was chosen."""
        return self._stored.theme

    def set_theme(self, theme: str) -> None:
        """Remember it."""
        self._save(theme=theme)

    # ------------------------------------------------------------ reports

    @property
    def report_folder(self) -> str:
        """Where the last report went; empty before the first."""
        return self._stored.report_folder

    @property
    def organisation(self) -> str:
        """Hospital or practice of who signs; may be empty."""
        return self._stored.organisation

    def set_report_place(self, folder: str, organisation: str) -> None:
        """Remember where reports go, and for whom they are signed."""
        self._save(report_folder=folder, organisation=organisation)

    # ------------------------------------------------------------ hanging

    @property
    def layout(self) -> str:
        """The last layout, as `app.viewer.grid.Layout` names it; empty before the first."""
        return self._stored.layout

    def set_layout(self, layout: str) -> None:
        """Remember it."""
        if layout != self._stored.layout:
            self._save(layout=layout)

    @property
    def hanging(self) -> dict[str, object]:
        """How studies open, unchecked: `app.hanging.preferences` knows what it means."""
        return self._stored.hanging

    def set_hanging(self, hanging: dict[str, object]) -> None:
        """Remember it."""
        self._save(hanging=hanging)

    # ------------------------------------------------------------ language

    @property
    def language(self) -> str:
        """The chosen language, a code of `app.i18n.LANGUAGES`; empty for the computer's own."""
        return self._stored.language

    def set_language(self, code: str) -> None:
        """Remember it."""
        self._save(language=code)

    # ------------------------------------------------------------ place on screen

    @property
    def geometry(self) -> bytes:
        """The window's place, as Qt wrote it; empty where unknown."""
        return _bytes(self._stored.geometry)

    @property
    def splitter(self) -> bytes:
        """The widths of the three columns, as Qt wrote them; empty where unknown."""
        return _bytes(self._stored.splitter)

    def save_place(self, geometry: bytes, splitter: bytes) -> None:
        """Remember the window's place."""
        self._save(geometry=base64.b64encode(geometry).decode(), splitter=base64.b64encode(splitter).decode())

    @property
    def keys_note(self) -> str:
        """Where the reader changes keys."""
        return tr(
            "To change keys, write them under “keys” in {path}, and start Noduscope again.", path=self._path
        )

    @property
    def keys(self) -> dict[str, str | list[str]]:
        """The reader's own keys, by command."""
        return self._stored.keys


def _logged_in() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "reader"


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
