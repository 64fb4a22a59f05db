<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>batch</name>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Double click or Enter opens a series at its first suggestion. Not for sole diagnosis.</source>
        <translation>双击或按回车打开序列并跳到第一个建议。不可作为诊断的唯一依据。</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>The analysis was stopped. What is finished is there; Resume goes on from here.</source>
        <translation>分析已停止。已完成的部分保留；“继续”从此处接着分析。</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Analyze folder</source>
        <translation>分析文件夹</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>The last analysis was not finished. Resume goes on where it was.</source>
        <translation>上次分析未完成。“继续”从中断处接着分析。</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Stop at once</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>{failed} series could not be analysed; the last column says why.</source>
        <translation>{failed} 个序列无法分析；原因见最后一列。</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>{text}
Resume goes on from here.</source>
        <translation>{text}
“继续”从此处接着分析。</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Stopping at the next step …</source>
        <translation>将在下一步停止…</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Looking for series: {scanned} of {known_files} files</source>
        <translation>正在查找序列：{scanned} / {known_files} 个文件</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>Looking for series …</source>
        <translation>正在查找序列…</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>No CT series was found there.</source>
        <translation>此处未找到 CT 序列。</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>{done} of {total} series analysed</source>
        <translation>已分析 {done} / {total} 个序列</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>{left_out} left out</source>
        <translation>略过 {left_out} 个</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>{seconds_left} left</source>
        <translation>剩余{seconds_left}</translation>
    </message>
    <message>
        <location filename="app/batch/dialog.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="app/batch/feature.py"/>
        <source>The last Analyze folder was not finished.</source>
        <translation>上次“分析文件夹”未完成。</translation>
    </message>
    <message>
        <location filename="app/batch/feature.py"/>
        <source>Analyze folder has ended. {state}</source>
        <translation>“分析文件夹”已结束。{state}</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Folders of images</source>
        <translation>图像文件夹</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Add folder …</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Always written: this window reads it.</source>
        <translation>总会写入：本窗口要读取它。</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>De-identify the results</source>
        <translation>结果去标识化</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Replaces what identifies a patient, the series' UID too: these results cannot be opened here.</source>
        <translation>替换可识别患者的内容，包括序列 UID：这些结果无法在此打开。</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Reader's name in DICOM objects and PDF</source>
        <translation>写入 DICOM 对象和 PDF 的阅片者姓名</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>At a time</source>
        <translation>并行数</translation>
    </message>
    <message>
        <location filename="app/batch/form.py"/>
        <source>Add a folder of DICOM files</source>
        <translation>添加 DICOM 文件夹</translation>
    </message>
    <message>
        <location filename="app/batch/process.py"/>
        <source>The analysis ended unexpectedly. What it finished is there.</source>
        <translation>分析意外结束。已完成的部分保留。</translation>
    </message>
    <message>
        <location filename="app/batch/process.py"/>
        <source>The analysis could not be started.</source>
        <translation>无法启动分析。</translation>
    </message>
    <message>
        <location filename="app/batch/progress.py"/>
        <source>The next run goes on with it.</source>
        <translation>下次运行将接着分析。</translation>
    </message>
    <message>
        <location filename="app/batch/records.py"/>
        <source>The results of this series could not be read ({strerror}). Analyze the folder again.</source>
        <translation>无法读取该序列的结果（{strerror}）。请重新分析该文件夹。</translation>
    </message>
    <message>
        <location filename="app/batch/records.py"/>
        <source>{error} Analyze the folder again.</source>
        <translation>{error} 请重新分析该文件夹。</translation>
    </message>
    <message>
        <location filename="app/batch/records.py"/>
        <source>Its report is damaged. Analyze the folder again.</source>
        <translation>其报告已损坏。请重新分析该文件夹。</translation>
    </message>
    <message>
        <location filename="app/batch/records.py"/>
        <source>Its stored findings are damaged. Analyze the folder again.</source>
        <translation>其保存的发现已损坏。请重新分析该文件夹。</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>DICOM SR</source>
        <translation>DICOM SR</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>DICOM segmentation</source>
        <translation>DICOM 分割</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>Key images</source>
        <translation>关键图像</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>DICOM key objects</source>
        <translation>DICOM 关键对象</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>DICOM heat map</source>
        <translation>DICOM 热力图</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>Choose a folder of images first.</source>
        <translation>请先选择图像文件夹。</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>There is nothing at {missing}.</source>
        <translation>{missing} 处没有任何内容。</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>Choose a folder for the results first.</source>
        <translation>请先选择结果文件夹。</translation>
    </message>
    <message>
        <location filename="app/batch/request.py"/>
        <source>The results must not go into a folder of images: {out} lies in {path}.</source>
        <translation>结果不能写入图像文件夹：{out} 位于 {path} 中。</translation>
    </message>
    <message>
        <location filename="app/batch/reviewing.py"/>
        <source>These results are de-identified: they do not name their series. Open the images themselves.</source>
        <translation>这些结果已去标识化，未注明所属序列。请直接打开图像。</translation>
    </message>
    <message>
        <location filename="app/batch/reviewing.py"/>
        <source>There are no results of this series yet.</source>
        <translation>该序列尚无结果。</translation>
    </message>
    <message>
        <location filename="app/batch/reviewing.py"/>
        <source>Only suggestions of Analyze folder are accepted or rejected; Del removes other nodules.</source>
        <translation>只有“分析文件夹”给出的建议可以接受或拒绝；其他结节用 Del 删除。</translation>
    </message>
    <message>
        <location filename="app/batch/reviewing.py"/>
        <source>Select a suggestion first (N goes to the next one).</source>
        <translation>请先选择一个建议（按 N 到下一个）。</translation>
    </message>
    <message>
        <location filename="app/batch/reviewing.py"/>
        <source>There is no suggestion in this series.</source>
        <translation>该序列没有建议。</translation>
    </message>
    <message>
        <location filename="app/batch/reviewing.py"/>
        <source>Earlier decisions are not shown. {problem}</source>
        <translation>未显示以前的决定。{problem}</translation>
    </message>
    <message>
        <location filename="app/batch/reviewing.py"/>
        <source>That series is no longer among the images; another one is shown.</source>
        <translation>该序列已不在图像中；现显示另一序列。</translation>
    </message>
    <message>
        <location filename="app/batch/reviewing.py"/>
        <source>The decision was not kept. {text}</source>
        <translation>决定未能保存。{text}</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>Slices</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>Suggestions</source>
        <translation>建议</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>Highest p</source>
        <translation>最高概率</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>analysed</source>
        <translation>已分析</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>left out</source>
        <translation>已略过</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>not yet</source>
        <translation>尚未</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>Work list</source>
        <translation>工作列表</translation>
    </message>
    <message>
        <location filename="app/batch/work_list.py"/>
        <source>(no description)</source>
        <translation>（无描述）</translation>
    </message>
</context>
</TS>
