"""The audit log of the store, to be looked through; nothing in it can be changed here."""
