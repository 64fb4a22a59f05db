"""The finished runs that a compressing recipe starts from or is taught by, fold by fold.

A fold's training meets the sources' rows of that same fold only: no teacher and no start has seen a patient
that it is judged on. The rows' keys are part of the training's own key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.cases import Dataset
from training.compress.distil import Distil
from training.compress.method import Method
from training.compress.prune import Prune
from training.compress.teacher import check_teachers
from training.errors import TrainingError
from training.events import Emit
from training.graph import graph_of, net_of
from training.recipe import Recipe
from training.runs import RunFolder, member_name
from training.splits import Split


@dataclass(frozen=True)
class Sources:
    """Finished runs.

    Parameters
    ----------
    runs
        Teachers, or the one run to start from.
    plain
        To distil: a run of the student without a teacher.
    """

    runs: tuple[RunFolder, ...] = ()
    plain: RunFolder | None = None

    def configuration(self, fold: str) -> dict[str, Any]:
        """Return what a fold's training depends on beside its recipe: the keys of the sources' rows.

        Raises
        ------
        training.runs.RunError
            If a source has not finished the fold.
        """
        if not self.runs:
            return {}
        return {
            "sources": [
                run.finished(member_name(fold, member)).key
                for run in self.runs
                for member in range(run.record().recipe.members)
            ]
        }

    def check(self, dataset: Dataset, split: Split, recipe: Recipe, emit: Emit) -> None:
        """Refuse teachers that are no better than the student alone; see `check_teachers`."""
        if recipe.compress.kind == "distil" and self.plain is not None:
            emit("teachers", **check_teachers(dataset, split, self.runs, self.plain))

    def method(self, recipe: Recipe, fold: str) -> Method | None:
        """Return the method of one fold's training; `None` for a recipe that does not compress.

        Raises
        ------
        TrainingError
            If the recipe compresses and there are no sources.
        """
        compress = recipe.compress
        if compress.kind == "none":
            return None
        if not self.runs:
            raise TrainingError(
                f"The recipe {recipe.name} is to {compress.kind} a finished run, and none is given: "
                "`noduscope train fit --source RUN`."
            )
        recipes = [run.record().recipe for run in self.runs]
        if compress.kind == "distil":
            graphs = []
            for run, of_run in zip(self.runs, recipes, strict=True):
                fewer = of_run.model_copy(update={"views": min(of_run.views, compress.teacher_views)})
                graphs.append(graph_of(run.weights(fold), fewer))
            return Distil(compress, graphs, [of_run.input for of_run in recipes], recipe.input)
        start = net_of(self.runs[0].finished(fold).weights(), recipes[0])
        if compress.kind == "prune":
            return Prune(start, compress.pruned_share)
        from training.compress.quantise import QuantiseAware

        return QuantiseAware(start)


NO_SOURCES = Sources()


def open_sources(
    recipe: Recipe, dataset: Dataset, split: Split, sources: Sequence[Path], plain: Path | None
) -> Sources:
    """Open the runs that a recipe needs.

    Parameters
    ----------
    recipe, dataset, split
        Of the training to come.
    sources
        Run folders.
    plain
        Run folder of the student without a teacher.

    Returns
    -------
    Sources

    Raises
    ------
    TrainingError
        If there are too few or too many for the recipe, or one is of other cases, folds or another network.
    """
    kind = recipe.compress.kind
    runs = [RunFolder(path) for path in sources]
    if kind == "none" and (runs or plain):
        raise TrainingError(
            f"The recipe {recipe.name} trains from its own start (compress.kind is none): leave out --source "
            "and --plain, or take a recipe that distils, prunes or quantises."
        )
    if kind == "distil" and (not runs or plain is None):
        raise TrainingError(
            "To distil, name the teachers with --source and, with --plain, a run of the student without a "
            "teacher: the teachers must beat it."
        )
    if kind in ("prune", "quantise") and (len(runs) != 1 or plain is not None):
        raise TrainingError(f"To {kind}, name exactly one finished run with --source (and no --plain).")
    for run in [*runs, *([RunFolder(plain)] if plain is not None else [])]:
        record = run.record()
        if record.dataset_sha256 != dataset.sha256 or record.split_sha256 != split.sha256:
            raise TrainingError(
                f"The run {run.folder} was trained on other cases or other folds, so it may have seen the "
                "patients that the new one is judged on. Train it on this dataset first."
            )
        if kind in ("prune", "quantise"):
            _refuse_other_network(recipe, record.recipe, run)
    return Sources(tuple(runs), RunFolder(plain) if plain is not None else None)


def _refuse_other_network(recipe: Recipe, source: Recipe, run: RunFolder) -> None:
    if source.input != recipe.input or _without_freezing(source) != _without_freezing(recipe):
        raise TrainingError(
            f"The run {run.folder} is of another network or input than the recipe {recipe.name}. A run is "
            f"{recipe.compress.kind}d as it is: take the same `input` and `net`."
        )
    if source.members != 1 or recipe.members != 1:
        raise TrainingError(f"The run {run.folder} or the recipe has several networks; take one at a time.")


def _without_freezing(recipe: Recipe) -> dict[str, Any]:
    skipped = ("frozen_blocks", "pretrained", "dropout")
    return {name: value for name, value in recipe.net.choices().items() if name not in skipped}
