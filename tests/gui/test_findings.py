"""Nodules in the window: what is kept of an answer, what is said, in which order, what a click means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.findings import description, words
from app.findings.card import NoduleCard
from app.findings.colours import probability_colour
from app.findings.entry import BadFindingError, NoduleEntry, PendingNodule
from app.findings.marks import PENDING_RADIUS_MM, marks_of
from app.findings.nodule_list import NoduleList
from app.findings.order import Order, ordered
from app.findings.ratings import RatingColumns
from app.session import OpenVolume, Session
from engine import protocol
from engine.findings import Call, ReaderRatings
from engine.geometry import Grid
from engine.volume import Volume
from tests.gui.fake_engine import GRID, MODEL, series

ORIGIN = (-2.0, -2.0, -90.0)


def result(**changes: object) -> protocol.AssessResult:
    """An answer for a square nodule of 8 mm round (0, 0, -90), with a map of 4 x 4 cells."""
    square = ((-4.0, -4.0, -90.0), (4.0, -4.0, -90.0), (4.0, 4.0, -90.0), (-4.0, 4.0, -90.0))
    finding = {
        "id": "abc",
        "centre_mm": [0.0, 0.0, -90.0],
        "volume_mm3": 268.08,
        "mean_hu": 31.4,
        "probability": 0.81,
        "call": "malignant",
        "flags": [],
        "percentile_benign": 93.0,
        "percentile_malignant": 41.0,
    } | changes
    return protocol.AssessResult(
        finding=finding,
        largest_slice=4,
        long_axis_mm=((-4.0, 0.0, -90.0), (4.0, 0.0, -90.0)),
        short_axis_mm=((0.0, -3.0, -90.0), (0.0, 3.0, -90.0)),
        contours_mm={4: (square,)},
        map_grid=protocol.GridModel(
            size=(1, 4, 4), origin_mm=(-12, -12, -90), steps_mm=((0, 0, 2.5), (0, 8, 0), (8, 0, 0))
        ),
        map_patch_grid=None,
        model=MODEL,
    )


def entry(number: int = 1, *, point=(0.0, 0.0, -90.0), size: float | None = None, **changes) -> NoduleEntry:
    answer = result(**({"id": f"id-{number}"} | changes))
    if size is not None:
        answer = answer.model_copy(update={"long_axis_mm": ((0.0, 0.0, -90.0), (size, 0.0, -90.0))})
    values = np.ones((1, 4, 4), dtype=np.float32)
    return NoduleEntry.from_result(PendingNodule(number, point), answer, values)


def flag(code: str, text: str = "A sentence.") -> list[dict[str, str]]:
    return [{"code": code, "text": text}]


def mass(number: int, size: float) -> NoduleEntry:
    return entry(number, size=size, call="out_of_range", probability=None, flags=flag("mass"))


# ---------------------------------------------------------------- what is kept


def test_an_answer_is_kept_with_its_own_copy_of_the_map():
    values = np.arange(16, dtype=np.float32).reshape(1, 4, 4)
    kept = NoduleEntry.from_result(PendingNodule(3, (1, 1, -90)), result(), values)
    values[:] = 0
    assert kept.map is not None
    assert kept.map.peak_mm == (12.0, 12.0, -90.0)
    assert (kept.long_axis.length_mm, kept.short_axis.length_mm) == (8.0, 6.0)
    assert (kept.call, kept.probability, kept.number) == (Call.MALIGNANT, 0.81, 3)


@pytest.mark.parametrize(
    ("call", "shown"),
    [("malignant", True), ("indeterminate", True), ("benign", False), ("out_of_range", False)],
)
def test_the_map_is_shown_by_default_only_where_it_is_evidence(call: str, shown: bool):
    assert entry(call=call).show_map is shown
    assert entry(call=call).with_map_shown(True).show_map is True


def test_without_a_map_there_is_none_to_show():
    answer = result().model_copy(update={"map_grid": None})
    kept = NoduleEntry.from_result(PendingNodule(1, (0, 0, 0)), answer, np.zeros((1, 1, 1), np.float32))
    assert kept.map is None
    assert kept.with_map_shown(True).show_map is False


@pytest.mark.parametrize(
    "changes",
    [
        {"call": "perhaps"},
        {"centre_mm": [1, 2]},
        {"volume_mm3": "big"},
        {"flags": [{"code": "x"}]},
        {"flags": 3},
    ],
)
def test_an_answer_that_is_no_finding_is_refused_in_words(changes: dict[str, object]):
    with pytest.raises(BadFindingError, match="engine's answer"):
        entry(**changes)


@pytest.mark.parametrize("missing", ["id", "call", "probability", "centre_mm", "mean_hu"])
def test_an_answer_that_lacks_something_is_refused(missing: str):
    answer = result()
    del answer.finding[missing]
    with pytest.raises(BadFindingError, match=missing):
        NoduleEntry.from_result(PendingNodule(1, (0, 0, 0)), answer, np.zeros((1, 4, 4), np.float32))


def test_a_map_that_does_not_fit_its_grid_is_refused():
    with pytest.raises(BadFindingError):
        NoduleEntry.from_result(PendingNodule(1, (0, 0, 0)), result(), np.zeros((1, 3, 4), np.float32))


# ---------------------------------------------------------------- what a click means


@pytest.mark.parametrize(
    ("point", "covered"),
    [
        ((3.9, 3.9, -90.0), True),  # in the corner of the outline
        ((4.6, 0.0, -90.0), False),  # beside it
        ((3.9, 3.9, -91.2), True),  # nearest slice is the same
        ((3.9, 3.9, -87.4), False),  # the next slice has no outline
        ((0.0, 0.0, -87.2), True),  # within 3 mm of the centre
        ((0.0, 0.0, -86.9), False),
    ],
)
def test_a_click_inside_the_outline_or_within_3_mm_means_the_nodule(point, covered: bool):
    assert entry().covers(point, GRID) is covered


def test_a_click_into_a_hole_is_not_inside_the_outline():
    ring = result()
    hole = ((2.0, 2.0, -90.0), (3.8, 2.0, -90.0), (3.8, 3.8, -90.0), (2.0, 3.8, -90.0))
    ring.contours_mm[4] = (*ring.contours_mm[4], hole)
    kept = NoduleEntry.from_result(PendingNodule(1, (0, 0, -90)), ring, None)
    assert not kept.covers((3.0, 3.0, -90.0), GRID)
    assert kept.covers((-3.0, 3.0, -90.0), GRID)


def test_the_outline_is_followed_on_an_oblique_grid():
    turned = Grid((3, 20, 20), (0.0, 0.0, 0.0), ((0.0, 2.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)))
    corners = ((2, 4, 4), (2, 4, 12), (2, 12, 12), (2, 12, 4))
    polygon = tuple(tuple(float(v) for v in turned.to_patient(c)) for c in corners)
    answer = result(centre_mm=[100.0, 100.0, 100.0]).model_copy(update={"contours_mm": {2: (polygon,)}})
    kept = NoduleEntry.from_result(PendingNodule(1, (100.0, 100.0, 100.0)), answer, None)
    assert kept.covers(tuple(turned.to_patient((2, 5, 11))), turned)
    assert not kept.covers(tuple(turned.to_patient((2, 3, 11))), turned)


# ---------------------------------------------------------------- order and words


def test_masses_come_first_then_probability_then_size():
    entries = [
        entry(1, probability=0.3, call="benign"),
        entry(2, size=12, call="out_of_range", probability=None, flags=flag("thick_slices")),
        mass(3, 33),
        entry(4, probability=0.9),
        mass(5, 41),
        entry(6, size=14, call="out_of_range", probability=None, flags=flag("thick_slices")),
    ]
    assert [e.number for e in ordered(entries, Order.SUGGESTED)] == [5, 3, 4, 1, 6, 2]


def test_a_verdict_never_stands_without_its_threshold():
    assert words.reason(entry()) == "Probability of malignancy 0.81, at or above the threshold 0.50."
    assert words.reason(entry(probability=0.2, call="benign")).endswith("0.20, below the threshold 0.50.")
    assert "too near" in words.reason(entry(probability=0.5, call="indeterminate"))


@pytest.mark.parametrize(
    ("changes", "chip", "verdict"),
    [
        ({"flags": flag("mass")}, "mass", "Mass: no score"),
        ({"flags": flag("thick_slices")}, "out of range", "Out of range: no score"),
        ({"flags": flag("no_model")}, "no model", "Measured only: no model"),
    ],
)
def test_row_09_out_of_range_is_said_in_words_and_has_no_number(changes, chip: str, verdict: str):
    judged = entry(call="out_of_range", probability=None, **changes)
    assert (words.chip(judged), words.verdict(judged)) == (chip, verdict)
    assert not any(ch.isdigit() for ch in words.reason(judged))


def test_a_mass_of_30_point_3_mm_does_not_read_as_30():
    assert words.size_short(mass(1, 30.3)) == "30.3 mm"
    assert words.size_short(entry(size=13.1)) == "13 mm"
    assert words.size_short(entry(size=8.46)) == "8.5 mm"


def test_percentiles_say_among_whom():
    assert words.reference(entry()) == (
        "It scores higher than 93 % of the benign and 41 % of the malignant reference nodules."
    )
    assert words.reference(entry(percentile_benign=None, percentile_malignant=None)) == ""
    assert words.size_alone(entry()) == ""
    flagged = entry(flags=[{"code": "large_for_benign", "text": "Size alone would speak for malignant."}])
    assert words.size_alone(replace(flagged, size_probability=0.7)) == "", "it is said once"
    assert words.size_alone(replace(entry(), size_probability=0.214)) == "Size alone (8.0 mm) would say 0.21."


def test_the_colour_grows_warmer_and_is_never_green():
    colours = [probability_colour(p) for p in (0.0, 0.25, 0.5, 0.75, 1.0)]
    warmth = [c.red() - c.green() for c in colours]
    assert warmth == sorted(warmth)
    assert all(c.green() <= max(c.blue(), c.red()) for c in colours)


# ---------------------------------------------------------------- the session


@pytest.fixture
def session(qtbot) -> Session:
    """A session with an open series of eight slices."""
    made = Session()
    voxels = np.zeros(GRID.size, np.int16)
    ref = protocol.VolumeRef(
        voxels=protocol.SharedArray(name="x", dtype="int16", shape=GRID.size),
        grid=protocol.GridModel(size=GRID.size, origin_mm=GRID.origin_mm, steps_mm=GRID.steps_mm),
        series_uid="two",
        acquisition=protocol.AcquisitionModel(),
    )
    made.set_open(OpenVolume(series("two", "/x"), Volume(voxels, GRID, "two"), ref, None, complete=True))
    return made


def add(session: Session, made: NoduleEntry) -> NoduleEntry:
    pending = session.begin(made.point_mm)
    session.finish("two", pending, made)
    return made


def test_numbers_follow_the_clicks_and_the_list_its_own_order(session: Session):
    first = session.begin((0.0, 0.0, -90.0))
    second = session.begin((20.0, 0.0, -90.0))
    assert (first.number, second.number) == (1, 2)
    session.finish("two", second, entry(2, probability=0.9))
    session.finish("two", first, entry(1, probability=0.1, call="benign"))
    assert [n.number for n in session.nodules.ordered()] == [2, 1]


def test_a_failed_nodule_gives_its_number_back_and_lets_go_of_the_selection(session: Session):
    pending = session.begin((0.0, 0.0, -90.0))
    session.finish("two", pending, None)
    assert session.selected is None
    assert session.begin((0.0, 0.0, -90.0)).number == 1


def test_two_clicks_that_found_the_same_nodule_are_one(session: Session):
    add(session, entry(1, id="same"))
    pending = session.begin((20.0, 0.0, -90.0))
    session.finish("two", pending, entry(2, id="same"))
    assert [n.number for n in session.nodules.ordered()] == [1]
    assert session.nodules.selected == "nodule-1"


def test_a_click_on_a_pending_nodule_means_that_one(session: Session):
    pending = session.begin((0.0, 0.0, -90.0))
    assert session.nodule_at((1.0, 1.0, -90.0), GRID) == pending
    assert session.nodule_at((9.0, 0.0, -90.0), GRID) is None


def test_next_and_previous_go_round_in_the_order_of_the_list(session: Session):
    for number, p in ((1, 0.2), (2, 0.9), (3, 0.5)):
        add(session, entry(number, point=(number * 10.0, 0, -90), probability=p))
    session.select(None)
    seen = []
    for _ in range(4):
        neighbour = session.neighbour(1)
        session.select(neighbour.id)
        seen.append(neighbour.number)
    assert seen == [2, 3, 1, 2]
    assert session.neighbour(-1).number == 1


def test_removing_selects_the_neighbour_and_an_answer_that_comes_later_stays_away(session: Session):
    for number, p in ((1, 0.9), (2, 0.5)):
        add(session, entry(number, point=(number * 10.0, 0, -90), probability=p))
    session.select("nodule-1")
    session.remove("nodule-1")
    assert session.nodules.selected == "nodule-2"
    session.remove("nodule-2")
    assert session.selected is None
    session.finish("two", PendingNodule(9, (0, 0, 0)), entry(9))
    assert session.nodules.ordered() == []


def test_nodules_are_kept_while_another_series_is_on_screen(session: Session):
    add(session, entry(1))
    first = session.open
    other = OpenVolume(series("other", "/x"), first.volume, first.ref, None, complete=True)
    session.set_open(other)
    assert session.nodules.ordered() == []
    session.set_open(first)
    assert [n.number for n in session.nodules.ordered()] == [1]


# ---------------------------------------------------------------- on the image, in the list, on the card


def test_a_pending_nodule_is_a_circle_round_the_point(session: Session):
    session.begin((3.0, -2.0, -90.0))
    (mark,) = marks_of(session.nodules, session.open.volume)
    (circle,) = mark.contours_mm[4]
    distances = [np.linalg.norm(np.subtract(p, (3.0, -2.0, -90.0))) for p in circle]
    assert np.allclose(distances, PENDING_RADIUS_MM)
    assert {p[2] for p in circle} == {-90.0}
    assert "…" in mark.label


def test_the_list_shows_what_there_is_and_says_what_was_clicked(qtbot, session: Session):
    widget = NoduleList(session)
    qtbot.addWidget(widget)
    widget.show()
    assert widget.hint.isVisible()
    add(session, entry(1, probability=0.2, call="benign"))
    add(session, mass(2, 34))
    session.begin((20.0, 20.0, -95.0))
    assert widget.texts() == ["2 34 mm mass", "1 8.0 mm 0.20", "3 being measured"]
    chosen: list[str] = []
    widget.chosen.connect(chosen.append)
    place = widget.list.visualItemRect(widget.list.item(1)).center()
    qtbot.mouseClick(widget.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == ["nodule-1"]
    assert not widget.grab().isNull()


def shown_texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def card(qtbot, session: Session) -> NoduleCard:
    widget = NoduleCard(session, QWidget(), QWidget())
    qtbot.addWidget(widget)
    widget.resize(300, 700)
    widget.show()
    return widget


def test_the_card_of_a_scored_nodule_says_it_all(card: NoduleCard, session: Session):
    add(session, entry(1))
    text = shown_texts(card)
    for part in ("0.81", "threshold 0.50", "8.0 × 6.0 mm", "268 mm³", "31 HU", "4 / 8", "fake-1.2.0",
                 "answered in", "93 %", "not from pathology", "Not for sole diagnosis"):  # fmt: skip
        assert part in text, part
    assert card.legend.isVisible()
    assert not card.grab().isNull()


def test_the_card_of_a_benign_call_shows_the_outline_until_the_map_is_asked_for(
    qtbot, card: NoduleCard, session: Session
):
    add(session, entry(1, probability=0.1, call="benign"))
    assert not card.legend.isVisible()
    assert "absence" in shown_texts(card)
    asked: list[tuple[str, bool]] = []
    card.mapShown.connect(lambda nodule, on: asked.append((nodule, on)))
    card.show_map.click()
    assert asked == [("nodule-1", True)]
    session.update(session.nodules.entries["nodule-1"].with_map_shown(True))
    assert card.legend.isVisible()


def test_the_card_of_a_mass_gives_the_reason_and_no_number(card: NoduleCard, session: Session):
    flags = flag("mass", "Mass, 34 mm: suspicious by size.")
    add(
        session, entry(1, size=34, call="out_of_range", probability=None, percentile_benign=None, flags=flags)
    )
    text = shown_texts(card)
    assert "Mass: no score" in text
    assert "suspicious by size" in text
    assert "0.81" not in text
    assert not card.bar.isVisible()


def test_the_card_is_empty_while_nothing_is_selected(card: NoduleCard, session: Session):
    add(session, entry(1))
    session.select(None)
    assert shown_texts(card) == ""


def test_text_from_the_engine_is_never_taken_for_markup(card: NoduleCard, session: Session):
    add(session, entry(1, flags=flag("x", "<b>bold</b> <img src='file:///etc/passwd'>")))
    assert "<b>bold</b>" in shown_texts(card)
    assert card.flags.textFormat() == Qt.TextFormat.PlainText


# ---------------------------------------------------------------- what the model says beyond its score


SCALE = {"low": 1, "high": 5}


def described(**values: float) -> dict[str, dict[str, float]]:
    ends = {"calcification_absent": {"low": 0, "high": 1}}
    return {name: {"value": value, **ends.get(name, SCALE)} for name, value in values.items()}


def ratings(*shares: float) -> dict[str, object]:
    return {"ratings": list(shares), "mean": 0, "deviation": 0, "split": 0}


AGREED, SPLIT = ratings(0.0, 0.0, 0.1, 0.3, 0.6), ratings(0.25, 0.25, 0.0, 0.25, 0.25)


def test_the_description_uses_a_radiologists_words_in_a_fixed_order():
    seen = described(
        spiculation=1.2, calcification_absent=0.9, margin=4.7, texture=4.6, lobulation=1.4, sphericity=4.8
    )
    assert words.looks(entry(description=seen)) == (
        "As the model sees it: solid, sharp margin, round, not lobulated, no spiculation, not calcified."
    )
    assert words.looks(entry()) == ""


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("texture", 1.0, "ground glass"),
        ("texture", 1.49, "ground glass"),
        ("texture", 1.5, "mostly ground glass"),
        ("texture", 3.0, "part-solid"),
        ("texture", 5.0, "solid"),
        ("spiculation", 5.0, "markedly spiculated"),
        ("calcification_absent", 0.2, "calcified"),
        ("calcification_absent", 0.5, "possibly calcified"),
        ("calcification_absent", 0.7, "not calcified"),
    ],
)
def test_a_rating_reads_as_the_nearest_step_of_its_scale(name: str, value: float, word: str):
    assert words.looks(entry(description=described(**{name: value}))) == f"As the model sees it: {word}."


def test_a_scale_of_other_ends_is_brought_to_five_steps():
    halves = {"texture": {"value": 0.5, "low": 0, "high": 1}}
    assert "part-solid" in words.looks(entry(description=halves))


def test_an_attribute_without_words_has_its_number_only():
    seen = entry(description=described(subtlety=2.3, sites_own=4.0))
    assert words.looks(seen) == ""
    numbers = description.numbers_of(seen.description)
    assert "subtlety 2.3 (1 hardly visible to 5 obvious)" in numbers
    assert "sites own 4.0 (1 to 5)" in numbers


def test_readers_agree_in_words_or_a_flag_says_that_they_would_not():
    agreed = entry(readers=AGREED)
    assert words.readers(agreed) == "Readers would probably agree (malignancy 4.5 of 5)."
    split = entry(readers=SPLIT, flags=flag("readers_would_differ"))
    assert words.readers(split) == "Ratings expected of readers:"
    assert words.readers(entry()) == ""
    text = description.ratings_text(split.readers)
    assert "1: 25 % of readers" in text
    assert "different sides (1, 2 or 4, 5; a 3 counts half) 50 % of the time" in text


@pytest.mark.parametrize(
    "changes",
    [
        {"description": 3},
        {"description": {"margin": {"value": 3}}},
        {"description": {"margin": {"value": 6, "low": 1, "high": 5}}},
        {"description": {"margin": {"value": 1, "low": 1, "high": 1}}},
        {"readers": {"ratings": [0.5, 0.5]}},
        {"novelty": {"distance": 1.0}},
    ],
)
def test_garbled_descriptions_are_refused_in_words(changes: dict[str, object]):
    with pytest.raises(BadFindingError, match="engine's answer"):
        entry(**changes)


def test_the_card_shows_description_and_readers_with_their_numbers(card: NoduleCard, session: Session):
    novelty = {"distance": 1.04, "percentile": 61.2}
    add(session, entry(1, description=described(texture=4.8), readers=AGREED, novelty=novelty))
    text = shown_texts(card)
    assert "As the model sees it: solid." in text
    assert "Readers would probably agree (malignancy 4.5 of 5)." in text
    assert card.ratings.isVisible()
    assert "texture 4.8 (1 ground glass to 5 solid)" in card.description.toolTip()
    assert "5: 60 % of readers" in card.ratings.toolTip()
    assert "farther than 61 % of nodules that a model had not seen" in card.reference.toolTip()


def test_the_columns_are_as_high_as_the_shares(qtbot):
    columns = RatingColumns()
    qtbot.addWidget(columns)
    columns.set_readers(ReaderRatings((0.0, 0.0, 0.0, 0.5, 1.0)))
    columns.resize(columns.sizeHint())
    image = columns.grab().toImage()
    warm = probability_colour(1.0)
    at_five = [image.pixelColor(74, y) == warm for y in range(22)]
    at_four = [image.pixelColor(57, y) == probability_colour(0.75) for y in range(22)]
    assert (sum(at_five), sum(at_four)) == (22, 11)
    assert not any(at_four[:11])
    columns.set_readers(None)
    assert not columns.isVisible()


def test_the_card_of_a_model_that_says_less_shows_less(card: NoduleCard, session: Session):
    add(session, entry(1))
    text = shown_texts(card)
    assert "As the model sees it" not in text
    assert "eaders would" not in text
    assert not card.ratings.isVisible()
    assert (card.reference.toolTip(), card.description.toolTip()) == ("", "")
