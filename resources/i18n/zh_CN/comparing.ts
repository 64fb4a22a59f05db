<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>comparing</name>
    <message>
        <source>The engine answered something else than a comparison.</source>
        <translation type="vanished">引擎返回的不是比较结果。</translation>
    </message>
    <message>
        <source>The files do not say whether both scans are of one patient.</source>
        <translation type="vanished">文件未说明两次扫描是否属于同一患者。</translation>
    </message>
    <message>
        <source>This scan is of another patient: growth from one person to another means nothing.</source>
        <translation type="vanished">该扫描属于另一患者：不同人之间的增长没有意义。</translation>
    </message>
    <message numerus="yes">
        <source>{n} days before</source>
        <extracomment>For one: {n} day before</extracomment>
        <translation type="vanished"><numerusform>{n} 天前</numerusform></translation>
    </message>
    <message>
        <source>same kernel</source>
        <translation type="vanished">重建核相同</translation>
    </message>
    <message>
        <source>another kernel</source>
        <translation type="vanished">重建核不同</translation>
    </message>
    <message>
        <source>The last earlier CT of this patient ({date}, {interval}); of its series the one most alike: slices {mm} mm apart, {kernel}.</source>
        <translation type="vanished">该患者最近一次既往 CT（{date}，{interval}）；其中最相似的序列：层面间距 {mm} mm，{kernel}。</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation type="vanished">间隔</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="vanished">重建核</translation>
    </message>
    <message>
        <source>same</source>
        <translation type="vanished">相同</translation>
    </message>
    <message>
        <source>another</source>
        <translation type="vanished">不同</translation>
    </message>
    <message>
        <source>There is no other CT in the list. Look in another folder.</source>
        <translation type="vanished">列表中没有其他 CT。请查找另一文件夹。</translation>
    </message>
    <message>
        <source>The earlier scan is shown beside the current one, aligned to it by the lungs.</source>
        <translation type="vanished">较早的扫描与当前扫描并排显示，按肺配准。</translation>
    </message>
    <message>
        <source>&amp;Compare all the same; growth goes into no report</source>
        <translation type="vanished">仍然比较(&amp;C)；增长不写入任何报告</translation>
    </message>
    <message>
        <source>Compare with a prior</source>
        <translation type="vanished">与既往检查比较</translation>
    </message>
    <message>
        <source>Series to compare with</source>
        <translation type="vanished">要比较的序列</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="vanished">比较</translation>
    </message>
    <message>
        <source>Other &amp;folder …</source>
        <translation type="vanished">其他文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Files or &amp;ZIP …</source>
        <translation type="vanished">文件或 ZIP(&amp;Z)…</translation>
    </message>
    <message>
        <source>No earlier CT of this patient is in the list.</source>
        <translation type="vanished">列表中没有该患者的既往 CT。</translation>
    </message>
    <message>
        <source>Open a folder with the prior</source>
        <translation type="vanished">打开既往检查的文件夹</translation>
    </message>
    <message>
        <source>Open files, a ZIP or a DICOMDIR</source>
        <translation type="vanished">打开文件、ZIP 或 DICOMDIR</translation>
    </message>
    <message>
        <source>There is no other CT there.</source>
        <translation type="vanished">该处没有其他 CT。</translation>
    </message>
    <message>
        <source>Found there.</source>
        <translation type="vanished">在该处找到。</translation>
    </message>
    <message>
        <source>Open a series first: a prior is shown beside it.</source>
        <translation type="vanished">请先打开序列：既往检查显示在其旁边。</translation>
    </message>
    <message>
        <source>There is no comparison on screen. F6 begins one.</source>
        <translation type="vanished">屏幕上没有比较。按 F6 开始。</translation>
    </message>
    <message>
        <source>reading the prior</source>
        <translation type="vanished">正在读取既往检查</translation>
    </message>
    <message>
        <source>Measurements are made in the current scan: they are kept with its series.</source>
        <translation type="vanished">测量在当前扫描中进行：随其序列保存。</translation>
    </message>
    <message>
        <source>The prior could not be opened. {why}</source>
        <translation type="vanished">无法打开既往检查。{why}</translation>
    </message>
    <message>
        <source>Linked, as both are now</source>
        <translation type="vanished">已联动，按两者现状</translation>
    </message>
    <message>
        <source>Not linked: each scrolls alone</source>
        <translation type="vanished">未联动：各自滚动</translation>
    </message>
    <message>
        <source>The selected nodule is here</source>
        <translation type="vanished">所选结节在此处</translation>
    </message>
    <message>
        <source>Compare with this series</source>
        <translation type="vanished">与此序列比较</translation>
    </message>
    <message>
        <source>This nodule is not paired.</source>
        <translation type="vanished">该结节未配对。</translation>
    </message>
    <message>
        <source>aligning both scans</source>
        <translation type="vanished">正在配准两次扫描</translation>
    </message>
    <message>
        <source>looking for nodules in the prior</source>
        <translation type="vanished">正在既往检查中查找结节</translation>
    </message>
    <message>
        <source>The scans scroll together as they lie. To bring them together by eye, unlink them (F7), show the same place in both, and link them again (F7).</source>
        <translation type="vanished">两次扫描按现有位置一起滚动。如需目视对齐，请解除联动（F7），在两者中显示同一位置，再重新联动（F7）。</translation>
    </message>
    <message>
        <source>The current scan was not read to its end: open it again, then it is aligned.</source>
        <translation type="vanished">当前扫描未读完：请重新打开，然后进行配准。</translation>
    </message>
    <message>
        <source>The alignment was cancelled.</source>
        <translation type="vanished">配准已取消。</translation>
    </message>
    <message>
        <source>Linked by the lungs</source>
        <translation type="vanished">按肺联动</translation>
    </message>
    <message>
        <source>Not known to be one patient: nothing for a report.</source>
        <translation type="vanished">不确定是否同一患者：不可用于报告。</translation>
    </message>
    <message>
        <source>NOT LINKED</source>
        <translation type="vanished">未联动</translation>
    </message>
    <message>
        <source>NOT ALIGNED</source>
        <translation type="vanished">未配准</translation>
    </message>
    <message>
        <source>Not linked (F7)</source>
        <translation type="vanished">未联动 (F7)</translation>
    </message>
    <message>
        <source>Linked as set by eye</source>
        <translation type="vanished">按目视联动</translation>
    </message>
    <message>
        <source>Being aligned …</source>
        <translation type="vanished">正在配准…</translation>
    </message>
    <message>
        <source>Aligned by the lungs, correlation {r}</source>
        <translation type="vanished">按肺配准，相关系数 {r}</translation>
    </message>
    <message>
        <source>Not the same nodule, the reader says: it is not paired.</source>
        <translation type="vanished">阅片者认为不是同一结节：未配对。</translation>
    </message>
    <message>
        <source>grown</source>
        <translation type="vanished">增长</translation>
    </message>
    <message>
        <source>grown slowly</source>
        <translation type="vanished">缓慢增长</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation type="vanished">缩小</translation>
    </message>
    <message>
        <source>unpaired</source>
        <translation type="vanished">未配对</translation>
    </message>
    <message>
        <source>not found</source>
        <translation type="vanished">未找到</translation>
    </message>
    <message>
        <source>larger</source>
        <translation type="vanished">增大</translation>
    </message>
    <message>
        <source>Mean, mm</source>
        <translation type="vanished">平均径，mm</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation type="vanished">增长</translation>
    </message>
    <message>
        <source>VDT</source>
        <translation type="vanished">VDT</translation>
    </message>
    <message>
        <source>Mean of both axes before and now, its growth in mm, volume-doubling time in days. ▲: larger by more than 1.5 mm.</source>
        <translation type="vanished">两径平均值（之前与现在）、增长（mm）、体积倍增时间（天）。▲：增大超过 1.5 mm。</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation type="vanished">{n} 天</translation>
    </message>
    <message>
        <source>COMPARED WITH THE PRIOR</source>
        <translation type="vanished">与既往检查比较</translation>
    </message>
    <message>
        <source>Nodules now and before</source>
        <translation type="vanished">现在与之前的结节</translation>
    </message>
    <message>
        <source>No nodule is in the list yet.</source>
        <translation type="vanished">列表中尚无结节。</translation>
    </message>
    <message>
        <source>The prior does not reach this place.</source>
        <translation type="vanished">既往检查未包含此处。</translation>
    </message>
    <message>
        <source>PRIOR</source>
        <translation type="vanished">既往</translation>
    </message>
    <message>
        <source>CURRENT</source>
        <translation type="vanished">当前</translation>
    </message>
    <message>
        <source>{n} d before</source>
        <translation type="vanished">{n} 天前</translation>
    </message>
</context>
</TS>
