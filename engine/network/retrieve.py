"""Fetches series from a node: by C-GET, or C-MOVE to the own listener. All of a series, or nothing of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import evt
from pynetdicom.association import Association
from pynetdicom.presentation import build_context, build_role

from engine.network.checks import valid_uid
from engine.network.classes import PLAIN, STORED, STUDY_GET, STUDY_MOVE, wanted
from engine.network.config import Network, NetworkError, Node, Peer
from engine.network.intake import Intake, hashed
from engine.network.link import linked, lost
from engine.network.listener import Listener
from engine.network.storing import spooled, store

CANCELLED = "Cancelled; nothing of it is kept."
_PENDING = (0xFF00, 0xFF01)
#: How long the images of a C-MOVE may come after the node said that it has sent them.
LATE_S = 20

#: Images that came, and of how many; 0 while the node has not said.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """What is to be fetched.

    Parameters
    ----------
    series_uids
        Of the study; none means all of them.
    n_images
        How many images the node counted before, or 0.
    """

    study_uid: str
    series_uids: tuple[str, ...] = ()
    n_images: int = 0


@dataclass
class _Count:
    came: int = 0
    of: int = 0
    refused: str = ""


def retrieve(
    config: Network,
    node: Node,
    what: Wanted,
    *,
    root: Path | None = None,
    progress: Progress = lambda _came, _of: None,
    stop: threading.Event | None = None,
) -> list[Path]:
    """Fetch a study, or series of it.

    Parameters
    ----------
    root
        Folder to put them in instead of the receive folder.
    stop
        Set to cancel.

    Returns
    -------
    list of Path
        Folders of the series that are there now.

    Raises
    ------
    NetworkError
        If not everything came; what came of it is removed then, or on cancelling.
    """
    if not all(map(valid_uid, (what.study_uid, *what.series_uids))):
        raise NetworkError("A UID of what to fetch makes no sense: it has digits and dots only.")
    root, stop = root or config.received, stop or threading.Event()
    fetch = _move if node.move else _get
    return fetch(config, node, what, root=root, progress=progress, stop=stop)


def _requests(what: Wanted) -> list[Dataset]:
    requests = []
    for uid in what.series_uids or ("",):
        asked = Dataset()
        asked.QueryRetrieveLevel = "SERIES" if uid else "STUDY"
        asked.StudyInstanceUID = what.study_uid
        if uid:
            asked.SeriesInstanceUID = uid
        requests.append(asked)
    return requests


# ---------------------------------------------------------------- C-GET


def _get(
    config: Network, node: Node, what: Wanted, *, root: Path, progress: Progress, stop: threading.Event
) -> list[Path]:
    count = _Count(of=what.n_images)
    try:
        intake = Intake(root, "get")
    except OSError as error:
        raise NetworkError(f"The folder {root} cannot be written ({error.strerror}).") from error

    def refuse(text: str) -> None:
        count.refused = text

    def take(event: Any) -> int:
        status = store(event, intake, refused=refuse)
        if status == 0:
            count.came += 1
            progress(count.came, max(count.of, count.came) if count.of else 0)
        return status

    contexts = [build_context(STUDY_GET, list(PLAIN)), *wanted()]
    roles = [build_role(name, scp_role=True) for name in STORED]
    association: Association | None = None
    try:
        with (
            spooled(intake),
            linked(
                config,
                node,
                contexts,
                service="C-GET",
                stop=stop,
                handlers=[(evt.EVT_C_STORE, take)],
                roles=roles,
                on_stop=lambda a: a.send_c_cancel(1, query_model=STUDY_GET),
            ) as association,
        ):
            if not any(c.abstract_syntax == STUDY_GET for c in association.accepted_contexts):
                raise NetworkError(
                    f"{node.name} cannot be fetched from by C-GET. Add the node with C-MOVE instead."
                )
            for asked in _requests(what):
                _follow(node, association.send_c_get(asked, STUDY_GET, msg_id=1), count, progress, stop)
        if count.came == 0:
            raise NetworkError(f"{node.name} sent nothing: it does not have that series any more.")
        return [series.folder for series in intake.end(association, whole=True)]
    except OSError as error:
        raise NetworkError(f"What came could not be put in place ({error.strerror}).") from error
    finally:
        intake.close()


def _follow(node: Node, responses: Any, count: _Count, progress: Progress, stop: threading.Event) -> None:
    """Go through a node's answers to one request; return when all that it is about has come."""
    before = count.came
    for status, _identifier in responses:
        if stop.is_set() and (not status or status.Status not in _PENDING):
            raise NetworkError(CANCELLED)
        if not status:
            raise lost(node)
        failed = int(status.get("NumberOfFailedSuboperations") or 0)
        if status.Status in _PENDING:
            done = int(status.get("NumberOfCompletedSuboperations") or 0)
            left = int(status.get("NumberOfRemainingSuboperations") or 0)
            if not count.of and left:
                progress(before + done, before + done + failed + left)
        elif count.refused:
            raise NetworkError(f"{count.refused} Nothing of it is kept.")
        elif status.Status != 0 or failed:
            came = f" after {count.came} images" if count.came else ""
            raise NetworkError(
                f"{node.name} could not send all of it (status 0x{status.Status:04X}{came}). Nothing of it"
                " is kept; try again."
            )


