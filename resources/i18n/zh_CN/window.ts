<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>window</name>
    <message>
        <location filename="app/commands.py"/>
        <source>Next slice, towards the feet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Previous slice, towards the head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>10 slices on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>10 slices back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>First slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Last slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slab or slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slab and cine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next kind of slab: MIP, MinIP, mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Thicker slab, up to 30 mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Thinner slab, down to 5 mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Cine; anything else stops it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Faster cine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slower cine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Previous series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Lung window, 1500 / -600</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Mediastinum window, 350 / 40</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Bone window, 2000 / 350</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Emphysema window, 500 / -850</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Window that the files name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Window fitted to this slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Whole slice in the lung window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Black and white exchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Left and right exchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Top and bottom exchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Pixel for pixel (1:1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next nodule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Nodules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Previous nodule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Assess the nodule under the pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Accept the selected suggestion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Reject the selected suggestion; it stays rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Correct type, lobe or axes of the selected nodule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Write a comment on the finding, for the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Risk models and follow-up: unfold or fold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next suggestion that nobody has looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Mark it unread, or read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next order: suggested, suspicion, size, position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Remove the selected measurement, else the nodule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Label the selected nodule benign; again: take it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Label it malignant; again: take it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Label it unsure; again: take it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Write a comment to its label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Approve another reader's label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Flag its label: it stays out of training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Label queue: what the model is least sure of first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next nodule of the label queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Undo the last label or measurement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Redo it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Heat map and outlines on or off; hold to peek</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Fainter heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Stronger heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Heat map as colours or as contours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>This image alone; again: back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Planes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Three planes and a slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Image before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Crosshair a pixel to the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>to the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn its lines clockwise, 1°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn them back, 1°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn them clockwise, 15°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn them back, 15°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Straight planes again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Length; again or Esc: lay it down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Long and short axis; on a nodule: its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>HU inside an ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>HU of a pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Angle: leg, corner, leg</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Note on the slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Key image, or no longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Open a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Analyze folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Ask a node for studies and fetch them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Send files to a node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Open what was received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Network settings: this station, who may send, nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Report: draft, sign, export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Save a picture of the image, without names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Models: which there are, which is in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Import a model package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Drift: does the model still fit what is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Cancel what is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>This list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Left click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Assess the nodule there; in three planes: crosshair there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Double click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>This image alone, and back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Shift+left drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Crosshair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Drag of a line's end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn the crosshair: oblique planes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Left drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Window: right is wider, up is brighter; with Ctrl finer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Middle drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Pan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Right drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Zoom about the point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Right click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Ctrl+wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Zoom at the pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/dropping.py"/>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/dropping.py"/>
        <source>Analyze …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/dropping.py"/>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>The window speaks English now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>Analyze folder is running. Change the language when it has ended, or stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>Fine-tune is checking or installing something. Change the language when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>A transfer is under way. Change the language when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>A series is being read. Change the language when it is on screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>The engine is working on this window's request. Change the language when it has answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/key_sheet.py"/>
        <source>Keys and mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/key_sheet.py"/>
        <source>Mouse over the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/key_sheet.py"/>
        <source>no key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>(no description)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Forget these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Open &amp;files, ZIP or DICOMDIR …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Open the &amp;synthetic chest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Mea&amp;sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Nodules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Net&amp;work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
