<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>finetune</name>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Most passes over the nodules</source>
        <translation>遍历结节的最多轮数</translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Reference nodules for each local one</source>
        <translation>每个本地结节对应的参照结节数</translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Pull back to the old weights (L2-SP)</source>
        <translation>向旧权重回拉（L2-SP）</translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Blocks that stay as they are</source>
        <translation>保持不变的模块数</translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Folds of the cross-validation</source>
        <translation>交叉验证折数</translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>{words}: a number from {least} to {most} is needed.</source>
        <translation>{words}：请输入 {least} 至 {most} 之间的数字。</translation>
    </message>
    <message>
        <location filename="app/finetune/command.py"/>
        <source>This step could not be started. Is the installation complete?</source>
        <translation>无法启动此步骤。安装是否完整？</translation>
    </message>
    <message>
        <location filename="app/finetune/command.py"/>
        <source>This step ended unexpectedly; the computer may have run out of memory. Try it again.</source>
        <translation>此步骤意外结束；计算机可能内存不足。请重试。</translation>
    </message>
    <message>
        <location filename="app/finetune/command.py"/>
        <source>The answer of this step could not be read: this installation may be mixed up.</source>
        <translation>无法读取此步骤的应答：安装版本可能混杂。</translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>the one that runs</source>
        <translation>正在运行者</translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>Solid: on the nodules it learns from. Dashed: on those that stop it. Dot: the epoch that is kept.</source>
        <translation>实线：学习所用的结节。虚线：决定停止的结节。圆点：保留的轮次。</translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>Trainings shown</source>
        <translation>显示的训练</translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>AUC on the nodules that stop it</source>
        <translation>决定停止的结节上的 AUC</translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>Shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Every label that holds now is copied, without names, into a snapshot that no longer changes; unsure and flagged ones are counted and left out.</source>
        <translation>当前有效的每个标注都会不含姓名地复制到不再改变的快照中；不确定和存疑的标注会计数并排除。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>The labels have not been checked yet.</source>
        <translation>标注尚未检查。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>There is nothing to go on with yet; the reason is above.</source>
        <translation>目前无法继续；原因见上。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Enough to fine-tune the network.</source>
        <translation>足够微调网络。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Too few to fine-tune the network. Its probabilities can be fitted to your site (two numbers, slope and offset); which nodule it finds more suspicious than which stays as it is.</source>
        <translation>数量太少，无法微调网络。可使其概率适合本站（斜率和偏移两个数）；结节间的可疑程度排序不变。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Too few to learn anything from yet.</source>
        <translation>数量太少，尚无法学习。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>pathology</source>
        <translation>病理</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>follow-up</source>
        <translation>随访</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>opinion</source>
        <translation>意见</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>without voxels</source>
        <translation>无体素</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>without a patient</source>
        <translation>无患者</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>not approved</source>
        <translation>未认可</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>of the synthetic chest</source>
        <translation>来自合成胸部</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Nodules with a label</source>
        <translation>有标注的结节</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <location filename="app/finetune/split.py"/>
        <source>Malignant</source>
        <translation>恶性</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <location filename="app/finetune/split.py"/>
        <source>Benign</source>
        <translation>良性</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <location filename="app/finetune/split.py"/>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Left out</source>
        <translation>排除</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Labels rest on</source>
        <translation>标注依据</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Data check</source>
        <translation>数据检查</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Model to start from</source>
        <translation>起始模型</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Start from</source>
        <translation>起始模型</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>The labels are being checked.</source>
        <translation>正在检查标注。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>The reference set is being imported.</source>
        <translation>正在导入参照集。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Looking which models there are …</source>
        <translation>正在查看有哪些模型…</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>There is no model to start from. Install one first (menu Models).</source>
        <translation>没有可作为起点的模型。请先安装（“模型”菜单）。</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Looking what the model in use was made from …</source>
        <translation>正在查看所用模型的来源…</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source> (in use)</source>
        <translation>（使用中）</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source> (the one in use was made from it)</source>
        <translation>（使用中的模型由此得来）</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Copying the labelled nodules …</source>
        <translation>正在复制已标注的结节…</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Looking for doubles, patients under two ids and nodules that the model was not made for …</source>
        <translation>正在查找重复、一人两号的患者以及模型不适用的结节…</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <location filename="app/finetune/figures.py"/>
        <location filename="app/finetune/progress.py"/>
        <location filename="app/finetune/recipe.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="app/finetune/documents.py"/>
        <source>The answer of this step is not the one that this window knows: the installation may be mixed up.</source>
        <translation>此步骤的应答不是本窗口所认识的：安装版本可能混杂。</translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>A fine-tuning is running.</source>
        <translation>微调正在运行。</translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>&amp;Fine-tune …</source>
        <translation>微调(&amp;F)…</translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>Fit a model to this site's labelled nodules</source>
        <translation>使模型适合本站已标注的结节</translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>Fine-tuning has ended. {end}</source>
        <translation>微调已结束。{end}</translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Old model</source>
        <translation>旧模型</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>New model</source>
        <translation>新模型</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Gain (above 0 is better)</source>
        <translation>增益（大于 0 为更好）</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <location filename="app/finetune/progress.py"/>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>How well malignant and benign are told apart; 0.5 is chance, 1 is perfect.</source>
        <translation>区分恶性与良性的能力；0.5 为随机，1 为完美。</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Share of malignant nodules that are called so.</source>
        <translation>恶性结节中被判为恶性的比例。</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Specificity</source>
        <translation>特异度</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Share of benign nodules that are called so.</source>
        <translation>良性结节中被判为良性的比例。</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Calibration error</source>
        <translation>校准误差</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>How far a probability is from what really happens; 0 is perfect.</source>
        <translation>概率与实际发生情况的差距；0 为完美。</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Brier score</source>
        <translation>Brier 分数</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Mean squared error of the probability; 0 is perfect.</source>
        <translation>概率的均方误差；0 为完美。</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Log loss</source>
        <translation>对数损失</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Mean surprise at the truth; 0 is perfect.</source>
        <translation>对真实结果的平均意外程度；0 为完美。</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>All your nodules, each scored by models that never saw its patient</source>
        <translation>您的全部结节，均由未见过该患者的模型评分</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>The untouched part, scored by the model that would be installed</source>
        <translation>未触及部分，由将要安装的模型评分</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>The reference set</source>
        <translation>参照集</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>The reference set: none installed, so what is lost on other sites' nodules was not measured.</source>
        <translation>参照集：未安装，因此未测量在其他机构结节上的损失。</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Figures of both models</source>
        <translation>两个模型的指标</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>; too few of one class for figures</source>
        <translation>；某一类别太少，无法计算指标</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>{title}: {n} nodules, {patients} patients{few}</source>
        <translation>{title}：{patients} 名患者的 {n} 个结节{few}</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>DeLong (AUC)</source>
        <translation>DeLong（AUC）</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>McNemar (calls)</source>
        <translation>McNemar（判定）</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Paired tests: {tests}</source>
        <translation>配对检验：{tests}</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>AUC by diameter alone</source>
        <translation>仅凭直径的 AUC</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>What the diameter alone, without any network, would reach.</source>
        <translation>不用任何网络、仅凭直径所能达到的水平。</translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>{text}  ({low} to {high})</source>
        <translation>{text}（{low} 至 {high}）</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>No nodule changes side.</source>
        <translation>没有结节改变判定。</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>There is no picture of this one.</source>
        <translation>没有该结节的图片。</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Nodule</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>New</source>
        <translation>新</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Right</source>
        <translation>正确者</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Nodules that change side</source>
        <translation>改变判定的结节</translation>
    </message>
    <message numerus="yes">
        <location filename="app/finetune/flips.py"/>
        <source>{n} nodules change side: the new model is right in {new}, the old one in {old}</source>
        <extracomment>For one: 1 nodule changes side: the new model is right in {new}, the old one in {old}</extracomment>
        <translation><numerusform>{n} 个结节改变判定：新模型正确 {new} 个，旧模型正确 {old} 个</numerusform></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>malignant</source>
        <translation>恶性</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>benign</source>
        <translation>良性</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>old</source>
        <translation>旧</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>The package holds the network for every runtime, a card with the figures, the training data's hash and a signature of this site; no image and no name. When it is made, its answers are compared with those of the training: a package that answers differently is refused.</source>
        <translation>模型包含有适用于各运行时的网络、带指标的模型卡、训练数据的哈希值和本站签名；不含图像和姓名。制作时将其应答与训练时比较：应答不同的模型包会被拒绝。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>So it can be put to work only on somebody's word: the reason and the name are written into the package and stay there.</source>
        <translation>因此只有在有人负责的情况下才能投入使用：理由和姓名会写入模型包并一直保留。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Write the reason and your name to overrule the verdict.</source>
        <translation>如要推翻结论，请写明理由和您的姓名。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>The package has not been made yet.</source>
        <translation>尚未制作模型包。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Export and install</source>
        <translation>导出与安装</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Why it shall be used all the same</source>
        <translation>仍要使用的理由</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Make the package</source>
        <translation>制作模型包</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Save a copy …</source>
        <translation>保存副本…</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Looking which model is in use …</source>
        <translation>正在查看使用中的模型…</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Install, and use {name} from now on</source>
        <translation>安装并从现在起使用 {name}</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>In use now: {active}; it stays installed.</source>
        <translation>当前使用：{active}；它仍保持安装。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Go back to {active}</source>
        <translation>退回 {active}</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Making the package and comparing its answers …</source>
        <translation>正在制作模型包并比较其应答…</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Save a copy of the package</source>
        <translation>保存模型包副本</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>{name}.noduscope</source>
        <translation>{name}.noduscope</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Model packages (*.noduscope)</source>
        <translation>模型包 (*.noduscope)</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>The copy could not be written to {path} ({strerror}).</source>
        <translation>副本无法写入 {path}（{strerror}）。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>A copy is at {path}.</source>
        <translation>副本位于 {path}。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Checking and installing the package …</source>
        <translation>正在检查并安装模型包…</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Putting it to use …</source>
        <translation>正在启用…</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>{name} is in use from now on. {active} stays installed.</source>
        <translation>从现在起使用 {name}。{active} 仍保持安装。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Going back …</source>
        <translation>正在退回…</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>{active} is in use again. {installed} stays installed.</source>
        <translation>重新使用 {active}。{installed} 仍保持安装。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>an INT8 form, faster here and as accurate</source>
        <translation>INT8 形式，在此更快且同样准确</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>no INT8 form: it would not pay here</source>
        <translation>无 INT8 形式：在此不划算</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Signed by this site (key {signed_by}).</source>
        <translation>由本站签名（密钥 {signed_by}）。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Not signed.</source>
        <translation>未签名。</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>, {st_size:.1f} MB</source>
        <translation>，{st_size:.1f} MB</translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>{name} is ready{size}. Its answers are those of the training.
