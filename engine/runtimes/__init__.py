"""Compiled-network runtimes, one file each, behind one small interface."""
