"""Files of labels: tables, LIDC-IDRI's XML, structured reports, exchanged labels."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from engine.labels.bundle import export_labels
from engine.labels.bundle_file import DOCUMENT, BundleFile
from engine.labels.csv_file import read_csv
from engine.labels.incoming import Incoming, LabelFileError, Said
from engine.labels.kinds import Label, LabelSource
from engine.labels.lidc import read_lidc
from engine.labels.sr import read_sr
from tests.engine.labels.bundle_maker import FACTS, OPINION, a_nodule, workstation
from tests.engine.labels.files import (
    assessed,
    by_program,
    group,
    nodule_xml,
    outline_2d,
    outline_3d,
    reading_xml,
    square,
    write_sr,
)
from tests.fuzz.mutate import mutated, mutated_json
from tests.fuzz.targets.base import generator, refused

SAID = Said(Label.BENIGN, LabelSource.READER, "reader", date(2026, 1, 2))
TABLES = (
    b"series_uid,x_mm,y_mm,z_mm,label,source,reader,evidence_date,comment\n1,1,-2,3e1,benign,,me,2024-02-03,x\n",
    b'series_uid,x_mm,y_mm,z_mm,label,reader,comment\n1.2.3,4,5,6,malignant,"a, b","two\nlines"\n',
    "\ufeffSeries_UID;Slice;Row;Column;Label\n1.2.3;1,5;2;3;unsure\n".encode(),
    b"sop_instance_uid\trow\tcolumn\tlabel\n1.2\t1\t2\tbenign\n",
)


class _FileTarget:
    """Bytes in a file that a function reads."""

    def __init__(self, name: str, reader: Callable[[Path], Incoming], seeds: tuple[bytes, ...]) -> None:
        self._name, self._reader, self._seeds = name, reader, seeds

    def make(self, seed: int) -> bytes:
        rng = generator(seed, self._name)
        data = rng.choice(self._seeds)
        return mutated(data, rng, self._seeds) if seed else data

    def run(self, case: bytes, folder: Path) -> str:
        (folder / self._name).write_bytes(case)
        try:
            found = self._reader(folder / self._name)
        except LabelFileError as error:
            return refused(error)
        for problem in found.problems:
            refused(problem)
        return "read" if found.labels else "refused"


def csv_target(folder: Path) -> _FileTarget:
    """Tables."""
    return _FileTarget("labels.csv", lambda path: read_csv(path, SAID), TABLES)


def lidc_target(folder: Path) -> _FileTarget:
    """A reading by two readers."""
    first = nodule_xml(5, [("1.2.3", True, square(100, 100, 6)), ("1.2.3", False, square(102, 102, 1))])
    second = nodule_xml(4, [("1.2.3", True, square(101, 101, 6)), ("1.2.4", True, [(7, 7)])])
    xml = reading_xml("1.2.9", [[first, nodule_xml(None, [])], [second]]).encode()
    return _FileTarget("reading.xml", read_lidc, (xml,))


def sr_target(folder: Path) -> _FileTarget:
    """A report of three findings."""
    folder.mkdir(parents=True)
    groups = [
        group(assessed("30807003", "SCT"), outline_3d([(0, 0, 0), (5, 0, 0), (5, 5, 0)])),
        group(by_program("a program"), assessed("21594007", "SCT"), outline_3d([(9, 9, 9)], "POINT")),
        group(assessed("G-A425", "SRT"), outline_2d("1.2.3", [(1, 1), (4, 4)], "CIRCLE")),
    ]
    report = write_sr(folder / "sr", groups, ["1.2.9"], "Reader^A")
    return _FileTarget("report.dcm", lambda path: read_sr(path, SAID), (report.read_bytes(),))


class BundleTarget:
    """Labels from another workstation."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        with workstation(folder / "store.sqlite", 8) as store:
            store.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
            export_labels(store, folder / "good.zip")
        self._good = (folder / "good.zip").read_bytes()

    def make(self, seed: int) -> bytes:
        rng = generator(seed, "bundle")
        kind = rng.randrange(3) if seed else 3
        if kind == 0:
            return mutated(self._good, rng)
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self._good)) as source, zipfile.ZipFile(stream, "w", 8) as target:
            for name in source.namelist():
                data = source.read(name)
                if name == DOCUMENT and kind == 1:
                    data = mutated_json(json.loads(data), rng)
                elif kind == 2 and rng.random() < 0.6:
                    data = mutated(data, rng)
                target.writestr(name, data)
        return stream.getvalue()

    def run(self, case: bytes, folder: Path) -> str:
        (folder / "labels.zip").write_bytes(case)
        try:
            with BundleFile(folder / "labels.zip") as bundle:
                bundle.check()
        except LabelFileError as error:
            return refused(error)
        return "read"