ONNX, OpenVINO, and {eight}.
{signed}
SHA-256 {sha256}</source>
        <translation>{name} 已就绪{size}。其应答与训练时一致。
ONNX、OpenVINO，以及{eight}。
{signed}
SHA-256 {sha256}</translation>
    </message>
    <message>
        <location filename="app/finetune/notes_list.py"/>
        <source>Nothing to mend was found.</source>
        <translation>未发现需要修正的内容。</translation>
    </message>
    <message>
        <location filename="app/finetune/notes_list.py"/>
        <source>What the data check noticed</source>
        <translation>数据检查的发现</translation>
    </message>
    <message>
        <location filename="app/finetune/notes_list.py"/>
        <source>   correlation {correlation:.2f}</source>
        <translation>   相关系数 {correlation:.2f}</translation>
    </message>
    <message>
        <location filename="app/finetune/notes_list.py"/>
        <source> and </source>
        <translation>和</translation>
    </message>
    <message>
        <location filename="app/finetune/page.py"/>
        <location filename="app/finetune/wizard.py"/>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>final model</source>
        <translation>最终模型</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>fold {part}</source>
        <translation>第 {part} 折</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>{what}, network {network}</source>
        <translation>{what}，网络 {network}</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Training {index} of {of} ({title}) on {n} nodules.</source>
        <translation>训练 {index} / {of}（{title}），{n} 个结节。</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Started.</source>
        <translation>已开始。</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Paused.</source>
        <translation>已暂停。</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Goes on.</source>
        <translation>继续进行。</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Stopped; everything up to the last epoch is kept.</source>
        <translation>已停止；截至最后一轮的内容均已保留。</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Done.</source>
        <translation>已完成。</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>{title}, epoch {epoch} of at most {epochs}: {figures}</source>
        <translation>{title}，第 {epoch} 轮，最多 {epochs} 轮：{figures}</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>epoch {best} is kept</source>
        <translation>保留第 {best} 轮</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>no epoch was better than the old weights, which are kept</source>
        <translation>没有一轮优于旧权重，保留旧权重</translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>{title} is done; {kept}.</source>
        <translation>{title}完成；{kept}。</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Gentle</source>
        <translation>温和</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Only the last layers move. The least that can go wrong; for few nodules, or a scanner much like those that the base model knows.</source>
        <translation>只调整最后几层。风险最小；适用于结节较少，或扫描仪与基础模型所熟悉者相近的情况。</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>The upper half of the network moves, slowly. For most sites.</source>
        <translation>缓慢调整网络的上半部分。适用于多数机构。</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Thorough</source>
        <translation>彻底</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Most of the network moves. For some hundred nodules, or images that differ much; takes longest, and forgets most where there is no reference set.</source>
        <translation>调整网络的大部分。适用于数百个结节或差异较大的图像；用时最长，没有参照集时遗忘最多。</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>With so few nodules the network itself stays as it is; slope and offset of its logit are fitted. There is nothing to choose, and it takes a moment.</source>
        <translation>结节太少，网络本身保持不变，仅拟合其 logit 的斜率和偏移。无需选择，片刻即可完成。</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Another split than before, with this seed.</source>
        <translation>使用该种子得到与之前不同的划分。</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Advanced ▸</source>
        <translation>高级 ▸</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>The split is being made anew with this seed.</source>
        <translation>正在用该种子重新划分。</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Estimating the time on this computer …</source>
        <translation>正在估计在本机所需时间…</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Advanced ▾</source>
        <translation>高级 ▾</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>the graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
    <message numerus="yes">
        <location filename="app/finetune/recipe.py"/>
        <source>{n} trainings</source>
        <extracomment>For one: 1 training</extracomment>
        <translation><numerusform>{n} 次训练</numerusform></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Fitted</source>
        <translation>拟合</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>{what} on {device}</source>
        <translation>在{device}上 {what}</translation>
    </message>
    <message numerus="yes">
        <location filename="app/finetune/recipe.py"/>
        <source>{n} threads</source>
        <extracomment>For one: 1 thread</extracomment>
        <translation><numerusform>{n} 个线程</numerusform></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>at most {memory_limit_mb:.1f} GB of memory</source>
        <translation>最多 {memory_limit_mb:.1f} GB 内存</translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>. Reading goes on meanwhile: it runs with low priority, and this window may be closed.</source>
        <translation>。期间可继续阅片：训练以低优先级运行，本窗口可以关闭。</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>None. What the new model would lose on other sites' nodules cannot be measured, and is held back only by staying near the old weights. Import LIDC-IDRI nodule crops once to have both.</source>
        <translation>无。新模型在其他机构结节上的损失无法测量，只能靠不偏离旧权重加以限制。导入一次 LIDC-IDRI 结节图块即可两者兼得。</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Imported. It is replayed in the training, and the verdict measures what is lost on it.</source>
        <translation>已导入。训练中会重放它，结论会测量在其上的损失。</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Importing; this takes a minute or two …</source>
        <translation>正在导入；需要一两分钟…</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Import …</source>
        <translation>导入…</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Reference set</source>
        <translation>参照集</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Folder of LIDC-IDRI nodule crops</source>
        <translation>LIDC-IDRI 结节图块文件夹</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>The reference set could not be put in its place ({strerror}).</source>
        <translation>参照集无法放置到位（{strerror}）。</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Remove the reference set</source>
        <translation>移除参照集</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Delete the imported reference set? It can be imported again.</source>
        <translation>删除已导入的参照集？可以重新导入。</translation>
    </message>
    <message>
        <location filename="app/finetune/run.py"/>
        <source>The training ended unexpectedly; the computer may have been switched off or out of memory.</source>
        <translation>训练意外结束；计算机可能已关机或内存不足。</translation>
    </message>
    <message>
        <location filename="app/finetune/run.py"/>
        <source>The training could not be started.</source>
        <translation>无法启动训练。</translation>
    </message>
    <message>
        <location filename="app/finetune/run.py"/>
        <source>The folder for the run cannot be written ({strerror}).</source>
        <translation>无法写入该次运行的文件夹（{strerror}）。</translation>
    </message>
    <message>
        <location filename="app/finetune/run.py"/>
        <source>The training cannot be reached: its folder cannot be written ({strerror}).</source>
        <translation>无法访问该训练：其文件夹不可写（{strerror}）。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>A patient's nodules resemble each other, so a patient is never on two sides. What is asked for is 70 : 15 : 15 of the malignant and of the benign nodules, as near as whole patients allow.</source>
        <translation>同一患者的结节彼此相似，因此一名患者绝不会分在两边。目标为恶性和良性结节各按 70 : 15 : 15，在患者不可拆分的前提下尽量接近。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>The verdict does not rest on the untouched part alone, which would be too small to decide anything: every nodule of your site is also scored by a model that never saw its patient (cross-validation).</source>
        <translation>结论不只依赖未触及部分（它太小，不足以判定）：本站的每个结节还由未见过该患者的模型评分（交叉验证）。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>The split has not been made yet.</source>
        <translation>尚未划分。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>To learn from</source>
        <translation>用于学习</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>To stop in time</source>
        <translation>用于适时停止</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Untouched</source>
        <translation>未触及</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>The weights are fitted to these nodules.</source>
        <translation>权重按这些结节拟合。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Training stops when these no longer improve.</source>
        <translation>这些结节不再改善时训练停止。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Nothing is fitted to these; they confirm the verdict at the end.</source>
        <translation>不按这些结节作任何拟合；它们最后用于确认结论。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Nodules</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Asked</source>
        <translation>目标</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Splitting by patient …</source>
        <translation>正在按患者划分…</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>The split is being made.</source>
        <translation>正在划分。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>{shared_patients} patients are in two parts: this split must not be used.</source>
        <translation>{shared_patients} 名患者出现在两个部分：不得使用此划分。</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>0 patients in two parts, checked by patient and by picture.</source>
        <translation>0 名患者出现在两个部分（已按患者和图像核对）。</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>This window may be closed, and Noduscope too: the training goes on by itself, and Models, Fine-tune finds it again.</source>
        <translation>可以关闭本窗口，也可以关闭 Noduscope：训练自行继续，可在“模型”的“微调”中找到。</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stopped. Resume goes on where it was; nothing that was learnt is lost.</source>
        <translation>已停止。“继续”从中断处接着进行；已学到的内容不会丢失。</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Resume goes on from the last epoch.</source>
        <translation>“继续”从最后一轮接着进行。</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Deletes what this training has learnt so far. Labels and models stay.</source>
        <translation>删除此次训练迄今所学的内容。标注和模型保留。</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Delete this run …</source>
        <translation>删除此次运行…</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Log of the training</source>
        <translation>训练日志</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>The verdict comes when the training is done.</source>
        <translation>训练完成后给出结论。</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>The training is not finished: resume it first.</source>
        <translation>训练未完成：请先继续训练。</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stop at once</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Delete this run</source>
        <translation>删除此次运行</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>{CLOSED_TEXT} Delete it?</source>
        <translation>{CLOSED_TEXT} 是否删除？</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Pausing …</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Going on …</source>
        <translation>正在继续…</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stopping; the last epoch is kept …</source>
        <translation>正在停止；保留最后一轮…</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source> at {title}, {index} of {of}</source>
        <translation>，位于{title}，{index} / {of}</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>No training yet.</source>
        <translation>尚无训练。</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Starting; loading takes some seconds …</source>
        <translation>正在启动；载入需要数秒…</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Paused{where}</source>
        <translation>已暂停{where}</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stopped{where}</source>
        <translation>已停止{where}</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Not finished{where}</source>
        <translation>未完成{where}</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Both models score every nodule …</source>
        <translation>两个模型正在为每个结节评分…</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Fitting the probabilities …</source>
        <translation>正在拟合概率…</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Preparing …</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>, epoch {epoch} of at most {epochs}</source>
        <translation>，第 {epoch} 轮，最多 {epochs} 轮</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>; {seconds_left} left</source>
        <translation>；剩余{seconds_left}</translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Training {title}, {index} of {of}{epoch}{left}</source>
        <translation>训练{title}，{index} / {of}{epoch}{left}</translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source>Comparing both models on every nodule …</source>
        <translation>正在每个结节上比较两个模型…</translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source>The models are being compared.</source>
        <translation>正在比较两个模型。</translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source>There is no verdict yet.</source>
        <translation>尚无结论。</translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source> About {more_nodules} more labelled nodules would decide it.</source>
        <translation> 约需再标注 {more_nodules} 个结节才能判定。</translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>A fine-tuning is running already; this is it. One at a time.</source>
        <translation>已有微调正在运行；这就是它。一次只能运行一个。</translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Nothing here changes the model in use, except the last page's button. Not for sole diagnosis.</source>
        <translation>除最后一页的按钮外，此处不会改变使用中的模型。不可作为诊断的唯一依据。</translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Fine-tune</source>
        <translation>微调</translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Begin a new fine-tuning with the labels as they are now.</source>
        <translation>用现在的标注开始新的微调。</translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
</context>
</TS>
