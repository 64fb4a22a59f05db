<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>worklist</name>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>The list is being read …</source>
        <translation>正在读取列表…</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>No study is listed yet. What is opened, received or analysed on this computer is listed here by itself.</source>
        <translation>尚未列出检查。在本机打开、接收或分析的内容会自动列在此处。</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>No study here is as you ask. Empty the search or choose “All” to see every one.</source>
        <translation>没有符合条件的检查。请清空搜索或选择“全部”查看所有检查。</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>Enter or double click opens a study; Del takes it off the list and leaves its files and findings. Not for sole diagnosis.</source>
        <translation>按回车或双击打开检查；Del 将其移出列表，保留其文件和发现。不可作为诊断的唯一依据。</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>Worklist</source>
        <translation>工作列表</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>Search in all columns</source>
        <translation>在所有列中搜索</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <location filename="app/worklist/words.py"/>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <location filename="app/worklist/words.py"/>
        <source>Study date</source>
        <translation>检查日期</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>&amp;Next unread</source>
        <translation>下一个未读(&amp;N)</translation>
    </message>
    <message>
        <location filename="app/worklist/dialog.py"/>
        <source>&amp;Remove from the list</source>
        <translation>移出列表(&amp;R)</translation>
    </message>
    <message>
        <location filename="app/worklist/feature.py"/>
        <source>No study is unread. The worklist has them all.</source>
        <translation>没有未读检查。全部检查见工作列表。</translation>
    </message>
    <message>
        <location filename="app/worklist/feature.py"/>
        <source>One unread study is not where it was; the worklist says which.</source>
        <translation>有一个未读检查已不在原处；工作列表注明是哪一个。</translation>
    </message>
    <message>
        <location filename="app/worklist/feature.py"/>
        <source>{n} unread studies are not where they were; the worklist says which.</source>
        <translation>有 {n} 个未读检查已不在原处；工作列表注明是哪些。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/worklist/feature.py"/>
        <source>{n} studies were taken off the list; their files and findings stay.</source>
        <extracomment>For one: 1 study was taken off the list; its files and findings stay.</extracomment>
        <translation><numerusform>已将 {n} 个检查移出列表；其文件和发现保留。</numerusform></translation>
    </message>
    <message>
        <location filename="app/worklist/records.py"/>
        <source>The worklist was not kept.</source>
        <translation>工作列表未能保存。</translation>
    </message>
    <message>
        <location filename="app/worklist/records.py"/>
        <source>The choice was not kept.</source>
        <translation>所作选择未能保存。</translation>
    </message>
    <message>
        <location filename="app/worklist/records.py"/>
        <source>Nothing was removed.</source>
        <translation>未移除任何内容。</translation>
    </message>
    <message>
        <location filename="app/worklist/table.py"/>
        <source>The highest probability of malignancy among the suggestions, and whether there is a mass, which gets none. Not for sole diagnosis.</source>
        <translation>建议中最高的恶性概率，以及是否有肿块（肿块不评分）。不可作为诊断的唯一依据。</translation>
    </message>
    <message>
        <location filename="app/worklist/table.py"/>
        <source>Stands for the patient; names are not kept.</source>
        <translation>代表患者；不保存姓名。</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Modality</source>
        <translation>设备类型</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Nodules</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Highest p</source>
        <translation>最高概率</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Last change</source>
        <translation>最近变化</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>failed analysis</source>
        <translation>分析失败</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>opened</source>
        <translation>已打开</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>being read</source>
        <translation>正在阅片</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>draft report</source>
        <translation>报告草稿</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>signed</source>
        <translation>已签名</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>folder missing</source>
        <translation>文件夹缺失</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Any study date</source>
        <translation>任何检查日期</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Last 12 months</source>
        <translation>最近 12 个月</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>It is not known where the images of this study lie. Open their folder, and the study is found again.</source>
        <translation>不知道该检查的图像在哪里。请打开其文件夹，即可重新找到该检查。</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>The images of this study are not at {place} any more. If they were moved, open their new folder; the study is recognised.</source>
        <translation>该检查的图像已不在 {place}。如已移动，请打开新文件夹；检查会被识别。</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>{status}, {missing}</source>
        <translation>{status}，{missing}</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>(not named)</source>
        <translation>（未命名）</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>(no description)</source>
        <translation>（无描述）</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>mass</source>
        <translation>肿块</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>{place} and {n} more</source>
        <translation>{place} 及另外 {n} 处</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>The analysis failed: {why}</source>
        <translation>分析失败：{why}</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>Signed by {reader}.</source>
        <translation>由 {reader} 签名。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/worklist/words.py"/>
        <source>{n} studies</source>
        <extracomment>For one: 1 study</extracomment>
        <translation><numerusform>{n} 个检查</numerusform></translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>{studies}, {unread} unread</source>
        <translation>{studies}，{unread} 个未读</translation>
    </message>
    <message>
        <location filename="app/worklist/words.py"/>
        <source>{text}; {shown} shown</source>
        <translation>{text}；显示 {shown} 个</translation>
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
