/* SPDX-License-Identifier: Apache-2.0 */
/* Adapters of low rank beside matrices of inference (docs/numerics.md, section 11). */
#include "thimble/fixed.h"
#include "train_fixed.h"

#define LARGEST_BETWEEN (1 << 14)
#define BETWEEN_SHIFT 16u /* what lies between is at most 2^14, and at most 2^30 as an input */
#define RAISED_SHIFT 6u   /* 30 fractional bits to 24 */

/* The highest bit of a number's scrambled bits (the finaliser of MurmurHash3, Appleby 2011). */
static uint32_t chance(uint32_t at)
{
    uint32_t bits = (at ^ at >> 16) * 0x85EBCA6Bu;
    bits = (bits ^ bits >> 13) * 0xC2B2AE35u;
    return (bits ^ bits >> 16) >> 31;
}

THIMBLE_SHARED
void thimble_train_adapter(const thimble_train_matrix_data *m, uint32_t rows, int32_t *weights)
{
    uint32_t at = 0;
    uint32_t row;
    for (row = 0; row < rows; row++) {
        uint32_t s;
        for (s = 0; s < m->segment_count; s++) {
            const int32_t size = m->segments[s].begin;
            uint32_t i;
            for (i = 0; i < m->segments[s].columns; i++, at++) {
                weights[at] = chance(at) != 0 ? -size : size;
            }
        }
    }
}

THIMBLE_SHARED
void thimble_train_lower(const thimble_train_matrix_data *m, const int64_t *sums, uint32_t rows, int32_t *x)
{
    uint32_t row;
    for (row = 0; row < rows; row++) {
        const int32_t sum = thimble_clamped(sums[row], INT32_MAX);
        x[row] = thimble_shift_left(thimble_scaled(sum, &m->result, LARGEST_BETWEEN), BETWEEN_SHIFT);
    }
}

THIMBLE_SHARED
void thimble_train_raise(const thimble_train_matrix_data *m, const int32_t *weights, const int32_t *x, uint32_t rows,
                         int64_t *sums)
{
    uint32_t row;
    for (row = 0; row < rows; row++) {
        int64_t sum = 0;
        uint32_t i;
        for (i = 0; i < m->columns; i++) {
            sum += (int64_t)*weights++ * x[i];
        }
        sums[row] += thimble_shifted(sum >> BETWEEN_SHIFT, RAISED_SHIFT);
    }
}
