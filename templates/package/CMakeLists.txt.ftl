<#assign d = "$">
# SPDX-License-Identifier: Apache-2.0
# ${package.name}: ${package.summary()}. Written by thimble compile; do not edit.
cmake_minimum_required(VERSION 3.13)

set(thimble_${package.name}_sources
<#list sources as source>
  src/${source}
</#list>
)

# A component of ESP-IDF.
if(ESP_PLATFORM)
  idf_component_register(SRCS ${d}{thimble_${package.name}_sources} INCLUDE_DIRS include)
  return()
endif()

project(thimble_${package.name} VERSION ${version} LANGUAGES C)
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

add_library(thimble_${package.name} STATIC ${d}{thimble_${package.name}_sources})
add_library(thimble::${package.name} ALIAS thimble_${package.name})
set_target_properties(thimble_${package.name} PROPERTIES
  EXPORT_NAME ${package.name} C_STANDARD 99 C_STANDARD_REQUIRED ON UNITY_BUILD OFF)
target_include_directories(thimble_${package.name} PUBLIC
  $<BUILD_INTERFACE:${d}{CMAKE_CURRENT_SOURCE_DIR}/include>
  $<INSTALL_INTERFACE:${d}{CMAKE_INSTALL_INCLUDEDIR}/thimble_${package.name}>)

# What find_package(thimble_${package.name}) finds once it is installed. Headers have a folder of the package's own, for
# every package brings those of the runtime.
set(thimble_${package.name}_cmake ${d}{CMAKE_INSTALL_LIBDIR}/cmake/thimble_${package.name})
write_basic_package_version_file(
  ${d}{CMAKE_CURRENT_BINARY_DIR}/thimble_${package.name}-config-version.cmake COMPATIBILITY SameMinorVersion)
install(TARGETS thimble_${package.name} EXPORT thimble_${package.name}
  ARCHIVE DESTINATION ${d}{CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/ DESTINATION ${d}{CMAKE_INSTALL_INCLUDEDIR}/thimble_${package.name})
install(EXPORT thimble_${package.name} NAMESPACE thimble:: FILE thimble_${package.name}-config.cmake
  DESTINATION ${d}{thimble_${package.name}_cmake})
install(FILES ${d}{CMAKE_CURRENT_BINARY_DIR}/thimble_${package.name}-config-version.cmake
  DESTINATION ${d}{thimble_${package.name}_cmake})
