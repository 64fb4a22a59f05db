"""One batch, learnt by heart: does the loss fall, do gradients arrive, what does a step cost?

A network that cannot learn one batch by heart will not learn a dataset; one that can may still learn
nonsense: it learns shuffled labels by heart as well.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Any

import psutil
import torch

from training.doctor.findings import Finding
from training.events import silent
from training.module import ClassifierTask
from training.nets import build
from training.recipe import Recipe
from training.tracking.callback import part_of

#: The label's loss must fall to this share of what it can lose above the entropy of the soft labels.
FALL = 0.35
#: Steps at the end that count; the lesson ends early when all of them are below the bound.
LAST = 3
#: A layer's gradient norm against the median layer's: beyond these it is dead or exploding.
DEAD, EXPLODING = 1e-7, 1e4
#: Share of all weights below which nothing has moved: the last digit of single precision.
LEAST_CHANGE = 1e-7


@dataclass
class Lesson:
    """What a batch's steps were like."""

    losses: list[float] = field(default_factory=list)
    floor: float = 0.0
    """The least that the label's loss can be: the entropy of the soft labels."""
    gradients: dict[str, float] = field(default_factory=dict)
    """Largest norm by part over the steps."""
    frozen: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    peak_mib: float = 0.0
    moved: bool = False
    """Whether any weight was changed."""

    @property
    def bound(self) -> float:
        """What the label's loss must fall to."""
        return self.floor + FALL * max(self.losses[0] - self.floor, 0.0)


def learn(batch: dict[str, torch.Tensor], recipe: Recipe, steps: int, seed: int = 0) -> Lesson:
    """Train a recipe's network on one batch, without dropout, augmentation or schedule.

    Parameters
    ----------
    batch
        Of `training.samples.TrainingSamples`.
    recipe, steps, seed
        How, how long, and of the network's random weights.
    """
    torch.manual_seed(seed)
    net = build(recipe.net, recipe.input)
    net.dropout.p = 0.0
    task = ClassifierTask(net, recipe, steps, seed, silent)
    made = Lesson()
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad and part_of(name) not in made.frozen:
            made.frozen.append(part_of(name))
    target, weight = batch["label"].clamp(1e-6, 1 - 1e-6), batch["weight"]
    entropy = -(target * target.log() + (1 - target) * (1 - target).log())
    made.floor = float((entropy * weight).mean())
    learnt = [(name, p) for name, p in net.named_parameters() if p.requires_grad]
    if not learnt:
        return made
    before = [p.detach().clone() for _, p in learnt]
    # The recipe's own groups and rates; its schedule would be near zero for most of so few steps.
    optimiser: Any = torch.optim.AdamW(
        [{"params": [p], "lr": _rate(name, recipe), "weight_decay": 0.0} for name, p in learnt]
    )
    net.train()
    for _ in range(steps):
        began = time.perf_counter()
        optimiser.zero_grad()
        parts = task.losses(batch)
        parts["loss"].backward()
        for name, value in _norms(learnt).items():
            made.gradients[name] = max(made.gradients.get(name, 0.0), value)
        torch.nn.utils.clip_grad_norm_([p for _, p in learnt], recipe.optimiser.clip)
        optimiser.step()
        made.losses.append(float(parts["label"]))
        made.seconds.append(time.perf_counter() - began)
        learnt_it = len(made.losses) > LAST and max(made.losses[-LAST:]) <= made.bound
        if learnt_it or not torch.isfinite(parts["loss"]):
            break
    change = sum(float((a - b.detach()).abs().sum()) for a, (_, b) in zip(before, learnt, strict=True))
    made.moved = change > LEAST_CHANGE * sum(float(a.abs().sum()) for a in before)
    made.peak_mib = _peak_mib()
    return made


def check_learning(lesson: Lesson, recipe: Recipe) -> list[Finding]:
    """Say what a lesson shows."""
    return [_overfit(lesson, recipe), *_flow(lesson, recipe), _cost(lesson)]


