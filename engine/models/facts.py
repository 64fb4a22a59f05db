"""A model's manifest as its card in the window: what is worth knowing before it is chosen.

It reads; it decides nothing, and shows a figure only with the interval that the package gives for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.models.manifest import Manifest
from engine.models.package import ModelPackage
from engine.models.registry import Entry
from engine.models.signature import origin_of
from engine.protocol_models import Figure, LineageFacts, ModelFacts

#: Figures of ``train evaluate`` that the card shows, in its order.
FIGURES = ("auc", "accuracy", "sensitivity", "specificity", "f1", "ece", "brier")
_MAX_CARD = 200_000


def facts_of(entry: Entry) -> ModelFacts:
    """Describe a model; of a broken one, its name and what is wrong with it."""
    package = entry.package
    if package is None:
        return ModelFacts(name=entry.name, bundled=entry.bundled, active=entry.active, problem=entry.problem)
    manifest = package.manifest
    metrics, origin = manifest.metrics, origin_of(package.signature)
    return ModelFacts(
        name=entry.name,
        bundled=entry.bundled,
        active=entry.active,
        sha256=package.sha256,
        created=f"{manifest.created:%Y-%m-%d}",
        megabytes=_megabytes(package),
        threshold=manifest.threshold,
        n=_whole(metrics.get("n")),
        n_patients=_whole(metrics.get("n_patients")),
        figures=_figures(metrics),
        warnings=tuple(str(w["text"]) for w in _dicts(metrics.get("warnings")) if "text" in w),
        envelope=manifest.envelope.model_dump(mode="json"),
        n_training_patients=len(manifest.training_patients_sha256),
        dataset_sha256=manifest.dataset_sha256,
        recipe_sha256=manifest.recipe_sha256,
        licence=manifest.licence,
        attribution=manifest.attribution,
        software=manifest.software,
        card=_card(package),
        lineage=_lineage(manifest),
        signer=origin.signer,
        signature=origin.text,
    )


def _figures(metrics: Mapping[str, Any]) -> dict[str, Figure]:
    found = {name: _figure(metrics.get(name), metrics.get(f"{name}_interval")) for name in FIGURES}
    baseline = metrics.get("baseline_diameter")
    if isinstance(baseline, Mapping):
        found["size_auc"] = _figure(baseline.get("auc"))
    return {name: figure for name, figure in found.items() if figure is not None}


def _figure(value: Any, interval: Any = None) -> Figure | None:
    """Read ``{"value", "low", "high"}``, or a number with its interval beside it."""
    if isinstance(value, Mapping) and _is_number(value.get("value")):
        low, high = value.get("low"), value.get("high")
        ends = (low, high) if _is_number(low) and _is_number(high) else (None, None)
        return Figure(value=value["value"], low=ends[0], high=ends[1])
    if not _is_number(value):
        return None
    return _figure({"value": value, **interval}) if isinstance(interval, Mapping) else Figure(value=value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(value: Any) -> int | None:
    return int(value) if _is_number(value) else None


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list | tuple) else []


def _card(package: ModelPackage) -> str:
    if "card.md" not in package.manifest.files:
        return ""
    with package.file("card.md").open(encoding="utf-8", errors="replace") as file:
        return file.read(_MAX_CARD)


def _megabytes(package: ModelPackage) -> float:
    return round(sum((package.folder / name).stat().st_size for name in package.members) / 2**20, 1)


def _lineage(manifest: Manifest) -> LineageFacts | None:
    lineage = manifest.lineage
    if lineage is None:
        return None
    parent, override = lineage.parent, lineage.override
    return LineageFacts(
        parent=f"{parent.id}-{parent.version}",
        parent_sha256=parent.sha256,
        dataset_sha256=lineage.dataset_sha256,
        verdict=lineage.verdict,
        sentence=lineage.sentence,
        override=f"{override.reader}, {override.when:%Y-%m-%d}: {override.reason}" if override else "",
    )
