# ${package.name}: a static library for any C project. Written by thimble compile; do not edit.
cmake_minimum_required(VERSION 3.13)
project(thimble_${package.name} C)

add_library(thimble_${package.name} STATIC
<#list sources as source>
  src/${source}
</#list>
)
target_include_directories(thimble_${package.name} PUBLIC include)
set_target_properties(thimble_${package.name} PROPERTIES C_STANDARD 99 C_STANDARD_REQUIRED ON UNITY_BUILD OFF)
