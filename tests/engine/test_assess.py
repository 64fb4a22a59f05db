"""From patch to call: hand-worked numbers, the map in the patient, and what forbids or limits a verdict."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assess import Assessor, cam_grid, open_assessor, without_model
from engine.envelope import Subject
from engine.findings import Assessment, Call, Flag, Nodule, Segment
from engine.geometry import Grid
from engine.models.manifest import CamGrid
from engine.models.package import PackageError, load_package, write_package
from engine.models.registry import Registry
from engine.patch import MAX_SLICE_STEP_MM, make_patch
from engine.runtimes.base import Outputs
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from engine.volume import Acquisition, Volume
from tests.engine import tiny_model

AIR = -1000


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return tiny_model.package_files()


@pytest.fixture
def make(tmp_path: Path, files: dict[str, bytes]) -> Callable[..., Assessor]:
    number = itertools.count()

    def build(more: dict[str, bytes] | None = None, **changes: Any) -> Assessor:
        folder = tmp_path / f"model{next(number)}"
        package = load_package(
            write_package(folder, tiny_model.manifest(**changes), {**files, **(more or {})})
        )
        return Assessor(package, OnnxRuntime(package))

    return build


@pytest.fixture
def assessor(make: Callable[..., Assessor]) -> Assessor:
    return make()


def nodule(diameter_mm: float = 10.0, centre_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Nodule:
    x, y, z = centre_mm
    half = diameter_mm / 2
    return Nodule(
        centre_mm=centre_mm,
        mask=np.ones((1, 1, 1), bool),
        # One voxel as large as the patch: every map lies on it.
        mask_grid=Grid.axial((1, 1, 1), (10.0, 40.0, 40.0), centre_mm),
        largest_slice=0,
        long_axis=Segment((x - half, y, z), (x + half, y, z)),
        short_axis=Segment((x, y - half, z), (x, y + half, z)),
        volume_mm3=500.0,
        mean_hu=0.0,
    )


def volume(hu: float = AIR, grid: Grid | None = None, **acquisition: Any) -> Volume:
    grid = grid or Grid.axial((25, 120, 120), (2.5, 0.8, 0.8), (-47.6, -47.6, -30.0))
    scanner = Acquisition(
        **{"modality": "CT", "manufacturer": "SIEMENS", "slice_thickness_mm": 2.5, **acquisition}
    )
    return Volume(np.full(grid.size, hu, np.int16), grid, "1.2.3", scanner)


def subject(
    assessor: Assessor, where: Volume, what: Nodule | None = None, gate: tuple[Flag, ...] = ()
) -> Subject:
    what = what or nodule()
    spec = assessor.package.manifest.input.patch_spec
    return Subject(where, what, make_patch(where, what.centre_mm, spec), gate)


def codes(assessment: Assessment) -> list[str]:
    return [flag.code for flag in assessment.flags]


# ------------------------------------------------------------ numbers


def test_a_flat_scan_gives_the_numbers_worked_out_by_hand(assessor: Assessor) -> None:
    (result,) = assessor.assess([subject(assessor, volume(100))])
    # map 2 * 100 / 1000 = 0.2, logit 0.2 + 0.25, probability 1 / (1 + exp(-0.45 / 0.5))
    assert result.logit == pytest.approx(0.45, abs=1e-6)
    assert result.probability == pytest.approx(0.7109495, abs=1e-6)
    assert result.call is Call.MALIGNANT
    assert result.flags == ()
    assert result.map is not None
    assert result.map.values.shape == (3, 11, 11)
    # reference: benign .1 .2 .3 .6, malignant .4 .7 .8 .9
    assert result.percentile_benign == 100
    assert result.percentile_malignant == 50


@pytest.mark.parametrize(("threshold", "call"), [(0.7, Call.MALIGNANT), (0.72, Call.BENIGN)])
def test_the_threshold_decides(make: Callable[..., Assessor], threshold: float, call: Call) -> None:
    assessor = make(threshold=threshold)
    assert assessor.assess([subject(assessor, volume(100))])[0].call is call


@pytest.mark.parametrize(
    ("benign", "malignant", "call"),
    [  # the probability is 0.711: benign if <= its quantile, malignant if 0.289 <= its quantile
        (0.70, 0.30, Call.MALIGNANT),
        (0.72, 0.28, Call.BENIGN),
        (0.72, 0.30, Call.INDETERMINATE),
        (0.70, 0.28, Call.INDETERMINATE),
    ],
)
def test_the_conformal_set_decides_where_there_is_one(
    make: Callable[..., Assessor], benign: float, malignant: float, call: Call
) -> None:
    assessor = make(conformal={"benign": benign, "malignant": malignant})
    assert assessor.assess([subject(assessor, volume(100))])[0].call is call


def test_size_alone_is_told_and_a_large_benign_nodule_is_flagged(make: Callable[..., Assessor]) -> None:
    # probability by size: 1 / (1 + exp(-(-6 + 2 ln d))) = d^2 / (d^2 + e^6)
    by_size = {"intercept": -6.0, "slope": 2.0}
    benign = make(size_only=by_size, threshold=0.72)
    small, large = benign.assess(
        [subject(benign, volume(100), nodule(10.0)), subject(benign, volume(100), nodule(25.0))]
    )
    assert small.size_probability == pytest.approx(100 / (100 + 403.428793), abs=1e-6)
    assert codes(small) == []
    assert large.size_probability == pytest.approx(625 / (625 + 403.428793), abs=1e-6)
    assert large.call is Call.BENIGN
    assert codes(large) == []  # 0.61 is below the threshold of 0.72
    strict = make(size_only=by_size, threshold=0.5, conformal={"benign": 0.72, "malignant": 0.1})
    (flagged,) = strict.assess([subject(strict, volume(100), nodule(25.0))])
    assert flagged.call is Call.BENIGN
    assert codes(flagged) == ["large_for_benign"]
    assert "25 mm" in flagged.flags[0].text
    assert "0.61" in flagged.flags[0].text


def test_many_at_once_are_the_single_ones_and_keep_their_order(assessor: Assessor) -> None:
    subjects = [
        subject(assessor, volume(100)),
        subject(assessor, volume(100), nodule(31)),
        subject(assessor, volume(-500)),
    ]
    together = assessor.assess(subjects)
    alone = [assessor.assess([one])[0] for one in subjects]
    assert [r.call for r in together] == [Call.MALIGNANT, Call.OUT_OF_RANGE, Call.BENIGN]
    assert [r.probability for r in together] == [r.probability for r in alone]
    assert assessor.assess([]) == []


def test_without_reference_scores_there_are_no_percentiles(tmp_path: Path, files: dict[str, bytes]) -> None:
    rest = {name: content for name, content in files.items() if name != "reference_scores.csv"}
    package = load_package(write_package(tmp_path / "m", tiny_model.manifest(), rest))
    assessor = Assessor(package, OnnxRuntime(package))
    (result,) = assessor.assess([subject(assessor, volume(100))])
    assert (result.percentile_benign, result.percentile_malignant) == (None, None)


def test_unreadable_reference_scores_are_refused(make: Callable[..., Assessor]) -> None:
    for content in (b"a,b\n1,2\n", b"label,probability\n7,0.5\n", b"label,probability\n1,x\n", b"\xff\xfe"):
        if content == b"\xff\xfe":
            with pytest.raises(PackageError, match="reference scores"):
                make({"reference_scores.csv": content})
            continue
        with pytest.raises(PackageError, match="need the columns label"):
            make({"reference_scores.csv": content})


def test_a_network_that_gives_no_number_gives_no_verdict(assessor: Assessor) -> None:
    class Broken:
        name, version, device, precision = "b", "1", "CPU", "FP32"

        def run(self, patches: np.ndarray) -> Outputs:
            outputs = {k: v.astype(np.float32) for k, v in tiny_model.expected(patches).items()}
            return Outputs(**{**outputs, "logit": np.full(len(patches), np.nan, np.float32)})

    broken = Assessor(assessor.package, Broken())
    (result,) = broken.assess([subject(assessor, volume(100))])
    assert (result.call, result.probability, result.map, codes(result)) == (
        Call.OUT_OF_RANGE, None, None, ["no_answer"],
    )  # fmt: skip


# ------------------------------------------------------------ where the map lies


def test_the_map_s_cells_lie_where_the_manifest_says() -> None:
    patch = Grid.axial((3, 33, 33), (2.5, 1.0, 1.0), (-16.0, -16.0, -2.5))
    cells = cam_grid(patch, CamGrid(size=(3, 11, 11), stride=(1, 3, 3), offset=(0, 1, 1), limit=1))
    assert cells.size == (3, 11, 11)
    np.testing.assert_allclose(cells.to_patient((0, 0, 0)), (-15, -15, -2.5))
    np.testing.assert_allclose(cells.to_patient((1, 5, 6)), (3, 0, 0))
    np.testing.assert_allclose(cells.spacing_mm, (2.5, 3, 3))


def oblique(spacing: tuple[float, float, float], angles: tuple[float, float, float]) -> Grid:
    """A scan of about 64 mm round the origin with turned axes."""
    turn = np.eye(3)
    for axis, angle in enumerate(np.radians(angles)):
        a, b = [i for i in range(3) if i != axis]
        step = np.eye(3)
        step[a, a] = step[b, b] = np.cos(angle)
        step[a, b], step[b, a] = -np.sin(angle), np.sin(angle)
        turn = turn @ step
    axes = turn[::-1] * np.asarray(spacing)[:, None]
    size = tuple(int(64 / s) for s in spacing)
    origin = -(np.asarray(size) - 1) / 2 @ axes
    return Grid(size, tuple(origin), tuple(tuple(v) for v in axes))  # type: ignore[arg-type]


@settings(max_examples=12, deadline=None)
@given(
    # Slices farther apart are not interpolated between: the model of three slices would see one.
    spacing=st.tuples(st.floats(1.0, MAX_SLICE_STEP_MM), st.floats(0.7, 1.0), st.floats(0.7, 1.0)),
    angles=st.tuples(*[st.floats(-30, 30)] * 3),
    offset=st.tuples(st.floats(-10, 10), st.floats(-10, 10), st.floats(-2, 2)),
)
def test_row_08_a_planted_bright_region_puts_the_peak_within_one_cell(
    spacing: tuple[float, float, float],
    angles: tuple[float, float, float],
    offset: tuple[float, float, float],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assessor = _shared_assessor(tmp_path_factory)
    grid = oblique(spacing, angles)
    distance = np.linalg.norm(grid.points_mm() - np.asarray(offset), axis=-1)
    # Falling off to all sides: of a flat region every cell inside would be a peak.
    hu = (AIR + 1600 * np.exp(-((distance / 4) ** 2) / 2)).astype(np.int16)
    where = Volume(
        hu, grid, "1.2.3", Acquisition(modality="CT", manufacturer="SIEMENS", slice_thickness_mm=2.5)
    )
    (result,) = assessor.assess([subject(assessor, where)])
    assert result.map is not None
    # One cell is 2.5 mm along z, 3 mm along y and x.
    assert np.all(np.abs(np.subtract(result.map.peak_mm, offset)) <= (3.0, 3.0, 2.5))


_ASSESSOR: list[Assessor] = []


def _shared_assessor(factory: pytest.TempPathFactory) -> Assessor:
    if not _ASSESSOR:
        package = load_package(tiny_model.write_tiny(factory.mktemp("peak") / "tiny"))
        _ASSESSOR.append(Assessor(package, OnnxRuntime(package)))
    return _ASSESSOR[0]


# ------------------------------------------------------------ what forbids a verdict


def test_a_mass_gets_no_score_and_no_map(assessor: Assessor) -> None:
    (result,) = assessor.assess([subject(assessor, volume(100), nodule(31.2))])
    assert result.call is Call.OUT_OF_RANGE
    assert (result.probability, result.logit, result.map) == (None, None, None)
    assert result.flags[0] == Flag("mass", "Mass, 31 mm: suspicious by size, no score.")


@pytest.mark.parametrize(
    ("diameter", "expected"),
    [(30.0, []), (30.3, ["mass"]), (2.9, ["smaller_than_training"]), (3.0, [])],
)
def test_the_borders_of_size(assessor: Assessor, diameter: float, expected: list[str]) -> None:
    (result,) = assessor.assess([subject(assessor, volume(), nodule(diameter))])
    assert codes(result) == expected
    assert (result.call is Call.OUT_OF_RANGE) == bool(expected)


def test_a_mass_just_over_the_limit_does_not_read_as_a_nodule(assessor: Assessor) -> None:
    (result,) = assessor.assess([subject(assessor, volume(), nodule(30.3))])
    assert result.flags[0].text.startswith("Mass, 30.3 mm")


def test_larger_than_the_training_data_but_no_mass(make: Callable[..., Assessor]) -> None:
    envelope = {**tiny_model.manifest()["envelope"], "diameter_mm": {"low": 3, "high": 20}}
    assessor = make(envelope=envelope)
    (result,) = assessor.assess([subject(assessor, volume(), nodule(25))])
    assert (result.call, codes(result)) == (Call.OUT_OF_RANGE, ["larger_than_training"])


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (volume(slice_thickness_mm=5.0), "thick_slices"),
        (
            volume(grid=Grid.axial((25, 60, 60), (4.0, 0.9, 0.9), (-27, -27, -48)), slice_thickness_mm=None),
            "thick_slices",
        ),
        (volume(grid=Grid.axial((25, 60, 60), (2.5, 0.9, 1.2), (-35, -27, -30))), "coarse_pixels"),
        (volume(grid=Grid.axial((25, 60, 60), (2.5, 0.9, 0.9), (5, 0, -30))), "outside"),
    ],
    ids=["thickness", "spacing where no thickness is recorded", "pixels", "outside"],
)
def test_scans_unlike_the_training_data_get_no_verdict(assessor: Assessor, where: Volume, code: str) -> None:
    (result,) = assessor.assess([subject(assessor, where)])
    assert (result.call, result.probability) == (Call.OUT_OF_RANGE, None)
    assert codes(result)[0] == code
    assert result.flags[0].text.endswith("so there is no score.")


def test_a_nodule_that_the_scan_cuts_off_gets_no_verdict(assessor: Assessor) -> None:
    cut = replace(nodule(), flags=(Flag("cut_by_volume_border", "Cut."),))
    (result,) = assessor.assess([subject(assessor, volume(), cut)])
    assert (result.call, codes(result)) == (Call.OUT_OF_RANGE, ["incomplete"])


def test_the_gate_s_reason_is_given(assessor: Assessor) -> None:
    gate = (Flag("gantry_tilt", "The gantry was tilted by 18 degrees."),)
    (result,) = assessor.assess([subject(assessor, volume(), gate=gate)])
    assert result.call is Call.OUT_OF_RANGE
    assert result.flags == (
        Flag("not_analysable", "No score, because of the series: The gantry was tilted by 18 degrees."),
    )


# ------------------------------------------------------------ what only limits it


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (volume(slice_thickness_mm=0.5), "thin_slices"),
        (volume(grid=Grid.axial((25, 200, 200), (2.5, 0.3, 0.3), (-30, -30, -30))), "fine_pixels"),
        (volume(manufacturer="Acme Imaging"), "manufacturer"),
        (volume(manufacturer=" "), "manufacturer"),
        (volume(lossy=True), "lossy"),
        (volume(grid=Grid.axial((25, 120, 60), (2.5, 0.8, 0.8), (-10, -47.6, -30))), "partly_outside"),
    ],
)
def test_notes_stand_beside_a_verdict(assessor: Assessor, where: Volume, code: str) -> None:
    (result,) = assessor.assess([subject(assessor, where)])
    assert codes(result) == [code]
    assert result.call is Call.BENIGN
    assert result.probability is not None


def test_a_manufacturer_is_known_by_its_first_word(assessor: Assessor) -> None:
    for name in ("Siemens Healthineers", "siemens", "GE Healthcare"):
        assert codes(assessor.assess([subject(assessor, volume(manufacturer=name))])[0]) == []


def test_kernels_are_compared_where_the_training_data_names_them(make: Callable[..., Assessor]) -> None:
    envelope = {**tiny_model.manifest()["envelope"], "kernels": ("B30f",)}
    assessor = make(envelope=envelope)
    assert codes(assessor.assess([subject(assessor, volume(kernel="B30f"))])[0]) == []
    assert codes(assessor.assess([subject(assessor, volume(kernel="B80f"))])[0]) == ["kernel"]


# ------------------------------------------------------------ without a model, and opening one


def test_without_a_model_a_mass_is_still_a_mass() -> None:
    small, large = without_model(nodule(10), "there is none."), without_model(nodule(40), "there is none.")
    assert codes(small) == ["no_model"]
    assert small.flags[0].text == "No score: there is none."
    assert codes(large) == ["mass", "no_model"]
    assert small.call is Call.OUT_OF_RANGE


def test_an_active_model_whose_answers_are_wrong_is_replaced_and_said(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    write_package(tmp_path / "bundled" / "default", tiny_model.manifest(id="lidc"), files)
    wrong = tiny_model.parity()
    wrong["cam"] = wrong["cam"] + 1
    source = write_package(
        tmp_path / "wrong", tiny_model.manifest(), {**files, "parity.npz": tiny_model.npz(wrong)}
    )
    registry = Registry(tmp_path / "user", tmp_path / "bundled", check=lambda _: None)
    registry.install(source)
    registry.activate("tiny")
    assessor, note = open_assessor(registry)
    assert assessor.package.manifest.id == "lidc"
    assert "cam differs by 1" in note
    assert note.endswith("The model that came with the program is used instead.")
    with pytest.raises(PackageError, match="cam differs by 1"):
        open_assessor(registry, model="tiny-1.0.0")
    assert open_assessor(registry, model="default", runtime="onnxruntime")[0].runtime.name == "ONNX Runtime"


def test_assessments_are_frozen(assessor: Assessor) -> None:
    (result,) = assessor.assess([subject(assessor, volume(100))])
    assert replace(result, probability=0.1).probability == 0.1
    with pytest.raises(AttributeError):
        result.call = Call.BENIGN  # type: ignore[misc]
