"""The package's `novelty.npz`: what the training nodules look like to the network, and how far others lie.

A distance is only comparable within one network's embeddings, so each is divided by the typical one of the
training nodules of the same network. What is normal for a nodule that a network has *not* seen is then taken
from fold networks and their held-out nodules, and applied to the final network. The distance itself, and why
it is this one, is `engine.novelty`'s (docs/decisions/0013).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.novelty import NoveltyReference, transformed
from training.cases import Dataset
from training.errors import TrainingError
from training.held_out import Network, held_out_networks
from training.runs import RunFolder
from training.samples import plain_patches

#: Fold networks whose held-out nodules are measured. Each costs a pass over all cases; more of them change
#: little, for their distances agree (docs/decisions/0013).
FOLDS = 2

#: Parts in which the training nodules are measured without their patients.
PARTS = 5

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class HeldOut:
    """A fold's nodules, measured by the network that has not seen them.

    Parameters
    ----------
    cases
        Their indices in the dataset.
    distances
        To the training nodules of their network, shape ``(len(cases),)``.
    training
        Distances of the training nodules themselves, each to those of other patients.
    network, reference
        What measured them.
    """

    cases: npt.NDArray[np.intp]
    distances: FloatArray
    training: FloatArray
    network: Network
    reference: NoveltyReference


def novelty_file(dataset: Dataset, run: RunFolder, final: Network) -> bytes:
    """Return a package's `novelty.npz`.

    Parameters
    ----------
    dataset
        The run's dataset.
    run
        With every fold finished.
    final
        The network that is shipped, trained on all cases that a model may be trained on.

    Returns
    -------
    bytes

    Raises
    ------
    RunError
        If a fold is not finished, or the dataset is not the one the run was made with.
    TrainingError
        If a network was trained on one patient only.
    """
    known = np.concatenate([fold.distances for fold in itertools.islice(held_out(dataset, run), FOLDS)])
    trained = np.flatnonzero(dataset.trainable)
    embedding = final(plain_patches(dataset, run.record().recipe.input.spec, trained)).embedding
    reference, _ = fitted(embedding, _patients(dataset)[trained])
    return replace(reference, held_out=np.sort(known).astype(np.float32)).to_bytes()


def held_out(dataset: Dataset, run: RunFolder) -> Iterator[HeldOut]:
    """Go through a run's folds and measure the nodules held out.

    Raises
    ------
    RunError
        If a fold is not finished, or the dataset is not the one the run was made with.
    """
    patients = _patients(dataset)
    patches = plain_patches(dataset, run.record().recipe.input.spec, np.arange(len(dataset)))
    for cases, network in held_out_networks(dataset, run):
        seen = dataset.trainable.copy()
        seen[cases] = False
        embedding = network(patches).embedding
        reference, training = fitted(embedding[seen], patients[seen])
        yield HeldOut(cases, reference.distances(embedding[cases]), training, network, reference)


def fitted(
    embedding: npt.NDArray[np.floating], patients: npt.NDArray[np.str_]
) -> tuple[NoveltyReference, FloatArray]:
    """Fit the reference to a network's training nodules.

    Parameters
    ----------
    embedding
        Of the training nodules, shape ``(N, K)``.
    patients
        Whose they are, shape ``(N,)``.

    Returns
    -------
    NoveltyReference, numpy.ndarray
        A reference whose unit is the typical (median) distance of a training nodule; and the distances of
        all of them, each to a reference fitted without its patient, which are also its `held_out` here.
        Without that, the covariance would have adapted to the very nodules it measures, the more the larger
        K is.

    Raises
    ------
    TrainingError
        If there are fewer than two patients.
    """
    from sklearn.model_selection import GroupKFold

    n_parts = min(PARTS, len(np.unique(patients)))
    if n_parts < 2:
        raise TrainingError("What is unlike the training nodules cannot be told with nodules of one patient.")
    values = transformed(embedding)
    distances = np.empty(len(values))
    for others, part in GroupKFold(n_parts).split(values, groups=patients):
        distances[part] = _reference(values[others]).distances(embedding[part])
    typical = float(np.median(distances))
    whole = _reference(values)
    ordered = np.sort(distances / typical)
    reference = replace(
        whole,
        whitening=(whole.whitening / typical).astype(np.float32),
        held_out=ordered.astype(np.float32),
    )
    return reference, ordered


def _patients(dataset: Dataset) -> npt.NDArray[np.str_]:
    return np.array([case.patient_id for case in dataset.cases])


def _reference(values: FloatArray) -> NoveltyReference:
    """Mean and whitening of transformed embeddings: a covariance shrunk as Ledoit and Wolf (2004) do.

    All directions are kept: those in which training nodules hardly vary are where other things stand out.
    """
    from sklearn.covariance import LedoitWolf

    fit = LedoitWolf().fit(values)
    variance, directions = np.linalg.eigh(fit.covariance_)
    # A network with a dead feature, or hardly any nodules: no direction may count for everything.
    floor = max(float(variance.max()), 1e-12) * 1e-6
    whitening = directions / np.sqrt(np.maximum(variance, floor))
    return NoveltyReference(
        fit.location_.astype(np.float32), whitening.astype(np.float32), np.zeros(1, np.float32)
    )
