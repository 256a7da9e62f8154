/* SPDX-License-Identifier: Apache-2.0 */
/* The mean of all rows (docs/numerics.md, section 9). */
#include "thimble/fixed.h"
#include "thimble/kernels.h"

THIMBLE_SHARED
void thimble_mean_s8(const thimble_mean_data *p, const int8_t *x, uint32_t tokens, int8_t *y)
{
    const int32_t multiplier = p->numerator / (int32_t)tokens;
    for (uint32_t column = 0; column < p->width; column++) {
        int32_t sum = -p->input_zero_point * (int32_t)tokens;
        const int8_t *value = x + column;
        for (uint32_t row = 0; row < tokens; row++) {
            sum += *value;
            value += p->width;
        }
        y[column] = thimble_saturate_8(thimble_requantized(sum, p->shift, multiplier, p->zero_point));
    }
}
