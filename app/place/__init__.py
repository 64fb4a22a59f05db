"""Where the reader was: kept while reading, there again after a crash or at the next start.

Other parts of the window need `Place.capture` and `Place.restore` only.
"""

from app.place.feature import Place, State

__all__ = ["Place", "State"]
