"""Every command of the window that has a key: its id, text, keys by default, and its group in the sheet (F1).

A table and nothing else: `app.shortcuts` makes keys work, `app.key_sheet` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import mark

#: Commands that go on while their key is held down.
REPEATING = {
    "slice.next", "slice.previous", "slice.next10", "slice.previous10", "overlay.fainter", "overlay.stronger",
    "crosshair.left", "crosshair.right", "crosshair.up", "crosshair.down",
    "plane.turn_left", "plane.turn_right", "brush.larger", "brush.smaller",
}  # fmt: skip


@dataclass(frozen=True)
class Command:
    """One thing a key can do: a stable id, its text, its keys by default, and its group in the sheet.

    Text and group are translated where they are shown, as if `mark` stood about them.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    group: str


#: The one place where keys are given out. Keys are written as `QKeySequence` reads them.
COMMANDS: tuple[Command, ...] = (
    Command("slice.next", "Next slice, towards the feet", ("Down",), "Slices"),
    Command("slice.previous", "Previous slice, towards the head", ("Up",), "Slices"),
    Command("slice.next10", "10 slices on", ("Shift+Down",), "Slices"),
    Command("slice.previous10", "10 slices back", ("Shift+Up",), "Slices"),
    Command("slice.first", "First slice", ("Home",), "Slices"),
    Command("slice.last", "Last slice", ("End",), "Slices"),
    Command("slab.toggle", "Slab or slice", ("M",), "Slab and cine"),
    Command("slab.kind", "Next kind of slab: MIP, MinIP, mean", ("Shift+M",), "Slab and cine"),
    Command("slab.thicker", "Thicker slab, up to 30 mm", (".",), "Slab and cine"),
    Command("slab.thinner", "Thinner slab, down to 5 mm", (",",), "Slab and cine"),
    Command("cine.toggle", "Cine; anything else stops it", ("C",), "Slab and cine"),
    Command("cine.faster", "Faster cine", ("+", "="), "Slab and cine"),
    Command("cine.slower", "Slower cine", ("-",), "Slab and cine"),
    Command("series.next", "Next series", ("PgDown",), "Series"),
    Command("series.previous", "Previous series", ("PgUp",), "Series"),
    Command("window.lung", "Lung window, 1500 / -600", ("1",), "Window"),
    Command("window.mediastinum", "Mediastinum window, 350 / 40", ("2",), "Window"),
    Command("window.bone", "Bone window, 2000 / 350", ("3",), "Window"),
    Command("window.emphysema", "Emphysema window, 500 / -850", ("4",), "Window"),
    Command("window.dicom", "Window that the files name", ("5",), "Window"),
    Command("window.auto", "Window fitted to this slice", ("6",), "Window"),
    Command("view.reset", "Whole slice in the lung window", ("0",), "Window"),
    Command("view.invert", "Black and white exchanged", ("I",), "Window"),
    Command("view.flip_horizontal", "Left and right exchanged", ("Shift+H",), "Window"),
    Command("view.flip_vertical", "Top and bottom exchanged", ("Shift+J",), "Window"),
    Command("view.magnify", "Magnifying glass at the pointer; hold to peek", ("Z",), "Window"),
    Command("view.actual", "Pixel for pixel (1:1)", ("Ctrl+0",), "Window"),
    Command("nodule.next", "Next nodule", ("N",), "Nodules"),
    Command("nodule.previous", "Previous nodule", ("Shift+N",), "Nodules"),
    Command(
        "nodule.assess", "Assess the nodule at pointer, cursor or crosshair", ("Return", "Enter"), "Nodules"
    ),
    Command("nodule.accept", "Accept the selected suggestion", ("A",), "Nodules"),
    Command("nodule.reject", "Reject the selected suggestion; it stays rejected", ("X",), "Nodules"),
    Command("nodule.edit", "Correct type, lobe or axes of the selected nodule", ("F4",), "Nodules"),
    Command("nodule.comment", "Write a comment on the finding, for the report", ("Ctrl+T",), "Nodules"),
    Command("nodule.risk", "Risk models and follow-up: unfold or fold", ("Ctrl+R",), "Nodules"),
    Command("nodule.unread", "Next suggestion that nobody has looked at", ("U",), "Nodules"),
    Command("nodule.mark", "Mark it unread, or read", ("Shift+U",), "Nodules"),
    Command("nodule.order", "Next order: suggested, suspicion, size, position", ("Shift+S",), "Nodules"),
    Command("nodule.remove", "Remove the selected measurement, else the nodule", ("Del",), "Nodules"),
    Command("label.benign", "Label the selected nodule benign; again: take it back", ("Ctrl+1",), "Labels"),
    Command("label.malignant", "Label it malignant; again: take it back", ("Ctrl+2",), "Labels"),
    Command("label.unsure", "Label it unsure; again: take it back", ("Ctrl+3",), "Labels"),
    Command("label.comment", "Write a comment to its label", ("Ctrl+K",), "Labels"),
    Command("label.approve", "Approve another reader's label", ("Ctrl+Return", "Ctrl+Enter"), "Labels"),
    Command("label.flag", "Flag its label: it stays out of training", ("Ctrl+F",), "Labels"),
    Command("label.queue", "Label queue: what the model is least sure of first", ("Ctrl+L",), "Labels"),
    Command("label.next", "Next nodule of the label queue", ("Ctrl+N",), "Labels"),
    Command("label.undo", "Undo the last label, measurement or stroke", ("Ctrl+Z",), "Labels"),
    Command("label.redo", "Redo it", ("Ctrl+Y", "Ctrl+Shift+Z"), "Labels"),
    Command("overlay.toggle", "Heat map and outlines on or off; hold to peek", ("O",), "Heat map"),
    Command("overlay.fainter", "Fainter heat map", ("[",), "Heat map"),
    Command("overlay.stronger", "Stronger heat map", ("]",), "Heat map"),
    Command("overlay.contour", "Heat map as colours or as contours", ("Shift+O",), "Heat map"),
    Command("layout.one", "This image alone; again: back", ("F2",), "Planes"),
    Command("layout.planes", "Three planes and a slab", ("F3",), "Planes"),
    Command("compare.toggle", "Prior beside the current scan; again: back", ("F6",), "Prior"),
    Command("compare.choose", "Choose the prior", ("Shift+F6",), "Prior"),
    Command("compare.link", "Unlink both scans; again: link as they are", ("F7",), "Prior"),
    Command("compare.align", "Link as aligned by the lungs", ("Shift+F7",), "Prior"),
    Command("compare.pair", "The selected nodule lies here in the prior", ("F8",), "Prior"),
    Command("compare.unpair", "It is another nodule; again: the same", ("Shift+F8",), "Prior"),
    Command("viewport.next", "Next image", ("V",), "Planes"),
    Command("viewport.previous", "Image before", ("Shift+V",), "Planes"),
    Command("crosshair.left", "Crosshair a pixel to the left", ("Alt+Left",), "Planes"),
    Command("crosshair.right", "to the right", ("Alt+Right",), "Planes"),
    Command("crosshair.up", "up", ("Alt+Up",), "Planes"),
    Command("crosshair.down", "down", ("Alt+Down",), "Planes"),
    Command("plane.turn_right", "Turn its lines clockwise, 1°", ("Alt+Shift+Right",), "Planes"),
    Command("plane.turn_left", "Turn them back, 1°", ("Alt+Shift+Left",), "Planes"),
    Command("plane.turn_right15", "Turn them clockwise, 15°", ("Ctrl+Shift+Right",), "Planes"),
    Command("plane.turn_left15", "Turn them back, 15°", ("Ctrl+Shift+Left",), "Planes"),
    Command("plane.straight", "Straight planes again", ("R",), "Planes"),
    Command("measure.length", "Length; again or Esc: lay it down", ("L",), "Measure"),
    Command("measure.bidirectional", "Long and short axis; on a nodule: its own", ("B",), "Measure"),
    Command("measure.ellipse", "HU inside an ellipse", ("E",), "Measure"),
    Command("measure.probe", "HU of a pixel", ("P",), "Measure"),
    Command("measure.angle", "Angle: leg, corner, leg", ("G",), "Measure"),
    Command("measure.text", "Note on the slice", ("T",), "Measure"),
    Command("measure.key_image", "Key image, or no longer", ("K",), "Measure"),
    Command("worklist.show", "Worklist: the studies that this station knows", ("W",), "Series"),
    Command("worklist.next", "Next unread study", ("Shift+W",), "Series"),
    Command("cursor.toggle", "Cursor without a mouse; again or Esc: away", ("F5",), "Cursor"),
    Command("brush.edit", "Brush: mend the selected nodule's outline", ("Shift+B",), "Brush"),
    Command("brush.erase", "Brush paints, or erases", ("Shift+E",), "Brush"),
    Command("brush.ball", "Brush is a disc in this plane, or a ball", ("Shift+D",), "Brush"),
    Command("brush.larger", "Larger brush", ("Ctrl+]",), "Brush"),
    Command("brush.smaller", "Smaller brush", ("Ctrl+[",), "Brush"),
    Command("brush.restore", "Back to the outline that was proposed", ("Ctrl+Shift+B",), "Brush"),
    Command("file.open", "Open a folder", ("Ctrl+O",), "General"),
    Command("tags.show", "DICOM tags of the slice, with search", ("Ctrl+D",), "General"),
    Command("place.go_on", "Go on where you were", ("Ctrl+J",), "General"),
    Command("file.analyze", "Analyze folder", ("Ctrl+B",), "General"),
    Command("network.query", "Ask a node for studies and fetch them", ("Ctrl+G",), "Network"),
    Command("network.send", "Send files to a node", ("Ctrl+Shift+S",), "Network"),
    Command("network.received", "Open what was received", ("Ctrl+Shift+R",), "Network"),
    Command("network.settings", "Network settings: this station, who may send, nodes", (), "Network"),
    Command("report.show", "Report: draft, sign, export", ("Ctrl+E",), "General"),
    Command("view.snapshot", "Save a picture of the image, without names", ("Ctrl+Shift+P",), "General"),
    Command("models.manage", "Models: which there are, which is in use", ("Ctrl+M",), "Models"),
    Command("models.import", "Import a model package", (), "Models"),
    Command("models.drift", "Drift: does the model still fit what is read", (), "Models"),
    Command("hanging.show", "How a study opens: layout, window, slab, nodules", ("F9",), "General"),
    Command("audit.show", "Audit log: what was decided, signed, sent", ("Ctrl+Shift+A",), "General"),
    Command("general.theme", "Next theme: dark, light, as the system", ("Ctrl+Shift+D",), "General"),
    Command("general.cancel", "Cancel what is running", ("Esc",), "General"),
    Command("help.keys", "Keys and mouse", ("F1",), "General"),
)

