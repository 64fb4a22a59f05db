<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>labelling</name>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>There is nothing to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>There is nothing to redo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source> in {series}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>another series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>The label was not kept. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>Redone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>Undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/feature.py"/>
        <source>Labels of nodule {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/going.py"/>
        <source>Where the images of this series lie is not known here: the store keeps no paths. Open their folder; this nodule will be shown then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/going.py"/>
        <source>The series of this nodule is not among these images; another one is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <location filename="app/labelling/panel.py"/>
        <location filename="app/labelling/queue_table.py"/>
        <source>Reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <location filename="app/labelling/panel.py"/>
        <location filename="app/labelling/queue_table.py"/>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>Evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <location filename="app/labelling/panel.py"/>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>review taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>Nothing is ever deleted: a later line takes over from an earlier one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Something is wrong with this label: it stays out of training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Who reads now: labels and approvals get this name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>How the label is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>date, 2026-03-31</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Date of the evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Flag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>History …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>LABEL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>{label} ({keys}); again: take it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>to {reader}'s label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Agree with {reader} ({approve_key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>To label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>Labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>Waits for a second reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>Flagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>Approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <location filename="app/labelling/words.py"/>
        <source>Benign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <location filename="app/labelling/words.py"/>
        <source>Malignant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <location filename="app/labelling/words.py"/>
        <source>Unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>{n} of {n2} nodules labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="app/labelling/queue.py"/>
        <source>{n} patients</source>
        <extracomment>For one: 1 patient</extracomment>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Double click or Enter shows the nodule. At the top is what has no label and the active model is least sure of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>There is nothing to label yet. Analyze a folder (Ctrl+B), or point at nodules in the image: both are listed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>No nodule here is as you ask. Choose “All” to see every one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Label queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Which nodules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Series or reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>z mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Uncertainty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Second reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Entropy of the probability, from 0 (certain) to 1 (even chances)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>{model} said so; {active} is active now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Another model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>no model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>(no description)</source>
        <translation>（无描述）</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>{long_axis_mm:.1f} mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/queueing.py"/>
        <source>There is no other nodule to label.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/records.py"/>
        <source>The nodule's voxels were not kept with its label. {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Opinion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Pathology</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Follow-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>flagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Select a nodule first: click it, or press N for the next one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>This nodule is still being measured; label it when it is in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>This nodule has no label yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>“{text}” is not a date; write it as year-month-day, such as 2026-03-31.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>The evidence cannot be of a later day than today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>A second reader approves a label. Choose another reader's name first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>The label was taken back; Ctrl+Z brings it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Flagged labels stay out of training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>being saved …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{text} · draft, not yet seen by a second reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{review} by {reviewer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>draft, seen by {reviewer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{label} ({source}), {review}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{reader} has labelled it {label} already. If you agree, approve it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>no label</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
