/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of kernels and tokenizer in object files. They carry the kernel set and a digest of its sources, so that in
 * a program with several packages no model is served by kernels other than those that it was planned for. Written by
 * thimble compile; do not edit.
 */
#ifndef THIMBLE_SYMBOLS_H
#define THIMBLE_SYMBOLS_H

/* Two packages may both define one of these names. It is the same text then, and the linker takes either. */
#if defined(__GNUC__) && defined(__ELF__)
#define THIMBLE_SHARED __attribute__((weak))
#else
#define THIMBLE_SHARED
#endif

<#list symbols as symbol, object>
#define ${symbol} ${object}
</#list>

#endif
