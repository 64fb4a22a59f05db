"""The network in the window: settings, asking and fetching, sending, what was received; all by keyboard."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.engine_client import EngineClient
from app.message_strip import Level
from app.network import command as command_module
from app.network.command import ENDED, NetworkCommand
from app.network.feature import NOTHING_CAME
from app.network.node_dialog import NO_NODES
from app.network.query_dialog import QueryDialog
from app.network.receiving import RESTARTS, Receiving, State
from app.network.send_dialog import SendDialog
from app.network.settings_dialog import NetworkSettings
from app.window import MainWindow
from engine.network.config import Network, Node, Peer, load, save
from tests.engine.dicom.dicom_maker import Maker
from tests.engine.network.rig import HERE, Archive, free_port, sender

FAKE = Path(__file__).with_name("fake_network.py")
WAIT = 20_000


def fake(how: str):
    return lambda *arguments: [sys.executable, str(FAKE), how, *arguments]


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    maker = Maker(rows=64, columns=64)
    maker.series(tmp_path / "held", 6)
    return maker


@pytest.fixture
def archive(maker: Maker, tmp_path: Path) -> Iterator[tuple[Archive, Network]]:
    held = Archive(sorted((tmp_path / "held").iterdir()))
    with held.running() as node:
        save(Network(nodes=(node,)))
        yield held, load()


@pytest.fixture
def window(started) -> MainWindow:
    return started(EngineClient())


# ---------------------------------------------------------------- one command


def test_a_command_that_is_stopped_and_does_not_end_is_killed(qtbot, monkeypatch) -> None:
    """C25: a retrieve that hangs at 100 % is ended by Stop."""
    monkeypatch.setattr(command_module, "STOP_MS", 300)
    command = NetworkCommand(fake("hangs"))
    with qtbot.waitSignal(command.told, timeout=WAIT) as told:
        command.run("retrieve")
    assert told.args[0]["done"] == 3
    with qtbot.waitSignal(command.failed, timeout=WAIT) as failed:
        command.stop()
    assert failed.args == [""]
    assert not command.running


@pytest.mark.parametrize(
    ("how", "text"), [("noise", ENDED), ("dies", ENDED), ("port", "Port 1 at 127.0.0.1 is in use.")]
)
def test_a_command_that_ends_without_a_result_says_so(qtbot, how: str, text: str) -> None:
    command = NetworkCommand(fake(how))
    with qtbot.waitSignal(command.failed, timeout=WAIT) as failed:
        command.run("retrieve")
    assert failed.args == [text]


def test_a_program_that_is_not_there_is_a_sentence(qtbot) -> None:
    command = NetworkCommand(lambda *_: ["/no/such/program"])
    with qtbot.waitSignal(command.failed, timeout=WAIT) as failed:
        command.run("send")
    assert failed.args == [command_module.NOT_STARTED]


# ---------------------------------------------------------------- receiving

ON = Network(receive=True, peers=(Peer(ae_title="CT1", address=HERE),))


def test_nothing_listens_unless_it_is_on_and_somebody_may_send(qtbot) -> None:
    receiving = Receiving(fake("port"))
    for config in (Network(), Network(receive=True), ON.changed(receive=False)):
        receiving.apply(config)
        assert receiving.state is State.OFF


def test_a_listener_that_dies_is_started_again_a_few_times(qtbot, monkeypatch) -> None:
    receiving = Receiving(fake("dies"))
    receiving._restart.setInterval(10)
    started = []
    receiving.changed.connect(lambda: started.append(receiving.state))
    with qtbot.waitSignal(receiving.failed, timeout=WAIT) as failed:
        receiving.apply(ON)
    assert started.count(State.LISTENING) == 1 + RESTARTS
    assert "Nothing is received any more." in failed.args[0]


def test_a_port_in_use_is_said_at_once(qtbot) -> None:
    receiving = Receiving(fake("port"))
    with qtbot.waitSignal(receiving.failed, timeout=WAIT) as failed:
        receiving.apply(ON)
    assert "is in use" in failed.args[0]
    assert receiving.state is State.FAILED


def test_what_came_is_kept_once_and_switching_off_ends_it(qtbot) -> None:
    receiving = Receiving(fake("receives:/in"))
    with qtbot.waitSignal(receiving.remarked, timeout=WAIT):
        receiving.apply(ON)
    assert receiving.take_folders() == ["/in/a", "/in/b"]
    assert receiving.take_folders() == []
    receiving.apply(Network())
    qtbot.waitUntil(lambda: receiving.state is State.OFF, timeout=WAIT)
    receiving.close()


def test_a_series_that_is_sent_here_is_announced_and_opened_by_key(
    qtbot, started, maker: Maker, tmp_path: Path
) -> None:
    config = ON.changed(port=free_port())
    save(config)
    window: MainWindow = started(EngineClient())
    qtbot.waitUntil(lambda: window.network.receiving.state is State.LISTENING, timeout=WAIT)
    assert f"receives as NODUSCOPE at 127.0.0.1:{config.port}" in window.status.network.text()
    files = sorted((tmp_path / "held").iterdir())
    with sender(config, files) as association:
        for file in files:
            association.send_c_store(file)
    qtbot.waitUntil(lambda: window.strip.text == "1 series received.", timeout=WAIT)
    qtbot.keyClick(
        window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: window.session.open is not None and window.session.open.complete, timeout=WAIT)
    assert window.session.open.summary.series_uid == maker.series_uid
    window.network.open_received()
    assert window.strip.text == NOTHING_CAME


# ---------------------------------------------------------------- dialogs


def texts(dialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_settings_are_checked_saved_and_tested(qtbot, archive) -> None:
    dialog = NetworkSettings()
    qtbot.addWidget(dialog)
    dialog.refresh()
    dialog.show()
    assert not dialog.receive.isChecked()
    assert dialog.address.text() == "127.0.0.1"
    dialog.test()
    qtbot.waitUntil(lambda: "archive answers" in dialog.message.text(), timeout=WAIT)
    dialog.address.setText("0.0.0.0")
    assert "Other computers can reach this port" in dialog.hint.text()
    dialog.ae_title.setText("X" * 17)
    assert not dialog.save()
    assert "is no AE title" in dialog.message.text()
    assert load().ae_title == "NODUSCOPE"
    dialog.ae_title.setText("READING1")
    dialog.receive.setChecked(True)
    with qtbot.waitSignal(dialog.saved):
        assert dialog.save()
    assert "Nobody may send here yet" in dialog.message.text()
    assert (load().ae_title, load().address, len(load().nodes)) == ("READING1", "0.0.0.0", 1)


def test_a_station_is_added_by_keyboard(qtbot, archive) -> None:
    dialog = NetworkSettings()
    qtbot.addWidget(dialog)
    dialog.refresh()
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog._add_row(dialog.peers)
    for text in ("CT1", "10.0.0.7"):
        editor = dialog.peers.viewport().focusWidget() or dialog.peers.findChild(type(dialog.ae_title))
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
        dialog.peers.setCurrentCell(0, 1)
        dialog.peers.editItem(dialog.peers.item(0, 1))
    assert dialog.save()
    assert load().peers == (Peer(ae_title="CT1", address="10.0.0.7"),)


def test_settings_that_cannot_be_read_are_said_and_stay_until_saved(qtbot) -> None:
    from engine.network.config import config_file

    config_file().parent.mkdir(parents=True)
    config_file().write_text("{")
    dialog = NetworkSettings()
    qtbot.addWidget(dialog)
    dialog.refresh()
    assert "nothing is opened" in dialog.message.text()
    assert config_file().read_text() == "{"


def test_a_study_is_searched_fetched_and_opened_by_keyboard(
    qtbot, window: MainWindow, archive, maker
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    dialog = window.network.query
    assert dialog.isVisible()
    qtbot.keyClick(dialog.fields["name"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Say what to look for" in dialog.message.text(), timeout=WAIT)
    qtbot.keyClicks(dialog.fields["name"], "Planted")
    qtbot.keyClick(dialog.fields["name"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.series.topLevelItemCount() == 1, timeout=WAIT)
    assert dialog.studies.topLevelItem(0).text(1) == "Planted Name"
    assert dialog.fetch_button.text() == "Retrieve the study"
    qtbot.keyClick(dialog.studies, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.open is not None and window.session.open.complete, timeout=WAIT)
    assert window.session.open.summary.series_uid == maker.series_uid
    assert not dialog.isVisible()


def test_a_fetch_that_breaks_off_is_a_sentence_and_can_be_tried_again(qtbot, archive) -> None:
    held, config = archive
    held.breaks_after = 2
    dialog = QueryDialog()
    qtbot.addWidget(dialog)
    dialog.set_config(config)
    dialog.fields["modality"].setText("CT")
    dialog.search()
    qtbot.waitUntil(lambda: dialog.series.topLevelItemCount() == 1, timeout=WAIT)
    dialog.series.topLevelItem(0).setSelected(True)
    assert dialog.fetch_button.text() == "Retrieve 1 series"
    dialog.fetch()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=WAIT)
    assert "broke off" in dialog.message.text()
    held.breaks_after = None
    with qtbot.waitSignal(dialog.arrived, timeout=WAIT) as arrived:
        dialog.fetch()
    assert len(arrived.args[0]) == 1


def test_files_are_sent_and_what_failed_is_listed_for_another_try(qtbot, archive, tmp_path: Path) -> None:
    held, config = archive
    held.store_status = [0, 0xC000, 0]
    dialog = SendDialog()
    qtbot.addWidget(dialog)
    dialog.set_config(config)
    assert not dialog.send_button.isEnabled()
    dialog.propose([str(tmp_path / "held")])
    dialog.send()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=WAIT)
    assert dialog.message.text().startswith("5 files were sent. 1 were not: archive did not keep it")
    assert (dialog.paths.count(), dialog.send_button.text()) == (1, "Send again")
    dialog.send()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=WAIT)
    assert dialog.message.text() == "1 file was sent."
    assert len(held.kept) == 6


def test_without_nodes_the_dialogs_say_what_to_do(qtbot) -> None:
    for dialog in (QueryDialog(), SendDialog()):
        qtbot.addWidget(dialog)
        dialog.set_config(Network())
        assert NO_NODES in texts(dialog)


def test_escape_stops_first_and_closes_then(qtbot) -> None:
    dialog = SendDialog(fake("hangs"))
    qtbot.addWidget(dialog)
    dialog.set_config(Network(nodes=(Node(name="n", ae_title="A", host=HERE, port=1),)))
    dialog.propose(["/x"])
    dialog.show()
    dialog.send()
    qtbot.waitUntil(lambda: dialog.bar.maximum() == 3, timeout=WAIT)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.shut()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_settings_that_cannot_be_used_are_a_message_with_a_way_out(qtbot, started) -> None:
    from engine.network.config import config_file

    config_file().parent.mkdir(parents=True)
    config_file().write_text('{"port": 0}')
    window: MainWindow = started(EngineClient())
    assert "cannot be used" in window.strip.text
    assert window.strip.level is Level.WARNING
    assert window.strip.button.text() == "Settings"
