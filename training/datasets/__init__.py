"""Importers: one module a source, each making a `training.cases.Dataset`."""
