"""The audit tells a network that learnt a planted marker from one that learnt the nodule.

Both are trained here, by the same few steps, on crops that differ in one thing: in the first the malignant
nodules are larger, in the second size says nothing and the malignant crops carry a marker.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from torch import nn

from engine.runtimes.base import Outputs
from training.audit.document import audit
from training.cases import Dataset
from training.runs import RunFolder
from training.samples import plain_patches


class Small(nn.Module):
    """A network of the shipped one's form: its logit is the mean of its map plus a bias."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Conv2d(1, 8, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(8, 8, 3, stride=2, padding=1),
            nn.ReLU(),
        )
        self.features = nn.Sequential(nn.Conv2d(8, 8, 1), nn.ReLU())
        self.classifier = nn.Linear(8, 1)

    def forward(self, hu: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.features(self.backbone((hu + 850) / 850))
        cam = nn.functional.conv2d(features, self.classifier.weight[:, :, None, None])
        return self.classifier(features.mean((2, 3))).squeeze(1), cam


@torch.no_grad()
def answers(module: Small, patches: np.ndarray, batch: int = 32) -> Outputs:
    """In the place of `training.graph.run`; the mask is what is denser than -400 HU near the middle."""
    logit, cam = (part.numpy() for part in module(torch.from_numpy(patches)))
    down, right = np.mgrid[-16:17, -16:17]
    lesion = (patches > -400) & (np.hypot(down, right) < 12)
    return Outputs(logit, logit, cam, np.zeros((len(patches), 2), np.float32), lesion.astype(np.float32))


def trained(dataset: Dataset, run: RunFolder) -> list[tuple[np.ndarray, Small]]:
    """One network a fold, trained on the other one."""
    record = run.record()
    folds = np.array(record.folds)
    patches = torch.from_numpy(plain_patches(dataset, record.recipe.input.spec, np.arange(len(dataset))))
    label = torch.tensor([float(case.label) for case in dataset.cases])
    found = []
    for fold in (0, 1):
        torch.manual_seed(fold)
        net = Small()
        optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
        others = torch.from_numpy(np.flatnonzero(folds != fold))
        for _ in range(200):
            optimiser.zero_grad()
            logit, _ = net(patches[others])
            nn.functional.binary_cross_entropy_with_logits(logit, label[others]).backward()
            optimiser.step()
        found.append((np.flatnonzero(folds == fold), net.eval()))
    return found


def with_marker(dataset: Dataset) -> Dataset:
    """Nodules of 6 to 12 mm whatever their label; a very dense square of 3 mm beside the malignant ones."""
    random = np.random.default_rng(1)
    hu, outlines = [], []
    for case in dataset.cases:
        pixel = case.grid.spacing_mm[2]
        down, right = np.mgrid[-35:36, -35:36] * pixel
        ball = np.hypot(down, right) <= random.uniform(3, 6)
        marker = (abs(down + 9) <= 1.5) & (abs(right + 9) <= 1.5) & (case.label == 1)
        picture = np.select([marker, ball], [900, 20], -850) + random.normal(0, 30, ball.shape)
        hu.append(picture.round().astype(np.int16)[None])
        outlines.append((ball * 4).astype(np.uint8)[None])
    return dataclasses.replace(dataset, hu=tuple(hu), outlines=tuple(outlines))


@pytest.fixture
def audited(run: RunFolder, monkeypatch):
    def of(dataset: Dataset) -> dict:
        networks = trained(dataset, run)
        monkeypatch.setattr("training.metrics.DRAWS", 100)
        monkeypatch.setattr("training.graph.run", answers)
        monkeypatch.setattr("training.audit.document.held_out_graphs", lambda *_: networks)
        return audit(dataset, run)

    return of


def checks(document: dict) -> dict[str, bool | None]:
    return {check["code"]: check["passes"] for check in document["verdict"]["checks"]}


def test_a_network_that_looks_at_the_nodule(audited, dataset: Dataset):
    document = audited(dataset)
    assert document["calls"]["malignant"]["n"] == 20
    found = checks(document)
    assert all(found[code] for code in ("above_flat", "above_centre", "nodule_needed", "deletion", "road"))
    assert not document["verdict"]["shortcut_suspected"]
    assert found["dice"]
    assert document["calls"]["malignant"]["nodule"]["still_malignant"]["value"] == 0


def test_a_network_that_looks_at_a_planted_marker_is_caught(audited, dataset: Dataset):
    document = audited(with_marker(dataset))
    # By its calls nobody would notice: all of them are right.
    assert document["calls"]["malignant"]["n"] == 20
    found = checks(document)
    assert not any(
        found[code] for code in ("energy", "above_flat", "pointing", "above_centre", "nodule_needed")
    )
    # The map is faithful to the network, and the mask is good: neither says that the network is right.
    assert found["dice"]
    verdict = document["verdict"]
    assert verdict["shortcut_suspected"]
    assert not verdict["passes"]
    assert "learnt a shortcut" in verdict["text"]
