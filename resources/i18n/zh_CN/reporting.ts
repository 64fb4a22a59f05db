<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>reporting</name>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>On the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Slice</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Signing says that you have read the images and stand by this report. It is not an electronic signature in the sense of the law. A later change makes it a draft again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Draft, not signed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Findings of the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Measurements and key images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Impression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Your name, as it is to stand in the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Hospital or practice (may be empty)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>&amp;Sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>De-&amp;identify: no names, no words of yours, no signature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Folder for the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>&amp;Choose …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>&amp;Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Cance&amp;l</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Formats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Signed by {name}, {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>{draft} Changed since it was signed by {name}, {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>&amp;Export draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>undecided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>Key image: slice {k}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>slice {k}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>other plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>reader's own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Open a series first: a report is about one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>The series is still being read. Try again when all of its slices are there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Type your name before you sign: it stands in the report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Choose a folder for the report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Choose at least one format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>A nodule is still being assessed. Try again when it is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>(no description)</source>
        <translation>（无描述）</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>   {undecided} undecided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Signed. Export hands it over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Writing: {event} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>{n} files are in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Cancelled; no file was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/records.py"/>
        <source>The impression was not kept. {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/reporting/records.py"/>
        <source>The report was not signed. {error}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
