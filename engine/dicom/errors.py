"""What reading DICOM can end in. Every message is a sentence for the reader of the screen."""

from __future__ import annotations


class DicomError(ValueError):
    """A file, a frame or a series that cannot be used; the message says why."""


class Cancelled(Exception):  # noqa: N818 - a request that was given up is no error
    """The caller asked to stop."""
