"""DICOM over the network: who may send here, which nodes there are, and receiving, sending, asking, fetching.

Off until configured. Only `listener`, `link` and what opens links import pynetdicom; `config` is plain data,
for the window too.
"""
