"""From patches to assessments: probability, call, map in the patient, and what forbids or limits a verdict.

It knows the model's manifest and a runtime. It must not know DICOM files, the window, or how a nodule was
found.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import numpy as np

from engine.description import describe, reader_ratings, readers_would_differ
from engine.envelope import MASS_MM, Subject, mass, what_forbids, what_limits
from engine.explanation import off_lesion
from engine.findings import ActivationMap, Assessment, Attribute, Call, Flag, Nodule, probability_text
from engine.geometry import Grid
from engine.models.manifest import CamGrid
from engine.models.package import ModelPackage, PackageError
from engine.models.reference import reference_scores
from engine.models.registry import DEFAULT, Registry
from engine.novelty import read_novelty, unlike_training
from engine.runtimes.base import Outputs, Runtime
from engine.runtimes.choose import choose


class Assessor:
    """A model and the runtime that runs it.

    Parameters
    ----------
    package
        The model.
    runtime
        Its compiled network.

    Raises
    ------
    PackageError
        If the package's reference scores or its `novelty.npz` cannot be read.
    """

    def __init__(self, package: ModelPackage, runtime: Runtime) -> None:
        self.package = package
        self.runtime = runtime
        self._reference = reference_scores(package)
        self._novelty = read_novelty(package)

    def assess(self, subjects: Sequence[Subject]) -> list[Assessment]:
        """Assess nodules; those that must not be judged never reach the network.

        Parameters
        ----------
        subjects
            Any number of nodules, of one volume or several.

        Returns
        -------
        list of Assessment
            In the same order.
        """
        manifest = self.package.manifest
        forbidding = [what_forbids(subject, manifest.envelope) for subject in subjects]
        notes = [what_limits(subject, manifest.envelope) for subject in subjects]
        judged = [i for i, flags in enumerate(forbidding) if not flags]
        result = [
            Assessment(Call.OUT_OF_RANGE, None, None, None, (*flags, *more))
            for flags, more in zip(forbidding, notes, strict=True)
        ]
        if judged:
            outputs = self.runtime.run(np.stack([subjects[i].patch.hu for i in judged]))
            for row, i in enumerate(judged):
                result[i] = self._judge(subjects[i], outputs.row(row), notes[i])
        return result

    def _judge(self, subject: Subject, answer: Outputs, notes: tuple[Flag, ...]) -> Assessment:
        if not answer.finite:
            failed = Flag(
                "no_answer", "The network gave no usable number for this nodule, so there is no score."
            )
            return Assessment(Call.OUT_OF_RANGE, None, None, None, (failed, *notes))
        novelty = None
        if self._novelty is not None:
            novelty = self._novelty.novelty(float(self._novelty.distances(answer.embedding)[0]))
            if unlike := unlike_training(novelty, self._novelty):
                return Assessment(Call.OUT_OF_RANGE, None, None, None, (*unlike, *notes), novelty=novelty)
        manifest = self.package.manifest
        logit, probability = float(answer.logit[0]), float(answer.probability[0])
        call, patch_grid = self._call(probability), subject.patch.grid
        found = ActivationMap(answer.cam[0], cam_grid(patch_grid, manifest.cam))
        by_size = manifest.size_only.probability(subject.nodule.long_axis_mm) if manifest.size_only else None
        if call is Call.MALIGNANT:
            notes = (*off_lesion(found, subject.nodule, patch_grid), *notes)
        elif call is Call.BENIGN and by_size is not None and by_size >= manifest.threshold:
            notes = (*notes, _large_for_benign(subject.nodule, by_size))
        readers = None if answer.ratings is None else reader_ratings(answer.ratings[0])
        if readers is not None:
            notes = (*readers_would_differ(readers), *notes)
        described: tuple[Attribute, ...] = ()
        if answer.attributes is not None and manifest.attributes:
            described = describe(answer.attributes[0], manifest.attributes)
        return Assessment(
            call=call,
            probability=probability,
            logit=logit,
            map=found,
            flags=notes,
            percentile_benign=_percentile(self._reference[0], probability),
            percentile_malignant=_percentile(self._reference[1], probability),
            size_probability=by_size,
            description=described,
            readers=readers,
            novelty=novelty,
        )

    def _call(self, probability: float) -> Call:
        """Benign or malignant by the threshold; with conformal quantiles, by the prediction set."""
        quantiles = self.package.manifest.conformal
        if quantiles:
            benign = probability <= quantiles["benign"]
            malignant = 1 - probability <= quantiles["malignant"]
            if benign == malignant:
                return Call.INDETERMINATE
            return Call.MALIGNANT if malignant else Call.BENIGN
        return Call.MALIGNANT if probability >= self.package.manifest.threshold else Call.BENIGN


def open_assessor(
    registry: Registry, model: str | None = None, runtime: str | None = None
) -> tuple[Assessor, str]:
    """Open a model, compiled, checked and warm.

    Parameters
    ----------
    registry
        The models of this user.
    model
        Name of the model; `None` is the active one, and if that must not be used, the one that came with the
        program.
    runtime
        Name of the runtime; `None` is the preferred one that works.

    Returns
    -------
    assessor, note
        The note says why it is another model or runtime than the chosen one; empty if it is not.

    Raises
    ------
    PackageError
        If there is nothing that can be used.
    """
    package, note = (registry.get(model), "") if model else registry.active()
    try:
        choice = choose(package, runtime)
        assessor = Assessor(package, choice.runtime)
    except PackageError as error:
        default = registry.get(DEFAULT)
        if model or default.sha256 == package.sha256:
            raise
        choice = choose(default, runtime)
        assessor = Assessor(default, choice.runtime)
        note = f"{error} The model that came with the program is used instead."
    return assessor, " ".join(part for part in (note, choice.note) if part)


def without_model(nodule: Nodule, reason: str) -> Assessment:
    """Return the assessment of a nodule that no model can judge: the measurements still tell a mass.

    Parameters
    ----------
    nodule
        The measured lesion.
    reason
        Why there is no model, as a sentence.
    """
    flags = (*mass(nodule, MASS_MM), Flag("no_model", f"No score: {reason}"))
    return Assessment(Call.OUT_OF_RANGE, None, None, None, flags)


def cam_grid(patch_grid: Grid, cam: CamGrid) -> Grid:
    """Return where the cells of a map lie in the patient, given the patch they were computed from."""
    origin = patch_grid.to_patient(cam.offset)
    cells = np.asarray(cam.offset) + np.diag(cam.stride)
    steps = patch_grid.to_patient(cells) - origin
    x, y, z = (float(v) for v in origin)
    s, r, c = ((float(v[0]), float(v[1]), float(v[2])) for v in steps)
    return Grid(cam.size, (x, y, z), (s, r, c))


def _large_for_benign(nodule: Nodule, by_size: float) -> Flag:
    return Flag(
        "large_for_benign",
        f"Size alone ({nodule.long_axis_mm:.0f} mm) would speak for malignant, at"
        f" {probability_text(by_size)}: take the benign call with care.",
    )


def _percentile(ordered: list[float], probability: float) -> float | None:
    """Share in percent of the reference cases with at most this probability."""
    if not ordered:
        return None
    return 100 * bisect.bisect_right(ordered, probability) / len(ordered)
