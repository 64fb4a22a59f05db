"""The error of this package."""


class LesionError(ValueError):
    """There is no lesion that could be measured at a position; the sentence says why."""
