"""Report drafts and signatures; measurements may carry what the reader wrote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the column that text annotations need."""
    op.add_column("measurement", sa.Column("text", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "report_draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "series_id",
            sa.Integer(),
            sa.ForeignKey("series.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("impression", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("edited", sa.String(), nullable=False),
    )
    op.create_table(
        "report_signature",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "series_id",
            sa.Integer(),
            sa.ForeignKey("series.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("signed", sa.String(), nullable=False),
    )
