<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>series</name>
    <message>
        <location filename="app/series/asking.py"/>
        <source>Open a folder of DICOM files</source>
        <translation>打开 DICOM 文件夹</translation>
    </message>
    <message>
        <location filename="app/series/asking.py"/>
        <source>Open DICOM files, a ZIP or a DICOMDIR</source>
        <translation>打开 DICOM 文件、ZIP 或 DICOMDIR</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>soft tissue</source>
        <translation>软组织</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>lung</source>
        <translation>肺窗</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>bone</source>
        <translation>骨窗</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>a scout or capture, not slices</source>
        <translation>定位像或捕获图像，不是层面</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>listed later</source>
        <translation>列表中靠后</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>slices of unknown thickness</source>
        <translation>层厚未知</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>slices of {mm:.3g} mm</source>
        <translation>层厚 {mm:.3g} mm</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>not CT</source>
        <translation>不是 CT</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <location filename="app/series/rail.py"/>
        <source>not analysable</source>
        <translation>无法分析</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>only {mm:.0f} mm of the body</source>
        <translation>仅覆盖身体 {mm:.0f} mm</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>another part of the body</source>
        <translation>身体其他部位</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>compressed with loss</source>
        <translation>有损压缩</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>kernel {kernel} is for bone</source>
        <translation>重建核 {kernel} 用于骨</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>fewer slices</source>
        <translation>层数较少</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>the only series of slices</source>
        <translation>唯一的层面序列</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>none of the series found can be analysed</source>
        <translation>找到的序列均无法分析</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <location filename="app/series/rail.py"/>
        <source>{mm:.3g} mm thick</source>
        <translation>厚 {mm:.3g} mm</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>kernel {kernel} ({kind})</source>
        <translation>重建核 {kernel}（{kind}）</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <location filename="app/series/rail.py"/>
        <source>kernel {kernel}</source>
        <translation>重建核 {kernel}</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <location filename="app/series/rail.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>the thin series of the chest: {facts}</source>
        <translation>胸部薄层序列：{facts}</translation>
    </message>
    <message>
        <location filename="app/series/choose.py"/>
        <source>the best CT that can be analysed: {facts}</source>
        <translation>可分析的最佳 CT：{facts}</translation>
    </message>
    <message numerus="yes">
        <location filename="app/series/choose.py"/>
        <source>{n} slices</source>
        <extracomment>For one: 1 slice</extracomment>
        <translation><numerusform>{n} 层</numerusform></translation>
    </message>
    <message>
        <location filename="app/series/importing.py"/>
        <source>There is nothing at {missing}.</source>
        <translation>{missing} 处没有任何内容。</translation>
    </message>
    <message>
        <location filename="app/series/importing.py"/>
        <source>Nothing was named to open.</source>
        <translation>未指定要打开的内容。</translation>
    </message>
    <message>
        <location filename="app/series/importing.py"/>
        <source>The engine answered something else than a list of series.</source>
        <translation>引擎返回的不是序列列表。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/series/importing.py"/>
        <source>{n} files were looked at</source>
        <extracomment>For one: 1 file was looked at</extracomment>
        <translation><numerusform>已查看 {n} 个文件</numerusform></translation>
    </message>
    <message>
        <location filename="app/series/importing.py"/>
        <source>There are no files</source>
        <translation>没有文件</translation>
    </message>
    <message>
        <location filename="app/series/importing.py"/>
        <source>No CT series was found there. {what}.{first}</source>
        <translation>此处未找到 CT 序列。{what}。{first}</translation>
    </message>
    <message>
        <location filename="app/series/loading.py"/>
        <source>This series cannot be shown. {error}</source>
        <translation>无法显示该序列。{error}</translation>
    </message>
    <message>
        <location filename="app/series/loading.py"/>
        <source>The engine answered something else than the series.</source>
        <translation>引擎返回的不是该序列。</translation>
    </message>
    <message>
        <location filename="app/series/opening.py"/>
        <source>looking for series …</source>
        <translation>正在查找序列…</translation>
    </message>
    <message>
        <location filename="app/series/opening.py"/>
        <source>reading slices</source>
        <translation>正在读取层面</translation>
    </message>
    <message>
        <location filename="app/series/opening.py"/>
        <source>Only scouts and captures were found; choose one at the left to look at it.</source>
        <translation>只找到定位像和捕获图像；请在左侧选择一个查看。</translation>
    </message>
    <message>
        <location filename="app/series/opening.py"/>
        <source>That study is no longer among the images there.</source>
        <translation>该检查已不在该处的图像中。</translation>
    </message>
    <message>
        <location filename="app/series/opening.py"/>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="app/series/opening.py"/>
        <source>{n} series were found; on screen is {why}.</source>
        <translation>找到 {n} 个序列；屏幕上显示的是{why}。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/series/opening.py"/>
        <source>{n} slices could not be decoded; they hold air.</source>
        <extracomment>For one: One slice could not be decoded; it holds air.</extracomment>
        <translation><numerusform>{n} 个层面无法解码；其内容为空气。</numerusform></translation>
    </message>
    <message>
        <location filename="app/series/rail.py"/>
        <location filename="app/series/welcome.py"/>
        <source>(no description)</source>
        <translation>（无描述）</translation>
    </message>
    <message>
        <location filename="app/series/rail.py"/>
        <source>The kernel {kernel} is for {kind}.</source>
        <translation>重建核 {kernel} 用于{kind}。</translation>
    </message>
    <message>
        <location filename="app/series/rail.py"/>
        <source>Preselected: {why}.</source>
        <translation>已预选：{why}。</translation>
    </message>
    <message>
        <location filename="app/series/rail.py"/>
        <source>Not preselected: {why}.</source>
        <translation>未预选：{why}。</translation>
    </message>
    <message>
        <location filename="app/series/rail.py"/>
        <source>SERIES</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/series/rail.py"/>
        <location filename="app/series/welcome.py"/>
        <source>Open folder …</source>
        <translation>打开文件夹…</translation>
    </message>
    <message numerus="yes">
        <location filename="app/series/rail.py"/>
        <source>{n} files skipped</source>
        <extracomment>For one: 1 file skipped</extracomment>
        <translation><numerusform>略过 {n} 个文件</numerusform></translation>
    </message>
    <message>
        <location filename="app/series/skipped.py"/>
        <source>Files skipped</source>
        <translation>略过的文件</translation>
    </message>
    <message>
        <location filename="app/series/skipped.py"/>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <location filename="app/series/skipped.py"/>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="app/series/skipped.py"/>
        <source>These files are part of no series on the left; everything else was read.</source>
        <translation>这些文件不属于左侧任何序列；其余内容均已读取。</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source>Open a chest CT</source>
        <translation>打开胸部 CT</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source>Show the synthetic chest</source>
        <translation>显示合成胸部</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source>Worklist</source>
        <translation>工作列表</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source>OPENED BEFORE</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source>Drop a folder, files, a ZIP or a DICOMDIR anywhere in this window.</source>
        <translation>可将文件夹、文件、ZIP 或 DICOMDIR 拖放到本窗口任意位置。</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source> and {paths} more</source>
        <translation> 及另外 {paths} 个</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source>{title}   opened {when}</source>
        <translation>{title}   打开于 {when}</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source>It is no longer there.</source>
        <translation>已不在原处。</translation>
    </message>
    <message>
        <location filename="app/series/welcome.py"/>
        <source>Go on where you were:  {title}</source>
        <translation>从上次位置继续：  {title}</translation>
    </message>
    <message>
        <source>the only series</source>
        <translation type="vanished">唯一的序列</translation>
    </message>
    <message>
        <source>the thinnest CT that can be analysed, {n_slices} × {spacing_mm:.2g} mm</source>
        <translation type="vanished">可分析的最薄 CT，{n_slices} × {spacing_mm:.2g} mm</translation>
    </message>
    <message>
        <source>the CT that can be analysed</source>
        <translation type="vanished">可分析的 CT</translation>
    </message>
    <message>
        <source>{n_slices} × {spacing_mm:.3g} mm</source>
        <translation type="vanished">{n_slices} × {spacing_mm:.3g} mm</translation>
    </message>
    <message>
        <source>{what}   {size}   opened {opened}
{folder}{more}</source>
        <translation type="vanished">{what}   {size}   打开于 {opened}
{folder}{more}</translation>
    </message>
</context>
</TS>
