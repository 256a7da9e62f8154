/* SPDX-License-Identifier: Apache-2.0 AND LicenseRef-Model */
/*
 * ${model.name}: model, tokenizer and kernels in one file, with ${model.name}.h beside it. Nothing but what the header
 * declares can be seen from outside. Written by thimble compile; do not edit.
 */
#include "${model.name}.h"

/*
 * Kernels and tokenizer are compiled as if they stood in files of their own: their loops are made for that. A model needs
 * some functions of a file only.
 */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 8
#define THIMBLE_SHARED static __attribute__((noipa, unused))
#elif defined(__GNUC__)
#define THIMBLE_SHARED static __attribute__((noinline, unused))
#else
#define THIMBLE_SHARED static
#endif
