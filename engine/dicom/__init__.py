"""DICOM files: from paths to series, from series to volumes in Hounsfield units."""
