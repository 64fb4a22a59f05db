"""The model's description of a nodule and what it expects of readers, in a radiologist's words. No widgets.

Ratings are put into words by the nearest step of the readers' five-step scale. Steps 2 and 4 have no name of
their own there; they read as between their neighbours.
"""

from __future__ import annotations

from app.i18n import mark, tr
from engine.findings import SPLIT_LIMIT, Attribute, Novelty, ReaderRatings

#: Words of the five steps, in the order in which a nodule is described.
_STEPS = {
    "texture": (
        mark("ground glass"),
        mark("mostly ground glass"),
        mark("part-solid"),
        mark("mostly solid"),
        mark("solid"),
    ),
    "margin": (
        mark("poorly defined margin"),
        mark("rather ill-defined margin"),
        mark("moderately defined margin"),
        mark("rather sharp margin"),
        mark("sharp margin"),
    ),
    "sphericity": (
        mark("linear"),
        mark("elongated"),
        mark("ovoid"),
        mark("nearly round"),
        mark("round"),
    ),
    "lobulation": (
        mark("not lobulated"),
        mark("slightly lobulated"),
        mark("moderately lobulated"),
        mark("lobulated"),
        mark("markedly lobulated"),
    ),
    "spiculation": (
        mark("no spiculation"),
        mark("slight spiculation"),
        mark("moderate spiculation"),
        mark("spiculated"),
        mark("markedly spiculated"),
    ),
}
_CALCIFICATION = "calcification_absent"
#: Below the first share of "absent" a nodule reads as calcified, from the second on as not calcified.
_CALCIFIED, _NOT_CALCIFIED = 1 / 3, 2 / 3

_NAMES = {
    "subtlety": mark("subtlety"),
    "texture": mark("texture"),
    "margin": mark("margin"),
    "sphericity": mark("sphericity"),
    "lobulation": mark("lobulation"),
    "spiculation": mark("spiculation"),
    _CALCIFICATION: mark("calcification absent"),
}
#: What the ends of the scales mean, for the numbers.
_ENDS = {
    "subtlety": (mark("hardly visible"), mark("obvious")),
    "texture": (mark("ground glass"), mark("solid")),
    "margin": (mark("poorly defined"), mark("sharp")),
    "sphericity": (mark("linear"), mark("round")),
    "lobulation": (mark("none"), mark("marked")),
    "spiculation": (mark("none"), mark("marked")),
    _CALCIFICATION: (mark("calcified"), mark("not calcified")),
}

NOT_MEASURED = mark(
    "Estimated from the image as readers would rate it: not measured, and not the reason for the score."
)


def words_of(description: tuple[Attribute, ...]) -> str:
    """What the nodule looks like to the model, in one line; empty where nothing of it has words."""
    named = {attribute.name: attribute for attribute in description}
    parts = [tr(steps[_step(named[name])]) for name, steps in _STEPS.items() if name in named]
    if _CALCIFICATION in named:
        absent = _share(named[_CALCIFICATION])
        certain = tr("calcified") if absent < _CALCIFIED else tr("not calcified")
        parts.append(tr("possibly calcified") if _CALCIFIED <= absent < _NOT_CALCIFIED else certain)
    return tr(", ").join(parts)


def numbers_of(description: tuple[Attribute, ...]) -> str:
    """The numbers behind the words, one a line, each with its scale."""
    lines = [_number(attribute) for attribute in description]
    return "\n".join([*lines, tr(NOT_MEASURED)]) if lines else ""


def agreement(readers: ReaderRatings) -> str:
    """What readers would say, where they would agree; a flag says where they would differ."""
    return tr("Readers would probably agree (malignancy {mean:.1f} of 5).", mean=readers.mean)


def ratings_text(readers: ReaderRatings) -> str:
    """How many readers would give which rating, and what follows from it."""
    shares = "\n".join(
        tr("{i}: {share:.0f} % of readers", i=i, share=100 * share)
        for i, share in enumerate(readers.shares, 1)
    )
    return tr(
        "Malignancy ratings expected of readers, from 1 (highly unlikely) to 5 (highly "
        "suspicious):\n{shares}\nMean {mean:.1f}, standard deviation {deviation:.1f}.\nTwo readers would "
        "take different sides (1, 2 or 4, 5; a 3 counts half) {split:.0f} % of the time. Beyond "
        "{limit:.0f} %, as with one reader of four on the other side, they are said to differ.",
        shares=shares,
        mean=readers.mean,
        deviation=readers.deviation,
        split=100 * readers.split,
        limit=100 * SPLIT_LIMIT,
    )


def novelty_text(novelty: Novelty) -> str:
    """How much the nodule looks like those that the model was trained on."""
    return tr(
        "It lies {distance:.2f} times as far from the training nodules as they typically do, farther than "
        "{percentile:.0f} % of nodules that a model had not seen.",
        distance=novelty.distance,
        percentile=novelty.percentile,
    )


def _share(attribute: Attribute) -> float:
    """Where it lies on its scale, from 0 to 1."""
    return (attribute.value - attribute.low) / (attribute.high - attribute.low)


def _step(attribute: Attribute) -> int:
    """Nearest of the five steps, from 0; half a step counts up."""
    return int(_share(attribute) * 4 + 0.5)


def _number(attribute: Attribute) -> str:
    low, high = (f"{end:g}" for end in (attribute.low, attribute.high))
    if attribute.name in _ENDS:
        low, high = (
            f"{end} {tr(text)}" for end, text in zip((low, high), _ENDS[attribute.name], strict=True)
        )
    decimals = 1 if attribute.high - attribute.low > 1 else 2
    name = tr(_NAMES.get(attribute.name, attribute.name.replace("_", " ")))
    return tr(
        "{name} {value} ({low} to {high})",
        name=name,
        value=f"{attribute.value:.{decimals}f}",
        low=low,
        high=high,
    )
