<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>audit</name>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>statement</source>
        <translation>陈述</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>label</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>label review</source>
        <translation>标注复核</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>labels merged</source>
        <translation>标注合并</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>signed</source>
        <translation>已签名</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>export</source>
        <translation>导出</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Of</source>
        <translation>对象</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Detail</source>
        <translation>详情</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Newest first. Rows are only ever added; details are shown as the log has them. All of it, for other programs: noduscope audit --csv</source>
        <translation>最新的在前。记录只增不改；详情按日志原文显示。供其他程序使用的全部内容：noduscope audit --csv</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>The log is whole: one row. Hash of the last: {digest}</source>
        <translation>日志完整：1 条记录。最后一条的哈希：{digest}</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>The log is whole: {n} rows. Hash of the last: {digest}</source>
        <translation>日志完整：{n} 条记录。最后一条的哈希：{digest}</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>one row</source>
        <translation>1 条记录</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>{n} rows</source>
        <translation>{n} 条记录</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Search in all columns</source>
        <translation>在所有列中搜索</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>&amp;Verify</source>
        <translation>校验(&amp;V)</translation>
    </message>
    <message>
        <location filename="app/audit/dialog.py"/>
        <source>Follow the hashes from the first row to the last.</source>
        <translation>从第一条到最后一条逐一核对哈希。</translation>
    </message>
    <message>
        <source>signature</source>
        <translation type="vanished">signature</translation>
    </message>
</context>
</TS>
