/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the change of a part's parameters, from what training left to what a record tells. */
#include <stddef.h>

#include "thimble/fleet.h"
#include "thimble/symbols.h"

/* What a value is at most, and at least its opposite: the form has no -128. */
#define MOST_VALUE 127

/* The norm is of numbers that are at most 2 to the power of this, so that the sum of 2^20 squares is below 2^63. */
#define NORM_BITS 21u

/* How far a parameter is from where it began: below 2^32. */
static int64_t difference(const int32_t *after, const int32_t *before, uint32_t i)
{
    return (int64_t)after[i] - (before == NULL ? 0 : before[i]);
}

/* |x| / 2^shift, rounded up. */
static uint64_t scaled(int64_t x, unsigned shift)
{
    return ((uint64_t)(x < 0 ? -x : x) + ((uint64_t)1 << shift) - 1u) >> shift;
}

/* The square root, rounded up; one binary digit after the other, the highest first. */
static uint64_t root(uint64_t square)
{
    uint64_t found = 0;
    uint64_t digit;
    for (digit = (uint64_t)1 << 31; digit != 0; digit >>= 1) {
        if ((found + digit) * (found + digit) <= square) {
            found += digit;
        }
    }
    return found * found < square ? found + 1u : found;
}

/* The norm of the change, rounded up. */
static int64_t norm_of(const int32_t *after, const int32_t *before, uint32_t count)
{
    unsigned shift = 0;
    uint64_t sum = 0;
    uint32_t i;
    for (i = 0; i < count; i++) {
        while (scaled(difference(after, before, i), shift) > (uint64_t)1 << NORM_BITS) {
            shift++;
        }
    }
    for (i = 0; i < count; i++) {
        const uint64_t size = scaled(difference(after, before, i), shift);
        sum += size * size;
    }
    return (int64_t)(root(sum) << shift);
}

THIMBLE_SHARED
void thimble_fleet_clip(int32_t *after, const int32_t *before, uint32_t count, uint32_t clip)
{
    const int64_t norm = norm_of(after, before, count);
    const int is_above = norm > (int64_t)clip;
    uint32_t i;
    for (i = 0; i < count; i++) {
        const int64_t change = difference(after, before, i);
        after[i] = (int32_t)(is_above ? change * (int64_t)clip / norm : change);
    }
}

static int32_t saturate(int32_t x)
{
    return x > MOST_VALUE ? MOST_VALUE : x < -MOST_VALUE ? -MOST_VALUE : x;
}

/* x / 2^shift, halves rounded up. The last digit that is lost says which way. */
static int32_t round_half_up(int32_t x, unsigned shift)
{
    return shift == 0 ? x : (x >> shift) + (x >> (shift - 1u) & 1);
}

/* x / 2^shift, rounded towards zero. */
static int32_t round_to_zero(int32_t x, unsigned shift)
{
    return x / ((int32_t)1 << shift);
}

/* Whether the values with halves rounded up have a norm above clip: both squared, and in squares of 2^shift. */
static int is_rounded_above(const int32_t *change, uint32_t count, unsigned shift, uint32_t clip)
{
    uint64_t sum = 0;
    uint32_t i;
    for (i = 0; i < count; i++) {
        const int32_t value = saturate(round_half_up(change[i], shift));
        sum += (uint64_t)(value * value);
    }
    return sum > (uint64_t)clip * clip >> 2u * shift;
}

THIMBLE_SHARED
void thimble_fleet_quantize(int8_t *values, const int32_t *change, uint32_t count, unsigned shift, uint32_t clip)
{
    const int above = is_rounded_above(change, count, shift, clip);
    uint32_t i;
    for (i = 0; i < count; i++) {
        const int32_t value = above ? round_to_zero(change[i], shift) : round_half_up(change[i], shift);
        values[i] = (int8_t)saturate(value);
    }
}

static int32_t magnitude(int8_t value)
{
    return value < 0 ? -value : value;
}

/* How many values are at least as great. */
static uint32_t count_from(const int8_t *values, uint32_t count, int32_t least)
{
    uint32_t found = 0;
    uint32_t i;
    for (i = 0; i < count; i++) {
        found += magnitude(values[i]) >= least ? 1u : 0u;
    }
    return found;
}

/* The least magnitude, 1 to 128, that no more than kept values have or exceed. */
static int32_t threshold(const int8_t *values, uint32_t count, uint32_t kept)
{
    int32_t least = 1;
    int32_t enough = MOST_VALUE + 1;
    while (least < enough) {
        const int32_t middle = (least + enough) / 2;
        if (count_from(values, count, middle) <= kept) {
            enough = middle;
        } else {
            least = middle + 1;
        }
    }
    return least;
}

THIMBLE_SHARED
uint32_t thimble_fleet_keep(int8_t *values, uint32_t count, uint32_t kept)
{
    const int32_t least = threshold(values, count, kept);
    const uint32_t above = count_from(values, count, least);
    uint32_t equal = least == 1 ? 0 : kept - above; /* how many of the next magnitude there is room for */
    uint32_t found = 0;
    uint32_t i;
    for (i = 0; i < count; i++) {
        if (equal != 0 && magnitude(values[i]) == least - 1) {
            equal--;
        } else if (magnitude(values[i]) < least) {
            values[i] = 0;
        }
        found += values[i] != 0 ? 1u : 0u;
    }
    return found;
}
