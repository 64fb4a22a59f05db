"""The table of old and new scores: kept whole, read back, refused when it does not fit together."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from tests.training.finetune.scores import reference, simulated
from training.errors import TrainingError
from training.finetune.paired import SCORES, read_paired, write_paired


@pytest.mark.parametrize("mode", ["finetune", "recalibrate"])
@pytest.mark.parametrize("with_reference", [True, False])
def test_it_reads_back_as_it_was_written(tmp_path, mode, with_reference):
    scores = simulated(30, 1, 2, mode=mode, reference=reference(40, 2, 2) if with_reference else None)
    write_paired(scores, tmp_path)
    again = read_paired(tmp_path)
    assert again.mode == mode
    for field in fields(scores):
        if field.name not in ("mode", "reference"):
            np.testing.assert_array_equal(getattr(again, field.name), getattr(scores, field.name))
    assert (again.reference is not None) == with_reference
    if again.reference is not None:
        np.testing.assert_array_equal(again.reference.seen, scores.reference.seen)
        np.testing.assert_array_equal(again.reference.new_probability, scores.reference.new_probability)
    assert [path.name for path in tmp_path.iterdir()] == [SCORES]


def test_an_unfinished_run_and_a_damaged_file_are_told(tmp_path):
    with pytest.raises(TrainingError, match="its training is not finished"):
        read_paired(tmp_path)
    (tmp_path / SCORES).write_bytes(b"PK nothing")
    with pytest.raises(TrainingError, match="cannot be read"):
        read_paired(tmp_path)
    np.savez(tmp_path / SCORES, mode="finetune", surprise=np.zeros(3))
    with pytest.raises(TrainingError, match="cannot be read"):
        read_paired(tmp_path)


def test_what_does_not_fit_together_is_refused():
    scores = simulated(30, 1, 2)
    with pytest.raises(TrainingError, match="30 rows, but 29 of patient"):
        replace(scores, patient=scores.patient[1:])
    with pytest.raises(TrainingError, match="new_probability that is not a number"):
        replace(scores, new_probability=np.where(np.arange(30) == 3, np.nan, 0.5))
    with pytest.raises(TrainingError, match="untouched nodules, and only those"):
        replace(scores, untouched=~scores.untouched)
