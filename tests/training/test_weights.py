"""The weights in a package are those of its networks, and what does not fit is said."""

from __future__ import annotations

import json

import pytest
import torch

from engine.models.package import MANIFEST, load_package, sha256_of
from training.graph import graph_of
from training.weights import WEIGHTS, NotTrainableError, read_weights, weights_bytes


@pytest.fixture
def copy(package, tmp_path):
    """Make a copy of the package with other weights or another recipe, its hashes made to hold."""
    import shutil

    def make(weights: bytes | None = None, **recipe):
        folder = shutil.copytree(package.folder, tmp_path / "copy")
        manifest = json.loads((folder / MANIFEST).read_text())
        manifest["recipe"] |= recipe
        if weights is None:
            (folder / WEIGHTS).unlink()
            del manifest["files"][WEIGHTS]
        else:
            (folder / WEIGHTS).write_bytes(weights)
            manifest["files"][WEIGHTS] = sha256_of(folder / WEIGHTS)
        (folder / MANIFEST).write_text(json.dumps(manifest))
        return load_package(folder)

    return make


def test_the_weights_give_the_answers_of_the_package(package):
    recipe, members = read_weights(package)
    graph = graph_of(members, recipe, package.manifest.temperature)
    import numpy as np

    with np.load(package.file("parity.npz")) as vectors, torch.no_grad():
        answer = dict(zip(graph.outputs, graph(torch.from_numpy(vectors["patch"])), strict=True))
        assert np.abs(answer["logit"].numpy() - vectors["logit"]).max() < 1e-5
        assert np.abs(answer["attributes"].numpy() - vectors["attributes"]).max() < 1e-4


def test_a_package_without_weights_cannot_be_fine_tuned(copy):
    with pytest.raises(NotTrainableError, match=r"cannot be fine-tuned: it carries no weights"):
        read_weights(copy())


def test_weights_of_another_network_are_refused(package, copy):
    _, [weights] = read_weights(package)
    name = next(name for name in weights if name.endswith("classifier.weight"))
    spoiled = weights_bytes([weights | {name: torch.zeros(1, 3)}])
    with pytest.raises(NotTrainableError, match="do not fit its recipe"):
        read_weights(copy(spoiled))


def test_more_networks_than_the_recipe_says_are_refused(package, copy):
    _, [weights] = read_weights(package)
    with pytest.raises(NotTrainableError, match="more networks than its recipe says"):
        read_weights(copy(weights_bytes([weights, weights])))


def test_a_recipe_of_another_version_is_refused(package, copy):
    with pytest.raises(NotTrainableError, match="does not know its recipe"):
        read_weights(copy(package.file(WEIGHTS).read_bytes(), schema_version=7))


def test_a_damaged_file_is_refused(copy):
    with pytest.raises(NotTrainableError, match="cannot be read"):
        read_weights(copy(b"nothing"))
