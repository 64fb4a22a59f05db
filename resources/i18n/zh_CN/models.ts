<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>models</name>
    <message>
        <location filename="app/models/card.py"/>
        <source>This package has no model card.</source>
        <translation>该模型包没有模型卡。</translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>Figures</source>
        <translation>性能指标</translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>Where it comes from</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>What it may judge</source>
        <translation>适用范围</translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>Model card</source>
        <translation>模型卡</translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>this model</source>
        <translation>本模型</translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>active: {name}</source>
        <translation>使用中：{name}</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>A package (.noduscope) can be dropped here. Installing it activates nothing.</source>
        <translation>可将模型包（.noduscope）拖放到此处。安装不会启用任何模型。</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <location filename="app/models/words.py"/>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <location filename="app/models/words.py"/>
        <source>Made</source>
        <translation>制作</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Use this model</source>
        <translation>使用该模型</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Roll back</source>
        <translation>回退</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Verify</source>
        <translation>验证</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Export …</source>
        <translation>导出…</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Remove …</source>
        <translation>删除…</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Import …</source>
        <translation>导入…</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Use it now</source>
        <translation>立即使用</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <location filename="app/models/drift_dialog.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Roll back to {earlier}</source>
        <translation>回退到 {earlier}</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>No other model was active before.</source>
        <translation>之前没有使用过其他模型。</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Import a model package</source>
        <translation>导入模型包</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Export the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Remove the model</source>
        <translation>删除模型</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Remove {name}?</source>
        <translation>删除 {name}？</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Its files are deleted; reports and findings that name it stay as they are. Export it first to keep it.</source>
        <translation>其文件将被删除；提到它的报告和发现保持不变。如需保留，请先导出。</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Model packages (*{suffix})</source>
        <translation>模型包 (*{suffix})</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>It came with the program.</source>
        <translation>它随程序提供。</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>It is active: use another one first.</source>
        <translation>它正在使用：请先改用另一模型。</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>{name} was chosen outside this window, which still judges with {id}-{version}.</source>
        <translation>{name} 是在本窗口之外选择的；本窗口仍用 {id}-{version} 评估。</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>benign</source>
        <translation>良性</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>indeterminate</source>
        <translation>不确定</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>malignant</source>
        <translation>恶性</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>no score</source>
        <translation>无评分</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>share of suggestions, %</source>
        <translation>占建议的比例，%</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>Calls by month</source>
        <translation>各月判定</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>share of scored nodules, %</source>
        <translation>占已评分结节的比例，%</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>probability of malignancy</source>
        <translation>恶性概率</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <location filename="app/models/drift_dialog.py"/>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>suggested</source>
        <translation>建议</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>first months</source>
        <translation>最初几个月</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>reference nodules</source>
        <translation>参照结节</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Counting what was read …</source>
        <translation>正在统计阅片情况…</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Counted is what Analyze folder read with this model, and nodules labelled in the window. Suggestions are compared with the site's own first months (until there are 100 scores), since most of them are no nodules; what readers accepted or labelled is compared with the model's reference nodules, scored out of fold. PSI over tenths: large from 0.25, if chance does not explain it and the KS test agrees (p &lt; 0.01). The hint looks at the last three months together.</source>
        <translation>统计“分析文件夹”用该模型所阅的内容，以及在窗口中标注的结节。建议与本站最初几个月（至 100 个评分为止）比较，因为多数建议不是结节；阅片者接受或标注的结节与模型的参照结节（折外评分）比较。PSI 按十分位计算：达到 0.25 且不能用偶然解释、KS 检验也一致（p &lt; 0.01）时为大。提示综合最近三个月。</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Last months together</source>
        <translation>最近几个月合计</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Count again</source>
        <translation>重新统计</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>What the model said of the suggestions, by month</source>
        <translation>模型对建议的判定（按月）</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>{model}, {n} series</source>
        <translation>{model}，{n} 个序列</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>{others} series were read with other models only and are left out.</source>
        <translation>{others} 个序列仅用其他模型阅过，未计入。</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Scores, {month}</source>
        <translation>评分，{month}</translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>The months could not be counted</source>
        <translation>无法按月统计</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Outside</source>
        <translation>范围外</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Suggested</source>
        <translation>建议</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Median p</source>
        <translation>概率中位数</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>No side</source>
        <translation>未判定</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI, first</source>
        <translation>PSI（最初）</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Accepted</source>
        <translation>接受</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Median p </source>
        <translation>概率中位数 </translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI, ref.</source>
        <translation>PSI（参照）</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Slices mm</source>
        <translation>层厚 mm</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>New</source>
        <translation>新</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Of the first analysis or label with this model (UTC)</source>
        <translation>首次用该模型分析或标注的月份（UTC）</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Read with this model</source>
        <translation>用该模型所阅</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Different ones</source>
        <translation>不同患者数</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Series from outside the training data: too thick, too coarse, or of another manufacturer</source>
        <translation>超出训练数据范围的序列：层厚过大、像素过粗或其他厂商</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>By the program, and not rejected</source>
        <translation>由程序给出且未被拒绝</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Of the suggestions' scores</source>
        <translation>建议的评分</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Suggestions on which the model took no side: indeterminate or out of range, without masses</source>
        <translation>模型未作判定的建议：不确定或超出范围，肿块除外</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI of the suggestions' scores against the first months</source>
        <translation>建议的评分相对最初几个月的 PSI</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Nodules that readers accepted or labelled</source>
        <translation>阅片者接受或标注的结节</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Of the accepted nodules' scores</source>
        <translation>已接受结节的评分</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI of the accepted nodules' scores against the package's reference nodules</source>
        <translation>已接受结节的评分相对模型包参照结节的 PSI</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Thickness, smallest to largest</source>
        <translation>层厚，最小至最大</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Scanners and kernels that no earlier month had</source>
        <translation>此前各月未出现过的扫描仪和重建核</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Months</source>
        <translation>月份</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>{low:g} to {high:g}</source>
        <translation>{low:g} 至 {high:g}</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Too few scores to tell, or nothing to compare with yet</source>
        <translation>评分太少，无法判断，或尚无可比较的内容</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI {psi:.2f}, of which chance explains {noise:.2f}; KS {ks:.2f}, p {p:.3f}; {n} scores against {n_reference}</source>
        <translation>PSI {psi:.2f}，其中偶然可解释 {noise:.2f}；KS {ks:.2f}，p {p:.3f}；{n} 个评分对 {n_reference} 个</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Scanners: {makers}.   Kernels: {kernels}.
