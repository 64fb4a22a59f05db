"""The worklist: studies that this station knows, where they lie, and which series the reader chose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; studies that were analysed or read before are in them, without a place."""
    op.create_table(
        "study",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("study_uid", sa.String(), nullable=False),
        sa.Column("patient_key", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("modality", sa.String(), nullable=False),
        sa.Column("paths", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.String(), nullable=True),
        sa.Column("added", sa.String(), nullable=False),
        sa.Column("opened", sa.String(), nullable=True),
        sa.UniqueConstraint("study_uid", "patient_key"),
    )
    op.create_table(
        "study_series",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("study_id", sa.Integer(), sa.ForeignKey("study.id", ondelete="CASCADE"), nullable=False),
        sa.Column("series_uid", sa.String(), nullable=False, index=True),
        sa.UniqueConstraint("study_id", "series_uid"),
    )
    # A series that names no study is one of its own; as `engine.studies.StudyKey.of` has it.
    op.execute(
        "INSERT INTO study (study_uid, patient_key, date, description, modality, paths, added)"
        " SELECT CASE WHEN study_uid = '' THEN 'series ' || series_uid ELSE study_uid END, patient_key,"
        " '', max(description), max(modality), '[]', min(first_seen)"
        " FROM series GROUP BY 1, 2 ORDER BY min(id)"
    )
    op.execute(
        "INSERT INTO study_series (study_id, series_uid)"
        " SELECT study.id, series.series_uid FROM series JOIN study ON study.patient_key = series.patient_key"
        " AND study.study_uid IN (series.study_uid, 'series ' || series.series_uid) ORDER BY series.id"
    )
