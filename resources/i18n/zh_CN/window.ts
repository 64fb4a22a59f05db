<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>window</name>
    <message>
        <location filename="app/appearance.py"/>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <location filename="app/appearance.py"/>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <location filename="app/appearance.py"/>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <location filename="app/appearance.py"/>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <location filename="app/appearance.py"/>
        <source>Theme: {name}</source>
        <translation>主题：{name}</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next slice, towards the feet</source>
        <translation>下一层，向足侧</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slices</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Previous slice, towards the head</source>
        <translation>上一层，向头侧</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>10 slices on</source>
        <translation>向后 10 层</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>10 slices back</source>
        <translation>向前 10 层</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>First slice</source>
        <translation>第一层</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Last slice</source>
        <translation>最后一层</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slab or slice</source>
        <translation>厚层或单层</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <location filename="app/key_sheet.py"/>
        <source>Slab and cine</source>
        <translation>厚层与电影播放</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next kind of slab: MIP, MinIP, mean</source>
        <translation>下一种厚层：MIP、MinIP、平均</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Thicker slab, up to 30 mm</source>
        <translation>增加厚层厚度，最大 30 mm</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Thinner slab, down to 5 mm</source>
        <translation>减小厚层厚度，最小 5 mm</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Cine; anything else stops it</source>
        <translation>电影播放；任何其他操作都会停止</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Faster cine</source>
        <translation>电影播放加快</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slower cine</source>
        <translation>电影播放减慢</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next series</source>
        <translation>下一序列</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Previous series</source>
        <translation>上一序列</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Lung window, 1500 / -600</source>
        <translation>肺窗，1500 / -600</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Window</source>
        <translation>窗宽窗位</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Mediastinum window, 350 / 40</source>
        <translation>纵隔窗，350 / 40</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Bone window, 2000 / 350</source>
        <translation>骨窗，2000 / 350</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Emphysema window, 500 / -850</source>
        <translation>肺气肿窗，500 / -850</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Window that the files name</source>
        <translation>文件中指定的窗</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Window fitted to this slice</source>
        <translation>按本层自动调窗</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Whole slice in the lung window</source>
        <translation>显示整层，肺窗</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Black and white exchanged</source>
        <translation>黑白反转</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Left and right exchanged</source>
        <translation>左右翻转</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Top and bottom exchanged</source>
        <translation>上下翻转</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Magnifying glass at the pointer; hold to peek</source>
        <translation>指针处的放大镜；按住临时显示</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Pixel for pixel (1:1)</source>
        <translation>原始像素（1:1）</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next nodule</source>
        <translation>下一结节</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Nodules</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Previous nodule</source>
        <translation>上一结节</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Assess the nodule at pointer, cursor or crosshair</source>
        <translation>评估指针、光标或十字线处的结节</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Accept the selected suggestion</source>
        <translation>接受所选建议</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Reject the selected suggestion; it stays rejected</source>
        <translation>拒绝所选建议；保持为已拒绝</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Correct type, lobe or axes of the selected nodule</source>
        <translation>修正所选结节的类型、肺叶或径线</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Write a comment on the finding, for the report</source>
        <translation>为该发现写入报告备注</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Risk models and follow-up: unfold or fold</source>
        <translation>风险模型与随访：展开或收起</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next suggestion that nobody has looked at</source>
        <translation>下一个无人看过的建议</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Mark it unread, or read</source>
        <translation>标为未读或已读</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next order: suggested, suspicion, size, position</source>
        <translation>下一种排序：建议、可疑程度、大小、位置</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Remove the selected measurement, else the nodule</source>
        <translation>删除所选测量，否则删除结节</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Label the selected nodule benign; again: take it back</source>
        <translation>将所选结节标注为良性；再按一次撤回</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Label it malignant; again: take it back</source>
        <translation>标注为恶性；再按一次撤回</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Label it unsure; again: take it back</source>
        <translation>标注为不确定；再按一次撤回</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Write a comment to its label</source>
        <translation>为标注写备注</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Approve another reader's label</source>
        <translation>认可另一位阅片者的标注</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Flag its label: it stays out of training</source>
        <translation>对标注存疑：不用于训练</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Label queue: what the model is least sure of first</source>
        <translation>标注队列：模型最不确定者在先</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next nodule of the label queue</source>
        <translation>标注队列中的下一结节</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Undo the last label, measurement or stroke</source>
        <translation>撤销上一个标注、测量或笔画</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Redo it</source>
        <translation>重做</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Heat map and outlines on or off; hold to peek</source>
        <translation>热力图与轮廓开或关；按住临时切换</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <location filename="app/key_sheet.py"/>
        <source>Heat map</source>
        <translation>热力图</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Fainter heat map</source>
        <translation>热力图变淡</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Stronger heat map</source>
        <translation>热力图加深</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Heat map as colours or as contours</source>
        <translation>热力图显示为颜色或等值线</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>This image alone; again: back</source>
        <translation>仅此图像；再按一次返回</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Planes</source>
        <translation>平面</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Three planes and a slab</source>
        <translation>三平面与厚层</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Prior beside the current scan; again: back</source>
        <translation>既往检查与当前扫描并排；再按一次返回</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Prior</source>
        <translation>既往检查</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Choose the prior</source>
        <translation>选择既往检查</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Unlink both scans; again: link as they are</source>
        <translation>解除两次扫描的联动；再按一次按现状联动</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Link as aligned by the lungs</source>
        <translation>按肺配准联动</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>The selected nodule lies here in the prior</source>
        <translation>所选结节在既往检查中位于此处</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>It is another nodule; again: the same</source>
        <translation>它是另一个结节；再按一次：同一结节</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next image</source>
        <translation>下一幅图像</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Image before</source>
        <translation>上一幅图像</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Crosshair a pixel to the left</source>
        <translation>十字线左移一个像素</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>to the right</source>
        <translation>右移</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>up</source>
        <translation>上移</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>down</source>
        <translation>下移</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn its lines clockwise, 1°</source>
        <translation>十字线顺时针旋转 1°</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn them back, 1°</source>
        <translation>逆时针旋转 1°</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn them clockwise, 15°</source>
        <translation>顺时针旋转 15°</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn them back, 15°</source>
        <translation>逆时针旋转 15°</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Straight planes again</source>
        <translation>恢复标准平面</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Length; again or Esc: lay it down</source>
        <translation>长度；再按一次或 Esc 放下工具</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Long and short axis; on a nodule: its own</source>
        <translation>长径与短径；在结节上则取其自身径线</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>HU inside an ellipse</source>
        <translation>椭圆内 HU</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>HU of a pixel</source>
        <translation>像素 HU</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Angle: leg, corner, leg</source>
        <translation>角度：边、顶点、边</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Note on the slice</source>
        <translation>层面上的文字</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Key image, or no longer</source>
        <translation>设为关键图像，或取消</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Worklist: the studies that this station knows</source>
        <translation>工作列表：本站已知的检查</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next unread study</source>
        <translation>下一个未读检查</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Cursor without a mouse; again or Esc: away</source>
        <translation>无鼠标光标；再按一次或 Esc 收起</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Cursor</source>
        <translation>光标</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Brush: mend the selected nodule's outline</source>
        <translation>画笔：修正所选结节的轮廓</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Brush paints, or erases</source>
        <translation>画笔绘制或擦除</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Brush is a disc in this plane, or a ball</source>
        <translation>画笔为本平面的圆盘或球</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Larger brush</source>
        <translation>画笔加大</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Smaller brush</source>
        <translation>画笔减小</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Back to the outline that was proposed</source>
        <translation>恢复为建议的轮廓</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Open a folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>DICOM tags of the slice, with search</source>
        <translation>该层面的 DICOM 标签，可搜索</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Go on where you were</source>
        <translation>从上次位置继续</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Analyze folder</source>
        <translation>分析文件夹</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Ask a node for studies and fetch them</source>
        <translation>向节点查询并获取检查</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Send files to a node</source>
        <translation>向节点发送文件</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Open what was received</source>
        <translation>打开已接收的内容</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Network settings: this station, who may send, nodes</source>
        <translation>网络设置：本站、允许的发送方、节点</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Report: draft, sign, export</source>
        <translation>报告：草稿、签名、导出</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Save a picture of the image, without names</source>
        <translation>保存图像截图，不含姓名</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Models: which there are, which is in use</source>
        <translation>模型：有哪些，正在使用哪个</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Import a model package</source>
        <translation>导入模型包</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Drift: does the model still fit what is read</source>
        <translation>漂移：模型是否仍适合所阅图像</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>How a study opens: layout, window, slab, nodules</source>
        <translation>检查的打开方式：布局、窗、厚层、结节</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Audit log: what was decided, signed, sent</source>
        <translation>审计日志：决定、签名、发送等记录</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next theme: dark, light, as the system</source>
        <translation>下一主题：深色、浅色、跟随系统</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Cancel what is running</source>
        <translation>取消正在进行的操作</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <location filename="app/key_sheet.py"/>
        <source>Keys and mouse</source>
        <translation>按键与鼠标</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Tool or brush in hand: cursor a pixel to the left</source>
        <translation>使用工具或画笔时：光标左移一个像素</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>10 pixels to the left</source>
        <translation>左移 10 个像素</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>10 to the right</source>
        <translation>右移 10 个像素</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>10 up</source>
        <translation>上移 10 个像素</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>10 down</source>
        <translation>下移 10 个像素</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next slice meanwhile</source>
        <translation>同时到下一层</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slice before</source>
        <translation>上一层</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Set a point; brush: paint, also while held</source>
        <translation>设点；画笔：绘制，按住亦可</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Set a point; brush: keep the outline</source>
        <translation>设点；画笔：保留轮廓</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Next handle of what was measured</source>
        <translation>所测内容的下一个控制点</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Handle before</source>
        <translation>上一个控制点</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Left click</source>
        <translation>单击左键</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Assess the nodule there; in three planes: crosshair there</source>
        <translation>评估该处结节；三平面时：十字线移至该处</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>This image alone, and back</source>
        <translation>仅此图像，再双击返回</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Shift+left drag</source>
        <translation>Shift+左键拖动</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Crosshair</source>
        <translation>十字线</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Drag of a line's end</source>
        <translation>拖动线端</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Turn the crosshair: oblique planes</source>
        <translation>旋转十字线：斜位平面</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Left drag</source>
        <translation>左键拖动</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Window: right is wider, up is brighter; with Ctrl finer</source>
        <translation>调窗：向右变宽，向上变亮；按住 Ctrl 更精细</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Middle drag</source>
        <translation>中键拖动</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Right drag</source>
        <translation>右键拖动</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Zoom about the point</source>
        <translation>以该点为中心缩放</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Right click</source>
        <translation>单击右键</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Slice</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+滚轮</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Zoom at the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Brush: left drag</source>
        <translation>画笔：左键拖动</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Paint; with Ctrl or the right button erase</source>
        <translation>绘制；按住 Ctrl 或用右键擦除</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Brush: Shift+wheel</source>
        <translation>画笔：Shift+滚轮</translation>
    </message>
    <message>
        <location filename="app/commands.py"/>
        <source>Size of the brush</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <location filename="app/demo.py"/>
        <source>The synthetic chest could not be made: {problem}</source>
        <translation>无法生成合成胸部：{problem}</translation>
    </message>
    <message>
        <location filename="app/demo.py"/>
        <source>drawing the synthetic chest …</source>
        <translation>正在绘制合成胸部…</translation>
    </message>
    <message>
        <location filename="app/demo.py"/>
        <source>The synthetic chest could not be made: this program could not start itself.</source>
        <translation>无法生成合成胸部：本程序无法启动自身。</translation>
    </message>
    <message>
        <location filename="app/demo.py"/>
        <source>it ended with code {code}.</source>
        <translation>以代码 {code} 结束。</translation>
    </message>
    <message>
        <location filename="app/dropping.py"/>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <location filename="app/dropping.py"/>
        <source>Analyze …</source>
        <translation>分析…</translation>
    </message>
    <message>
        <location filename="app/dropping.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>The engine stopped while it worked on this. It is being started again; please try once more.</source>
        <translation>引擎在处理时停止。正在重新启动；请再试一次。</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>The engine keeps stopping and is not started again by itself.</source>
        <translation>引擎反复停止，不再自动启动。</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>The engine was stopped.</source>
        <translation>引擎已停止。</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>The engine could not be started.</source>
        <translation>无法启动引擎。</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>The engine crashed.</source>
        <translation>引擎崩溃。</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>The engine ended by itself (exit code {code}).</source>
        <translation>引擎自行结束（退出代码 {code}）。</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>It is being started again.</source>
        <translation>正在重新启动。</translation>
    </message>
    <message>
        <location filename="app/engine_client.py"/>
        <source>The engine speaks version {protocol} of the protocol, the window version {PROTOCOL_VERSION}: this installation is mixed up; please install it again.</source>
        <translation>引擎使用协议版本 {protocol}，窗口使用版本 {PROTOCOL_VERSION}：安装版本混杂；请重新安装。</translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>Safe mode: your settings, keys, models, network and caches are left alone, and nothing set now is kept. Findings, labels and reports are kept as always.</source>
        <translation>安全模式：不使用您的设置、按键、模型、网络和缓存，也不保留现在所做的设置。发现、标注和报告照常保存。</translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>Noduscope – safe mode</source>
        <translation>Noduscope – 安全模式</translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>The window speaks English now.</source>
        <translation>窗口现在使用简体中文。</translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>Analyze folder is running. Change the language when it has ended, or stop it first.</source>
        <translation>正在分析文件夹。请在结束后再切换语言，或先将其停止。</translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>Fine-tune is checking or installing something. Change the language when it has ended.</source>
        <translation>微调正在检查或安装。请在结束后再切换语言。</translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>A transfer is under way. Change the language when it has ended.</source>
        <translation>正在传输。请在结束后再切换语言。</translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>A series is being read. Change the language when it is on screen.</source>
        <translation>正在读取序列。请在显示后再切换语言。</translation>
    </message>
    <message>
        <location filename="app/i18n_switch.py"/>
        <source>The engine is working on this window's request. Change the language when it has answered.</source>
        <translation>引擎正在处理本窗口的请求。请在其应答后再切换语言。</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>measured</source>
        <translation>测量</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>counted</source>
        <translation>计数</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>file header</source>
        <translation>文件头</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>withheld</source>
        <translation>未公开</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>undecided</source>
        <translation>未决定</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>malignant</source>
        <translation>恶性</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>benign</source>
        <translation>良性</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>indeterminate</source>
        <translation>不确定</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>out of range</source>
        <translation>超出范围</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <location filename="app/status_bar.py"/>
        <source>no model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>family history</source>
        <translation>家族史</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>emphysema</source>
        <translation>肺气肿</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>diameter</source>
        <translation>直径</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>nodule type</source>
        <translation>结节类型</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>upper lobe</source>
        <translation>上叶</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>nodule count</source>
        <translation>结节数</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>spiculation</source>
        <translation>毛刺征</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>ever smoker</source>
        <translation>吸烟史</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>extrathoracic cancer</source>
        <translation>胸外恶性肿瘤</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>exam</source>
        <translation>检查情况</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>finding</source>
        <translation>发现类型</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>mean diameter</source>
        <translation>平均直径</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>solid part</source>
        <translation>实性成分</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>status</source>
        <translation>变化</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>previous category</source>
        <translation>既往分类</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>months since previous</source>
        <translation>距既往检查</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>smooth benign shape</source>
        <translation>光滑良性形态</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>proximal airway</source>
        <translation>近端气道</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>cyst change</source>
        <translation>囊腔变化</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>suspicious features</source>
        <translation>可疑征象</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>screening</source>
        <translation>筛查</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>known cancer</source>
        <translation>已知癌症</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>immunosuppressed</source>
        <translation>免疫抑制</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>multiple</source>
        <translation>多发</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>high risk</source>
        <translation>高风险</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>load</source>
        <translation>读取</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>lungs</source>
        <translation>肺</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>candidates</source>
        <translation>候选</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>patch</source>
        <translation>图块</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>assess</source>
        <translation>评估</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>write</source>
        <translation>写入</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>files of the series</source>
        <translation>序列的文件</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>outlines</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>thick</source>
        <translation>层厚</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>apart</source>
        <translation>层间距</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>earlier</source>
        <translation>较早</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>present</source>
        <translation>当前</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>coronal</source>
        <translation>冠状位</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>sagittal</source>
        <translation>矢状位</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>oblique</source>
        <translation>斜位</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>calibrated</source>
        <translation>校准</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>recalibrated</source>
        <translation>重新校准</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>forgets</source>
        <translation>遗忘</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>not proven</source>
        <translation>未能证明</translation>
    </message>
    <message>
        <location filename="app/i18n_words.py"/>
        <source>not better</source>
        <translation>没有更好</translation>
    </message>
    <message>
        <location filename="app/key_sheet.py"/>
        <source>Mouse over the image</source>
        <translation>图像上的鼠标操作</translation>
    </message>
    <message>
        <location filename="app/key_sheet.py"/>
        <source>no key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <location filename="app/memory.py"/>
        <source>This series needs {GB:.1f} GB of memory and only {GB2:.1f} GB are free. Close other programs and open it again.</source>
        <translation>该序列需要 {GB:.1f} GB 内存，仅有 {GB2:.1f} GB 可用。请关闭其他程序后再打开。</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Go on by itself at the start</source>
        <translation>启动时自动继续</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>List what was opened without names</source>
        <translation>列出打开过的内容时不含姓名</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Forget these</source>
        <translation>清除这些记录</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Open &amp;files, ZIP or DICOMDIR …</source>
        <translation>打开文件、ZIP 或 DICOMDIR(&amp;F)…</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Open the &amp;synthetic chest</source>
        <translation>打开合成胸部(&amp;S)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Mea&amp;sure</source>
        <translation>测量(&amp;S)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Nodules</source>
        <translation>结节(&amp;N)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Labels</source>
        <translation>标注(&amp;L)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Prior</source>
        <translation>既往检查(&amp;P)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Net&amp;work</source>
        <translation>网络(&amp;W)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Models</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <location filename="app/menus.py"/>
        <source>Assess the nodule here</source>
        <translation>评估此处的结节</translation>
    </message>
    <message>
        <location filename="app/message_strip.py"/>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <location filename="app/program.py"/>
        <source>Training needs more than this installation has: install the `training` extra, `pip install 'noduscope[training]'`.</source>
        <translation>训练需要本安装未包含的内容：请安装 `training` 组件，`pip install 'noduscope[training]'`。</translation>
    </message>
    <message>
        <location filename="app/program.py"/>
        <source>Training is not in this build of the program. The full build has it.</source>
        <translation>此版本的程序不含训练功能。完整版含有该功能。</translation>
    </message>
    <message>
        <location filename="app/settings.py"/>
        <source>The window's settings could not be read and start afresh; the old file is kept as window.json.bad.</source>
        <translation>无法读取窗口设置，已重新开始；旧文件保存为 window.json.bad。</translation>
    </message>
    <message>
        <location filename="app/settings.py"/>
        <source>The window's settings could not be read; the defaults are used.</source>
        <translation>无法读取窗口设置；使用默认设置。</translation>
    </message>
    <message>
        <location filename="app/settings.py"/>
        <source>To change keys, write them under “keys” in {path}, and start Noduscope again.</source>
        <translation>如需更改按键，请写入 {path} 的 “keys” 项，然后重新启动 Noduscope。</translation>
    </message>
    <message>
        <location filename="app/shortcuts.py"/>
        <source>There is no command {command_id!r} to give a key to.</source>
        <translation>没有可设置按键的命令 {command_id!r}。</translation>
    </message>
    <message>
        <location filename="app/shortcuts.py"/>
        <source>The keys of {command_id!r} must be a text or a list of texts.</source>
        <translation>{command_id!r} 的按键必须是文本或文本列表。</translation>
    </message>
    <message>
        <location filename="app/shortcuts.py"/>
        <source>{key!r}, for {command_id!r}, is not a key.</source>
        <translation>{command_id!r} 的 {key!r} 不是按键。</translation>
    </message>
    <message>
        <location filename="app/shortcuts.py"/>
        <source>The key {key} would do two things: “{key2}” ({key3}) and “{command_id}” ({command_id2}).</source>
        <translation>按键 {key} 会同时执行两项操作：“{key2}”（{key3}）和“{command_id}”（{command_id2}）。</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>Not for sole diagnosis</source>
        <translation>不可作为诊断的唯一依据</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>engine starting …</source>
        <translation>引擎启动中…</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>engine ready</source>
        <translation>引擎就绪</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>engine restarting …</source>
        <translation>引擎重新启动中…</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>engine stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>no model yet</source>
        <translation>尚无模型</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>Cancel (Esc)</source>
        <translation>取消 (Esc)</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>model {id}-{version}</source>
        <translation>模型 {id}-{version}</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>SHA-256 {sha256}
{precision}</source>
        <translation>SHA-256 {sha256}
{precision}</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>model loading …</source>
        <translation>正在载入模型…</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>{total:.1f} GB</source>
        <translation>{total:.1f} GB</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>{total:.0f} MB</source>
        <translation>{total:.0f} MB</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>{engine_mb:.0f} MB</source>
        <translation>{engine_mb:.0f} MB</translation>
    </message>
    <message>
        <location filename="app/status_bar.py"/>
        <source>Window with the series on screen {window_mb:.0f} MB, engine {engine}</source>
        <translation>窗口及屏幕上的序列 {window_mb:.0f} MB，引擎 {engine}</translation>
    </message>
    <message>
        <location filename="app/store_care.py"/>
        <source>There is no backup of it. Nothing that you decide, label or measure is kept until the store can be used.</source>
        <translation>没有备份。在存储可用之前，您的决定、标注和测量都不会被保存。</translation>
    </message>
    <message>
        <location filename="app/store_care.py"/>
        <source>Today's backup of the store could not be made. {error}</source>
        <translation>无法生成存储的今日备份。{error}</translation>
    </message>
    <message>
        <location filename="app/store_care.py"/>
        <source>The store is the backup of {day} now. What was kept after that copy was made is not in it; the store that was there is {aside} in the same folder. Open the series again to see what was kept of it.</source>
        <translation>存储现为 {day} 的备份。该备份生成之后保存的内容不在其中；原存储现为同一文件夹中的 {aside}。请重新打开序列以查看已保存的内容。</translation>
    </message>
    <message>
        <location filename="app/store_care.py"/>
        <source>Restore the backup of {day}</source>
        <translation>恢复 {day} 的备份</translation>
    </message>
    <message>
        <location filename="app/time_left.py"/>
        <source>less than a minute</source>
        <translation>不到一分钟</translation>
    </message>
    <message>
        <location filename="app/time_left.py"/>
        <source>about {minutes} min</source>
        <translation>约 {minutes} 分钟</translation>
    </message>
    <message>
        <location filename="app/time_left.py"/>
        <source>about {minutes:.1f} h</source>
        <translation>约 {minutes:.1f} 小时</translation>
    </message>
    <message>
        <location filename="app/window.py"/>
        <source>Your own keys are not used. {error}</source>
        <translation>未采用您自定义的按键。{error}</translation>
    </message>
    <message>
        <location filename="app/window.py"/>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="app/window.py"/>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <location filename="app/window.py"/>
        <source>{error} Nodules are measured, not scored.</source>
        <translation>{error} 仅测量结节，不评分。</translation>
    </message>
    <message>
        <location filename="app/window.py"/>
        <source>Start the engine</source>
        <translation>启动引擎</translation>
    </message>
    <message>
        <source>This list</source>
        <translation type="vanished">本列表</translation>
    </message>
    <message>
        <source>Assess the nodule under the pointer</source>
        <translation type="vanished">评估指针处的结节</translation>
    </message>
    <message>
        <source>Undo the last label or measurement</source>
        <translation type="vanished">撤销上一次标注或测量</translation>
    </message>
    <message>
        <source>Open a folder of DICOM files</source>
        <translation type="vanished">打开 DICOM 文件夹</translation>
    </message>
    <message>
        <source>Open DICOM files, a ZIP or a DICOMDIR</source>
        <translation type="vanished">打开 DICOM 文件、ZIP 或 DICOMDIR</translation>
    </message>
    <message>
        <source>(no description)</source>
        <translation type="vanished">（无描述）</translation>
    </message>
</context>
</TS>
