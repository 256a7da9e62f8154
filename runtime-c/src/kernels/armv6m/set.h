/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the kernel set for Armv6-M, that of Cortex-M0 and M0+. What it lacks, armv7m and portable have, in
 * this order: norms and sums are C there.
 *
 *   sources   attention.c convolution.c linear.c linear_twofold.c
 *   headers   attention_loops.h linear_loops.h row_loops.h
 */
#ifndef THIMBLE_ARMV6M_SET_H
#define THIMBLE_ARMV6M_SET_H

#include "scratch.h"

/* Bytes of scratch of thimble_linear, the same with weights of 4 bits, _attention and _convolution. */
#define THIMBLE_ARMV6M_LINEAR_SCRATCH(inputs) (16u * THIMBLE_PAIRS(inputs))
#define THIMBLE_ARMV6M_NARROW_SCRATCH(inputs) (THIMBLE_ARMV6M_LINEAR_SCRATCH(inputs) + 8u * THIMBLE_QUADS(inputs))
#define THIMBLE_ARMV6M_ATTENTION_SCRATCH(head_width, rows, tokens) (16u * THIMBLE_PAIRS(head_width) + 16u * (tokens))
#define THIMBLE_ARMV6M_CONVOLUTION_SCRATCH(taps, rows) 0u

#endif
