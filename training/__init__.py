"""Training: the only package that imports torch. It imports the engine, never the window."""
