"""What a fine-tuning learns from: the site's cases and the replayed reference ones, as one row of samples."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import torch

from training.cases import Dataset
from training.finetune.choices import REPLAY_POOL
from training.leakage import same_pictures
from training.recipe import Recipe
from training.samples import EpochSampler, LargePatches, TrainingSamples, epoch_seed
from training.targets import attribute_values
from training.weights import Weights

Indices = npt.NDArray[np.intp]


class Material:
    """The site's cases and, behind them, the reference cases that may be replayed.

    Parameters
    ----------
    site
        The site's dataset.
    reference
        The reference set.
    replayed
        Places in it.
    recipe
        Says how large patches are.

    Attributes
    ----------
    dataset
        All of them.
    replay
        Their places in it.
    patches
        Large patches of all.
    """

    def __init__(self, site: Dataset, reference: Dataset | None, replayed: Indices, recipe: Recipe) -> None:
        self.dataset = site
        if reference is not None and len(replayed):
            self.dataset = together(site, reference.only(replayed))
        self.replay = np.arange(len(site), len(self.dataset))
        self.patches = LargePatches(self.dataset, recipe)


def together(first: Dataset, second: Dataset) -> Dataset:
    """Return the cases of both datasets, the second's behind the first's, whose terms it keeps."""
    return Dataset(
        name=first.name,
        licence=first.licence,
        attribution=first.attribution,
        cases=first.cases + second.cases,
        hu=first.hu + second.hu,
        outlines=first.outlines + second.outlines,
        never_train=first.never_train + second.never_train,
    )


def divide_reference(
    site: Dataset, reference: Dataset, *, replay: bool, seed: int
) -> tuple[Indices, Indices]:
    """Choose which reference cases may be replayed, and which both models are judged on.

    No patient is in both, and none that the site's dataset holds too, by number or by picture. Judged are
    cases that figures count.

    Parameters
    ----------
    site, reference
        The datasets.
    replay
        Whether anything is replayed; if not, all of the reference is judged on.
    seed
        Of the shuffle of its patients.

    Returns
    -------
    replayed, judged
        Places in the reference.
    """
    own = {case.patient_id for case in site.cases}
    own |= {reference.cases[pair.second].patient_id for pair in same_pictures(site, reference)}
    patient = np.array([case.patient_id for case in reference.cases], dtype=np.str_)
    free = ~np.isin(patient, sorted(own))
    names = np.random.default_rng(seed).permutation(np.unique(patient[free & reference.trainable]))
    half = np.isin(patient, names[: len(names) // 2 if replay else 0])
    replayed = np.flatnonzero(free & half)
    if len(replayed) > REPLAY_POOL:
        replayed = np.sort(np.random.default_rng(seed).permutation(replayed)[:REPLAY_POOL])
    reportable = np.array([case.reportable for case in reference.cases], dtype=bool)
    return replayed, np.flatnonzero(free & ~half & reportable)


class TuneSamples(TrainingSamples):
    """Training samples whose targets are on the base model's scale.

    A site's certain labels are compared with the base's *calibrated* probability (its logit divided by its
    temperature): the base then starts near its best, and no effort goes into another scale. Labels made of
    readers' ratings are compared as in the base's own training.

    Parameters
    ----------
    material, recipe, chosen
        The cases, the recipe, the places to train on.
    start
        The base's weights: they hold the scale of its auxiliary targets.
    temperature
        The base's.
    """

    def __init__(
        self, material: Material, recipe: Recipe, chosen: Indices, start: Weights, temperature: float
    ) -> None:
        super().__init__(material.dataset, material.patches, recipe, chosen)
        cases = material.dataset.cases
        mean, deviation = (start[name].numpy() for name in ("attribute_mean", "attribute_deviation"))
        values = (attribute_values(cases, recipe.net.attributes) - mean) / deviation
        self.targets = values.astype(np.float32)
        self.divisor = np.array([1.0 if case.scores else temperature for case in cases], dtype=np.float32)

    def __getitem__(self, position: int) -> dict[str, torch.Tensor]:
        index = self.chosen[position]
        return super().__getitem__(position) | {
            "attributes": torch.from_numpy(self.targets[index]),
            "divisor": torch.tensor(self.divisor[index]),
        }


class ReplaySampler(EpochSampler):
    """Every local case once an epoch, and as many reference ones as are asked for, other ones each epoch.

    Parameters
    ----------
    samples
        Local cases first.
    n_local
        How many of them.
    n_replayed
        Reference cases an epoch.
    seed
        Of the training.
    """

    def __init__(self, samples: TuneSamples, n_local: int, n_replayed: int, seed: int) -> None:
        super().__init__(samples, seed)
        self.n_local = n_local
        self.n_replayed = min(n_replayed, len(samples) - n_local)

    def __len__(self) -> int:
        return self.n_local + self.n_replayed

    def __iter__(self) -> Iterator[int]:
        seed = epoch_seed(self.seed, self.epoch)
        self.samples.transforms.set_random_state(seed=seed)
        random = torch.Generator().manual_seed(seed)
        pool = self.n_local + torch.randperm(len(self.samples) - self.n_local, generator=random)
        places = torch.cat([torch.arange(self.n_local), pool[: self.n_replayed]])
        return iter(places[torch.randperm(len(places), generator=random)].tolist())
