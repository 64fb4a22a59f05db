<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>engine</name>
    <message>
        <location filename="engine/analyse.py"/>
        <source>The model has no filter for candidates: suggestions are ordered by contrast alone, and many of them are vessels.</source>
        <translation>该模型没有候选筛选器：建议仅按对比度排序，其中许多是血管。</translation>
    </message>
    <message>
        <location filename="engine/assess.py"/>
        <source>The network gave no usable number for this nodule, so there is no score.</source>
        <translation>网络未对该结节给出可用数值，因此没有评分。</translation>
    </message>
    <message>
        <location filename="engine/assess.py"/>
        <location filename="engine/models/registry.py"/>
        <source>{error} The model that came with the program is used instead.</source>
        <translation>{error} 改用随程序提供的模型。</translation>
    </message>
    <message>
        <location filename="engine/assess.py"/>
        <source>No score: {reason}</source>
        <translation>无评分：{reason}</translation>
    </message>
    <message>
        <location filename="engine/assess.py"/>
        <source>Size alone ({long_axis_mm} mm) would speak for malignant, at {by_size}: take the benign call with care.</source>
        <translation>仅凭大小（{long_axis_mm} mm）会支持恶性（{by_size}）：请谨慎看待良性判定。</translation>
    </message>
    <message>
        <location filename="engine/batch/desk.py"/>
        <source>The folder {out} cannot be written ({strerror}). Choose another one for the results.</source>
        <translation>无法写入文件夹 {out}（{strerror}）。请为结果另选文件夹。</translation>
    </message>
    <message>
        <location filename="engine/batch/desk.py"/>
        <source>Another run of Noduscope is writing to {out}. Wait for it, or choose another folder.</source>
        <translation>另一个 Noduscope 正在写入 {out}。请等待，或另选文件夹。</translation>
    </message>
    <message>
        <location filename="engine/batch/desk.py"/>
        <source>The folder of the results cannot be seen from the worker: workers on other machines need it, and the images, under the same path.</source>
        <translation>工作进程看不到结果文件夹：其他计算机上的工作进程需要在相同路径下访问它和图像。</translation>
    </message>
    <message>
        <location filename="engine/batch/executors.py"/>
        <source>{address} is no address of a cluster; it should be dask://HOST:PORT.</source>
        <translation>{address} 不是集群地址；应为 dask://HOST:PORT。</translation>
    </message>
    <message>
        <location filename="engine/batch/executors.py"/>
        <source>A Dask cluster needs the `cluster` extra: pip install 'noduscope[cluster]'.</source>
        <translation>Dask 集群需要 `cluster` 组件：pip install 'noduscope[cluster]'。</translation>
    </message>
    <message>
        <location filename="engine/batch/executors.py"/>
        <source>No Dask scheduler answers at {address}.</source>
        <translation>{address} 处没有 Dask 调度器应答。</translation>
    </message>
    <message>
        <location filename="engine/batch/executors.py"/>
        <source>The Dask scheduler at {address} has no workers.</source>
        <translation>{address} 处的 Dask 调度器没有工作进程。</translation>
    </message>
    <message>
        <location filename="engine/batch/plan.py"/>
        <source>Another series of the same study shows the same part of the body and is analysed instead.</source>
        <translation>同一检查的另一序列显示身体的同一部位，改为分析该序列。</translation>
    </message>
    <message>
        <location filename="engine/batch/plan.py"/>
        <source>Not analysable: {warnings}.</source>
        <translation>无法分析：{warnings}。</translation>
    </message>
    <message>
        <location filename="engine/batch/run.py"/>
        <source>The process that analysed it ended unexpectedly; it may have run out of memory.</source>
        <translation>分析它的进程意外结束；可能内存不足。</translation>
    </message>
    <message>
        <location filename="engine/batch/run.py"/>
        <source>The run was stopped before it was analysed; the next run goes on with it.</source>
        <translation>在分析它之前运行已停止；下次运行将接着进行。</translation>
    </message>
    <message>
        <location filename="engine/batch/run.py"/>
        <source>The summary could not be written to {out}: {strerror}. What was analysed is there; run the same command again when there is room.</source>
        <translation>汇总无法写入 {out}：{strerror}。已分析的内容仍在；腾出空间后请再次运行同一命令。</translation>
    </message>
    <message>
        <location filename="engine/batch/run.py"/>
        <source>{error} What was analysed is in {out}; run the same command again when there is room.</source>
        <translation>{error} 已分析的内容在 {out} 中；腾出空间后请再次运行同一命令。</translation>
    </message>
    <message>
        <location filename="engine/batch/worker.py"/>
        <source>There is not enough memory to analyse it.</source>
        <translation>内存不足，无法分析。</translation>
    </message>
    <message>
        <location filename="engine/batch/worker.py"/>
        <source>The results cannot be written: {or}.</source>
        <translation>无法写入结果：{or}。</translation>
    </message>
    <message>
        <location filename="engine/batch/worker.py"/>
        <source>It could not be analysed because of a fault in the program ({place}).</source>
        <translation>因程序故障（{place}）无法分析。</translation>
    </message>
    <message>
        <location filename="engine/batch/worker.py"/>
        <source>The model of this run is not installed where this worker runs, or has been removed meanwhile.</source>
        <translation>本次运行所用的模型未安装在该工作进程所在处，或已被删除。</translation>
    </message>
    <message>
        <location filename="engine/candidates/filter.py"/>
        <source>The candidate {kind} of the model {id} {version}</source>
        <translation>模型 {id} {version} 的候选{kind}</translation>
    </message>
    <message>
        <location filename="engine/candidates/filter.py"/>
        <source>{name} gave {centre} centres, {width} diameters and {score} scores.</source>
        <translation>{name} 给出 {centre} 个中心、{width} 个直径和 {score} 个评分。</translation>
    </message>
    <message>
        <location filename="engine/candidates/filter.py"/>
        <source>{who} has no readable recorded answers ({PARITY}): {error}</source>
        <translation>{who} 没有可读取的记录应答（{PARITY}）：{error}</translation>
    </message>
    <message>
        <location filename="engine/candidates/filter.py"/>
        <source>{who} does not give the answers recorded when it was exported (difference {max}, allowed {TOLERANCE}). It was not used.</source>
        <translation>{who} 未给出导出时记录的应答（相差 {max}，允许 {TOLERANCE}）。未予使用。</translation>
    </message>
    <message>
        <location filename="engine/classify.py"/>
        <source>Slice {which} here could not be decoded.</source>
        <translation>此处的层面 {which} 无法解码。</translation>
    </message>
    <message>
        <location filename="engine/description.py"/>
        <source>Readers would probably differ on this nodule: ratings of {mean} ± {deviation} of 5 are expected, split more evenly than three to one.</source>
        <translation>阅片者对该结节可能有分歧：预计评分为 {mean} ± {deviation}（满分 5），分歧程度超过三比一。</translation>
    </message>
    <message>
        <location filename="engine/dicom/codestream.py"/>
        <source>The compressed picture ({name}) is damaged or cut off.</source>
        <translation>压缩图像（{name}）已损坏或不完整。</translation>
    </message>
    <message>
        <location filename="engine/dicom/codestream.py"/>
        <source>The compressed picture has another size than the file says; it may be damaged.</source>
        <translation>压缩图像的大小与文件所述不符；可能已损坏。</translation>
    </message>
    <message>
        <location filename="engine/dicom/codestream.py"/>
        <source>The compressed picture has another kind of pixels than the file says.</source>
        <translation>压缩图像的像素类型与文件所述不符。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is a DICOMDIR.</source>
        <translation>这是一个 DICOMDIR。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It claims {frames} frames but holds {fragments}; it may be cut off.</source>
        <translation>声称有 {frames} 帧，实际只有 {fragments} 帧；可能不完整。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is {modality} without pictures, not a CT slice.</source>
        <translation>这是没有图像的 {modality}，不是 CT 层面。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is a CT header without pixel data; the picture is missing.</source>
        <translation>有 CT 文件头但没有像素数据；图像缺失。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It holds no picture.</source>
        <translation>其中没有图像。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is {modality}, not a CT slice.</source>
        <translation>这是 {modality}，不是 CT 层面。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is {what} in colour, not a CT slice.</source>
        <translation>这是彩色的{what}，不是 CT 层面。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Nothing in it says that it is CT (no modality, no SOP class, no rescale).</source>
        <translation>其中没有任何信息表明它是 CT（无设备类型、无 SOP 类、无重缩放）。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is {what} (modality {modality}); Noduscope reads CT.</source>
        <translation>这是{what}（设备类型 {modality}）；Noduscope 只读 CT。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its number of rows or columns is missing or zero.</source>
        <translation>行数或列数缺失或为零。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It claims {rows} x {columns} pixels; more than {MAX_SIDE} a side is not believed.</source>
        <translation>声称有 {rows} x {columns} 像素；每边超过 {MAX_SIDE} 不可信。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It claims {frames} frames; 1 to {MAX_FRAMES} are believed.</source>
        <translation>声称有 {frames} 帧；可信范围为 1 至 {MAX_FRAMES}。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Bits Allocated</source>
        <translation>Bits Allocated</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Bits Stored</source>
        <translation>Bits Stored</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Pixel Representation</source>
        <translation>Pixel Representation</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>{missing} missing: how the pixels are stored is unknown.</source>
        <translation>缺少 {missing}：无法得知像素如何存储。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its pixels are stored in an impossible way ({stored} bits in {allocated}, high bit {high}).</source>
        <translation>像素存储方式不可能成立（{allocated} 位中用 {stored} 位，最高位 {high}）。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its compressed pixels ({syntax}) are not stored in fragments.</source>
        <translation>压缩像素（{syntax}）未按片段存储。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its pixels are stored in fragments, though the file says that they are uncompressed.</source>
        <translation>像素按片段存储，而文件称其未压缩。</translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its pixel data are cut off: {present} of {expected} bytes are there. Copy or export the file again.</source>
        <translation>像素数据不完整：{expected} 字节中只有 {present} 字节。请重新复制或导出文件。</translation>
    </message>
    <message>
        <location filename="engine/dicom/dicomdir.py"/>
        <source>The DICOMDIR names a file outside its folder; it is not followed.</source>
        <translation>DICOMDIR 指向其文件夹之外的文件；未予读取。</translation>
    </message>
    <message>
        <location filename="engine/dicom/dicomdir.py"/>
        <source>The DICOMDIR names this file, but it is not there.</source>
        <translation>DICOMDIR 列有该文件，但它不存在。</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>(cannot be read)</source>
        <translation>（无法读取）</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>{name} is damaged, or another file since it was opened. Open its folder again.</source>
        <translation>{name} 已损坏，或在打开后变成了另一文件。请重新打开其文件夹。</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>The file has changed: this element is no longer in it, or broken.</source>
        <translation>文件已更改：该元素已不在其中，或已损坏。</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>This value is too long to be shown.</source>
        <translation>该值过长，无法显示。</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>Pixel Data</source>
        <translation>像素数据</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>{columns} × {rows} pixels of {bits_allocated} bits{frames}</source>
        <translation>{columns} × {rows} 像素，{bits_allocated} 位{frames}</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>Item {i} of {items}</source>
        <translation>第 {i} 项，共 {items} 项</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>Private tag data</source>
        <translation>私有标签数据</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>Private, of {creator}</source>
        <translation>私有，属于 {creator}</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>{n} bytes</source>
        <translation>{n} 字节</translation>
    </message>
    <message>
        <location filename="engine/dicom/elements.py"/>
        <source>{value} item{either}</source>
        <translation>{value} 项</translation>
    </message>
    <message>
        <location filename="engine/dicom/fallback.py"/>
        <source>The temporary folder cannot be written, which {name} needs to be decoded.</source>
        <translation>解码 {name} 所需的临时文件夹不可写。</translation>
    </message>
    <message>
        <location filename="engine/dicom/fallback.py"/>
        <source>The compression {name} could not be decoded. Export the series uncompressed or as JPEG Lossless.</source>
        <translation>无法解码压缩方式 {name}。请以未压缩或 JPEG 无损方式导出序列。</translation>
    </message>
    <message>
        <location filename="engine/dicom/fallback.py"/>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compressed picture has another size than the file says.</source>
        <translation>压缩图像的大小与文件所述不符。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices can be viewed; nothing is measured in 3-D and no verdict is given.</source>
        <translation>可以查看层面；不作三维测量，也不作判定。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>{shown} and {LISTED} more</source>
        <translation>{shown} 及另外 {LISTED} 个</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>{n} between {a} and {b}, which are {distance} apart</source>
        <translation>{a} 与 {b} 之间 {n} 层，二者相距 {distance}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>{total} slice{either} missing from a stack with {spacing_mm} steps: </source>
        <translation>以 {spacing_mm} 为间距的层面中缺少 {total} 层：</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are unevenly spaced: {low} between {low2} and {low3}, {high} between {high2} and {high3}; they lie up to {off_mm} off a regular stack. {NO_ANALYSIS}</source>
        <translation>层面间距不均匀：{low2} 与 {low3} 之间为 {low}，{high2} 与 {high3} 之间为 {high}；偏离规则排列最多 {off_mm}。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are shifted sideways against each other, {name} by {off_mm}. {NO_ANALYSIS}</source>
        <translation>层面之间横向错位，{name} 偏移 {off_mm}。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The gantry was tilted by {degrees} degrees: the slices slide against each other along the stack. {NO_ANALYSIS}</source>
        <translation>机架倾斜 {degrees} 度：层面沿排列方向相互滑移。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>There is one slice only ({name}), so nothing has a known depth. {NO_ANALYSIS}</source>
        <translation>只有一个层面（{name}），深度未知。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are {worst} {what}, more than {THICK_LIMIT_MM} mm: small nodules may lie between them or vanish in them. {NO_ANALYSIS}</source>
        <translation>层面{what}为 {worst}，超过 {THICK_LIMIT_MM} mm：小结节可能位于层间或显示不出。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are {worst} {what}, more than {THICK_WARNING_MM} mm: sizes along the stack are uncertain and small nodules can be missed.</source>
        <translation>层面{what}为 {worst}，超过 {THICK_WARNING_MM} mm：沿层面方向的大小不确定，可能遗漏小结节。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are {plane}; nodules are judged on axial slices. {NO_ANALYSIS}</source>
        <translation>层面为{plane}；结节在横断位层面上评估。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>Position or orientation of the slices is missing or impossible (first in {name}); they are ordered by their number only. Nothing is measured in mm and no verdict is given.</source>
        <translation>层面的位置或方向缺失或不可能（首见于 {name}）；仅按编号排序。不作毫米测量，也不作判定。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The distance between pixels is missing or impossible (first in {name}). Nothing is measured in mm and no verdict is given.</source>
        <translation>像素间距缺失或不可能（首见于 {name}）。不作毫米测量，也不作判定。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>{n} file{either} of slices at the same position and {either2} left out: {names}. The analysis is not affected.</source>
        <translation>位于相同位置的 {n} 个层面文件已略过：{names}。不影响分析。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The series holds {count} pictures at each position (other times, kernels or image types); each set is shown as a stack of its own. The analysis of each is not affected.</source>
        <translation>该序列在每个位置有 {count} 幅图像（不同时间、重建核或图像类型）；每组作为单独的层面组显示。不影响各组的分析。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>Different pictures share a position ({names} at {position_mm}) and nothing in the files says which belong together; they are shown as separate stacks. {NO_ANALYSIS}</source>
        <translation>不同图像位于同一位置（{position_mm} 处的 {names}），文件未说明哪些属于一组；它们作为单独的层面组显示。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The series mixes slices of different size ({sizes}); each size is shown as a stack of its own.</source>
        <translation>该序列混有不同大小的层面（{sizes}）；每种大小作为单独的层面组显示。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The pictures were compressed with loss (first in {name}): Hounsfield units are approximate, and so are mean density and the model's probability.</source>
        <translation>图像经有损压缩（首见于 {name}）：HU 值、平均密度和模型概率均为近似值。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>Rescale slope or intercept is missing (first in {name}); the values may not be Hounsfield units. {NO_ANALYSIS}</source>
        <translation>缺少重缩放斜率或截距（首见于 {name}）；数值可能不是 HU。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The values are not Hounsfield units according to {name}. {NO_ANALYSIS}</source>
        <translation>根据 {name}，数值不是 HU。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The files leave the unit of the values open (first {name}); they are rescaled as CT is and read as Hounsfield units.</source>
        <translation>文件未说明数值单位（首见于 {name}）；按 CT 重缩放并作为 HU 读取。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The modality is missing (first in {name}); the pictures are read as CT. Check that they are before you trust a verdict.</source>
        <translation>缺少设备类型（首见于 {name}）；图像按 CT 读取。采信判定前请核实。</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>This is a scout (localizer), not a stack of slices. {NO_ANALYSIS}</source>
        <translation>这是定位像，不是层面组。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>This is a secondary capture: its values are grey levels of a picture, not of a scanner. {NO_ANALYSIS}</source>
        <translation>这是二次捕获图像：其数值是图片的灰度，而非扫描仪数据。{NO_ANALYSIS}</translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The stack has {voxels} thousand million voxels, more than can be held in memory, and is not loaded.</source>
        <translation>该层面组有 {voxels} 十亿体素，超出内存容量，未载入。</translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>It is not a DICOM file.</source>
        <translation>不是 DICOM 文件。</translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>It is a ZIP archive.</source>
        <translation>这是 ZIP 压缩包。</translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The file is empty.</source>
        <translation>文件为空。</translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The DICOM header is damaged and cannot be read.</source>
        <translation>DICOM 文件头已损坏，无法读取。</translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The DICOM header is too long.</source>
        <translation>DICOM 文件头过长。</translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The deflated DICOM dataset is damaged.</source>
        <translation>压缩的 DICOM 数据集已损坏。</translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The deflated dataset would unpack to more than {most} MiB and is not opened.</source>
        <translation>压缩的数据集解压后将超过 {most} MiB，未打开。</translation>
    </message>
    <message>
        <location filename="engine/dicom/instance.py"/>
        <source>{name}, frame {frame}</source>
        <translation>{name}，第 {frame} 帧</translation>
    </message>
    <message>
        <location filename="engine/dicom/instance.py"/>
        <source>{label}, frame {frame}</source>
        <translation>{label}，第 {frame} 帧</translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>Not one of its {failed} slices could be decoded. {reasons}</source>
        <translation>{failed} 个层面无一能够解码。{reasons}</translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>The series has more voxels than can be held in memory and is not loaded.</source>
        <translation>该序列的体素超出内存容量，未载入。</translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>There is not enough free memory for this series.</source>
        <translation>可用内存不足以载入该序列。</translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>The series needs int16 of shape {size}, not {dtype} of {shape}.</source>
        <translation>该序列需要形状为 {size} 的 int16，而不是形状为 {shape} 的 {dtype}。</translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>There is not enough free memory to decode it.</source>
        <translation>可用内存不足，无法解码。</translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>The picture is damaged in a way that the decoder does not know.</source>
        <translation>图像以解码器不认识的方式损坏。</translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>{slices} slice{either} could not be decoded ({names}) and {either2} shown as air: {reason} Nodules that reach such a slice are not measured or judged.</source>
        <translation>{slices} 个层面无法解码（{names}）并显示为空气：{reason} 涉及这些层面的结节不测量也不评估。</translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The file has become shorter since it was scanned. Open its folder again.</source>
        <translation>文件在扫描后变短了。请重新打开其文件夹。</translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The file holds {frames} of the {frames2} frames it lists.</source>
        <translation>文件列出 {frames2} 帧，实际有 {frames} 帧。</translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compressed picture is damaged or cut off.</source>
        <translation>压缩图像已损坏或不完整。</translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compressed picture is missing.</source>
        <translation>压缩图像缺失。</translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compression {syntax} is not supported.</source>
        <translation>不支持压缩方式 {syntax}。</translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compressed picture ({name}) is damaged or cut off and cannot be decoded.</source>
        <translation>压缩图像（{name}）已损坏或不完整，无法解码。</translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>No decoder can read it.</source>
        <translation>没有解码器能读取它。</translation>
    </message>
    <message>
        <location filename="engine/dicom/scan.py"/>
        <source>It is a ZIP archive without DICOM files.</source>
        <translation>这是不含 DICOM 文件的 ZIP 压缩包。</translation>
    </message>
    <message>
        <location filename="engine/dicom/scan.py"/>
        <source>There is not enough memory to read it.</source>
        <translation>内存不足，无法读取。</translation>
    </message>
    <message>
        <location filename="engine/dicom/scan.py"/>
        <source>Its DICOM header makes no sense and cannot be read.</source>
        <translation>DICOM 文件头没有意义，无法读取。</translation>
    </message>
    <message>
        <location filename="engine/dicom/scan.py"/>
        <source>It is a ZIP archive inside another one. Unpack it and open it by itself.</source>
        <translation>这是压缩包内的 ZIP 压缩包。请解压后单独打开。</translation>
    </message>
    <message>
        <location filename="engine/dicom/series.py"/>
        <source>It is a copy of a slice that is there already; the copy is left out.</source>
        <translation>这是已有层面的副本；副本已略过。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>This member of the ZIP archive is damaged and cannot be unpacked.</source>
        <translation>ZIP 压缩包中的该成员已损坏，无法解压。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>Its name is not valid text (UTF-8). Rename it and open it again.</source>
        <translation>文件名不是有效文本（UTF-8）。请重命名后再打开。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>There is no file or folder of this name.</source>
        <translation>没有此名称的文件或文件夹。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It is neither a file nor a folder.</source>
        <translation>既不是文件也不是文件夹。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>Access is denied; ask for permission to read it.</source>
        <translation>拒绝访问；请申请读取权限。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It is a link to something that does not exist.</source>
        <translation>这是指向不存在内容的链接。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>The system cannot read it: {or}.</source>
        <translation>系统无法读取：{or}。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>The ZIP archive is damaged or incomplete and cannot be opened.</source>
        <translation>ZIP 压缩包已损坏或不完整，无法打开。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>The ZIP archive lists {infos} files; at most {MAX_MEMBERS} are read.</source>
        <translation>ZIP 压缩包列有 {infos} 个文件；最多读取 {MAX_MEMBERS} 个。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>The ZIP archive would unpack to more than {MAX_ARCHIVE_BYTES} GiB and is not opened.</source>
        <translation>ZIP 压缩包解压后将超过 {MAX_ARCHIVE_BYTES} GiB，未打开。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>A member of the ZIP archive has no name and is not read.</source>
        <translation>ZIP 压缩包中有一个没有名称的文件，未读取。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It is encrypted in the ZIP archive. Unpack the archive with its password first.</source>
        <translation>它在 ZIP 压缩包中已加密。请先用密码解压。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It would unpack to more than {MAX_MEMBER_BYTES} GiB and is not opened.</source>
        <translation>解压后将超过 {MAX_MEMBER_BYTES} GiB，未打开。</translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It would unpack to {ratio} times its size, which no CT does, and is not opened.</source>
        <translation>解压后为原大小的 {ratio} 倍，CT 不会如此，未打开。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>Fine-tuning is due</source>
        <translation>应当微调</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>No drift</source>
        <translation>无漂移</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>Too little to tell</source>
        <translation>内容太少，无法判断</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>A shift does not say that the model is wrong, only that it was not tested on this: label at least {NODULES} nodules of {PATIENTS} patients from these months, then Models &gt; Fine-tune tells whether a fine-tuned model is better.</source>
        <translation>偏移并不说明模型有误，只说明未在此类数据上测试过：请从这些月份中标注至少 {PATIENTS} 名患者的 {NODULES} 个结节，然后由“模型 &gt; 微调”判断微调后的模型是否更好。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>Nothing was read with this model yet.</source>
        <translation>尚未用该模型阅片。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>{of} series with {n_accepted} accepted nodules in {name}. Scores are compared from {MIN_SCORES} nodules on.</source>
        <translation>{name} 有 {of} 个序列、{n_accepted} 个已接受结节。评分自 {MIN_SCORES} 个结节起比较。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>In {name} {compared}, as far as their number can tell.</source>
        <translation>{name}：{compared}，就其数量所能判断而言。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>{n} with {key}</source>
        <translation>{key} 有 {n} 个</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>{count} of {of} series in {name} lie outside the training data: {reasons}.</source>
        <translation>{name}的 {of} 个序列中有 {count} 个超出训练数据范围：{reasons}。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>The scores of {n} accepted nodules in {name} lie elsewhere than those of the {n_reference} nodules that the model was tested on ({accepted}).</source>
        <translation>{name}中 {n} 个已接受结节的评分分布不同于测试该模型所用的 {n_reference} 个结节（{accepted}）。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>The scores of {n} suggestions in {name} lie elsewhere than in the first months ({suggested}).</source>
        <translation>{name}中 {n} 个建议的评分分布不同于最初几个月（{suggested}）。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>The model took no side on {accepted} of the accepted nodules in {name}; in its test it was at most {expected}.</source>
        <translation>模型对{name}中 {accepted} 的已接受结节未作判定；在测试中最多为 {expected}。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>The model took no side on {now} of the suggestions in {name}; in the first months it was {before}.</source>
        <translation>模型对{name}中 {now} 的建议未作判定；最初几个月为 {before}。</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>PSI {psi}, of which chance explains {noise}; KS {ks}, p {p}</source>
        <translation>PSI {psi}，其中偶然可解释 {noise}；KS {ks}，p {p}</translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>{or} ({low} to {high})</source>
        <translation>{or}（{low} 至 {high}）</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>mass</source>
        <translation>肿块</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>outside</source>
        <translation>范围外</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>slices thicker than in training</source>
        <translation>层厚大于训练数据的序列</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>pixels coarser than in training</source>
        <translation>像素大于训练数据的序列</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>scanners of a manufacturer not trained on</source>
        <translation>未训练过的厂商的扫描仪</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>reconstruction kernels not trained on</source>
        <translation>未训练过的重建核</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>{name} to {name2}</source>
        <translation>{name} 至 {name2}</translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>not recorded</source>
        <translation>未记录</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Mass, {size} mm: suspicious by size, no score.</source>
        <translation>肿块，{size} mm：因大小而可疑，无评分。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>{size_mm} mm is larger than any nodule the model was trained on (up to {high} mm), so there is no score.</source>
        <translation>{size_mm} mm 大于模型训练过的任何结节（最大 {high} mm），因此没有评分。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>{size_mm} mm is smaller than any nodule the model was trained on (from {low} mm), so there is no score.</source>
        <translation>{size_mm} mm 小于模型训练过的任何结节（最小 {low} mm），因此没有评分。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The nodule is not wholly in the scan, so there is no score.</source>
        <translation>结节未完全位于扫描范围内，因此没有评分。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>No score, because of the series: {reasons}</source>
        <translation>因序列原因没有评分：{reasons}</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Slices of {thickness} mm are thicker than those the model was trained on (up to {high} mm), so there is no score.</source>
        <translation>层厚 {thickness} mm 大于模型训练数据（最大 {high} mm），因此没有评分。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Pixels of {pixel} mm are coarser than those the model was trained on (up to {high} mm), so there is no score.</source>
        <translation>像素 {pixel} mm 大于模型训练数据（最大 {high} mm），因此没有评分。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Only {inside} of what the model looks at lies in the scan, so there is no score.</source>
        <translation>模型所看区域仅有 {inside} 位于扫描范围内，因此没有评分。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Slices of {thickness} mm</source>
        <translation>层厚 {thickness} mm</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Pixels of {pixel} mm</source>
        <translation>像素 {pixel} mm</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The files do not name the scanner's manufacturer.</source>
        <translation>文件未注明扫描仪厂商。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The model was not trained on scanners of {strip}.</source>
        <translation>模型未在 {strip} 的扫描仪上训练过。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The model was not trained on the kernel {kernel}.</source>
        <translation>模型未在重建核 {kernel} 上训练过。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The images were compressed with loss, which may change the score.</source>
        <translation>图像经有损压缩，可能改变评分。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>{inside} of what the model looks at lies outside the scan.</source>
        <translation>模型所看区域有 {inside} 位于扫描范围之外。</translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>{what} are finer than those the model was trained on (from {low} mm).</source>
        <translation>{what} 小于模型训练数据（最小 {low} mm）。</translation>
    </message>
    <message>
        <location filename="engine/explanation.py"/>
        <source>Only {share} of what speaks for malignant lies on the nodule or within {MARGIN_MM} mm of it: the score may rest on something else.</source>
        <translation>支持恶性的内容仅有 {share} 位于结节上或其 {MARGIN_MM} mm 以内：评分可能另有依据。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The outline was edited by the reader.</source>
        <translation>轮廓由阅片者编辑。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The outline has {n} separate parts; the diameters reach over all that lie on the largest slice.</source>
        <translation>轮廓有 {n} 个分离部分；径线覆盖最大层面上的全部部分。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>There is no nodule at this position: ({place}) mm lies outside the scan.</source>
        <translation>该位置没有结节：（{place}）mm 位于扫描范围之外。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>There is no nodule at this position: {error}.</source>
        <translation>该位置没有结节：{error}。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The outline is empty. Paint the lesion, or go back to the proposal.</source>
        <translation>轮廓为空。请绘制病灶，或恢复为建议的轮廓。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The outline lies outside the scan: it belongs to another series.</source>
        <translation>轮廓位于扫描范围之外：它属于另一序列。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The nodule cannot be measured: the slices of this series are unevenly spaced, so that lengths across slices mean nothing.</source>
        <translation>无法测量该结节：该序列层面间距不均匀，跨层面的长度没有意义。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The lesion touches the wall of the lung; where it ends there is an estimate.</source>
        <translation>病灶与肺壁相贴；该处边界为估计值。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The lesion could not be parted from a vessel, so that its size may be too large.</source>
        <translation>病灶未能与血管分开，其大小可能偏大。</translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The lesion reaches the border of the scan; only what is seen was measured.</source>
        <translation>病灶到达扫描边缘；只测量了可见部分。</translation>
    </message>
    <message>
        <location filename="engine/listing.py"/>
        <source>What came is not on the worklist yet; opening it lists it.</source>
        <translation>收到的内容尚未列入工作列表；打开即会列入。</translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>No lungs were found: the scan holds {volume_ml} ml of aerated lung (at least {MIN_LUNG_ML} ml are needed). No nodules were searched for.</source>
        <translation>未找到肺：扫描中含气肺组织为 {volume_ml} ml（至少需要 {MIN_LUNG_ML} ml）。未搜索结节。</translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>The lungs reach the edge of the image: a part of them is not in the scan and was not searched.</source>
        <translation>肺到达图像边缘：有一部分不在扫描范围内，未予搜索。</translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>The lungs go on beyond the first or last slice; {volume_ml} ml of lung were searched.</source>
        <translation>肺超出首层或末层；搜索了 {volume_ml} ml 肺组织。</translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>Only one aerated lung was found. Nothing was searched for on the other side.</source>
        <translation>只找到一侧含气肺。另一侧未作搜索。</translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>Much of the lungs holds no air (effusion, collapse or consolidation): nodules in there cannot be told from their surroundings.</source>
        <translation>肺的大部分不含气（积液、不张或实变）：其中的结节无法与周围区分。</translation>
    </message>
    <message>
        <location filename="engine/mask_box.py"/>
        <source>A mask cannot have the shape {size} at voxel {start}.</source>
        <translation>掩膜在体素 {start} 处不能有形状 {size}。</translation>
    </message>
    <message>
        <location filename="engine/mask_box.py"/>
        <location filename="engine/protocol_outline.py"/>
        <source>The packed mask is damaged.</source>
        <translation>压缩的掩膜已损坏。</translation>
    </message>
    <message>
        <location filename="engine/mask_box.py"/>
        <source>The packed mask has {sum} voxels, its shape {size} has {count}.</source>
        <translation>压缩的掩膜有 {sum} 个体素，其形状 {size} 有 {count} 个。</translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is installed.</source>
        <translation>已安装 {name}。</translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is active.</source>
        <translation>正在使用 {name}。</translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is active again.</source>
        <translation>重新使用 {name}。</translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is removed.</source>
        <translation>已删除 {name}。</translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name}: its files are as they were exported; it is {signed}. </source>
        <translation>{name}：其文件与导出时一致；{signed}。</translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is exported.</source>
        <translation>已导出 {name}。</translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>The model could not be {what}: {reason}. Nothing has changed.</source>
        <translation>未能对模型执行{what}：{reason}。没有任何改变。</translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>The model could not be written to {path}: {reason}.</source>
        <translation>模型无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="engine/models/candidates.py"/>
        <source>{unfit}: files that find candidates have names with {PREFIX} first.</source>
        <translation>{unfit}：查找候选的文件名应以 {PREFIX} 开头。</translation>
    </message>
    <message>
        <location filename="engine/models/candidates.py"/>
        <source>The model {id} {version} brings nothing to find candidates with.</source>
        <translation>模型 {id} {version} 不含查找候选的部分。</translation>
    </message>
    <message>
        <location filename="engine/models/checks.py"/>
        <source>{name} {version} gives the recorded answers on {device}.</source>
        <translation>{name} {version} 在 {device} 上给出记录的应答。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model {id} {version} has no file {name}.</source>
        <translation>模型 {id} {version} 没有文件 {name}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{folder} exists and is not a model package, so it was not replaced.</source>
        <translation>{folder} 已存在且不是模型包，因此未替换。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The manifest for {name}</source>
        <translation>{name} 的清单</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>There is no model package at {path}.</source>
        <translation>{path} 处没有模型包。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model {id} {version}</source>
        <translation>模型 {id} {version}</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its parity patches have shape {shape}, its manifest says {size}.</source>
        <translation>{who}：一致性图块形状为 {shape}，清单所述为 {size}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who} cannot be run on {name} ({kind}).</source>
        <translation>{who} 无法在 {name} 上运行（{kind}）。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: output {name} should have shape {shape}, got {shape2}.</source>
        <translation>{who}：输出 {name} 的形状应为 {shape}，实为 {shape2}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who} does not give the answers recorded when it was exported: {name} differs by {max} (allowed {tolerance}) on {name2} {version}, {device}. It was not used.</source>
        <translation>{who} 未给出导出时记录的应答：{name} 在 {name2} {version}、{device} 上相差 {max}（允许 {tolerance}）。未予使用。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its manifest names {named} attributes, its network gives {shape}.</source>
        <translation>{who}：清单列有 {named} 个属性，网络给出 {shape}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its output 'ratings' is no probability of each of {N_RATINGS} ratings.</source>
        <translation>{who}：输出 'ratings' 不是 {N_RATINGS} 个评分各自的概率。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{label} is not a model package: it has no {MANIFEST}.</source>
        <translation>{label} 不是模型包：没有 {MANIFEST}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model package {label} cannot be read: {strerror}.</source>
        <translation>无法读取模型包 {label}：{strerror}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The manifest of {label}</source>
        <translation>{label} 的清单</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model package {label} lacks its file {name}.</source>
        <translation>模型包 {label} 缺少文件 {name}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The file {name} of the model package {label} cannot be read: {strerror}.</source>
        <translation>无法读取模型包 {label} 的文件 {name}：{strerror}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The file {name} of the model package {label} is not the one that was exported (its SHA-256 differs from the manifest's). It was not used.</source>
        <translation>模型包 {label} 的文件 {name} 不是导出时的文件（其 SHA-256 与清单不符）。未予使用。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The signature of the model package {label} cannot be read: {strerror}.</source>
        <translation>无法读取模型包 {label} 的签名：{strerror}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model package {label} was not used: {error}.</source>
        <translation>未使用模型包 {label}：{error}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who} is larger than {MAX_MANIFEST_BYTES} MB.</source>
        <translation>{who} 超过 {MAX_MANIFEST_BYTES} MB。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who} breaks the schema at {where}: {first}{more}.</source>
        <translation>{who} 在 {where} 处不符合格式：{first}{more}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>A model package may not have a file named {name}.</source>
        <translation>模型包中不得有名为 {name} 的文件。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>A model package may not have files whose names differ only in case.</source>
        <translation>模型包中不得有仅大小写不同的文件名。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>A model package may have at most {MAX_FILES} files; this one has {names}.</source>
        <translation>模型包最多可有 {MAX_FILES} 个文件；此包有 {names} 个。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model package lacks {missing}.</source>
        <translation>模型包缺少 {missing}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} is not a model package: it has no {MANIFEST}.</source>
        <translation>{name} 不是模型包：没有 {MANIFEST}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} holds one name twice, so it was not opened.</source>
        <translation>{name} 中有重名，因此未打开。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} unpacks to more than {MAX_TOTAL_BYTES} GB, so it was not opened.</source>
        <translation>{name} 解压后超过 {MAX_TOTAL_BYTES} GB，因此未打开。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The manifest of {name}</source>
        <translation>{name} 的清单</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} holds {extra}, which its manifest does not name.</source>
        <translation>{name} 含有清单未列出的 {extra}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} is not a readable zip file: {error}.</source>
        <translation>{name} 不是可读取的 ZIP 文件：{error}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} could not be unpacked: {error}.</source>
        <translation>无法解压 {name}：{error}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its parity vectors cannot be read ({error}).</source>
        <translation>{who}：无法读取其一致性向量（{error}）。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its parity vectors lack {missing}.</source>
        <translation>{who}：其一致性向量缺少 {missing}。</translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its parity vectors must be floating point, one row a vector.</source>
        <translation>{who}：其一致性向量必须为浮点数，每行一个向量。</translation>
    </message>
    <message>
        <location filename="engine/models/reference.py"/>
        <source>The reference scores of the model {id} cannot be read: they need the columns label (0 or 1) and probability ({error}).</source>
        <translation>无法读取模型 {id} 的参照评分：需要 label（0 或 1）和 probability 两列（{error}）。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>There is no model {name}; `noduscope models list` shows those there are.</source>
        <translation>没有模型 {name}；`noduscope models list` 列出现有模型。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>More than one version of {name} is installed: name one of {versions}.</source>
        <translation>安装了多个版本的 {name}：请指定 {versions} 之一。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>Another model named {package} is installed, with other contents; remove it first, or export this one with a new version.</source>
        <translation>已安装另一个名为 {package}、内容不同的模型；请先删除它，或将此模型以新版本导出。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>There is no earlier model to go back to.</source>
        <translation>没有可以退回的早先模型。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>There is no model {name} to remove.</source>
        <translation>没有可删除的模型 {name}。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The model {name} came with the program and cannot be removed.</source>
        <translation>模型 {name} 随程序提供，不能删除。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The model {name} is active; activate another one first.</source>
        <translation>模型 {name} 正在使用；请先启用另一个。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The model {name} could not be removed: {strerror}. Is it in use?</source>
        <translation>无法删除模型 {name}：{strerror}。它是否正在使用？</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The model {package} was refused, since it was not found better than its parent {id} {version}. {sentence} Whoever wants it all the same must export it again with an override that names a reason and a reader.</source>
        <translation>模型 {package} 被拒绝，因为未发现它优于其上级 {id} {version}。{sentence} 如仍要使用，必须重新导出并写明推翻结论的理由和阅片者。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The choice of model could not be read; the one that came with the program is used.</source>
        <translation>无法读取模型选择；改用随程序提供的模型。</translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>In safe mode the model that came with the program is used; start without it to choose another.</source>
        <translation>安全模式下使用程序自带的模型；如要选择其他模型，请以普通方式启动。</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>other</source>
        <translation>other</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <location filename="engine/risk/mayo.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>signed by this site (key {fingerprint})</source>
        <translation>由本站签名（密钥 {fingerprint}）</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>signed by another key ({fingerprint})</source>
        <translation>由另一密钥签名（{fingerprint}）</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>not signed</source>
        <translation>未签名</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>{name} in the user's data folder holds no Ed25519 key, so nothing can be signed. Move it away to have a new one made; packages signed before will then count as signed by another key.</source>
        <translation>用户数据文件夹中的 {name} 不含 Ed25519 密钥，因此无法签名。移走它即可生成新密钥；此前签名的包将视为由另一密钥签名。</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>schema</source>
        <translation>schema</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>algorithm</source>
        <translation>algorithm</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>signature</source>
        <translation>signature</translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>wb</source>
        <translation>wb</translation>
    </message>
    <message>
        <location filename="engine/network/check.py"/>
        <source>Of {sent} files that were sent {received} arrived.</source>
        <translation>发送的 {sent} 个文件中有 {received} 个到达。</translation>
    </message>
    <message>
        <location filename="engine/network/check.py"/>
        <source>{received} files were sent to this computer and arrived.</source>
        <translation>发送到本机的 {received} 个文件已到达。</translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>There is not enough memory to read the object.</source>
        <translation>内存不足，无法读取该对象。</translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object's header makes no sense.</source>
        <translation>该对象的文件头没有意义。</translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object's identifiers are no UIDs.</source>
        <translation>该对象的标识不是 UID。</translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object is of a kind that is not taken here.</source>
        <translation>此处不接收该类对象。</translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object is not the one that was announced.</source>
        <translation>该对象与所声明的不符。</translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object claims {pixels} GiB of pixels.</source>
        <translation>该对象声称有 {pixels} GiB 像素。</translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object holds fewer pixels than it says.</source>
        <translation>该对象的像素少于所述。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{text} is no AE title: it has 1 to 16 letters, digits or signs, without a backslash.</source>
        <translation>{text} 不是 AE 标题：应为 1 至 16 个字母、数字或符号，不含反斜杠。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{text} is no IP address to listen at, such as 127.0.0.1 (this computer only).</source>
        <translation>{text} 不是可监听的 IP 地址，例如 127.0.0.1（仅限本机）。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{text} is no IP address and no network such as 192.168.4.0/24.</source>
        <translation>{text} 不是 IP 地址，也不是 192.168.4.0/24 这样的网络。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{text} is no name or address of a computer.</source>
        <translation>{text} 不是计算机的名称或地址。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>A node needs a name of 1 to 64 characters.</source>
        <translation>节点名称应为 1 至 64 个字符。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>There are two nodes called {twice}.</source>
        <translation>有两个名为 {twice} 的节点。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>A node is to be reached over TLS, but no certificate files are given.</source>
        <translation>某节点须通过 TLS 访问，但未提供证书文件。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>Known: {known}.</source>
        <translation>已知：{known}。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>Add it with `noduscope nodes add`.</source>
        <translation>请用 `noduscope nodes add` 添加。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>There is no node called {name}. {hint}</source>
        <translation>没有名为 {name} 的节点。{hint}</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{path} cannot be read ({strerror}). Nothing is opened.</source>
        <translation>无法读取 {path}（{strerror}）。未打开任何内容。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{path} cannot be used: {error} Mend it or delete it; nothing is opened.</source>
        <translation>{path} 不可用：{error} 请修正或删除它；未打开任何内容。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>The network settings could not be saved ({strerror}).</source>
        <translation>网络设置无法保存（{strerror}）。</translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>Value error, </source>
        <translation>Value error, </translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>There is no computer called {host}. Check the node's address.</source>
        <translation>没有名为 {host} 的计算机。请检查节点地址。</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{name} ({ae_title} at {host}, port {port})</source>
        <translation>{name}（{host} 上的 {ae_title}，端口 {port}）</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{who} refused: {text}.</source>
        <translation>{who} 拒绝：{text}。</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{name} answers, but does not offer {service} to this station.</source>
        <translation>{name} 有应答，但不向本站提供 {service}。</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{who} does not talk over TLS, or a certificate was not accepted.</source>
        <translation>{who} 不使用 TLS，或证书未被接受。</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{who} closed the connection. Check that this is a DICOM port, and whether it wants TLS.</source>
        <translation>{who} 关闭了连接。请检查这是否为 DICOM 端口，以及是否需要 TLS。</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{host} does not answer at port {port}. Check address, port and firewall.</source>
        <translation>{host} 的端口 {port} 没有应答。请检查地址、端口和防火墙。</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>Nothing listens at {host}, port {port}. Check that {name} runs, and its port.</source>
        <translation>{host} 的端口 {port} 上无人监听。请检查 {name} 是否运行及其端口。</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>The connection to {name} broke off, or it stopped answering. Try again.</source>
        <translation>与 {name} 的连接中断，或对方停止应答。请重试。</translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{name} answered with status 0x{Status}.</source>
        <translation>{name} 的应答状态为 0x{Status}。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>The receive folder {root} cannot be written ({strerror}).</source>
        <translation>接收文件夹 {root} 不可写（{strerror}）。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>The receive folder cannot be put in order ({strerror}).</source>
        <translation>无法整理接收文件夹（{strerror}）。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>Rejected: {why}.</source>
        <translation>已拒绝：{why}。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>An object was too large; the transfer was cut off.</source>
        <translation>某对象过大；传输已中断。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <location filename="engine/network/retrieve.py"/>
        <source>What came could not be put in place ({strerror}).</source>
        <translation>收到的内容无法放置到位（{strerror}）。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>A transfer was cut off after {n_new} images, now put aside. Send the series again.</source>
        <translation>传输在 {n_new} 幅图像后中断，这些图像已搁置。请重新发送该序列。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>PDU too long</source>
        <translation>PDU 过长</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>{address}, port {port}</source>
        <translation>{address}，端口 {port}</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>Port {port} at {address} is in use, by another program or by a Noduscope that already receives. End that one or choose another port.</source>
        <translation>{address} 的端口 {port} 已被另一程序或已在接收的 Noduscope 占用。请结束它或另选端口。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>This user may not listen at {place}. Choose a port above 1023.</source>
        <translation>该用户不得在 {place} 监听。请选择 1023 以上的端口。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>This computer has no address {address}. Choose one of its own, or 127.0.0.1.</source>
        <translation>本机没有地址 {address}。请选择本机地址，或 127.0.0.1。</translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>It is not possible to listen at {place} ({strerror}).</source>
        <translation>无法在 {place} 监听（{strerror}）。</translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>Say what to look for: a patient's ID or name, a date, a modality or an accession number.</source>
        <translation>请说明查找条件：患者 ID 或姓名、日期、设备类型或检查号。</translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>The first date is after the last one.</source>
        <translation>起始日期晚于结束日期。</translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>That is no StudyInstanceUID: it has digits and dots only.</source>
        <translation>这不是 StudyInstanceUID：应只含数字和点。</translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>{name} could not answer (status 0x{Status}).</source>
        <translation>{name} 无法应答（状态 0x{Status}）。</translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>ISO_IR 192</source>
        <translation>ISO_IR 192</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>Cancelled; nothing of it is kept.</source>
        <translation>已取消；未保留任何内容。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>A UID of what to fetch makes no sense: it has digits and dots only.</source>
        <translation>要获取的 UID 没有意义：应只含数字和点。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>The folder {root} cannot be written ({strerror}).</source>
        <translation>文件夹 {root} 不可写（{strerror}）。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{name} cannot be fetched from by C-GET. Add the node with C-MOVE instead.</source>
        <translation>无法用 C-GET 从 {name} 获取。请改用 C-MOVE 添加该节点。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{name} sent nothing: it does not have that series any more.</source>
        <translation>{name} 未发送任何内容：它已没有该序列。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{refused} Nothing of it is kept.</source>
        <translation>{refused} 未保留任何内容。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{name} could not send all of it (status 0x{Status}{came}). Nothing of it is kept; try again.</source>
        <translation>{name} 未能全部发送（状态 0x{Status}{came}）。未保留任何内容；请重试。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{name} fetches by C-MOVE, which needs receiving to be switched on here.</source>
        <translation>{name} 通过 C-MOVE 获取，需要在此开启接收。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>Receiving is under way here, so {name} can only send to the receive folder.</source>
        <translation>此处正在接收，因此 {name} 只能发送到接收文件夹。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>Nothing came from {name}. It must know this station's AE title, address and port.</source>
        <translation>未收到 {name} 的任何内容。它必须知道本站的 AE 标题、地址和端口。</translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>Nothing came from {name}. It must be among the allowed peers, and know this station's AE title, address and port.</source>
        <translation>未收到 {name} 的任何内容。它必须在允许的发送方之列，并知道本站的 AE 标题、地址和端口。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>It is no DICOM file.</source>
        <translation>不是 DICOM 文件。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>The connection broke off before it was sent.</source>
        <translation>发送之前连接已中断。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>There are no DICOM files to send.</source>
        <translation>没有可发送的 DICOM 文件。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>It cannot be read ({strerror}).</source>
        <translation>无法读取（{strerror}）。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>Its DICOM header makes no sense.</source>
        <translation>其 DICOM 文件头没有意义。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>A DICOMDIR describes files and is not sent.</source>
        <translation>DICOMDIR 用于描述文件，不予发送。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>{name} does not take objects of this kind.</source>
        <translation>{name} 不接收该类对象。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>It cannot be encoded for sending.</source>
        <translation>无法编码以供发送。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>The node does not take the way it is encoded.</source>
        <translation>节点不接收其编码方式。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>The node does not take the way it is encoded, and it cannot be decoded.</source>
        <translation>节点不接收其编码方式，且无法解码。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>{name} has no room for it (status 0x{code}). Send it again later.</source>
        <translation>{name} 没有空间（状态 0x{code}）。请稍后重新发送。</translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>{name} did not keep it (status 0x{code}).</source>
        <translation>{name} 未保存它（状态 0x{code}）。</translation>
    </message>
    <message>
        <location filename="engine/network/storing.py"/>
        <source>The disk is full: nothing more is taken until there is room.</source>
        <translation>磁盘已满：腾出空间之前不再接收。</translation>
    </message>
    <message>
        <location filename="engine/network/storing.py"/>
        <source>The object could not be written ({strerror}).</source>
        <translation>无法写入该对象（{strerror}）。</translation>
    </message>
    <message>
        <location filename="engine/network/storing.py"/>
        <source>The object is too large.</source>
        <translation>该对象过大。</translation>
    </message>
    <message>
        <location filename="engine/network/tls.py"/>
        <source>The certificate files for TLS cannot be used: certificate, key (without password) and authority must be PEM files that belong together.</source>
        <translation>TLS 证书文件不可用：证书、密钥（无密码）和颁发机构必须是相互匹配的 PEM 文件。</translation>
    </message>
    <message>
        <location filename="engine/novelty.py"/>
        <source>The file {FILE} of the model {id} {version}</source>
        <translation>模型 {id} {version} 的文件 {FILE}</translation>
    </message>
    <message>
        <location filename="engine/novelty.py"/>
        <source>{who} cannot be read: {error}.</source>
        <translation>无法读取{who}：{error}。</translation>
    </message>
    <message>
        <location filename="engine/novelty.py"/>
        <source>{who} is of another network: it knows embeddings of {size} numbers, the network gives {width}.</source>
        <translation>{who}属于另一网络：它使用 {size} 个数的嵌入，网络给出 {width} 个。</translation>
    </message>
    <message>
        <location filename="engine/novelty.py"/>
        <source>This looks unlike the nodules that the model was trained on ({distance} times as far away as they typically are; {UNLIKE_PERCENTILE} % of unseen nodules stay within {limit}), so there is no score.</source>
        <translation>它与模型训练过的结节不相似（距离为典型距离的 {distance} 倍；{UNLIKE_PERCENTILE} % 的未见结节在 {limit} 以内），因此没有评分。</translation>
    </message>
    <message>
        <location filename="engine/outline_mask.py"/>
        <source>A nodule without an outline has no mask.</source>
        <translation>没有轮廓的结节没有掩膜。</translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>The scans cannot be compared by position: their lungs do not look alike (correlation {correlation}). Are both of this patient, and both of the chest?</source>
        <translation>两次扫描无法按位置比较：肺部不相似（相关系数 {correlation}）。二者是否均为该患者的胸部？</translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>The earlier scan does not reach this place.</source>
        <translation>较早的扫描未包含此处。</translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>No nodule was measured in the earlier scan. {error}</source>
        <translation>在较早的扫描中未测得结节。{error}</translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>What lies nearest in the earlier scan is {away} mm off: no nodule was seen at this place.</source>
        <translation>较早扫描中最近的病灶相距 {away} mm：此处未见结节。</translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>What lies at this place in the earlier scan is {mean_mm} mm wide, less than half: the nodule may be new. Point it out there if it is the same.</source>
        <translation>较早扫描此处的病灶宽 {mean_mm} mm，不足一半：该结节可能为新发。如为同一结节，请在该处指出。</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>grown</source>
        <translation>增长</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>in a time that is not known</source>
        <translation>（间隔时间未知）</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>in {days} days</source>
        <translation>（间隔 {days} 天）</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>{mean_mm} mm to {mean_mm2} mm mean diameter ({change_mm} mm) {when}: {change}; {volume_text}.</source>
        <translation>平均直径 {mean_mm} mm 至 {mean_mm2} mm（{change_mm} mm）{when}：{change}；{volume_text}。</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>volume {share}, doubling time {doubling} days</source>
        <translation>体积 {share}，倍增时间 {doubling} 天</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>volume {share}</source>
        <translation>体积 {share}</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>volume {share}, within the error of measuring</source>
        <translation>体积 {share}，在测量误差之内</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>volume {share}, within the error of measuring: the volume does not confirm it, look at both outlines</source>
        <translation>体积 {share}，在测量误差之内：体积不支持该变化，请查看两次的轮廓</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>grown (more than 1.5 mm within 12 months)</source>
        <translation>增长（12 个月内超过 1.5 mm）</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>grown by more than 1.5 mm, over more than 12 months</source>
        <translation>增长超过 1.5 mm，历时超过 12 个月</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>not grown by more than 1.5 mm</source>
        <translation>增长未超过 1.5 mm</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>smaller by more than 1.5 mm</source>
        <translation>缩小超过 1.5 mm</translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>larger by more than 1.5 mm, but without both dates growth within 12 months cannot be told</source>
        <translation>增大超过 1.5 mm；缺少两次检查日期，无法判断是否在 12 个月内增长</translation>
    </message>
    <message>
        <location filename="engine/prior/register.py"/>
        <source>The scans cannot be compared by position: no lungs were found in the {which} one.</source>
        <translation>两次扫描无法按位置比较：在{which}扫描中未找到肺。</translation>
    </message>
    <message>
        <location filename="engine/reading.py"/>
        <source>Compared with the scan{when}{told}: {text}</source>
        <translation>与扫描比较{when}{told}：{text}</translation>
    </message>
    <message>
        <location filename="engine/reading.py"/>
        <source>{hu}{values} mm²</source>
        <translation>{hu}{values} mm²</translation>
    </message>
    <message>
        <location filename="engine/report.py"/>
        <source>Nodule {id} at x {x}, y {y}, z {z} mm (slice {largest_slice})</source>
        <translation>结节 {id}，位于 x {x}、y {y}、z {z} mm（第 {largest_slice} 层）</translation>
    </message>
    <message>
        <location filename="engine/report.py"/>
        <source>{replace} {value} of {high}</source>
        <translation>{replace} {value} / {high}</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>This installation cannot write {unknown}.</source>
        <translation>本安装无法写入 {unknown}。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>No format is chosen. Choose at least one.</source>
        <translation>未选择格式。请至少选择一种。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The chosen formats have nothing to say without a finding. Choose PDF, SR or JSON too.</source>
        <translation>没有发现时，所选格式没有内容可写。请同时选择 PDF、SR 或 JSON。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The files of this series have been moved, changed or removed since it was opened. Open it again; the draft is kept.</source>
        <translation>该序列的文件在打开后被移动、更改或删除。请重新打开；草稿已保留。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>Judged by the model {judged_by}.</source>
        <translation>由模型 {judged_by} 评估。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>Nodule {number} of the report lacks or garbles {error}.</source>
        <translation>报告中的结节 {number} 缺少内容或有误：{error}。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>Nodule {number} of the report has no outline: {error}</source>
        <translation>报告中的结节 {number} 没有轮廓：{error}</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The outline was made anew; its long axis is {long_axis_mm} mm.</source>
        <translation>轮廓已重新生成；其长径为 {long_axis_mm} mm。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The report was not written. {error}</source>
        <translation>报告未写入。{error}</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>There is no free name for a report in {parent}. Choose another folder.</source>
        <translation>{parent} 中没有可用的报告名称。请另选文件夹。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>There is no room left for the report in {folder}. Free some space, or choose another folder.</source>
        <translation>{folder} 没有空间写入报告。请腾出空间，或另选文件夹。</translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The folder {folder} cannot be written ({reason}). Choose another one for the report; the draft is kept.</source>
        <translation>文件夹 {folder} 不可写（{reason}）。请为报告另选文件夹；草稿已保留。</translation>
    </message>
    <message>
        <location filename="engine/reports/reading_json.py"/>
        <source>An export without a reading has none to write.</source>
        <translation>没有阅片内容的导出无法写入阅片结果。</translation>
    </message>
    <message>
        <location filename="engine/reports/slice_picture.py"/>
        <source>Slice {k} of {size}</source>
        <translation>第 {k} 层，共 {size} 层</translation>
    </message>
    <message>
        <location filename="engine/risk/brock.py"/>
        <source>Brock (PanCan) full model with spiculation, 2013</source>
        <translation>Brock（PanCan）完整模型，含毛刺，2013</translation>
    </message>
    <message>
        <location filename="engine/risk/brock.py"/>
        <source>Brock (PanCan) full model without spiculation, 2013</source>
        <translation>Brock（PanCan）完整模型，不含毛刺，2013</translation>
    </message>
    <message>
        <location filename="engine/risk/brock.py"/>
        <source>At {diameter_mm} mm this is a mass: the model is for nodules up to 30 mm.</source>
        <translation>{diameter_mm} mm 已属肿块：该模型适用于不超过 30 mm 的结节。</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>McWilliams et al., N Engl J Med 2013;369:910</source>
        <translation>McWilliams et al., N Engl J Med 2013;369:910</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>{words} unknown ({source})</source>
        <translation>{words}未知（{source}）</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>{words} unknown</source>
        <translation>{words}未知</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>{rule}: {answer}. Source: {source}. Inputs: {inputs}.</source>
        <translation>{rule}：{answer}。来源：{source}。输入：{inputs}。</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>Brock, spiculation</source>
        <translation>Brock，含毛刺</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>Brock, without</source>
        <translation>Brock，不含毛刺</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>Swensen et al., Arch Intern Med 1997;157:849</source>
        <translation>Swensen et al., Arch Intern Med 1997;157:849</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <location filename="engine/risk/lung_rads.py"/>
        <source>Lung-RADS v2022</source>
        <translation>Lung-RADS v2022</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>American College of Radiology</source>
        <translation>American College of Radiology</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>Fleischner 2017</source>
        <translation>Fleischner 2017</translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>MacMahon et al., Radiology 2017;284:228</source>
        <translation>MacMahon et al., Radiology 2017;284:228</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>study</source>
        <translation>检查</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>nodule</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>right upper</source>
        <translation>右上叶</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>right middle</source>
        <translation>右中叶</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>right lower</source>
        <translation>右下叶</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>left upper</source>
        <translation>左上叶</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>left lower</source>
        <translation>左下叶</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>{text}: {strip} is not a number.</source>
        <translation>{text}：{strip} 不是数字。</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>{text} cannot be {strip}.</source>
        <translation>{text}不能为 {strip}。</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>{text} must be a whole number, not {strip}.</source>
        <translation>{text}必须是整数，不能为 {strip}。</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Lung cancer in the family</source>
        <translation>肺癌家族史</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Smokes or has smoked</source>
        <translation>吸烟或曾吸烟</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Emphysema</source>
        <translation>肺气肿</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Has or had a cancer</source>
        <translation>患有或曾患癌症</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Immunosuppressed</source>
        <translation>免疫抑制</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>High risk (Fleischner)</source>
        <translation>高风险（Fleischner）</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>years</source>
        <translation>岁</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Cancer outside the chest</source>
        <translation>胸外恶性肿瘤</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Screening CT</source>
        <translation>筛查 CT</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Number of nodules</source>
        <translation>结节数</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Examination</source>
        <translation>检查情况</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Earlier Lung-RADS</source>
        <translation>既往 Lung-RADS</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Interval to it</source>
        <translation>距既往检查</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>months</source>
        <translation>个月</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Lobe</source>
        <translation>肺叶</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Long axis</source>
        <translation>长径</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Short axis</source>
        <translation>短径</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Solid part, mean</source>
        <translation>实性成分平均径</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Spiculated</source>
        <translation>有毛刺</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Kind of finding</source>
        <translation>发现类型</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Suspicious features</source>
        <translation>可疑征象</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Smooth, oval or angular</source>
        <translation>光滑、卵圆或有棱角</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Segmental or more proximal</source>
        <translation>段支气管或更近端</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Change of the cyst</source>
        <translation>囊腔变化</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>lobe</source>
        <translation>肺叶</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>measured</source>
        <translation>测量</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>counted</source>
        <translation>计数</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>file header</source>
        <translation>文件头</translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>long axis shorter than the short one</source>
        <translation>长径短于短径</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>Fleischner Society 2017</source>
        <translation>Fleischner 学会 2017</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 6-12 months, then consider CT at 18-24 months</source>
        <translation>6-12 个月后复查 CT，然后考虑 18-24 个月复查 CT</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 6-12 months, then at 18-24 months</source>
        <translation>6-12 个月后复查 CT，然后 18-24 个月复查</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months, then consider CT at 18-24 months</source>
        <translation>3-6 个月后复查 CT，然后考虑 18-24 个月复查 CT</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months, then at 18-24 months</source>
        <translation>3-6 个月后复查 CT，然后 18-24 个月复查</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 6-12 months, then every 2 years until 5 years</source>
        <translation>6-12 个月后复查 CT，然后每 2 年一次直至 5 年</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months; if the solid part stays below 6 mm, CT every year until 5 years</source>
        <translation>3-6 个月后复查 CT；如实性成分仍小于 6 mm，每年复查 CT 直至 5 年</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months; if stable, CT at 2 and 4 years</source>
        <translation>3-6 个月后复查 CT；如稳定，第 2 年和第 4 年复查 CT</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months, then by the most suspicious nodule</source>
        <translation>3-6 个月后复查 CT，然后按最可疑结节处理</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>{nodule_type}, single, {size}</source>
        <translation>{nodule_type}，单发，{size}</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>The guideline is not for screening: use Lung-RADS.</source>
        <translation>该指南不适用于筛查：请用 Lung-RADS。</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>The guideline is not for patients younger than 35 years.</source>
        <translation>该指南不适用于 35 岁以下患者。</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>The guideline is not for patients with a known cancer.</source>
        <translation>该指南不适用于已知患癌的患者。</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>The guideline is not for immunosuppressed patients.</source>
        <translation>该指南不适用于免疫抑制患者。</translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>At {mean_diameter_mm} mm this is a mass, not a nodule.</source>
        <translation>{mean_diameter_mm} mm 已属肿块，而非结节。</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads.py"/>
        <source>Lung-RADS has a clause for this ({clause}), but it has not been checked against ACR's document.</source>
        <translation>Lung-RADS 对此有条款（{clause}），但尚未与 ACR 文件核对。</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads.py"/>
        <source>The solid part ({solid} mm) cannot be larger than the nodule ({size} mm).</source>
        <translation>实性成分（{solid} mm）不能大于结节（{size} mm）。</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads.py"/>
        <source>The table has no cell for a non-solid nodule of 30 mm or more that grows fast.</source>
        <translation>表中没有适用于 30 mm 及以上快速增长的非实性结节的栏目。</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads.py"/>
        <source>The table has no cell for a nodule that is stable {months_since_previous} months after category {previous_category}.</source>
        <translation>表中没有适用于 {previous_category} 类后 {months_since_previous} 个月稳定的结节的栏目。</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>priors awaited</source>
        <translation>等待既往检查</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>not evaluable</source>
        <translation>无法评价</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>infectious or inflammatory finding</source>
        <translation>感染或炎症表现</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>no nodule</source>
        <translation>无结节</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>benign calcification or fat</source>
        <translation>良性钙化或脂肪</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>juxtapleural nodule</source>
        <translation>胸膜旁结节</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>airway nodule</source>
        <translation>气道结节</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>thick-walled or multilocular cyst</source>
        <translation>厚壁或多房囊肿</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>stable or smaller</source>
        <translation>稳定或缩小</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>growing</source>
        <translation>增长</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>slow growth over several examinations</source>
        <translation>多次检查中缓慢增长</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>not growing</source>
        <translation>无增长</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>cystic part growing</source>
        <translation>囊性部分增大</translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads_inputs.py"/>
        <source>wall, nodule or loculation growing</source>
        <translation>囊壁、结节或分房增大</translation>
    </message>
    <message>
        <location filename="engine/risk/mayo.py"/>
        <source>Mayo Clinic (Swensen) model, 1997</source>
        <translation>Mayo Clinic（Swensen）模型，1997</translation>
    </message>
    <message>
        <location filename="engine/risk/mayo.py"/>
        <source>within 5 years</source>
        <translation>5 年以内</translation>
    </message>
    <message>
        <location filename="engine/risk/mayo.py"/>
        <source>over 5 years ago</source>
        <translation>5 年以前</translation>
    </message>
    <message>
        <location filename="engine/risk/mayo.py"/>
        <source>The model excludes patients with a cancer outside the chest within 5 years.</source>
        <translation>该模型不包括 5 年内患胸外恶性肿瘤的患者。</translation>
    </message>
    <message>
        <location filename="engine/risk/mayo.py"/>
        <source>The model is for nodules of 4 to 30 mm, not of {diameter_mm} mm.</source>
        <translation>该模型适用于 4 至 30 mm 的结节，不适用于 {diameter_mm} mm。</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>solid</source>
        <translation>实性</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>part-solid</source>
        <translation>部分实性</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>non-solid</source>
        <translation>非实性</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>female</source>
        <translation>女</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>male</source>
        <translation>男</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>Not computed. {reasons}</source>
        <translation>未计算。{reasons}</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>mean diameter</source>
        <translation>平均直径</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>diameter</source>
        <translation>直径</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>mean diameter of the solid part</source>
        <translation>实性成分平均直径</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>type of the nodule (solid, part-solid, non-solid)</source>
        <translation>结节类型（实性、部分实性、非实性）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>number of nodules</source>
        <translation>结节数</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>family history of lung cancer</source>
        <translation>肺癌家族史</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>lobe (upper or not)</source>
        <translation>肺叶（是否上叶）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>smoking history (ever or never)</source>
        <translation>吸烟史（曾经或从不）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>history of cancer outside the chest</source>
        <translation>胸外恶性肿瘤史</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>state of the examination</source>
        <translation>检查情况</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>kind of finding</source>
        <translation>发现类型</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>change since the earlier examination</source>
        <translation>与既往检查相比的变化</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>category of the earlier examination</source>
        <translation>既往检查的分类</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>interval to the earlier examination</source>
        <translation>距既往检查的时间</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>shape (smooth and oval, lentiform or triangular, or not)</source>
        <translation>形状（是否光滑且呈卵圆、透镜或三角形）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>level of the airway (segmental or more proximal, or not)</source>
        <translation>气道水平（是否段支气管或更近端）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>change of the cyst</source>
        <translation>囊腔变化</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>presence of suspicious features (spiculation, enlarged nodes ...)</source>
        <translation>是否有可疑征象（毛刺、淋巴结肿大等）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>setting (screening or incidental)</source>
        <translation>情境（筛查或偶然发现）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>history of cancer</source>
        <translation>恶性肿瘤史</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>immune state</source>
        <translation>免疫状态</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>number of nodules (one or several)</source>
        <translation>结节数（单个或多个）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>risk of the patient (low or high)</source>
        <translation>患者风险（低或高）</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>The {name} is missing.</source>
        <translation>缺少{name}。</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>The {name} cannot be {value}.</source>
        <translation>{name}不能为 {value}。</translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>The {name} must be a whole number, not {value}.</source>
        <translation>{name}必须是整数，不能为 {value}。</translation>
    </message>
    <message>
        <location filename="engine/runtimes/choose.py"/>
        <source>There is no runtime {name}; there are {openers}.</source>
        <translation>没有运行时 {name}；现有 {openers}。</translation>
    </message>
    <message>
        <location filename="engine/runtimes/choose.py"/>
        <source>{reasons} Using {name} instead.</source>
        <translation>{reasons} 改用 {name}。</translation>
    </message>
    <message>
        <location filename="engine/runtimes/onnxruntime_runtime.py"/>
        <source>ONNX Runtime</source>
        <translation>ONNX Runtime</translation>
    </message>
    <message>
        <location filename="engine/runtimes/onnxruntime_runtime.py"/>
        <source>ONNX Runtime cannot be loaded on this machine ({error}).</source>
        <translation>本机无法载入 ONNX Runtime（{error}）。</translation>
    </message>
    <message>
        <location filename="engine/runtimes/onnxruntime_runtime.py"/>
        <source>ONNX Runtime cannot use this model ({error}).</source>
        <translation>ONNX Runtime 无法使用该模型（{error}）。</translation>
    </message>
    <message>
        <location filename="engine/runtimes/onnxruntime_runtime.py"/>
        <source>The network must take one input (it takes {inputs}) and lacks the outputs {or}.</source>
        <translation>网络必须接收一个输入（实为 {inputs}），且缺少输出 {or}。</translation>
    </message>
    <message>
        <location filename="engine/runtimes/openvino_runtime.py"/>
        <source>OpenVINO cannot be loaded on this machine ({error}).</source>
        <translation>本机无法载入 OpenVINO（{error}）。</translation>
    </message>
    <message>
        <location filename="engine/runtimes/openvino_runtime.py"/>
        <source>OpenVINO cannot use this model ({error}).</source>
        <translation>OpenVINO 无法使用该模型（{error}）。</translation>
    </message>
    <message>
        <location filename="engine/runtimes/openvino_runtime.py"/>
        <source>The network lacks the outputs {missing}.</source>
        <translation>网络缺少输出 {missing}。</translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>It is not analysable.</source>
        <translation>无法分析。</translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>{series} mm in slices of {series2} mm</source>
        <translation>{series} mm，层厚 {series2} mm</translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>It is the only axial series of its part of the body in its study ({series}).</source>
        <translation>它是该检查中其身体部位唯一的横断位序列（{series}）。</translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>Of {rivals} axial series of the same part of the body it is the best to analyse ({series}).</source>
        <translation>在同一身体部位的 {rivals} 个横断位序列中，它最适合分析（{series}）。</translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>Another series of the same study shows the same part of the body and is analysed instead ({best}; this one is {series}).</source>
        <translation>同一检查的另一序列显示身体的同一部位，改为分析该序列（{best}；此序列为 {series}）。</translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>The model failed to start ({name__}).</source>
        <translation>模型启动失败（{name__}）。</translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>A line was too long to be a request.</source>
        <translation>某行过长，不可能是请求。</translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>The request was not understood ({either}{first}).</source>
        <translation>未能理解请求（{first}）。</translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>A request with the id {id} is under way.</source>
        <translation>编号为 {id} 的请求正在处理。</translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>There was not enough memory for this. Close other series or programs and try again.</source>
        <translation>内存不足。请关闭其他序列或程序后重试。</translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>The engine failed at this ({name__}). The log says where.</source>
        <translation>引擎在此失败（{name__}）。日志中注明了位置。</translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>{name__} at {frames}</source>
        <translation>{frames} 处的 {name__}</translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>Noduscope {version__}</source>
        <translation>Noduscope {version__}</translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The engine has no {kind} request.</source>
        <translation>引擎没有 {kind} 请求。</translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The files of this series have been moved, changed or removed. Open it again.</source>
        <translation>该序列的文件已被移动、更改或删除。请重新打开。</translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The files of this series have changed since it was opened. Open it again.</source>
        <translation>该序列的文件在打开后已更改。请重新打开。</translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The series has no slice {slice}.</source>
        <translation>该序列没有第 {slice} 层。</translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The model has changed meanwhile. Please click again.</source>
        <translation>模型已更换。请重新单击。</translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>This block of shared memory was closed.</source>
        <translation>该共享内存块已关闭。</translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>The shared memory that the request names does not exist (any more).</source>
        <translation>请求所指的共享内存不存在（或已不存在）。</translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>The shared memory that the request names holds {size} bytes; an array of shape {shape} and type {dtype} needs {size2}.</source>
        <translation>请求所指的共享内存有 {size} 字节；形状 {shape}、类型 {dtype} 的数组需要 {size2} 字节。</translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>Shared memory cannot hold an array of shape {shape} and type {dtype}.</source>
        <translation>共享内存无法容纳形状 {shape}、类型 {dtype} 的数组。</translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>There is not enough shared memory for {size} MB. Close other series or programs; in a container, give it a larger /dev/shm.</source>
        <translation>共享内存不足 {size} MB。请关闭其他序列或程序；在容器中请增大 /dev/shm。</translation>
    </message>
    <message>
        <location filename="engine/stated_report.py"/>
        <source>Outline by {reader}, {made} UTC.</source>
        <translation>{reader} 的轮廓，{made} UTC。</translation>
    </message>
    <message>
        <location filename="engine/stated_report.py"/>
        <source>{text} according to the reader{by}: {value}{was}.</source>
        <translation>{text}（阅片者{by}）：{value}{was}。</translation>
    </message>
    <message>
        <location filename="engine/store/audit.py"/>
        <source>The hash that was noted is not in the log: rows were removed or the log was made anew.</source>
        <translation>日志中没有所记下的哈希：有记录被删除，或日志被重新生成。</translation>
    </message>
    <message>
        <location filename="engine/store/audit.py"/>
        <source>Row {number} of the audit log is missing.</source>
        <translation>审计日志缺少第 {number} 条记录。</translation>
    </message>
    <message>
        <location filename="engine/store/audit.py"/>
        <source>Row {number} of the audit log was changed after it was written.</source>
        <translation>审计日志的第 {number} 条记录在写入后被更改。</translation>
    </message>
    <message>
        <location filename="engine/store/audit.py"/>
        <source>Row {number} of the audit log does not follow the row before it: one was replaced.</source>
        <translation>审计日志的第 {number} 条记录与前一条不衔接：有记录被替换。</translation>
    </message>
    <message>
        <location filename="engine/store/audit.py"/>
        <source>The end of the audit log is missing: it had {given} rows and has {rows}.</source>
        <translation>审计日志的末尾缺失：曾有 {given} 条记录，现有 {rows} 条。</translation>
    </message>
    <message>
        <location filename="engine/store/backups.py"/>
        <source>The store {store} is open in another window or program. Close it there and try again; nothing was changed.</source>
        <translation>存储 {store} 正在另一窗口或程序中打开。请在那里关闭后重试；未作任何更改。</translation>
    </message>
    <message>
        <location filename="engine/store/backups.py"/>
        <source>The backup {path} could not be read whole. Nothing was changed.</source>
        <translation>备份 {path} 无法完整读取。未作任何更改。</translation>
    </message>
    <message>
        <location filename="engine/store/backups.py"/>
        <source>There is no backup {name} of the store {store}; `noduscope store check` lists them.</source>
        <translation>存储 {store} 没有备份 {name}；`noduscope store check` 可列出现有备份。</translation>
    </message>
    <message>
        <location filename="engine/store/backups.py"/>
        <source>The store {store} has no backup that could be read. Nothing was changed.</source>
        <translation>存储 {store} 没有可读取的备份。未作任何更改。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} is damaged. It was left as it is; restore a backup (noduscope store restore), or move it and the folder backups away to start with an empty one.</source>
        <translation>存储 {path} 已损坏。已保持原样；请恢复备份（noduscope store restore），或移走该文件和 backups 文件夹以新建存储。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} is not a store of Noduscope. It was left as it is; restore a backup (noduscope store restore), or move it and the folder backups away to start with an empty one.</source>
        <translation>存储 {path} 不是 Noduscope 的存储。已保持原样；请恢复备份（noduscope store restore），或移走该文件和 backups 文件夹以新建存储。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} is missing or empty, though there are backups of it. Restore one (noduscope store restore), or move the folder backups away to start with an empty store.</source>
        <translation>存储 {path} 缺失或为空，但存在其备份。请恢复备份（noduscope store restore），或移走 backups 文件夹以新建存储。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} is in use by another program and did not become free. Try again in a moment.</source>
        <translation>存储 {path} 正被另一程序占用，未能释放。请稍后重试。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} cannot be written: the file or its folder is read-only. Nothing was changed.</source>
        <translation>存储 {path} 无法写入：文件或其文件夹为只读。未作任何更改。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} cannot grow: the disk is full. Nothing was changed. Make room and try again.</source>
        <translation>存储 {path} 无法增大：磁盘已满。未作任何更改。请腾出空间后重试。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} could not be read or written: the disk reports an error or is full.</source>
        <translation>存储 {path} 无法读取或写入：磁盘报告错误或已满。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} cannot be opened: its folder is missing or may not be written.</source>
        <translation>存储 {path} 无法打开：其文件夹缺失或不可写入。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} cannot be used: {strerror}.</source>
        <translation>存储 {path} 不可用：{strerror}。</translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} could not do what was asked: {error}.</source>
        <translation>存储 {path} 无法完成请求：{error}。</translation>
    </message>
    <message>
        <location filename="engine/store/labels.py"/>
        <source>{or} made this label: another reader approves it.</source>
        <translation>{or}作出了该标注：应由另一阅片者认可。</translation>
    </message>
    <message>
        <location filename="engine/store/labels.py"/>
        <source>The same reader</source>
        <translation>同一阅片者</translation>
    </message>
    <message>
        <location filename="engine/store/labels.py"/>
        <source>This nodule has no label.</source>
        <translation>该结节没有标注。</translation>
    </message>
    <message>
        <location filename="engine/store/measurements.py"/>
        <source>There is no measurement {number} in the store {path}.</source>
        <translation>存储 {path} 中没有测量 {number}。</translation>
    </message>
    <message>
        <location filename="engine/store/opening.py"/>
        <source>The store {path} was written by a later version of Noduscope (its tables are of version {version}, this program knows {HEAD}). It was left as it is: use the later version, or move the file away to start with an empty one.</source>
        <translation>存储 {path} 由更新版本的 Noduscope 写入（其表版本为 {version}，本程序支持 {HEAD}）。已保持原样：请使用更新版本，或移走该文件以新建存储。</translation>
    </message>
    <message>
        <location filename="engine/store/outlines.py"/>
        <source>An outline that is kept has voxels, all of them in its volume.</source>
        <translation>保存的轮廓有体素，且全部在其容积内。</translation>
    </message>
    <message>
        <location filename="engine/store/statements.py"/>
        <source>{name} cannot be {value} here.</source>
        <translation>此处 {name} 不能为 {value}。</translation>
    </message>
    <message>
        <location filename="engine/trail.py"/>
        <source>This is not in the audit log.</source>
        <translation>此操作未记入审计日志。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{size} mm is a mass, for which no score is given</source>
        <translation>{size} mm 属肿块，不予评分</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>There are {benign} benign and {malignant} malignant nodules; at least {MIN_OF_CLASS_RECALIBRATE} of each are needed to learn or to calibrate anything.</source>
        <translation>有 {benign} 个良性和 {malignant} 个恶性结节；学习或校准至少各需 {MIN_OF_CLASS_RECALIBRATE} 个。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{malignant} decided nodules of {patients} patients ({benign} benign, {malignant2} malignant) are too few to train a network: that takes {MIN_NODULES} nodules, {MIN_PATIENTS} patients and {MIN_OF_CLASS_FINETUNE} nodules of each class. The probability alone is recalibrated.</source>
        <translation>{patients} 名患者的 {malignant} 个已判定结节（良性 {benign}，恶性 {malignant2}）不足以训练网络：需要 {MIN_NODULES} 个结节、{MIN_PATIENTS} 名患者以及每类 {MIN_OF_CLASS_FINETUNE} 个结节。仅重新校准概率。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>The model {id} {version} was trained on {seen} of these patients, so nothing could be proven on them. Start from the model that it was made from, or leave these patients out.</source>
        <translation>模型 {id} {version} 曾用其中 {seen} 名患者训练，因此无法以他们证明任何结论。请从其来源模型开始，或排除这些患者。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} pair(s) of nodules under different patient numbers show one picture. Such patients are kept in one part.</source>
        <translation>有 {document} 对患者编号不同的结节显示同一图像。这些患者保持在同一部分。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} nodule(s) are in the dataset twice.</source>
        <translation>有 {document} 个结节在数据集中出现两次。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} nodule(s) are unlike those that the model was trained on in size, slices, pixels or scanner.</source>
        <translation>有 {document} 个结节在大小、层厚、像素或扫描仪方面不同于模型的训练数据。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{number} more {what}</source>
        <translation>再增加 {number} 个{what}</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>For a fine-tuning label {wanted}.</source>
        <translation>如需微调，请标注{wanted}。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>Few nodules are {rarer}: more of them would help more than any others.</source>
        <translation>{rarer}结节较少：增加此类结节最有帮助。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} nodule(s) labelled unsure are neither trained on nor counted; a follow-up or pathology would decide them.</source>
        <translation>有 {document} 个标注为不确定的结节既不用于训练也不计数；随访或病理可以作出判定。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} flagged nodule(s) stay out until a second reader approves them.</source>
        <translation>有 {document} 个存疑结节在第二阅片者认可之前不予使用。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>Take back one label of each nodule that is in the dataset twice.</source>
        <translation>请撤回数据集中每个重复结节的一个标注。</translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>Look whether these patients were filed under two numbers.</source>
        <translation>请查看这些患者是否以两个编号登记。</translation>
    </message>
    <message>
        <location filename="training/finetune/choices.py"/>
        <source>{name} fine-tuned</source>
        <translation>{name} 微调</translation>
    </message>
    <message>
        <location filename="training/finetune/contents.py"/>
        <source>{licence} Fine-tuned on a site's own nodules, which are in no part of it.</source>
        <translation>{licence} 用本站自有结节微调，其任何部分均不含这些结节。</translation>
    </message>
    <message>
        <location filename="training/finetune/control.py"/>
        <source>{folder} exists and is not a run of a fine-tuning. Choose a new one with --out.</source>
        <translation>{folder} 已存在且不是微调运行。请用 --out 另选新文件夹。</translation>
    </message>
    <message>
        <location filename="training/finetune/control.py"/>
        <source>A fine-tuning is running in {folder} already{who}. Wait for it, or stop it first.</source>
        <translation>{folder} 中已有微调在运行{who}。请等待，或先将其停止。</translation>
    </message>
    <message>
        <location filename="training/finetune/export.py"/>
        <source>{name} must end in {SUFFIX}.</source>
        <translation>{name} 必须以 {SUFFIX} 结尾。</translation>
    </message>
    <message>
        <location filename="training/finetune/export.py"/>
        <source>The model was not exported, since it was not found better. {sentence} Whoever wants it all the same gives a reason and a name (--override REASON --reader NAME); both go into the package.</source>
        <translation>未导出模型，因为未发现它更好。{sentence} 如仍要导出，请写明理由和姓名（--override REASON --reader NAME）；二者都会写入模型包。</translation>
    </message>
    <message>
        <location filename="training/finetune/export.py"/>
        <source>The model was not exported: {error}</source>
        <translation>未导出模型：{error}</translation>
    </message>
    <message>
        <location filename="training/finetune/figures.py"/>
        <source>The reference set has nodules of one class only, so it cannot tell what was forgotten.</source>
        <translation>参照集只有一个类别的结节，无法判断遗忘了什么。</translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>AUC {m} against {m2}, {m3} of {m4} calls changed, maps correlate by {m5}; one patch {m6} ms against {m7} ms</source>
        <translation>AUC {m} 对 {m2}，{m4} 个判定中 {m3} 个改变，热力图相关 {m5}；每个图块 {m6} ms 对 {m7} ms</translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>The graph in whole numbers (INT8) is included: {measured}.</source>
        <translation>包含整数（INT8）形式的网络：{measured}。</translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>A graph in whole numbers (INT8) is not included: {measured}. {reasons}</source>
        <translation>不包含整数（INT8）形式的网络：{measured}。{reasons}</translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>Its AUC is lower by {loss} (at most {MAX_AUC_LOSS}).</source>
        <translation>其 AUC 低 {loss}（最多允许 {MAX_AUC_LOSS}）。</translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>It changes {metrics} calls (at most {MAX_CALLS_CHANGED}).</source>
        <translation>它改变 {metrics} 个判定（最多允许 {MAX_CALLS_CHANGED}）。</translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>Its maps differ (correlation below {MIN_CAM_CORRELATION}).</source>
        <translation>其热力图不同（相关系数低于 {MIN_CAM_CORRELATION}）。</translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>Its probabilities on the parity patches differ by more than 0.05.</source>
        <translation>其在一致性图块上的概率相差超过 0.05。</translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>It is not faster on this machine.</source>
        <translation>在本机上并不更快。</translation>
    </message>
    <message>
        <location filename="training/finetune/limits.py"/>
        <source>The fine-tuning needs {used_mb} MB of memory, more than the {limit_mb} MB that it may take on this machine. What it finished is kept. Use less of the reference set (--replay), or a machine with more memory.</source>
        <translation>微调需要 {used_mb} MB 内存，超过在本机可用的 {limit_mb} MB。已完成的内容保留。请减少使用参照集（--replay），或使用内存更大的计算机。</translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The final model must have judged the untouched nodules, and only those.</source>
        <translation>最终模型必须且只能评估未触及的结节。</translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The run {name} has no verdict yet: its training is not finished. Run `noduscope train finetune` with the same --out again.</source>
        <translation>运行 {name} 尚无结论：训练未完成。请用相同的 --out 再次运行 `noduscope train finetune`。</translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The scores of the run {name} cannot be read: {error}.</source>
        <translation>无法读取运行 {name} 的评分：{error}。</translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The scores have {rows} rows, but {values} of {name}.</source>
        <translation>评分有 {rows} 行，但 {name} 有 {values} 个。</translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The scores hold a {name} that is not a number.</source>
        <translation>评分中有非数字的 {name}。</translation>
    </message>
    <message>
        <location filename="training/finetune/result.py"/>
        <source>The model {given_as} is not the one that the fine-tuning in {run} started from ({id} {version}). Install that one again.</source>
        <translation>模型 {given_as} 不是 {run} 中微调所用的起始模型（{id} {version}）。请重新安装该模型。</translation>
    </message>
    <message>
        <location filename="training/finetune/result.py"/>
        <source>The {what} is not the one that the fine-tuning in {run} was made with.</source>
        <translation>{what}不是 {run} 中微调所用的那一个。</translation>
    </message>
    <message>
        <location filename="training/finetune/run.py"/>
        <source>The run folder holds a fine-tuning with {what}. Choose a new folder with --out.</source>
        <translation>该运行文件夹中的微调使用 {what}。请用 --out 另选新文件夹。</translation>
    </message>
    <message>
        <location filename="training/finetune/run.py"/>
        <source>A file of the run could not be written or read ({strerror}).</source>
        <translation>运行的某个文件无法写入或读取（{strerror}）。</translation>
    </message>
    <message>
        <location filename="training/finetune/run.py"/>
        <source>The fine-tuning ended by a fault of the program ({name__}).</source>
        <translation>微调因程序故障结束（{name__}）。</translation>
    </message>
    <message>
        <location filename="training/finetune/split.py"/>
        <source>{n_folds} folds need at least as many patients; there are {patients}.</source>
        <translation>{n_folds} 折至少需要同样多的患者；现有 {patients} 名。</translation>
    </message>
    <message>
        <location filename="training/finetune/split.py"/>
        <source>{shared} {what}(s) are in more than one part of the division.</source>
        <translation>有 {shared} 个{what}出现在划分的多个部分中。</translation>
    </message>
    <message>
        <location filename="training/finetune/split.py"/>
        <source>{names} patients cannot be divided into {shares} parts.</source>
        <translation>{names} 名患者无法分为 {shares} 部分。</translation>
    </message>
    <message>
        <location filename="training/finetune/tune.py"/>
        <source>The training diverged (its loss is not a number). Lower the learning rates.</source>
        <translation>训练发散（损失不是数字）。请降低学习率。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict.py"/>
        <source>No verdict can be given: there are {scores} nodules with a label, {counts} of them malignant. At least {FEW} are needed, of both classes.</source>
        <translation>无法给出结论：有 {scores} 个带标注的结节，其中恶性 {counts} 个。至少需要 {FEW} 个且两类都有。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Brier score</source>
        <translation>Brier 分数</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{figure} gain {figure2}</source>
        <translation>{figure} 增益 {figure2}</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{local} local nodules of {local2} patients</source>
        <translation>{local2} 名患者的 {local} 个本地结节</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>On the reference set the AUC changes by {on_reference}.</source>
        <translation>在参照集上 AUC 变化 {on_reference}。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>What it does to nodules from elsewhere was not measured: no reference set is installed.</source>
        <translation>未测量对其他来源结节的影响：未安装参照集。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Better here: {gain} on {n}. {general}</source>
        <translation>在本站更好：{gain}，{n}。{general}</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Better calibrated here: {gain} on {n}. The order of the scores is as before.</source>
        <translation>在本站校准更好：{gain}，{n}。评分的排序与之前相同。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Better here ({gain} on {n}), but worse elsewhere: on the reference set the AUC changes by {on_reference}, and at most -{allowed} is allowed.</source>
        <translation>在本站更好（{gain}，{n}），但在别处更差：在参照集上 AUC 变化 {on_reference}，最多允许 -{allowed}。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Not better: {gain} on {n}.</source>
        <translation>没有更好：{gain}，{n}。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Not proven: {gain} on {n}{missing}</source>
        <translation>未能证明：{gain}，{n}{missing}</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>There are only {local} patients; with fewer than {FEW_PATIENTS} the intervals are narrower than they should be.</source>
        <translation>只有 {local} 名患者；少于 {FEW_PATIENTS} 名时区间会偏窄。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The diameter alone gives AUC {size} here, no less than the new model's {new}.</source>
        <translation>仅凭直径在本站的 AUC 为 {size}，不低于新模型的 {new}。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The new model's probabilities are worse calibrated than the old one's (ECE).</source>
        <translation>新模型的概率校准比旧模型差（ECE）。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>No reference set is installed, so the general performance was not measured.</source>
        <translation>未安装参照集，因此未测量总体性能。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The base model was trained on {reference} of the {reference2} reference nodules: the figures there say what was forgotten, not how good either model is.</source>
        <translation>基础模型曾用 {reference2} 个参照结节中的 {reference} 个训练：该处的指标只说明遗忘了什么，不说明任一模型有多好。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The loss on the reference set may be more than {max_loss}: its interval ends at {gain}.</source>
        <translation>在参照集上的损失可能超过 {max_loss}：其区间止于 {gain}。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{title}: {part} nodules of {part2} patients, {part3} malignant</source>
        <translation>{title}：{part2} 名患者的 {part} 个结节，恶性 {part3} 个</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{changed} nodules change side; the new model is right in {right} of them</source>
        <translation>{changed} 个结节改变判定；新模型在其中 {right} 个上正确</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>It cannot be exported without an override that names a reason and a reader.</source>
        <translation>没有写明理由和阅片者的推翻声明便不能导出。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{n} nodules, {untouched} malignant</source>
        <translation>{n} 个结节，恶性 {untouched} 个</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The untouched part ({counts}) is too small to confirm anything.</source>
        <translation>未触及部分（{counts}）太小，无法确认任何结论。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>On the {n} untouched nodules the final model does worse than the old one</source>
        <translation>在 {n} 个未触及结节上最终模型比旧模型差</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The untouched part has only {n} nodules: it confirms little.</source>
        <translation>未触及部分只有 {n} 个结节：确认作用有限。</translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{figure} ({figure2} to {figure3})</source>
        <translation>{figure}（{figure2} 至 {figure3}）</translation>
    </message>
    <message>
        <location filename="training/verdict_warnings.py"/>
        <source>{left_out} nodules were left out: the model has seen their patients.</source>
        <translation>排除了 {left_out} 个结节：模型见过其患者。</translation>
    </message>
    <message>
        <location filename="training/verdict_warnings.py"/>
        <source>The labels are radiologists' opinions on CT, not pathology or follow-up.</source>
        <translation>标注为放射科医师对 CT 的意见，而非病理或随访结果。</translation>
    </message>
    <message>
        <location filename="training/verdict_warnings.py"/>
        <source>An accuracy of {accuracy} is higher than readers agree among themselves. Check whether nodules of one patient are in training and test.</source>
        <translation>准确率 {accuracy} 高于阅片者之间的一致程度。请检查同一患者的结节是否同时出现在训练和测试中。</translation>
    </message>
    <message>
        <location filename="training/verdict_warnings.py"/>
        <source>Too few cases have a diameter, so size alone is not compared.</source>
        <translation>有直径的病例太少，因此不比较仅凭大小的结果。</translation>
    </message>
    <message>
        <location filename="training/verdict_warnings.py"/>
        <source>The model is not shown to rank better than the nodule's diameter alone.</source>
        <translation>未能证明模型的排序优于结节的直径本身。</translation>
    </message>
    <message>
        <location filename="training/verdict_warnings.py"/>
        <source>No certainty reaches an accuracy of {target} %.</source>
        <translation>没有任何确定度能达到 {target} % 的准确率。</translation>
    </message>
    <message>
        <location filename="training/verdict_warnings.py"/>
        <source>The certainty threshold aims at {target} % accuracy and was chosen on other patients; on the nodules judged it gives {accuracy} %.</source>
        <translation>确定度阈值以 {target} % 的准确率为目标，在其他患者上选定；在所判定的结节上为 {accuracy} %。</translation>
    </message>
    <message>
        <location filename="training/verdict_warnings.py"/>
        <source>The prediction sets hold the true class of {name} % of the {name2} nodules, where {nominal} % was meant.</source>
        <translation>预测集包含 {name2} 个结节中 {name} % 的真实类别，目标为 {nominal} %。</translation>
    </message>
    <message>
        <location filename="training/datasets/site.py"/>
        <source>There is no store at {store_file}: nothing has been labelled here yet.</source>
        <translation>{store_file} 处没有存储：此处尚未标注任何结节。</translation>
    </message>
    <message>
        <location filename="training/datasets/site.py"/>
        <source>Nothing that was labelled here can be learned from.</source>
        <translation>存储中没有可供学习的标注。</translation>
    </message>
    <message>
        <location filename="training/datasets/site.py"/>
        <source>Flagged labels are left out ({number} flagged).</source>
        <translation>存疑的标注被排除（{number} 个存疑）。</translation>
    </message>
    <message>
        <location filename="training/datasets/site.py"/>
        <source>Labels that nobody approved are left out ({number} not approved).</source>
        <translation>未经认可的标注被排除（{number} 个未认可）。</translation>
    </message>
    <message>
        <location filename="training/datasets/site.py"/>
        <source>Labels without a patient are left out ({number} without one).</source>
        <translation>无患者信息的标注被排除（{number} 个）。</translation>
    </message>
    <message>
        <location filename="training/datasets/site.py"/>
        <source>Labels of the synthetic chest are left out ({number} synthetic).</source>
        <translation>合成胸部的标注被排除（{number} 个）。</translation>
    </message>
    <message>
        <location filename="training/datasets/site.py"/>
        <source>Labels without voxels are left out ({number} without voxels).</source>
        <translation>没有体素的标注被排除（{number} 个无体素）。</translation>
    </message>
    <message>
        <location filename="training/datasets/site.py"/>
        <source>{path} does not hold this installation's secret for names of patients. Put it back from a backup; if it is lost, remove the file: patients then get new names.</source>
        <translation>{path} 不含本安装用于患者代号的密钥。请从备份恢复；如已丢失，请删除该文件：患者将得到新的代号。</translation>
    </message>
    <message>
        <source>The deflated dataset would unpack to more than {MAX_INFLATED_BYTES} GiB.</source>
        <translation type="vanished">压缩的数据集解压后将超过 {MAX_INFLATED_BYTES} GiB。</translation>
    </message>
    <message>
        <source>{mean_mm} mm to {mean_mm2} mm mean diameter</source>
        <translation type="vanished">平均直径 {mean_mm} mm 至 {mean_mm2} mm</translation>
    </message>
    <message>
        <source>{sizes} ({change_mm} mm) {when}: {change}; {volume}.</source>
        <translation type="vanished">{sizes}（{change_mm} mm）{when}：{change}；{volume}。</translation>
    </message>
    <message>
        <source>The store {path} {text}</source>
        <translation type="vanished">存储 {path} {text}</translation>
    </message>
    <message>
        <source>The store {path} {FOREIGN}</source>
        <translation type="vanished">存储 {path} {FOREIGN}</translation>
    </message>
    <message>
        <source>The store {path} {DAMAGED}</source>
        <translation type="vanished">存储 {path} {DAMAGED}</translation>
    </message>
    <message>
        <source>What lies at this place in the earlier scan is {mean_mm} mm wide, less than half: the nodule may be new. Click it there if it is the same.</source>
        <translation type="vanished">较早扫描此处的病灶宽 {mean_mm} mm，不足一半：该结节可能为新发。如为同一结节，请在该处单击。</translation>
    </message>
    <message>
        <source>benign</source>
        <translation type="vanished">良性</translation>
    </message>
    <message>
        <source>malignant</source>
        <translation type="vanished">恶性</translation>
    </message>
    <message>
        <source>indeterminate</source>
        <translation type="vanished">不确定</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation type="vanished">已接受</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation type="vanished">已拒绝</translation>
    </message>
</context>
</TS>
