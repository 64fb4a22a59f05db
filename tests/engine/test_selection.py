"""Which series of a study are analysed, and why the others are not."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.geometry import Grid
from engine.selection import refusal, select
from tests.engine.dicom.dicom_maker import Maker

STUDY = "1.2.3"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Series:
    folder = Maker(rows=4, columns=4, study_uid=STUDY).series(tmp_path_factory.mktemp("base"))
    (series,) = scan([folder]).series
    return series


def chest(
    base: Series, uid: str, count: int = 40, step_mm: float = 5.0, first_mm: float = -300.0,
    study: str = STUDY, lossy: bool = False,
) -> Series:  # fmt: skip
    """A series of `count` slices from `first_mm` up; by default 40 of 5 mm: a whole chest."""
    size, spacing = (count, 4, 4), (step_mm, 0.7, 0.7)
    return replace(
        base, series_uid=uid, study_uid=study, size=size, spacing_mm=spacing,
        grid=Grid.axial(size, spacing, (-100.0, -120.0, first_mm)),
        acquisition=replace(base.acquisition, slice_thickness_mm=step_mm, lossy=lossy),
    )  # fmt: skip


def analysed(series: list[Series]) -> set[str]:
    return {one.series.series_uid for one in select(series) if one.analyse}


def test_of_one_chest_in_thick_and_thin_slices_the_thin_one_is_analysed(base: Series) -> None:
    thick, thin = chest(base, "1"), chest(base, "2", 80, step_mm=2.5)
    choice = {one.series.series_uid: one for one in select([thick, thin])}
    assert not choice["1"].analyse
    assert choice["1"].reason == (
        "Another series of the same study shows the same part of the body and is analysed instead"
        " (200 mm in slices of 2.50 mm; this one is 200 mm in slices of 5.00 mm)."
    )
    assert choice["2"].analyse
    assert choice["2"].reason.startswith("Of 2 axial series of the same part of the body it is the best")


def test_a_thin_block_is_not_taken_for_the_whole_chest(base: Series) -> None:
    whole = chest(base, "1")
    block = chest(base, "2", 40, step_mm=1.0, first_mm=-250.0)
    assert analysed([whole, block]) == {"1"}


def test_a_thin_chest_is_taken_before_a_longer_thick_trunk(base: Series) -> None:
    trunk = chest(base, "1", 140)  # 700 mm
    thin = chest(base, "2", 220, step_mm=1.0, first_mm=0.0)
    assert analysed([trunk, thin]) == {"2"}


def test_two_parts_of_the_body_are_both_analysed(base: Series) -> None:
    chest_ = chest(base, "1")
    head = chest(base, "2", first_mm=100.0)
    assert analysed([chest_, head]) == {"1", "2"}


def test_two_studies_are_both_analysed(base: Series) -> None:
    assert analysed([chest(base, "1"), chest(base, "2", study="9")]) == {"1", "2"}


def test_lossless_is_taken_before_lossy(base: Series) -> None:
    lossy = chest(base, "1", 80, step_mm=2.5, lossy=True)
    assert analysed([lossy, chest(base, "2")]) == {"2"}


def test_the_choice_does_not_depend_on_the_order(base: Series) -> None:
    series = [chest(base, str(i), 80, step_mm=2.5) for i in (1, 2, 3)]
    choices = {frozenset(analysed(list(order))) for order in itertools.permutations(series)}
    assert choices == {frozenset({"1"})}


def test_every_series_gets_an_answer_in_its_place(base: Series) -> None:
    series = [chest(base, "1"), chest(base, "2", 80, step_mm=2.5)]
    series.append(replace(series[0], series_uid="x", analysable=False))
    assert [one.series for one in select(series)] == series
    assert select([]) == []


def test_what_the_gate_refuses_is_left_out_with_its_reason(tmp_path: Path) -> None:
    maker = Maker(rows=4, columns=4)
    maker.series(tmp_path / "a", 6, skip=(3,))
    (series,) = scan([tmp_path / "a"]).series
    (one,) = select([series])
    assert not one.analyse
    assert one.reason == refusal(series)
    assert one.reason.startswith("1 slice is missing from a stack with 2.50 mm steps")
    assert "viewed" not in one.reason


#: Written by hand from the folder's README: what may be analysed there, and why; no two are of one study.
WORTH_IT = {
    "lidc_0063_chest": "a complete chest, 133 slices of 2.5 mm",
    "lidc_0003_block": "11 contiguous slices of 2.5 mm round a nodule",
    "ibsi_lung_rtstruct": "one half of a chest, 60 slices of 3 mm",
    "abdomen_j2k_series": "4 contiguous slices with hardly any lung: regular, so the lungs decide",
    "mixed_ct_and_pet": "5 slices of 3.27 mm of a thigh; only the PET beside it is left out",
    "ct_with_seg": "3 slices of 1 mm of liver and lung base",
    "dicomdir_fileset": "5 regular slices of a cardiac CT, 16 x 16 pixels; of 3 CT series there the only one",
}
#: And what not, by a word of the reason.
LEFT_OUT = {
    "gantry_tilt_head_ge": "tilted",
    "scout_256x512_no_ext": "scout",
    "enhanced_ct_jpeg_fragmented_no_bot.dcm": "not Hounsfield units",
    "legacy_converted_enhanced_ct_3frames.dcm": "not Hounsfield units",
    "cor_19010410-052.dcm": "coronal",
    "sag_19010410-060.dcm": "sagittal",
    "axi_19010410-30.dcm": "one slice only",
    "one_slice_many_syntaxes": "one slice only",
    "ct_rle_split_fragments.dcm": "one slice only",
    "ct_head_j2k_pixelrep_mismatch_tilt22.dcm": "one slice only",
    "ct_pancreas_vr_un_j2k.dcm": "one slice only",
    "ct_8bit_bad_pixelspacing_3values.dcm": "secondary capture",
    "chest_slice_no_modality_no_patient.dcm": "one slice only",
    "CT2N": "scout",
    "CT2": "missing",
}


@pytest.mark.shared_data
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_real_series_are_chosen_as_a_person_would(shared_ct: Path) -> None:
    chosen = select(scan([shared_ct]).series)
    assert len(chosen) == 26
    places = {one.series.series_uid: one.series.slices[0].file.source.path for one in chosen}
    worth_it = [places[one.series.series_uid] for one in chosen if one.analyse]
    assert len(worth_it) == len(WORTH_IT)
    assert all(any(name in path for path in worth_it) for name in WORTH_IT)
    for one in chosen:
        if not one.analyse:
            parts = Path(places[one.series.series_uid]).parts
            (word,) = {LEFT_OUT[part] for part in parts if part in LEFT_OUT}
            assert word in one.reason, (parts[-2:], one.reason)
