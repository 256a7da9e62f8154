/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the kernel set for the DSP extension. What it lacks, armv7m and portable have, in this order.
 *
 *   sources   attention.c convolution.c linear.c linear_fourfold.c linear_paired.c
 *   headers   convolution_loop.h dot.h dsp.h fourfold_sums.h fourfold_tile.h largest.h paired_sums.h paired_tile.h
 *             scores.h scores_paired.h single_row.h softmax_quads.h transposed.h two_rows.h weighted_sums.h
 */
#ifndef THIMBLE_DSP_SET_H
#define THIMBLE_DSP_SET_H

#include "scratch.h"

/* Bytes of scratch of thimble_linear, the same with weights of 4 bits, _attention and _convolution. */
#define THIMBLE_DSP_LINEAR_SCRATCH(inputs) (32u * THIMBLE_QUADS(inputs))
#define THIMBLE_DSP_NARROW_SCRATCH(inputs) THIMBLE_DSP_LINEAR_SCRATCH(inputs)
#define THIMBLE_DSP_ATTENTION_SCRATCH(head_width, rows, tokens) \
    (32u * THIMBLE_QUADS(head_width) + 32u * THIMBLE_QUADS(tokens) * (1u + THIMBLE_QUADS(THIMBLE_SHARING(rows))))
#define THIMBLE_DSP_CONVOLUTION_SCRATCH(taps, rows) \
    (64u * (THIMBLE_QUADS(THIMBLE_SHARING(rows)) + THIMBLE_QUADS(taps)) - 48u)

#endif
