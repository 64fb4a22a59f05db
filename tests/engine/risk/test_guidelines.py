"""Lung-RADS v2022 and Fleischner 2017: every cell of the tables, missing inputs, boundaries."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.risk.fleischner import FleischnerInputs, fleischner
from engine.risk.lung_rads import is_growth, lung_rads
from engine.risk.lung_rads_inputs import Category, CystChange, Exam, Kind, LungRadsInputs, Status
from engine.risk.terms import Advice, NoduleType, NotComputed

S, P, G = NoduleType.SOLID, NoduleType.PART_SOLID, NoduleType.NON_SOLID
BASE, NEW, STABLE, GROWS, SLOW = Status
UNKNOWN = LungRadsInputs(*[None] * 12)
NODULE = replace(UNKNOWN, exam=Exam.COMPLETE, finding=Kind.NODULE, suspicious_features=False)
UNCHECKED = None


def _nodule(kind, size, status, solid=None, **more) -> LungRadsInputs:
    return replace(
        NODULE, nodule_type=kind, mean_diameter_mm=size, status=status, solid_part_mm=solid, **more
    )


@pytest.mark.parametrize(
    ("kind", "size", "status", "solid", "category"),
    [
        (S, 5.9, BASE, None, "2"),
        (S, 5.94, BASE, None, "2"),
        (S, 5.95, BASE, None, "3"),  # to one decimal: 6.0
        (S, 6, BASE, None, "3"),
        (S, 7.9, BASE, None, "3"),
        (S, 8, BASE, None, "4A"),
        (S, 14.9, BASE, None, "4A"),
        (S, 15, BASE, None, "4B"),
        (S, 3.9, NEW, None, "2"),
        (S, 4, NEW, None, "3"),
        (S, 5.9, NEW, None, "3"),
        (S, 6, NEW, None, "4A"),
        (S, 7.9, NEW, None, "4A"),
        (S, 8, NEW, None, UNCHECKED),
        (S, 14.9, NEW, None, UNCHECKED),
        (S, 15, NEW, None, "4B"),
        (S, 4, GROWS, None, "4A"),
        (S, 7.9, GROWS, None, "4A"),
        (S, 8, GROWS, None, UNCHECKED),
        (S, 15, GROWS, None, "4B"),
        (S, 15, STABLE, None, "4B"),
        (S, 5.9, STABLE, None, "2"),
        (S, 7, SLOW, None, "4B"),
        (P, 5.9, BASE, 3, "2"),
        (P, 6, BASE, 5.9, "3"),
        (P, 6, BASE, 6, "4A"),
        (P, 20, BASE, 7.9, "4A"),
        (P, 20, BASE, 8, "4B"),
        (P, 5.9, NEW, 3.9, "3"),
        (P, 6, NEW, 3.9, "4A"),
        (P, 12, GROWS, 3.9, "4A"),
        (P, 5, GROWS, 3, "4A"),
        (P, 5.9, NEW, 4, UNCHECKED),
        (P, 12, NEW, 4, UNCHECKED),
        (P, 12, GROWS, 7.9, UNCHECKED),
        (P, 12, GROWS, 8, "4B"),
        (P, 12, SLOW, 3, "4B"),
        (G, 29.9, BASE, None, "2"),
        (G, 29.9, GROWS, None, "2"),
        (G, 30, STABLE, None, "2"),
        (G, 30, SLOW, None, "2"),
        (G, 30, BASE, None, "3"),
        (G, 30, NEW, None, "3"),
    ],
)
def test_lung_rads_nodules(kind, size, status, solid, category) -> None:
    answer = lung_rads(_nodule(kind, size, status, solid))
    if category is UNCHECKED:
        assert isinstance(answer, NotComputed)
        assert "has not been checked" in answer.text
    else:
        assert isinstance(answer, Advice)
        assert answer.category == category


@pytest.mark.parametrize(
    ("change", "category"),
    [
        ({"finding": Kind.NONE}, "1"),
        ({"finding": Kind.BENIGN_PATTERN}, "1"),
        ({"finding": Kind.AIRWAY, "proximal_airway": False}, "2"),
        ({"finding": Kind.AIRWAY, "proximal_airway": True, "status": BASE}, "4A"),
        ({"finding": Kind.AIRWAY, "proximal_airway": True, "status": NEW}, "4A"),
        ({"finding": Kind.AIRWAY, "proximal_airway": True, "status": STABLE}, "4B"),
        ({"finding": Kind.CYST, "cyst_change": CystChange.WALL_OR_LOCULES}, "4B"),
        ({"finding": Kind.CYST, "cyst_change": CystChange.NOT_GROWING}, UNCHECKED),
        ({"finding": Kind.CYST, "cyst_change": CystChange.CYSTIC_PART}, UNCHECKED),
        ({"exam": Exam.PRIORS_AWAITED}, "0"),
        ({"exam": Exam.NOT_EVALUABLE}, "0"),
        ({"exam": Exam.INFECTION}, "0"),
    ],
)
def test_lung_rads_other_findings(change: dict, category) -> None:
    answer = lung_rads(replace(NODULE, **change))
    if category is UNCHECKED:
        assert isinstance(answer, NotComputed)
        assert "has not been checked" in answer.text
    else:
        assert isinstance(answer, Advice)
        assert answer.category == category


@pytest.mark.parametrize(
    ("size", "smooth", "status", "category"),
    [(9.9, True, BASE, "2"), (9.9, True, NEW, "2"), (10, True, BASE, "4A"), (7, False, BASE, "3")],
)
def test_lung_rads_juxtapleural(size, smooth, status, category) -> None:
    inputs = _nodule(S, size, status, finding=Kind.JUXTAPLEURAL, smooth_benign_shape=smooth)
    assert lung_rads(inputs).category == category


def test_a_juxtapleural_nodule_that_grows_is_judged_as_a_nodule() -> None:
    inputs = _nodule(S, 7, GROWS, finding=Kind.JUXTAPLEURAL, smooth_benign_shape=True)
    assert lung_rads(inputs).category == "4A"


@pytest.mark.parametrize(
    ("previous", "months", "expected"),
    [
        (Category.THREE, 6, "2"),
        (Category.THREE, 5, "no cell"),
        (Category.FOUR_A, 3, "not been checked"),
        (Category.FOUR_A, 2, "no cell"),
        (Category.FOUR_B, 3, "no cell"),
    ],
)
def test_lung_rads_stable(previous, months, expected) -> None:
    for kind, solid in ((S, None), (P, 4)):
        inputs = _nodule(kind, 7, STABLE, solid, previous_category=previous, months_since_previous=months)
        answer = lung_rads(inputs)
        if isinstance(answer, Advice):
            assert answer.category == expected
        else:
            assert expected in answer.text


def test_a_large_non_solid_nodule_that_grows_has_no_cell() -> None:
    assert "no cell" in lung_rads(_nodule(G, 30, GROWS)).text


@pytest.mark.parametrize(("size", "plain"), [(5, "2"), (7, "3"), (9, "4A"), (16, "4B")])
def test_suspicious_features_raise_3_and_4_only(size: float, plain: str) -> None:
    inputs = _nodule(S, size, BASE)
    assert lung_rads(inputs).category == plain
    raised = lung_rads(replace(inputs, suspicious_features=True)).category
    assert raised == ("2" if plain == "2" else "4X")
    unknown = lung_rads(replace(inputs, suspicious_features=None))
    assert isinstance(unknown, NotComputed) is (plain != "2")


def test_lung_rads_asks_for_what_decides() -> None:
    assert lung_rads(UNKNOWN).reasons == ("The state of the examination is missing.",)
    assert lung_rads(replace(UNKNOWN, exam=Exam.COMPLETE)).reasons == ("The kind of finding is missing.",)
    assert lung_rads(NODULE).reasons == (
        "The type of the nodule (solid, part-solid, non-solid) is missing.",
        "The mean diameter is missing.",
        "The change since the earlier examination is missing.",
    )
    assert lung_rads(_nodule(P, 9, BASE)).reasons == ("The mean diameter of the solid part is missing.",)
    assert len(lung_rads(_nodule(S, 7, STABLE)).reasons) == 2
    assert isinstance(lung_rads(replace(NODULE, finding=Kind.AIRWAY)), NotComputed)
    assert isinstance(lung_rads(replace(NODULE, finding=Kind.CYST)), NotComputed)
    assert isinstance(lung_rads(replace(_nodule(S, 7, BASE), finding=Kind.JUXTAPLEURAL)), NotComputed)
    assert "cannot be larger" in lung_rads(_nodule(P, 6, BASE, 7)).text


@pytest.mark.parametrize(
    ("inputs", "management", "risk"),
    [
        (replace(NODULE, exam=Exam.INFECTION), "1-3 months", None),
        (replace(NODULE, finding=Kind.NONE), "12 months", "< 1 %"),
        (_nodule(S, 5, BASE), "12 months", "< 1 %"),
        (_nodule(S, 7, BASE), "6 months", "1-2 %"),
        (_nodule(S, 9, BASE), "3 months; PET/CT", "5-15 %"),
        (_nodule(S, 15, BASE), "diagnostic CT, PET/CT", "> 15 %"),
        (replace(_nodule(S, 7, BASE), suspicious_features=True), "diagnostic CT, PET/CT", "> 15 %"),
    ],
)
def test_lung_rads_management(inputs, management, risk) -> None:
    answer = lung_rads(inputs)
    assert management in answer.management
    assert answer.risk == risk


@pytest.mark.parametrize(
    ("now", "before", "months", "grows"),
    [(7.5, 6, 12, False), (7.6, 6, 12, True), (7.6, 6, 12.1, False), (6, 7.6, 6, False), (7.6, 6, 0, False)],
)
def test_growth_is_more_than_one_and_a_half_mm_in_a_year(now, before, months, grows) -> None:
    assert is_growth(now, before, months) is grows


ORDER = ["1", "2", "3", "4A", "4B"]


@given(st.floats(1, 60), st.floats(1, 60), st.sampled_from(NoduleType), st.sampled_from([BASE, NEW]))
def test_a_larger_nodule_never_has_a_lower_category(a, b, kind, status) -> None:
    answers = [lung_rads(_nodule(kind, size, status, 0.9)) for size in sorted((a, b))]
    if all(isinstance(answer, Advice) for answer in answers):
        lower, upper = (ORDER.index(answer.category) for answer in answers)
        assert lower <= upper


CHANCE = FleischnerInputs(False, 60, False, False, S, 7, False, False)
LOW, HIGH, ONE, SEVERAL = False, True, False, True


@pytest.mark.parametrize(
    ("kind", "size", "several", "high", "management"),
    [
        (S, 5.9, ONE, LOW, "no routine follow-up"),
        (S, 6, ONE, LOW, "CT at 6-12 months, then consider CT at 18-24 months"),
        (S, 8, ONE, LOW, "CT at 6-12 months, then consider CT at 18-24 months"),
        (S, 8.1, ONE, LOW, "consider CT at 3 months, PET/CT or tissue sampling"),
        (S, 5.9, ONE, HIGH, "optional CT at 12 months"),
        (S, 6, ONE, HIGH, "CT at 6-12 months, then at 18-24 months"),
        (S, 8.1, ONE, HIGH, "consider CT at 3 months, PET/CT or tissue sampling"),
        (S, 5.9, SEVERAL, LOW, "no routine follow-up"),
        (S, 8, SEVERAL, LOW, "CT at 3-6 months, then consider CT at 18-24 months"),
        (S, 8.1, SEVERAL, LOW, "CT at 3-6 months, then consider CT at 18-24 months"),
        (S, 5.9, SEVERAL, HIGH, "optional CT at 12 months"),
        (S, 6, SEVERAL, HIGH, "CT at 3-6 months, then at 18-24 months"),
        (S, 20, SEVERAL, HIGH, "CT at 3-6 months, then at 18-24 months"),
        (G, 5.9, ONE, None, "no routine follow-up"),
        (G, 6, ONE, None, "CT at 6-12 months, then every 2 years until 5 years"),
        (P, 5.9, ONE, None, "no routine follow-up"),
        (
            P,
            6,
            ONE,
            None,
            "CT at 3-6 months; if the solid part stays below 6 mm, CT every year until 5 years",
        ),
        (G, 5.9, SEVERAL, None, "CT at 3-6 months; if stable, CT at 2 and 4 years"),
        (P, 5.9, SEVERAL, None, "CT at 3-6 months; if stable, CT at 2 and 4 years"),
        (G, 6, SEVERAL, None, "CT at 3-6 months, then by the most suspicious nodule"),
        (P, 20, SEVERAL, None, "CT at 3-6 months, then by the most suspicious nodule"),
    ],
)
def test_fleischner_cells(kind, size, several, high, management) -> None:
    answer = fleischner(
        replace(CHANCE, nodule_type=kind, mean_diameter_mm=size, multiple=several, high_risk=high)
    )
    assert isinstance(answer, Advice)
    assert answer.management == management


@pytest.mark.parametrize("name", [field.name for field in fields(CHANCE)])
def test_fleischner_defaults_nothing(name: str) -> None:
    answer = fleischner(replace(CHANCE, **{name: None}))
    assert isinstance(answer, NotComputed)
    assert answer.reasons[0].endswith("is missing.")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"screening": True}, "Lung-RADS"),
        ({"age_years": 34}, "35 years"),
        ({"known_cancer": True}, "known cancer"),
        ({"immunosuppressed": True}, "immunosuppressed"),
        ({"mean_diameter_mm": 31}, "mass"),
    ],
)
def test_fleischner_is_not_for_everyone(change: dict, word: str) -> None:
    answer = fleischner(replace(CHANCE, **change))
    assert isinstance(answer, NotComputed)
    assert word in answer.text
    assert isinstance(fleischner(replace(CHANCE, age_years=35)), Advice)
