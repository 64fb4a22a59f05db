"""An ``analyze`` that does as it is told: run as a script by the tests of Analyze folder.

What it shall do is the observer's name, which reaches it on its command line as the real one's does.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path


def say(event: str, **fields: object) -> None:
    sys.stdout.buffer.write((json.dumps({"event": event, **fields}) + "\n").encode())
    sys.stdout.buffer.flush()


def row(uid: str, state: str, reason: str = "", suggestions: int | None = None) -> dict[str, object]:
    done = state == "analysed"
    return {
        "series_uid": uid, "study_uid": "1", "patient_key": "k", "description": f"Chest {uid}",
        "modality": "CT", "n_slices": 8, "spacing_mm": [2.5, 1, 1], "state": state, "reason": reason,
        "folder": uid if done else None, "suggestions": suggestions, "malignant": 0, "indeterminate": 0,
        "benign": 0,
        "out_of_range": 0, "highest_probability": 0.8125 if suggestions else None, "largest_mm": None,
    }  # fmt: skip


def finding(k: int, r: int, c: int, probability: float, shown: bool) -> dict[str, object]:
    x, y, z = c - 32.0, r - 32.0, 2.5 * k - 100.0
    return {
        "id": f"{k}-{r}-{c}", "source": "candidate", "centre_mm": [x, y, z], "centre_voxel": [k, r, c],
        "long_axis_mm": 8.0, "short_axis_mm": 8.0, "volume_mm3": 268.0, "mean_hu": 20.0,
        "detection_score": 0.9, "probability": probability, "call": "malignant", "flags": [],
        "cam_peak_mm": None, "shown": shown,
        "decision": None, "largest_slice": k, "long_axis_ends_mm": [[x - 4, y, z], [x + 4, y, z]],
        "short_axis_ends_mm": [[x, y - 4, z], [x, y + 4, z]],
    }  # fmt: skip


def write_report(folder: Path, uid: str) -> None:
    """Twelve suggestions, of which ten are shown first."""
    folder.mkdir(parents=True, exist_ok=True)
    findings = [
        finding(3 + i % 2, 8 + 4 * i, 20 + 24 * (i % 2), round(0.9 - i / 20, 4), i < 10) for i in range(12)
    ]
    series = {
        "study_uid": "1", "series_uid": uid, "patient_key": "k", "description": "Chest", "modality": "CT",
        "n_slices": 8,
    }  # fmt: skip
    report = {"series": series, "model": {"id": "fake", "version": "1.2.0"}, "findings": findings}
    (folder / "report.json").write_text(json.dumps(report), "utf-8")


def main() -> int:
    words = sys.argv[1:]
    out = Path(words[words.index("--out") + 1])
    how = words[words.index("--observer") + 1] if "--observer" in words else ""
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(1))
    if how == "refuse":
        print("The folder of results cannot be written (Read-only file system).", file=sys.stderr)
        return 1
    (out / ".noduscope").mkdir(parents=True, exist_ok=True)
    say("scan", done=3, known=9)
    print("a library prints", flush=True)
    first = [row("one.thick", "stopped"), row("two", "stopped"), row("scout", "left_out", "It is a scout.")]
    say("plan", series=3, to_analyse=2, finished=0, left_out=1, rows=first)
    say("step", series_uid="one.thick", step="lungs")
    write_report(out / "one.thick", "one.thick")
    done = row("one.thick", "analysed", suggestions=10)
    say("series", **done, left=1, seconds_left=300.0)
    if how == "die":
        os.abort()
    if how == "full":
        print("The disk is full. Run the same command again when there is room.", file=sys.stderr)
        return 1
    while how == "deaf":
        time.sleep(0.05)
    while how == "wait" and not stopped:
        time.sleep(0.02)
    while how == "wait for note" and not (out / ".noduscope" / "stop").exists():
        time.sleep(0.02)
    waited = how.startswith("wait")
    last = row("two", "stopped" if waited else "failed", "It could not be decoded.")
    (out / "summary.json").write_text(json.dumps({"series": [done, last, first[2]]}), "utf-8")
    if not waited:
        say("series", **last, left=0, seconds_left=0.0)
    say("end", interrupted=waited, series={})
    return 1


if __name__ == "__main__":
    sys.exit(main())
