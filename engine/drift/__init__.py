"""Drift: whether what a model reads this month still looks like what it was trained on, month by month."""

from engine.drift.view import drift_document

__all__ = ["drift_document"]
