"""The headless engine: DICOM, geometry, nodules, compiled networks. It knows neither Qt nor torch."""

import os

# ONNX Runtime's wheels from 1.32 on upload usage over the network (its Privacy.md), beginning at its import.
# Only this stops it, for this process and those that it starts. Whatever uses the library imports this first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
