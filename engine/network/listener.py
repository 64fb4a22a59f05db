"""The listener: C-STORE and C-ECHO from allowed peers, at one address, into the receive folder.

It runs in a process of its own (`noduscope receive`): what a stranger sends must reach neither the window nor
the engine. It names no patient in what it tells: AE titles, addresses, counts and hashes only.
"""

from __future__ import annotations

import contextlib
import errno
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pynetdicom import AE, evt
from pynetdicom.association import Association
from pynetdicom.events import Event

from engine.network import checks
from engine.network.classes import VERIFICATION, supported
from engine.network.config import Network, NetworkError
from engine.network.intake import Intake, Series
from engine.network.storing import free_bytes, spooled, store
from engine.network.tls import server_context

#: What `Listener` tells, one dictionary an event; the keys are in docs/network.md.
Tell = Callable[[dict[str, Any]], None]

MOST_ASSOCIATIONS = 10
#: A sender that says nothing for so long has gone; some read from slow archives between two objects.
IDLE_S = 300
ACSE_S = 30
#: A longer PDU than any that is negotiated (16 KiB) or any request for an association needs is an attack.
MOST_PDU_BYTES = 2 * 2**20
#: How often it is told how far a transfer is.
_PROGRESS_S = 0.5


@dataclass
class _Transfer:
    """One association, as far as it is known here."""

    calling: str
    address: str
    objects: int = 0
    bytes_coming: int = 0
    told_s: float = 0.0


