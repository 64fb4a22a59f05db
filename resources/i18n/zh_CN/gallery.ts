<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>gallery</name>
    <message>
        <location filename="app/gallery/around.py"/>
        <source>Start the engine</source>
        <translation>启动引擎</translation>
    </message>
</context>
</TS>
