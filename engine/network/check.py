"""The network's part of the self-test: this computer sends itself a series, over loopback only."""

from __future__ import annotations

import socket
from pathlib import Path

from engine.network.config import Network, NetworkError, Node, Peer
from engine.network.link import echo
from engine.network.listener import Listener
from engine.network.send import send

_HERE = "127.0.0.1"
_PATIENCE_S = 10.0


def send_to_self(source: Path, scratch: Path) -> str:
    """Receive what is sent from a folder.

    Returns
    -------
    str
        What was done, in a sentence.

    Raises
    ------
    NetworkError
        If it does not arrive whole.
    """
    with socket.socket() as probe:
        probe.bind((_HERE, 0))
        port = int(probe.getsockname()[1])
    title = "NODUSCOPE"
    config = Network(receive=True, port=port, peers=(Peer(ae_title=title, address=_HERE),))
    node = Node(name="self", ae_title=title, host=_HERE, port=port)
    with Listener(config, root=scratch) as listener:
        echo(config, node)
        sent = send(config, node, [source]).sent
        listener.wait_idle(_PATIENCE_S)
    received = list(scratch.glob("*/*/*.dcm"))
    if not sent or len(received) != len(sent):
        raise NetworkError(f"Of {len(sent)} files that were sent {len(received)} arrived.")
    return f"{len(received)} files were sent to this computer and arrived."
