/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the kernel set for Helium. What it lacks, the portable set has.
 *
 *   sources   attention.c chosen_lookup.c convolution.c element.c linear.c linear_twofold.c norm.c
 *   headers   exact_sums.h mve.h softmax_weights.h tile.h transpose.h transpose_values.h weighted_sums.h
 */
#ifndef THIMBLE_MVE_SET_H
#define THIMBLE_MVE_SET_H

#include "scratch.h"

/* Bytes of scratch of thimble_linear, the same with weights of 4 bits, _attention and _convolution. */
#define THIMBLE_MVE_LINEAR_SCRATCH(inputs) (32u * THIMBLE_VECTORS(inputs) + 128u)
#define THIMBLE_MVE_NARROW_SCRATCH(inputs) (32u * THIMBLE_VECTORS(inputs))
#define THIMBLE_MVE_ATTENTION_SCRATCH(head_width, rows, tokens) \
    (16u * THIMBLE_VECTORS(tokens) * (16u + 2u * THIMBLE_PAIRS(THIMBLE_SHARING(rows))) + \
     THIMBLE_MVE_LINEAR_SCRATCH(head_width))
#define THIMBLE_MVE_CONVOLUTION_SCRATCH(taps, rows) 2048u

#endif
