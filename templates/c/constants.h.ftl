/* ${model.name}: the constants. Written by thimble compile; do not edit. */
#ifndef THIMBLE_${model.macro}_CONSTANTS_H
#define THIMBLE_${model.macro}_CONSTANTS_H

#include <stdint.h>

/* Sections of their own let a linker script place weights and tables in another memory than code. */
#if defined(__GNUC__) && defined(__ELF__)
#define THIMBLE_IN_SECTION(name) __attribute__((section(name)))
#else
#define THIMBLE_IN_SECTION(name)
#endif

#ifdef __cplusplus
extern "C" {
#endif

<#list model.arrays as array>
extern const ${array.type().c()} ${array.name()}[${array.size()}];
</#list>

#ifdef __cplusplus
}
#endif

#endif
