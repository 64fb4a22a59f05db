"""Lines to the engine process: whatever comes in, each request ends in one event and the engine stays."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from typing import Any

from engine import protocol
from engine.server import Channel, RequestError, Server
from engine.service import Service
from tests.engine.dicom.dicom_maker import Maker
from tests.fuzz.mutate import mutated, mutated_json
from tests.fuzz.targets.base import generator, refused

#: What these do stays in the process; the others write where a request says.
READING = {"scan", "load", "thumbnail", "tags", "tag_value", "assess", "status"}


class _Patient(io.BytesIO):
    """Lines of a window that waits for its answers before it closes the pipe."""

    def __init__(self, lines: bytes, server: Server) -> None:
        super().__init__(lines)
        self._server = server

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        while not line and self._server._jobs:
            time.sleep(0.001)
        return line


class ProtocolTarget:
    """One to four lines, some of them good."""

    def __init__(self, folder: Path) -> None:
        maker = Maker(series_uid="1.2.3")
        paths = [str(maker.series(folder / "in", 2))]
        voxels = {"name": "nosuchblock", "dtype": "int16", "shape": [2, 12, 16]}
        of = {"series_uid": "1.2.3", "paths": paths}
        grid = {"size": [2, 12, 16], "origin_mm": [0, 0, 0], "steps_mm": [[0, 0, 1], [0, 1, 0], [1, 0, 0]]}
        volume = {"voxels": voxels, "grid": grid, "series_uid": "1.2.3", "acquisition": {"modality": "CT"}}
        self._requests: list[dict[str, Any]] = [
            {"kind": "scan", "paths": paths},
            {"kind": "load", **of, "voxels": voxels, "first_slice": 0},
            {"kind": "thumbnail", **of, "slice": 0, "pixels": {**voxels, "shape": [8, 8]}},
            {"kind": "tags", **of, "slice": 0},
            {"kind": "tag_value", **of, "slice": 0, "place": [0x00100010]},
            {"kind": "assess", "volume": volume, "point_mm": [1, 1, 1], "map_values": voxels},
            {"kind": "cancel", "target": 2},
            {"kind": "status"},
            {"kind": "models", "action": "list"},
        ]  # fmt: skip
        self._service, self._out = Service(), io.BytesIO()
        self._channel = Channel(self._out)
        no_model = protocol.ModelEvent(model=None, error="There is none.")
        self._server = Server(self._channel, self._handle, lambda: no_model, self._service.status)

    def make(self, seed: int) -> bytes:
        rng = generator(seed, "protocol")
        lines = []
        for number in range(rng.randint(1, 4)):
            request = {"id": number, **rng.choice(self._requests)}
            line = json.dumps(request).encode()
            if seed and rng.random() < 0.8:
                line = mutated_json(request, rng) if rng.random() < 0.6 else mutated(line, rng)
            if seed and rng.random() < 0.01:
                line = b'{"id":1,"kind":' + b"[" * rng.choice((1000, 300_000))
            lines.append(line)
        return b"\n".join(lines) + b"\n"

    def run(self, case: bytes, folder: Path) -> str:
        self._out.seek(0)
        self._out.truncate()
        self._server.run(_Patient(case, self._server))
        ended: list[int] = []
        worked = False
        for line in self._out.getvalue().splitlines():
            event = protocol.EVENT.validate_json(line)
            if isinstance(event, protocol.ErrorEvent):
                if event.code == "cancelled":
                    continue
                refused(event.text)
                if event.code in ("internal", "memory"):
                    raise AssertionError(event.text)
            if isinstance(event, protocol.ErrorEvent | protocol.ResultEvent) and event.id is not None:
                ended.append(event.id)
            worked = worked or isinstance(event, protocol.ResultEvent)
        return "read" if worked else "refused"

    def _handle(self, job: Any) -> Any:
        if job.request.kind not in READING:
            raise RequestError("not_tried", "This request writes files and is not tried.")
        paths = getattr(job.request, "paths", ())
        if any(not path.startswith("/") or path.count("/") < 2 for path in paths):
            raise RequestError("not_tried", "This path may be the whole disk and is not tried.")
        return self._service.handle(job)
