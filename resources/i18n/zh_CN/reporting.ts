<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>reporting</name>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>On the image</source>
        <translation>图像上</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Slice</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Call</source>
        <translation>判定</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Signing says that you have read the images and stand by this report. It is not an electronic signature in the sense of the law. A later change makes it a draft again.</source>
        <translation>签名表示您已阅读图像并对本报告负责。它不是法律意义上的电子签名。之后的修改会使报告重新成为草稿。</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Draft, not signed.</source>
        <translation>草稿，未签名。</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Findings of the report</source>
        <translation>报告中的影像所见</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Measurements and key images</source>
        <translation>测量与关键图像</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Impression</source>
        <translation>诊断印象</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Your name, as it is to stand in the report</source>
        <translation>您在报告中的姓名</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Hospital or practice (may be empty)</source>
        <translation>医院或诊所（可留空）</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>&amp;Sign</source>
        <translation>签名(&amp;S)</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>De-&amp;identify: no names, no words of yours, no signature</source>
        <translation>去标识化(&amp;I)：不含姓名、您的文字和签名</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Folder for the report</source>
        <translation>报告文件夹</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>&amp;Choose …</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Cance&amp;l</source>
        <translation>取消(&amp;L)</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Findings</source>
        <translation>影像所见</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>Signed by {name}, {when}.</source>
        <translation>{name} 于 {when} 签名。</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>{draft} Changed since it was signed by {name}, {when}.</source>
        <translation>{draft} {name} 于 {when} 签名后已被修改。</translation>
    </message>
    <message>
        <location filename="app/reporting/dialog.py"/>
        <source>&amp;Export draft</source>
        <translation>导出草稿(&amp;E)</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>undecided</source>
        <translation>未决定</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>{name}, {place}: {value}</source>
        <translation>{name}，{place}：{value}</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>Key image: slice {k}</source>
        <translation>关键图像：第 {k} 层</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>slice {k}</source>
        <translation>第 {k} 层</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>other plane</source>
        <translation>其他平面</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source> (outline edited)</source>
        <translation>（轮廓已编辑）</translation>
    </message>
    <message>
        <location filename="app/reporting/draft.py"/>
        <source>reader's own</source>
        <translation>阅片者添加</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Open a series first: a report is about one.</source>
        <translation>请先打开序列：报告针对一个序列。</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>The series is still being read. Try again when all of its slices are there.</source>
        <translation>序列仍在读取。请在全部层面读完后再试。</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Type your name before you sign: it stands in the report.</source>
        <translation>签名前请输入您的姓名：它会写入报告。</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Choose a folder for the report.</source>
        <translation>请选择报告文件夹。</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Choose at least one format.</source>
        <translation>请至少选择一种格式。</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>A nodule is still being assessed. Try again when it is done.</source>
        <translation>有结节仍在评估。请在完成后再试。</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>(no description)</source>
        <translation>（无描述）</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>   {undecided} undecided</source>
        <translation>   {undecided} 个未决定</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Signed. Export hands it over.</source>
        <translation>已签名。“导出”将交付报告。</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Writing: {event} …</source>
        <translation>正在写入：{event}…</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>{n} files are in {folder}.</source>
        <translation>{folder} 中有 {n} 个文件。</translation>
    </message>
    <message>
        <location filename="app/reporting/feature.py"/>
        <source>Cancelled; no file was written.</source>
        <translation>已取消；未写入文件。</translation>
    </message>
    <message>
        <location filename="app/reporting/records.py"/>
        <source>The impression was not kept. {error}</source>
        <translation>诊断印象未能保存。{error}</translation>
    </message>
    <message>
        <location filename="app/reporting/records.py"/>
        <source>The report was not signed. {error}</source>
        <translation>报告未能签名。{error}</translation>
    </message>
</context>
</TS>
