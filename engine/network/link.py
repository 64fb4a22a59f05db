"""An association with a node, opened and closed for one job, and the sentence where that fails; C-ECHO."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pynetdicom import AE
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext, build_context

from engine.network.classes import VERIFICATION
from engine.network.config import Network, NetworkError, Node
from engine.network.tls import client_context

CONNECT_S = 10
#: Longest silence of a node while it works.
ANSWER_S = 60
#: A node that was asked to stop is hung up on after so long.
GRACE_S = 3.0

#: A-ASSOCIATE-RJ reasons of the service user (PS3.8 table 9-21).
_REJECTED = {
    3: "it does not know the AE title {own!r}. Its administrator has to add it",
    7: "it is not called {called!r}. Check the node's AE title",
}

_NO_HOST = "There is no computer called {host!r}. Check the node's address."


@contextlib.contextmanager
def linked(
    config: Network,
    node: Node,
    contexts: Sequence[PresentationContext],
    *,
    service: str,
    stop: threading.Event | None = None,
    handlers: Sequence[Any] = (),
    roles: Sequence[Any] = (),
    on_stop: Callable[[Association], None] | None = None,
) -> Iterator[Association]:
    """Open an association, and release it at the end; abort it where the block raises.

    Parameters
    ----------
    service
        What is asked for, in a word, for the sentence where the node does not offer it.
    stop
        Once set, `on_stop` is called, and the link is cut if the block has not ended soon after.
    roles
        Role selection items, for C-GET.

    Raises
    ------
    NetworkError
        If the node cannot be reached or does not want to talk.
    """
    ae = AE(config.ae_title)
    ae.connection_timeout, ae.acse_timeout = CONNECT_S, CONNECT_S * 2
    ae.dimse_timeout, ae.network_timeout = ANSWER_S, ANSWER_S * 2
    tls = (client_context(config.tls), node.host) if node.tls and config.tls else None
    try:
        association = ae.associate(
            node.host,
            node.port,
            contexts=list(contexts),
            ae_title=node.ae_title,
            evt_handlers=list(handlers),
            ext_neg=list(roles),
            tls_args=tls,
        )
    except OSError as error:
        raise NetworkError(_NO_HOST.format(host=node.host)) from error
    if not association.is_established:
        raise NetworkError(_why_not(config, node, association, service))
    over = threading.Event()
    if stop is not None:
        threading.Thread(target=_watch, args=(association, stop, over, on_stop), daemon=True).start()
    try:
        yield association
    except BaseException:
        over.set()
        association.abort()
        raise
    over.set()
    association.release()


def _watch(
    association: Association,
    stop: threading.Event,
    over: threading.Event,
    on_stop: Callable[[Association], None] | None,
) -> None:
    while not over.is_set():
        if stop.wait(0.1):
            if on_stop is not None and association.is_established:
                with contextlib.suppress(Exception):
                    on_stop(association)
            if not over.wait(GRACE_S):
                association.abort()
            return


def _why_not(config: Network, node: Node, association: Association, service: str) -> str:
    who = f"{node.name} ({node.ae_title} at {node.host}, port {node.port})"
    if association.is_rejected:
        reply: Any = association.acceptor.primitive
        reason = _REJECTED.get(getattr(reply, "diagnostic", None) or 0, "") if reply is not None else ""
        text = reason.format(own=config.ae_title, called=node.ae_title) or "it gives no reason"
        return f"{who} refused: {text}."
    if association.rejected_contexts:
        return f"{node.name} answers, but does not offer {service} to this station."
    problem = _unreachable(node)
    if problem:
        return problem
    if node.tls:
        return f"{who} does not talk over TLS, or a certificate was not accepted."
    return f"{who} closed the connection. Check that this is a DICOM port, and whether it wants TLS."


def _unreachable(node: Node) -> str:
    """Say why not even a connection is possible; empty where one is."""
    try:
        with socket.create_connection((node.host, node.port), timeout=CONNECT_S):
            return ""
    except socket.gaierror:
        return _NO_HOST.format(host=node.host)
    except TimeoutError:
        return f"{node.host} does not answer at port {node.port}. Check address, port and firewall."
    except OSError:
        return f"Nothing listens at {node.host}, port {node.port}. Check that {node.name} runs, and its port."


def lost(node: Node) -> NetworkError:
    """Return the error of a link that broke or fell silent in the middle."""
    return NetworkError(f"The connection to {node.name} broke off, or it stopped answering. Try again.")


def echo(config: Network, node: Node) -> float:
    """Ask a node whether it is there (C-ECHO).

    Returns
    -------
    float
        Milliseconds that its answer took, without the handshake.

    Raises
    ------
    NetworkError
        If it cannot be reached or does not answer with success.
    """
    with linked(config, node, [build_context(VERIFICATION)], service="C-ECHO") as association:
        began = time.perf_counter()
        status = association.send_c_echo()
        took_ms = (time.perf_counter() - began) * 1000
        if not status:
            raise lost(node)
        if status.Status != 0:
            raise NetworkError(f"{node.name} answered with status 0x{status.Status:04X}.")
    return took_ms
