<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>worklist</name>
    <message>
        <source>The list is being read …</source>
        <translation type="vanished">正在读取列表…</translation>
    </message>
    <message>
        <source>No study is listed yet. What is opened, received or analysed on this computer is listed here by itself.</source>
        <translation type="vanished">尚未列出检查。在本机打开、接收或分析的内容会自动列在此处。</translation>
    </message>
    <message>
        <source>No study here is as you ask. Empty the search or choose “All” to see every one.</source>
        <translation type="vanished">没有符合条件的检查。请清空搜索或选择“全部”查看所有检查。</translation>
    </message>
    <message>
        <source>Enter or double click opens a study; Del takes it off the list and leaves its files and findings. Not for sole diagnosis.</source>
        <translation type="vanished">按 Enter 或双击打开检查；Del 将其移出列表，保留其文件和发现。不可作为诊断的唯一依据。</translation>
    </message>
    <message>
        <source>Search in all columns</source>
        <translation type="vanished">在所有列中搜索</translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="vanished">状态</translation>
    </message>
    <message>
        <source>Study date</source>
        <translation type="vanished">检查日期</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation type="vanished">打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Next unread</source>
        <translation type="vanished">下一个未读(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Remove from the list</source>
        <translation type="vanished">移出列表(&amp;R)</translation>
    </message>
    <message>
        <source>No study is unread. The worklist has them all.</source>
        <translation type="vanished">没有未读检查。全部检查见工作列表。</translation>
    </message>
    <message>
        <source>One unread study is not where it was; the worklist says which.</source>
        <translation type="vanished">有一个未读检查已不在原处；工作列表注明是哪一个。</translation>
    </message>
    <message>
        <source>{n} unread studies are not where they were; the worklist says which.</source>
        <translation type="vanished">有 {n} 个未读检查已不在原处；工作列表注明是哪些。</translation>
    </message>
    <message numerus="yes">
        <source>{n} studies were taken off the list; their files and findings stay.</source>
        <extracomment>For one: 1 study was taken off the list; its files and findings stay.</extracomment>
        <translation type="vanished"><numerusform>已将 {n} 个检查移出列表；其文件和发现保留。</numerusform></translation>
    </message>
    <message>
        <source>The worklist was not kept.</source>
        <translation type="vanished">工作列表未能保存。</translation>
    </message>
    <message>
        <source>The choice was not kept.</source>
        <translation type="vanished">所作选择未能保存。</translation>
    </message>
    <message>
        <source>Nothing was removed.</source>
        <translation type="vanished">未移除任何内容。</translation>
    </message>
    <message>
        <source>The highest probability of malignancy among the suggestions, and whether there is a mass, which gets none. Not for sole diagnosis.</source>
        <translation type="vanished">建议中最高的恶性概率，以及是否有肿块（肿块不评分）。不可作为诊断的唯一依据。</translation>
    </message>
    <message>
        <source>Stands for the patient; names are not kept.</source>
        <translation type="vanished">代表患者；不保存姓名。</translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="vanished">描述</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation type="vanished">最近变化</translation>
    </message>
    <message>
        <source>failed analysis</source>
        <translation type="vanished">分析失败</translation>
    </message>
    <message>
        <source>opened</source>
        <translation type="vanished">已打开</translation>
    </message>
    <message>
        <source>being read</source>
        <translation type="vanished">正在阅片</translation>
    </message>
    <message>
        <source>draft report</source>
        <translation type="vanished">报告草稿</translation>
    </message>
    <message>
        <source>signed</source>
        <translation type="vanished">已签名</translation>
    </message>
    <message>
        <source>folder missing</source>
        <translation type="vanished">文件夹缺失</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation type="vanished">未读</translation>
    </message>
    <message>
        <source>Any study date</source>
        <translation type="vanished">任何检查日期</translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="vanished">今天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation type="vanished">最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation type="vanished">最近 30 天</translation>
    </message>
    <message>
        <source>Last 12 months</source>
        <translation type="vanished">最近 12 个月</translation>
    </message>
    <message>
        <source>It is not known where the images of this study lie. Open their folder, and the study is found again.</source>
        <translation type="vanished">不知道该检查的图像在哪里。请打开其文件夹，即可重新找到该检查。</translation>
    </message>
    <message>
        <source>The images of this study are not at {place} any more. If they were moved, open their new folder; the study is recognised.</source>
        <translation type="vanished">该检查的图像已不在 {place}。如已移动，请打开新文件夹；检查会被识别。</translation>
    </message>
    <message>
        <source>{status}, {missing}</source>
        <translation type="vanished">{status}，{missing}</translation>
    </message>
    <message>
        <source>(not named)</source>
        <translation type="vanished">（未命名）</translation>
    </message>
    <message>
        <source>{place} and {n} more</source>
        <translation type="vanished">{place} 及另外 {n} 处</translation>
    </message>
    <message>
        <source>The analysis failed: {why}</source>
        <translation type="vanished">分析失败：{why}</translation>
    </message>
    <message>
        <source>Signed by {reader}.</source>
        <translation type="vanished">由 {reader} 签名。</translation>
    </message>
    <message numerus="yes">
        <source>{n} studies</source>
        <extracomment>For one: 1 study</extracomment>
        <translation type="vanished"><numerusform>{n} 个检查</numerusform></translation>
    </message>
    <message>
        <source>{n} unread</source>
        <translation type="vanished">{n} 个未读</translation>
    </message>
    <message>
        <source>{n} shown</source>
        <translation type="vanished">显示 {n} 个</translation>
    </message>
</context>
</TS>
