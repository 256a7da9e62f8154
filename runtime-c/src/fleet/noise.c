/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: noise of the discrete normal distribution, drawn exactly and in integers. Canonne, Kamath, Steinke,
 * "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1 to 3.
 *
 * The deviation is p / q, and t = floor(p / q) + 1 the scale of the Laplace distribution that candidates y come from.
 * One is taken with the probability exp(-(|y| - p^2 / (q^2 t))^2 / (2 p^2 / q^2)), whose exponent is x / w with
 *
 *   x = (|y| q^2 t - p^2)^2        w = 2 p^2 q^2 t^2
 *
 * As p and q are at most 2^12 and q t at most p + q, w is at most 2^51; as far as |y| < 2^5 t, x is at most 2^62. What
 * is beyond would be taken with a probability below e^-400, and is not tried.
 */
#include "thimble/fleet.h"
#include "thimble/symbols.h"

#define MOST_VALUE 127
#define FARTHEST 32u /* candidates are less than so many scales from 0 */

/* Where random bytes come from. */
typedef struct {
    void *context;
    uint32_t scale;       /* t */
    uint64_t numerator;   /* p^2 */
    uint64_t denominator; /* q^2 */
} noise_t;

/* A number below limit, 1 to 2^63, all alike: of as many whole bytes as it needs, and anew where it is not below. */
static uint64_t below(const noise_t *noise, uint64_t limit)
{
    uint64_t mask = limit - 1u;
    uint64_t drawn;
    size_t count = 0;
    unsigned i;
    for (i = 1; i < 64u; i <<= 1) {
        mask |= mask >> i;
    }
    while (count < 8u && mask >> 8u * count != 0) {
        count++;
    }
    do {
        uint8_t bytes[8];
        size_t at;
        drawn = 0;
        if (count != 0) {
            thimble_fleet_random(noise->context, bytes, count);
        }
        for (at = count; at != 0; at--) {
            drawn = drawn << 8 | bytes[at - 1u];
        }
        drawn &= mask;
    } while (drawn >= limit);
    return drawn;
}

/* 1 with the probability exp(-x / w), x at most w: algorithm 1, where that is the limit. */
static int is_exponential_below_one(const noise_t *noise, uint64_t x, uint64_t w)
{
    uint64_t k = 1;
    while (below(noise, w * k) < x) {
        k++;
    }
    return (int)(k & 1u);
}

/* 1 with the probability exp(-x / w). */
static int is_exponential(const noise_t *noise, uint64_t x, uint64_t w)
{
    uint64_t whole;
    for (whole = x / w; whole != 0; whole--) {
        if (!is_exponential_below_one(noise, 1, 1)) {
            return 0;
        }
    }
    return is_exponential_below_one(noise, x % w, w);
}

/* A magnitude of the geometric distribution with the scale t, as algorithm 2 has it; FARTHEST t for all beyond. */
static uint32_t geometric(const noise_t *noise)
{
    uint32_t part;
    uint32_t whole = 0;
    do {
        part = (uint32_t)below(noise, noise->scale);
    } while (!is_exponential_below_one(noise, part, noise->scale));
    while (whole < FARTHEST && is_exponential_below_one(noise, 1, 1)) {
        whole++;
    }
    return whole < FARTHEST ? part + noise->scale * whole : FARTHEST * noise->scale;
}

/* An integer of the discrete normal distribution: algorithm 3, with algorithm 2's signs. */
static int32_t normal(const noise_t *noise)
{
    const uint64_t step = noise->denominator * noise->scale;
    const uint64_t width = 2u * noise->numerator * noise->scale * step;
    for (;;) {
        const uint32_t y = geometric(noise);
        const int is_negative = (int)below(noise, 2);
        if ((y != 0 || !is_negative) && y < FARTHEST * noise->scale) {
            const int64_t apart = (int64_t)(y * step) - (int64_t)noise->numerator;
            if (is_exponential(noise, (uint64_t)(apart * apart), width)) {
                return is_negative ? -(int32_t)y : (int32_t)y;
            }
        }
    }
}

THIMBLE_SHARED
void thimble_fleet_add_noise(int8_t *values, uint32_t count, unsigned numerator, unsigned denominator, void *context)
{
    noise_t noise;
    uint32_t i;
    noise.context = context;
    noise.scale = numerator / denominator + 1u;
    noise.numerator = (uint64_t)numerator * numerator;
    noise.denominator = (uint64_t)denominator * denominator;
    for (i = 0; i < count; i++) {
        const int32_t value = values[i] + normal(&noise);
        values[i] = (int8_t)(value > MOST_VALUE ? MOST_VALUE : value < -MOST_VALUE ? -MOST_VALUE : value);
    }
}
