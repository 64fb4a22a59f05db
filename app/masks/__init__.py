"""Outlines that a reader draws or mends with a brush: painted, measured by the engine, kept, undone."""
