"""What an audit's figures amount to: one sentence a check, with the threshold that it was held against.

Knows the document, not how its figures were made. A check that cannot be decided does not pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from training.console import figure_text
from training.evaluate import FEW

#: Goals that were set for the shipped model.
MIN_ENERGY, MIN_POINTING, MIN_DICE, MAX_LONG_AXIS_ERROR_MM = 0.70, 0.90, 0.90, 1.2
#: Malignant calls that may stay malignant when the nodule is filled with lung.
MAX_STILL_MALIGNANT = 0.10
MIN_JITTER, MIN_NOISE = 0.80, 0.90
#: A random classifier keeps where the features are, so only a map that hardly changes fails; with all weights
#: random the map must be as good as unrelated, which for 7 x 7 smooth cells is about 0.2 in absolute value.
MAX_RANDOM_CLASSIFIER, MAX_RANDOM_WEIGHTS = 0.80, 0.30

#: Checks that a network which looks elsewhere than at the nodule cannot pass.
_LOOKS_AT_NODULE = ("above_flat", "above_centre", "nodule_needed")

Figure = dict[str, float | None]


@dataclass(frozen=True)
class Check:
    """One thing that was held against a threshold.

    Parameters
    ----------
    code
        A stable name.
    passes
        `None` where it cannot be decided.
    text
        A sentence with the figure and the threshold.
    """

    code: str
    passes: bool | None
    text: str


def verdict(document: dict[str, Any]) -> dict[str, Any]:
    """Judge an audit.

    Parameters
    ----------
    document
        Of `training.audit.document.audit`, without its verdict.

    Returns
    -------
    dict
        ``passes``, whether every check does; ``shortcut_suspected``; ``text``, the conclusion; ``checks``.
    """
    checks = [*_of_maps(document), *_of_sample(document["sample"]), *_of_masks(document["lesion"])]
    failed = [check for check in checks if check.passes is False]
    undecided = [check for check in checks if check.passes is None]
    suspected = any(check.code in _LOOKS_AT_NODULE for check in failed)
    if suspected:
        text = (
            "The evidence does not lie on the nodule: the network may have learnt a shortcut. Do not put it "
            "to work before it is known what it looks at."
        )
    elif failed:
        text = f"{len(failed)} of {len(checks)} checks fail: {', '.join(check.code for check in failed)}."
    elif undecided:
        text = f"{len(undecided)} of {len(checks)} checks cannot be decided; the others pass."
    else:
        text = f"All {len(checks)} checks pass."
    return {
        "passes": not failed and not undecided,
        "shortcut_suspected": suspected,
        "text": text,
        "checks": [{"code": c.code, "passes": c.passes, "text": c.text} for c in checks],
    }


def _of_maps(document: dict[str, Any]) -> Iterator[Check]:
    calls, margin = document["calls"]["malignant"], document["settings"]["margin_mm"]
    n = calls["n_with_outline"]
    energy, nodule, stability = (calls.get(part, {}) for part in ("energy", "nodule", "stability"))
    near = f"within {margin:g} mm of the nodule"
    yield _at_least("energy", f"Share of the map's positive part {near}", energy.get("map"), MIN_ENERGY, n)
    yield _positive("above_flat", f"That share minus a flat map's {near}", energy.get("map_minus_flat"), n)
    beside = calls["pointing"]["shifted"]["whole"]
    strict = beside.get("in", {})
    what = f"Peak in the nodule on crops cut {document['settings']['shift_mm']:g} mm beside it"
    yield _at_least("pointing", what, strict.get("map"), MIN_POINTING, beside["n"])
    yield _positive(
        "above_centre", f"{what}, minus the centre pixel", strict.get("map_minus_centre"), beside["n"]
    )
    yield _at_most(
        "nodule_needed",
        "Share of malignant calls that stay so with the nodule filled with lung",
        nodule.get("still_malignant"),
        MAX_STILL_MALIGNANT,
        n,
    )
    for code, what, name, least in (
        (
            "jitter",
            f"Correlation of the map after {document['settings']['jitter_mm']:g} mm",
            "jitter",
            MIN_JITTER,
        ),
        (
            "noise",
            f"Correlation of the map under {document['settings']['noise_hu']:g} HU",
            "noise",
            MIN_NOISE,
        ),
    ):
        yield _at_least(code, what, stability.get(name), least, calls["n"])


def _of_sample(sample: dict[str, Any]) -> Iterator[Check]:
    n, centred, weights = sample["n"], sample.get("centred", {}), sample.get("random_weights", {})
    for what, sign in (("deletion", -1), ("insertion", 1)):
        difference = centred.get(what, {}).get("map_minus_random")
        text = f"Area under the {what} curve minus a random order's"
        yield (_positive if sign > 0 else _negative)(what, text, difference, n)
    difference = sample.get("road", {}).get("difference")
    yield _positive(
        "road", "ROAD, probability with the least minus with the most relevant removed", difference, n
    )
    for part, weights_are, most in (
        ("classifier", "a random classifier", MAX_RANDOM_CLASSIFIER),
        ("backbone", "random weights throughout", MAX_RANDOM_WEIGHTS),
    ):
        text = f"Absolute correlation with the map of {weights_are}"
        yield _at_most(f"random_{part}", text, weights.get(part), most, n)


def _of_masks(lesion: dict[str, Any]) -> Iterator[Check]:
    n = lesion["n"]
    yield _at_least(
        "dice", "Dice of the mask against the readers' consensus", lesion.get("dice"), MIN_DICE, n
    )
    error = lesion.get("long_axis_error_mm", {}).get("to_readers", {}).get("absolute")
    text = "Median error in mm of the long axis against the readers' diameter less one pixel"
    yield _at_most("long_axis", text, error, MAX_LONG_AXIS_ERROR_MM, n)


def _at_least(code: str, what: str, figure: Figure | None, least: float, n: int) -> Check:
    return _held(Check(code, None, what), figure, n, f"at least {least:.2f}", lambda f: f["value"] >= least)


def _at_most(code: str, what: str, figure: Figure | None, most: float, n: int) -> Check:
    return _held(Check(code, None, what), figure, n, f"at most {most:.2f}", lambda f: f["value"] <= most)


def _positive(code: str, what: str, figure: Figure | None, n: int) -> Check:
    return _held(Check(code, None, what), figure, n, "an interval above 0", lambda f: f["low"] > 0)


def _negative(code: str, what: str, figure: Figure | None, n: int) -> Check:
    return _held(Check(code, None, what), figure, n, "an interval below 0", lambda f: f["high"] < 0)


def _held(check: Check, figure: Figure | None, n: int, goal: str, good: Callable[[Any], bool]) -> Check:
    """Complete a check whose text says what it is about."""
    if figure is None or figure["value"] is None or n < FEW:
        return replace(check, text=f"{check.text}: {n} nodules are too few to say (at least {FEW}).")
    return replace(check, passes=good(figure), text=f"{check.text}: {figure_text(figure)}; wanted: {goal}.")
