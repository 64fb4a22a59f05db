"""The models of this machine: which there are, which is in use, whether it still fits what is read."""
