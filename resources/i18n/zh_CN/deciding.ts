<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>deciding</name>
    <message>
        <location filename="app/deciding/comment.py"/>
        <source>for the report</source>
        <translation>写入报告</translation>
    </message>
    <message>
        <location filename="app/deciding/comment.py"/>
        <source>Comment on the finding</source>
        <translation>该发现的备注</translation>
    </message>
    <message>
        <location filename="app/deciding/feature.py"/>
        <source>Select a nodule first (N goes to the next one).</source>
        <translation>请先选择结节（按 N 到下一个）。</translation>
    </message>
    <message>
        <location filename="app/deciding/feature.py"/>
        <source>Only a suggestion that is not decided can be unread.</source>
        <translation>只有尚未决定的建议可以标为未读。</translation>
    </message>
    <message>
        <location filename="app/deciding/feature.py"/>
        <source>No other suggestion is unread.</source>
        <translation>没有其他未读建议。</translation>
    </message>
    <message>
        <location filename="app/deciding/feature.py"/>
        <source>There is no nodule in the list.</source>
        <translation>列表中没有结节。</translation>
    </message>
    <message>
        <location filename="app/deciding/feature.py"/>
        <source>Nodules {order}.</source>
        <translation>结节排序：{order}。</translation>
    </message>
    <message>
        <location filename="app/deciding/fields.py"/>
        <source>Empty: what is proposed. ?: not known.</source>
        <translation>留空：采用建议值。?：未知。</translation>
    </message>
    <message>
        <location filename="app/deciding/panel.py"/>
        <source>NODULE</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="app/deciding/panel.py"/>
        <source>STUDY</source>
        <translation>检查</translation>
    </message>
    <message>
        <location filename="app/deciding/panel.py"/>
        <source>PATIENT, IN ALL STUDIES</source>
        <translation>患者（适用于其所有检查）</translation>
    </message>
    <message>
        <location filename="app/deciding/panel.py"/>
        <source>RISK AND FOLLOW-UP</source>
        <translation>风险与随访</translation>
    </message>
    <message>
        <location filename="app/deciding/panel.py"/>
        <source>, outline edited</source>
        <translation>，轮廓已编辑</translation>
    </message>
    <message>
        <location filename="app/deciding/panel.py"/>
        <source>Nodule {number}   {size}</source>
        <translation>结节 {number}   {size}</translation>
    </message>
    <message>
        <location filename="app/deciding/panel.py"/>
        <source>Nothing computed: open it to see what is missing.</source>
        <translation>尚未计算：展开可查看缺少哪些内容。</translation>
    </message>
    <message>
        <location filename="app/deciding/stating.py"/>
        <source> in {series}</source>
        <translation>（{series}）</translation>
    </message>
    <message>
        <location filename="app/deciding/stating.py"/>
        <source>another series</source>
        <translation>另一序列</translation>
    </message>
    <message>
        <location filename="app/deciding/stating.py"/>
        <source>{what}: {of}.</source>
        <translation>{what}：{of}。</translation>
    </message>
    <message>
        <location filename="app/deciding/stating.py"/>
        <source>What you stated was not kept. {text}</source>
        <translation>所填内容未能保存。{text}</translation>
    </message>
    <message>
        <location filename="app/deciding/stating.py"/>
        <source>Redone</source>
        <translation>已重做</translation>
    </message>
    <message>
        <location filename="app/deciding/stating.py"/>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <location filename="app/deciding/words.py"/>
        <source>{n} years</source>
        <translation>{n} 岁</translation>
    </message>
    <message>
        <location filename="app/deciding/words.py"/>
        <source>{n} months</source>
        <translation>{n} 个月</translation>
    </message>
    <message>
        <location filename="app/deciding/words.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="app/deciding/words.py"/>
        <source>not computed: {missing} missing</source>
        <translation>未计算：缺少{missing}</translation>
    </message>
    <message>
        <location filename="app/deciding/words.py"/>
        <source>not computed: {reason}</source>
        <translation>未计算：{reason}</translation>
    </message>
    <message>
        <location filename="app/deciding/words.py"/>
        <source>Not computed. {reasons}</source>
        <translation>未计算。{reasons}</translation>
    </message>
    <message>
        <location filename="app/deciding/words.py"/>
        <source>{rule}: {answer}. Source: {source}. Inputs: {inputs}.</source>
        <translation>{rule}：{answer}。来源：{source}。输入：{inputs}。</translation>
    </message>
    <message>
        <location filename="app/deciding/words.py"/>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>comment for the report</source>
        <translation type="vanished">写入报告的备注</translation>
    </message>
</context>
</TS>