class Listener:
    """Listens while its block runs.

    Parameters
    ----------
    config
        Only its own AE title, address, port, peers and certificate files matter here.
    tell
        Called with events, from several threads, one at a time.
    root
        The receive folder instead of the configured one.
    room
        Returns the free bytes on a folder's disk.
    """

    def __init__(
        self,
        config: Network,
        tell: Tell = lambda _event: None,
        *,
        root: Path | None = None,
        room: Callable[[Path], int] = free_bytes,
    ) -> None:
        self._config, self._room = config, room
        self._root = root or config.received
        self._tell_raw, self._telling = tell, threading.Lock()
        self._transfers: dict[Association, _Transfer] = {}
        self._ended = threading.Condition()
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Listener:
        """Listen.

        Raises
        ------
        NetworkError
            If the address or port cannot be used, or the folder cannot be written.
        """
        config = self._config
        ae = AE(config.ae_title)
        ae.maximum_associations = MOST_ASSOCIATIONS
        ae.acse_timeout, ae.network_timeout, ae.dimse_timeout = ACSE_S, IDLE_S, IDLE_S
        ae.supported_contexts = supported()
        ae.add_supported_context(VERIFICATION)
        context = server_context(config.tls) if config.tls else None
        with contextlib.ExitStack() as stack:
            try:
                self._intake = Intake(self._root, "push", self._series)
            except OSError as error:
                raise NetworkError(
                    f"The receive folder {self._root} cannot be written ({error.strerror})."
                ) from error
            stack.callback(self._intake.close)
            stack.enter_context(spooled(self._intake))
            try:
                server = ae.start_server(
                    (config.address, config.port),
                    block=False,
                    ssl_context=context,
                    evt_handlers=self._handlers(),
                )
            except OSError as error:
                raise NetworkError(_why_not(config, error)) from error
            stack.callback(ae.shutdown)
            self.port = (
                int(server.socket.getsockname()[1]) if server is not None and server.socket else config.port
            )
            self._tell(event="listening", ae_title=config.ae_title, address=config.address, port=self.port)
            try:
                self._intake.recover()
            except OSError as error:
                raise NetworkError(
                    f"The receive folder cannot be put in order ({error.strerror})."
                ) from error
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop; what is half received is put aside."""
        self._stack.close()
        self._tell(event="stopped")

    def sweep(self) -> None:
        """Close transfers whose thread died without a word. To be called from time to time."""
        for association in list(self._transfers):
            if not association.is_alive():
                self._close(association, whole=False)

    def wait_idle(self, timeout_s: float) -> bool:
        """Wait until nobody is sending; return whether that came about."""
        with self._ended:
            return self._ended.wait_for(lambda: not self._transfers, timeout_s)

    # ------------------------------------------------------------ events of pynetdicom

    def _handlers(self) -> list[Any]:
        return [
            (evt.EVT_CONN_OPEN, _bound_pdus),
            (evt.EVT_REQUESTED, self._requested),
            (evt.EVT_ACCEPTED, self._accepted),
            (evt.EVT_PDU_RECV, self._count_bytes),
            (evt.EVT_C_ECHO, lambda _event: checks.SUCCESS),
            (evt.EVT_C_STORE, self._store),
            (evt.EVT_RELEASED, lambda event: self._close(event.assoc, whole=True)),
            (evt.EVT_ABORTED, lambda event: self._close(event.assoc, whole=False)),
        ]

    def _requested(self, event: Event) -> None:
        """Let in whom the configuration names, from where it says, asking for us; reject all others."""
        association = event.assoc
        request: Any = association.requestor.primitive
        calling, called = str(request.calling_ae_title).strip(), str(request.called_ae_title).strip()
        address = str(association.requestor.address)
        if not self._config.allows(calling, address):
            diagnostic, why = 0x03, "it is not among the allowed peers"
        elif called != self._config.ae_title:
            diagnostic, why = 0x07, f"it asked for {_printable(called)!r}"
        else:
            return
        self._tell(event="rejected", calling=_printable(calling), address=address, text=f"Rejected: {why}.")
        association.acse.send_reject(0x01, 0x01, diagnostic)
        association.kill()

    def _accepted(self, event: Event) -> None:
        requestor = event.assoc.requestor
        self._transfers[event.assoc] = _Transfer(_printable(requestor.ae_title), str(requestor.address))

    def _count_bytes(self, event: Event) -> None:
        transfer = self._transfers.get(event.assoc)
        if transfer is None:
            return
        transfer.bytes_coming += getattr(event.pdu, "pdu_length", 0)
        if transfer.bytes_coming > checks.MOST_BYTES:
            transfer.bytes_coming = 0
            self._refused(transfer, "An object was too large; the transfer was cut off.")
            event.assoc.abort()

    def _store(self, event: Event) -> int:
        transfer = self._transfers.setdefault(event.assoc, _Transfer("", ""))
        transfer.bytes_coming = 0
        status = store(
            event, self._intake, refused=lambda text: self._refused(transfer, text), room=self._room
        )
        if status == checks.SUCCESS:
            transfer.objects += 1
            if time.monotonic() - transfer.told_s > _PROGRESS_S:
                transfer.told_s = time.monotonic()
                self._tell(event="receiving", calling=transfer.calling, n_images=transfer.objects)
        return status

    def _close(self, association: Association, *, whole: bool) -> None:
        transfer = self._transfers.get(association)
        if transfer is None:
            return
        try:
            self._intake.end(association, whole=whole)
        except OSError as error:
            self._refused(transfer, f"What came could not be put in place ({error.strerror}).")
        with self._ended:
            self._transfers.pop(association, None)
            self._ended.notify_all()
        self._tell(event="ended", calling=transfer.calling, n_images=transfer.objects, whole=whole)

    # ------------------------------------------------------------ what is told

    def _refused(self, transfer: _Transfer, text: str) -> None:
        self._tell(event="refused", calling=transfer.calling, address=transfer.address, text=text)

    def _series(self, series: Series) -> None:
        document: dict[str, Any] = {
            "series": series.key,
            "folder": str(series.folder),
            "modality": series.modality,
            "n_new": series.n_new,
            "n_images": series.n_images,
        }
        if series.whole:
            self._tell(event="received", **document)
        else:
            text = (
                f"A transfer was cut off after {series.n_new} images, now put aside. Send the series again."
            )
            self._tell(event="incomplete", text=text, **document)

    def _tell(self, **event: Any) -> None:
        with self._telling:
            self._tell_raw(event)


def _bound_pdus(event: Event) -> None:
    """Read no PDU of absurd length: pynetdicom would gather up to 4 GiB of it before it looks."""
    socket: Any = event.assoc.dul.socket
    read = socket.recv

    def recv(n_bytes: int) -> bytearray:
        if n_bytes > MOST_PDU_BYTES:
            raise OSError("PDU too long")
        return bytearray(read(n_bytes))

    socket.recv = recv


def _printable(text: str) -> str:
    return "".join(c if c.isascii() and c.isprintable() else "?" for c in text)[:16]


def _why_not(config: Network, error: OSError) -> str:
    place = f"{config.address}, port {config.port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {config.port} at {config.address} is in use, by another program or by a Noduscope that"
            " already receives. End that one or choose another port."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This user may not listen at {place}. Choose a port above 1023."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This computer has no address {config.address}. Choose one of its own, or 127.0.0.1."
    return f"It is not possible to listen at {place} ({error.strerror})."
