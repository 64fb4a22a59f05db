"""The report of the open series in the window: draft, signature, hand-over to files."""
