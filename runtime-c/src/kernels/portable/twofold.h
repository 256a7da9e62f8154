/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: weights of 4 bits of two outputs in a byte (thimble_linear_twofold_data).
 *
 * A byte is 16 * b + a for the weights a and b of two outputs, -7 ... 7; products see them 16 times as large. The sum
 * of products with it is that of 16 * b and, in 1/16, that of 16 * a, which its lower half gives.
 */
#ifndef THIMBLE_TWOFOLD_H
#define THIMBLE_TWOFOLD_H

#include <stdint.h>

/* The sums of products with 16 times the first output's weights, and with whole bytes. */
typedef struct {
    int32_t first;
    int32_t both;
} thimble_twofold_t;

/* 16 times the first output's weight. */
static inline int8_t thimble_twofold_first(int8_t weight)
{
    return (int8_t)(uint8_t)((uint32_t)(uint8_t)weight << 4);
}

/* The sum of products with 16 times the second output's weights. */
static inline int32_t thimble_twofold_second(thimble_twofold_t sums)
{
    return sums.both - (sums.first >> 4);
}

#endif
