"""The report on a model or run: one self-contained HTML file, or the same as PDF, to be read by a person."""
