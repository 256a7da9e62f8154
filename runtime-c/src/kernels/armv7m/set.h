/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the kernel set for Armv7-M. What it lacks, the portable set has.
 *
 *   sources   attention.c convolution.c element.c linear.c linear_twofold.c norm.c
 *   headers   attention_loops.h linear_loop.h packed.h packed_loop.h post_increment.h
 */
#ifndef THIMBLE_ARMV7M_SET_H
#define THIMBLE_ARMV7M_SET_H

#include "scratch.h"

/* Bytes of scratch of thimble_linear, the same with weights of 4 bits, _attention and _convolution. */
#define THIMBLE_ARMV7M_LINEAR_SCRATCH(inputs) (16u * THIMBLE_PAIRS(inputs))
#define THIMBLE_ARMV7M_NARROW_SCRATCH(inputs) (THIMBLE_ARMV7M_LINEAR_SCRATCH(inputs) + 8u * THIMBLE_QUADS(inputs))
#define THIMBLE_ARMV7M_ATTENTION_SCRATCH(head_width, rows, tokens) (16u * THIMBLE_PAIRS(head_width) + 16u * (tokens))
#define THIMBLE_ARMV7M_CONVOLUTION_SCRATCH(taps, rows) 0u

#endif
