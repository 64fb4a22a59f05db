"""Rounds of open, scroll, classify, close: nothing that window or engine hold grows with them."""

from __future__ import annotations

import gc

import pytest

from app.engine_client import Job
from tests.faults import soak


def test_the_slope_of_a_line_is_found_and_of_noise_is_none() -> None:
    line = soak.slope("x", [5 + 0.25 * n for n in range(200)])
    assert line.per_100 == pytest.approx(25)
    assert line.low == pytest.approx(25)
    assert line.grows
    flat = soak.slope("x", [5 + (n * 7919 % 13) for n in range(200)])
    assert flat.low < 0 < flat.high
    assert not flat.grows
    assert not soak.slope("x", [27] * 200).grows


def test_what_grows_while_it_warms_up_does_not_count() -> None:
    assert soak.slope("x", [*range(20), *([20] * 180)]).per_100 == pytest.approx(0)


@pytest.mark.xdist_group("real-engine")
def test_a_few_rounds_leave_no_request_no_block_and_no_handle(qapp) -> None:
    samples = soak.run(6)
    for name in ("window_handles", "window_threads", "engine_threads", "shm_blocks", "widgets"):
        values = [getattr(sample, name) for sample in samples[2:]]
        assert max(values) - min(values) <= 2, (name, values)
    gc.collect()
    assert sum(isinstance(thing, Job) for thing in gc.get_objects()) <= 3


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_five_hundred_rounds_grow_nothing(qapp) -> None:
    samples = soak.run(500)
    print(soak.report(samples))
    assert [s.name for s in soak.slopes(samples) if s.grows] == []
