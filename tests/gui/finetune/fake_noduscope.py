"""A ``noduscope`` that answers the wizard's commands as it is told: a script for the tests of Fine-tune.

What it shall do is in ``script.json`` of the folder that ``FAKE_NODUSCOPE`` names: command to an object with
``fail`` (a sentence), ``die``, ``text`` (printed as it is), ``wait`` (seconds), or fields that replace those
of its document. Every call is a line of ``calls.jsonl`` there.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

WORLD = Path(os.environ.get("FAKE_NODUSCOPE", "/no/such/folder"))
#: Two grey pixels.
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\x40\xc0")),
        (b"IEND", b""),
    )
)  # fmt: skip
MODELS = [
    {"name": "lidc-1.0.0", "active": True, "bundled": True, "problem": None},
    {"name": "site-0.9", "active": False, "bundled": False, "problem": None},
]


def interval(value: float, half: float = 0.05) -> dict[str, float]:
    return {"value": value, "low": round(value - half, 4), "high": round(value + half, 4)}


def change(old: float, new: float, half: float = 0.05) -> dict[str, Any]:
    return {"old": interval(old), "new": interval(new), "gain": interval(round(new - old, 4), half)}


SITE_CHECK = {
    "schema": 1, "cases": 71, "patients": 52, "benign": 34, "malignant": 30, "unsure": 5,
    "left_out": {"flagged": 2, "no_voxels": 1},
    "sources": {"pathology": 12, "follow_up": 20, "reader": 32}, "duplicates": [],
    "same_patient": [{"cases": ["c-01", "c-09"], "correlation": 0.993}],
    "out_of_envelope": [{"case": "c-17", "why": "34 mm; the model was made for 3 to 30 mm"}],
    "mode": "finetune",
    "problems": [
        {"code": "same_patient", "text": "1 pair shows one picture.", "stops": False},
        {"code": "out_of_envelope", "text": "1 nodule is unlike those it was trained on.", "stops": False},
    ],
    "advice": ["Labels proven by pathology weigh most."],
}  # fmt: skip
PLAN = {
    "schema": 1, "mode": "finetune",
    "split": {
        "train": {"cases": 45, "patients": 36, "malignant": 21},
        "val": {"cases": 10, "patients": 8, "malignant": 5},
        "test": {"cases": 9, "patients": 8, "malignant": 4}, "shared_patients": 0,
    },
    "choices": {"epochs": 12, "replay": 0.0, "l2sp": 0.1, "frozen_blocks": 6, "folds": 5, "seed": 0},
    "trainings": 6, "estimated_seconds": 600.0, "threads": 1, "memory_limit_mb": 3072.0, "device": "cpu",
}  # fmt: skip
COMPARISON = {
    "n": 64, "patients": 52, "malignant": 30, "auc": change(0.84, 0.91, 0.06),
    "sensitivity": change(0.8, 0.87, 0.1),

    "specificity": change(0.79, 0.85, 0.1), "ece": {**change(0.12, 0.07), "gain": interval(0.05, 0.04)},
    "brier": {**change(0.17, 0.13), "gain": interval(0.04, 0.03)},
    "baseline_diameter": {"auc": interval(0.75), "accuracy": interval(0.7)},
    "delong": {"difference": 0.07, "p": 0.012},
    "mcnemar": {"only_new_right": 7, "only_old_right": 2, "p": 0.18},
}  # fmt: skip
VERDICT = {
    "schema": 1, "verdict": "better",
    "sentence": "Better here: AUC gain +0.070 (+0.010 to +0.130).",
    "more_nodules": None, "local": COMPARISON, "untouched": {"n": 9, "patients": 8, "malignant": 4},
    "reference": None, "installable": True, "needs_override": False, "warnings": ["Few patients."],
    "sides_changed": [
        {"case": "c-03", "label": 1, "old": 0.38, "new": 0.71, "right": "new", "picture": "flips/c-03.png"},
        {"case": "c-11", "label": 0, "old": 0.44, "new": 0.58, "right": "old", "picture": None},
    ],
}  # fmt: skip
EXPORTED = {
    "schema": 1, "id": "site", "version": "1.0.0", "sha256": "ab" * 32, "int8": False, "signed_by": "3f:a2",
}  # fmt: skip


def option(words: list[str], name: str, default: str = "") -> str:
    return words[words.index(name) + 1] if name in words else default


def main() -> int:
    words = sys.argv[1:]
    name = next(
        key
        for key, start in {
            "list": ["models", "list"], "show": ["models", "show"],
            "install": ["models", "install"], "activate": ["models", "activate"],
            "site": ["train", "import", "site"], "crops": ["train", "import", "lidc-crops"],
            "check": ["train", "site-check"], "verdict": ["train", "verdict"],
            "export": ["train", "finetune-export"], "tune": ["train", "finetune"],
        }.items()
        if words[: len(start)] == start
    )  # fmt: skip
    if name == "tune" and "--plan" in words:
        name = "plan"
    with (WORLD / "calls.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps([name, words]) + "\n")
    script = json.loads((WORLD / "script.json").read_text("utf-8")).get(name, {})
    time.sleep(script.pop("wait", 0))
    if "fail" in script:
        print(f"Error: {script['fail']}", file=sys.stderr)
        return 1
    if script.get("die"):
        os.abort()
    if "text" in script:
        print(script["text"])
        return 0
    return COMMANDS[name](words, script)


def answer(document: dict[str, Any], script: dict[str, Any]) -> int:
    print(json.dumps({**document, **script}))
    return 0


def list_models(_words: list[str], script: dict[str, Any]) -> int:
    active = WORLD / "active"
    name = active.read_text("utf-8") if active.exists() else "lidc-1.0.0"
    return answer({"models": [{**line, "active": line["name"] == name} for line in MODELS]}, script)


def import_set(words: list[str], script: dict[str, Any]) -> int:
    out = Path(option(words, "--out"))
    out.mkdir(parents=True)
    (out / "dataset.json").write_text("{}", "utf-8")
    return answer({"schema": 1, "cases": 71}, script)


def plan(words: list[str], script: dict[str, Any]) -> int:
    # The pace is 50 s an epoch, but twice that while the computer was busy.
    usual, pace = {"gentle": (8, 50), "standard": (12, 50), "thorough": (20, 100)}[option(words, "--choice")]
    epochs = int(option(words, "--epochs", str(usual)))
    choices = {**PLAN["choices"], "epochs": epochs}
    return answer({**PLAN, "estimated_seconds": epochs * pace, "choices": choices}, script)


def verdict(words: list[str], script: dict[str, Any]) -> int:
    flips = Path(option(words, "--run")) / "flips"
    flips.mkdir(exist_ok=True)
    (flips / "c-03.png").write_bytes(PNG)
    return answer(VERDICT, script)


def export(words: list[str], script: dict[str, Any]) -> int:
    Path(option(words, "--out")).write_bytes(b"a package")
    return answer(EXPORTED, script)


def install(words: list[str], _script: dict[str, Any]) -> int:
    print(f"installed: {words[2]}")
    return 0


def activate(words: list[str], _script: dict[str, Any]) -> int:
    (WORLD / "active").write_text(words[2], "utf-8")
    print(f"active: {words[2]}")
    return 0


# ---------------------------------------------------------------- the training


class Training:
    """Two trainings of a few epochs; goes on after the epochs that ``progress.jsonl`` has already."""

    def __init__(self, run: Path) -> None:
        self.run = run

    def say(self, event: str, **fields: Any) -> None:
        line = json.dumps({"event": event, "time": datetime.now(UTC).isoformat(), **fields})
        with (self.run / "progress.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def wish(self) -> str:
        try:
            return (self.run / "control").read_text("utf-8").strip()
        except OSError:
            return "run"

    def look(self) -> bool:
        """Return whether it shall stop; waits while it shall pause."""
        if self.wish() == "pause":
            self.say("paused")
            while self.wish() == "pause":
                time.sleep(0.02)
            if self.wish() == "run":
                self.say("resumed")
        return self.wish() == "stop"

    def done_before(self) -> int:
        try:
            text = (self.run / "progress.jsonl").read_text("utf-8")
        except OSError:
            return 0
        return sum('"event": "epoch"' in line for line in text.splitlines())

    def recalibrate(self) -> int:
        self.say("start", trainings=0, epochs=12, estimated_seconds=5.0, mode="recalibrate")
        self.say("done")
        return 0

    def go(self, script: dict[str, Any]) -> int:
        epochs, pace = script.get("epochs", 3), script.get("pace", 0.0)
        before = self.done_before()
        if before and script.get("die_after"):
            script.pop("die_after")  # only the first time
        self.say("start", trainings=2, epochs=epochs, estimated_seconds=60.0, mode="finetune")
        for done in range(before, 2 * epochs):
            name, index, epoch = ("0", "final")[done // epochs], 1 + done // epochs, 1 + done % epochs
            if epoch == 1:
                self.say("training", name=name, index=index, of=2, cases=40)
            until = time.monotonic() + pace
            while time.monotonic() < until or script.get("hold") == done + 1:
                if script.get("deaf"):
                    time.sleep(0.02)
                elif self.look():
                    self.say("stopped")
                    return 0
                time.sleep(0.01)
            self.say(
                "epoch", name=name, index=index, of=2, epoch=epoch, epochs=epochs, loss=1 / (1 + done),
                val_loss=1.2 / (1 + done), val_auc=0.7 + 0.02 * done, done=(done + 1) / (2 * epochs),
                seconds_left=90.0,
            )  # fmt: skip
            if script.get("die_after") == done + 1:
                os.abort()
            if script.get("error_after") == done + 1:
                self.say("error", text="The memory limit of 3072 MB was reached.")
                return 1
            if epoch == epochs:
                self.say("training_done", name=name, best_epoch=2)
        self.say("done")
        return 0


def tune(words: list[str], script: dict[str, Any]) -> int:
    run = Path(option(words, "--out"))
    run.mkdir(parents=True, exist_ok=True)
    lock = run / "lock.json"
    lock.write_text(
        json.dumps({"pid": os.getpid(), "started": datetime.now(UTC).isoformat(timespec="seconds")})
    )
    (run / "control").write_text("run", "utf-8")
    try:
        training = Training(run)
        return training.recalibrate() if script.get("recalibrate") else training.go(script)
    finally:
        lock.unlink()


COMMANDS = {
    "list": list_models, "site": import_set, "crops": import_set, "plan": plan, "verdict": verdict,
    "export": export, "install": install, "activate": activate, "tune": tune,
    "check": lambda _words, script: answer(SITE_CHECK, script),
    "show": lambda _words, script: answer({"lineage": None}, script),
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
