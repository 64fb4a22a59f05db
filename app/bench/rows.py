"""What each row of the benchmarks is called, what it is compared with, and what it is to reach."""

from __future__ import annotations

from dataclasses import dataclass

from app.bench import kernel
from app.bench.figures import Row, Rows

READING, PICTURES, NODULE, WINDOW, LONG, ANALYSIS = PARTS = (
    "reading", "pictures", "nodule", "window", "long", "analysis",
)  # fmt: skip
VOLUME = "volume"

SIMPLEITK = f"{READING}.simpleitk_series_reader"
PYDICOM = f"{READING}.plain_pydicom"
MONAI_READING = f"{READING}.monai_load_image"
GRAD_CAM = f"{NODULE}.torch_grad_cam"
MONAI_NODULE = f"{NODULE}.monai_resample_and_grad_cam"
#: The names of others, and of what is no row.
OTHERS = {
    SIMPLEITK: "`SimpleITK.ImageSeriesReader`",
    PYDICOM: "plain pydicom",
    MONAI_READING: "MONAI `LoadImage`",
    f"{NODULE}.torch_eager": "torch eager, the answer alone",
    GRAD_CAM: "torch eager + `grad-cam`",
    MONAI_NODULE: "MONAI `SpatialResample` + `GradCAM`",
    kernel.NAME: "the kernel",
    kernel.START_NAME: "an empty Python with Qt",
    VOLUME: "the volume",
}


@dataclass(frozen=True)
class Goal:
    """What a row is to reach.

    Parameters
    ----------
    of
        ``p50``, ``p95``, or the name of what the ratio is to.
    below
        The limit.
    """

    of: str
    below: float

    def met_by(self, row: Row) -> bool | None:
        """Whether a row reaches it; `None` where what it is compared with was not timed."""
        value = {"p50": row.p50, "p95": row.p95, **row.ratios}.get(self.of)
        return None if value is None else value <= self.below

    def text(self, unit: str) -> str:
        """In words."""
        if self.of in ("p50", "p95"):
            return f"{self.of} < {self.below:g} {unit}"
        return f"at most {self.below:g} x {other(self.of)}"


@dataclass(frozen=True)
class Kind:
    """A row of ours.

    Parameters
    ----------
    label
        In words.
    against
        Rows that its ratio is taken to, beside those that were taken with it.
    goals
        What it is to reach.
    """

    label: str
    against: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()


_TO_SCREEN = (Goal("p95", 25),)
_KINDS = {
    f"{READING}.scan_and_volume": Kind(
        "open a series: scan + HU volume", (SIMPLEITK, PYDICOM), (Goal(SIMPLEITK, 0.5),)
    ),
    f"{READING}.volume_beside_monai": Kind("open a series, in turns with MONAI", (MONAI_READING,)),
    f"{READING}.scan_and_middle_slice": Kind("scan + one slice", (SIMPLEITK,)),
    f"{NODULE}.openvino": Kind(
        "one nodule, volume to answer and map: OpenVINO",
        (GRAD_CAM, MONAI_NODULE),
        (Goal("p50", 20), Goal(GRAD_CAM, 0.1)),
    ),
    f"{NODULE}.onnx_runtime": Kind("the same: ONNX Runtime", (GRAD_CAM, MONAI_NODULE)),
    f"{WINDOW}.start_to_visible": Kind("start to visible window, warm", (), (Goal("p50", 1500),)),
    f"{WINDOW}.open_to_first_slice": Kind("first slice on screen", (), (Goal("p50", 300),)),
    f"{WINDOW}.open_to_last_slice": Kind("all slices read in the window"),
    f"{WINDOW}.click_to_heat_map": Kind("click to heat map on screen", (), (Goal("p95", 150),)),
    f"{WINDOW}.slice_change_with_heat_map": Kind("slice change with heat map", (), (Goal("p95", 16),)),
    f"{WINDOW}.slice_change": Kind("slice change", (), (Goal("p95", 16),)),
    f"{LONG}.open_to_first_slice": Kind("1,000 slices: first slice on screen", (), (Goal("p50", 1000),)),
    f"{LONG}.open_to_last_slice": Kind("1,000 slices: all read in the window"),
    f"{LONG}.slice_change": Kind(
        "1,000 slices: slice change, from the first to the last", (), (Goal("p95", 16),)
    ),
    f"{LONG}.memory": Kind("1,000 slices: peak memory above that without a series", (), (Goal(VOLUME, 2.5),)),
    f"{ANALYSIS}.wall": Kind("whole series analysed", (), (Goal("p50", 8),)),
    f"{ANALYSIS}.memory": Kind("whole series analysed: largest process", (), (Goal("p50", 1024),)),
    f"{ANALYSIS}.one_worker": Kind("a batch of 2 studies by one worker"),
    f"{ANALYSIS}.two_workers": Kind("the same by two workers", (), (Goal("one worker", 0.6),)),
}


def kind_of(name: str) -> Kind:
    """Return what a row of ours is; one of many alike is named after what it is called in the run."""
    known = _KINDS.get(name)
    if known is not None:
        return known
    part, _, rest = name.partition(".")
    words = rest.replace("_", " ")
    if part == PICTURES:
        return Kind(f"picture: {words}", (f"{PICTURES}.vtk_{rest}",))
    if part == WINDOW and "_change" in rest:
        return Kind(words, (), _TO_SCREEN)
    return Kind(words)


def is_ours(name: str) -> bool:
    """Whether a row is Noduscope's, and not of what it is compared with."""
    return name not in OTHERS and not name.startswith(f"{PICTURES}.vtk_")


def other(name: str) -> str:
    """Name what a row is compared with."""
    if name.startswith(f"{PICTURES}.vtk_"):
        return "VTK"
    return OTHERS.get(name, name)


def with_ratios(rows: Rows) -> Rows:
    """Return the rows, part by part, with the ratios of ours to the others of the same run."""
    result = {}
    for name, row in sorted(rows.items(), key=lambda pair: PARTS.index(pair[0].partition(".")[0])):
        for against in kind_of(name).against if is_ours(name) else ():
            if against in rows:
                row = row.beside(against, rows[against].p50)  # noqa: PLW2901 - the same row, more of it
        result[name] = row
    return result
