"""Statements in the store: what holds for a patient, a study, a nodule; taken back; of a later version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.report import SeriesFacts
from engine.statements import COMMENT, READ, Statement
from engine.store import Store, StoreError, open_store

ONE = SeriesFacts("study 1", "series 1", "patient a", "", "CT", 100)
SAME_STUDY = replace(ONE, series_uid="series 2")
SAME_PATIENT = replace(ONE, series_uid="series 3", study_uid="study 2")
OTHER = SeriesFacts("study 3", "series 4", "patient b", "", "CT", 100)
PLACE = (1.0, 2.0, 3.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


def holds(store: Store, series: SeriesFacts) -> dict[str, object]:
    return {said.name: said.value for said in store.statements.current(series)}


def test_each_scope_holds_where_it_should(store: Store):
    store.statements.add(ONE, Statement("sex", "female", "A"))
    store.statements.add(ONE, Statement("age_years", 65, "A"))
    store.statements.add(ONE, Statement("lobe", "left upper", "A", "f", PLACE))
    assert holds(store, ONE) == {"sex": "female", "age_years": 65, "lobe": "left upper"}
    assert holds(store, SAME_STUDY) == {"sex": "female", "age_years": 65}
    assert holds(store, SAME_PATIENT) == {"sex": "female"}  # a later study finds the patient older
    assert holds(store, OTHER) == {}


def test_series_without_a_patient_share_nothing(store: Store):
    nobody = replace(ONE, patient_key="")
    store.statements.add(nobody, Statement("sex", "male", "A"))
    assert holds(store, nobody) == {"sex": "male"}
    assert holds(store, replace(nobody, series_uid="series 9", study_uid="study 9")) == {}


def test_the_last_holds_and_the_history_stays(store: Store):
    for value in ("solid", "part-solid", None):
        store.statements.add(ONE, Statement("nodule_type", value, "A", "f", PLACE))
    assert holds(store, ONE) == {}
    assert [s.value for s in store.statements.history(ONE)] == ["solid", "part-solid", None]
    store.statements.add(ONE, Statement("nodule_type", "solid", "B", "f", (1.0, 2.0, 5.5)))
    (said,) = store.statements.current(ONE)
    assert (said.value, said.reader) == ("solid", "B")  # one slice off is the same nodule


def test_two_nodules_have_their_own(store: Store):
    store.statements.add(ONE, Statement(COMMENT, "here", "A", "f", PLACE))
    store.statements.add(ONE, Statement(COMMENT, "there", "A", "g", (50.0, 2.0, 3.0)))
    store.statements.add(ONE, Statement(READ, True, "A", "f", PLACE))
    assert sorted(str(s.value) for s in store.statements.current(ONE)) == ["True", "here", "there"]


@pytest.mark.parametrize(
    "said",
    [
        Statement("shoe_size", 43, "A"),
        Statement("sex", "other", "A"),
        Statement("age_years", -3, "A"),
        Statement("sex", "female", "A", "f", PLACE),
        Statement("lobe", "left upper", "A"),
        Statement(COMMENT, True, "A", "f", PLACE),
    ],
)
def test_what_cannot_be_stated_is_refused(store: Store, said: Statement):
    with pytest.raises(ValueError, match="cannot be"):
        store.statements.add(ONE, said)
    assert store.statements.history(ONE) == []


def test_what_a_later_version_stated_is_left_out(store: Store, tmp_path: Path):
    import sqlite3

    store.statements.add(ONE, Statement("sex", "female", "A"))
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute(
            "INSERT INTO statement (series_id, scope, topic, value, reader, made)"
            " SELECT series_id, scope, 'height', '{\"is\": 180}', reader, made FROM statement"
        )
    connection.close()
    assert holds(store, ONE) == {"sex": "female"}


def test_a_store_that_cannot_be_written_says_so(store: Store, tmp_path: Path):
    import sqlite3

    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("DROP TABLE statement")
    connection.close()
    with pytest.raises(StoreError):
        store.statements.add(ONE, Statement("sex", "female", "A"))


def test_a_store_of_the_version_before_gets_the_table_and_keeps_its_rows(tmp_path: Path):
    from alembic import command
    from alembic.config import Config

    from engine.store import opening

    path = tmp_path / "old.sqlite"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "HEAD", "0002")
        engine = opening._engine(path)
        config = Config()
        config.set_main_option("script_location", str(opening.MIGRATIONS))
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "0002")
            connection.exec_driver_sql(
                "INSERT INTO series (series_uid, study_uid, patient_key, description, modality, n_slices,"
                " first_seen) VALUES ('series 1', 'study 1', 'patient a', '', 'CT', 9, '2026-01-01')"
            )
        engine.dispose()
    with open_store(path) as store:
        store.statements.add(ONE, Statement("sex", "female", "A"))
        assert holds(store, ONE) == {"sex": "female"}
        assert len(store.labels.known_series()) == 1
