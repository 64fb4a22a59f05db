"""Folders of studies to reports: the overnight job. Resumable, over any `concurrent.futures.Executor`.

`run.run_batch` is the entry. A series' folder appears whole or not at all and names what it was made from, so
that whoever finds it knows whether it still holds; the store is written by one process only.
"""
