<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>network</name>
    <message>
        <location filename="app/network/command.py"/>
        <source>The command ended unexpectedly. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/command.py"/>
        <source>The command could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/command.py"/>
        <source>a command is under way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>Nothing was received that is not open already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>1 series received.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>{n} series received.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <location filename="app/network/feature.py"/>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Patient ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Patient's name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>beginning, or with * and ?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Accession number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <location filename="app/network/send_dialog.py"/>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Modality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>such as CT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Modalities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Accession</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>There are no nodes yet. Add one under Network, Settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Query and retrieve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <location filename="app/network/send_dialog.py"/>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Series of the study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Retrieve and open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <location filename="app/network/send_dialog.py"/>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <location filename="app/network/send_dialog.py"/>
        <location filename="app/network/settings_dialog.py"/>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Series of the study; without a choice all of them are fetched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Asking {currentText} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Fetching from {currentText} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source> There are more than these {n}; ask more narrowly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Nothing like that was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="app/network/query_dialog.py"/>
        <source>{n} studies.</source>
        <extracomment>For one: 1 study.</extracomment>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>{done} images have come.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="app/network/query_dialog.py"/>
        <source>{n} series have come.</source>
        <extracomment>For one: 1 series has come.</extracomment>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Stopped; nothing of it is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Retrieve the study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/query_dialog.py"/>
        <source>Retrieve {chosen} series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving starts …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receives as {ae_title} at {address}:{port}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving from {calling}: {n_images} images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving starts again …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>receiving stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/receiving.py"/>
        <source>Nothing is received any more. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Send to a node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>What to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Add folder …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Add files …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>DICOM files of these folders are sent; other files stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Sending …</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="app/network/send_dialog.py"/>
        <source>{n} files were sent.</source>
        <extracomment>For one: 1 file was sent.</extracomment>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source> {n} were not: {reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Stopped. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source> {n} that are no DICOM files stayed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Send again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Folder of files to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/send_dialog.py"/>
        <source>Files to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Other computers can reach this port. AE titles and addresses are no password, and DICOM without TLS is not encrypted: use it in a protected network only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Nothing listens unless receiving is on; then only at this address, and only for the stations below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>The test was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Receive images from other stations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Choose …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Stations that may send here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Their AE title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Their address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>AE title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>By C-MOVE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Save and test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Listens at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Received series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>This station</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Nodes to ask, to fetch from and to send to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Add {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Remove {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Folder for received series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Saved. Nobody may send here yet, so nothing listens: add a station.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Select a node to test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>Asking {item} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/network/settings_dialog.py"/>
        <source>{node} answers in {ms:.0f} ms.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
