<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>hanging</name>
    <message>
        <location filename="app/hanging/dialog.py"/>
        <source>&amp;Layout</source>
        <translation>布局(&amp;L)</translation>
    </message>
    <message>
        <location filename="app/hanging/dialog.py"/>
        <source>&amp;Window</source>
        <translation>窗(&amp;W)</translation>
    </message>
    <message>
        <location filename="app/hanging/dialog.py"/>
        <source>&amp;Slab</source>
        <translation>厚层(&amp;S)</translation>
    </message>
    <message>
        <location filename="app/hanging/dialog.py"/>
        <source>&amp;Heat map and outlines</source>
        <translation>热力图与轮廓(&amp;H)</translation>
    </message>
    <message>
        <location filename="app/hanging/dialog.py"/>
        <source>&amp;Order of the nodules</source>
        <translation>结节排序(&amp;O)</translation>
    </message>
    <message>
        <location filename="app/hanging/dialog.py"/>
        <source>Used when the next study is opened. Another series of the same study changes nothing.</source>
        <translation>打开下一个检查时使用。同一检查的其他序列不改变任何设置。</translation>
    </message>
    <message>
        <location filename="app/hanging/dialog.py"/>
        <source>How a study opens</source>
        <translation>检查的打开方式</translation>
    </message>
    <message>
        <location filename="app/hanging/dialog.py"/>
        <source>&amp;Go to the most suspicious nodule</source>
        <translation>跳到最可疑的结节(&amp;G)</translation>
    </message>
    <message>
        <location filename="app/hanging/feature.py"/>
        <source>Kept: the next study opens so.</source>
        <translation>已保存：下一个检查将按此打开。</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>as last used</source>
        <translation>与上次相同</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>one image</source>
        <translation>单幅图像</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>three planes and a slab</source>
        <translation>三平面与厚层</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>as it was; at first lung</source>
        <translation>保持不变；首次为肺窗</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>lung</source>
        <translation>肺窗</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>mediastinum</source>
        <translation>纵隔窗</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>bone</source>
        <translation>骨窗</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>emphysema</source>
        <translation>肺气肿</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>as the files name it</source>
        <translation>按文件指定</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>fitted to the slice</source>
        <translation>按层面自动调整</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>as it was; at first off</source>
        <translation>保持不变；首次为关</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>MIP, 10 mm</source>
        <translation>MIP，10 mm</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>as it was; at first on</source>
        <translation>保持不变；首次为开</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <location filename="app/hanging/preferences.py"/>
        <source>How studies open is partly not understood and left as usual: {faults}.</source>
        <translation>检查的打开方式有部分无法理解，按通常方式处理：{faults}。</translation>
    </message>
</context>
</TS>
