"""The model's description of a nodule and what it expects of readers, in a radiologist's words. No widgets.

Ratings are put into words by the nearest step of the readers' five-step scale. Steps 2 and 4 have no name of
their own there; they read as between their neighbours.
"""

from __future__ import annotations

from engine.findings import SPLIT_LIMIT, Attribute, Novelty, ReaderRatings

#: Words of the five steps, in the order in which a nodule is described.
_STEPS = {
    "texture": ("ground glass", "mostly ground glass", "part-solid", "mostly solid", "solid"),
    "margin": (
        "poorly defined margin",
        "rather ill-defined margin",
        "moderately defined margin",
        "rather sharp margin",
        "sharp margin",
    ),
    "sphericity": ("linear", "elongated", "ovoid", "nearly round", "round"),
    "lobulation": (
        "not lobulated",
        "slightly lobulated",
        "moderately lobulated",
        "lobulated",
        "markedly lobulated",
    ),
    "spiculation": (
        "no spiculation",
        "slight spiculation",
        "moderate spiculation",
        "spiculated",
        "markedly spiculated",
    ),
}
_CALCIFICATION = "calcification_absent"
#: Below the first share of "absent" a nodule reads as calcified, from the second on as not calcified.
_CALCIFIED, _NOT_CALCIFIED = 1 / 3, 2 / 3

#: What the ends of the scales mean, for the numbers.
_ENDS = {
    "subtlety": ("hardly visible", "obvious"),
    "texture": ("ground glass", "solid"),
    "margin": ("poorly defined", "sharp"),
    "sphericity": ("linear", "round"),
    "lobulation": ("none", "marked"),
    "spiculation": ("none", "marked"),
    _CALCIFICATION: ("calcified", "not calcified"),
}

NOT_MEASURED = (
    "Estimated from the image as readers would rate it: not measured, and not the reason for the score."
)


def words_of(description: tuple[Attribute, ...]) -> str:
    """What the nodule looks like to the model, in one line; empty where nothing of it has words."""
    named = {attribute.name: attribute for attribute in description}
    parts = [steps[_step(named[name])] for name, steps in _STEPS.items() if name in named]
    if _CALCIFICATION in named:
        absent = _share(named[_CALCIFICATION])
        certain = "calcified" if absent < _CALCIFIED else "not calcified"
        parts.append("possibly calcified" if _CALCIFIED <= absent < _NOT_CALCIFIED else certain)
    return ", ".join(parts)


def numbers_of(description: tuple[Attribute, ...]) -> str:
    """The numbers behind the words, one a line, each with its scale."""
    lines = [_number(attribute) for attribute in description]
    return "\n".join([*lines, NOT_MEASURED]) if lines else ""


def agreement(readers: ReaderRatings) -> str:
    """What readers would say, where they would agree; a flag says where they would differ."""
    return f"Readers would probably agree (malignancy {readers.mean:.1f} of 5)."


def ratings_text(readers: ReaderRatings) -> str:
    """How many readers would give which rating, and what follows from it."""
    shares = "\n".join(f"{i}: {100 * share:.0f} % of readers" for i, share in enumerate(readers.shares, 1))
    return (
        "Malignancy ratings expected of readers, from 1 (highly unlikely) to 5 (highly suspicious):\n"
        f"{shares}\n"
        f"Mean {readers.mean:.1f}, standard deviation {readers.deviation:.1f}.\n"
        f"Two readers would take different sides (1, 2 or 4, 5; a 3 counts half) {100 * readers.split:.0f} %"
        f" of the time. Beyond {100 * SPLIT_LIMIT:.0f} %, as with one reader of four on the other side, they"
        " are said to differ."
    )


def novelty_text(novelty: Novelty) -> str:
    """How much the nodule looks like those that the model was trained on."""
    return (
        f"It lies {novelty.distance:.2f} times as far from the training nodules as they typically do, farther"
        f" than {novelty.percentile:.0f} % of nodules that a model had not seen."
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
        low, high = (f"{end} {text}" for end, text in zip((low, high), _ENDS[attribute.name], strict=True))
    decimals = 1 if attribute.high - attribute.low > 1 else 2
    return f"{attribute.name.replace('_', ' ')} {attribute.value:.{decimals}f} ({low} to {high})"
