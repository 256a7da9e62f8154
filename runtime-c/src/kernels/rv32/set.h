/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the kernel set for RISC-V with 32 registers of 32 bits and the M extension. What it lacks,
 * armv7m and portable have, in this order: norms and sums are C there.
 *
 *   sources   attention.c convolution.c linear.c linear_twofold.c
 *   headers   linear_tiles.h tile_loop.h tile_sums.h tiles.h weighted_tiles.h
 */
#ifndef THIMBLE_RV32_SET_H
#define THIMBLE_RV32_SET_H

#include "scratch.h"

/* Bytes of scratch of thimble_linear, the same with weights of 4 bits, _attention and _convolution. */
#define THIMBLE_RV32_LINEAR_SCRATCH(inputs) (16u * THIMBLE_PAIRS(inputs))
#define THIMBLE_RV32_NARROW_SCRATCH(inputs) (THIMBLE_RV32_LINEAR_SCRATCH(inputs) + 8u * THIMBLE_QUADS(inputs))
#define THIMBLE_RV32_ATTENTION_SCRATCH(head_width, rows, tokens) (16u * THIMBLE_PAIRS(head_width) + 16u * (tokens))
#define THIMBLE_RV32_CONVOLUTION_SCRATCH(taps, rows) 0u

#endif
