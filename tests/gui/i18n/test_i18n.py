"""Looking texts up, catalogues, and sentences of the engine, over small catalogues written here."""

from __future__ import annotations

import string
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import i18n, i18n_catalogue
from app.i18n import best_language, sentence, set_language, tr, trn
from app.i18n_catalogue import CatalogueError, Message, merge, read, write
from app.i18n_extract import update
from app.i18n_sentences import Sentences
from app.i18n_source import SourceError, engine_messages, window_messages


@pytest.fixture(autouse=True)
def english():
    yield
    set_language("en")


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch) -> Path:
    """A folder of catalogues, in use once `set_language` is called."""
    folder = tmp_path / "i18n" / "zh_CN"
    write(
        folder / "window.ts",
        "zh_CN",
        [
            Message("Open", translation="打开", finished=True),
            Message("{a} of {b}", translation="共 {b} 个，第 {a} 个", finished=True),
            Message("{n} series", "1 series", "{n} 个序列", finished=True),
            Message("Lost {field}", translation="丢了 {other}", finished=True),
            Message("Gone", translation="没有了", vanished=True),
        ],
    )
    write(folder / "engine.ts", "zh_CN", [Message("No score: {reason}", translation="无评分：{reason}")])
    monkeypatch.setattr(i18n_catalogue, "FOLDER", tmp_path / "i18n")
    return folder


def test_english_is_the_source_itself() -> None:
    assert tr("Open") == "Open"
    assert tr("{a} of {b}", a=1, b=2) == "1 of 2"
    assert [trn("1 series", "{n} series", n) for n in (1, 2)] == ["1 series", "2 series"]
    assert sentence("No score: why") == "No score: why"


@pytest.mark.usefixtures("chinese")
def test_chinese_has_its_own_order_and_one_form_for_numbers() -> None:
    assert set_language("zh_CN") == ""
    assert tr("Open") == "打开"
    assert tr("{a} of {b}", a=1, b=2) == "共 2 个，第 1 个"
    assert [trn("1 series", "{n} series", n) for n in (1, 2)] == ["1 个序列", "2 个序列"]
    assert tr("Nobody has translated this") == "Nobody has translated this"
    set_language("en")
    assert tr("Open") == "Open"


@pytest.mark.usefixtures("chinese")
def test_a_translation_that_lost_a_field_or_its_text_is_not_shown() -> None:
    set_language("zh_CN")
    assert tr("Lost {field}", field=3) == "Lost 3"
    assert tr("Gone") == "Gone"


def test_a_damaged_catalogue_is_english_and_a_sentence(chinese: Path) -> None:
    (chinese / "batch.ts").write_text("<TS><context>", "utf-8")
    problem = set_language("zh_CN")
    assert "batch.ts" in problem
    assert tr("Open") == "打开"
    (chinese / "engine.ts").write_bytes(b"\xff\xfe")
    assert sentence("No score: why") == "No score: why"


def test_no_catalogue_at_all_is_a_sentence(chinese: Path) -> None:
    for path in chinese.glob("*.ts"):
        path.unlink()
    assert set_language("zh_CN")
    assert tr("Open") == "Open"


def test_an_unknown_language_is_english() -> None:
    set_language("tlh")
    assert i18n.language() == "en"


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("zh_CN", "zh_CN"),
        ("zh_Hans_SG", "zh_CN"),
        ("zh_TW", "en"),
        ("zh_Hant_HK", "en"),
        ("de_DE", "en"),
        ("C", "en"),
    ],
)
def test_the_computers_locale_chooses(locale: str, code: str) -> None:
    assert best_language(locale) == code


@pytest.mark.usefixtures("chinese")
def test_days_are_written_as_the_language_does() -> None:
    moment = datetime(2026, 3, 9, 8, 5).astimezone()
    assert i18n.day_and_time(moment) == "2026-03-09 08:05"
    set_language("zh_CN")
    assert i18n.day_and_time(moment) == "2026年3月9日 08:05"


# ---------------------------------------------------------------- catalogues


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), st.booleans())
def test_a_catalogue_comes_back_as_it_was_written(tmp_path_factory, text: str, finished: bool) -> None:
    path = tmp_path_factory.mktemp("ts") / "a.ts"
    messages = [
        Message("S" + text, "", text, finished, modules=("app/a.py",)),
        Message("{n} <&>", "1 <&>", "{n}", True),
    ]
    write(path, "zh_CN", messages)
    assert read(path) == messages


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ts"
    path.write_text("<html/>", "utf-8")
    with pytest.raises(CatalogueError, match=r"a\.ts"):
        read(path)


