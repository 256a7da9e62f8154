/* Element-wise operators (docs/numerics.md, section 8). */
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Sums are built up for this many values at a time, on the stack. */
#define CHUNK 32u

void thimble_lookup_s8(const int8_t *table, const int8_t *x, size_t count, int8_t *y)
{
    for (size_t i = 0; i < count; i++) {
        y[i] = table[x[i] + 128];
    }
}

static int32_t term_value(const thimble_term_t *term, int32_t x)
{
    return thimble_mul_high(thimble_shift_left(x - term->zero_point, term->shift), term->multiplier);
}

static void add_term(const thimble_term_t *term, const void *x, size_t first, uint32_t count, int32_t *sums)
{
    if (term->bits == 8) {
        const int8_t *const values = (const int8_t *)x + first;
        for (uint32_t i = 0; i < count; i++) {
            sums[i] += term_value(term, values[i]);
        }
    } else {
        const int16_t *const values = (const int16_t *)x + first;
        for (uint32_t i = 0; i < count; i++) {
            sums[i] += term_value(term, values[i]);
        }
    }
}

/* Sums of up to CHUNK values from `first` on; returns how many. */
static uint32_t sum_chunk(const thimble_add_t *p, const void *const *x, size_t first, size_t count, int32_t *sums)
{
    const uint32_t chunk = count - first < CHUNK ? (uint32_t)(count - first) : CHUNK;
    for (uint32_t i = 0; i < chunk; i++) {
        sums[i] = p->zero_point;
    }
    for (uint32_t term = 0; term < p->term_count; term++) {
        add_term(&p->terms[term], x[term], first, chunk, sums);
    }
    return chunk;
}

void thimble_add_s8(const thimble_add_t *p, const void *const *x, size_t count, int8_t *y)
{
    int32_t sums[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        const uint32_t chunk = sum_chunk(p, x, first, count, sums);
        for (uint32_t i = 0; i < chunk; i++) {
            y[first + i] = thimble_saturate_8(sums[i]);
        }
    }
}

void thimble_add_s16(const thimble_add_t *p, const void *const *x, size_t count, int16_t *y)
{
    int32_t sums[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        const uint32_t chunk = sum_chunk(p, x, first, count, sums);
        for (uint32_t i = 0; i < chunk; i++) {
            y[first + i] = thimble_saturate_16(sums[i]);
        }
    }
}
