/* SPDX-License-Identifier: Apache-2.0 */
/* The gradient of softmax and cross-entropy (docs/numerics.md, section 11). */
#include "thimble/fixed.h"
#include "thimble/kernels.h"
#include "train_fixed.h"

#define LARGEST_DIFFERENCE (1 << 30)
#define LOG2_E 24204406 /* log2(e) * 2^24 */
#define LN_2 45426      /* ln(2) * 2^16 */
#define TABLE_SHIFT 14u
#define GRADIENT_FRACTION 26u

/* 2^30 * 255/256 * e^-difference, for differences of 24 fractional bits. */
static int32_t exponential(int64_t difference)
{
    const int32_t bounded = difference < LARGEST_DIFFERENCE ? (int32_t)difference : LARGEST_DIFFERENCE;
    const uint32_t exponent = (uint32_t)thimble_mul_high(bounded, LOG2_E);
    const uint32_t halvings = exponent >> 16;
    const int32_t coarse = (int32_t)((uint32_t)thimble_exp2[exponent >> 8 & 255u] << TABLE_SHIFT);
    const int32_t rest = (int32_t)(exponent & 255u) * LN_2;
    return (coarse - thimble_mul_high(coarse, rest)) >> (halvings < 31u ? halvings : 31u);
}

/* floor(2^26 * part / whole + 1/2). */
static int32_t quotient(uint64_t part, uint64_t whole)
{
    return (int32_t)(((part << (GRADIENT_FRACTION + 1u)) + whole) / (2u * whole));
}

THIMBLE_SHARED
void thimble_train_softmax(const int64_t *sums, uint32_t labels, uint32_t label, uint32_t batch, int32_t *gradient)
{
    int64_t largest = sums[0];
    uint64_t whole = 0;
    uint32_t i;
    for (i = 1; i < labels; i++) {
        largest = sums[i] > largest ? sums[i] : largest;
    }
    for (i = 0; i < labels; i++) {
        gradient[i] = exponential(largest - sums[i]);
        whole += (uint64_t)gradient[i];
    }
    whole *= batch;
    for (i = 0; i < labels; i++) {
        gradient[i] = quotient((uint64_t)gradient[i], whole);
    }
    gradient[label] -= quotient(1u, batch);
}
