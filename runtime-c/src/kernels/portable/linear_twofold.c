/* SPDX-License-Identifier: Apache-2.0 */
/* Matrix products with weights of 4 bits (docs/numerics.md, section 4). */
#include "thimble/fixed.h"
#include "thimble/kernels.h"
#include "twofold.h"

/* The accumulators of two outputs for one row. */
static thimble_twofold_t twofold_sums(const int8_t *x, const int8_t *weight, uint32_t count)
{
    thimble_twofold_t sums = {0, 0};
    for (uint32_t i = 0; i < count; i++) {
        sums.first += x[i] * thimble_twofold_first(weight[i]);
        sums.both += x[i] * weight[i];
    }
    return sums;
}

THIMBLE_INLINED void twofold_product(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *y,
                                     uint32_t bits)
{
    size_t to = 0;
    for (uint32_t row = 0; row < rows; row++) {
        const int8_t *weight = p->weight;
        for (uint32_t column = 0; column < p->outputs; column += 2u) {
            const thimble_twofold_t sums = twofold_sums(x, weight, p->inputs);
            const int32_t first = p->bias[column] + sums.first;
            thimble_store(y, to++, bits, thimble_requantized(first, 0, p->multiplier[column], p->zero_point));
            if (column + 1u < p->outputs) {
                const int32_t second = p->bias[column + 1u] + thimble_twofold_second(sums);
                thimble_store(y, to++, bits,
                              thimble_requantized(second, 0, p->multiplier[column + 1u], p->zero_point));
            }
            weight += p->inputs;
        }
        x += p->inputs;
    }
}

THIMBLE_SHARED
void thimble_linear_twofold_s8(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int8_t *y)
{
    (void)scratch;
    twofold_product(p, x, rows, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_twofold_s16(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                int16_t *y)
{
    (void)scratch;
    twofold_product(p, x, rows, y, 16u);
}
