"""Published risk models and follow-up guidelines, as pure functions of inputs that a reader can see.

One file a rule: `brock`, `mayo`, `lung_rads`, `fleischner`. No input has a default: what is not known is
passed as None, and the answer is then `NotComputed`, with a sentence for each input that is missing. They
must not know the network, the window or DICOM.
"""
