"""The Qt binding itself: PySide6 6.12.0 on Python 3.11 lost a reference to True at every emission."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class _Sender(QObject):
    flagged = Signal(bool)


def test_twenty_thousand_emissions_of_a_bool_leave_the_interpreter_alive(qapp):
    sender, received = _Sender(), []
    sender.flagged.connect(received.append)
    for i in range(20_000):
        sender.flagged.emit(i % 2 == 0)
    assert len(received) == 20_000
    assert received[:2] == [True, False]
