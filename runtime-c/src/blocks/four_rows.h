/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what kernels share that take four rows at a time. */
#ifndef THIMBLE_FOUR_ROWS_H
#define THIMBLE_FOUR_ROWS_H

#include <stdint.h>

/*
 * For functions whose loop takes every register: a frame pointer may not have one, whatever the build's flags say, nor
 * may the function grow by being inlined.
 */
#if defined(__thumb__) && defined(__OPTIMIZE__) && !defined(__clang__)
#define THIMBLE_NO_FRAME __attribute__((optimize("omit-frame-pointer")))
#define THIMBLE_OUTLINED __attribute__((noinline))
#else
#define THIMBLE_NO_FRAME
#define THIMBLE_OUTLINED
#endif

/* A value for each of four rows. */
typedef struct {
    int32_t row[4];
} thimble_four_t;

#endif
