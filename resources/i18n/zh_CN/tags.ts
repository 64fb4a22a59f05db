<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>tags</name>
    <message>
        <source>DICOM tags</source>
        <translation type="vanished">DICOM 标签</translation>
    </message>
    <message>
        <source>Follow the slice on screen</source>
        <translation type="vanished">跟随屏幕上的层面</translation>
    </message>
    <message>
        <source>Search: tag, name or value, nested ones too</source>
        <translation type="vanished">搜索：标签、名称或值，包括嵌套内容</translation>
    </message>
    <message>
        <source>Value of the selected element</source>
        <translation type="vanished">所选元素的值</translation>
    </message>
    <message>
        <source>Show the whole value</source>
        <translation type="vanished">显示完整值</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="vanished">标签</translation>
    </message>
    <message>
        <source>VR</source>
        <translation type="vanished">VR</translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="vanished">值</translation>
    </message>
    <message>
        <source>with identifiers</source>
        <translation type="vanished">含标识信息</translation>
    </message>
    <message>
        <source>Names, numbers, dates, UIDs, private elements: whatever a de-identified copy would not keep.</source>
        <translation type="vanished">姓名、编号、日期、UID、私有元素：去标识化副本不会保留的内容。</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation type="vanished">复制值</translation>
    </message>
    <message>
        <source>Copy row</source>
        <translation type="vanished">复制行</translation>
    </message>
    <message>
        <source>Copy all shown</source>
        <translation type="vanished">复制全部显示内容</translation>
    </message>
    <message>
        <source>The value is longer still; this is the first part of it.</source>
        <translation type="vanished">该值更长；此处为其开头部分。</translation>
    </message>
    <message numerus="yes">
        <source>{n} found</source>
        <extracomment>For one: 1 found</extracomment>
        <translation type="vanished"><numerusform>找到 {n} 项</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{n} lines</source>
        <extracomment>For one: 1 line</extracomment>
        <translation type="vanished"><numerusform>{n} 行</numerusform></translation>
    </message>
    <message>
        <source>copied</source>
        <translation type="vanished">已复制</translation>
    </message>
    <message>
        <source>Open a series first: the tags are those of the slice on screen.</source>
        <translation type="vanished">请先打开序列：标签属于屏幕上的层面。</translation>
    </message>
    <message>
        <source>No series is open.</source>
        <translation type="vanished">没有打开的序列。</translation>
    </message>
    <message>
        <source>Slice {number} of {n}</source>
        <translation type="vanished">第 {number} 层，共 {n} 层</translation>
    </message>
    <message>
        <source>(left out)</source>
        <translation type="vanished">（已略去）</translation>
    </message>
</context>
</TS>
