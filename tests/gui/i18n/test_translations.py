"""The program's own texts: all marked, all in the catalogues, all translated with their fields."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.i18n import ENGLISH, LANGUAGES, sentence, set_language
from app.i18n_catalogue import FOLDER, fits, read
from app.i18n_source import documentation, messages, template
from engine.prior.growth import Growth, Size
from engine.risk.evaluate import RULES, evaluate
from engine.risk.facts import FACTS, Known

ROOT = Path(__file__).resolve().parents[3]
OTHERS = sorted(LANGUAGES.keys() - {ENGLISH})


@pytest.fixture(autouse=True)
def english():
    yield
    set_language("en")


# ---------------------------------------------------------------- the catalogues


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_program_has_a_finished_translation_with_its_fields(language: str) -> None:
    wanted = messages(ROOT)
    for name, texts in wanted.items():
        known = {(m.source, bool(m.one)): m for m in read(FOLDER / language / f"{name}.ts") if not m.vanished}
        missing = [m.source for m in texts if (m.source, bool(m.one)) not in known]
        assert not missing, f"{name}.ts is not up to date; `make translations` adds: {missing[:5]}"
        for text in texts:
            found = known[text.source, bool(text.one)]
            assert found.finished, f"{name}.ts: no finished translation of {text.source!r}"
            assert found.translation, f"{name}.ts: no finished translation of {text.source!r}"
            assert fits(text.source, found.translation), f"{name}.ts: other fields in {found.translation!r}"


@pytest.mark.parametrize("language", OTHERS)
def test_catalogues_have_no_texts_that_the_program_does_not_say(language: str) -> None:
    wanted = {name: {m.source for m in texts} for name, texts in messages(ROOT).items()}
    for path in (FOLDER / language).glob("*.ts"):
        stray = [
            m.source for m in read(path) if not m.vanished and m.source not in wanted.get(path.stem, set())
        ]
        assert not stray, f"{path.name}: {stray[:5]}; `make translations` marks them as vanished"


@pytest.mark.parametrize("language", OTHERS)
def test_one_text_has_one_translation_in_every_catalogue(language: str) -> None:
    """They are looked up by their English alone."""
    seen: dict[str, tuple[str, str]] = {}
    for path in sorted((FOLDER / language).glob("*.ts")):
        for message in read(path):
            if message.vanished:
                continue
            name, translation = seen.setdefault(message.source, (path.name, message.translation))
            assert translation == message.translation, f"{message.source!r} in {name} and {path.name}"


def test_every_fact_rule_and_input_of_the_risk_models_is_translated() -> None:
    set_language("zh_CN")
    words = {rule.short for rule in RULES.values()} | {fact.text for fact in FACTS.values()}
    words |= {
        str(choice) for fact in FACTS.values() for choice in fact.choices if not isinstance(choice, bool)
    }
    words |= {i.words for e in evaluate({name: Known(None) for name in FACTS}) for i in e.inputs}
    same = {"Mayo", "Lung-RADS v2022", "Fleischner 2017", *"01234", "4A", "4B", "4X"}
    untranslated = {word for word in words - same if sentence(word) == word}
    assert not untranslated
    # A preset of the window bears the same English word; what a patient has is no window.
    assert sentence("emphysema") == "肺气肿"


def test_chinese_is_read_fast() -> None:
    """The start has a budget (docs/benchmarks.md); half a second here would be felt."""
    set_language("zh_CN")
    start = time.perf_counter()
    set_language("zh_CN")
    read_ms = (time.perf_counter() - start) * 1000
    start = time.perf_counter()
    sentence("Nobody has ever said this, so that every template is tried. It is long. It has parts.")
    match_ms = (time.perf_counter() - start) * 1000
    assert read_ms < 250
    assert match_ms < 500


def test_numbers_and_units_come_through_in_sentences_of_the_engine() -> None:
    set_language("zh_CN")
    english = "31.4 mm is larger than any nodule the model was trained on (up to 30 mm)"
    said = sentence(f"{english}, so there is no score.")
    assert "31.4 mm" in said
    assert "30 mm" in said
    assert not re.search(r"[a-z]{4,}", said)


@pytest.mark.parametrize("days", [90, 500, None])
@pytest.mark.parametrize("before_mm", [6.0, 8.0, 10.0])
@pytest.mark.parametrize("volume_mm3", [500.0, 1200.0])
def test_growth_is_told_in_chinese_whatever_it_is(
    days: int | None, before_mm: float, volume_mm3: float
) -> None:
    set_language("zh_CN")
    growth = Growth(Size(8.0, 8.0, volume_mm3), Size(before_mm, before_mm, 500.0), days)
    said = sentence(growth.text)
    assert not re.search(r"[a-z]{3,}", said)
    assert f"{before_mm:.1f} mm" in said


# ---------------------------------------------------------------- what nobody has marked

#: What shows a text.
SHOWING = {
    "QAction", "QCheckBox", "QGroupBox", "QLabel", "QMenu", "QPushButton", "QRadioButton", "QToolButton",
    "addAction", "addItem", "addItems", "addMenu", "addTab", "banner", "emit", "fail", "fill",
    "getExistingDirectory", "getOpenFileName", "getOpenFileNames", "getSaveFileName", "heading", "notice",
    "paragraph", "question", "quiet", "say", "_say", "setAccessibleName", "setHeaderLabels",
    "setHorizontalHeaderLabels", "setPlaceholderText", "setSpecialValueText", "setSuffix", "setText",
    "setTitle", "setToolTip", "setWindowTitle", "set_mode", "small_button", "toggle", "warning",
}  # fmt: skip
SHOWING_ARGUMENTS = {"placeholderText", "toolTip", "text", "title"}
MARKING = {"tr", "trn", "mark", "Command"}
#: Modules that no reader of images sees, and why.
NOT_SHOWN = {
    "__main__": "the command line stays English",
    "bench": "a command",
    "selfcheck": "a command", "training_check": "a part of it",
    "screenshot": "a command", "gallery": "a command",
    "start_check": "said before there is a window, on the command line",
    "log": "log files stay English", "i18n": "the language itself", "i18n_catalogue": "a developer's",
    "i18n_extract": "a developer's", "i18n_source": "a developer's", "i18n_sentences": "a developer's",
}  # fmt: skip
#: Texts that stay as they are, and why.
ALLOWED = {
    "Noduscope": "a name",
    "&Language / 语言": "found by whoever reads only one of the two",
    "YYYY-MM-DD": "a format",
    "cancelled": "a code of the engine",
    "engine_died": "a code of the engine",
    "Nodule {number}: {entry}{entry2}, {entry3}, slice {largest_slice}, {entry4}.": (
        "a first draft of the impression: reports are in English"
    ),
}
#: What is raised for the log, not for a reader.
_FAULT = re.compile(r"ValueError|RuntimeError|TypeError")
_SENTENCE = re.compile(r"[A-Z][^.]* [^.]+\.(\s|$)|[A-Z]\w+( \w+){3,}")


def literals(tree: ast.AST) -> Iterator[tuple[ast.AST, str, list[ast.AST]]]:
    """Yield every text that stands in the source, with what stands round it, the nearest first."""
    skipped = documentation(tree)

    def walk(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[ast.AST, str, list[ast.AST]]]:
        for child in ast.iter_child_nodes(node):
            if id(child) not in skipped:
                if isinstance(child, (ast.Constant, ast.JoinedStr)) and (text := template(child)):
                    yield child, text, [node, *above]
                if not isinstance(child, ast.JoinedStr):
                    yield from walk(child, [node, *above])

    return walk(tree, [])


def name_of(call: ast.AST) -> str:
    if not isinstance(call, ast.Call):
        return ""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def is_shown(text: str, above: list[ast.AST]) -> bool:
    """Whether a text reaches the screen: it is handed to a widget, or reads like a sentence."""
    plain = re.sub(r"{[^}]*}|<[^>]*>", "", text)
    if not re.search(r"[A-Za-z]{2,}", plain) or text in ALLOWED:
        return False
    calls = [node for node in above if isinstance(node, ast.Call)]
    if any(name_of(call) in MARKING for call in calls):
        return False
    if any(isinstance(node, ast.Raise) and _FAULT.search(ast.unparse(node)) for node in above):
        return False  # a fault of the program, for its log
    if _SENTENCE.search(text) and not re.search(r"[{};]\s*$|: #|px", text):
        return True
    direct = next(
        (node for node in above if not isinstance(node, (ast.IfExp, ast.BoolOp, ast.Tuple, ast.List))), None
    )
    if isinstance(direct, ast.keyword):
        return direct.arg in SHOWING_ARGUMENTS and re.search(r"[A-Za-z]{3,}", plain) is not None
    return name_of(direct) in SHOWING if direct is not None else False


def unmarked(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [
        f"{path.name}:{node.lineno}: {text!r}"  # type: ignore[attr-defined]
        for node, text, above in literals(tree)
        if is_shown(text, above)
    ]


def test_no_text_of_the_window_is_unmarked() -> None:
    found = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        package = path.relative_to(ROOT / "app").parts[0].removesuffix(".py")
        if package not in NOT_SHOWN:
            found += unmarked(path)
    assert not found, "write tr(...) or mark(...) round these (docs/translating.md):\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ('label.setText("Open it")', True),
        ('label.setText(tr("Open it"))', False),
        ('QLabel("Size")', True),
        ('QLabel(f"{n} slices")', True),
        ('QLabel(f"{n} × {m}")', False),
        ('x.said.emit("Done" if ok else "Not done")', True),
        ('NOTE = "Nothing was found there."', True),
        ('NOTE = mark("Nothing was found there.")', False),
        ('return_ = "There is no image."', True),
        ('QLineEdit(placeholderText="comment here")', True),
        ('widget.setObjectName("messageStrip")', False),
        ('"""A docstring. With sentences."""', False),
        ('Command("a.b", "Do it now please", ("A",), "Group")', False),
    ],
)
def test_the_check_finds_what_it_should(tmp_path: Path, source: str, is_found: bool) -> None:
    path = tmp_path / "a.py"
    path.write_text(source, "utf-8")
    assert bool(unmarked(path)) is is_found
