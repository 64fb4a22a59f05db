"""Two themes: contrast by WCAG 2.2 in both, and a switch that reaches everything that is open."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableWidget, QTableWidgetItem, QTreeWidget, QTreeWidgetItem, QWidget

from app import theme
from app.appearance import Appearance, choice_of
from app.columns import head_left
from app.contrast import PARTS, TEXT, contrast, told_apart
from app.findings.colours import bar_colour, text_colour
from app.palette import THEMES, Role, Theme
from app.plotting import Plot
from app.settings import Settings
from app.theme import Choice
from app.viewer.slice_bar import SliceBar

APP = Path(theme.__file__).parent
GROUNDS = (Role.WINDOW, Role.PANEL, Role.FIELD, Role.RAISED)
#: Text that stands on some ground: on any of the four everywhere, and elsewhere where it is named.
TEXTS = [
    *((text, ground) for ground in GROUNDS for text in
      (Role.TEXT, Role.TEXT_QUIET, Role.ACCENT, Role.WARNING, Role.ERROR)),
    (Role.TEXT, Role.ACCENT_DEEP),
    (Role.WARNING, Role.ACCENT_DEEP),
    (Role.TEXT, Role.GROOVE),
    (Role.TEXT, Role.WARNING_BACKGROUND),
    (Role.WARNING, Role.WARNING_BACKGROUND),
]  # fmt: skip
#: Edges of controls, what marks the focus, and parts of pictures.
PARTS_ON = [
    *((part, ground) for ground in GROUNDS for part in (Role.EDGE, Role.ACCENT, Role.HANDLE)),
    *((part, ground) for ground in (Role.WINDOW, Role.PANEL) for part in
      (Role.TRACK, Role.MARK, Role.MARK_SELECTED, Role.WARNING, Role.ERROR)),
    (Role.ACCENT, Role.ACCENT_DEEP),
    (Role.HANDLE, Role.TRACK),
    (Role.ACCENT, Role.BORDER),
]  # fmt: skip
#: Written on the image, which has a dark rim about every letter.
ON_IMAGE = {
    "hud": theme.HUD_TEXT, "letter": theme.HUD_LETTER, "outline": theme.OUTLINE,
    "selected": theme.OUTLINE_SELECTED, "measure": theme.MEASURE, "measure selected": theme.MEASURE_SELECTED,
    **theme.PLANES,
}  # fmt: skip


@pytest.fixture
def themed(qapp):
    """The application in its look; as it was, afterwards."""
    before = qapp.palette(), qapp.styleSheet(), qapp.font()
    theme.apply(qapp)
    yield qapp
    theme.choose(Choice.DARK)
    qapp.setStyleSheet(before[1])
    qapp.setPalette(before[0])
    qapp.setFont(before[2])


def colour_at(widget: QWidget, x: int, y: int) -> str:
    return widget.grab().toImage().pixelColor(x, y).name()


# ------------------------------------------------------------ contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # 21 is the definition's own end; #767676 is the greyest grey that white paper allows, 4.54 : 1.
    [("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.54), ("#808080", "#808080", 1.0)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(QColor(one), QColor(other)) == pytest.approx(ratio, abs=0.005)
    assert contrast(QColor(other), QColor(one)) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("name", Theme)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_can_be_read_on_every_ground(name, text, ground):
    colours = THEMES[name]
    assert contrast(QColor(colours[text]), QColor(colours[ground])) >= TEXT


@pytest.mark.parametrize("name", Theme)
@pytest.mark.parametrize(("part", "ground"), PARTS_ON)
def test_controls_and_the_focus_can_be_told_from_their_ground(name, part, ground):
    colours = THEMES[name]
    assert contrast(QColor(colours[part]), QColor(colours[ground])) >= PARTS


@pytest.mark.parametrize("name", ON_IMAGE)
def test_what_is_written_on_the_image_can_be_read_on_its_black(name):
    assert contrast(QColor(ON_IMAGE[name]), QColor(theme.IMAGE_BACKGROUND)) >= TEXT


@pytest.mark.parametrize("name", Theme)
def test_every_theme_has_every_role(name):
    assert set(THEMES[name]) == set(Role)
    assert all(QColor(colour).isValid() for colour in THEMES[name].values())


@pytest.mark.parametrize("choice", [Choice.DARK, Choice.LIGHT])
@pytest.mark.parametrize("probability", [None, 0.0, 0.2, 0.5, 0.8, 1.0])
def test_a_probability_can_be_read_in_both_themes(themed, choice, probability):
    theme.choose(choice)
    for ground in (Role.PANEL, Role.ACCENT_DEEP):
        assert contrast(text_colour(probability, ground), theme.colour(ground)) >= TEXT
    assert contrast(bar_colour(probability), theme.colour(Role.GROOVE)) >= PARTS


def test_a_colour_that_can_be_told_apart_stays_as_it_is():
    assert told_apart(QColor("#ffffff"), QColor("#000000")) == QColor("#ffffff")
    yellow = told_apart(QColor("#f0e442"), QColor("#ffffff"), PARTS)
    assert contrast(yellow, QColor("#ffffff")) >= PARTS
    assert abs(yellow.hue() - QColor("#f0e442").hue()) <= 2
    # No grey has 10 : 1 on a middle grey, so it ends at the farther end.
    assert told_apart(QColor("#888888"), QColor("#808080"), 10).name() == "#000000"


#: Colours that are no part of a theme: on the image, of curves that are made readable where they are drawn.
_OWN_COLOURS = {"palette.py", "theme.py", "curves.py", "legend.py"}


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=lambda path: path.relative_to(APP).as_posix())
def test_no_colour_is_kept_from_import_time_or_has_no_role(path):
    text = path.read_text("utf-8")
    if path.name not in _OWN_COLOURS:
        assert not re.search(r"#[0-9a-fA-F]{6}\b", text)
    for node in ast.parse(text).body:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            called = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
            names = {ast.unparse(n.func) for n in called}
            assert not names & {"theme.colour", "theme.name"}, ast.unparse(node)


# ------------------------------------------------------------ which theme


@pytest.mark.parametrize(
    ("choice", "scheme", "shown"),
    [
        (Choice.DARK, Qt.ColorScheme.Light, Theme.DARK),
        (Choice.LIGHT, Qt.ColorScheme.Dark, Theme.LIGHT),
        (Choice.SYSTEM, Qt.ColorScheme.Light, Theme.LIGHT),
        (Choice.SYSTEM, Qt.ColorScheme.Dark, Theme.DARK),
        (Choice.SYSTEM, Qt.ColorScheme.Unknown, Theme.DARK),
    ],
)
def test_a_choice_and_the_desktop_make_the_theme(choice, scheme, shown):
    assert theme.resolve(choice, scheme) is shown


def test_the_desktop_is_followed_where_that_is_wanted_and_only_there(themed, monkeypatch):
    hints = QGuiApplication.styleHints()

    class Light:
        def colorScheme(self):
            return Qt.ColorScheme.Light

        def unsetColorScheme(self):
            """Nothing was set."""

        def setColorScheme(self, _scheme):
            """The desktop draws its frames."""

    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(Light))
    theme.choose(Choice.DARK)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is Theme.DARK
    theme.choose(Choice.SYSTEM)
    assert theme.current() is Theme.LIGHT
    monkeypatch.setattr(Light, "colorScheme", lambda _self: Qt.ColorScheme.Dark)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current() is Theme.DARK


# ------------------------------------------------------------ the switch


def test_applying_the_theme_gives_palette_sheet_and_font(themed):
    assert themed.palette().window().color() == theme.colour(Role.WINDOW)
    assert "QSlider" in themed.styleSheet()
    assert "$" not in themed.styleSheet()
    assert themed.font().pointSizeF() == theme.TEXT_PT


def test_a_switch_reaches_labels_rows_painting_and_plots(themed, qtbot):
    label = QLabel("text")
    theme.tint(label, Role.WARNING)
    tree = QTreeWidget()
    tree.setItemDelegate(theme.TintDelegate(tree))
    item = QTreeWidgetItem(tree, ["█" * 20])
    theme.tint_item(item, 0, Role.ERROR)
    table = QTableWidget(1, 1)
    table.setItemDelegate(theme.TintDelegate(table))
    table.setItem(0, 0, QTableWidgetItem("█" * 20))
    theme.tint_cell(table.item(0, 0), Role.WARNING)
    bar = SliceBar()
    bar.set_ready([True] * 4)
    plot = Plot(Role.FIELD, bottom="epoch")
    for widget in (label, tree, table, bar, plot):
        qtbot.addWidget(widget)
        widget.resize(200, 120)
        widget.show()
    seen = {}
    for choice in (Choice.DARK, Choice.LIGHT):
        theme.choose(choice)
        themed.processEvents()
        colours = THEMES[theme.current()]
        assert label.palette().color(label.foregroundRole()).name() == colours[Role.WARNING]
        assert colours[Role.ERROR] in colours_of(tree)
        assert colours[Role.WARNING] in colours_of(table)
        assert colour_at(bar, 0, 0) == colours[Role.WINDOW]
        assert plot.backgroundBrush().color().name() == colours[Role.FIELD]
        assert plot.getAxis("bottom").textPen().color().name() == colours[Role.TEXT_QUIET]
        seen[choice] = colours[Role.ERROR]
    assert seen[Choice.DARK] != seen[Choice.LIGHT]


def colours_of(widget: QWidget) -> set[str]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32) & 0xFFFFFF
    return {f"#{p:06x}" for p in np.unique(pixels)}


def test_a_tint_can_be_taken_back(themed, qtbot):
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()
    theme.tint(label, Role.ERROR)
    theme.tint(label, None)
    assert label.palette().color(label.foregroundRole()) == theme.colour(Role.TEXT)


def test_the_key_goes_round_the_themes_and_the_choice_is_remembered(themed, qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    appearance = Appearance(Settings(tmp_path), window)
    said = []
    appearance.said.connect(lambda text, _level: said.append(text))
    appearance.commands()["general.theme"]()
    assert theme.current() is Theme.LIGHT
    assert [a.isChecked() for a in appearance.menu.actions()] == [False, True, False]
    assert Settings(tmp_path).theme == "light"
    appearance.menu.actions()[0].trigger()
    assert theme.current() is Theme.DARK
    assert Settings(tmp_path).theme == "dark"
    assert said == ["Theme: Light"]


@pytest.mark.parametrize(("text", "choice"), [("", Choice.DARK), ("light", Choice.LIGHT), ("?", Choice.DARK)])
def test_a_theme_that_is_not_known_is_the_dark_one(text, choice):
    assert choice_of(text) is choice


def test_the_image_and_what_is_written_on_it_are_the_same_in_both_themes(themed, viewport):
    pictures = []
    for choice in (Choice.DARK, Choice.LIGHT):
        theme.choose(choice)
        themed.processEvents()
        pictures.append(viewport.canvas.grab().toImage())
    assert pictures[0] == pictures[1]


def test_the_focus_ring_is_seen(themed, qtbot):
    from PySide6.QtWidgets import QPushButton

    button = QPushButton("one")
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()
    button.activateWindow()
    button.setFocus()
    QTest.qWait(20)
    middle = button.rect().center().y()
    assert colour_at(button, 0, middle) == colour_at(button, 1, middle) == THEMES[Theme.DARK][Role.ACCENT]
    button.clearFocus()
    QTest.mouseMove(button, QPoint(-50, -50))
    assert colour_at(button, 0, middle) == THEMES[Theme.DARK][Role.EDGE]


def test_the_row_in_hand_is_read_as_well_as_any_other(themed, qtbot):
    tree = QTreeWidget()
    tree.setHeaderLabels(["one", "two"])
    tree.setRootIsDecorated(False)
    item = QTreeWidgetItem(tree, ["", ""])
    qtbot.addWidget(tree)
    with qtbot.waitExposed(tree):
        tree.show()
    tree.activateWindow()
    tree.setFocus()
    tree.setCurrentItem(item)
    QTest.qWait(20)
    view = tree.viewport()
    middles = [tree.visualRect(tree.indexFromItem(item, column)).center() for column in (0, 1)]
    grounds = {colour_at(view, middle.x(), middle.y()) for middle in middles}
    assert grounds == {THEMES[Theme.DARK][Role.ACCENT_DEEP]}


def test_titles_stand_above_where_their_cells_begin(themed, qtbot):
    table = QTableWidget(1, 1)
    qtbot.addWidget(table)
    head_left(table)
    header = table.horizontalHeader()
    assert header.defaultAlignment() & Qt.AlignmentFlag.AlignLeft
    assert not header.highlightSections()
