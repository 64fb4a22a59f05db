"""Which objects are taken over the network and how they may be encoded. Tables; knows no sockets."""

from __future__ import annotations

from pydicom import uid
from pynetdicom.presentation import PresentationContext, build_context

from engine.dicom.uids import CAPTURE_CLASSES, CT_CLASSES

#: Storage SOP classes that are accepted: what Noduscope reads or writes.
STORED = tuple(
    sorted(
        CT_CLASSES
        | CAPTURE_CLASSES
        | {
            str(known)
            for known in (
                uid.BasicTextSRStorage,
                uid.EnhancedSRStorage,
                uid.ComprehensiveSRStorage,
                uid.Comprehensive3DSRStorage,
                uid.SegmentationStorage,
                uid.ParametricMapStorage,
                uid.KeyObjectSelectionDocumentStorage,
                uid.EncapsulatedPDFStorage,
            )
        }
    )
)

#: The services that are asked for by UID (PS3.6 table A-1).
VERIFICATION = uid.UID("1.2.840.10008.1.1")
STUDY_FIND = uid.UID("1.2.840.10008.5.1.4.1.2.2.1")
STUDY_MOVE = uid.UID("1.2.840.10008.5.1.4.1.2.2.2")
STUDY_GET = uid.UID("1.2.840.10008.5.1.4.1.2.2.3")

#: Without loss and without compression. Deflated is left out: a small file may inflate without bound.
PLAIN = (str(uid.ExplicitVRLittleEndian), str(uid.ImplicitVRLittleEndian))
#: Compressed pixels, as stored; the engine decodes them all.
COMPRESSED = tuple(
    str(known)
    for known in (
        uid.JPEGLosslessSV1,
        uid.JPEGLossless,
        uid.JPEGLSLossless,
        uid.JPEG2000Lossless,
        uid.HTJ2KLossless,
        uid.RLELossless,
        uid.JPEG2000,
        uid.JPEGLSNearLossless,
        uid.JPEGBaseline8Bit,
        uid.JPEGExtended12Bit,
        uid.HTJ2K,
    )
)
#: Classes whose pixels may come compressed.
PICTURES = CT_CLASSES | CAPTURE_CLASSES | {str(uid.SegmentationStorage)}
#: A-ASSOCIATE-RQ has room for no more (PS3.8 9.3.2.2: odd numbers up to 255).
MOST_CONTEXTS = 128


def supported() -> list[PresentationContext]:
    """Return what the listener takes; of several syntaxes offered together, the first of these is chosen."""
    return [build_context(name, [*PLAIN[:1], *COMPRESSED, *PLAIN[1:]]) for name in STORED]


def wanted() -> list[PresentationContext]:
    """Return what a C-GET offers to take.

    CT comes as it is stored: a context for each syntax, so that the node need not convert. The others have
    one for all plain and one for all compressed syntaxes.
    """
    contexts = []
    for name in STORED:
        contexts.append(build_context(name, list(PLAIN)))
        if name in CT_CLASSES:
            contexts += [build_context(name, [syntax]) for syntax in COMPRESSED]
        elif name in PICTURES:
            contexts.append(build_context(name, list(COMPRESSED)))
    return contexts
