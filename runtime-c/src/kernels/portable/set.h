/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the set of portable kernels, which has every kernel and serves as the reference for the others.
 *
 *   sources   attention.c chosen_lookup.c concat.c convolution.c element.c embedding.c exp2.c linear.c
 *             linear_twofold.c mean.c norm.c packed_embedding.c
 *   headers   row_factor.h softmax.h twofold.h
 */
#ifndef THIMBLE_PORTABLE_SET_H
#define THIMBLE_PORTABLE_SET_H

/* Bytes of scratch of thimble_linear, the same with weights of 4 bits, _attention and _convolution. */
#define THIMBLE_PORTABLE_LINEAR_SCRATCH(inputs) 0u
#define THIMBLE_PORTABLE_NARROW_SCRATCH(inputs) 0u
#define THIMBLE_PORTABLE_ATTENTION_SCRATCH(head_width, rows, tokens) (4u * (tokens))
#define THIMBLE_PORTABLE_CONVOLUTION_SCRATCH(taps, rows) 0u

#endif
