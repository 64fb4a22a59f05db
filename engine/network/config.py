"""What this station is on the network: its own AE title, who may send to it, which nodes it talks to.

One JSON file in the folder of settings, read by the commands and by the window. Without it nothing is opened.
Knows nothing of sockets or DICOM files.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from engine.files import write_whole
from engine.paths import config_dir, data_dir

FILE = "network.json"
#: The port that IANA keeps for DICOM; 104 needs the rights of an administrator.
DEFAULT_PORT = 11112
#: RFC 1123: labels of letters, digits and hyphens.
_HOST = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)


class NetworkError(Exception):
    """Something that cannot be done over the network, in a sentence."""


def _ae_title(text: str) -> str:
    """PS3.5 6.2: 1 to 16 printable ASCII characters without a backslash, not only blanks."""
    text = text.strip(" ")
    if not 1 <= len(text) <= 16 or not text.isascii() or not text.isprintable() or "\\" in text:
        raise ValueError(
            f"{text!r} is no AE title: it has 1 to 16 letters, digits or signs, without a backslash."
        )
    return text


def _interface(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        raise ValueError(
            f"{text!r} is no IP address to listen at, such as 127.0.0.1 (this computer only)."
        ) from None


def _sources(text: str) -> str:
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise ValueError(f"{text!r} is no IP address and no network such as 192.168.4.0/24.") from None
    return str(network.network_address if network.num_addresses == 1 else network)


def _host(text: str) -> str:
    text = text.strip()
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        if not _HOST.fullmatch(text):
            raise ValueError(f"{text!r} is no name or address of a computer.") from None
    return text


def _name(text: str) -> str:
    text = text.strip()
    if not 1 <= len(text) <= 64 or not text.isprintable():
        raise ValueError("A node needs a name of 1 to 64 characters.")
    return text


AeTitle = Annotated[str, AfterValidator(_ae_title)]
Port = Annotated[int, Field(ge=1, le=65535)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Peer(_Part):
    """Who may send here: a calling AE title, from an IP address or a network of them."""

    ae_title: AeTitle
    address: Annotated[str, AfterValidator(_sources)]

    def is_at(self, address: str) -> bool:
        """Whether an IP address is one of this peer's."""
        try:
            found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return (mapped or found) in ipaddress.ip_network(self.address)


class Node(_Part):
    """A station to ask, fetch from and send to.

    Parameters
    ----------
    name
        What it is called here.
    tls
        Talk over TLS.
    move
        Fetch by C-MOVE to the own listener, for nodes that cannot C-GET.
    """

    name: Annotated[str, AfterValidator(_name)]
    ae_title: AeTitle
    host: Annotated[str, AfterValidator(_host)]
    port: Port
    tls: bool = False
    move: bool = False


class Tls(_Part):
    """PEM files: the own certificate and its key, and the authority that the others' must be signed by."""

    certificate: str
    key: str
    authority: str


class Network(_Part):
    """The whole configuration.

    Parameters
    ----------
    receive
        Whether `noduscope receive` may listen.
    address
        The interface it listens at, and no other.
    peers
        Who may send here; nobody else may.
    folder
        Where received series go; empty: ``received`` in the data folder.
    tls
        Files for nodes with `Node.tls`, and for the listener, which then speaks TLS only.
    """

    schema_version: Literal[1] = 1
    receive: bool = False
    ae_title: AeTitle = "NODUSCOPE"
    address: Annotated[str, AfterValidator(_interface)] = "127.0.0.1"
    port: Port = DEFAULT_PORT
    peers: tuple[Peer, ...] = ()
    nodes: tuple[Node, ...] = ()
    folder: str = ""
    tls: Tls | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Network:
        names = [node.name.casefold() for node in self.nodes]
        if twice := next((n.name for n in self.nodes if names.count(n.name.casefold()) > 1), ""):
            raise ValueError(f"There are two nodes called {twice!r}.")
        if self.tls is None and any(node.tls for node in self.nodes):
            raise ValueError("A node is to be reached over TLS, but no certificate files are given.")
        return self

    @property
    def received(self) -> Path:
        """Folder of the received series."""
        return Path(self.folder) if self.folder else data_dir() / "received"

    def node(self, name: str) -> Node:
        """Return a node by its name, whatever the case.

        Raises
        ------
        NetworkError
            If there is none.
        """
        for node in self.nodes:
            if node.name.casefold() == name.strip().casefold():
                return node
        known = ", ".join(node.name for node in self.nodes)
        hint = f"Known: {known}." if known else "Add it with `noduscope nodes add`."
        raise NetworkError(f"There is no node called {name!r}. {hint}")

    def allows(self, ae_title: str, address: str) -> bool:
        """Whether a station may send here."""
        return any(peer.ae_title == ae_title.strip() and peer.is_at(address) for peer in self.peers)

    def changed(self, **changes: object) -> Network:
        """Return another configuration, checked.

        Raises
        ------
        NetworkError
            If it would not be a valid one; every fault has its sentence.
        """
        try:
            return Network.model_validate({**dict(self), **changes})
        except ValidationError as error:
            raise NetworkError(sentences(error)) from error


def config_file() -> Path:
    """Return where the configuration lies."""
    return config_dir() / FILE


def load(path: Path | None = None) -> Network:
    """Read the configuration; where there is none, that of a station which is closed.

    Raises
    ------
    NetworkError
        If the file is there but cannot be used: nothing is opened by guess.
    """
    path = path or config_file()
    try:
        return Network.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Network()
    except OSError as error:
        raise NetworkError(f"{path} cannot be read ({error.strerror}). Nothing is opened.") from error
    except ValidationError as error:
        raise NetworkError(
            f"{path} cannot be used: {sentences(error)} Mend it or delete it; nothing is opened."
        ) from error


def save(config: Network, path: Path | None = None) -> None:
    """Write the configuration whole.

    Raises
    ------
    NetworkError
        If it cannot be written.
    """
    path = path or config_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, config.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise NetworkError(f"The network settings could not be saved ({error.strerror}).") from error


def sentences(error: ValidationError) -> str:
    """Return what pydantic found, in sentences; values that are no sentence yet get their place."""
    found = []
    for fault in error.errors():
        text = fault["msg"].removeprefix("Value error, ")
        where = ".".join(str(part) for part in fault["loc"])
        found.append(text if text.endswith(".") else f"{where}: {text}.")
    return " ".join(dict.fromkeys(found))
