<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>measuring</name>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>Slice {k} is a key image no longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>Slice {k} is a key image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source> in {series}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>another series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>The measurement was not kept. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>{tool}: left button draws, Esc ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>Redone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>Undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Long and short axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Probe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Key image</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
