"""The headless engine: DICOM, geometry, nodules, compiled networks. It knows neither Qt nor torch."""

__version__ = "0.1.0"
