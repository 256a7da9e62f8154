/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Element-wise functions of which each channel has one of several (docs/numerics.md, section 8). Four values are read,
 * looked up and stored at a time, so that no load waits for the one before it.
 */
#include "chosen_fits.h"
#include "thimble/kernels.h"

#define FOUR 4u

/* Where the result for 0 of a channel's function lies. */
static inline const int8_t *middle_of(const thimble_chosen_lookup_data *p, uint32_t channel)
{
    return p->table + 256 * p->choice[channel] + 128;
}

THIMBLE_SHARED
void thimble_chosen_lookup_s8(const thimble_chosen_lookup_data *p, const int8_t *x, uint32_t rows, int8_t *y)
{
    /* Stores of bytes may change anything but a copy. */
    const thimble_chosen_lookup_data own = *p;
    for (; rows != 0; rows--) {
        uint32_t i = 0;
        for (; i + FOUR <= own.width; i += FOUR) {
            const int8_t a = middle_of(&own, i)[x[i]];
            const int8_t b = middle_of(&own, i + 1u)[x[i + 1u]];
            const int8_t c = middle_of(&own, i + 2u)[x[i + 2u]];
            const int8_t d = middle_of(&own, i + 3u)[x[i + 3u]];
            y[i] = a;
            y[i + 1u] = b;
            y[i + 2u] = c;
            y[i + 3u] = d;
        }
        for (; i < own.width; i++) {
            y[i] = middle_of(&own, i)[x[i]];
        }
        x += own.width;
        y += own.width;
    }
}
