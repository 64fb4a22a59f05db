"""The sub-commands of `nodes`: whom this station talks to, who may send to it, and what it is itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from engine.output import answer, write_json, write_table

if TYPE_CHECKING:
    from engine.network.config import Network

nodes = typer.Typer(
    help="Nodes of the network: list, add, remove, test; who may send here.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Name = Annotated[str, typer.Argument(help="Name of the node.")]


def fail(text: str) -> NoReturn:
    """End the command with a sentence."""
    typer.echo(text, err=True)
    raise typer.Exit(1)


def _change(change: Callable[[Network], Network], text: str) -> None:
    from engine.network.config import NetworkError, load, save

    with answer() as out:
        try:
            save(change(load()))
        except NetworkError as error:
            fail(str(error))
        out.write(text + "\n")


@nodes.command("list")
def list_(as_json: Json = False) -> None:
    """Show what this station is, who may send to it, and the nodes it knows."""
    from engine.network.config import NetworkError, load

    with answer() as out:
        try:
            config = load()
        except NetworkError as error:
            fail(str(error))
        if as_json:
            write_json(out, {**config.model_dump(mode="json"), "received": str(config.received)})
            return
        state = f"listens at {config.address}, port {config.port}" if config.receive else "does not receive"
        out.write(f"This station is {config.ae_title} and {state}.\n")
        for peer in config.peers:
            out.write(f"May send here: {peer.ae_title} from {peer.address}\n")
        if config.nodes:
            out.write("\n")
            rows = [
                (
                    n.name,
                    n.ae_title,
                    n.host,
                    str(n.port),
                    "C-MOVE" if n.move else "C-GET",
                    "TLS" if n.tls else "",
                )
                for n in config.nodes
            ]
            write_table(out, ("node", "AE title", "host", "port", "fetched by", ""), rows)


@nodes.command()
def own(
    *,
    ae_title: Annotated[str | None, typer.Option(help="AE title of this station.")] = None,
    address: Annotated[
        str | None, typer.Option(help="IP address to listen at; 127.0.0.1 is this computer only.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535)] = None,
    receive: Annotated[bool | None, typer.Option("--receive/--no-receive", help="Allow receiving.")] = None,
    folder: Annotated[str | None, typer.Option(help="Where received series go.")] = None,
    tls: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="CERTIFICATE KEY AUTHORITY", help="PEM files for TLS."),
    ] = None,
) -> None:
    """Say what this station is and whether it receives."""
    given = {
        "ae_title": ae_title, "address": address, "port": port, "receive": receive, "folder": folder,
        "tls": dict(zip(("certificate", "key", "authority"), tls, strict=True)) if tls else None,
    }  # fmt: skip
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise typer.BadParameter("Name something to change.")
    _change(lambda config: config.changed(**changes), "The settings of this station are saved.")


@nodes.command()
def add(
    name: Name,
    ae_title: Annotated[str, typer.Argument(help="Its AE title.")],
    host: Annotated[str, typer.Argument(help="Its name or address.")],
    port: Annotated[int, typer.Argument(min=1, max=65535)],
    *,
    tls: Annotated[bool, typer.Option("--tls", help="Talk over TLS.")] = False,
    move: Annotated[bool, typer.Option("--move", help="Fetch by C-MOVE instead of C-GET.")] = False,
) -> None:
    """Add a node, or change the one of that name."""
    entry = {"name": name, "ae_title": ae_title, "host": host, "port": port, "tls": tls, "move": move}

    def put(config: Network) -> Network:
        others = [n for n in config.nodes if n.name.casefold() != name.strip().casefold()]
        return config.changed(nodes=(*others, entry))

    _change(put, f"{name} is added.")


@nodes.command()
def remove(name: Name) -> None:
    """Forget a node."""

    def drop(config: Network) -> Network:
        gone = config.node(name)
        return config.changed(nodes=tuple(n for n in config.nodes if n != gone))

    _change(drop, f"{name} is removed.")


@nodes.command()
def allow(
    ae_title: Annotated[str, typer.Argument(help="Calling AE title.")],
    address: Annotated[str, typer.Argument(help="Its IP address, or a network such as 192.168.4.0/24.")],
) -> None:
    """Let a station send here."""

    def put(config: Network) -> Network:
        from engine.network.config import Peer

        config = config.changed(peers=(*config.peers, {"ae_title": ae_title, "address": address}))
        return config.changed(peers=tuple(dict.fromkeys(Peer.model_validate(p) for p in config.peers)))

    _change(put, f"{ae_title} may send here from {address}.")


@nodes.command()
def forbid(ae_title: Annotated[str, typer.Argument(help="Calling AE title.")]) -> None:
    """Let a station no longer send here."""

    def drop(config: Network) -> Network:
        from engine.network.config import NetworkError

        left = tuple(p for p in config.peers if p.ae_title != ae_title.strip())
        if left == config.peers:
            raise NetworkError(f"{ae_title} was not allowed to send here.")
        return config.changed(peers=left)

    _change(drop, f"{ae_title} may no longer send here.")


@nodes.command()
def echo(name: Name, as_json: Json = False) -> None:
    """Ask a node whether it is there (C-ECHO)."""
    from engine.network.config import NetworkError, load

    with answer() as out:
        try:
            config = load()
            node = config.node(name)
            from engine.network.link import echo as ask

            took_ms = ask(config, node)
        except NetworkError as error:
            fail(str(error))
        if as_json:
            write_json(out, {"node": node.name, "ok": True, "ms": round(took_ms, 1)})
        else:
            out.write(f"{node.name} answers in {took_ms:.0f} ms.\n")
