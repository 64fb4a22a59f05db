<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>labelling</name>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>There is nothing to redo.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source> in {series}</source>
        <translation>（{series}）</translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>another series</source>
        <translation>另一序列</translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>The label was not kept. {text}</source>
        <translation>标注未能保存。{text}</translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>Redone</source>
        <translation>已重做</translation>
    </message>
    <message>
        <location filename="app/labelling/actions.py"/>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <location filename="app/labelling/feature.py"/>
        <source>Labels of nodule {number}</source>
        <translation>结节 {number} 的标注</translation>
    </message>
    <message>
        <location filename="app/labelling/going.py"/>
        <source>Where the images of this series lie is not known here: the store keeps no paths. Open their folder; this nodule will be shown then.</source>
        <translation>此处不知道该序列的图像在哪里：存储不保存路径。请打开其文件夹，届时将显示该结节。</translation>
    </message>
    <message>
        <location filename="app/labelling/going.py"/>
        <source>The series of this nodule is not among these images; another one is shown.</source>
        <translation>该结节的序列不在这些图像中；现显示另一序列。</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <location filename="app/labelling/panel.py"/>
        <location filename="app/labelling/queue_table.py"/>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <location filename="app/labelling/panel.py"/>
        <location filename="app/labelling/queue_table.py"/>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <location filename="app/labelling/panel.py"/>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>review taken back</source>
        <translation>已撤回复核</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <location filename="app/labelling/history.py"/>
        <source>Nothing is ever deleted: a later line takes over from an earlier one.</source>
        <translation>从不删除任何内容：后一行取代前一行。</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Something is wrong with this label: it stays out of training</source>
        <translation>该标注有问题：不用于训练</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Who reads now: labels and approvals get this name</source>
        <translation>当前阅片者：标注和认可均记在此名下</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>How the label is known</source>
        <translation>标注的依据</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>date, 2026-03-31</source>
        <translation>日期，如 2026-03-31</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Date of the evidence</source>
        <translation>依据的日期</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Approve</source>
        <translation>认可</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Flag</source>
        <translation>存疑</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>History …</source>
        <translation>历史…</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>LABEL</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>{label} ({keys}); again: take it back</source>
        <translation>{label}（{keys}）；再按一次撤回</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>to {reader}'s label</source>
        <translation>对 {reader} 的标注</translation>
    </message>
    <message>
        <location filename="app/labelling/panel.py"/>
        <source>Agree with {reader} ({approve_key})</source>
        <translation>同意 {reader}（{approve_key}）</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>To label</source>
        <translation>待标注</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>Labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>Waits for a second reader</source>
        <translation>等待第二阅片者</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>Flagged</source>
        <translation>存疑</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>Approved</source>
        <translation>已认可</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <location filename="app/labelling/words.py"/>
        <source>Benign</source>
        <translation>良性</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <location filename="app/labelling/words.py"/>
        <source>Malignant</source>
        <translation>恶性</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <location filename="app/labelling/words.py"/>
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <location filename="app/labelling/queue.py"/>
        <source>{n} of {n2} nodules labelled</source>
        <translation>已标注 {n} / {n2} 个结节</translation>
    </message>
    <message numerus="yes">
        <location filename="app/labelling/queue.py"/>
        <source>{n} patients</source>
        <extracomment>For one: 1 patient</extracomment>
        <translation><numerusform>{n} 名患者</numerusform></translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Double click or Enter shows the nodule. At the top is what has no label and the active model is least sure of.</source>
        <translation>双击或按回车显示结节。未标注且当前模型最不确定者排在最前。</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>There is nothing to label yet. Analyze a folder (Ctrl+B), or point at nodules in the image: both are listed here.</source>
        <translation>尚无可标注的结节。请分析文件夹（Ctrl+B），或在图像中点选结节：二者都会列在此处。</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>No nodule here is as you ask. Choose “All” to see every one.</source>
        <translation>没有符合条件的结节。选择“全部”可查看所有结节。</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Label queue</source>
        <translation>标注队列</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Which nodules</source>
        <translation>显示哪些结节</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Series or reader</source>
        <translation>序列或阅片者</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_dialog.py"/>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>z mm</source>
        <translation>z mm</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>p</source>
        <translation>概率</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Uncertainty</source>
        <translation>不确定度</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Second reader</source>
        <translation>第二阅片者</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Entropy of the probability, from 0 (certain) to 1 (even chances)</source>
        <translation>概率的熵，0（确定）至 1（各占一半）</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>{model} said so; {active} is active now.</source>
        <translation>由 {model} 给出；当前使用 {active}。</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>Another model</source>
        <translation>另一模型</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>no model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>(no description)</source>
        <translation>（无描述）</translation>
    </message>
    <message>
        <location filename="app/labelling/queue_table.py"/>
        <source>{long_axis_mm:.1f} mm</source>
        <translation>{long_axis_mm:.1f} mm</translation>
    </message>
    <message>
        <location filename="app/labelling/queueing.py"/>
        <source>There is no other nodule to label.</source>
        <translation>没有其他待标注的结节。</translation>
    </message>
    <message>
        <location filename="app/labelling/records.py"/>
        <source>The nodule's voxels were not kept with its label. {error}</source>
        <translation>结节的体素未能与标注一起保存。{error}</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Opinion</source>
        <translation>意见</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Pathology</source>
        <translation>病理</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>approved</source>
        <translation>已认可</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>flagged</source>
        <translation>存疑</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Select a nodule first: click it, or press N for the next one.</source>
        <translation>请先选择结节：单击，或按 N 到下一个。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>This nodule is still being measured; label it when it is in the list.</source>
        <translation>该结节仍在测量；待其出现在列表中再标注。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>This nodule has no label yet.</source>
        <translation>该结节尚无标注。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>“{text}” is not a date; write it as year-month-day, such as 2026-03-31.</source>
        <translation>“{text}”不是日期；请按年-月-日书写，如 2026-03-31。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>The evidence cannot be of a later day than today.</source>
        <translation>依据的日期不能晚于今天。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>A second reader approves a label. Choose another reader's name first.</source>
        <translation>标注由第二阅片者认可。请先选择另一阅片者的姓名。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>The label was taken back; Ctrl+Z brings it again.</source>
        <translation>标注已撤回；按 Ctrl+Z 恢复。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>Flagged labels stay out of training.</source>
        <translation>存疑的标注不用于训练。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>being saved …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{text} · draft, not yet seen by a second reader</source>
        <translation>{text} · 草稿，第二阅片者尚未查看</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{review} by {reviewer}</source>
        <translation>{reviewer} {review}</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>draft, seen by {reviewer}</source>
        <translation>草稿，{reviewer} 已查看</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{label} ({source}), {review}</source>
        <translation>{label}（{source}），{review}</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{reader} has labelled it {label} already. If you agree, approve it.</source>
        <translation>{reader} 已将其标注为{label}。如同意，请认可。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>no label</source>
        <translation>无标注</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{what}.</source>
        <translation>{what}。</translation>
    </message>
    <message>
        <location filename="app/labelling/words.py"/>
        <source>{what}: {of}.</source>
        <translation>{what}：{of}。</translation>
    </message>
</context>
</TS>
