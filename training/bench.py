"""What the compiled graph is to beat: the same networks and views in torch eager, the map by `grad-cam`."""

from __future__ import annotations

import time

import numpy as np
import torch
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.model_targets import RawScoresOutputTarget

from engine.runtimes.base import usable_cores
from training.explain import LogitOnly
from training.graph import Graph
from training.nets import build
from training.recipe import read_recipe


def time_eager(rounds: int = 20, warm_up: int = 3) -> dict[str, list[float]]:
    """Time one patch through torch eager.

    The weights are random ones: the time does not depend on them. Threads are as many as the engine's
    runtimes take.

    Parameters
    ----------
    rounds, warm_up
        Timed calls, and calls before them that are not.

    Returns
    -------
    dict
        Milliseconds of each call: ``torch_eager``, the answer alone; ``torch_grad_cam``, the answer and its
        map.
    """
    torch.set_num_threads(usable_cores())
    recipe = read_recipe("default")
    nets = [build(recipe.net, recipe.input, pretrained=False) for _ in range(recipe.members)]
    graph = Graph(nets, views=recipe.views).eval()
    patch = np.random.default_rng(0).normal(-600, 200, (1, *recipe.input.size)).astype(np.float32)
    timings: dict[str, list[float]] = {"torch_eager": [], "torch_grad_cam": []}
    with GradCAM(model=LogitOnly(graph), target_layers=[net.pooled for net in nets]) as cam:
        for number in range(warm_up + rounds):
            start = time.perf_counter()
            with torch.inference_mode():
                graph(torch.from_numpy(patch))
            answered = time.perf_counter()
            # Answer and map come from one call, as one who uses the package would write it.
            cam(torch.from_numpy(patch), [RawScoresOutputTarget()])
            explained = time.perf_counter()
            if number >= warm_up:
                timings["torch_eager"].append((answered - start) * 1000)
                timings["torch_grad_cam"].append((explained - answered) * 1000)
    return timings