def test_merging_keeps_translations_and_adds_what_is_new() -> None:
    old = [Message("A", translation="甲", finished=True), Message("C", translation="丙", vanished=True)]
    new = [Message("A", modules=("x.py",)), Message("B"), Message("C")]
    assert merge(old, new) == [
        Message("A", "", "甲", True, modules=("x.py",)),
        Message("B"),
        Message("C", "", "丙", True),
    ]


def source(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_update_follows_the_source(tmp_path: Path) -> None:
    source(tmp_path, "app/one/a.py", 'tr("Open {n} files", n=3); trn("1 file", "{n} files", 2); mark("Late")')
    source(tmp_path, "app/two.py", 'Command("x", "Do it", ("A",), "Group"); tr(NAME); tr("A" if x else "B")')
    folder = tmp_path / "i18n"
    assert update(tmp_path, folder, "zh_CN") == {"engine": (0, 0), "one": (3, 3), "window": (4, 4)}
    one = read(folder / "zh_CN" / "one.ts")
    assert [(m.source, m.one) for m in one] == [("Open {n} files", ""), ("{n} files", "1 file"), ("Late", "")]
    write(folder / "zh_CN" / "one.ts", "zh_CN", [Message("Late", translation="晚", finished=True)])
    source(tmp_path, "app/one/a.py", "pass")
    source(tmp_path, "app/two.py", 'tr("Late")')
    assert update(tmp_path, folder, "zh_CN")["window"] == (1, 0)  # comes with the other's translation
    assert [(m.source, m.vanished) for m in read(folder / "zh_CN" / "one.ts")] == [("Late", True)]


@pytest.mark.parametrize(
    "call", ['tr(f"Open {n}")', 'tr("a" + b)', 'mark(f"{x}")', 'tr("{")', 'trn(ONE, "{n} files", n)']
)
def test_a_text_that_nobody_can_look_up_is_refused(tmp_path: Path, call: str) -> None:
    source(tmp_path, "app/a.py", call)
    with pytest.raises(SourceError, match=r"app/a\.py:1"):
        window_messages(tmp_path)


# ---------------------------------------------------------------- what the engine says


def test_sentences_of_the_engine_become_templates(tmp_path: Path) -> None:
    source(
        tmp_path,
        "engine/a.py",
        '"""No text."""\nx = "code"\n'
        'raise E(f"{path} is {size / 2:.1f} of {size / 2:.1f} and {self.size} mm.")\n'
        'raise E("Nothing " "is there.")',
    )
    assert [m.source for m in engine_messages(tmp_path)] == [
        "{path} is {size} of {size} and {size2} mm.",
        "Nothing is there.",
    ]


SPEAKER = Sentences(
    {
        "No score: {reason}": "无评分：{reason}",
        "{size} mm is too large (up to {high} mm).": "{size} mm 过大（上限 {high} mm）。",
        "Open it again.": "请重新打开。",
        "{name} cannot be read.": "无法读取 {name}。",
    }
)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Open it again.", "请重新打开。"),
        ("34.2 mm is too large (up to 30 mm).", "34.2 mm 过大（上限 30 mm）。"),
        ("No score: 34.2 mm is too large (up to 30 mm).", "无评分：34.2 mm 过大（上限 30 mm）。"),
        ("a.dcm cannot be read. Open it again.", "无法读取 a.dcm。请重新打开。"),
        ("Nobody knows this. Open it again.", "Nobody knows this. 请重新打开。"),
        ("Open it again.\nOpen it again.", "请重新打开。\n请重新打开。"),
        ("Nothing of this is known.", "Nothing of this is known."),
        ("无评分：过大", "无评分：过大"),
        ("", ""),
    ],
)
def test_known_sentences_are_translated_and_others_stay(english: str, chinese: str) -> None:
    assert SPEAKER.translate(english) == chinese


@given(st.text(alphabet=string.ascii_letters + string.digits + "._-/() ", min_size=1).filter(str.strip))
def test_whatever_stands_in_a_field_comes_through(name: str) -> None:
    assert SPEAKER.translate(f"{name} cannot be read.").replace(" ", "") == f"无法读取{name}。".replace(
        " ", ""
    )


@given(st.text())
def test_any_text_can_be_asked_for(text: str) -> None:
    assert isinstance(SPEAKER.translate(text), str)
