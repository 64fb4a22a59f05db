"""What readers state about patients, studies, nodules: risk inputs, corrections, comments, what was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "series_id",
            sa.Integer(),
            sa.ForeignKey("series.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("finding_id", sa.String()),
        sa.Column("x_mm", sa.Float()),
        sa.Column("y_mm", sa.Float()),
        sa.Column("z_mm", sa.Float()),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
    )
