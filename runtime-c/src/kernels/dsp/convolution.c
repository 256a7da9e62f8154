/* SPDX-License-Identifier: Apache-2.0 */
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

static span_t span_of(const thimble_convolution_data *p, uint32_t first, uint32_t rows)
{
    const uint32_t groups = thimble_quads(rows);
    const uint32_t reached = first + 4u * groups;
    const uint32_t skipped = reached < p->taps ? (p->taps - reached) / 4u * 4u : 0;
    const uint32_t steps = thimble_quads(p->taps - skipped);
    const span_t span = {first, rows, groups, skipped, steps, 4u * (groups - 1u) + 4u * steps + 1u};
    return span;
}

/* Four channels of the row before the last one and of that. */
typedef struct {
    uint32_t before;
    uint32_t last;
} window_t;

/*
 * The values of the next row of four channels, with those of two rows before it, as the next words of their strips.
 * Bytes are put together before they are widened, for one SXTB16 then makes a word.
 */
THIMBLE_INLINED window_t put(window_t w, uint32_t values, uint32_t words, uint32_t *strip)
{
    const uint32_t channels_01 = thimble_lower_halves(w.before, values);
    const uint32_t channels_23 = thimble_upper_halves(w.before, values);
    const window_t next = {w.last, values};
    strip[0] = thimble_bytes_02(channels_01);
    strip[words] = thimble_bytes_13(channels_01);
    strip[2u * (size_t)words] = thimble_bytes_02(channels_23);
    strip[3u * (size_t)words] = thimble_bytes_13(channels_23);
    return next;
}

/* The values of up to four channels of row `row`, those before the first and from `end` on being zeros. */
static uint32_t values_at(const int8_t *x, uint32_t stride, uint32_t channels, int32_t row, int32_t end)
{
    if (row < 0 || row >= end) {
        return 0;
    }
    const int8_t *const values = x + (size_t)row * stride;
    return channels == 4u ? thimble_load_word(values) : thimble_load_bytes(values, channels);
}

#if THIMBLE_DSP
/* As put() for the values of a row and of that two before it; those are lost. */
#define PUT_ROW(before, values) \
    "pkhbt %[a], " before ", " values ", lsl #16\n\t" \
    "pkhtb " before ", " values ", " before ", asr #16\n\t" \
    "sxtb16 %[b], %[a], ror #8\n\t" \
    "sxtb16 %[a], %[a]\n\t" \
    "str %[b], [%[strip], %[one]]\n\t" \
    "sxtb16 %[b], " before "\n\t" \
    "sxtb16 " before ", " before ", ror #8\n\t" \
    "str %[b], [%[strip], %[one], lsl #1]\n\t" \
    "str " before ", [%[strip], %[three]]\n\t" \
    "str %[a], [%[strip]], #4\n\t"

/* Two rows, loaded into two registers, after the two before them. */
#define PUT_PAIR(before_0, before_1, values_0, values_1) \
    "ldr " values_0 ", [%[x]]\n\t" \
    "ldr " values_1 ", [%[x], %[stride]]\n\t" \
    "add %[x], %[x], %[stride], lsl #1\n\t" PUT_ROW(before_0, values_0) PUT_ROW(before_1, values_1)
#endif

/* `quads` times four rows of four channels. */
static window_t put_quads(window_t w, const int8_t *x, uint32_t stride, uint32_t quads, uint32_t words, uint32_t *strip)
{
    const uint32_t *const end = strip + 4u * (size_t)quads;
#if THIMBLE_DSP
    uint32_t a;
    uint32_t b;
    uint32_t c;
    uint32_t d;
    while (strip != end) {
        __asm__ volatile(PUT_PAIR("%[before]", "%[last]", "%[c]", "%[d]")
                         PUT_PAIR("%[c]", "%[d]", "%[before]", "%[last]")
                         : [x] "+r"(x), [strip] "+r"(strip), [before] "+r"(w.before), [last] "+r"(w.last),
                           [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c), [d] "=&r"(d)
                         : [stride] "r"(stride), [one] "r"(4u * words), [three] "r"(12u * words)
                         : "memory");
    }
#else
    for (; strip != end; strip++) {
        w = put(w, thimble_load_word(x), words, strip);
        x += stride;
    }
#endif
    return w;
}

