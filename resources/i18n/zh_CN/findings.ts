<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>findings</name>
    <message>
        <location filename="app/findings/assessing.py"/>
        <source>There is no image at that point.</source>
        <translation>该处没有图像。</translation>
    </message>
    <message>
        <location filename="app/findings/assessing.py"/>
        <source>Reading this series was cancelled, so nothing can be measured in it. Open it again first.</source>
        <translation>该序列的读取已取消，无法在其中测量。请重新打开。</translation>
    </message>
    <message>
        <location filename="app/findings/assessing.py"/>
        <source>The engine answered something else than a finding.</source>
        <translation>引擎返回的不是结节评估结果。</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Long × short axis</source>
        <translation>长径 × 短径</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Volume</source>
        <translation>体积</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Mean</source>
        <translation>平均 HU</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Slice</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Lobe</source>
        <translation>肺叶</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Show the heat map all the same</source>
        <translation>仍然显示热力图</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Assess again</source>
        <translation>重新评估</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>{number} / {size}   {axis} {position:.1f} mm</source>
        <translation>{number} / {size}   {axis} {position:.1f} mm</translation>
    </message>
    <message>
        <location filename="app/findings/card.py"/>
        <source>{mean_hu:.0f} HU</source>
        <translation>{mean_hu:.0f} HU</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>ground glass</source>
        <translation>磨玻璃</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>mostly ground glass</source>
        <translation>以磨玻璃为主</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>part-solid</source>
        <translation>部分实性</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>mostly solid</source>
        <translation>以实性为主</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>solid</source>
        <translation>实性</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>poorly defined margin</source>
        <translation>边界不清</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>rather ill-defined margin</source>
        <translation>边界较模糊</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>moderately defined margin</source>
        <translation>边界尚清</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>rather sharp margin</source>
        <translation>边界较清晰</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>sharp margin</source>
        <translation>边界清晰</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>linear</source>
        <translation>条状</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>elongated</source>
        <translation>长条形</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>ovoid</source>
        <translation>卵圆形</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>nearly round</source>
        <translation>近圆形</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>round</source>
        <translation>圆形</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>not lobulated</source>
        <translation>无分叶</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>slightly lobulated</source>
        <translation>轻度分叶</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>moderately lobulated</source>
        <translation>中度分叶</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>lobulated</source>
        <translation>分叶</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>markedly lobulated</source>
        <translation>明显分叶</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>no spiculation</source>
        <translation>无毛刺</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>slight spiculation</source>
        <translation>少许毛刺</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>moderate spiculation</source>
        <translation>中度毛刺</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>spiculated</source>
        <translation>毛刺</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>markedly spiculated</source>
        <translation>明显毛刺</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>subtlety</source>
        <translation>显著度</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>texture</source>
        <translation>密度</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>margin</source>
        <translation>边缘</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>sphericity</source>
        <translation>球形度</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>lobulation</source>
        <translation>分叶征</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>spiculation</source>
        <translation>毛刺征</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>calcification absent</source>
        <translation>无钙化</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>hardly visible</source>
        <translation>几乎不可见</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>obvious</source>
        <translation>明显可见</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>poorly defined</source>
        <translation>不清</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>sharp</source>
        <translation>清晰</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>marked</source>
        <translation>显著</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>calcified</source>
        <translation>钙化</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>not calcified</source>
        <translation>无钙化</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>Estimated from the image as readers would rate it: not measured, and not the reason for the score.</source>
        <translation>按阅片者可能给出的评分由图像估计：并非测量所得，也不是评分的依据。</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>possibly calcified</source>
        <translation>可能钙化</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>Readers would probably agree (malignancy {mean:.1f} of 5).</source>
        <translation>阅片者可能意见一致（恶性程度 {mean:.1f} / 5）。</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>{i}: {share:.0f} % of readers</source>
        <translation>{i}：{share:.0f} % 的阅片者</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>Malignancy ratings expected of readers, from 1 (highly unlikely) to 5 (highly suspicious):
{shares}
Mean {mean:.1f}, standard deviation {deviation:.1f}.
Two readers would take different sides (1, 2 or 4, 5; a 3 counts half) {split:.0f} % of the time. Beyond {limit:.0f} %, as with one reader of four on the other side, they are said to differ.</source>
        <translation>预计阅片者给出的恶性评分，1（极不可能）至 5（高度可疑）：
{shares}
平均 {mean:.1f}，标准差 {deviation:.1f}。
两位阅片者意见相左（1、2 对 4、5；3 计一半）的概率为 {split:.0f} %。超过 {limit:.0f} %（相当于四人中一人意见相反）时视为有分歧。</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>It lies {distance:.2f} times as far from the training nodules as they typically do, farther than {percentile:.0f} % of nodules that a model had not seen.</source>
        <translation>它与训练结节的距离是训练结节间典型距离的 {distance:.2f} 倍，比模型未见过的结节中的 {percentile:.0f} % 更远。</translation>
    </message>
    <message>
        <location filename="app/findings/description.py"/>
        <source>{name} {value} ({low} to {high})</source>
        <translation>{name} {value}（{low} 至 {high}）</translation>
    </message>
    <message>
        <location filename="app/findings/entry.py"/>
        <source>The engine's answer lacks or garbles {error}.</source>
        <translation>引擎的应答缺少内容或有误：{error}。</translation>
    </message>
    <message>
        <location filename="app/findings/entry.py"/>
        <source>The report of this series lacks or garbles {error}.</source>
        <translation>该序列的报告缺少内容或有误：{error}。</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>{number} being measured</source>
        <translation>{number} 正在测量</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source> labelled {label}</source>
        <translation> 已标注{label}</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source> unread</source>
        <translation> 未读</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source> corrected</source>
        <translation> 已修正</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source> commented</source>
        <translation> 有备注</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>{corrected} mm*</source>
        <translation>{corrected} mm*</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>{sign} being measured …</source>
        <translation>{sign} 正在测量…</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>Click a nodule in the image, or press Return with the pointer on it.</source>
        <translation>单击图像中的结节，或将指针置于结节上按回车。</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>Label: {label}</source>
        <translation>标注：{label}</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>Comment: {comment}</source>
        <translation>备注：{comment}</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>  {n_unread} of {n} unread</source>
        <translation>  未读 {n_unread} / {n}</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>NODULES{count}</source>
        <translation>结节{count}</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>Show all suggestions</source>
        <translation>显示全部建议</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>Show all suggestions ({hidden} more)</source>
        <translation>显示全部建议（另有 {hidden} 个）</translation>
    </message>
    <message>
        <location filename="app/findings/nodule_list.py"/>
        <source>Show the first suggestions only</source>
        <translation>仅显示前几个建议</translation>
    </message>
    <message>
        <location filename="app/findings/order.py"/>
        <source>as suggested</source>
        <translation>按建议</translation>
    </message>
    <message>
        <location filename="app/findings/order.py"/>
        <source>by suspicion</source>
        <translation>按可疑程度</translation>
    </message>
    <message>
        <location filename="app/findings/order.py"/>
        <source>by size</source>
        <translation>按大小</translation>
    </message>
    <message>
        <location filename="app/findings/order.py"/>
        <source>by position</source>
        <translation>按位置</translation>
    </message>
    <message>
        <location filename="app/findings/review.py"/>
        <source>Put the pointer on a nodule in the image first.</source>
        <translation>请先将指针置于图像中的结节上。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>The model learned from what readers of chest CT rated, not from pathology. Not for sole diagnosis.</source>
        <translation>模型学习的是胸部 CT 阅片者的评分，而非病理结果。不可作为诊断的唯一依据。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>No model has judged this nodule; it is measured only.</source>
        <translation>没有模型评估该结节；仅作测量。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>{length_mm} mm</source>
        <translation>{length_mm} mm</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>{length_mm:.1f} × {length_mm2:.1f} mm</source>
        <translation>{length_mm:.1f} × {length_mm2:.1f} mm</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>{corrected:.1f} × {corrected2:.1f} mm
