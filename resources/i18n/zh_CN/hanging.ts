<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>hanging</name>
    <message>
        <source>&amp;Layout</source>
        <translation type="vanished">布局(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation type="vanished">窗(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Slab</source>
        <translation type="vanished">厚层(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Heat map and outlines</source>
        <translation type="vanished">热力图与轮廓(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Order of the nodules</source>
        <translation type="vanished">结节排序(&amp;O)</translation>
    </message>
    <message>
        <source>Used when the next study is opened. Another series of the same study changes nothing.</source>
        <translation type="vanished">打开下一个检查时使用。同一检查的其他序列不改变任何设置。</translation>
    </message>
    <message>
        <source>How a study opens</source>
        <translation type="vanished">检查的打开方式</translation>
    </message>
    <message>
        <source>&amp;Go to the most suspicious nodule</source>
        <translation type="vanished">跳到最可疑的结节(&amp;G)</translation>
    </message>
    <message>
        <source>Kept: the next study opens so.</source>
        <translation type="vanished">已保存：下一个检查将按此打开。</translation>
    </message>
    <message>
        <source>as last used</source>
        <translation type="vanished">与上次相同</translation>
    </message>
    <message>
        <source>one image</source>
        <translation type="vanished">单幅图像</translation>
    </message>
    <message>
        <source>three planes and a slab</source>
        <translation type="vanished">三平面与厚层</translation>
    </message>
    <message>
        <source>as it was; at first lung</source>
        <translation type="vanished">保持不变；首次为肺窗</translation>
    </message>
    <message>
        <source>as the files name it</source>
        <translation type="vanished">按文件指定</translation>
    </message>
    <message>
        <source>fitted to the slice</source>
        <translation type="vanished">按层面自动调整</translation>
    </message>
    <message>
        <source>as it was; at first off</source>
        <translation type="vanished">保持不变；首次为关</translation>
    </message>
    <message>
        <source>off</source>
        <translation type="vanished">关</translation>
    </message>
    <message>
        <source>MIP, 10 mm</source>
        <translation type="vanished">MIP，10 mm</translation>
    </message>
    <message>
        <source>as it was; at first on</source>
        <translation type="vanished">保持不变；首次为开</translation>
    </message>
    <message>
        <source>on</source>
        <translation type="vanished">开</translation>
    </message>
    <message>
        <source>How studies open is partly not understood and left as usual: {faults}.</source>
        <translation type="vanished">检查的打开方式有部分无法理解，按通常方式处理：{faults}。</translation>
    </message>
</context>
</TS>