/* The strips of up to four channels; x points at the first of them in row 0. */
static void gather(const int8_t *x, uint32_t stride, uint32_t channels, span_t span, uint32_t taps, uint32_t *strips)
{
    const int32_t end = (int32_t)(span.first + span.rows);
    const uint32_t *const strips_end = strips + span.words;
    int32_t row = (int32_t)(span.first + 1u + span.skipped) - (int32_t)taps;
    const uint32_t first = values_at(x, stride, channels, row++, end);
    window_t w = {first, values_at(x, stride, channels, row++, end)};
    while (strips != strips_end) {
        if (channels == 4u && row >= 0 && row + 3 < end) {
            const uint32_t quads = (uint32_t)(end - row) / 4u;
            w = put_quads(w, x + (size_t)row * stride, stride, quads, span.words, strips);
            row += 4 * (int32_t)quads;
            strips += 4u * (size_t)quads;
        } else {
            w = put(w, values_at(x, stride, channels, row++, end), span.words, strips++);
        }
    }
}

/* Output channels of which each has the next one's strip, or all have one. */
typedef struct {
    uint32_t first;
    uint32_t count;
    const uint32_t *strip;
    uint32_t strip_words; /* from each strip to the next; 0 where all have one */
} channels_t;

/* `groups` groups of four rows, or one of `rows`, which are fewer; y points at the first result of the first row. */
static void filter(const thimble_convolution_data *p, span_t span, channels_t channels, uint32_t groups, uint32_t rows,
                   int8_t *y)
{
    const uint32_t last = (rows - 1u) * p->outputs;
    const int8_t *const weight = p->weight + (size_t)channels.first * p->taps;
    const thimble_convolution_frame_t frame = {
        weight + span.skipped,
        weight + p->taps,
        channels.strip,
        {p->bias + channels.first, p->multiplier + channels.first},
        0,
        (0u - span.steps) % 8u,
        {p->shift, p->zero_point},
        {0, y + channels.first},
        {rows > 1u ? p->outputs : 0, rows > 2u ? 2u * p->outputs : last},
        {last, 12 - 16 * (int32_t)span.steps},
        {4u * p->outputs, y + channels.first + (size_t)groups * 4u * p->outputs},
        channels.count,
        p->taps,
        {4 * (int32_t)channels.strip_words - 16 * (int32_t)groups, 1 - (int32_t)(groups * 4u * p->outputs)}};
#if THIMBLE_DSP
    if (p->taps % 4u == 0) {
        thimble_convolution_loop(&frame);
        return;
    }
#endif
    thimble_convolution_any(&frame);
}

/* All rows of some channels. */
static void filter_rows(const thimble_convolution_data *p, span_t span, channels_t channels, int8_t *y)
{
    const uint32_t full = span.rows / 4u;
    if (full != 0) {
        filter(p, span, channels, full, 4u, y);
    }
    if (span.rows % 4u != 0) {
        channels.strip += 4u * (size_t)full;
        filter(p, span, channels, 1u, span.rows % 4u, y + (size_t)full * 4u * p->outputs);
    }
}

/* Up to 16 rows. */
static void convolve(const thimble_convolution_data *p, const int8_t *x, span_t span, uint32_t *strips, int8_t *y)
{
    const uint32_t group = p->outputs / p->inputs;
    for (uint32_t channel = 0; channel < p->inputs; channel += 4u) {
        const uint32_t here = p->inputs - channel < 4u ? p->inputs - channel : 4u;
        gather(x + channel, p->inputs, here, span, p->taps, strips);
        if (group == 1u) {
            const channels_t channels = {channel, here, strips, span.words};
            filter_rows(p, span, channels, y);
        }
        for (uint32_t i = 0; group != 1u && i < here; i++) {
            const channels_t channels = {(channel + i) * group, group, strips + (size_t)i * span.words, 0};
            filter_rows(p, span, channels, y);
        }
    }
}

THIMBLE_SHARED
void thimble_convolution_s8(const thimble_convolution_data *p, const int8_t *x, uint32_t first, uint32_t rows,
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
