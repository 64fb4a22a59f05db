"""What scores places: the package's filter network, or a site's own detector in its stead.

Both are optional parts of a model package (`candidates` in its manifest); docs/detection.md has the contract
of their graphs. It must not know DICOM or the window.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from engine.candidates.blobs import find_blobs
from engine.candidates.graph import Graph, open_graph
from engine.candidates.merge import Candidate, thinned
from engine.candidates.noise import quieter
from engine.candidates.tiles import tiles
from engine.candidates.views import Float32Array, ViewSpec, make_views
from engine.lungs import Lungs
from engine.models.arrays import read_arrays
from engine.models.manifest import CandidateDetector, CandidateFilterNet
from engine.models.package import ModelPackage, PackageError
from engine.volume import Volume

#: Largest difference that two correct runtimes may show on the recorded probabilities.
TOLERANCE = 1e-3
ONNX, XML, BIN, PARITY = "candidates.onnx", "candidates.xml", "candidates.bin", "candidates_parity.npz"
#: Views run at once.
BATCH = 64


class CandidateFilter(Protocol):
    """Finds scored candidates. One serves one thread at a time, and any number of series."""

    @property
    def name(self) -> str:
        """Of network and runtime, as the reader sees it."""
        ...

    @property
    def threshold(self) -> float:
        """Score from which a suggestion is worth showing unasked."""
        ...

    def find(self, volume: Volume, lungs: Lungs) -> list[Candidate]:
        """Return scored candidates in any order; neighbours are not merged."""
        ...


def open_filter(package: ModelPackage, *, threads: int | None = None) -> CandidateFilter | None:
    """Open what a package brings to find candidates with, and check it.

    Parameters
    ----------
    package
        The model.
    threads
        For one inference; the default leaves a core for the window.

    Returns
    -------
    CandidateFilter or None
        `None` if the package has none.

    Raises
    ------
    PackageError
        If it does not give the answers recorded in the package, or neither runtime can use it.
    """
    section = package.manifest.candidates
    if section is None:
        return None
    who = f"The candidate {section.kind} of the model {package.manifest.id} {package.manifest.version}"
    if isinstance(section, CandidateDetector):
        graph = open_graph(
            package, who, inputs=("hu",), outputs=("centre", "diameter_mm", "score"), threads=threads
        )
        return Detector(section, graph)
    names = {"inputs": ("views", "strength"), "outputs": ("logit", "probability")}
    graph = open_graph(package, who, **names, threads=threads)
    network = FilterNetwork(section, graph)
    _verify(package, network, who)
    return network


class FilterNetwork:
    """Places found by shape, scored by a network that sees three planes through each.

    Parameters
    ----------
    section
        Of the manifest.
    graph
        ``views`` float32 [N, 3, P, P] in HU, ``strength`` float32 [N] to ``logit`` and ``probability`` [N].
    """

    def __init__(self, section: CandidateFilterNet, graph: Graph) -> None:
        self.section = section
        self.graph = graph
        self.name = f"{section.name} ({graph.name})"
        self.threshold = section.threshold
        self.spec = ViewSpec(section.pixels, section.step_mm, section.largest_mm)

    def find(self, volume: Volume, lungs: Lungs) -> list[Candidate]:
        """See `CandidateFilter.find`."""
        volume = quieter(volume)
        places = thinned(find_blobs(volume, lungs), self.section.places)
        result = []
        for first in range(0, len(places), BATCH):
            part = places[first : first + BATCH]
            centre = np.array([p.centre_mm for p in part])
            views = make_views(volume, centre, np.array([p.diameter_mm for p in part]), self.spec)
            strength = np.array([p.score for p in part], dtype=np.float32)
            scores = self.probabilities(views, strength)
            result += [replace(p, score=float(score)) for p, score in zip(part, scores, strict=True)]
        return result

    def probabilities(self, views: Float32Array, strength: Float32Array) -> Float32Array:
        """Calibrated probabilities [N] of views [N, 3, P, P] of places with these strengths by shape [N]."""
        return self.graph.run({"views": views, "strength": strength})["probability"]


class Detector:
    """A site's own network: blocks of HU to positions, widths and scores.

    Parameters
    ----------
    section
        Of the manifest.
    graph
        ``hu`` float32 [1, D, H, W] to ``centre`` [n, 3], ``diameter_mm`` [n] and ``score`` [n].
    """

    def __init__(self, section: CandidateDetector, graph: Graph) -> None:
        self.section = section
        self.graph = graph
        self.name = f"{section.name} ({graph.name})"
        self.threshold = section.threshold

    def find(self, volume: Volume, lungs: Lungs) -> list[Candidate]:
        """See `CandidateFilter.find`; what lies outside the lungs or the scan is left out."""
        result = []
        for hu, grid in tiles(volume, lungs, self.section):
            found = self.graph.run({"hu": hu[None]})
            centre = np.asarray(found["centre"], dtype=float).reshape(-1, 3)
            width, score = (np.asarray(found[n], dtype=float).ravel() for n in ("diameter_mm", "score"))
            if not len(centre) == len(width) == len(score):
                raise PackageError(
                    f"{self.name} gave {len(centre)} centres, {len(width)} diameters and {len(score)} scores."
                )
            good = np.isfinite(centre).all(1) & np.isfinite(width) & np.isfinite(score) & (width > 0)
            for point, d, s in zip(grid.to_patient(centre[good]), width[good], score[good], strict=True):
                if lungs.contains_widely(point) and volume.grid.contains(point):
                    x, y, z = (float(v) for v in point)
                    result.append(Candidate((x, y, z), float(d), float(np.clip(s, 0, 1))))
        return result


def _verify(package: ModelPackage, network: FilterNetwork, who: str) -> None:
    try:
        arrays = read_arrays(package.file(PARITY))
        views, strength, expected = (arrays[n] for n in ("views", "strength", "probability"))
    except (OSError, KeyError, ValueError) as error:
        raise PackageError(f"{who} has no readable recorded answers ({PARITY}): {error}") from error
    difference = np.abs(network.probabilities(views, strength) - expected)
    # Written so that a NaN fails too.
    if not (difference <= TOLERANCE).all():
        raise PackageError(
            f"{who} does not give the answers recorded when it was exported (difference"
            f" {float(difference.max()):.2g}, allowed {TOLERANCE:g}). It was not used."
        )
