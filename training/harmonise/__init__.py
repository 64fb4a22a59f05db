"""Translating training patches between scanners' looks by a CycleGAN, and whether a lesion survives it."""
