<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>tags</name>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>DICOM tags</source>
        <translation>DICOM 标签</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Follow the slice on screen</source>
        <translation>跟随屏幕上的层面</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Search: tag, name or value, nested ones too</source>
        <translation>搜索：标签、名称或值，包括嵌套内容</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Value of the selected element</source>
        <translation>所选元素的值</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Show the whole value</source>
        <translation>显示完整值</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>VR</source>
        <translation>VR</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>with identifiers</source>
        <translation>含标识信息</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Names, numbers, dates, UIDs, private elements: whatever a de-identified copy would not keep.</source>
        <translation>姓名、编号、日期、UID、私有元素：去标识化副本不会保留的内容。</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Copy row</source>
        <translation>复制行</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>Copy all shown</source>
        <translation>复制全部显示内容</translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>The value is longer still; this is the first part of it.</source>
        <translation>该值更长；此处为其开头部分。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/tags/dialog.py"/>
        <source>{n} found</source>
        <extracomment>For one: 1 found</extracomment>
        <translation><numerusform>找到 {n} 项</numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="app/tags/dialog.py"/>
        <source>{n} lines</source>
        <extracomment>For one: 1 line</extracomment>
        <translation><numerusform>{n} 行</numerusform></translation>
    </message>
    <message>
        <location filename="app/tags/dialog.py"/>
        <source>copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <location filename="app/tags/feature.py"/>
        <source>Open a series first: the tags are those of the slice on screen.</source>
        <translation>请先打开序列：标签属于屏幕上的层面。</translation>
    </message>
    <message>
        <location filename="app/tags/feature.py"/>
        <source>No series is open.</source>
        <translation>没有打开的序列。</translation>
    </message>
    <message>
        <location filename="app/tags/feature.py"/>
        <source>Slice {number} of {n}</source>
        <translation>第 {number} 层，共 {n} 层</translation>
    </message>
    <message>
        <location filename="app/tags/words.py"/>
        <source>(left out)</source>
        <translation>（已略去）</translation>
    </message>
</context>
</TS>