#: Keys that mean something else while a tool, the brush or the cursor is in hand: then they go first.
CURSOR_COMMANDS: tuple[Command, ...] = (
    Command("cursor.left", "Tool or brush in hand: cursor a pixel to the left", ("Left",), "Cursor"),
    Command("cursor.right", "to the right", ("Right",), "Cursor"),
    Command("cursor.up", "up", ("Up",), "Cursor"),
    Command("cursor.down", "down", ("Down",), "Cursor"),
    Command("cursor.left10", "10 pixels to the left", ("Shift+Left",), "Cursor"),
    Command("cursor.right10", "10 to the right", ("Shift+Right",), "Cursor"),
    Command("cursor.up10", "10 up", ("Shift+Up",), "Cursor"),
    Command("cursor.down10", "10 down", ("Shift+Down",), "Cursor"),
    Command("cursor.next_slice", "Next slice meanwhile", ("Ctrl+Down",), "Cursor"),
    Command("cursor.previous_slice", "Slice before", ("Ctrl+Up",), "Cursor"),
    Command("cursor.set", "Set a point; brush: paint, also while held", ("Space",), "Cursor"),
    Command("cursor.done", "Set a point; brush: keep the outline", ("Return", "Enter"), "Cursor"),
    Command("cursor.next", "Next handle of what was measured", ("Tab",), "Cursor"),
    Command("cursor.previous", "Handle before", ("Shift+Tab",), "Cursor"),
)

#: What the mouse does over the image, for the sheet.
MOUSE_MAP: tuple[tuple[str, str], ...] = (
    (mark("Left click"), mark("Assess the nodule there; in three planes: crosshair there")),
    (mark("Double click"), mark("This image alone, and back")),
    (mark("Shift+left drag"), mark("Crosshair")),
    (mark("Drag of a line's end"), mark("Turn the crosshair: oblique planes")),
    (mark("Left drag"), mark("Window: right is wider, up is brighter; with Ctrl finer")),
    (mark("Middle drag"), mark("Pan")),
    (mark("Right drag"), mark("Zoom about the point")),
    (mark("Right click"), mark("Menu")),
    (mark("Wheel"), mark("Slice")),
    (mark("Ctrl+wheel"), mark("Zoom at the pointer")),
    (mark("Brush: left drag"), mark("Paint; with Ctrl or the right button erase")),
    (mark("Brush: Shift+wheel"), mark("Size of the brush")),
)
