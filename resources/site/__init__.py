"""The documentation as one site: how it is built, whether its links lead somewhere. Not for readers."""
