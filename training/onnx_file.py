"""torch's graphs as ONNX files that say nothing of the machine they were made on.

torch notes for each node where in the source it came from, with the full path of the file. A package travels
to other sites; a path names users, folders and hosts, and makes the file differ from machine to machine.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch

OPSET = 18


def save_onnx(
    module: torch.nn.Module,
    examples: Sequence[torch.Tensor],
    path: Path,
    *,
    inputs: Sequence[str],
    outputs: Sequence[str],
) -> None:
    """Write a module as ONNX, its first axis free.

    Parameters
    ----------
    module
        In evaluation mode.
    examples
        One input each, of at least two in their first axis.
    path
        The file.
    inputs, outputs
        Their names.

    Raises
    ------
    RuntimeError
        If torch makes no graph of it.
    """
    count = torch.export.Dim("N", min=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's notes on its own internals
        program = torch.onnx.export(
            module,
            tuple(examples),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_shapes=tuple({0: count} for _ in inputs),
            dynamo=True,
            opset_version=OPSET,
            verbose=False,
        )
    if program is None:
        raise RuntimeError("torch made no ONNX graph of it")
    path.write_bytes(without_origin(program.model_proto).SerializeToString(deterministic=True))


def without_origin(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph without the notes of where it came from (a copy); what it computes stays.

    Parameters
    ----------
    model
        Any graph.

    Returns
    -------
    onnx.ModelProto
    """
    clean = onnx.ModelProto()
    clean.CopyFrom(model)
    for graph in (clean.graph, *clean.functions):
        _forget(graph)
    _forget(clean)
    return clean


def _forget(part: Any) -> None:
    """Remove notes from a part of a graph and from all that it consists of."""
    own = part.DESCRIPTOR.fields_by_name
    for name in ("metadata_props", "doc_string"):
        if name in own:
            part.ClearField(name)
    for name in ("node", "value_info", "input", "output", "initializer", "attribute"):
        for item in getattr(part, name, ()):
            if not isinstance(item, str):  # a node's inputs and outputs are names
                _forget(item)
    if "g" in own and part.HasField("g"):  # the graph inside an attribute
        _forget(part.g)
