"""The configuration: closed by default, checked where it enters, kept whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network.config import Network, NetworkError, Node, Peer, Tls, load, save


def test_a_station_without_a_file_is_closed_and_listens_at_this_computer_only(tmp_path: Path) -> None:
    config = load(tmp_path / "network.json")
    assert (config.receive, config.address, config.peers) == (False, "127.0.0.1", ())
    assert not config.allows("CT1", "127.0.0.1")


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    config = Network(
        receive=True,
        peers=(Peer(ae_title=" CT1 ", address="10.0.0.0/8"),),
        nodes=(Node(name="PACS", ae_title="PACS", host="pacs.hospital.example", port=104, tls=True),),
        tls=Tls(certificate="a", key="b", authority="c"),
    )
    save(config, tmp_path / "deep" / "network.json")
    assert load(tmp_path / "deep" / "network.json") == config
    assert config.peers[0].ae_title == "CT1"


def test_a_file_that_cannot_be_used_opens_nothing_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "network.json"
    path.write_text('{"receive": true, "port": 99999, "peers": [{"ae_title": "CT1", "address": "x"}]}')
    with pytest.raises(NetworkError, match=r"'x' is no IP address .* nothing is opened"):
        load(path)
    path.write_text("{")
    with pytest.raises(NetworkError, match="nothing is opened"):
        load(path)


@pytest.mark.parametrize(
    ("ae_title", "address", "may"),
    [
        ("CT1", "192.168.4.17", True),
        ("CT1", "::ffff:192.168.4.17", True),
        ("CT1", "192.168.5.17", False),
        ("CT2", "192.168.4.17", False),
        ("ct1", "192.168.4.17", False),
        ("CT1", "nonsense", False),
    ],
)
def test_title_and_address_must_both_be_allowed(ae_title: str, address: str, may: bool) -> None:
    assert Network(peers=(Peer(ae_title="CT1", address="192.168.4.0/24"),)).allows(ae_title, address) is may


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ae_title": "A" * 17}, "is no AE title"),
        ({"ae_title": "   "}, "is no AE title"),
        ({"address": "localhost"}, "is no IP address to listen at"),
        ({"port": 0}, "port: "),
        ({"nodes": [{"name": "a", "ae_title": "A", "host": "-x", "port": 1}]}, "is no name or address"),
        ({"nodes": [{"name": n, "ae_title": "A", "host": "h", "port": 1} for n in "aA"]}, "two nodes called"),
        (
            {"nodes": [{"name": "a", "ae_title": "A", "host": "h", "port": 1, "tls": True}]},
            "no certificate files",
        ),
    ],
)
def test_faults_are_sentences(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(NetworkError, match=sentence):
        Network().changed(**changes)


@given(st.text(max_size=20))
def test_an_ae_title_is_as_the_standard_has_it_or_refused(text: str) -> None:
    try:
        title = Network().changed(ae_title=text).ae_title
    except NetworkError:
        return
    assert 1 <= len(title) <= 16
    assert title == title.strip()
    assert all(" " <= c <= "~" and c != "\\" for c in title)
