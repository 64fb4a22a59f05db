"""The first tables: series, analyses, findings, decisions, measurements, labels, jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("series_uid", sa.String(), nullable=False, unique=True),
        sa.Column("study_uid", sa.String(), nullable=False),
        sa.Column("patient_key", sa.String(), nullable=False, index=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("modality", sa.String(), nullable=False),
        sa.Column("n_slices", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.String(), nullable=False),
    )
    op.create_table(
        "analysis",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_series(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("created", sa.String(), nullable=False),
        sa.Column("software", sa.String(), nullable=False),
        sa.Column("model_id", sa.String()),
        sa.Column("model_version", sa.String()),
        sa.Column("model_sha256", sa.String()),
        sa.Column("runtime", sa.String()),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("geometry", sa.JSON(), nullable=False),
        sa.UniqueConstraint("series_id", "key"),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "analysis_id", sa.Integer(), sa.ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("finding_id", sa.String(), nullable=False, index=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        *_place(),
        sa.Column("long_axis_mm", sa.Float(), nullable=False),
        sa.Column("short_axis_mm", sa.Float(), nullable=False),
        sa.Column("volume_mm3", sa.Float(), nullable=False),
        sa.Column("mean_hu", sa.Float(), nullable=False),
        sa.Column("detection_score", sa.Float()),
        sa.Column("probability", sa.Float()),
        sa.Column("call", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.UniqueConstraint("analysis_id", "finding_id"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_series(index=True),
        sa.Column("finding_id", sa.String(), nullable=False),
        *_place(),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
    )
    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_series(index=True),
        sa.Column("finding_id", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("points_mm", sa.JSON(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("removed", sa.String()),
    )
    op.create_table(
        "label",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_series(index=True),
        sa.Column("finding_id", sa.String(), nullable=False),
        *_place(),
        sa.Column("long_axis_mm", sa.Float()),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("evidence_date", sa.String()),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("series_uid", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("finished", sa.String()),
        sa.Column("error", sa.String()),
        sa.UniqueConstraint("series_uid", "key"),
    )
    op.create_index("ix_job_state", "job", ["state"])


def _of_series(index: bool = False) -> sa.Column[int]:
    return sa.Column(
        "series_id", sa.Integer(), sa.ForeignKey("series.id", ondelete="CASCADE"), nullable=False, index=index
    )


def _place() -> list[sa.Column[float]]:
    return [sa.Column(name, sa.Float(), nullable=False) for name in ("x_mm", "y_mm", "z_mm")]