(measured {measured})</source>
        <translation>{corrected:.1f} × {corrected2:.1f} mm
（测量值 {measured}）</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>as proposed</source>
        <translation>程序建议</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>edited by {reader}
{made}</source>
        <translation>由 {reader} 编辑
{made}</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>was {size},
score {score}</source>
        <translation>原为 {size}，
评分 {score}</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>not stated</source>
        <translation>未填写</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>mass</source>
        <translation>肿块</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>no model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>out of range</source>
        <translation>超出范围</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>not judged</source>
        <translation>未评估</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Mass: no score</source>
        <translation>肿块：无评分</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Measured only: no model</source>
        <translation>仅测量：无模型</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Out of range: no score</source>
        <translation>超出范围：无评分</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Not judged</source>
        <translation>未评估</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Favours malignant</source>
        <translation>倾向恶性</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Favours benign</source>
        <translation>倾向良性</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Indeterminate</source>
        <translation>不确定</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Suspicious by its size. The model knows nodules and must not judge it.</source>
        <translation>因大小而可疑。模型只了解结节，不得对其评估。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>The model must not judge this nodule; the reason is below.</source>
        <translation>模型不得评估该结节；原因见下。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Probability of malignancy {probability}</source>
        <translation>恶性概率 {probability}</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>{text}.</source>
        <translation>{text}。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>the threshold {threshold:.2f}</source>
        <translation>阈值 {threshold:.2f}</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>{text}: too near {threshold} to take a side.</source>
        <translation>{text}：过于接近{threshold}，不作判定。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>{text}, at or above {threshold}.</source>
        <translation>{text}，达到或高于{threshold}。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>{text}, below {threshold}.</source>
        <translation>{text}，低于{threshold}。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>It scores higher than {benign:.0f} % of the benign and {malignant:.0f} % of the malignant reference nodules.</source>
        <translation>其评分高于 {benign:.0f} % 的良性和 {malignant:.0f} % 的恶性参照结节。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>It scores higher than {benign:.0f} % of the benign reference nodules.</source>
        <translation>其评分高于 {benign:.0f} % 的良性参照结节。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>It scores higher than {malignant:.0f} % of the malignant reference nodules.</source>
        <translation>其评分高于 {malignant:.0f} % 的恶性参照结节。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Size alone ({size}) would say {size_probability}.</source>
        <translation>仅凭大小（{size}）则为 {size_probability}。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Ratings expected of readers:</source>
        <translation>预计阅片者的评分：</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>As the model sees it: {text}.</source>
        <translation>模型所见：{text}。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>It was measured before a model was there; {name} has not judged it.</source>
        <translation>测量时尚无模型；{name} 未评估该结节。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>Judged by {judged_by}. {name} is active now and has not judged it.</source>
        <translation>由 {judged_by} 评估。当前使用的 {name} 未评估该结节。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>The heat map can only be drawn by the model that judged it.</source>
        <translation>只有评估该结节的模型才能绘制热力图。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>There is no heat map where there is no score.</source>
        <translation>没有评分便没有热力图。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>A benign call shows the outline: what speaks for benign is an absence, not a spot.</source>
        <translation>良性判定只显示轮廓：支持良性的是征象的缺乏，而非某个位置。</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source> · judged again by {judged_by}</source>
        <translation> · 由 {judged_by} 重新评估</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>suggested by Analyze folder with {suggested_by}{again}</source>
        <translation>由“分析文件夹”使用 {suggested_by} 给出建议{again}</translation>
    </message>
    <message>
        <location filename="app/findings/words.py"/>
        <source>answered in {answered_ms:.0f} ms</source>
        <translation>用时 {answered_ms:.0f} ms</translation>
    </message>
    <message>
        <source>{percentile_benign:.0f} % of the benign</source>
        <translation type="vanished">{percentile_benign:.0f} % 的良性</translation>
    </message>
    <message>
        <source>{percentile_malignant:.0f} % of the malignant</source>
        <translation type="vanished">{percentile_malignant:.0f} % 的恶性</translation>
    </message>
    <message>
        <source>It scores higher than {parts} reference nodules.</source>
        <translation type="vanished">其评分高于 {parts}参照结节。</translation>
    </message>
    <message>
        <source> and </source>
        <translation type="vanished">和 </translation>
    </message>
</context>
</TS>
