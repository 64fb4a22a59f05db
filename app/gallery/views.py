"""The views of a reading, from the start page to the list of keys (`app.gallery.registry`)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from app import program
from app.batch.request import BatchRequest
from app.gallery.example_studies import example_lines
from app.gallery.registry import IMAGES, RESULTS, view
from app.gallery.stage import Stage

#: Of a nodule that is measured or mended, against the whole slice.
ZOOM = 3.0


@view("start")
def start_page(stage: Stage) -> Iterator[QWidget]:
    """Before anything is open."""
    stage.wait(lambda: stage.window.client.model_known, "The model")
    stage.settle()
    yield stage.window


@view("viewer")
def viewer(stage: Stage) -> Iterator[QWidget]:
    """One image, a nodule with its heat map, its card."""
    stage.open_chest()
    stage.settle()
    yield stage.window


@view("planes")
def planes(stage: Stage) -> Iterator[QWidget]:
    """Three planes and a slab through the selected nodule."""
    stage.open_chest()
    stage.window.grid.show_planes()
    stage.select_suspicious()
    stage.settle(900)
    yield stage.window
    stage.window.grid.show_one()


@view("oblique")
def oblique(stage: Stage) -> Iterator[QWidget]:
    """The same with its planes turned by 30 degrees."""
    stage.open_chest()
    stage.window.grid.show_planes()
    stage.select_suspicious()
    stage.press("plane.turn_right15", "plane.turn_right15")
    stage.settle(900)
    yield stage.window
    stage.press("plane.straight")
    stage.window.grid.show_one()


@view("slab")
def slab(stage: Stage) -> Iterator[QWidget]:
    """A maximum intensity projection."""
    stage.open_chest()
    stage.press("slab.toggle")
    stage.settle(900)
    yield stage.window
    stage.press("slab.toggle")


@view("card")
def card(stage: Stage) -> Iterator[QWidget]:
    """What is known of the selected nodule, by itself."""
    stage.open_chest()
    stage.settle()
    yield stage.window.card


@view("risk")
def risk(stage: Stage) -> Iterator[QWidget]:
    """Risk models and follow-up, unfolded: what they need and what they answer."""
    stage.open_chest()
    stage.press("nodule.risk")
    stage.settle()
    yield stage.window
    stage.press("nodule.risk")


@view("report")
def report(stage: Stage) -> Iterator[QWidget]:
    """The draft of the report."""
    stage.open_chest()
    stage.press("report.show")
    dialog = stage.window.reporting.dialog
    stage.wait(dialog.impression.isEnabled, "What the report says")
    stage.settle()
    yield dialog


@view("measure")
def measure(stage: Stage) -> Iterator[QWidget]:
    """Long and short axis of the selected nodule, and the HU inside an ellipse beside it, enlarged."""
    stage.open_chest()
    viewport = stage.window.viewport
    viewport.canvas.zoom_by(ZOOM, stage.on_screen(stage.nodule().centre_mm))
    stage.press("measure.bidirectional")
    stage.drag((0.0, 0.0), (0.0, 0.0))
    stage.press("measure.bidirectional", "measure.ellipse")
    stage.drag((20.0, 14.0), (34.0, 28.0))
    stage.press("measure.ellipse")
    stage.settle(900)
    yield stage.window
    stage.press("label.undo", "label.undo")
    viewport.reset_view()


@view("brush")
def brush(stage: Stage) -> Iterator[QWidget]:
    """The outline of the selected nodule, being mended with the brush."""
    stage.open_chest()
    viewport = stage.window.viewport
    viewport.canvas.zoom_by(ZOOM, stage.on_screen(stage.nodule().centre_mm))
    stage.press("brush.edit")
    stage.drag((9.0, -3.0), (9.0, 5.0))
    stage.settle()
    yield stage.window
    stage.window.masks.leave()
    viewport.reset_view()


@view("prior")
def prior(stage: Stage) -> Iterator[QWidget]:
    """Choosing the prior."""
    dialog = stage.find_prior()
    stage.settle()
    yield dialog


@view("compare")
def compare(stage: Stage) -> Iterator[QWidget]:
    """The chest of 90 days earlier beside the current one, the nodule that has grown selected."""
    stage.compare_chest()
    stage.select_suspicious()
    stage.settle(900)
    yield stage.window
    stage.press("compare.toggle")


@view("worklist")
def worklist(stage: Stage) -> Iterator[QWidget]:
    """The worklist with studies of every status."""
    stage.press("worklist.show")
    dialog = stage.window.worklist.dialog
    stage.settle(900)  # what the station itself knows is there, and is not read again for some seconds
    dialog.set_lines(example_lines())
    yield dialog


@view("hanging")
def hanging(stage: Stage) -> Iterator[QWidget]:
    """How a study opens."""
    stage.press("hanging.show")
    yield stage.dialog()


@view("tags")
def tags(stage: Stage) -> Iterator[QWidget]:
    """The DICOM tags of the slice, searched."""
    stage.open_chest()
    stage.press("tags.show")
    dialog = stage.window.tags.dialog
    stage.wait(lambda: dialog.tree.model().rowCount(), "The tags")
    dialog.search.setText("position")
    stage.settle()
    yield dialog


@view("analyze")
def analyze(stage: Stage) -> Iterator[QWidget]:
    """Analyze folder after a run over the synthetic chest."""
    stage.open_chest()
    batch = stage.window.batch
    batch.show((str(stage.window.opening.demo.series_folder),))
    dialog = batch.dialog
    dialog.form.out.setText(str(stage.folder / "results"))
    dialog.start()
    stage.wait(lambda: not batch.process.running, "The analysis")
    dialog.form.set_request(BatchRequest(paths=(IMAGES,), out=RESULTS))
    stage.settle()
    yield dialog


@view("queue")
def queue(stage: Stage) -> Iterator[QWidget]:
    """The label queue, with a label on one nodule."""
    stage.open_chest()
    stage.press("label.malignant", "label.queue")
    dialog = stage.window.labels.queue.dialog
    stage.settle(900)
    yield dialog
    stage.press("label.malignant")


@view("finetune")
def finetune(stage: Stage) -> Iterator[QWidget]:
    """The first page of the fine-tune wizard: what the labels are good for."""
    if not program.can_train():
        return
    stage.open_chest()
    stage.press("label.malignant")
    stage.window.finetune.show()
    wizard = stage.window.finetune.wizard
    stage.wait(lambda: not wizard.data.command.running, "The data check")
    stage.settle()
    yield wizard
    wizard.close()
    stage.press("label.malignant")


@view("models")
def models(stage: Stage) -> Iterator[QWidget]:
    """The model manager."""
    stage.press("models.manage")
    manager = stage.window.models.manager
    stage.wait(lambda: manager.selected is not None, "The list of models")
    stage.settle()
    yield manager


@view("drift")
def drift(stage: Stage) -> Iterator[QWidget]:
    """The view of drift."""
    stage.press("models.drift")
    dialog = stage.window.models.drift
    waiting = dialog.title.text()
    stage.wait(lambda: dialog.title.text() != waiting, "The months")
    stage.settle()
    yield dialog


@view("network-settings")
def network_settings(stage: Stage) -> Iterator[QWidget]:
    """Network settings: the own station, who may send, which nodes it knows."""
    stage.press("network.settings")
    yield stage.dialog()


@view("network-query")
def network_query(stage: Stage) -> Iterator[QWidget]:
    """Asking a node."""
    stage.press("network.query")
    yield stage.dialog()


@view("network-send")
def network_send(stage: Stage) -> Iterator[QWidget]:
    """Sending to a node."""
    stage.window.network.show_send([IMAGES])
    yield stage.dialog()


@view("keys")
def keys(stage: Stage) -> Iterator[QWidget]:
    """The list of keys."""
    stage.press("help.keys")
    yield stage.dialog()
