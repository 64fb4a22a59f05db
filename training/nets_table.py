"""Networks side by side: parameters, multiply-adds, time through each runtime, accuracy where it is known.

Weights are random ones: sizes and times do not depend on them. Accuracy is what the ablations' ledger holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from engine.bench import in_turns
from engine.runtimes.base import Float32Array
from engine.runtimes.openvino_runtime import import_openvino
from training.ablate.changes import Change
from training.ablate.plan import BASE
from training.ablate.table import figure_text
from training.export import graph_files, parity_patches
from training.graph import INPUT, Graph
from training.nets import build
from training.recipe import Recipe

#: Timed calls of one patch through each runtime, in turns, and calls before them that are not.
ROUNDS, WARM_UP = 15, 3
#: Patches on which the runtimes must agree with torch before anything is timed.
CHECKED = 3
RUNTIMES = ("torch", "ONNX Runtime", "OpenVINO")


def measure(recipe: Recipe) -> dict[str, Any]:
    """Measure a recipe's network on one thread: one member, one view.

    Parameters
    ----------
    recipe
        Without facts: a graph takes the patch alone.

    Returns
    -------
    dict
        ``parameters`` and ``macs`` (multiply-adds of one patch), and ``latency_ms`` by runtime: medians.

    Raises
    ------
    training.export.ExportError
        If a runtime does not agree with torch.
    """
    torch.manual_seed(0)
    net = build(recipe.net, recipe.input, pretrained=False).eval()
    graph = Graph([net]).eval()
    patches = parity_patches(recipe.input.spec, CHECKED)
    one = torch.from_numpy(patches[:1])
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        graph(one)
    files, _ = graph_files(graph, patches)
    return {
        "parameters": sum(parameter.numel() for parameter in net.parameters()),
        # The counter has two operations for each multiply-add.
        "macs": counter.get_total_flops() // 2,
        "latency_ms": _latency(graph, files, patches[:1]),
    }


def _latency(graph: Graph, files: Mapping[str, bytes], patch: Float32Array) -> dict[str, float]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(files["model.onnx"], options, providers=["CPUExecutionProvider"])
    core = import_openvino().Core()
    compiled = core.compile_model(
        core.read_model(files["model.xml"], files["model.bin"]),
        "CPU",
        {"INFERENCE_NUM_THREADS": 1, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"},
    )
    tensor, threads = torch.from_numpy(patch), torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.inference_mode():
            timings = in_turns(
                {
                    "torch": lambda: graph(tensor),
                    "ONNX Runtime": lambda: session.run(None, {INPUT: patch}),
                    "OpenVINO": lambda: compiled({INPUT: patch}),
                },
                rounds=ROUNDS,
                warm_up=WARM_UP,
            )
    finally:
        torch.set_num_threads(threads)
    return {name: round(median(values), 2) for name, values in timings.items()}


def document(
    base: Recipe,
    changes: Sequence[Change],
    measured: Mapping[str, dict[str, Any]],
    figures: dict[str, Any] | None,
) -> dict[str, Any]:
    """Join what was measured with what the ledger knows.

    Parameters
    ----------
    base, changes
        The recipe and its changes.
    measured
        See `measure`, by the change's name, and ``base``; a network that takes facts is left out.
    figures
        See `training.ablate.figures.document`; `None` without a dataset.

    Returns
    -------
    dict
        ``rows``, the base first.
    """
    known = {row["change"]: row for row in (figures or {}).get("rows", [])}
    calcified = (figures or {}).get("calcified", {})
    empty = {"parameters": None, "macs": None, "latency_ms": None}
    rows = [
        {
            "change": BASE,
            "network": f"{base.net.kind} (the base)",
            **measured.get(BASE, empty),
            "auc": (figures or {}).get("base") and figures["base"]["auc"],  # type: ignore[index]
            "calcified": calcified.get(BASE),
        }
    ]
    rows += [
        {
            "change": change.name,
            "network": change.technique,
            **measured.get(change.name, empty),
            "auc_difference": known[change.name]["difference"] and known[change.name]["difference"]["auc"]
            if change.name in known
            else None,
            "calcified": calcified.get(change.name),
        }
        for change in changes
    ]
    return {"schema": 1, "recipe": base.name, "input": list(base.input.size), "threads": 1, "rows": rows}


def table_text(figures: dict[str, Any], base: Recipe) -> str:
    """Return the table as Markdown."""
    _, rows, columns = base.input.size
    lines = [
        f"Recipe `{base.name}`, patches of {rows} x {columns} pixels, one member, one view, one thread;",
        f"medians of {ROUNDS} calls. AUC: of the base, and of the others the change in it, where the ledger",
        "has it. Last: the share of the benign calcified nodules that is called malignant.",
        "",
        "| network | change | parameters, M | MACs, M | "
        + ", ms | ".join(RUNTIMES)
        + ", ms | AUC | calcified called malignant |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_line(row) for row in figures["rows"]]
    return "\n".join(lines)


def _line(row: dict[str, Any]) -> str:
    sizes = (
        ["-", "-"]
        if row["parameters"] is None
        else [f"{row[name] / 1e6:.1f}" for name in ("parameters", "macs")]
    )
    times = (
        ["-"] * 3 if row["latency_ms"] is None else [f"{row['latency_ms'][name]:.1f}" for name in RUNTIMES]
    )
    if row["change"] == BASE:
        accuracy = figure_text(row["auc"]) if row["auc"] else "not measured"
    else:
        accuracy = (
            figure_text(row["auc_difference"], signed=True) if row["auc_difference"] else "not measured"
        )
    failures = _failures(row["calcified"])
    cells = [row["network"], f"`{row['change']}`", *sizes, *times, accuracy, failures]
    return "| " + " | ".join(cells) + " |"


def _failures(calcified: dict[str, Any] | None) -> str:
    if calcified is None or calcified["false_malignant"]["value"] is None:
        return "not measured"
    return f"{figure_text(calcified['false_malignant'])} of {calcified['benign']}"


def marks(recipe: str) -> tuple[str, str]:
    """Return the lines between which the table of a recipe stands."""
    return f"<!-- networks of {recipe}: begin -->", f"<!-- networks of {recipe}: end -->"
