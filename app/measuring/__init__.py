"""Measurements in the window: saved at once, read back with the series, undone with labels."""
