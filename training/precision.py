"""The precision that a training computes in, by what the hardware does."""

from __future__ import annotations

from typing import Any

import torch

FULL, MIXED = "32-true", "bf16-mixed"


def best_precision(*, on_processor: bool = True) -> Any:
    """Return Lightning's name of the precision: bfloat16 only where the hardware computes in it.

    Elsewhere it would be imitated, slower and no more exact. On the GPU that trains if there is one, else on
    the processor (AVX-512 BF16 or AMX), unless that is to stay at 32 bits.
    """
    if torch.cuda.is_available():
        return MIXED if torch.cuda.is_bf16_supported(including_emulation=False) else FULL
    if not on_processor:
        return FULL
    able = torch.cpu.get_capabilities()
    return MIXED if able.get("avx512_bf16") or able.get("amx_bf16") else FULL


def precision_of(choice: str) -> Any:
    """Return Lightning's name of a recipe's precision: ``32``, or ``auto`` for `best_precision`."""
    return FULL if choice == "32" else best_precision()
