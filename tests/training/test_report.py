"""The report: its numbers are the verdict's, its failures the worst ones, and it is whole by itself."""

from __future__ import annotations

import base64
import dataclasses
import errno
import html
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from engine.models.package import load_package
from engine.patch import PatchSpec
from training.cases import hashed_identifier, write_dataset
from training.cli import app
from training.errors import TrainingError
from training.evaluate import Judged, evaluate
from training.explain import AUDIT
from training.judge import judge_run
from training.report import tables
from training.report.blocks import Paragraph, Report, Section
from training.report.case_picture import map_colours
from training.report.columns import Columns, accuracy_kept, columns_of, roc
from training.report.documents import check_stress, read_document
from training.report.failures import cards, common_traits, public_name, worst
from training.report.learning import learning_of
from training.report.subject import check_same_cases, subject_of_package
from training.report.write import write_report

DRAWS, FAILURES = 20, 3
DEFAULT = Path(__file__).resolve().parents[2] / "resources" / "models" / "default"
VOID = {"meta", "img", "br", "hr"}
FIGURE = {"value": 0.5, "low": 0.4, "high": 0.6}


@pytest.fixture(scope="module", autouse=True)
def _few_draws():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.metrics.DRAWS", DRAWS)
        patch.setattr("training.report.failures.COUNT", FAILURES)
        yield


