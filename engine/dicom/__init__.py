"""Reading CT: paths to series (`scan`), a series to HU (`load`). The only part of Noduscope that knows DICOM.

pydicom reads the headers and finds the decoders; order, spacing and the geometry gate are our own. pydicom's
warnings quote values of the files, which may be names, so they are kept out of the log here.
"""

from __future__ import annotations

import logging
import warnings

from pydicom import config

from engine.dicom.errors import Cancelled, DicomError

__all__ = ["Cancelled", "DicomError"]

config.settings.reading_validation_mode = config.IGNORE
warnings.filterwarnings("ignore", category=UserWarning, module=r"pydicom\.")
logging.getLogger("pydicom").setLevel(logging.CRITICAL)
