"""Model packages: the file format, and which one is active."""
