/* SPDX-License-Identifier: Apache-2.0 */
/* ${model.name}: the constants. Written by thimble compile; do not edit. */
#ifndef THIMBLE_${model.macro}_CONSTANTS_H
#define THIMBLE_${model.macro}_CONSTANTS_H

<#if model.loaded>
#include <stddef.h>
</#if>
#include <stdint.h>

#include "thimble/sections.h"

/* Where a flash waits, loops find the words of a step in one line of it. Elsewhere only time is lost. */
#if defined(__GNUC__)
#define THIMBLE_ALIGNED(bytes) __attribute__((aligned(bytes)))
#else
#define THIMBLE_ALIGNED(bytes)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
<#if model.loaded>
 * All data in one structure: the image. Offsets of constants are known when this is compiled; the parts behind them are
 * those of this compilation, and others have other lengths. Each array starts at a multiple of 16 bytes, of four if it
 * is shorter than that, and zeros fill up to the next; there is no other padding.
<#else>
 * All constants of a section in one structure: their offsets are known when this is compiled. Each array starts at a
 * multiple of 16 bytes, of four if it is shorter than that, and zeros fill up to the next; there is no other padding.
</#if>
 */
<#list model.structs as struct>
struct thimble_${model.name}_${struct.suffix()} {
<#if model.loaded>
    uint32_t header[${model.image.get().literals()?size}]; /* magic, format, bytes of the whole, digests, places of parts */
</#if>
<#list struct.numbers as number>
    ${number.type().c()} ${number.name()};
</#list>
<#list struct.arrays as array>
    ${array.type().c()} ${array.name()}[${array.room()}]; /* ${array.comment()} */
</#list>
<#if model.loaded>
<#list model.image.get().parts() as array>
    ${array.type().c()} ${array.name()}[${array.room()}]; /* ${array.comment()} */
</#list>
</#if>
};
extern const struct thimble_${model.name}_${struct.suffix()} thimble_${model.name}_${struct.suffix()};
<#sep>

</#list>

#ifdef __cplusplus
}
#endif

#endif
