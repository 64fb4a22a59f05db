"""Cases as tensors: augmented batches to train on, plain patches to judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import torch
from monai.data import set_track_meta
from torch.utils.data import Dataset as TorchDataset
from torch.utils.data import Sampler

from engine.patch import PatchSpec
from training.augment import HU, LESION, PLAIN, source_spec, transforms
from training.cases import Dataset
from training.facts import training_facts
from training.recipe import Recipe
from training.targets import attribute_targets, soft_label, weight


class LargePatches:
    """Every case's large patch and outline, cut once for all folds of a run.

    Parameters
    ----------
    dataset, recipe
        The cases, and the recipe that says how large.
    """

    def __init__(self, dataset: Dataset, recipe: Recipe) -> None:
        spec = source_spec(recipe.input.spec, recipe.augment)
        self.hu = np.empty((len(dataset), *spec.size), dtype=np.float32)
        self.lesion = np.empty((len(dataset), 1, *spec.size[1:]), dtype=np.float16)
        for index in range(len(dataset)):
            self.hu[index] = dataset.patch(index, spec).hu
            self.lesion[index] = dataset.lesion(index, spec)


class TrainingSamples(TorchDataset[dict[str, torch.Tensor]]):
    """Augmented patches of the training cases with their targets.

    Parameters
    ----------
    dataset, patches, recipe
        The cases, their large patches, the recipe.
    chosen
        Indices of the cases to train on.
    translated
        Large patches of some cases (by index) in another scanner's look, shown with the recipe's chance.
    """

    def __init__(
        self,
        dataset: Dataset,
        patches: LargePatches,
        recipe: Recipe,
        chosen: npt.NDArray[np.intp],
        translated: Mapping[int, npt.NDArray[np.float32]] | None = None,
    ) -> None:
        # The transforms need no geometry of their own here, and following it costs more than they do.
        set_track_meta(False)
        self.dataset, self.recipe = dataset, recipe
        self.patches = patches
        self.chosen = chosen
        self.translated = translated or {}
        self.translate_chance = recipe.augment.translate.chance if recipe.augment.translate else 0.0
        self.transforms = transforms(
            recipe.input.spec, recipe.augment, keep_plain=recipe.mixing.protect != "nothing"
        )
        training = np.zeros(len(dataset), dtype=bool)
        training[chosen] = True
        self.label = np.array([soft_label(case) for case in dataset.cases], dtype=np.float32)
        self.weight = np.array([weight(case, recipe.loss) for case in dataset.cases], dtype=np.float32)
        self.looks = np.random.default_rng(0)
        self.attributes = attribute_targets(dataset.cases, recipe.net.attributes, training)
        self.facts = training_facts(dataset, recipe.net.facts, chosen) if recipe.net.facts else None

    def __len__(self) -> int:
        return len(self.chosen)

    def plain(self, count: int = 300) -> npt.NDArray[np.float32]:
        """Return patches of cases from all over the list, not augmented, shape ``(n, *spec.size)``."""
        chosen = self.chosen[np.linspace(0, len(self.chosen) - 1, min(count, len(self.chosen))).astype(int)]
        return plain_patches(self.dataset, self.recipe.input.spec, chosen)

    def __getitem__(self, position: int) -> dict[str, torch.Tensor]:
        index = int(self.chosen[position])
        image = self.transforms(
            {
                HU: torch.from_numpy(self._hu(index)),
                LESION: torch.from_numpy(self.patches.lesion[index].astype(np.float32)),
            }
        )
        facts = {} if self.facts is None else {"facts": torch.from_numpy(self.facts.values[index])}
        return facts | {
            "hu": torch.as_tensor(image[HU]),
            "lesion": torch.as_tensor(image[LESION]).clamp(0, 1),
            **({PLAIN: torch.as_tensor(image[PLAIN])} if PLAIN in image else {}),
            "label": torch.tensor(self.label[index]),
            "weight": torch.tensor(self.weight[index]),
            "attributes": torch.from_numpy(self.attributes.values[index]),
        }

    def _hu(self, index: int) -> npt.NDArray[np.float32]:
        # Drawn only where there is a choice, so that a training without translations stays what it was.
        if index in self.translated and self.looks.random() < self.translate_chance:
            return self.translated[index]
        return self.patches.hu[index]

    def reseed(self, seed: int) -> None:
        """Start all its random numbers afresh."""
        self.transforms.set_random_state(seed=seed)
        self.looks = np.random.default_rng(seed)


class EpochSampler(Sampler[int]):
    """Shuffle by seed and epoch alone, and start the augmentation's random numbers there.

    A resumed training therefore sees what an uninterrupted one would have seen. Lightning calls
    `set_epoch`.

    Parameters
    ----------
    samples
        What is sampled.
    seed
        Of the run.
    """

    def __init__(self, samples: TrainingSamples, seed: int) -> None:
        self.samples = samples
        self.seed = seed
        self.epoch = 0

    def __len__(self) -> int:
        return len(self.samples)

    def set_epoch(self, epoch: int) -> None:
        """Say which epoch comes next."""
        self.epoch = epoch

    def __iter__(self) -> Iterator[int]:
        seed = epoch_seed(self.seed, self.epoch)
        self.samples.reseed(seed)
        order = torch.randperm(len(self.samples), generator=torch.Generator().manual_seed(seed))
        return iter(order.tolist())


def epoch_seed(seed: int, epoch: int) -> int:
    """Return the seed of one epoch's random numbers."""
    return int(np.random.SeedSequence([seed, epoch]).generate_state(1)[0])


def plain_patches(dataset: Dataset, spec: PatchSpec, chosen: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    """Return the patches of some cases as the engine would cut them, shape ``(len(chosen), *spec.size)``."""
    patches = np.empty((len(chosen), *spec.size), dtype=np.float32)
    for row, index in enumerate(chosen):
        patches[row] = dataset.patch(int(index), spec).hu
    return patches
