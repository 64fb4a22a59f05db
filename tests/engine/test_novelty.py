"""How unlike the training nodules a nodule is: by hand, in an assessment, refused where it does not fit."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from engine.assess import Assessor
from engine.findings import Call
from engine.models.package import PackageError, load_package, write_package
from engine.novelty import ENOUGH, FILE, NoveltyReference, read_novelty, transformed, unlike_training
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from tests.engine import tiny_model
from tests.engine.test_assess import codes, nodule, subject, volume


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return tiny_model.package_files()


def reference(m: int = 1000) -> NoveltyReference:
    """Centred on the embedding (0.04, 0.09), twice as strict along the second number; held out 0.001 to 1."""
    return NoveltyReference(
        np.array([0.2, 0.3], np.float32),
        np.diag([5.0, 10.0]).astype(np.float32),
        (np.arange(1, m + 1) / m).astype(np.float32),
    )


def test_roots_keep_their_sign() -> None:
    np.testing.assert_allclose(transformed(np.array([4.0, -9.0, 0.0])), [2, -3, 0])


def test_a_distance_by_hand() -> None:
    # roots (0.5, 0.7): 0.3 and 0.4 away, times 5 and 10
    found = reference().distances(np.array([[0.04, 0.09], [0.25, 0.49]], np.float32))
    assert found == pytest.approx([0, math.hypot(1.5, 4)], abs=1e-5)


def test_percentile_and_limit_are_those_of_held_out_nodules() -> None:
    assert reference().novelty(0.25).percentile == 25.0
    assert reference().novelty(7).percentile == 100.0
    assert reference().limit == pytest.approx(0.99, abs=1e-3)
    for distance, flagged in ((0.98, False), (0.995, True)):
        assert bool(unlike_training(reference().novelty(distance), reference())) is flagged


def test_too_few_held_out_nodules_know_no_99th_percentile() -> None:
    assert reference(ENOUGH).limit < 1
    few = reference(ENOUGH - 1)
    assert few.limit == math.inf
    assert unlike_training(few.novelty(1e6), few) == ()


def assessor(folder: Path, files: dict[str, bytes], content: bytes) -> Assessor:
    package = load_package(write_package(folder, tiny_model.manifest(), {**files, FILE: content}))
    return Assessor(package, OnnxRuntime(package))


def test_a_nodule_unlike_the_training_nodules_gets_a_sentence_and_no_verdict(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    judge = assessor(tmp_path / "m", files, reference().to_bytes())
    # The map of a flat scan of h HU is 2 h / 1000; both numbers of the embedding are that.
    near, far = judge.assess([subject(judge, volume(32)), subject(judge, volume(500))])
    # root of 0.064: 0.253, off by 0.053 and -0.047
    assert near.novelty is not None
    assert near.novelty.distance == pytest.approx(math.hypot(5 * 0.052982, 10 * 0.047018), abs=1e-3)
    assert near.novelty.percentile == pytest.approx(53.9, abs=0.2)
    assert codes(near) == []
    assert near.probability is not None
    # root of 1: off by 0.8 and 0.7
    assert far.novelty is not None
    assert far.novelty.distance == pytest.approx(math.hypot(4, 7), abs=1e-3)
    assert (far.call, far.probability, far.map) == (Call.OUT_OF_RANGE, None, None)
    assert codes(far) == ["unlike_training"]
    assert far.flags[0].text == (
        "This looks unlike the nodules that the model was trained on (8.1 times as far away as they typically"
        " are; 99 % of unseen nodules stay within 1.0), so there is no score."
    )


def test_without_the_file_there_is_no_novelty(tmp_path: Path, files: dict[str, bytes]) -> None:
    package = load_package(write_package(tmp_path / "m", tiny_model.manifest(), files))
    assert read_novelty(package) is None
    judge = Assessor(package, OnnxRuntime(package))
    assert judge.assess([subject(judge, volume(500))])[0].novelty is None


def test_a_nodule_that_is_not_judged_is_not_measured(tmp_path: Path, files: dict[str, bytes]) -> None:
    judge = assessor(tmp_path / "m", files, reference().to_bytes())
    assert judge.assess([subject(judge, volume(32), nodule(31))])[0].novelty is None


def test_it_survives_the_file(tmp_path: Path, files: dict[str, bytes]) -> None:
    package = load_package(
        write_package(tmp_path / "m", tiny_model.manifest(), {**files, FILE: reference().to_bytes()})
    )
    again = read_novelty(package)
    assert again is not None
    for name in ("mean", "whitening", "held_out"):
        np.testing.assert_array_equal(getattr(again, name), getattr(reference(), name))


GOOD = {"mean": np.zeros(2), "whitening": np.eye(2), "held_out": np.arange(1.0, 4.0)}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"nonsense", "cannot be read"),
        (tiny_model.npz({k: v for k, v in GOOD.items() if k != "held_out"}), "held_out"),
        (tiny_model.npz({**GOOD, "mean": np.array([{}], dtype=object)}), "cannot be read"),
        (tiny_model.npz({**GOOD, "whitening": np.eye(3)}), "need the shapes"),
        (tiny_model.npz({**GOOD, "held_out": np.array([3.0, 1.0])}), "must ascend"),
        (tiny_model.npz({**GOOD, "held_out": np.array([])}), "at least one"),
        (tiny_model.npz({**GOOD, "mean": np.array([np.nan, 0])}), "finite"),
        (
            tiny_model.npz({**GOOD, "mean": np.zeros(3), "whitening": np.eye(3)}),
            "another network: it knows embeddings of 3 numbers, the network gives 2",
        ),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    tmp_path: Path, files: dict[str, bytes], content: bytes, why: str
) -> None:
    with pytest.raises(PackageError, match=why):
        assessor(tmp_path / "m", files, content)
