"""Comparing a scan with an earlier one of the patient: where it lies, which nodules are the same, what has grown."""
