"""The division: by patient, near 70/15/15 in both classes, proven disjoint, and the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.finetune.synthetic_site import changed, site
from training.finetune.split import (
    folds_of,
    of_fold,
    part_of,
    prove_disjoint,
    shared_between,
    site_of,
    three_parts,
)
from training.leakage import same_pictures
from training.splits import LeakageError


def test_the_parts_are_near_their_shares_in_both_classes():
    divided = site_of(site(40), [])
    parts = three_parts(divided, seed=0)
    assert sorted(np.concatenate(parts).tolist()) == list(range(80))
    for places, share in zip(parts, (0.70, 0.15, 0.15), strict=True):
        for value in (0, 1):
            wanted = share * (divided.label == value).sum()
            assert abs((divided.label[places] == value).sum() - wanted) <= 2
    patients = [set(divided.group[places]) for places in parts]
    assert len(set.union(*patients)) == sum(len(names) for names in patients)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), patients=st.integers(30, 60), malignant=st.floats(0.2, 0.8))
def test_row_21_no_division_ever_shares_a_patient(seed, patients, malignant):
    divided = _bare(patients, malignant, seed)
    parts = three_parts(divided, seed)
    number = part_of(divided, parts)
    assert (number >= 0).all()
    assert shared_between(divided.group, number) == 0
    assert min(len(places) for places in parts) > 0
    folds = folds_of(divided, 5, seed)
    assert shared_between(divided.group, folds) == 0
    learned, stop_by = of_fold(divided, folds, 3, seed)
    assert not set(learned) & set(stop_by)
    assert set(learned) | set(stop_by) == set(np.flatnonzero(folds != 3))
    assert not set(divided.group[learned]) & set(divided.group[stop_by])


def test_the_same_seed_divides_alike_and_another_one_otherwise():
    divided = site_of(site(40), [])
    first, again, other = (three_parts(divided, seed) for seed in (3, 3, 4))
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    assert set(first[2]) != set(other[2])


def test_undecided_nodules_are_in_no_part():
    divided = site_of(changed(site(32), {5: {"label": None}}), [])
    assert 5 not in np.concatenate(three_parts(divided, 0))
    assert folds_of(divided, 5, 0)[5] == -1


def test_one_picture_under_two_patients_stays_together():
    dataset = changed(site(32), {10: {"hu_of": 40}})
    pictures = same_pictures(dataset)
    assert [(pair.first, pair.second) for pair in pictures] == [(10, 40)]
    divided = site_of(dataset, pictures)
    assert divided.group[10] == divided.group[40] == divided.group[41]
    for seed in range(5):
        number = part_of(divided, three_parts(divided, seed))
        assert number[10] == number[40]
        prove_disjoint(divided, number)


def test_a_division_that_shares_a_patient_is_refused():
    divided = site_of(site(32), [])
    number = np.arange(64) // 2 % 2
    prove_disjoint(divided, number)
    number[20] = 1 - number[21]
    with pytest.raises(LeakageError, match=r"1 patient\(s\) are in more than one part"):
        prove_disjoint(divided, number)


def test_a_division_that_shares_a_picture_is_refused():
    divided = site_of(changed(site(32), {10: {"hu_of": 40}}), [])
    number = np.zeros(64, dtype=np.intp)
    number[40:] = 1
    with pytest.raises(LeakageError, match="show the same picture"):
        prove_disjoint(divided, number)


def _bare(patients, malignant, seed):
    """A site without pixels worth speaking of: dividing looks at labels and patients only."""
    from training.cases import Case, Dataset
    from training.finetune.split import Site

    random = np.random.default_rng(seed)
    cases, hu = [], []
    for patient in range(patients):
        for _ in range(random.integers(1, 4)):
            cases.append(
                Case(
                    id=str(len(cases)),
                    patient_id=f"p{patient}",
                    label=int(random.random() < malignant),
                    centre_mm=(0, 0, 0),
                    size=(1, 1, 1),
                    origin_mm=(0, 0, 0),
                    steps_mm=((0, 0, 1), (0, 1, 0), (1, 0, 0)),
                )
            )
            hu.append(np.zeros((1, 1, 1), dtype=np.int16))
    dataset = Dataset("bare", "", "", tuple(cases), tuple(hu), tuple(h.astype(np.uint8) for h in hu))
    return Site(dataset, np.array([c.patient_id for c in cases]), np.ones(len(cases), dtype=bool))
