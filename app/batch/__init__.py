"""Analyze folder: a batch run as a process of its own, its progress, and its results on screen."""
