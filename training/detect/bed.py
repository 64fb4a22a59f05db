"""The test bed: hosts with inserted nodules, searched as the program searches, judged by FROC."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from engine.candidates import Candidate, CandidateFilter, by_shape, merged
from engine.lungs import Lungs, segment_lungs
from engine.volume import Volume
from training.detect.froc import PROPOSED_MM, Scan, froc, were_proposed
from training.detect.hosts import Host, HostError
from training.detect.insert import Inserted, insert
from training.detect.volumes import NoduleVolume

#: Nodules put into one copy of a host.
PER_COPY = 24
#: Marks kept of a scan; more would only add false ones beyond the last point of the curve.
MARKS = 100

Find = Callable[[Volume, Lungs], list[Candidate]]


def judge(
    hosts: Sequence[Host],
    nodules: Sequence[NoduleVolume],
    filter_: CandidateFilter | None,
    *,
    seed: int = 0,
    drawn: Sequence[tuple[Host, list[Inserted]]] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Search hosts with inserted nodules, and each host as it is.

    Parameters
    ----------
    hosts, nodules
        Every nodule is inserted once into copies of every host.
    filter_
        What scores candidates; `None` for shape alone.
    seed
        Of the places.
    drawn
        Synthetic chests with their truth.
    tell
        Takes a line of progress.

    Returns
    -------
    dict
        One entry a host under ``hosts``: figures of `training.detect.froc.froc`, and under ``marked`` the
        rank of each finding that readers marked in the untouched host.

    Raises
    ------
    HostError
        If a host has no lungs.
    """
    find = _finder(filter_)
    document: dict[str, Any] = {
        "schema": 1,
        "filter": filter_.name if filter_ else "shape alone",
        "rule": "LUNA16: a mark within a nodule's radius of its centre hits it",
        "hosts": {},
    }
    for host in hosts:
        scans = _searched(host, nodules, find, seed, tell)
        began = time.perf_counter()
        untouched = _search(host.volume, [], host, find)
        document["hosts"][host.name] = {
            **(froc(scans) if scans else {}),
            "marked": _ranks(host, untouched),
            "seconds_untouched": round(time.perf_counter() - began, 2),
        }
    for host, truth in drawn:
        document["hosts"][host.name] = froc([_search(host.volume, truth, host, find)])
        tell(host.name)
    return document


def search_all(
    hosts: Sequence[Host], nodules: Sequence[NoduleVolume], filter_: CandidateFilter | None, *, seed: int = 0
) -> list[Scan]:
    """Search all copies of all hosts; the same nodules at the same places as `judge`."""
    find = _finder(filter_)
    return [scan for host in hosts for scan in _searched(host, nodules, find, seed, lambda _: None)]


def _finder(filter_: CandidateFilter | None) -> Find:
    return filter_.find if filter_ else by_shape


def _searched(
    host: Host, nodules: Sequence[NoduleVolume], find: Find, seed: int, tell: Callable[[str], None]
) -> list[Scan]:
    lungs = segment_lungs(host.volume)
    if not lungs.found:
        raise HostError(f"{host.name} has no lungs to insert nodules into.")
    scans = []
    for volume, truth in _copies(host, lungs, nodules, seed):
        scans.append(_search(volume, truth, host, find))
        tell(f"{host.name}: {sum(len(s.nodules) for s in scans)} of {len(nodules)} nodules")
    return scans


def _copies(
    host: Host, lungs: Lungs, nodules: Sequence[NoduleVolume], seed: int
) -> Iterator[tuple[Volume, list[Inserted]]]:
    taken = [(m.centre_mm, m.diameter_mm) for m in host.marked]
    waiting = [nodules[i] for i in np.random.default_rng(seed).permutation(len(nodules))]
    # One that found no place in a copy is tried once more in the next, then left out.
    tried: dict[str, int] = {}
    number = 0
    while waiting:
        part, waiting = waiting[:PER_COPY], waiting[PER_COPY:]
        volume, truth = insert(host.volume, lungs, part, np.random.default_rng([seed, number]), taken)
        number += 1
        done = {t.id for t in truth}
        for nodule in part:
            if nodule.id not in done and not tried.get(nodule.id):
                tried[nodule.id] = 1
                waiting.append(nodule)
        yield volume, truth


def _search(volume: Volume, truth: Sequence[Inserted], host: Host, find: Find) -> Scan:
    lungs = segment_lungs(volume)
    found = find(volume, lungs) if lungs.found else []
    places = np.array([c.centre_mm for c in found]).reshape(-1, 3)
    return Scan(
        nodules=tuple(truth),
        ignored=tuple((m.centre_mm, m.diameter_mm) for m in host.marked),
        marks=tuple(merged(found, MARKS)),
        proposed=were_proposed(truth, places),
    )


def _ranks(host: Host, scan: Scan) -> list[dict[str, Any]]:
    """Rank of each marked finding among the marks of the untouched host; `None` if it is not among them."""
    places = np.array([m.centre_mm for m in scan.marks]).reshape(-1, 3)
    result = []
    for marked in host.marked:
        away = np.linalg.norm(places - np.asarray(marked.centre_mm), axis=1)
        hit = np.flatnonzero(away <= max(marked.diameter_mm / 2, PROPOSED_MM))
        about = {k: v for k, v in asdict(marked).items() if k != "centre_mm"}
        first = int(hit[0]) if len(hit) else None
        result.append(
            {
                **about,
                "rank": None if first is None else first + 1,
                "score": None if first is None else round(scan.marks[first].score, 4),
            }
        )
    return result
