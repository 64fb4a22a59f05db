"""Smaller and faster networks from finished runs: distilled, pruned, quantised, and held against FP32."""
