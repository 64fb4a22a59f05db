<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>comparing</name>
    <message>
        <location filename="app/comparing/asking.py"/>
        <source>The engine answered something else than a comparison.</source>
        <translation>引擎返回的不是比较结果。</translation>
    </message>
    <message>
        <location filename="app/comparing/candidates.py"/>
        <source>The files do not say whether both scans are of one patient.</source>
        <translation>文件未说明两次扫描是否属于同一患者。</translation>
    </message>
    <message>
        <location filename="app/comparing/candidates.py"/>
        <source>This scan is of another patient: growth from one person to another means nothing.</source>
        <translation>该扫描属于另一患者：不同人之间的增长没有意义。</translation>
    </message>
    <message>
        <location filename="app/comparing/candidates.py"/>
        <location filename="app/comparing/chooser.py"/>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message numerus="yes">
        <location filename="app/comparing/candidates.py"/>
        <source>{n} days before</source>
        <extracomment>For one: {n} day before</extracomment>
        <translation><numerusform>{n} 天前</numerusform></translation>
    </message>
    <message>
        <location filename="app/comparing/candidates.py"/>
        <source>same kernel</source>
        <translation>重建核相同</translation>
    </message>
    <message>
        <location filename="app/comparing/candidates.py"/>
        <source>another kernel</source>
        <translation>重建核不同</translation>
    </message>
    <message>
        <location filename="app/comparing/candidates.py"/>
        <source>The last earlier CT of this patient ({date}, {interval}); of its series the one most alike: slices {mm} mm apart, {kernel}.</source>
        <translation>该患者最近一次既往 CT（{date}，{interval}）；其中最相似的序列：层面间距 {mm} mm，{kernel}。</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Interval</source>
        <translation>间隔</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Slices</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Kernel</source>
        <translation>重建核</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>another</source>
        <translation>不同</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>There is no other CT in the list. Look in another folder.</source>
        <translation>列表中没有其他 CT。请查找另一文件夹。</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>The earlier scan is shown beside the current one, aligned to it by the lungs.</source>
        <translation>较早的扫描与当前扫描并排显示，按肺配准。</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>&amp;Compare all the same; growth goes into no report</source>
        <translation>仍然比较(&amp;C)；增长不写入任何报告</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Compare with a prior</source>
        <translation>与既往检查比较</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Series to compare with</source>
        <translation>要比较的序列</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Other &amp;folder …</source>
        <translation>其他文件夹(&amp;F)…</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Files or &amp;ZIP …</source>
        <translation>文件或 ZIP(&amp;Z)…</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="app/comparing/chooser.py"/>
        <source>(no description)</source>
        <translation>（无描述）</translation>
    </message>
    <message>
        <location filename="app/comparing/choosing.py"/>
        <source>No earlier CT of this patient is in the list.</source>
        <translation>列表中没有该患者的既往 CT。</translation>
    </message>
    <message>
        <location filename="app/comparing/choosing.py"/>
        <source>Open a folder with the prior</source>
        <translation>打开既往检查的文件夹</translation>
    </message>
    <message>
        <location filename="app/comparing/choosing.py"/>
        <source>Open files, a ZIP or a DICOMDIR</source>
        <translation>打开文件、ZIP 或 DICOMDIR</translation>
    </message>
    <message>
        <location filename="app/comparing/choosing.py"/>
        <source>Looking for series …</source>
        <translation>正在查找序列…</translation>
    </message>
    <message>
        <location filename="app/comparing/choosing.py"/>
        <location filename="app/comparing/feature.py"/>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="app/comparing/choosing.py"/>
        <source>There is no other CT there.</source>
        <translation>该处没有其他 CT。</translation>
    </message>
    <message>
        <location filename="app/comparing/choosing.py"/>
        <source>Found there.</source>
        <translation>在该处找到。</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>Open a series first: a prior is shown beside it.</source>
        <translation>请先打开序列：既往检查显示在其旁边。</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>There is no comparison on screen. F6 begins one.</source>
        <translation>屏幕上没有比较。按 F6 开始。</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>reading the prior</source>
        <translation>正在读取既往检查</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>Measurements are made in the current scan: they are kept with its series.</source>
        <translation>测量在当前扫描中进行：随其序列保存。</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>The prior could not be opened. {why}</source>
        <translation>无法打开既往检查。{why}</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>Linked, as both are now</source>
        <translation>已联动，按两者现状</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>Not linked: each scrolls alone</source>
        <translation>未联动：各自滚动</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>The selected nodule is here</source>
        <translation>所选结节在此处</translation>
    </message>
    <message>
        <location filename="app/comparing/feature.py"/>
        <source>Compare with this series</source>
        <translation>与此序列比较</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>Select a nodule first (N goes to the next one).</source>
        <translation>请先选择结节（按 N 到下一个）。</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>This nodule is not paired.</source>
        <translation>该结节未配对。</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>aligning both scans</source>
        <translation>正在配准两次扫描</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>looking for nodules in the prior</source>
        <translation>正在既往检查中查找结节</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>The scans scroll together as they lie. To bring them together by eye, unlink them (F7), show the same place in both, and link them again (F7).</source>
        <translation>两次扫描按现有位置一起滚动。如需目视对齐，请解除联动（F7），在两者中显示同一位置，再重新联动（F7）。</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>The current scan was not read to its end: open it again, then it is aligned.</source>
        <translation>当前扫描未读完：请重新打开，然后进行配准。</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>The alignment was cancelled.</source>
        <translation>配准已取消。</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>Linked by the lungs</source>
        <translation>按肺联动</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>Not known to be one patient: nothing for a report.</source>
        <translation>不确定是否同一患者：不可用于报告。</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>NOT LINKED</source>
        <translation>未联动</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>NOT ALIGNED</source>
        <translation>未配准</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>Not linked (F7)</source>
        <translation>未联动 (F7)</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>Linked as set by eye</source>
        <translation>按目视联动</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>Being aligned …</source>
        <translation>正在配准…</translation>
    </message>
    <message>
        <location filename="app/comparing/following.py"/>
        <source>Aligned by the lungs, correlation {r}</source>
        <translation>按肺配准，相关系数 {r}</translation>
    </message>
    <message>
        <location filename="app/comparing/pairs.py"/>
        <source>Not the same nodule, the reader says: it is not paired.</source>
        <translation>阅片者认为不是同一结节：未配对。</translation>
    </message>
    <message>
        <location filename="app/comparing/pairs.py"/>
        <source>grown</source>
        <translation>增长</translation>
    </message>
    <message>
        <location filename="app/comparing/pairs.py"/>
        <source>grown slowly</source>
        <translation>缓慢增长</translation>
    </message>
    <message>
        <location filename="app/comparing/pairs.py"/>
        <source>stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <location filename="app/comparing/pairs.py"/>
        <source>smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <location filename="app/comparing/pairs.py"/>
        <source>unpaired</source>
        <translation>未配对</translation>
    </message>
    <message>
        <location filename="app/comparing/pairs.py"/>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <location filename="app/comparing/pairs.py"/>
        <source>larger</source>
        <translation>增大</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>Mean, mm</source>
        <translation>平均径，mm</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>Growth</source>
        <translation>增长</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>VDT</source>
        <translation>VDT</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>Mean of both axes before and now, its growth in mm, volume-doubling time in days. ▲: larger by more than 1.5 mm.</source>
        <translation>两径平均值（之前与现在）、增长（mm）、体积倍增时间（天）。▲：增大超过 1.5 mm。</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>{n} d</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>COMPARED WITH THE PRIOR</source>
        <translation>与既往检查比较</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>Nodules now and before</source>
        <translation>现在与之前的结节</translation>
    </message>
    <message>
        <location filename="app/comparing/panel.py"/>
        <source>No nodule is in the list yet.</source>
        <translation>列表中尚无结节。</translation>
    </message>
    <message>
        <location filename="app/comparing/side_by_side.py"/>
        <source>The prior does not reach this place.</source>
        <translation>既往检查未包含此处。</translation>
    </message>
    <message>
        <location filename="app/comparing/side_by_side.py"/>
        <source>PRIOR</source>
        <translation>既往</translation>
    </message>
    <message>
        <location filename="app/comparing/side_by_side.py"/>
        <source>CURRENT</source>
        <translation>当前</translation>
    </message>
    <message>
        <location filename="app/comparing/side_by_side.py"/>
        <source>{n} d before</source>
        <translation>{n} 天前</translation>
    </message>
</context>
</TS>
