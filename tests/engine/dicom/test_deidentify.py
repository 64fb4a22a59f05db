"""De-identification: nothing of the person in one output byte, everything consistent, pixels as they were."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    EncapsulatedPDFStorage,
    JPEG2000Lossless,
    RawDataStorage,
    RLELossless,
    SecondaryCaptureImageStorage,
)

from engine.dicom.anonymise import anonymise
from engine.dicom.deidentify import Deidentifier, load_key
from engine.dicom.errors import DicomError
from engine.dicom.scan import scan
from tests.engine.dicom.dicom_maker import Maker, save

KEY = bytes(range(32))
PLANTED = ("Musterfrau", "Erika", "4711-0815", "ACC778899", "20190314", "19500607", "St. Example", "DOCTORNO")
ROOT = "1.2.276.0.20190314"


def planted(maker: Maker, k: int) -> Dataset:
    """A slice that names its patient wherever one can."""
    ds = maker.dataset(k)
    ds.PatientName, ds.PatientID, ds.PatientBirthDate, ds.PatientSex = (
        "Musterfrau^Erika",
        "4711-0815",
        "19500607",
        "F",
    )
    ds.AccessionNumber, ds.StudyID = "ACC778899", "ACC778899"
    ds.StudyDate = ds.SeriesDate = ds.ContentDate = "20190314"
    ds.AcquisitionDateTime = "20190314101112.5+0100"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = f"{ROOT}.1", f"{ROOT}.2"
    ds.SOPInstanceUID, ds.FrameOfReferenceUID = f"{ROOT}.3.{k}", f"{ROOT}.4"
    ds.InstitutionName, ds.ReferringPhysicianName = "St. Example", "DOCTORNO^Julius"
    ds.StudyDescription = "CT chest of Erika Musterfrau"
    ds.SeriesDescription = "Musterfrau 4711-0815"
    ds.ImageComments = "seen 20190314 by DOCTORNO"
    ds.PatientComments = "Erika is afraid of needles"
    ds.ConvolutionKernel = (
        "B70f 4711-0815"  # not on the standard's list: found by what is known of the patient
    )
    ds.Manufacturer = "SIEMENS"
    ds.ReferencedImageSequence = Sequence(
        [item(ReferencedSOPClassUID=ds.SOPClassUID, ReferencedSOPInstanceUID=f"{ROOT}.3.0")]
    )
    ds.OtherPatientIDsSequence = Sequence([item(PatientID="4711-0815")])
    inner = item(
        PersonName="Musterfrau^Erika", TextValue="Erika Musterfrau came in", Date="20190314", UID=f"{ROOT}.9"
    )
    ds.ContentSequence = Sequence([inner])
    ds.ProcedureCodeSequence = Sequence(
        [item(CodeValue="1", CodingSchemeDesignator="L", CodeMeaning="for Erika")]
    )
    block = ds.private_block(0x0029, "MAKER", create=True)
    block.add_new(1, "LO", "Musterfrau^Erika")
    block.add_new(2, "SQ", Sequence([item(PatientID="4711-0815")]))
    ds.add_new(0x60004000, "LT", "Erika, overlay")
    ds.add_new(0x00191001, "UN", b"Musterfrau")
    ds.file_meta.SourceApplicationEntityTitle = "DOCTORNO"
    ds.preamble = b"Musterfrau".ljust(128, b"\0")
    return ds


def item(**values: object) -> Dataset:
    ds = Dataset()
    for name, value in values.items():
        setattr(ds, name, value)
    return ds


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "Musterfrau_Erika"
    maker = Maker()
    for k in range(3):
        save(planted(maker, k), folder / "20190314" / f"4711-0815_{k}.dcm")
    (folder / "letter.txt").write_text("Dear Mrs Musterfrau")
    return folder


def everything(folder: Path) -> bytes:
    return b"\n".join(
        str(p.relative_to(folder)).encode() + p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    )


def read(folder: Path) -> list[Dataset]:
    return sorted(
        (pydicom.dcmread(p) for p in folder.rglob("*.dcm")), key=lambda ds: float(ds.ImagePositionPatient[2])
    )


def test_row_19_nothing_of_the_person_is_left(source: Path, tmp_path: Path) -> None:
    before = everything(source)
    result = anonymise([source], tmp_path / "out", Deidentifier(KEY))
    assert len(result.written) == 3
    found = everything(tmp_path / "out")
    for word in PLANTED:
        assert word.encode() not in found, word
        assert word.upper().encode() not in found.upper(), word
    assert everything(source) == before
    assert [(Path(s.path).name, s.reason) for s in result.skipped] == [
        ("letter.txt", "It is not a DICOM file.")
    ]


def test_what_stays_and_what_is_said(source: Path, tmp_path: Path) -> None:
    anonymise([source], tmp_path / "out", Deidentifier(KEY))
    for k, ds in enumerate(read(tmp_path / "out")):
        original = pydicom.dcmread(source / "20190314" / f"4711-0815_{k}.dcm")
        assert ds.PixelData == original.PixelData
        assert (ds.Rows, ds.RescaleSlope, ds.Manufacturer) == (
            original.Rows,
            original.RescaleSlope,
            "SIEMENS",
        )
        assert ds.ImagePositionPatient == original.ImagePositionPatient
        assert ds.PatientIdentityRemoved == "YES"
        assert [c.CodeValue for c in ds.DeidentificationMethodCodeSequence] == ["113100", "113107"]
        assert (ds.PatientSex, ds.PatientBirthDate) == ("", "")
        assert str(ds.PatientName).startswith("ANON-")
        assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
    (series,) = scan([tmp_path / "out"]).series
    assert series.analysable


def test_identifiers_stay_consistent(source: Path, tmp_path: Path) -> None:
    anonymise([source], tmp_path / "out", Deidentifier(KEY))
    slices = read(tmp_path / "out")
    assert len({ds.StudyInstanceUID for ds in slices}) == 1
    assert len({ds.SOPInstanceUID for ds in slices}) == 3
    for ds in slices:
        assert ds.ReferencedImageSequence[0].ReferencedSOPInstanceUID == slices[0].SOPInstanceUID
        assert ds.SOPClassUID == "1.2.840.10008.5.1.4.1.1.2"
        assert all(
            len(ds[k].value) <= 64 for k in ("StudyInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID")
        )


def test_intervals_between_dates_stay(tmp_path: Path) -> None:
    rules = Deidentifier(KEY)
    maker = Maker()
    shown = []
    for date in ("20190314", "20190401", "20200301"):
        ds = planted(maker, 0)
        ds.StudyDate, ds.AcquisitionDateTime = date, f"{date}101112.5+0100"
        new = rules.dataset(ds)
        shown.append(dt.datetime.strptime(new.StudyDate, "%Y%m%d").date())  # noqa: DTZ007
        assert new.AcquisitionDateTime == f"{new.StudyDate}101112.5+0100"
    assert [(b - shown[0]).days for b in shown] == [0, 18, 353]
    assert shown[0] < dt.date(2019, 3, 14)


def test_another_patient_moves_otherwise_and_another_key_too() -> None:
    maker = Maker()
    one, other = planted(maker, 0), planted(maker, 0)
    other.PatientID = "another"
    assert Deidentifier(KEY).shift(one) != Deidentifier(KEY).shift(other)
    assert Deidentifier(KEY).patient(one) != Deidentifier(KEY).patient(other)
    assert Deidentifier(KEY).uid(ROOT) != Deidentifier(bytes(32)).uid(ROOT)
    assert Deidentifier(KEY).patient(one) != Deidentifier(bytes(32)).patient(one)


@given(st.from_regex(r"[1-9](\.(0|[1-9][0-9]{0,8})){1,6}", fullmatch=True))
def test_uids_are_legal_and_the_standards_own_stay(value: str) -> None:
    new = Deidentifier(KEY).uid(value)
    assert new.startswith("2.25.")
    assert len(new) <= 64
    assert new == Deidentifier(KEY).uid(value)
    assert Deidentifier(KEY).uid(f"1.2.840.10008.{value}") == f"1.2.840.10008.{value}"


@pytest.mark.parametrize("value", ["2019", "201903", "20191399", "yesterday", "", "2019-03-14"])
def test_what_is_no_date_is_not_kept(value: str) -> None:
    ds = planted(Maker(), 0)
    ds.StudyDate = value
    assert Deidentifier(KEY).dataset(ds).StudyDate == ""


def test_a_word_is_not_taken_for_a_name_that_it_holds() -> None:
    ds = planted(Maker(), 0)
    ds.PatientName = "Mary^Line"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    assert Deidentifier(KEY).dataset(ds).ImageType == ["ORIGINAL", "PRIMARY", "AXIAL"]


def test_a_chinese_name_inside_a_sentence_is_found() -> None:
    ds = planted(Maker(), 0)
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName, ds.ConvolutionKernel = "Wang^Xiao=王^小明", "给小明的"
    assert Deidentifier(KEY).dataset(ds).ConvolutionKernel == ""


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless])
def test_compressed_pixels_are_copied_as_they_are(tmp_path: Path, syntax: str) -> None:
    ds = planted(Maker(rows=32, columns=32), 0)
    ds.compress(syntax, generate_instance_uid=False)
    save(ds, tmp_path / "in" / "a.dcm")
    (path,) = anonymise([tmp_path / "in"], tmp_path / "out", Deidentifier(KEY)).written
    new, old = pydicom.dcmread(path), pydicom.dcmread(tmp_path / "in" / "a.dcm")
    assert new.file_meta.TransferSyntaxUID == syntax
    assert new.PixelData == old.PixelData
    np.testing.assert_array_equal(new.pixel_array, old.pixel_array)


def test_a_second_run_writes_the_same(source: Path, tmp_path: Path) -> None:
    anonymise([source], tmp_path / "out", Deidentifier(KEY))
    first = everything(tmp_path / "out")
    anonymise([source], tmp_path / "out", Deidentifier(KEY))
    assert everything(tmp_path / "out") == first


def test_an_interrupted_run_is_repeated(source: Path, tmp_path: Path) -> None:
    anonymise([source], tmp_path / "whole", Deidentifier(KEY))

    class Killed(Exception):
        pass

    def stop(done: int) -> None:
        if done == 2:
            raise Killed

    out = tmp_path / "out"
    with pytest.raises(Killed):
        anonymise([source], out, Deidentifier(KEY), progress=stop)
    # What a kill in the middle of a file leaves behind.
    (next(out.rglob("*.dcm")).parent / "half.dcm.partial").write_bytes(b"half")
    anonymise([source], out, Deidentifier(KEY))
    assert everything(out) == everything(tmp_path / "whole")


def test_documents_indexes_and_raw_data_are_refused(tmp_path: Path) -> None:
    maker, folder = Maker(), tmp_path / "in"
    document = planted(maker, 0)
    document.SOPClassUID, document.EncapsulatedDocument = EncapsulatedPDFStorage, b"%PDF of Erika "
    save(document, folder / "a.dcm")
    raw = planted(maker, 1)
    raw.SOPClassUID = RawDataStorage
    save(raw, folder / "b.dcm")
    index = planted(maker, 2)
    index.DirectoryRecordSequence = Sequence([])
    save(index, folder / "DICOMDIR")
    result = anonymise([folder], tmp_path / "out", Deidentifier(KEY))
    reasons = {Path(s.path).name: s.reason for s in result.skipped}
    assert "holds a document" in reasons["a.dcm"]
    assert "raw data" in reasons["b.dcm"]
    assert "DICOMDIR" in reasons["DICOMDIR"]
    assert result.written == []


def test_writing_in_the_pixels_is_warned_of(tmp_path: Path) -> None:
    maker, folder = Maker(), tmp_path / "in"
    for name, changes in {
        "said": {"BurnedInAnnotation": "YES"},
        "screen": {"SOPClassUID": SecondaryCaptureImageStorage},
        "ultrasound": {"Modality": "US"},
        "dose": {"ImageType": ["DERIVED", "SECONDARY", "DOSE_INFO"]},
        "plain": {},
        "clean": {"SOPClassUID": SecondaryCaptureImageStorage, "BurnedInAnnotation": "NO"},
    }.items():
        ds = planted(maker, 0)
        ds.SOPInstanceUID = f"{ROOT}.{len(name)}{name.encode()[0]}"
        for keyword, value in changes.items():
            setattr(ds, keyword, value)
        save(ds, folder / f"{name}.dcm")
    result = anonymise([folder], tmp_path / "out", Deidentifier(KEY))
    assert (len(result.written), len(result.burned_in)) == (6, 4)
    left_out = anonymise([folder], tmp_path / "strict", Deidentifier(KEY), keep_burned_in=False)
    assert (len(left_out.written), len(left_out.burned_in)) == (2, 0)
    assert {Path(s.path).stem for s in left_out.skipped} == {"said", "screen", "ultrasound", "dose"}


def test_one_instance_in_two_forms_gives_two_files_and_a_copy_one(tmp_path: Path) -> None:
    ds = planted(Maker(rows=32, columns=32), 0)
    for name in ("a", "b"):
        save(ds, tmp_path / "in" / f"{name}.dcm")
    ds.compress(RLELossless, generate_instance_uid=False)
    save(ds, tmp_path / "in" / "c.dcm")
    result = anonymise([tmp_path / "in"], tmp_path / "out", Deidentifier(KEY))
    assert len(set(result.written)) == len(list((tmp_path / "out").rglob("*.dcm"))) == 2
    assert [(Path(s.path).name, s.reason.split(";")[0]) for s in result.skipped] == [
        ("b.dcm", "It is a copy of a file that is there already")
    ]


def test_a_zip_archive_is_read_and_damage_is_told(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for file in source.rglob("*.dcm"):
            archive.write(file, file.name)
    (folder / "broken.dcm").write_bytes((source / "20190314" / "4711-0815_0.dcm").read_bytes()[:300])
    (folder / "empty.dcm").write_bytes(b"")
    result = anonymise([folder], tmp_path / "out", Deidentifier(KEY))
    assert len(result.written) == 3
    assert {Path(s.path).name for s in result.skipped} == {"broken.dcm", "empty.dcm"}


@pytest.mark.parametrize("place", [".", "inside", ".."])
def test_folders_in_one_another_are_refused(source: Path, place: str) -> None:
    with pytest.raises(DicomError, match="lie in one another"):
        anonymise([source], source / place, Deidentifier(KEY))


def test_the_key_is_made_once_and_for_this_user_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("my password")
    with pytest.raises(DicomError, match="holds no key"):
        load_key(path)


def command(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engine", "anonymise", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=Path(__file__).parents[3], check=False,
        env={**os.environ, "NODUSCOPE_HOME": str(home), "PYTHONUTF8": "1"},
    )  # fmt: skip


def test_the_command(source: Path, tmp_path: Path) -> None:
    done = command(tmp_path / "home", source, "--out", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert len(document["written"]) == 3
    assert [Path(s["path"]).name for s in document["skipped"]] == ["letter.txt"]
    assert not any(word in name for word in PLANTED for name in document["written"])
    # The key is the user's: the next run gives the same pseudonyms.
    again = command(tmp_path / "home", source, "--out", tmp_path / "again", "--json")
    names = [{Path(p).relative_to(tmp_path / out) for p in json.loads(run.stdout)["written"]}
             for run, out in ((done, "out"), (again, "again"))]  # fmt: skip
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("path", "out", "said"),
    [
        ("Musterfrau_Erika/letter.txt", "none", "could be copied"),
        ("Musterfrau_Erika", "Musterfrau_Erika/out", "lie in one another"),
        ("Musterfrau_Erika", "file/out", "cannot be written"),
    ],
)
def test_the_command_fails_in_sentences(source: Path, tmp_path: Path, path: str, out: str, said: str) -> None:
    (tmp_path / "file").write_text("")
    done = command(tmp_path / "home", tmp_path / path, "--out", tmp_path / out)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
