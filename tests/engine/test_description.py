"""The description of a nodule and the ratings expected of readers: by hand, in every runtime, or refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.assess import Assessor
from engine.description import describe, reader_ratings, readers_would_differ
from engine.findings import SPLIT_LIMIT, Attribute, Call, ReaderRatings
from engine.models.manifest import AttributeOutput
from engine.models.package import ModelPackage, PackageError, load_package, verify, write_package
from engine.runtimes.base import Outputs, Runtime
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from engine.runtimes.openvino_runtime import OpenVinoRuntime
from tests.engine import tiny_model
from tests.engine.test_assess import codes, nodule, subject, volume


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return tiny_model.package_files(heads=True)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> ModelPackage:
    folder = tmp_path_factory.mktemp("heads") / "tiny"
    return load_package(write_package(folder, tiny_model.heads_manifest(), files))


@pytest.fixture(scope="module", params=[OpenVinoRuntime, OnnxRuntime], ids=["openvino", "onnxruntime"])
def runtime(request: pytest.FixtureRequest, package: ModelPackage) -> Runtime:
    return request.param(package)


def test_every_runtime_gives_both_outputs(package: ModelPackage, runtime: Runtime) -> None:
    outputs = runtime.run(np.full((2, *tiny_model.SIZE), 100, np.float32))
    # The map is 0.2 everywhere.
    np.testing.assert_allclose(outputs.attributes, [[3.2, 1.2]] * 2, atol=1e-5)
    np.testing.assert_allclose(outputs.ratings.sum(1), 1, atol=1e-6)
    np.testing.assert_allclose(outputs.ratings[0, 1:] / outputs.ratings[0, :-1], np.exp(0.2), atol=1e-5)
    verify(package, runtime)


def test_the_assessment_describes_the_nodule_in_the_readers_units(
    package: ModelPackage, runtime: Runtime
) -> None:
    assessor = Assessor(package, runtime)
    (result,) = assessor.assess([subject(assessor, volume(100))])
    margin, spiculation = result.description
    assert margin == Attribute("margin", pytest.approx(3.2, abs=1e-5), 1, 5)
    assert spiculation == Attribute("spiculation", pytest.approx(1.2, abs=1e-5), 1, 5)
    weights = np.exp(np.arange(-2, 3) * 0.2)
    assert result.readers is not None
    assert result.readers.shares == pytest.approx(weights / weights.sum(), abs=1e-6)
    assert codes(result) == ["readers_would_differ"]
    assert result.call is Call.MALIGNANT, "a flag is no change of the call"
    assert result.flags[0].text == (
        "Readers would probably differ on this nodule: ratings of 3.4 ± 1.4 of 5 are expected, split more"
        " evenly than three to one."
    )


def test_readers_who_would_agree_are_not_flagged(package: ModelPackage) -> None:
    assessor = Assessor(package, OnnxRuntime(package))
    (result,) = assessor.assess([subject(assessor, volume(1500))])
    # The map is 3: ratings of 5 outweigh ratings of 4 by e^3.
    assert result.readers is not None
    assert result.readers.mean == pytest.approx(5 - 1 / np.exp(3), abs=5e-3)
    assert codes(result) == []


def test_nothing_is_described_where_the_model_must_not_judge(package: ModelPackage) -> None:
    assessor = Assessor(package, OnnxRuntime(package))
    (result,) = assessor.assess([subject(assessor, volume(100), nodule(31))])
    assert (result.description, result.readers) == ((), None)


@pytest.mark.parametrize("head", ["attributes", "ratings"])
def test_a_head_that_gives_no_number_gives_no_verdict(package: ModelPackage, head: str) -> None:
    class Broken:
        name, version, device, precision = "b", "1", "CPU", "FP32"

        def run(self, patches: np.ndarray) -> Outputs:
            answer = OnnxRuntime(package).run(patches)
            return replace(answer, **{head: np.full_like(getattr(answer, head), np.nan)})

    assessor = Assessor(package, Broken())
    assert codes(assessor.assess([subject(assessor, volume(100))])[0]) == ["no_answer"]


def test_an_output_that_the_manifest_does_not_name_is_shown_to_nobody(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    unnamed = tiny_model.heads_manifest(attributes=())
    package = load_package(write_package(tmp_path / "m", unnamed, files))
    verify(package, OnnxRuntime(package))
    assessor = Assessor(package, OnnxRuntime(package))
    (result,) = assessor.assess([subject(assessor, volume(100))])
    assert result.description == ()
    assert result.readers is not None


def test_values_beyond_their_scale_are_its_ends() -> None:
    scales = [AttributeOutput(name=name, low=1, high=5) for name in ("margin", "texture", "lobulation")]
    described = describe(np.array([0.4, 5.2, 2.5], np.float32), scales)
    assert [attribute.value for attribute in described] == [1, 5, 2.5]


def test_the_limit_is_one_reader_of_four_on_the_other_side() -> None:
    assert SPLIT_LIMIT == 0.375
    assert readers_would_differ(ReaderRatings((0, 0.75, 0, 0.25, 0))) == ()
    assert readers_would_differ(ReaderRatings((0, 0.74, 0, 0.26, 0)))


def test_rounding_is_taken_out_of_the_shares() -> None:
    ratings = reader_ratings(np.array([-1e-7, 0.5, 0.5, 1e-4, 0], np.float32))
    assert sum(ratings.shares) == pytest.approx(1)
    assert min(ratings.shares) == 0


# ------------------------------------------------------------ refused


def refuse(folder: Path, files: dict[str, bytes], match: str, **changes: object) -> None:
    package = load_package(write_package(folder / "p", tiny_model.heads_manifest(**changes), files))
    with pytest.raises(PackageError, match=match):
        verify(package, OnnxRuntime(package))


def test_other_answers_than_at_export_are_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    vectors = tiny_model.parity(heads=True)
    for name in ("attributes", "ratings"):
        moved = {**vectors, name: vectors[name] + 0.01}
        refuse(tmp_path, {**files, "parity.npz": tiny_model.npz(moved)}, f"{name} differs by 0.01")
        lacking = {key: value for key, value in vectors.items() if key != name}
        refuse(tmp_path, {**files, "parity.npz": tiny_model.npz(lacking)}, f"lack {name}")


def test_attributes_and_names_must_be_as_many(tmp_path: Path, files: dict[str, bytes]) -> None:
    three = (*tiny_model.ATTRIBUTES, {"name": "texture", "low": 1, "high": 5})
    refuse(tmp_path, files, r"names 3 attributes, its network gives shape \(4, 2\)", attributes=three)
    plain = tiny_model.package_files()
    refuse(tmp_path, plain, "names 2 attributes, its network gives nothing", outputs=tiny_model.OUTPUTS)


@pytest.mark.parametrize(
    "ratings", [np.full((4, 5), 0.3), np.full((4, 4), 0.25), np.array([[-0.2, 0.3, 0.3, 0.3, 0.3]] * 4)]
)
def test_ratings_that_are_no_probabilities_are_refused(package: ModelPackage, ratings: np.ndarray) -> None:
    class Wrong:
        name, version, device, precision = "w", "1", "CPU", "FP32"

        def run(self, patches: np.ndarray) -> Outputs:
            return replace(OnnxRuntime(package).run(patches), ratings=ratings.astype(np.float32))

    changed = {**tiny_model.parity(heads=True), "ratings": ratings.astype(np.float32)}
    folder = write_package(
        package.folder.parent / "wrong",
        tiny_model.heads_manifest(),
        {**tiny_model.package_files(heads=True), "parity.npz": tiny_model.npz(changed)},
    )
    with pytest.raises(PackageError, match="'ratings' is no probability of each of 5 ratings"):
        verify(load_package(folder), Wrong())


@pytest.mark.parametrize(
    ("attributes", "why"),
    [
        (({"name": "margin", "low": 5, "high": 1},), "scale of margin must end above"),
        (({"name": "Margin!", "low": 1, "high": 5},), "attributes.0.name"),
        (({"name": "margin", "low": 1, "high": 5},) * 2, "same name"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(
    tmp_path: Path, files: dict[str, bytes], attributes: tuple[dict[str, object], ...], why: str
) -> None:
    with pytest.raises(PackageError, match=why):
        write_package(tmp_path / "p", tiny_model.heads_manifest(attributes=attributes), files)
