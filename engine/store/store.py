"""The store as its users hold it: one file, all kinds of things in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine

from engine.labels.crop import NoduleCrop
from engine.report import SeriesFacts
from engine.store.audit import Audit
from engine.store.database import Clock, Database, utc_now
from engine.store.decisions import Decisions
from engine.store.findings import Findings
from engine.store.jobs import Jobs
from engine.store.label_merging import Merged, OtherSeries, merge_labels
from engine.store.labels import Labels
from engine.store.measurements import Measurements
from engine.store.outlines import Outlines
from engine.store.readings import Readings
from engine.store.report_drafts import ReportDrafts
from engine.store.statements import Statements
from engine.store.studies import Studies


class Store:
    """An open store; made by `engine.store.open_store`. A context manager.

    Every call is one transaction, on disk when it returns; several programs may hold one file.

    Parameters
    ----------
    engine
        Its file, at the newest migration.
    path
        Where the file lies.
    clock
        The time of day.

    Attributes
    ----------
    findings, decisions, measurements, labels, statements, jobs
        What is in it.
    reports
        Report drafts and signatures.
    outlines
        Masks that readers drew or mended.
    readings
        Findings and decisions together, over all series.
    studies
        The worklist.
    audit
        What was done, by whom, when: only ever added to.
    """

    def __init__(self, engine: Engine, path: Path, clock: Clock = utc_now) -> None:
        self._database = Database(engine, path, clock)
        self.path = path
        self.findings = Findings(self._database)
        self.decisions = Decisions(self._database)
        self.measurements = Measurements(self._database)
        self.labels = Labels(self._database)
        self.statements = Statements(self._database)
        self.jobs = Jobs(self._database)
        self.outlines = Outlines(self._database)
        self.readings = Readings(self._database)
        self.reports = ReportDrafts(self._database)
        self.studies = Studies(self._database)
        self.audit = Audit(self._database)

    def merge_labels(
        self,
        others: Sequence[OtherSeries],
        crop: Callable[[str], NoduleCrop],
        *,
        real_series: Mapping[str, SeriesFacts],
        real_patients: Mapping[str, str],
    ) -> Merged:
        """Add another workstation's labels; see `engine.store.label_merging.merge_labels`."""
        return merge_labels(
            self._database, others, crop, real_series=real_series, real_patients=real_patients
        )

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()
