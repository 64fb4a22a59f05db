"""Facts that readers state, and all rules at once on them: vectors of the reference, nothing assumed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.risk.evaluate import RULES, evaluate
from engine.risk.facts import FACTS, UNKNOWN, Known, Lobe, Value, proposals, together, type_of_texture
from engine.risk.terms import Advice, NotComputed, Probability

#: 65 years, female, solid, 8 mm, left upper lobe, alone, not spiculated.
WOMAN: dict[str, Value] = {
    "age_years": 65, "sex": "female", "family_history": False, "emphysema": False, "long_axis_mm": 8.0,
    "short_axis_mm": 7.0, "nodule_type": "solid", "lobe": "left upper", "nodule_count": 1,
    "spiculation": False,
}  # fmt: skip


def answers(**stated: Value) -> dict[str, object]:
    known = together({}, {name: Known(value, "reader A") for name, value in stated.items()})
    return {e.key: e.result for e in evaluate(known)}


def test_row_34_published_vectors_come_out_of_what_readers_state():
    found = answers(**WOMAN)
    assert isinstance(found["brock"], Probability)
    assert found["brock"].value == pytest.approx(0.0628, abs=5e-5)
    assert found["brock-without-spiculation"].value == pytest.approx(0.0711, abs=5e-5)
    smoker = {"ever_smoker": True, "extrathoracic_cancer": "none", "age_years": 60, "long_axis_mm": 10.0}
    assert answers(**{**WOMAN, **smoker})["mayo"].value == pytest.approx(0.1636, abs=5e-5)


def test_row_33_guidelines_come_out_of_what_readers_state():
    found = answers(**WOMAN, exam="complete", finding="nodule", status="baseline", suspicious_features=False)
    assert isinstance(found["lung-rads"], Advice)
    assert found["lung-rads"].category == "3"  # the mean, 7.5 mm, decides; not the long axis of 8 mm
    incidental = {"screening": False, "known_cancer": False, "immunosuppressed": False, "high_risk": False}
    found = answers(**{**WOMAN, **incidental, "nodule_count": 2})
    assert found["fleischner"].category == "solid, several, 6-8 mm, low risk"


@pytest.mark.parametrize("name", sorted(set(WOMAN) - {"short_axis_mm"}))
def test_whatever_is_missing_brock_says_so_and_assumes_nothing(name: str):
    known = together({}, {n: Known(v, "reader A") for n, v in WOMAN.items() if n != name})
    first = evaluate(known)[0]
    assert isinstance(first.result, NotComputed)
    assert first.brief.startswith("not computed: ")
    assert first.brief.endswith(" missing")
    assert len(first.missing) == 1


def test_nothing_known_is_nothing_computed_by_any_rule():
    for evaluation in evaluate(together({}, {})):
        assert isinstance(evaluation.result, NotComputed)
        assert all(i.value is None for i in evaluation.inputs)
    assert len(evaluate(together({}, {}))) == len(RULES) == 5


def test_the_line_of_a_report_names_rule_source_and_every_input():
    known = together({}, {n: Known(v, "reader A") for n, v in WOMAN.items()})
    first, second, *_ = evaluate(known)
    assert "Brock (PanCan) full model with spiculation, 2013: 6.3%" in first.line
    assert "N Engl J Med 2013;369:910" in first.line
    assert "upper lobe yes (reader A); nodule count 1 (reader A); spiculation no (reader A)" in first.line
    assert "spiculation no" not in second.line  # the second model does not ask


def test_a_proposal_stands_until_a_reader_overrules_it_also_with_unknown():
    proposed = proposals(
        long_axis_mm=8.04, short_axis_mm=7.0, texture=1.0, nodule_count=2, age_years=None, sex="male"
    )
    assert proposed["long_axis_mm"] == Known(8.0, "measured")
    assert proposed["nodule_type"] == Known("solid", "model")
    assert proposed["sex"] == Known("male", "file header")
    assert "age_years" not in proposed
    overruled = together(proposed, {"sex": Known(UNKNOWN, "reader A"), "nodule_count": Known(3, "reader A")})
    assert overruled["sex"] == Known(None, "reader A")
    assert overruled["nodule_count"] == Known(3, "reader A")


def test_a_long_axis_shorter_than_the_short_one_is_no_size():
    known = together({}, {n: Known(v, "reader A") for n, v in {**WOMAN, "long_axis_mm": 6.0}.items()})
    first = evaluate(known)[0]
    assert first.missing == ("diameter",)
    assert "diameter unknown (long axis shorter than the short one)" in first.line


@pytest.mark.parametrize(
    ("share", "kind"), [(0.0, "non-solid"), (0.25, None), (0.5, "part-solid"), (1.0, "solid")]
)
def test_only_named_steps_of_the_texture_are_a_type(share: float, kind: str | None):
    assert type_of_texture(share) == kind


def test_upper_lobes_are_two_of_five():
    assert [lobe.value for lobe in Lobe if lobe.is_upper] == ["right upper", "left upper"]


@given(st.floats(min_value=0.1, max_value=120).map(lambda v: round(v, 1)))
def test_a_number_is_read_as_it_is_shown(value: float):
    fact = FACTS["age_years"]
    shown = fact.shown(value).removesuffix(" years")
    assert fact.parsed(shown) == fact.parsed(shown.replace(".", ",")) == pytest.approx(value)
    assert fact.accepts(value)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_number_that_can_be_or_a_sentence(text: str):
    fact = FACTS["nodule_count"]
    try:
        value, said = fact.parsed(text), "Number of nodules"
    except ValueError as error:
        value, said = 1, str(error)
    assert said.startswith("Number of nodules")
    assert isinstance(value, int)
    assert value > 0


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 0, True, "12", None, []])
def test_a_stored_value_that_cannot_be_is_none(value: object):
    assert not FACTS["long_axis_mm"].accepts(value)
