"""The DICOM elements of the slice on screen: looked up, searched, copied."""
