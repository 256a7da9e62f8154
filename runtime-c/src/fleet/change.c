/* Thimble runtime: the change of a part's parameters, from what training left to what a record tells. */
#include "thimble/fleet.h"
#include "thimble/symbols.h"

/* What a value is at most, and at least its opposite: the form has no -128. */
#define MOST_VALUE 127

/* A sum of squares: of 2^20 numbers of 32 bits it has 82 bits. */
typedef struct {
    uint64_t high;
    uint64_t low;
} squares_t;

static void add_square(squares_t *sum, int64_t x)
{
    const uint64_t square = (uint64_t)(x * x);
    sum->low += square;
    sum->high += sum->low < square ? 1u : 0u;
}

/*
 * The square root, rounded up. One binary digit of the root comes of two of the sum, the highest first; what remains is
 * at most twice the root, so that both fit easily.
 */
static uint64_t root(squares_t sum)
{
    uint64_t found = 0;
    uint64_t remainder = 0;
    unsigned i;
    for (i = 0; i < 64u; i++) {
        remainder = remainder << 2 | sum.high >> 62;
        sum.high = sum.high << 2 | sum.low >> 62;
        sum.low <<= 2;
        found <<= 1;
        if (remainder > found << 1) {
            remainder -= found << 1 | 1u;
            found |= 1u;
        }
    }
    return remainder == 0 ? found : found + 1u;
}

THIMBLE_SHARED
void thimble_fleet_clip(int32_t *change, uint32_t count, uint32_t clip)
{
    squares_t sum = {0, 0};
    int64_t norm;
    uint32_t i;
    for (i = 0; i < count; i++) {
        add_square(&sum, change[i]);
    }
    norm = (int64_t)root(sum);
    for (i = 0; norm > (int64_t)clip && i < count; i++) {
        change[i] = (int32_t)((int64_t)change[i] * (int64_t)clip / norm);
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
static int is_above(const int32_t *change, uint32_t count, unsigned shift, uint32_t clip)
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
    const int above = is_above(change, count, shift, clip);
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
