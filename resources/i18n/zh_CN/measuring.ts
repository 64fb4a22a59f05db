<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>measuring</name>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>Slice {k} is a key image no longer.</source>
        <translation>第 {k} 层不再是关键图像。</translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>Slice {k} is a key image.</source>
        <translation>第 {k} 层是关键图像。</translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>{what}: {of}.</source>
        <translation>{what}：{of}。</translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source> in {series}</source>
        <translation>（{series}）</translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>another series</source>
        <translation>另一序列</translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>The measurement was not kept. {text}</source>
        <translation>测量未能保存。{text}</translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>{tool}: left button draws, Esc ends</source>
        <translation>{tool}：左键绘制，Esc 结束</translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>Redone</source>
        <translation>已重做</translation>
    </message>
    <message>
        <location filename="app/measuring/feature.py"/>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Long and short axis</source>
        <translation>长径与短径</translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Probe</source>
        <translation>探针</translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Note</source>
        <translation>文字</translation>
    </message>
    <message>
        <location filename="app/measuring/names.py"/>
        <source>Key image</source>
        <translation>关键图像</translation>
    </message>
</context>
</TS>
