<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>place</name>
    <message>
        <location filename="app/place/feature.py"/>
        <source>Where you are and what you assess is being kept again.</source>
        <translation>您的位置和评估内容已恢复保存。</translation>
    </message>
    <message>
        <location filename="app/place/feature.py"/>
        <source>Noduscope ended while it opened what you read last. This time it is not opened by itself; “Go on where you were” opens it.</source>
        <translation>Noduscope 在打开您上次所阅内容时结束。这次不自动打开；可用“从上次位置继续”打开。</translation>
    </message>
    <message>
        <location filename="app/place/feature.py"/>
        <source>There is nothing to go on with: nothing was opened before.</source>
        <translation>没有可继续的内容：之前未打开任何内容。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/place/feature.py"/>
        <source>{n} nodules are back.</source>
        <extracomment>For one: 1 nodule is back.</extracomment>
        <translation><numerusform>已恢复 {n} 个结节。</numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="app/place/feature.py"/>
        <source>{n} nodules have no answer that fits these images and are assessed again.</source>
        <extracomment>For one: 1 nodule has no answer that fits these images and is assessed again.</extracomment>
        <translation><numerusform>{n} 个结节没有与这些图像相符的结果，正在重新评估。</numerusform></translation>
    </message>
    <message>
        <location filename="app/place/feature.py"/>
        <source>The image is mirrored, as it was.</source>
        <translation>图像与之前一样为镜像。</translation>
    </message>
    <message>
        <location filename="app/place/feature.py"/>
        <source>You are where you were in this series.</source>
        <translation>您回到了该序列中的上次位置。</translation>
    </message>
    <message>
        <location filename="app/place/files.py"/>
        <source>Where you are and what you assess is not being kept: {reason} ({folder}). Make room there, or let Noduscope write there.</source>
        <translation>您的位置和评估内容未能保存：{reason}（{folder}）。请在该处腾出空间，或允许 Noduscope 写入。</translation>
    </message>
    <message>
        <location filename="app/place/files.py"/>
        <source>What was kept of this series could not be read: {reason} ({folder}). Nothing new is kept of it, so that nothing is lost.</source>
        <translation>无法读取该序列的保存内容：{reason}（{folder}）。为避免丢失，不再保存新内容。</translation>
    </message>
    <message>
        <location filename="app/place/files.py"/>
        <source>What was kept of this series is damaged or of a later version, and is put aside as {name}. It starts afresh.</source>
        <translation>该序列的保存内容已损坏或来自更新版本，已搁置为 {name}，并重新开始。</translation>
    </message>
</context>
</TS>
