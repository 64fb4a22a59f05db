"""Stations on this computer for the tests: ports, a listener that keeps its events, a node that answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pydicom
from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.presentation import build_context

from engine.network.classes import PLAIN, STORED, STUDY_FIND, STUDY_GET, STUDY_MOVE, VERIFICATION
from engine.network.config import Network, Node, Peer
from engine.network.listener import Listener

HERE = "127.0.0.1"
CT = "1.2.840.10008.5.1.4.1.1.2"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def station(port: int | None = None, **changes: Any) -> Network:
    """A station that receives, whose own node is called `me` and may send to it."""
    port = port or free_port()
    values: dict[str, Any] = {
        "receive": True,
        "port": port,
        "peers": (Peer(ae_title="NODUSCOPE", address=HERE), Peer(ae_title="CT1", address=HERE)),
        "nodes": (Node(name="me", ae_title="NODUSCOPE", host=HERE, port=port),),
    }
    return Network(**{**values, **changes})


class Events(list):
    """What a listener tells; `of(kind)` are those of one kind."""

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self if event["event"] == kind]


@contextmanager
def listening(root: Path, config: Network | None = None, **options: Any) -> Iterator[tuple[Network, Events]]:
    config, events = config or station(), Events()
    with Listener(config, events.append, root=root, **options):
        yield config, events


def seen(root: Path) -> dict[str, int]:
    """Series that are visible in a receive folder, with their numbers of files."""
    return {
        series.name: len(list(series.glob("*.dcm")))
        for study in root.iterdir()
        if not study.name.startswith(".")
        for series in study.iterdir()
    }


@contextmanager
def sender(config: Network, files: list[Path], calling: str = "CT1") -> Iterator[Any]:
    """An open association with the station that is ready to send some files."""
    ae = AE(calling)
    kinds = {str(pydicom.dcmread(f, stop_before_pixels=True).SOPClassUID) for f in files}
    contexts = [build_context(kind) for kind in kinds]
    association = ae.associate(config.address, config.port, contexts, ae_title=config.ae_title)
    try:
        yield association
    finally:
        if association.is_established:
            association.release()


class Archive:
    """A node that holds files and answers C-ECHO, C-FIND, C-GET, C-MOVE and C-STORE, or misbehaves.

    Parameters
    ----------
    breaks_after
        C-GET: cut the connection after so many images.
    silent_after
        C-GET: say nothing any more after so many images, as if it hung at 100 %.
    move_to
        Port that C-MOVE sends to.
    """

    def __init__(
        self,
        files: list[Path],
        *,
        breaks_after: int | None = None,
        silent_after: int | None = None,
        move_to: int = 0,
        takes: tuple[str, ...] = PLAIN,
    ) -> None:
        self.files, self.breaks_after, self.silent_after, self.move_to = (
            files,
            breaks_after,
            silent_after,
            move_to,
        )
        self.takes = takes
        self.kept: list[Dataset] = []
        self.asked: list[Dataset] = []
        self.store_status = [0]
        self.hang = True

    @contextmanager
    def running(self) -> Iterator[Node]:
        ae = AE("ARCHIVE")
        ae.supported_contexts = [build_context(m) for m in (STUDY_FIND, STUDY_GET, STUDY_MOVE, VERIFICATION)]
        for kind in STORED:
            ae.add_supported_context(kind, list(self.takes), scu_role=True, scp_role=True)
        handlers = [
            (evt.EVT_C_FIND, self._find),
            (evt.EVT_C_GET, self._get),
            (evt.EVT_C_MOVE, self._move),
            (evt.EVT_C_STORE, self._store),
        ]
        port = free_port()
        server = ae.start_server((HERE, port), block=False, evt_handlers=handlers)
        try:
            yield Node(name="archive", ae_title="ARCHIVE", host=HERE, port=port)
        finally:
            self.hang = False
            server.shutdown()

    def _datasets(self, asked: Dataset) -> list[Dataset]:
        found = [pydicom.dcmread(f) for f in self.files]
        for name in ("StudyInstanceUID", "SeriesInstanceUID"):
            wanted = asked.get(name)
            found = [d for d in found if not wanted or d.get(name) == wanted]
        return found

    def _find(self, event: evt.Event) -> Iterator[tuple[int, Dataset | None]]:
        asked = event.identifier
        self.asked.append(asked)
        key = "StudyInstanceUID" if asked.QueryRetrieveLevel == "STUDY" else "SeriesInstanceUID"
        groups: dict[str, list[Dataset]] = {}
        for dataset in self._datasets(asked):
            groups.setdefault(dataset[key].value, []).append(dataset)
        for members in groups.values():
            if event.is_cancelled:
                yield 0xFE00, None
                return
            row = Dataset()
            for element in asked:
                if element.keyword in members[0]:
                    setattr(row, element.keyword, members[0][element.keyword].value)
            row.QueryRetrieveLevel = asked.QueryRetrieveLevel
            row.NumberOfStudyRelatedInstances = row.NumberOfSeriesRelatedInstances = len(members)
            row.ModalitiesInStudy = ["CT", "SR"]
            yield 0xFF00, row

    def _get(self, event: evt.Event) -> Iterator[Any]:
        found = self._datasets(event.identifier)
        yield len(found)
        for n, dataset in enumerate(found):
            if event.is_cancelled:
                yield 0xFE00, None
                return
            if n == self.breaks_after:
                event.assoc.abort()
                return
            if n == self.silent_after:
                until(lambda: not self.hang or event.is_cancelled or not event.assoc.is_established, 60)
                return
            yield 0xFF00, dataset

    def _move(self, event: evt.Event) -> Iterator[Any]:
        found = self._datasets(event.identifier)
        yield HERE, self.move_to, {"ae_title": "NODUSCOPE", "contexts": [build_context(CT)]}
        yield len(found)
        for dataset in found:
            yield 0xFF00, dataset

    def _store(self, event: evt.Event) -> int:
        status = self.store_status.pop(0) if len(self.store_status) > 1 else self.store_status[0]
        if status == -1:
            event.assoc.abort()
            return 0
        dataset = event.dataset
        dataset.file_meta = event.file_meta
        if status == 0:
            self.kept.append(dataset)
        return status