# ---------------------------------------------------------------- C-MOVE


def _move(
    config: Network, node: Node, what: Wanted, *, root: Path, progress: Progress, stop: threading.Event
) -> list[Path]:
    """Have the node send to the own listener: the one that runs, or one for this job only."""
    if not config.receive:
        raise NetworkError(f"{node.name} fetches by C-MOVE, which needs receiving to be switched on here.")
    came: list[str] = []
    told: list[str] = []

    def tell(event: dict[str, Any]) -> None:
        if event["event"] == "receiving":
            progress(event["n_images"], what.n_images)
        elif event["event"] == "received":
            came.append(event["folder"])
        elif event["event"] in ("incomplete", "refused"):
            told.append(event["text"])

    here = config.changed(peers=(*config.peers, *_as_peers(node)))
    try:
        with Listener(here, tell, root=root) as listener:
            _ask_to_move(config, node, what, progress, stop)
            listener.wait_idle(LATE_S)
    except NetworkError as error:
        if "is in use" not in str(error):
            raise
        if root != config.received:
            raise NetworkError(
                f"Receiving is under way here, so {node.name} can only send to the receive folder."
            ) from error
        return _move_to_running(config, node, what, progress, stop)
    if told or not came:
        raise NetworkError(
            " ".join(dict.fromkeys(told))
            or f"Nothing came from {node.name}. It must know this station's AE title, address and port."
        )
    return [Path(folder) for folder in came]


def _move_to_running(
    config: Network, node: Node, what: Wanted, progress: Progress, stop: threading.Event
) -> list[Path]:
    """Have the node send to the `noduscope receive` that has the port; look where that puts things."""
    _ask_to_move(config, node, what, progress, stop)
    study = config.received / hashed(what.study_uid)
    names = {hashed(uid) for uid in what.series_uids}
    waited = threading.Event()
    for _ in range(LATE_S * 5):
        there = [f for f in study.iterdir() if f.is_dir()] if study.is_dir() else []
        folders = [f for f in there if not names or f.name in names]
        if folders and len(folders) >= len(names):
            return folders
        waited.wait(0.2)
    raise NetworkError(
        f"Nothing came from {node.name}. It must be among the allowed peers, and know this station's AE"
        " title, address and port."
    )


def _ask_to_move(
    config: Network, node: Node, what: Wanted, progress: Progress, stop: threading.Event
) -> None:
    with linked(
        config,
        node,
        [build_context(STUDY_MOVE, list(PLAIN))],
        service="C-MOVE",
        stop=stop,
        on_stop=lambda a: a.send_c_cancel(1, query_model=STUDY_MOVE),
    ) as association:
        for asked in _requests(what):
            responses = association.send_c_move(asked, config.ae_title, STUDY_MOVE, msg_id=1)
            _follow(node, responses, _Count(of=what.n_images), progress, stop)


def _as_peers(node: Node) -> Sequence[Peer]:
    try:
        found = socket.getaddrinfo(node.host, node.port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [Peer(ae_title=node.ae_title, address=a) for a in dict.fromkeys(str(f[4][0]) for f in found)]
