<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>masks</name>
    <message>
        <source>Brush {radius:g} mm, disc</source>
        <translation type="vanished">画笔 {radius:g} mm，圆盘</translation>
    </message>
    <message>
        <source>Brush {radius:g} mm, ball</source>
        <translation type="vanished">画笔 {radius:g} mm，球</translation>
    </message>
    <message>
        <source>Eraser {radius:g} mm, disc</source>
        <translation type="vanished">橡皮 {radius:g} mm，圆盘</translation>
    </message>
    <message>
        <source>Eraser {radius:g} mm, ball</source>
        <translation type="vanished">橡皮 {radius:g} mm，球</translation>
    </message>
    <message>
        <source>Undone: a stroke of the brush.</source>
        <translation type="vanished">已撤销：一笔。</translation>
    </message>
    <message>
        <source>Redone: a stroke of the brush.</source>
        <translation type="vanished">已重做：一笔。</translation>
    </message>
    <message>
        <source>Outlines are edited once all slices of the series are there.</source>
        <translation type="vanished">序列的全部层面读完后才能编辑轮廓。</translation>
    </message>
    <message>
        <source>The slices of this series are unevenly spaced, so that no outline can be measured in it.</source>
        <translation type="vanished">该序列层面间距不均匀，无法在其中测量轮廓。</translation>
    </message>
    <message>
        <source>This nodule is still being assessed. Try again when it is done.</source>
        <translation type="vanished">该结节仍在评估。请在完成后再试。</translation>
    </message>
    <message>
        <source>The outline is empty. Paint the lesion, or press Esc to leave the outline as it was.</source>
        <translation type="vanished">轮廓为空。请绘制病灶，或按 Esc 保持原轮廓。</translation>
    </message>
    <message>
        <source>Take the brush first ({key}).</source>
        <translation type="vanished">请先取画笔（{key}）。</translation>
    </message>
    <message>
        <source>Return keeps the outline, Esc leaves it as it was</source>
        <translation type="vanished">Return 保留轮廓，Esc 保持原样</translation>
    </message>
    <message>
        <source>The brush is in hand: Return keeps the outline, Esc leaves it as it was.</source>
        <translation type="vanished">正在使用画笔：Return 保留轮廓，Esc 保持原样。</translation>
    </message>
    <message>
        <source>The outline stays as it was.</source>
        <translation type="vanished">轮廓保持原样。</translation>
    </message>
    <message>
        <source>The selected nodule has the outline that was proposed.</source>
        <translation type="vanished">所选结节使用的是建议的轮廓。</translation>
    </message>
    <message>
        <source>There is no proposal to go back to. {reason}</source>
        <translation type="vanished">没有可恢复的建议。{reason}</translation>
    </message>
    <message>
        <source>Measuring the outline …</source>
        <translation type="vanished">正在测量轮廓…</translation>
    </message>
    <message>
        <source>The outline that was being edited is kept; it is measured when its series is open.</source>
        <translation type="vanished">正在编辑的轮廓已保留；打开其序列时进行测量。</translation>
    </message>
    <message>
        <source>The outline was not kept. {reason}</source>
        <translation type="vanished">轮廓未能保存。{reason}</translation>
    </message>
    <message>
        <source>Undone: outline of nodule {number}.</source>
        <translation type="vanished">已撤销：结节 {number} 的轮廓。</translation>
    </message>
    <message>
        <source>Redone: outline of nodule {number}.</source>
        <translation type="vanished">已重做：结节 {number} 的轮廓。</translation>
    </message>
    <message>
        <source>An edited outline could not be measured. {reason}</source>
        <translation type="vanished">编辑的轮廓无法测量。{reason}</translation>
    </message>
    <message>
        <source>One edited outline in the store is damaged and was left out; the nodule has the proposed one.</source>
        <translation type="vanished">存储中有一个编辑的轮廓已损坏并略过；该结节使用建议的轮廓。</translation>
    </message>
    <message>
        <source>{n} edited outlines in the store are damaged and were left out.</source>
        <translation type="vanished">存储中有 {n} 个编辑的轮廓已损坏并略过。</translation>
    </message>
</context>
</TS>
