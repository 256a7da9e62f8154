/* SPDX-License-Identifier: Apache-2.0 */
/* The way back through a LayerNorm (docs/numerics.md, section 11). */
#include "row_factor.h"
#include "train_fixed.h"

#define GAIN_FRACTION 20u
#define DEVIATION_FRACTION 16u
#define LARGEST (1 << 30)

static thimble_row_scale_t scale_of(const thimble_norm_data *p, const int16_t *x)
{
    thimble_row_sums_t sums = {0, 0};
    uint32_t i;
    for (i = 0; i < p->width; i++) {
        sums.sum += x[i];
        sums.squares += (uint64_t)((int32_t)x[i] * x[i]);
    }
    return thimble_centred_scale(p, sums);
}

/* floor(sum / width + 1/2). */
static int32_t mean_of(int64_t sum, uint32_t width)
{
    const int64_t dividend = 2 * sum + width;
    const int64_t divisor = 2 * (int64_t)width;
    return (int32_t)(dividend / divisor - (dividend % divisor < 0));
}

/* gradient: times gains. */
static void gain(const thimble_norm_data *p, const thimble_train_norm_data *n, int32_t *gradient)
{
    uint32_t i;
    for (i = 0; i < p->width; i++) {
        const int32_t real = thimble_scaled(p->gain[i], &n->gain, LARGEST);
        gradient[i] = thimble_clamped(thimble_shifted((int64_t)gradient[i] * real, GAIN_FRACTION), LARGEST);
    }
}

THIMBLE_SHARED
void thimble_train_norm(const thimble_norm_data *p, const thimble_train_norm_data *n, const int16_t *x,
                        int32_t *gradient)
{
    const thimble_row_scale_t scale = scale_of(p, x);
    const uint32_t fraction = (uint32_t)p->fraction;
    const int32_t reciprocal = thimble_scaled(scale.factor, &n->deviation, LARGEST);
    int64_t all = 0;
    int64_t along = 0;
    int32_t mean_of_all;
    int32_t mean_along;
    uint32_t i;
    gain(p, n, gradient);
    for (i = 0; i < p->width; i++) {
        const int32_t normalised = (x[i] - scale.mean) * scale.factor;
        all += gradient[i];
        along += thimble_shifted((int64_t)gradient[i] * normalised, fraction);
    }
    mean_of_all = mean_of(all, p->width);
    mean_along = mean_of(along, p->width);
    for (i = 0; i < p->width; i++) {
        const int32_t normalised = (x[i] - scale.mean) * scale.factor;
        const int64_t same = (int64_t)mean_of_all + thimble_shifted((int64_t)normalised * mean_along, fraction);
        const int32_t rest = thimble_clamped(gradient[i] - same, INT32_MAX);
        gradient[i] = thimble_clamped(thimble_shifted((int64_t)rest * reciprocal, DEVIATION_FRACTION),
                                      LARGEST_GRADIENT);
    }
}
