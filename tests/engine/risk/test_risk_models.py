"""Brock and Mayo against published test vectors and hand-computed values."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.risk.brock import BrockInputs, brock, brock_without_spiculation
from engine.risk.mayo import EarlierCancer, MayoInputs, mayo
from engine.risk.terms import NoduleType, NotComputed, Probability, Sex, mean_diameter_mm

S, P, G = NoduleType.SOLID, NoduleType.PART_SOLID, NoduleType.NON_SOLID
F, M = Sex.FEMALE, Sex.MALE
BROCK = BrockInputs(65, F, False, False, 8, S, True, 1, False)
MAYO = MayoInputs(60, True, EarlierCancer.NONE, 10, False, True)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (BrockInputs(62, M, False, False, 4, S, False, 4, False), 0.0011),
        (BrockInputs(65, F, False, False, 8, S, True, 1, False), 0.0628),
        (BrockInputs(70, F, True, True, 15, P, True, 1, True), 0.6913),
        (BrockInputs(50, M, False, False, 6, G, False, 3, False), 0.0036),
        # Every term by hand: x = 0.2761 + 0.0287*60 - 5.3854*(10/10)**-0.5 + 0.2953 - 0.0824*2 = -3.2568
        (BrockInputs(60, M, False, True, 10, S, False, 2, False), 1 / (1 + math.exp(3.2568))),
    ],
)
def test_brock_vectors(inputs: BrockInputs, expected: float) -> None:
    answer = brock(inputs)
    assert isinstance(answer, Probability)
    assert answer.value == pytest.approx(expected, abs=5e-5)
    assert answer.rule == "Brock (PanCan) full model with spiculation, 2013"


def test_brock_without_spiculation_vectors() -> None:
    answer = brock_without_spiculation(replace(BROCK, spiculation=None))
    assert isinstance(answer, Probability)
    assert answer.value == pytest.approx(0.0711, abs=5e-5)
    # By hand at the centre (62 y, 4 nodules, 4 mm), all else on: -6.8071+0.3013+0.3462+0.3395 = -5.8201
    answer = brock_without_spiculation(BrockInputs(62, M, True, True, 4, P, False, 4, None))
    assert isinstance(answer, Probability)
    assert answer.value == pytest.approx(1 / (1 + math.exp(5.8201)), abs=1e-8)
    # Non-solid: -6.8071 - 0.3055 = -7.1126
    answer = brock_without_spiculation(BrockInputs(62, M, False, False, 4, G, False, 4, None))
    assert isinstance(answer, Probability)
    assert answer.value == pytest.approx(1 / (1 + math.exp(7.1126)), abs=1e-8)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (MAYO, 0.1636),
        (MayoInputs(72, True, EarlierCancer.OVER_5_YEARS_AGO, 18, True, True), 0.9035),
        (MayoInputs(45, False, EarlierCancer.NONE, 6, False, False), 0.0133),
    ],
)
def test_mayo_vectors(inputs: MayoInputs, expected: float) -> None:
    answer = mayo(inputs)
    assert isinstance(answer, Probability)
    assert answer.value == pytest.approx(expected, abs=5e-5)
    assert answer.text == f"{answer.value:.1%}"


@pytest.mark.parametrize(
    ("rule", "inputs", "name"),
    [(brock, BROCK, field.name) for field in fields(BROCK)]
    + [(brock_without_spiculation, BROCK, f.name) for f in fields(BROCK) if f.name != "spiculation"]
    + [(mayo, MAYO, field.name) for field in fields(MAYO)],
)
def test_a_missing_input_is_never_defaulted(rule, inputs, name: str) -> None:
    answer = rule(replace(inputs, **{name: None}))
    assert isinstance(answer, NotComputed)
    assert len(answer.reasons) == 1
    assert answer.reasons[0].endswith("is missing.")
    assert answer.text.startswith("Not computed. The ")


def test_all_missing_inputs_are_named() -> None:
    answer = mayo(replace(MAYO, age_years=None, upper_lobe=None))
    assert isinstance(answer, NotComputed)
    assert answer.reasons == ("The age is missing.", "The lobe (upper or not) is missing.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"age_years": -1}, "The age cannot be -1."),
        ({"age_years": 121}, "The age cannot be 121."),
        ({"diameter_mm": 0}, "The diameter cannot be 0."),
        ({"diameter_mm": math.nan}, "The diameter cannot be nan."),
        ({"nodule_count": 0}, "The number of nodules cannot be 0."),
        ({"nodule_count": 1.5}, "The number of nodules must be a whole number, not 1.5."),
        ({"diameter_mm": 30.1}, "At 30.1 mm this is a mass: the model is for nodules up to 30 mm."),
    ],
)
def test_brock_refuses_impossible_inputs(change: dict, sentence: str) -> None:
    for rule in (brock, brock_without_spiculation):
        answer = rule(replace(BROCK, **change))
        assert isinstance(answer, NotComputed)
        assert answer.reasons == (sentence,)


@pytest.mark.parametrize(("diameter", "computed"), [(3.9, False), (4, True), (30, True), (30.1, False)])
def test_mayo_is_for_4_to_30_mm(diameter: float, computed: bool) -> None:
    assert isinstance(mayo(replace(MAYO, diameter_mm=diameter)), Probability) is computed


def test_mayo_excludes_a_recent_cancer() -> None:
    answer = mayo(replace(MAYO, extrathoracic_cancer=EarlierCancer.WITHIN_5_YEARS))
    assert isinstance(answer, NotComputed)
    assert "within 5 years" in answer.text


@given(st.floats(4, 30), st.floats(4, 30), st.sampled_from(NoduleType), st.booleans(), st.integers(1, 20))
def test_a_larger_nodule_is_never_less_likely_malignant(a, b, kind, spiculation, count) -> None:
    small, large = sorted((a, b))
    base = replace(BROCK, nodule_type=kind, spiculation=spiculation, nodule_count=count)
    for rule in (brock, brock_without_spiculation):
        lower, upper = (rule(replace(base, diameter_mm=d)) for d in (small, large))
        assert lower.value <= upper.value
    lower, upper = (mayo(replace(MAYO, diameter_mm=d, spiculation=spiculation)) for d in (small, large))
    assert lower.value <= upper.value


@pytest.mark.parametrize(
    ("long", "short", "mean"), [(8, 6, 7.0), (6.0, 5.9, 6.0), (5.9, 5.8, 5.9), (10.14, 10.14, 10.1)]
)
def test_mean_diameter_is_to_one_decimal_half_up(long: float, short: float, mean: float) -> None:
    assert mean_diameter_mm(long, short) == mean
