<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>network</name>
    <message>
        <location filename="app/network/command.py"/>
        <source>The command ended unexpectedly. Try again.</source>
        <translation>命令意外结束。请重试。</translation>
    </message>
    <message>
        <location filename="app/network/command.py"/>
        <source>The command could not be started.</source>
        <translation>无法启动命令。</translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>Nothing was received that is not open already.</source>
        <translation>没有收到尚未打开的内容。</translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>1 series received.</source>
        <translation>已接收 1 个序列。</translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>{n} series received.</source>
        <translation>已接收 {n} 个序列。</translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <location filename="app/network/node_dialog.py"/>
        <source>There are no nodes yet. Add one under Network, Settings.</source>
        <translation>尚无节点。请在“网络”的设置中添加。</translation>
    </message>
    <message>
        <location filename="app/network/node_dialog.py"/>
        <location filename="app/network/query_dialog.py"/>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <location filename="app/network/node_dialog.py"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="app/network/node_dialog.py"/>
        <location filename="app/network/settings_dialog.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Patient ID</source>
        <translation>患者 ID</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Patient's name</source>
        <translation>患者姓名</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>beginning, or with * and ?</source>
        <translation>开头部分，或用 * 和 ?</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Accession number</source>
        <translation>检查号</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <location filename="app/network/send_dialog.py"/>
        <source>To</source>
        <translation>至</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Modality</source>
        <translation>设备类型</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>such as CT</source>
        <translation>如 CT</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Study</source>
        <translation>检查</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Modalities</source>
        <translation>设备类型</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Accession</source>
        <translation>检查号</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Query and retrieve</source>
        <translation>查询与获取</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Studies</source>
        <translation>检查</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Series of the study</source>
        <translation>该检查的序列</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Retrieve and open</source>
        <translation>获取并打开</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Series of the study; without a choice all of them are fetched</source>
        <translation>该检查的序列；未选择时全部获取</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Asking {currentText} …</source>
        <translation>正在询问 {currentText}…</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Fetching from {currentText} …</source>
        <translation>正在从 {currentText} 获取…</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source> There are more than these {n}; ask more narrowly.</source>
        <translation> 结果多于这 {n} 个；请缩小查询范围。</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Nothing like that was found.</source>
        <translation>未找到符合条件的检查。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/network/query_dialog.py"/>
        <source>{n} studies.</source>
        <extracomment>For one: 1 study.</extracomment>
        <translation><numerusform>{n} 个检查。</numerusform></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>{done} images have come.</source>
        <translation>已收到 {done} 幅图像。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/network/query_dialog.py"/>
        <source>{n} series have come.</source>
        <extracomment>For one: 1 series has come.</extracomment>
        <translation><numerusform>已收到 {n} 个序列。</numerusform></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Stopped; nothing of it is kept.</source>
        <translation>已停止；未保留任何内容。</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Retrieve the study</source>
        <translation>获取该检查</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Retrieve {chosen} series</source>
        <translation>获取 {chosen} 个序列</translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving off</source>
        <translation>接收已关闭</translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving starts …</source>
        <translation>正在启动接收…</translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receives as {ae_title} at {address}:{port}</source>
        <translation>以 {ae_title} 在 {address}:{port} 接收</translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving from {calling}: {n_images} images</source>
        <translation>正在从 {calling} 接收：{n_images} 幅图像</translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving starts again …</source>
        <translation>正在重新启动接收…</translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving stopped</source>
        <translation>接收已停止</translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>Nothing is received any more. {text}</source>
        <translation>不再接收任何内容。{text}</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Send to a node</source>
        <translation>发送到节点</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>What to send</source>
        <translation>发送内容</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Add folder …</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Add files …</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>DICOM files of these folders are sent; other files stay.</source>
        <translation>发送这些文件夹中的 DICOM 文件；其他文件保留不动。</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Sending …</source>
        <translation>正在发送…</translation>
    </message>
    <message numerus="yes">
        <location filename="app/network/send_dialog.py"/>
        <source>{n} files were sent.</source>
        <extracomment>For one: 1 file was sent.</extracomment>
        <translation><numerusform>已发送 {n} 个文件。</numerusform></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source> {n} were not: {reasons}</source>
        <translation> {n} 个未发送：{reasons}</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Stopped. {text}</source>
        <translation>已停止。{text}</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source> {n} that are no DICOM files stayed here.</source>
        <translation> {n} 个非 DICOM 文件未发送。</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Send again</source>
        <translation>再次发送</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Folder of files to send</source>
        <translation>要发送的文件夹</translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Files to send</source>
        <translation>要发送的文件</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Other computers can reach this port. AE titles and addresses are no password, and DICOM without TLS is not encrypted: use it in a protected network only.</source>
        <translation>其他计算机可以访问此端口。AE 标题和地址不是密码，未使用 TLS 的 DICOM 不加密：仅可在受保护的网络中使用。</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Nothing listens unless receiving is on; then only at this address, and only for the stations below.</source>
        <translation>不开启接收便不监听；开启后也只在此地址、只对下列站点监听。</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>The test was stopped.</source>
        <translation>测试已停止。</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Receive images from other stations</source>
        <translation>接收其他站点的图像</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Stations that may send here</source>
        <translation>允许向此处发送的站点</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Their AE title</source>
        <translation>对方的 AE 标题</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Their address</source>
        <translation>对方的地址</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>AE title</source>
        <translation>AE 标题</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Computer</source>
        <translation>计算机</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>By C-MOVE</source>
        <translation>使用 C-MOVE</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Save and test connection</source>
        <translation>保存并测试连接</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Listens at</source>
        <translation>监听地址</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Received series</source>
        <translation>接收的序列</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>This station</source>
        <translation>本站</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>station</source>
        <translation>站点</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Nodes to ask, to fetch from and to send to</source>
        <translation>用于查询、获取和发送的节点</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>node</source>
        <translation>节点</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Add {what}</source>
        <translation>添加{what}</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Remove {what}</source>
        <translation>移除{what}</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Folder for received series</source>
        <translation>接收序列的文件夹</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Saved. Nobody may send here yet, so nothing listens: add a station.</source>
        <translation>已保存。尚未允许任何站点发送，因此不监听：请添加站点。</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Select a node to test.</source>
        <translation>请选择要测试的节点。</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Asking {item} …</source>
        <translation>正在询问 {item}…</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>{node} answers in {ms:.0f} ms.</source>
        <translation>{node} 在 {ms:.0f} ms 内应答。</translation>
    </message>
    <message>
        <source>a command is under way</source>
        <translation type="vanished">命令正在执行</translation>
    </message>
</context>
</TS>
