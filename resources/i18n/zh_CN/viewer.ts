<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>viewer</name>
    <message>
        <location filename="app/viewer/canvas.py"/>
        <source>flipped left-right</source>
        <translation>左右翻转</translation>
    </message>
    <message>
        <location filename="app/viewer/canvas.py"/>
        <source>flipped top-bottom</source>
        <translation>上下翻转</translation>
    </message>
    <message>
        <location filename="app/viewer/cine.py"/>
        <source>cine {speed} slices/s</source>
        <translation>电影播放 {speed} 层/秒</translation>
    </message>
    <message>
        <location filename="app/viewer/cursors.py"/>
        <source>Cursor: arrows move it, Space or Return clicks, Esc puts it away</source>
        <translation>光标：方向键移动，空格或回车单击，Esc 收起</translation>
    </message>
    <message>
        <location filename="app/viewer/display.py"/>
        <source>Heat map as contour</source>
        <translation>热力图显示为等值线</translation>
    </message>
    <message>
        <location filename="app/viewer/display.py"/>
        <source>Heat map as colour</source>
        <translation>热力图显示为颜色</translation>
    </message>
    <message>
        <location filename="app/viewer/display.py"/>
        <source>Heat map {opacity:.0%}</source>
        <translation>热力图 {opacity:.0%}</translation>
    </message>
    <message>
        <location filename="app/viewer/displayed.py"/>
        <source>The files name no window.</source>
        <translation>文件中未指定窗。</translation>
    </message>
    <message>
        <location filename="app/viewer/grid.py"/>
        <source>The crosshair is in the three planes (F3).</source>
        <translation>十字线用于三平面显示（F3）。</translation>
    </message>
    <message>
        <location filename="app/viewer/hud.py"/>
        <source>{length} mm</source>
        <translation>{length} mm</translation>
    </message>
    <message>
        <location filename="app/viewer/hud_text.py"/>
        <source>zoom {zoom:.1f}</source>
        <translation>缩放 {zoom:.1f}</translation>
    </message>
    <message>
        <location filename="app/viewer/hud_text.py"/>
        <source>{axis} {position:.1f} mm</source>
        <translation>{axis} {position:.1f} mm</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>Colour scale from {limit:+g}, speaks for benign, to {limit2:+g}, speaks for malignant, in logit units</source>
        <translation>色标从 {limit:+g}（支持良性）到 {limit2:+g}（支持恶性），单位为 logit</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>speaks for benign</source>
        <translation>支持良性</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>for malignant</source>
        <translation>支持恶性</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>Heat map and outlines</source>
        <translation>热力图与轮廓</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>On or off; the key toggles it, or peeks while held</source>
        <translation>开或关；按键切换，按住则临时切换</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>Opacity of the heat map</source>
        <translation>热力图不透明度</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>Smallest value shown</source>
        <translation>显示的最小值</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <location filename="app/viewer/legend.py"/>
        <source>Hide below</source>
        <translation>隐藏低于</translation>
    </message>
    <message>
        <location filename="app/viewer/looks.py"/>
        <source>Save a picture of the image</source>
        <translation>保存图像截图</translation>
    </message>
    <message>
        <location filename="app/viewer/looks.py"/>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <location filename="app/viewer/looks.py"/>
        <source>The picture is in {path}. It names nobody.</source>
        <translation>截图位于 {path}，不含任何姓名。</translation>
    </message>
    <message>
        <location filename="app/viewer/looks.py"/>
        <source>The picture could not be written to {path}. Choose another folder, and a name that ends in .png.</source>
        <translation>截图无法写入 {path}。请选择另一文件夹，文件名以 .png 结尾。</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_name.py"/>
        <source>Axial</source>
        <translation>横断位</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_name.py"/>
        <source>Coronal</source>
        <translation>冠状位</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_name.py"/>
        <source>Sagittal</source>
        <translation>矢状位</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_name.py"/>
        <source>{name}, turned</source>
        <translation>{name}，已旋转</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_view.py"/>
        <source>slice</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_view.py"/>
        <source>plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_view.py"/>
        <source>Loading slice {position} of {count}</source>
        <translation>正在读取第 {position} 层，共 {count} 层</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_view.py"/>
        <source>Loading the slab: {there} of {n} slices</source>
        <translation>正在读取厚层：{there} / {n} 层</translation>
    </message>
    <message>
        <location filename="app/viewer/plane_view.py"/>
        <source>Loading the plane: {there} of {n} slices</source>
        <translation>正在读取平面：{there} / {n} 层</translation>
    </message>
    <message>
        <location filename="app/viewer/slab_view.py"/>
        <source>MIP</source>
        <translation>MIP</translation>
    </message>
    <message>
        <location filename="app/viewer/slab_view.py"/>
        <source>MinIP</source>
        <translation>MinIP</translation>
    </message>
    <message>
        <location filename="app/viewer/slab_view.py"/>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <location filename="app/viewer/slab_view.py"/>
        <source>The slab is off.</source>
        <translation>厚层未开启。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/viewer/slab_view.py"/>
        <source>{n} planes</source>
        <extracomment>For one: 1 plane</extracomment>
        <translation><numerusform>{n} 个平面</numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="app/viewer/slab_view.py"/>
        <source>{n} slices</source>
        <extracomment>For one: 1 slice</extracomment>
        <translation><numerusform>{n} 层</numerusform></translation>
    </message>
    <message>
        <location filename="app/viewer/slab_view.py"/>
        <source>{kind} {thickness_mm:g} mm</source>
        <translation>{kind} {thickness_mm:g} mm</translation>
    </message>
    <message>
        <location filename="app/viewer/slab_view.py"/>
        <source>{name}, cut off by the volume's end: {covered_mm:.1f} mm, {count}</source>
        <translation>{name}，在容积末端截断：{covered_mm:.1f} mm，{count}</translation>
    </message>
    <message>
        <location filename="app/viewer/slab_view.py"/>
        <source>{name}, {count}</source>
        <translation>{name}，{count}</translation>
    </message>
    <message>
        <location filename="app/viewer/slice_bar.py"/>
        <source>Slices</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/viewer/slice_bar.py"/>
        <source>Slices; a dash marks the largest slice of a nodule, a dot a key image</source>
        <translation>层面；短线标记结节最大层面，圆点标记关键图像</translation>
    </message>
    <message>
        <location filename="app/viewer/tools/ellipse.py"/>
        <source>no pixel inside</source>
        <translation>无像素</translation>
    </message>
    <message>
        <location filename="app/viewer/tools/ellipse.py"/>
        <source>mean {mean_hu:.1f} HU, SD {sd_hu:.1f}</source>
        <translation>平均 {mean_hu:.1f} HU，SD {sd_hu:.1f}</translation>
    </message>
    <message>
        <location filename="app/viewer/tools/ellipse.py"/>
        <source>min {min_hu:.0f}, max {max_hu:.0f}</source>
        <translation>最小 {min_hu:.0f}，最大 {max_hu:.0f}</translation>
    </message>
    <message>
        <location filename="app/viewer/tools/layer.py"/>
        <source>This plane is interpolated: HU are measured on straight planes and on slices as stored.</source>
        <translation>该平面为插值所得：HU 在标准平面和原始层面上测量。</translation>
    </message>
    <message>
        <location filename="app/viewer/tools/note.py"/>
        <source>Note</source>
        <translation>文字</translation>
    </message>
    <message>
        <location filename="app/viewer/tools/note.py"/>
        <source>Note; Enter keeps it</source>
        <translation>文字；按回车保存</translation>
    </message>
    <message>
        <location filename="app/viewer/window_level.py"/>
        <source>W {width:.0f}  L {level:.0f}</source>
        <translation>窗宽 {width:.0f}  窗位 {level:.0f}</translation>
    </message>
    <message>
        <location filename="app/viewer/window_level.py"/>
        <source>lung</source>
        <translation>肺窗</translation>
    </message>
    <message>
        <location filename="app/viewer/window_level.py"/>
        <source>mediastinum</source>
        <translation>纵隔窗</translation>
    </message>
    <message>
        <location filename="app/viewer/window_level.py"/>
        <source>bone</source>
        <translation>骨窗</translation>
    </message>
    <message>
        <location filename="app/viewer/window_level.py"/>
        <source>emphysema</source>
        <translation>肺气肿</translation>
    </message>
</context>
</TS>
