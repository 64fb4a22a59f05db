"""`noduscope bench`: everything timed on this machine in one run, each figure beside what it is to beat."""
