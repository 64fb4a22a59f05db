"""The language of the running program: Qt's own texts with ours, and a new window in the place of the old.

Every widget takes its texts when it is made, so that a change of language makes the window anew: same
process, same engine, same series in the same memory, same place. Where something is under way that would not
survive this, the change is refused in a sentence.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from app.engine_client import EngineClient
from app.i18n import best_language, language, mark, set_language, tr
from app.message_strip import Level
from app.settings import Settings
from app.window import MainWindow
from engine.paths import safe_mode

SAFE = mark(
    "Safe mode: your settings, keys, models, network and caches are left alone, and nothing set now is kept."
    " Findings, labels and reports are kept as always."
)


class _QtTexts:
    """The translator of Qt's own texts (OK, Cancel, file dialogs) that is installed, if one is."""

    translator: QTranslator | None = None


def choose_language(wanted: str) -> str:
    """Speak a language from now on, in what is made anew.

    Parameters
    ----------
    wanted
        A code of `app.i18n.LANGUAGES`; empty for the computer's own language.

    Returns
    -------
    str
        A sentence where something of it is damaged, else empty.
    """
    problem = set_language(wanted or best_language(QLocale.system().name()))
    QLocale.setDefault(QLocale(language()))
    app = cast("QApplication", QApplication.instance())
    if _QtTexts.translator is not None:
        app.removeTranslator(_QtTexts.translator)
        _QtTexts.translator = None
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # Without its file, as for English, Qt says OK and Cancel in English.
    if translator.load(f"qtbase_{language()}", folder):
        app.installTranslator(translator)
        _QtTexts.translator = translator
    return problem


class Desktop(QObject):
    """Holds the main window, and replaces it when the reader wants another language.

    Parameters
    ----------
    client, settings
        What outlives a window.

    Attributes
    ----------
    window
        The one on screen.
    """

    def __init__(self, client: EngineClient, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client, self._settings = client, settings
        problem = choose_language(settings.language)
        self.window = self._make()
        if problem:
            self.window.strip.say(problem, Level.WARNING)

    def _make(self) -> MainWindow:
        window = MainWindow(self._client, self._settings)
        if safe_mode():
            window.setWindowTitle(tr("Noduscope – safe mode"))
            window.strip.say(tr(SAFE), Level.WARNING)
        window.languageWanted.connect(self.switch)
        return window

    def switch(self, wanted: str) -> None:
        """Speak another language at once; where that would lose something, say what, and stay."""
        old = self.window
        if wanted == language():
            return
        if fault := hindrance(old):
            old.strip.say(fault, Level.WARNING, passing=True)
            return
        problem = choose_language(wanted)
        self._settings.set_language(wanted)
        old.remember_place()
        self._client.hand_over()
        # Shown before the old one goes: Qt ends a program whose last window closes.
        self.window = new = self._make()
        new.show()
        old.heir = new
        old.close()
        new.start()
        self._client.announce()
        old.deleteLater()
        if problem:
            new.strip.say(problem, Level.WARNING)
        elif not new.strip.text:
            new.strip.say(tr("The window speaks English now."), passing=True)


def hindrance(window: MainWindow) -> str:
    """Return why the window cannot be made anew now, in a sentence; empty where it can."""
    if window.batch.process.running:
        return tr("Analyze folder is running. Change the language when it has ended, or stop it first.")
    if window.finetune.busy:
        return tr("Fine-tune is checking or installing something. Change the language when it has ended.")
    if window.network.busy:
        return tr("A transfer is under way. Change the language when it has ended.")
    if window.opening.busy:
        return tr("A series is being read. Change the language when it is on screen.")
    if window.assessor.busy or window.models.desk.busy or window.reporting.busy:
        return tr("The engine is working on this window's request. Change the language when it has answered.")
    return ""
