# SPDX-License-Identifier: Apache-2.0
if(CONFIG_THIMBLE_${package.macro})
  zephyr_library_named(thimble_${package.name})
  zephyr_library_sources(
<#list sources as source>
    ../src/${source}
</#list>
  )
  zephyr_include_directories(../include)
endif()
