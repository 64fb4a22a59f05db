"""Labels keep the voxels round their nodule and what the model said; reviews become rows of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and turn the reviews that labels carried into rows."""
    op.create_table(
        "label_crop",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "series_id",
            sa.Integer(),
            sa.ForeignKey("series.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("grid", sa.JSON(), nullable=False),
        sa.Column("acquisition", sa.JSON(), nullable=False),
        sa.Column("hu", sa.LargeBinary(), nullable=False),
        sa.Column("mask", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "label_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "label_id",
            sa.Integer(),
            sa.ForeignKey("label.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
    )
    op.add_column("label", sa.Column("probability", sa.Float()))
    op.add_column("label", sa.Column("model", sa.String()))
    op.add_column("label", sa.Column("crop_id", sa.Integer()))
    op.execute(
        "INSERT INTO label_review (label_id, review, comment, reader, made) "
        "SELECT id, CASE review WHEN 'rejected' THEN 'flagged' ELSE review END, '', '', made "
        "FROM label WHERE review != 'draft'"
    )
    op.drop_column("label", "review")