def call(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


class Page(HTMLParser):
    """Checks nesting; keeps references, tables by rows, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.references: list[str] = []
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.cards: list[str] = []
        self.text = ""
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.references += [value for name, value in attrs if name in {"src", "href", "srcset", "data"}]
        if tag == "img":
            assert dict(attrs)["alt"]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        if tag == "h3":
            self.cards.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            assert not re.search(r"url\(|@import", data)
            return
        self.text += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data
        if "h3" in self.open:
            self.cards[-1] += data

    def row(self, name: str) -> list[str]:
        return next(row for row in self.rows if row[0] == name)


@pytest.fixture(scope="module")
def verdict(dataset, run):
    return evaluate(dataset, judge_run(dataset, run))


@pytest.fixture(scope="module")
def folder(dataset, run, verdict, tmp_path_factory):
    """A dataset, a run with a log, and documents of other commands."""
    home = tmp_path_factory.mktemp("report")
    write_dataset(dataset, home / "D")
    shutil.copytree(run.folder, home / "RUN")
    epochs = [("0", 1), ("0", 2), ("1", 1), ("1", 2), ("final", 1), ("final", 2)]
    lines = [
        json.dumps(
            {"event": "epoch", "time": "", "fold": fold, "epoch": epoch, "epochs": 2, "loss": 1.0 / epoch}
        )
        for fold, epoch in epochs
    ]
    (home / "RUN" / "progress.jsonl").write_text("\n".join(lines) + "\n")
    conditions = [
        {"name": name, "text": text, "auc": FIGURE, "auc_drop": FIGURE, "accuracy": FIGURE}
        | {"accuracy_drop": {"value": -0.01, "low": -0.02, "high": 0.0}, "flips": 7}
        for name, text in (("clean", "as recorded"), ("noise_30", "white noise of 30 HU"))
    ]
    conditions[0]["auc"] = verdict["auc"]
    (home / "stress.json").write_text(json.dumps({"schema": 1, "n": 40, "conditions": conditions}))
    audit = {"schema": 1, "n": 40, "calls": {"malignant": {"energy": FIGURE}}, "settings": {"margin_mm": 3.0}}
    checks = [{"code": c, "passes": p, "text": f"{c}."} for c, p in (("a", True), ("b", False), ("c", None))]
    audit["verdict"] = {"passes": False, "text": "One check fails.", "checks": checks}
    (home / "audit.json").write_text(json.dumps(audit))
    return home


@pytest.fixture(scope="module")
def made(folder):
    """What the command wrote: HTML, and PDF beside it."""
    code, out, err = call(
        "report", "--dataset", folder / "D", "--run", folder / "RUN", "--out", folder / "r.html", "--pdf",
        "--stress", folder / "stress.json", "--audit", folder / "audit.json", "--json",
    )  # fmt: skip
    assert code == 0, err
    assert json.loads(out)["files"] == [str(folder / "r.html"), str(folder / "r.pdf")]
    return (folder / "r.html").read_text(encoding="utf-8"), (folder / "r.pdf").read_bytes()


@pytest.fixture(scope="module")
def page(made):
    return Page(made[0])


def shown(figure: dict) -> str:
    return f"{figure['value']:.3f}\xa0[{figure['low']:.3f},\xa0{figure['high']:.3f}]".replace("-", "−")


def test_the_numbers_are_the_verdicts(page, verdict):
    for key, name in (
        ("auc", "AUC"),
        ("f1", "F1"),
        ("sensitivity", "Sensitivity"),
        ("brier_interval", "Brier score"),
    ):
        assert page.row(name)[1] == shown(verdict[key])
    size = verdict["baseline_diameter"]
    assert page.row("readers' diameter alone") == [
        "readers' diameter alone",
        shown(size["auc"]),
        shown(size["accuracy"]),
    ]
    gain = page.row("gain over the readers' diameter, paired")
    assert gain[1] == shown(verdict["gain_over_diameter"]["auc"])
    stratum = verdict["strata"]["6-15mm"]
    assert page.row("6–15 mm")[1:3] == [f"{stratum['n']} ({stratum['n_malignant']})", shown(stratum["auc"])]
    assert page.row("Siemens")[1] == "40 (20)"
    assert page.row("slices ≤ 1.25 mm")[2] == shown(verdict["auc"])
    assert page.row("prediction sets: share decided")[1] == f"{verdict['selective']['coverage']:.3f}"
    for warning in verdict["warnings"]:
        assert warning["text"].replace(" %", "\xa0%") in page.text


def test_what_was_judged_is_said(page, dataset, run, recipe):
    assert dataset.sha256[:16] in page.row("Dataset")[1]
    assert page.row("Recipe")[1] == f"tiny (sha256 {recipe.sha256[:16]})"
    assert page.row("Seed")[1] == str(recipe.seed)
    assert run.record().split_sha256[:16] in page.row("Folds")[1]
    assert "torch " in page.row("Software")[1]


def test_it_needs_nothing_outside_itself(page):
    assert page.references
    for reference in page.references:
        assert reference.startswith(("data:image/svg+xml;base64,", "data:image/png;base64,", "#"))
    assert not {"script", "link", "iframe", "object"} & page.tags
    assert "http" not in page.text


def test_its_pictures_can_be_read(page):
    pictures = [reference.partition(",") for reference in page.references if reference.startswith("data:")]
    svgs = [base64.b64decode(data) for kind, _, data in pictures if "svg" in kind]
    pngs = [base64.b64decode(data) for kind, _, data in pictures if "png" in kind]
    # ROC, calibration, scores, strata, confusion, coverage, legend of the maps, stress, learning.
    assert len(svgs) == 9
    for svg in svgs:
        assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert pngs
    for png in pngs:
        image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
        assert image.shape[1] > 1.8 * image.shape[0]  # patch and map
        # The map is in colour.
        right = image[:, image.shape[1] // 2 :].astype(int)
        assert np.abs(right[..., 0] - right[..., 2]).max() > 20


def test_the_worst_failures_come_first(page, dataset, run):
    judged = judge_run(dataset, run)
    label = np.array([dataset.cases[i].label for i in judged.index])
    wrong = np.flatnonzero((judged.probability >= 0.5) != (label == 1))
    order = wrong[np.argsort(-np.abs(judged.probability[wrong] - 0.5), kind="stable")]
    names = [public_name(dataset.cases[judged.index[row]]) for row in order]
    assert page.cards == [f"{number}. {name}" for number, name in enumerate(names[:FAILURES], start=1)]
    assert f"{len(wrong)} of 40 nodules were called wrongly" in page.text
    assert f"probability {judged.probability[order[0]]:.3f}" in page.text


def test_no_patient_is_named(made, dataset):
    text = re.sub(r"base64,[^\"]*", "", html.unescape(made[0]))
    for case in dataset.cases:
        if not case.patient_id.startswith("LIDC"):
            assert case.id not in text
            assert not re.search(rf"\b{case.patient_id}\b", text)
    assert not re.search(r"1\.2\.\d", text)  # series


def test_documents_of_other_commands_are_shown(page):
    row = page.row("white noise of 30 HU")
    assert row == ["white noise of 30 HU", *[shown(FIGURE)] * 3, "−0.010\xa0[−0.020,\xa00.000]", "7"]
    assert page.row("calls: malignant: energy")[1] == shown(FIGURE)
    assert "margin" not in page.text
    assert "One check fails." in page.text
    assert [page.row(word)[1] for word in ("passes", "fails", "cannot be decided")] == ["a.", "b.", "c."]


def test_the_pdf_is_one(made, tmp_path):
    pdf = made[1]
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 3
    assert b"DejaVu" in pdf


def test_a_package_says_what_it_cannot_show(folder, dataset, monkeypatch, tmp_path):
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    code, _, err = call(
        "report", "--dataset", folder / "D", "--model", "default", "--out", tmp_path / "r.html"
    )
    assert code == 0, err
    page = Page((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert "A package keeps no record of its training" in page.text
    assert "No stress test was handed over" in page.text
    assert "No audit of the maps was handed over" in page.text
    assert page.row("Model")[1].startswith("lidc 1.")
    assert not (tmp_path / "r.pdf").exists()


def test_a_packages_maps_are_of_new_patients_only(dataset):
    package = load_package(DEFAULT)
    seen = {case.patient_id for case in dataset.cases[2:12]}
    manifest = package.manifest.model_copy(
        update={"training_patients_sha256": tuple(hashed_identifier(patient) for patient in seen)}
    )
    subject = subject_of_package(dataset, dataclasses.replace(package, manifest=manifest))
    assert subject.verdict["n"] == 30
    looked = subject.look([3, 5, 20])
    assert list(looked) == [20]
    assert looked[20].cam.shape == looked[20].lesion.shape == (97, 97)
    assert looked[20].lesion[48, 48] > 0.5  # the ball is in the middle


@pytest.fixture(scope="module")
def subject(dataset):
    return subject_of_package(dataset, load_package(DEFAULT))


def judged(probability: np.ndarray) -> Judged:
    audit = {name: np.full(40, 0.5) for name in AUDIT}
    return Judged(np.arange(40), np.arange(40) // 2 % 4, probability, (probability >= 0.5).astype(int), audit)


@pytest.fixture
def columns(dataset) -> Columns:
    """Right but for four: cases 3 and 1 called benign at .02 and .2, 4 and 6 malignant at .9 and .98."""
    label = np.array([case.label for case in dataset.cases])
    probability = np.where(label == 1, 0.8, 0.1)
    probability[[3, 1, 4, 6]] = [0.02, 0.2, 0.9, 0.98]
    return columns_of(dataset, judged(probability))


def test_failures_are_ranked_by_certainty_and_ties_keep_their_order(columns):
    assert worst(columns, 18).tolist() == [3, 6, 4, 1]
    assert worst(columns, 2).tolist() == [3, 6]


def test_who_is_called_wrongly(columns):
    counted = {name: (wrong, of) for name, wrong, of, _ in common_traits(columns)}
    assert counted["all"] == (4, 40)
    assert counted["malignant (called benign)"] == (2, 20)
    assert counted["model certain (p < 0.1 or > 0.9)"] == (2, 2)
    # Ratings 1, 1, 2, 3 and 4, 4, 5, 5: nobody is on both sides; nobody calls them calcified.
    assert "readers on both sides of 3" not in counted
    assert "calcified, say the readers" not in counted


def test_a_case_card_says_what_is_known(dataset, columns):
    case = columns.cases[3].model_copy(
        update={"attributes": {"spiculation": 2.5, "calcification_absent": 0.0}}
    )
    known = dataclasses.replace(columns, cases=(*columns.cases[:3], case, *columns.cases[4:]))
    calcified, plain = cards(
        dataset, known, [3, 1], {}, spec=PatchSpec((1, 33, 33), (1.0, 0.8, 0.8)), limit=1.0
    )
    assert (calcified.mark, plain.mark) == ("CALCIFIED", "")
    assert calcified.title == f"1. {public_name(case)}"
    assert calcified.lines == (
        "Readers: malignant (ratings 4, 4, 5, 5)",
        "Model: benign, probability 0.020",
        f"{case.diameter_mm:.1f} mm, slices 1.25 mm, Siemens",
        "Readers' attributes: spiculation 2.5, calcified",
    )
    # Without a map there is the patch alone.
    image = cv2.imdecode(np.frombuffer(calcified.picture, np.uint8), cv2.IMREAD_COLOR)
    assert image.shape[0] == pytest.approx(image.shape[1], abs=3)


@pytest.mark.parametrize(
    ("patient", "case", "public"),
    [
        ("LIDC-IDRI-0007", "LIDC-IDRI-0007_n0001", True),
        ("LIDC-IDRI-0007", "Smith^John_n1", False),
        ("LIDC-IDRI-0007", "LIDC-IDRI-0007_Smith", False),
        ("LIDC-IDRI-0007a", "LIDC-IDRI-0007a_n1", False),
        ("Smith^John", "Smith^John_n1", False),
    ],
)
def test_only_identifiers_of_a_public_collection_are_shown(dataset, patient, case, public):
    found = public_name(dataset.cases[0].model_copy(update={"patient_id": patient, "id": case}))
    assert found == (case if public else f"case {hashed_identifier(case)[:12]}")


def test_roc_by_hand():
    label = np.array([1, 1, 0, 1, 0])
    score = np.array([0.9, 0.8, 0.7, 0.6, 0.6])
    # After .9 and .8: 2/3 found, no false alarm; .7: one of two; the tie at .6 is a slanted line to (1, 1).
    assert roc(label, score, np.array([0.0, 0.25, 0.5, 0.75, 1.0])) == pytest.approx(
        [2 / 3, 2 / 3, 2 / 3, 5 / 6, 1]
    )
    assert np.isnan(roc(np.ones(2, dtype=int), score[:2], np.array([0.5]))).all()


def test_accuracy_of_the_most_certain_by_hand():
    label = np.array([1, 0, 1, 0])
    probability = np.array([0.99, 0.3, 0.4, 0.05])  # certainty .99, .7, .6, .95; the third is wrong
    assert accuracy_kept(label, probability, np.array([0.01, 0.5, 0.75, 1.0])) == pytest.approx(
        [1, 1, 1, 0.75]
    )


def test_the_maps_scale_is_signed_and_transparent_at_nothing():
    scale = map_colours()
    (low_r, _, low_b, low_a), (high_r, _, high_b, high_a) = scale(0.0), scale(1.0)
    assert low_b > low_r
    assert high_r > high_b
    assert low_a == high_a > 0.5
    assert scale(0.5)[3] < 0.02
    assert scale(0.4)[3] == pytest.approx(scale(0.6)[3], abs=0.02)


def test_learning_curves_of_a_training_that_was_cut_off_and_begun_anew(tmp_path):
    def line(fold, epoch, loss, **more):
        return json.dumps({"event": "epoch", "time": "t", "fold": fold, "epoch": epoch, "loss": loss, **more})

    log = tmp_path / "progress.jsonl"
    begun_anew = [
        line("0", 1, 9.0),
        line("0", 2, 8.0),
        line("0", 3, 7.0),
        line("0", 1, 1.0),
        line("0", 2, 0.5),
    ]
    taken_up = [
        line("1", 1, 2.0, lesion=1.0),
        json.dumps({"event": "fold"}),
        line("1", 2, 1.5),
        '{"event": "epo',
    ]
    log.write_text("\n".join([*begun_anew, *taken_up]))
    curves = learning_of(log).curves
    assert curves == {
        "loss": {"0": ((1, 2), (1.0, 0.5)), "1": ((1, 2), (2.0, 1.5))},
        "lesion": {"0": ((), ()), "1": ((1,), (1.0,))},
    }
    log.write_text("nothing\n")
    assert learning_of(log) is None
    assert learning_of(tmp_path / "none") is None


def test_what_a_verdict_has_besides_is_shown():
    verdict = {
        "auc": FIGURE,
        "accuracy": FIGURE,
        "baseline_diameter_calcification": {"auc": FIGURE, "accuracy": FIGURE, "note": "for reference"},
        "selective": {"coverage": 0.9, "accuracy": None},
        "selective_target": {"accuracy_target": 0.95, "coverage": FIGURE, "accuracy": FIGURE},
        "conformal": {"nominal": 0.95, "benign": FIGURE, "malignant": FIGURE},
    }
    assert tables.beside_table(verdict).rows[1][0] == "readers' diameter and calcification"
    names = [row[0] for row in tables.abstention_table(verdict).rows]
    assert "threshold for an accuracy of 0.95: share decided" in names
    assert "malignant nodules whose set holds the label (promised 0.95)" in names
    assert tables.abstention_table(verdict).rows[1][1] == "–"


def test_runs_stand_side_by_side():
    def verdict(auc):
        return {key: {"value": auc} for key in tables.MAIN}

    table = tables.runs_table(["a", "b", "c"], [verdict(0.95), verdict(0.96), verdict(0.97)])
    assert table.rows[0] == ("AUC", "0.950", "0.960", "0.970", "0.9600, 0.0100")


def test_several_runs_in_one_report(folder, tmp_path):
    runs = ["--run", folder / "RUN", "--run", folder / "RUN"]
    code, _, err = call("report", "--dataset", folder / "D", *runs, "--out", tmp_path / "r.html")
    assert code == 0, err
    page = Page((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert "The runs side by side" in page.text
    assert page.text.count("Learning curves.") == 2


def test_runs_that_judge_other_nodules_are_refused(subject):
    fewer = dataclasses.replace(subject, judged=dataclasses.replace(subject.judged, index=np.arange(30)))
    with pytest.raises(TrainingError, match=r"different nodules \(40 and 30\)"):
        check_same_cases([subject, fewer])


REPORT = Report("title", "subtitle", (Section("one", (Paragraph("a <b> & c"),)),), "footer")


def test_texts_are_escaped_and_an_older_report_is_replaced(tmp_path):
    out = tmp_path / "r.html"
    out.write_text("older")
    assert write_report(REPORT, out) == [out]
    assert "a &lt;b&gt; &amp; c" in out.read_text()
    assert write_report(REPORT, tmp_path / "r.PDF", pdf=True) == [tmp_path / "r.PDF"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.PDF", "r.html"]
    assert out.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    import os

    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_full_disk_is_a_sentence_and_leaves_the_older_report(tmp_path, monkeypatch):
    out = tmp_path / "r.html"
    out.write_text("older")

    def full(self, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(TrainingError, match=r"could not be written \(No space left on device\)"):
        write_report(REPORT, out)
    assert out.read_text() == "older"
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--out", "r.html"], 2, "Give either --model or --run."),
        (["--out", "r.html", "--model", "a", "--run", "b"], 2, "Give either --model or --run."),
        (["--run", "RUN", "--out", "r.docx"], 1, "must end in .html or .pdf"),
        (["--run", "RUN", "--out", "nowhere/r.html"], 1, "There is no folder nowhere"),
        (["--run", "RUN", "--out", "folder.html"], 1, "is a folder"),
        (["--run", "nowhere", "--out", "r.html"], 1, "is not a run"),
    ],
)
def test_what_goes_wrong_is_a_sentence(folder, tmp_path, monkeypatch, arguments, code, sentence):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.html").mkdir()
    arguments = [str(folder / "RUN") if value == "RUN" else value for value in arguments]
    result = call("report", "--dataset", folder / "D", *arguments)
    assert result[0] == code
    assert sentence in result[2]
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "cannot be read as the output of `noduscope train stress --json`"),
        ('{"schema": 1, "n": 40}', "is not what `noduscope train stress --json` prints"),
        ('{"schema": 1, "n": 40, "conditions": []}', "has no figure on the images as recorded"),
        (
            '{"schema": 1, "n": 40, "conditions": [{"name": "clean", "auc": {"value": 0.1}}]}',
            "it is the stress test of another run",
        ),
        ('{"schema": 9}', "is not what `noduscope train stress --json` prints"),
        ('{"schema": 1, "n": 3, "conditions": []}', "is about 3 nodules, the report about 40"),
    ],
)
def test_a_document_of_something_else_is_refused(subject, tmp_path, text, sentence):
    path = tmp_path / "s.json"
    path.write_text(text)
    with pytest.raises(TrainingError, match=re.escape(sentence)):
        check_stress(read_document(path, "noduscope train stress", "conditions", subject), path, subject)


def test_a_refused_document_leaves_no_report(folder, tmp_path):
    code, _, err = call(
        "report", "--dataset", folder / "D", "--model", DEFAULT, "--out", tmp_path / "r.html",
        "--stress", folder / "audit.json",
    )  # fmt: skip
    assert code == 1
    assert "is not what `noduscope train stress --json` prints" in err
    assert not (tmp_path / "r.html").exists()
