"""Both models' scores of the local and the reference cases, when all trainings are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.runtimes.base import Float32Array
from training import calibrate
from training.cases import Dataset, hashed_identifier
from training.finetune.paired import PairedReference, PairedScores
from training.finetune.plan import Plan
from training.finetune.recalibrate import cross_fit, fit
from training.finetune.record import Outcome
from training.finetune.tune import JUDGED_AT_ONCE, Watch
from training.graph import Graph, graph_of, run
from training.runs import FINAL
from training.samples import plain_patches
from training.weights import Weights

Indices = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
#: Weights of all members of a fold (``"0"`` ...) or of the final model.
WeightsOf = Callable[[str], list[Weights]]


@dataclass(frozen=True, eq=False)
class _Answers:
    logit: Floats
    cam: Float32Array


def score(plan: Plan, weights_of: WeightsOf, watch: Watch) -> tuple[PairedScores, Outcome]:
    """Judge every decided local case by the base and, out of fold, by the new recipe.

    Parameters
    ----------
    plan
        What was done.
    weights_of
        The finished trainings; not asked in a recalibration.
    watch
        Called between batches.

    Returns
    -------
    PairedScores, Outcome
    """
    judge = _Judge(plan, watch)
    return _finetuned(judge, weights_of) if plan.mode == "finetune" else _recalibrated(judge)


class _Judge:
    """Runs graphs over a plan's cases."""

    def __init__(self, plan: Plan, watch: Watch) -> None:
        self.plan = plan
        self.watch = watch
        self.chosen = plan.site.chosen
        self.label = plan.site.label[self.chosen]
        self.fold = np.array(plan.division.folds, dtype=np.intp)[self.chosen]
        self.untouched = np.isin(self.chosen, plan.division.test)
        self.temperature = plan.base.manifest.temperature
        self.base = graph_of(plan.base_weights, plan.recipe)
        self.old = self.local(self.base)

    def local(self, graph: Graph, here: npt.NDArray[np.bool_] | None = None) -> _Answers:
        """Judge the decided local cases, or some of them."""
        places = self.chosen if here is None else self.chosen[here]
        return self._judge(graph, self.plan.site.dataset, places)

    def calibrated(self, logit: Floats) -> Floats:
        """Return the probability at the base's temperature."""
        return calibrate.sigmoid(logit / self.temperature)

    def paired(self, new: Graph, calibrated: Callable[[Floats], Floats]) -> PairedReference | None:
        """Judge the reference by both models; `calibrated` makes the new probability of the new logit."""
        reference, places = self.plan.reference, np.array(self.plan.division.judged, dtype=np.intp)
        if reference is None or not len(places):
            return None
        cases = [reference.cases[i] for i in places]
        trained_on = set(self.plan.base.manifest.training_patients_sha256)
        old = self._judge(self.base, reference, places).logit
        found = old if new is self.base else self._judge(new, reference, places).logit
        return PairedReference(
            patient=np.array([case.patient_id for case in cases], dtype=np.str_),
            label=np.array([case.label for case in cases], dtype=np.intp),
            old_probability=self.calibrated(old),
            new_probability=calibrated(found),
            seen=np.array([hashed_identifier(case.patient_id) in trained_on for case in cases], dtype=bool),
        )

    def scores(self, **new: Any) -> PairedScores:
        """Put the new model's columns beside those that do not depend on it."""
        cases = [self.plan.site.dataset.cases[i] for i in self.chosen]
        return PairedScores(
            mode=self.plan.mode,
            case=np.array([case.id for case in cases], dtype=np.str_),
            patient=self.plan.site.group[self.chosen],
            label=self.label,
            diameter_mm=np.array([case.diameter_mm or np.nan for case in cases], dtype=float),
            fold=self.fold,
            old_logit=self.old.logit,
            old_probability=self.calibrated(self.old.logit),
            untouched=self.untouched,
            old_cam=self.old.cam,
            **new,
        )

    def _judge(self, graph: Graph, dataset: Dataset, places: Indices) -> _Answers:
        """Run a graph over cases, few at a time."""
        spec = self.plan.recipe.input.spec
        logits, maps = [], []
        for start in range(0, len(places), JUDGED_AT_ONCE):
            self.watch()
            outputs = run(graph, plain_patches(dataset, spec, places[start : start + JUDGED_AT_ONCE]))
            logits.append(np.asarray(outputs.logit, dtype=np.float64))
            maps.append(outputs.cam)
        return _Answers(np.concatenate(logits), np.concatenate(maps))


def _finetuned(judge: _Judge, weights_of: WeightsOf) -> tuple[PairedScores, Outcome]:
    recipe, label, fold = judge.plan.recipe, judge.label, judge.fold
    logit, cam = np.zeros(len(label)), np.zeros_like(judge.old.cam)
    for number in np.unique(fold):
        here = fold == number
        answers = judge.local(graph_of(weights_of(str(number)), recipe), here)
        logit[here], cam[here] = answers.logit, answers.cam
    # Trained and stopped by the probability at the base's temperature, so that temperature stays.
    final = graph_of(weights_of(FINAL), recipe)
    confirm = np.full(len(label), np.nan)
    confirm[judge.untouched] = judge.calibrated(judge.local(final, judge.untouched).logit)
    probability = judge.calibrated(logit)
    scores = judge.scores(
        new_logit=logit,
        new_probability=probability,
        new_cam=cam,
        confirm_probability=confirm,
        reference=judge.paired(final, judge.calibrated),
    )
    return scores, Outcome(
        temperature=judge.temperature, conformal=calibrate.prediction_quantiles(probability, label)
    )


def _recalibrated(judge: _Judge) -> tuple[PairedScores, Outcome]:
    label, untouched, temperature = judge.label, judge.untouched, judge.temperature
    calibrated = judge.old.logit / temperature
    probability, moved = cross_fit(calibrated, label, judge.fold)
    confirm = np.full(len(label), np.nan)
    confirm[untouched] = fit(calibrated[~untouched], label[~untouched])(calibrated[untouched])
    whole = fit(calibrated, label)
    scores = judge.scores(
        new_logit=moved * temperature,  # on the base's scale, so that the two can be compared
        new_probability=probability,
        new_cam=judge.old.cam,
        confirm_probability=confirm,
        reference=judge.paired(judge.base, lambda found: whole(found / temperature)),
    )
    outcome = Outcome(
        temperature=temperature / whole.slope,
        conformal=calibrate.prediction_quantiles(probability, label),
        slope=whole.slope,
        offset=whole.offset,
    )
    return scores, outcome
