<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>masks</name>
    <message>
        <location filename="app/masks/brush.py"/>
        <source>Brush {radius:g} mm, disc</source>
        <translation>画笔 {radius:g} mm，圆盘</translation>
    </message>
    <message>
        <location filename="app/masks/brush.py"/>
        <source>Brush {radius:g} mm, ball</source>
        <translation>画笔 {radius:g} mm，球</translation>
    </message>
    <message>
        <location filename="app/masks/brush.py"/>
        <source>Eraser {radius:g} mm, disc</source>
        <translation>橡皮 {radius:g} mm，圆盘</translation>
    </message>
    <message>
        <location filename="app/masks/brush.py"/>
        <source>Eraser {radius:g} mm, ball</source>
        <translation>橡皮 {radius:g} mm，球</translation>
    </message>
    <message>
        <location filename="app/masks/editor.py"/>
        <source>Undone: a stroke of the brush.</source>
        <translation>已撤销：一笔。</translation>
    </message>
    <message>
        <location filename="app/masks/editor.py"/>
        <source>Redone: a stroke of the brush.</source>
        <translation>已重做：一笔。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>Outlines are edited once all slices of the series are there.</source>
        <translation>序列的全部层面读完后才能编辑轮廓。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>The slices of this series are unevenly spaced, so that no outline can be measured in it.</source>
        <translation>该序列层面间距不均匀，无法在其中测量轮廓。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>This nodule is still being assessed. Try again when it is done.</source>
        <translation>该结节仍在评估。请在完成后再试。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>The outline is empty. Paint the lesion, or press Esc to leave the outline as it was.</source>
        <translation>轮廓为空。请绘制病灶，或按 Esc 保持原轮廓。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>Take the brush first ({key}).</source>
        <translation>请先取画笔（{key}）。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>Return keeps the outline, Esc leaves it as it was</source>
        <translation>回车保留轮廓，Esc 保持原样</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>The brush is in hand: Return keeps the outline, Esc leaves it as it was.</source>
        <translation>正在使用画笔：回车保留轮廓，Esc 保持原样。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>The outline stays as it was.</source>
        <translation>轮廓保持原样。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>The selected nodule has the outline that was proposed.</source>
        <translation>所选结节使用的是建议的轮廓。</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>There is no proposal to go back to. {reason}</source>
        <translation>没有可恢复的建议。{reason}</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>Measuring the outline …</source>
        <translation>正在测量轮廓…</translation>
    </message>
    <message>
        <location filename="app/masks/feature.py"/>
        <source>The outline that was being edited is kept; it is measured when its series is open.</source>
        <translation>正在编辑的轮廓已保留；打开其序列时进行测量。</translation>
    </message>
    <message>
        <location filename="app/masks/keeping.py"/>
        <source>The outline was not kept. {reason}</source>
        <translation>轮廓未能保存。{reason}</translation>
    </message>
    <message>
        <location filename="app/masks/keeping.py"/>
        <source>Undone: outline of nodule {number}.</source>
        <translation>已撤销：结节 {number} 的轮廓。</translation>
    </message>
    <message>
        <location filename="app/masks/keeping.py"/>
        <source>Redone: outline of nodule {number}.</source>
        <translation>已重做：结节 {number} 的轮廓。</translation>
    </message>
    <message>
        <location filename="app/masks/recalling.py"/>
        <source>An edited outline could not be measured. {reason}</source>
        <translation>编辑的轮廓无法测量。{reason}</translation>
    </message>
    <message>
        <location filename="app/masks/recalling.py"/>
        <source>One edited outline in the store is damaged and was left out; the nodule has the proposed one.</source>
        <translation>存储中有一个编辑的轮廓已损坏并略过；该结节使用建议的轮廓。</translation>
    </message>
    <message>
        <location filename="app/masks/recalling.py"/>
        <source>{n} edited outlines in the store are damaged and were left out.</source>
        <translation>存储中有 {n} 个编辑的轮廓已损坏并略过。</translation>
    </message>
</context>
</TS>
