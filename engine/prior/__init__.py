"""A scan and an earlier one of the patient: how they lie, which nodules are the same, what has grown."""
