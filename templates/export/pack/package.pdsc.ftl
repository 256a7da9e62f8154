<?xml version="1.0" encoding="UTF-8"?>
<package schemaVersion="1.7.7" xmlns:xs="http://www.w3.org/2001/XMLSchema-instance" xs:noNamespaceSchemaLocation="PACK.xsd">
  <vendor>Thimble</vendor>
  <name>${package.name}</name>
  <description>${description}</description>
  <url></url>
  <license>LICENSE</license>
  <releases>
    <release version="${version}">Written by Thimble ${version}.</release>
  </releases>
  <keywords>
    <keyword>text classification</keyword>
    <keyword>machine learning</keyword>
  </keywords>
  <components>
    <component Cvendor="Thimble" Cclass="Machine Learning" Cgroup="Thimble" Csub="${part}" Cversion="${version}">
      <description>${description}</description>
      <files>
        <file category="doc" name="README.md"/>
        <file category="include" name="include/"/>
<#list package.models as model>
        <file category="header" name="include/${model.name}.h"/>
</#list>
<#list package.sources as source>
        <file category="source" name="${source}"/>
</#list>
      </files>
    </component>
  </components>
</package>
