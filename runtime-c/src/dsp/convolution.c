/*
 * Causal depthwise convolution on the DSP extension (docs/numerics.md, section 5): up to 16 rows of four channels at a
 * time. Their values, of which one word of each row holds four, are gathered once as strips of words (t, t + 2) of one
 * channel each; then each channel's taps meet its strip.
 *
 * Scratch: the strips of four channels, 4 * Q(rows) + 4 * Q(taps) - 3 words each.
 */
#include "convolution_loop.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

#define ROWS_AT_ONCE 16u

/* Up to 16 rows of the convolution. */
typedef struct {
    uint32_t first;
    uint32_t rows;
    uint32_t groups;  /* of four rows, of which the last may have fewer */
    uint32_t skipped; /* taps that meet zeros only, a multiple of 4 */
    uint32_t steps;   /* of four taps, of which the last may have fewer */
    uint32_t words;   /* of a strip */
} span_t;

static span_t span_of(const thimble_convolution_t *p, uint32_t first, uint32_t rows)
{
    const uint32_t groups = thimble_quads(rows);
    const uint32_t reached = first + 4u * groups;
    const uint32_t skipped = reached < p->taps ? (p->taps - reached) / 4u * 4u : 0;
    const uint32_t steps = thimble_quads(p->taps - skipped);
    const span_t span = {first, rows, groups, skipped, steps, 4u * (groups - 1u) + 4u * steps + 1u};
    return span;
}

/* The values of two channels each of the last row and of the one before it. */
typedef struct {
    uint32_t even_0;
    uint32_t odd_0;
    uint32_t even_1;
    uint32_t odd_1;
} window_t;

/* The values of the next row of four channels, with those two rows before it, as the next words of their strips. */
THIMBLE_INLINED window_t put(window_t w, uint32_t values, uint32_t words, uint32_t *strip)
{
    const window_t next = {w.even_1, w.odd_1, thimble_bytes_02(values), thimble_bytes_13(values)};
    strip[0] = thimble_lower_halves(w.even_0, next.even_1);
    strip[words] = thimble_lower_halves(w.odd_0, next.odd_1);
    strip[2u * (size_t)words] = thimble_upper_halves(w.even_0, next.even_1);
    strip[3u * (size_t)words] = thimble_upper_halves(w.odd_0, next.odd_1);
    return next;
}

/* The values of up to four channels of row `row`, those before the first and from `end` on being zeros. */
static uint32_t values_at(const int8_t *x, uint32_t stride, uint32_t channels, int32_t row, int32_t end)
{
    return row < 0 || row >= end ? 0 : thimble_load_bytes(x + (size_t)row * stride, channels);
}

/* `pairs` pairs of rows of four channels. */
static window_t put_pairs(window_t w, const int8_t *x, uint32_t stride, uint32_t pairs, uint32_t words, uint32_t *strip)
{
    for (const uint32_t *const end = strip + 2u * (size_t)pairs; strip != end; strip += 2) {
        w = put(w, thimble_load_word(x), words, strip);
        x += stride;
        w = put(w, thimble_load_word(x), words, strip + 1);
        x += stride;
    }
    return w;
}

/* The strips of up to four channels; x points at the first of them in row 0. */
static void gather(const int8_t *x, uint32_t stride, uint32_t channels, span_t span, uint32_t taps, uint32_t *strips)
{
    const int32_t end = (int32_t)(span.first + span.rows);
    const uint32_t *const strips_end = strips + span.words;
    int32_t row = (int32_t)(span.first + 1u + span.skipped) - (int32_t)taps;
    const uint32_t first = values_at(x, stride, channels, row++, end);
    const uint32_t second = values_at(x, stride, channels, row++, end);
    window_t w = {thimble_bytes_02(first), thimble_bytes_13(first), thimble_bytes_02(second), thimble_bytes_13(second)};
    while (strips != strips_end) {
        if (channels == 4u && row >= 0 && row + 1 < end) {
            const uint32_t pairs = (uint32_t)(end - row) / 2u;
            w = put_pairs(w, x + (size_t)row * stride, stride, pairs, span.words, strips);
            row += 2 * (int32_t)pairs;
            strips += 2u * (size_t)pairs;
        } else {
            w = put(w, values_at(x, stride, channels, row++, end), span.words, strips++);
        }
    }
}

/* One output channel, `rows` rows (a multiple of 4, or fewer than 4) from the group `group` on. */
static void filter(const thimble_convolution_t *p, span_t span, uint32_t column, const uint32_t *strip, uint32_t group,
                   uint32_t rows, int8_t *y)
{
    const int8_t *const weight = p->weight + (size_t)column * p->taps;
    const uint32_t last = (rows < 4u ? rows - 1u : 3u) * p->outputs;
    int8_t *const to = y + (size_t)group * 4u * p->outputs + column;
    const thimble_convolution_frame_t frame = {weight + span.skipped,
                                               weight + p->taps,
                                               strip + (size_t)group * 4u,
                                               p->bias[column],
                                               (0u - span.steps) % THIMBLE_STEPS_AT_ONCE * THIMBLE_STEP_BYTES,
                                               {p->shift, p->zero_point},
                                               {p->multiplier[column], to},
                                               {rows > 1u ? p->outputs : 0, rows > 2u ? 2u * p->outputs : last},
                                               {last, 12 - 16 * (int32_t)span.steps},
                                               {4u * p->outputs, to + (size_t)thimble_quads(rows) * 4u * p->outputs}};
#if THIMBLE_DSP
    if (p->taps % 4u == 0) {
        thimble_convolution_loop(frame);
        return;
    }
#endif
    thimble_convolution_any(frame);
}

/* Up to 16 rows. */
static void convolve(const thimble_convolution_t *p, const int8_t *x, span_t span, uint32_t *strips, int8_t *y)
{
    const uint32_t group = p->outputs / p->inputs;
    for (uint32_t channel = 0; channel < p->inputs; channel++) {
        const uint32_t *const strip = strips + (size_t)(channel % 4u) * span.words;
        if (channel % 4u == 0) {
            const uint32_t left = p->inputs - channel;
            gather(x + channel, p->inputs, left < 4u ? left : 4u, span, p->taps, strips);
        }
        for (uint32_t column = channel * group; column < (channel + 1u) * group; column++) {
            if (span.rows >= 4u) {
                filter(p, span, column, strip, 0, span.rows / 4u * 4u, y);
            }
            if (span.rows % 4u != 0) {
                filter(p, span, column, strip, span.rows / 4u, span.rows % 4u, y);
            }
        }
    }
}

void thimble_convolution_s8(const thimble_convolution_t *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    while (rows != 0) {
        const uint32_t here = rows < ROWS_AT_ONCE ? rows : ROWS_AT_ONCE;
        convolve(p, x, span_of(p, first, here), (uint32_t *)scratch, y);
        first += here;
        rows -= here;
        y += (size_t)here * p->outputs;
    }
}