Slices {slices} mm, pixels {pixels} mm.</source>
        <translation>扫描仪：{makers}。   重建核：{kernels}。
层厚 {slices} mm，像素 {pixels} mm。</translation>
    </message>
    <message>
        <location filename="app/models/feature.py"/>
        <source>Assess again</source>
        <translation>重新评估</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>AUC of size alone</source>
        <translation>仅凭大小的 AUC</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Specificity</source>
        <translation>特异度</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Calibration error (ECE)</source>
        <translation>校准误差（ECE）</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Brier score</source>
        <translation>Brier 分数</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Checking the package …</source>
        <translation>正在检查模型包…</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Opening the model …</source>
        <translation>正在打开模型…</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Removing …</source>
        <translation>正在删除…</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Checking its answers on every runtime …</source>
        <translation>正在各运行时上检查其应答…</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Writing …</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{value:.3f} ({low:.3f} to {high:.3f})</source>
        <translation>{value:.3f}（{low:.3f} 至 {high:.3f}）</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>The package has no figures: how well it judges was not measured, or not told.</source>
        <translation>该模型包没有性能指标：其判断能力未经测量或未说明。</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Out of fold, 95 % interval by patient</source>
        <translation>折外，按患者的 95 % 区间</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{n} nodules of {n_patients} patients, out of fold; 95 % interval by patient</source>
        <translation>{n_patients} 名患者的 {n} 个结节，折外；按患者的 95 % 区间</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{text}.</source>
        <translation>{text}。</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source> The two columns are of different data; its verdict compares the two on the same nodules.</source>
        <translation> 两列来自不同数据；其结论在相同结节上比较二者。</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source> The two columns are of different data and cannot be compared: Fine-tune and `noduscope train compare` do it on the same nodules.</source>
        <translation> 两列来自不同数据，不能比较：“微调”和 `noduscope train compare` 在相同结节上进行比较。</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>It was let through although its verdict is “{verdict}”: {override}</source>
        <translation>尽管结论为“{verdict}”，仍予放行：{override}</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>with the program</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>chosen, but refused</source>
        <translation>已选择，但被拒绝</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>active</source>
        <translation>使用中</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{created}, {model}, {megabytes:.1f} MB</source>
        <translation>{created}，{model}，{megabytes:.1f} MB</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Parent</source>
        <translation>上级模型</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>none: it was not fine-tuned from another</source>
        <translation>无：并非由其他模型微调而来</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Site's data set (SHA-256)</source>
        <translation>本站数据集（SHA-256）</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{n_training_patients} patients</source>
        <translation>{n_training_patients} 名患者</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Data set (SHA-256)</source>
        <translation>数据集（SHA-256）</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Recipe (SHA-256)</source>
        <translation>配方（SHA-256）</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Package (SHA-256)</source>
        <translation>模型包（SHA-256）</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>not told</source>
        <translation>未说明</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Nodules</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{low:g} to {high:g} mm</source>
        <translation>{low:g} 至 {high:g} mm</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Slice thickness</source>
        <translation>层厚</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>up to {most} mm</source>
        <translation>不超过 {most} mm</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Pixel size</source>
        <translation>像素大小</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Scanners</source>
        <translation>扫描仪</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Kernels</source>
        <translation>重建核</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source> and </source>
        <translation>和</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>The nodule on screen keeps its score by {judges} until it is assessed again.</source>
        <translation>屏幕上的结节保留 {judges} 给出的评分，直至重新评估。</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>The {count} nodules of this series keep their score by {judges} until they are assessed again.</source>
        <translation>该序列的 {count} 个结节保留 {judges} 给出的评分，直至重新评估。</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation type="vanished">层面</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation type="vanished">像素</translation>
    </message>
</context>
</TS>
