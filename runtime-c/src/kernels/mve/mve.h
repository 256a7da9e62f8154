/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: what the Helium kernels have in common. Their loops are in assembly, for GCC 12 neither keeps
 * accumulators where VMLADAVA needs them nor makes loops of predicated intrinsics; beside each loop is what it computes
 * in plain C, for any other core.
 */
#ifndef THIMBLE_MVE_H
#define THIMBLE_MVE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "thimble/fixed.h"

/*
 * 1 where the instructions exist and registers may be used freely: without optimisation a frame pointer takes one that
 * the widest loop needs.
 */
#if defined(__ARM_FEATURE_MVE) && defined(__OPTIMIZE__) && !defined(__clang__) && !defined(THIMBLE_C_LOOPS)
#define THIMBLE_MVE 1
#else
#define THIMBLE_MVE 0
#endif

/* For functions whose loop takes every register: a frame pointer may not have one, whatever the build's flags say. */
#if THIMBLE_MVE
#define THIMBLE_NO_FRAME __attribute__((noinline, optimize("omit-frame-pointer")))
#else
#define THIMBLE_NO_FRAME
#endif

/* How sums become 8-bit or 16-bit results: saturate(mul_high(sum << shift, multiplier) + zero_point). */
typedef struct {
    uint32_t shift;
    int32_t zero_point;
} thimble_scale_t;

static inline uint32_t thimble_lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

#endif
