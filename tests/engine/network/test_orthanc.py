"""Against a real Orthanc server on this computer: query, retrieve, receive, read, send back SR and SEG.

Orthanc is Debian's package `orthanc`; without it these tests are skipped, and the same ways are tested
against pynetdicom's own services in the other files here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.network.config import Network, NetworkError, Node, Peer
from engine.network.intake import hashed
from engine.network.link import echo
from engine.network.query import Criteria, find_series, find_studies
from engine.network.retrieve import Wanted, retrieve
from engine.network.send import send
from engine.reports import write_all
from tests.engine.network.rig import HERE, free_port, listening, seen, station, until
from tests.engine.reports.exports import make_export, write_scan

ORTHANC = shutil.which("Orthanc", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.orthanc,
    pytest.mark.skipif(ORTHANC is None, reason="Orthanc (Debian's package orthanc) is not installed"),
    pytest.mark.xdist_group("orthanc"),
]


@dataclass
class Server:
    """A running Orthanc."""

    node: Node
    http: str
    own_port: int

    def rest(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.http + path, data), timeout=30) as answer:
            return json.loads(answer.read())

    def modalities(self, study_uid: str) -> set[str]:
        """Modalities of the one study of that UID, as Orthanc has filed it."""
        found = self.rest("/tools/find", {"Level": "Study", "Query": {"StudyInstanceUID": study_uid}})
        assert len(found) == 1
        return {s["MainDicomTags"]["Modality"] for s in self.rest(f"/studies/{found[0]}/series")}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("orthanc")
    http, dicom, own = free_port(), free_port(), free_port()
    settings = {
        "Name": "Test", "StorageDirectory": str(folder), "IndexDirectory": str(folder), "Plugins": [],
        "HttpPort": http, "DicomPort": dicom, "DicomAet": "ORTHANC", "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False, "DicomCheckCalledAet": True, "DicomAlwaysAllowGet": True,
        "DicomModalities": {"noduscope": ["NODUSCOPE", HERE, own]},
    }  # fmt: skip
    (folder / "orthanc.json").write_text(json.dumps(settings))
    process = subprocess.Popen(
        [str(ORTHANC), str(folder / "orthanc.json")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    node = Node(name="orthanc", ae_title="ORTHANC", host=HERE, port=dicom)

    def answers() -> bool:
        assert process.poll() is None
        try:
            return echo(Network(), node) > 0
        except NetworkError:
            return False

    try:
        until(answers, 30)
        yield Server(node, f"http://{HERE}:{http}", own)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Path:
    """A scan that Orthanc holds too, brought there by our own sender."""
    folder = write_scan(tmp_path_factory.mktemp("scan"))
    assert len(send(Network(), server.node, [folder]).sent) == 15
    return folder


@pytest.fixture
def own(server: Server, tmp_path: Path) -> Network:
    return station(
        server.own_port, peers=(Peer(ae_title="ORTHANC", address=HERE),), nodes=(server.node,),
        folder=str(tmp_path / "received"),
    )  # fmt: skip


def voxels(folder: Path) -> tuple[str, np.ndarray]:
    (series,) = scan([folder]).series
    return series.study_uid, load(series).volume.hu


def test_query_retrieve_read_and_send_back_sr_and_seg_into_the_same_study(
    server: Server, source: Path, own: Network, tmp_path: Path
) -> None:
    study = find_studies(own, server.node, Criteria(patient_name="Noduscope", modality="CT")).rows[0]
    (series,) = [s for s in find_series(own, server.node, study.study_uid).rows if s.modality == "CT"]
    assert series.n_images == 15
    (folder,) = retrieve(own, server.node, Wanted(study.study_uid, (series.series_uid,), series.n_images))
    uid, hu = voxels(folder)
    assert uid == study.study_uid
    assert np.array_equal(hu, voxels(source)[1])
    results = tmp_path / "results"
    results.mkdir()
    write_all(make_export(folder), ("sr", "seg", "pm", "sc", "pdf"), results)
    done = send(own, server.node, [results])
    assert done.failed == []
    assert {"CT", "SR", "SEG"} <= server.modalities(study.study_uid)
    # Again: the same objects, so nothing is doubled.
    before = server.rest("/statistics")["CountInstances"]
    assert send(own, server.node, [results]).failed == []
    assert server.rest("/statistics")["CountInstances"] == before


def test_orthanc_sends_to_the_listener(server: Server, source: Path, own: Network) -> None:
    (series,) = scan([source]).series
    found = server.rest("/tools/find", {"Level": "Series", "Query": {"SeriesInstanceUID": series.series_uid}})
    with listening(own.received, own) as (_, events):
        assert server.rest("/modalities/noduscope/store", found)["FailedInstancesCount"] == 0
        until(lambda: events.of("received") or events.of("ended"))
        # Orthanc keeps its association for the next job; the series is there once it lets go.
        until(lambda: events.of("received"), 20)
    assert seen(own.received) == {hashed(series.series_uid): 15}
    assert np.array_equal(voxels(own.received)[1], voxels(source)[1])


def test_c_move_comes_to_the_own_listener(server: Server, source: Path, own: Network) -> None:
    (series,) = scan([source]).series
    node = server.node.model_copy(update={"move": True})
    retrieve(own, node, Wanted(series.study_uid, (series.series_uid,)))
    assert seen(own.received) == {hashed(series.series_uid): 15}


def test_orthanc_is_refused_where_it_is_not_allowed(server: Server, source: Path, own: Network) -> None:
    closed = own.changed(peers=(Peer(ae_title="OTHER", address=HERE),))
    with listening(own.received, closed) as (_, events):
        with pytest.raises(OSError, match="500"):
            server.rest("/modalities/noduscope/echo", {})
        until(lambda: events.of("rejected"))