def _overfit(lesson: Lesson, recipe: Recipe) -> Finding:
    if not lesson.losses:
        text = "Nothing can be learnt: every layer is frozen. Lower `net.frozen_blocks`."
        return Finding("one batch", False, text)
    first, last = lesson.losses[0], min(lesson.losses[-LAST:])
    bound = lesson.bound
    figures = {"first": first, "last": lesson.losses[-1], "bound": bound, "least possible": lesson.floor}
    fell = f"from {first:.3f} to {lesson.losses[-1]:.3f} in {len(lesson.losses)} steps"
    what = f"The label's loss on one batch went {fell}"
    if not all(math.isfinite(value) for value in lesson.losses):
        text = (
            "The loss became infinite or no number on one batch: the learning rates are too high, or an "
            "input is no number."
        )
        return Finding("one batch", False, text, {"first": first})
    if last <= bound:
        text = (
            f"{what} (bound {bound:.3f}): the network can learn. That says nothing of the labels: shuffled "
            "ones are learnt by heart as well. Only the held-out folds, and size against label, tell those."
        )
        return Finding("one batch", True, text, figures)
    if not lesson.moved:
        why = "no weight changed, so the learning rates are zero or too small for this precision"
    elif lesson.losses[-1] > 2 * first:
        why = "it rose, so the learning rates are too high"
    else:
        why = (
            f"rates of {recipe.optimiser.lr_backbone:g} and {recipe.optimiser.lr_heads:g} may be too "
            "low or too high, a window may hide the nodules, or too much may be frozen"
        )
    return Finding("one batch", False, f"{what}, not below {bound:.3f}: {why}.", figures)


def _flow(lesson: Lesson, recipe: Recipe) -> list[Finding]:
    if not lesson.gradients:
        return []
    norms = torch.tensor(list(lesson.gradients.values()))
    middle = float(norms[norms > 0].median()) if (norms > 0).any() else 0.0
    dead = [name for name, value in lesson.gradients.items() if not value > DEAD * middle]
    wild = [name for name, value in lesson.gradients.items() if not value <= EXPLODING * middle]
    expected = set()
    if not recipe.loss.lesion:  # nothing asks these for anything
        expected |= {name for name in dead if name.startswith(("lesion", "decoder", "lateral"))}
    if not recipe.loss.attributes:
        expected |= {name for name in dead if name.startswith("rate")}
    dead = [name for name in dead if name not in expected]
    text = f"Gradients reach all {len(lesson.gradients)} parts that learn"
    text += f"; {len(lesson.frozen)} are frozen as the recipe says." if lesson.frozen else "; none is frozen."
    if dead:
        text = (
            f"No gradient reaches {', '.join(dead)}: the input there is constant, or nothing depends on it."
        )
    if wild:
        text = f"The gradient explodes in {', '.join(wild)}."
    figures = {
        "largest norms": {k: round(v, 6) for k, v in lesson.gradients.items()},
        "frozen": lesson.frozen,
    }
    return [Finding("gradients", not dead and not wild, text, figures)]


def _cost(lesson: Lesson) -> Finding:
    if not lesson.seconds:
        return Finding("cost", True, "No step was made, so none was timed.")
    seconds = sorted(lesson.seconds)[len(lesson.seconds) // 2]
    threads = torch.get_num_threads()
    text = (
        f"A step takes {seconds:.2f} s (median, CPU, {threads} thread(s)); the process holds at most "
        f"{lesson.peak_mib:.0f} MiB."
    )
    return Finding("cost", True, text, {"seconds": seconds, "peak_mib": lesson.peak_mib, "threads": threads})


def _rate(name: str, recipe: Recipe) -> float:
    choice = recipe.optimiser
    return choice.lr_backbone if name.startswith("backbone.") else choice.lr_heads


def _norms(learnt: list[tuple[str, torch.nn.Parameter]]) -> dict[str, float]:
    squares: dict[str, float] = {}
    for name, parameter in learnt:
        part = part_of(name)
        value = 0.0 if parameter.grad is None else float(parameter.grad.square().sum())
        squares[part] = squares.get(part, 0.0) + value
    return {name: value**0.5 for name, value in squares.items()}


def _peak_mib() -> float:
    used = psutil.Process().memory_info()
    return float(getattr(used, "peak_wset", used.rss)) / 2**20  # only Windows keeps the peak here
