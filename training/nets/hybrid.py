"""Convolution and transformer: cells of the deepest map look at each other, within one patch.

Attention runs over the cells of a patch and never over the patches of a batch; each cell knows its place;
blocks are pre-norm with residuals (Vaswani et al., NeurIPS 2017; Xiong et al., ICML 2020, for the order), and
the whole branch starts at nothing, so that training starts from the plain network.
"""

from __future__ import annotations

import torch
from torch import nn

#: Width of the branch, its heads, and the hidden width of a block's feed-forward part.
WIDTH, HEADS, HIDDEN = 128, 4, 256
DROPOUT = 0.1


class Attention(nn.Module):
    """Self-attention over the cells of each patch.

    Parameters
    ----------
    width, heads
        Channels, and how many heads share them.
    dropout
        Of the attention weights.
    """

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.dropout = dropout
        self.queries_keys_values = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, cells: torch.Tensor) -> torch.Tensor:
        """Return [N, cells, width] of [N, cells, width]."""
        parts = self.queries_keys_values(cells).unflatten(-1, (3, self.heads, -1))
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind()  # [N, heads, cells, width / heads] each
        mixed = nn.functional.scaled_dot_product_attention(
            query, key, value, dropout_p=self.dropout if self.training else 0.0
        )
        result: torch.Tensor = self.out(mixed.transpose(1, 2).flatten(2))
        return result


class Block(nn.Module):
    """A pre-norm transformer block: attention and a feed-forward part, each with a residual."""

    def __init__(
        self, width: int = WIDTH, heads: int = HEADS, hidden: int = HIDDEN, dropout: float = DROPOUT
    ) -> None:
        super().__init__()
        self.norm_attention = nn.LayerNorm(width)
        self.attention = Attention(width, heads, dropout)
        self.norm_feed = nn.LayerNorm(width)
        self.feed = nn.Sequential(
            nn.Linear(width, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, width)
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, cells: torch.Tensor) -> torch.Tensor:
        """Return [N, cells, width] of [N, cells, width]."""
        cells = cells + self.dropout(self.attention(self.norm_attention(cells)))
        refined: torch.Tensor = cells + self.dropout(self.feed(self.norm_feed(cells)))
        return refined


class Hybrid(nn.Module):
    """A convolution and transformer blocks beside the deepest map, added to it.

    Parameters
    ----------
    channels
        Of the map.
    cells
        Rows and columns of the map.
    blocks
        How many.
    """

    def __init__(self, channels: int, cells: tuple[int, int], blocks: int) -> None:
        super().__init__()
        rows, columns = cells
        self.project = nn.Conv2d(channels, WIDTH, 1)
        self.local = nn.Sequential(nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.GroupNorm(8, WIDTH), nn.GELU())
        self.row_place = nn.Parameter(torch.randn(1, WIDTH, rows, 1) * 0.02)
        self.column_place = nn.Parameter(torch.randn(1, WIDTH, 1, columns) * 0.02)
        self.blocks = nn.Sequential(*(Block() for _ in range(blocks)))
        self.norm = nn.LayerNorm(WIDTH)
        self.back = nn.Conv2d(WIDTH, channels, 1)
        nn.init.zeros_(self.back.weight)
        if self.back.bias is not None:
            nn.init.zeros_(self.back.bias)

    def forward(self, deep: torch.Tensor) -> torch.Tensor:
        """Return the map [N, C, h, w] with what its cells learnt of each other."""
        x = self.project(deep)
        x = x + self.local(x) + self.row_place + self.column_place
        cells = self.norm(self.blocks(x.flatten(2).transpose(1, 2)))
        result: torch.Tensor = deep + self.back(cells.transpose(1, 2).unflatten(2, tuple(x.shape[-2:])))
        return result
